"""What a network reads through another encoder is what it read before, as far as the encoder allows."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from torch import nn  # noqa: E402

from ketluan.model import transplant  # noqa: E402
from ketluan.model.features import Inputs  # noqa: E402
from ketluan.model.network import Network, NetworkConfig  # noqa: E402
from ketluan.model.training import Example  # noqa: E402

WIDTH, WORDS = 6, 200


class _Body(nn.Module):
    """Stands for an encoder: the tests give the words' states themselves."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.config = type("Config", (), {"hidden_size": width})()


def _example(states: torch.Tensor) -> Example:
    return Example("r", Inputs(*[None] * 9), None, encoded=states.half())


@pytest.fixture
def networks() -> list[Network]:
    torch.manual_seed(0)
    config = NetworkConfig(encoder_width=WIDTH, vectors=3, vector_width=4, hidden=8, attention_width=8, head_width=8)
    first = Network(config, _Body(WIDTH))
    second = copy.deepcopy(first)
    nn.init.normal_(second.squeeze.weight)
    return [first, second]


def test_states_turned_and_widened_are_read_as_before(networks: list[Network], monkeypatch: pytest.MonkeyPatch) -> None:
    states = torch.randn(WORDS, WIDTH)
    turned = torch.cat([states @ torch.randn(WIDTH, WIDTH) + 1, torch.randn(WORDS, 3)], 1)
    monkeypatch.setattr(transplant, "load_encoder", lambda _: _Body(WIDTH + 3))
    before = [network.squeeze(states).detach() for network in networks]
    share = transplant.change_encoder(networks, "another", [_example(states)], [_example(turned)])
    assert share == pytest.approx(1, abs=0.01)
    for network, read in zip(networks, before, strict=True):
        assert torch.allclose(network.squeeze(turned), read, atol=0.1)
        assert network.config == replace(network.config, encoder_width=WIDTH + 3)
        assert network.encoder.config.hidden_size == WIDTH + 3
    assert networks[0].encoder is not networks[1].encoder


def test_states_that_tell_nothing_of_the_old_ones_explain_nothing(
    networks: list[Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transplant, "load_encoder", lambda _: _Body(2))
    before, after = _example(torch.randn(WORDS, WIDTH) + 5), _example(torch.randn(WORDS, 2))
    assert transplant.change_encoder(networks, "another", [before], [after]) < 0.1
