"""A mean of networks, laid out as one: what decoding reads of it is the mean of what its members say."""

from __future__ import annotations

import numpy as np
import pytest

from ketluan.model.decode import Found, Heads, Outputs, Reader
from ketluan.model.features import CHUNK, Inputs
from ketluan.model.labels import ATTRIBUTES, LAYERS

torch = pytest.importorskip("torch", reason="the network is only there with the extra `train`")

from transformers import BertConfig, BertModel  # noqa: E402

from ketluan.model.ensemble import Ensemble  # noqa: E402
from ketluan.model.network import Network, NetworkConfig  # noqa: E402

WORDS = 9


def _network(seed: int, encoder: torch.nn.Module) -> Network:
    torch.manual_seed(seed)
    network = Network(NetworkConfig(encoder_width=16, vectors=20, vector_width=8, hidden=12, relation_width=6), encoder)
    for parameter in (network.distance, network.distances, *(crf.start for crf in network.crfs.values())):
        torch.nn.init.normal_(parameter)
    return network.eval()


@pytest.fixture(scope="module")
def encoder() -> torch.nn.Module:
    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 3}
    return BertModel(BertConfig(vocab_size=50, **size)).eval()


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    rng = np.random.default_rng(0)
    first = np.arange(1, WORDS + 1)
    return Inputs(
        pieces=rng.integers(5, 50, (1, CHUNK)),
        mask=np.ones((1, CHUNK), np.int64),
        first=first,
        last=first + 1,
        words=rng.integers(0, 20, WORDS),
        shapes=rng.integers(0, 5, WORDS),
        places=rng.integers(0, 3, WORDS),
        sentences=np.array([0, 0, 0, 1, 1, 1, 1, 2, 2]),
        tokens=np.arange(WORDS),
    )


def _reader(networks: list[Network], inputs: Inputs) -> Reader:
    ensemble = Ensemble(networks)
    names = ("pieces", "mask", "first", "last", "words", "shapes", "places")
    with torch.no_grad():
        begins, ends, *rest = (
            x.numpy() for x in ensemble(*(torch.from_numpy(getattr(inputs, name)) for name in names))
        )
        tensors = {name: tensor.numpy() for name, tensor in ensemble.tensors().items()}
    heads = Heads(
        transitions={layer: tensors[f"{layer}.moves"] for layer in LAYERS},
        starts={layer: tensors[f"{layer}.start"] for layer in LAYERS},
        judge=tensors["judge.bias"],
        attributes={name: (tensors[f"{name}.weight"], tensors[f"{name}.bias"]) for name in ATTRIBUTES},
        distance=tensors["distance"],
        distances=tensors["distances"],
        reach=400,
    )
    return Reader(
        Outputs(begins, ends, dict(zip(LAYERS, rest, strict=False)), *rest[len(LAYERS) :]),
        heads,
        inputs,
        ["từ"] * len(inputs.words),
    )


def _states(network: Network, inputs: Inputs) -> torch.Tensor:
    encoded = network.encode(torch.from_numpy(inputs.pieces), torch.from_numpy(inputs.mask))
    mixed = (encoded[inputs.first] + encoded[inputs.last]) / 2
    words = (torch.from_numpy(getattr(inputs, name))[None] for name in ("words", "shapes", "places"))
    return network.read(mixed[None], *words)[0]


def test_training_and_inference_judge_a_quantity_alike(encoder: torch.nn.Module, inputs: Inputs) -> None:
    network = _network(5, encoder)
    with torch.no_grad():
        states = _states(network, inputs)
        told = network.judged(torch.cat([states[2], states[4]])[None])
    for name, logits in _reader([network], inputs).logits(Found("QUANTITY", 2, 5, 1.0)).items():
        assert logits == pytest.approx(told[name][0].numpy(), abs=1e-4)


def test_the_scores_are_the_means_of_the_members(encoder: torch.nn.Module, inputs: Inputs) -> None:
    members = [_network(seed, encoder) for seed in (1, 2, 3)]
    whole, parts = _reader(members, inputs), [_reader([member], inputs) for member in members]
    for layer in LAYERS:
        expected = np.mean([p.outputs.emissions[layer] for p in parts], 0)
        assert whole.outputs.emissions[layer] == pytest.approx(expected, abs=1e-5)
        assert whole.heads.starts[layer] == pytest.approx(np.mean([p.heads.starts[layer] for p in parts], 0), abs=1e-3)
    for relation in ("of", "issuer", "addressee"):
        for head in range(WORDS):
            expected = np.mean([p.scores(relation, head)[0] for p in parts], 0)
            assert whole.scores(relation, head)[0] == pytest.approx(expected, abs=1e-5)
    quantity = Found("QUANTITY", 2, 5, 1.0)
    for name, logits in whole.logits(quantity).items():
        assert logits == pytest.approx(np.mean([p.logits(quantity)[name] for p in parts], 0), abs=1e-5)
    assert whole.chair(quantity) != pytest.approx(parts[0].chair(quantity), abs=1e-6)


def test_training_and_inference_score_a_pointer_alike(encoder: torch.nn.Module, inputs: Inputs) -> None:
    from ketluan.model.gold import Targets
    from ketluan.model.labels import RELATIONS
    from ketluan.model.losses import losses_of

    network = _network(4, encoder)
    reader = _reader([network], inputs)
    head, tail = 7, 2
    scores, low = reader.scores("of", head)
    whole = np.logaddexp.reduce(scores)
    either = np.logaddexp(scores[1 + tail - low], scores[1 + 3 - low])
    expected = (whole - either + whole - scores[0]) / 2  # one of two right tails, and none
    targets = Targets(
        tags={layer: np.zeros(WORDS, np.int64) for layer in LAYERS},
        clauses=np.array([[0, WORDS]]),
        starts=np.array([-1]),
        pointers=[(RELATIONS.index("of"), head, (tail, 3)), (RELATIONS.index("of"), head, ())],
    )
    with torch.no_grad():
        state = _states(network, inputs)
        loss = losses_of(network, [state], [inputs], [targets]).parts["pointers"]
    assert loss.item() == pytest.approx(expected, abs=1e-4)
