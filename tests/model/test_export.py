"""What a network learns from is what the exported model reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the network is only there with the extra `train`")

import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from tokenizers import Tokenizer, models  # noqa: E402
from transformers import BertConfig, BertModel  # noqa: E402

from ketluan.model.ensemble import Ensemble  # noqa: E402
from ketluan.model.export import export, int8_encoder  # noqa: E402
from ketluan.model.features import CHUNK, Inputs  # noqa: E402
from ketluan.model.network import Network, NetworkConfig  # noqa: E402
from ketluan.model.training import Example, encode  # noqa: E402

WORDS = 5


def _network(vectors: int) -> Network:
    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 3}
    body = BertModel(BertConfig(vocab_size=50, **size)).eval()
    return Network(NetworkConfig(encoder_width=16, vectors=vectors, vector_width=8, hidden=12, relation_width=6), body)


def test_the_int8_encoder_is_that_of_the_model_folder(tmp_path: Path) -> None:
    network = _network(3)
    rng = np.random.default_rng(0)
    pieces, mask = rng.integers(5, 50, (3, CHUNK)), np.ones((3, CHUNK), np.int64)
    mask[2, 90:] = 0
    states = int8_encoder(network)(pieces, mask)
    exact = network.encode(torch.from_numpy(pieces), torch.from_numpy(mask)).detach().numpy()
    assert states.shape == exact.shape == (3 * CHUNK, 16)
    assert 0.9 < np.corrcoef(states.ravel(), exact.ravel())[0, 1] < 1 - 1e-6

    export(Ensemble([network]), Tokenizer(models.BPE()), ["và", "của"], tmp_path, notes={})
    model = onnx.load(tmp_path / "model.onnx")
    (read,) = {node.input[0] for node in model.graph.node if "first" in node.input}
    model.graph.output.append(onnx.helper.make_tensor_value_info(read, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    place, few = np.arange(1, 1 + WORDS), np.zeros(WORDS, np.int64)
    given = {"pieces": pieces, "mask": mask, "first": place, "last": place, "words": few, "shapes": few, "places": few}
    assert session.run([read], given)[0] == pytest.approx(states, abs=1e-5)


def test_training_reads_what_the_model_folder_reads() -> None:
    network, rng = _network(3), np.random.default_rng(1)
    pieces, mask, place = rng.integers(5, 50, (1, CHUNK)), np.ones((1, CHUNK), np.int64), np.arange(1, 1 + WORDS)
    example = Example("r", Inputs(pieces, mask, place, place + 1, *[place] * 5), None)
    encode(network, [example])
    states = int8_encoder(network)(pieces, mask)
    assert example.encoded.float().numpy() == pytest.approx((states[place] + states[place + 1]) / 2, abs=2e-3)
