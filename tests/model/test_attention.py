"""Attention to the words near by: padding changes nothing, and what is far off is not seen."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="the network is only there with the extra `train`")

from ketluan.model.network import BLOCK, LocalAttention  # noqa: E402

WIDTH = 12


@pytest.fixture(scope="module")
def attention() -> LocalAttention:
    torch.manual_seed(0)
    made = LocalAttention(WIDTH, heads=2, inner=8).eval()
    torch.nn.init.normal_(made.bias)
    return made


def _read(attention: LocalAttention, states: torch.Tensor, lengths: list[int] | None = None) -> torch.Tensor:
    with torch.no_grad():
        return attention(states, states, None if lengths is None else torch.tensor(lengths))


@pytest.mark.parametrize("words", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_a_report_is_read_alike_alone_and_beside_a_longer_one(attention: LocalAttention, words: int) -> None:
    longest = 4 * BLOCK
    states = torch.randn(2, longest, WIDTH)
    alone = _read(attention, states[:1, :words])
    together = _read(attention, states, [words, longest])
    assert torch.allclose(alone[0], together[0, :words], atol=1e-5)
    assert torch.allclose(_read(attention, states[1:])[0], together[1], atol=1e-5)


def test_a_word_sees_its_block_and_those_beside_it(attention: LocalAttention) -> None:
    states = torch.randn(1, 5 * BLOCK, WIDTH)
    before = _read(attention, states)[0]
    at = 2 * BLOCK + 5
    states[0, at] += 3
    moved = (_read(attention, states)[0] - before).abs().amax(1) > 1e-6
    assert moved[BLOCK : 4 * BLOCK].all()
    assert not moved[:BLOCK].any()
    assert not moved[4 * BLOCK :].any()


def test_how_far_a_word_stands_counts(attention: LocalAttention) -> None:
    # All words alike but one: only the biases of the distances tell where it stands.
    states = torch.zeros(1, BLOCK, WIDTH)
    states[0, 10] = 1
    read = _read(attention, states)[0]
    assert not torch.allclose(read[20], read[30], atol=1e-4)
