"""A model folder's weights come back as those that were trained, but for their rounding to 8 bits."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from tokenizers import Tokenizer, models  # noqa: E402
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: E402

from ketluan.errors import ModelError  # noqa: E402
from ketluan.model.encoder import load_tokenizer  # noqa: E402
from ketluan.model.ensemble import Ensemble  # noqa: E402
from ketluan.model.export import export  # noqa: E402
from ketluan.model.labels import ATTRIBUTES, LAYERS  # noqa: E402
from ketluan.model.network import Network, NetworkConfig  # noqa: E402
from ketluan.model.restore import restore  # noqa: E402

MODELS = Path(__file__).parents[2] / "models"
WORDS = ["dự án", "tỷ", "họp"]
# The folder keeps their mean over the networks only.
SHARED = {
    "distance",
    *(f"crfs.{layer}.{part}" for layer in LAYERS for part in ("transitions", "start")),
    *(f"attributes.{name}.bias" for name in ATTRIBUTES),
}


def _body(width: int) -> BertModel:
    return BertModel(
        BertConfig(vocab_size=5, hidden_size=width, intermediate_size=16, num_attention_heads=2, num_hidden_layers=3)
    )


def _encoder(folder: Path, body: BertModel) -> str:
    marks = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    tokenizer = Tokenizer(models.WordLevel({mark: n for n, mark in enumerate(marks)}, unk_token="[UNK]"))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]", unk_token="[UNK]"
    ).save_pretrained(folder)
    body.save_pretrained(folder)
    return str(folder)


def _network(body: BertModel) -> Network:
    network = Network(NetworkConfig(body.config.hidden_size, len(WORDS) + 1, 8), body)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.1)
    return network


@pytest.fixture(scope="module", params=[1, 2, 3], ids=lambda count: f"{count} networks")
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Network], Path]:
    """Networks of random weights, and a folder with their model and their encoder."""
    folder = tmp_path_factory.mktemp("restore")
    torch.manual_seed(request.param)
    networks = [_network(_body(16)) for _ in range(request.param)]
    encoder = _encoder(folder / "encoder", networks[0].encoder)
    tokenizer = Tokenizer.from_file(str(Path(encoder) / "tokenizer.json"))
    export(Ensemble(networks), tokenizer, WORDS, folder / "model", notes={})
    return networks, folder


def test_every_weight_comes_back(trained: tuple[list[Network], Path]) -> None:
    networks, folder = trained
    words, restored = restore(folder / "model", str(folder / "encoder"))
    assert words == WORDS
    assert len(restored) == len(networks)
    shared = {
        name: torch.stack([dict(network.named_parameters())[name] for network in networks]).mean(0) for name in SHARED
    }
    for network, again in zip(networks, restored, strict=True):
        told = dict(again.named_parameters())
        for name, weight in network.named_parameters():
            if name.startswith("encoder."):
                continue
            wanted = shared.get(name, weight)
            if name.startswith("crfs."):
                # What may not follow has no score that could be learned.
                label = name.split(".")[1]
                barred = getattr(network.crfs[label], "forbidden" if name.endswith("transitions") else "closed") < 0
                wanted = wanted.masked_fill(barred, 0)
                assert torch.equal(told[name].masked_fill(~barred, 0), torch.zeros_like(wanted)), name
            step = float(weight.detach().abs().max()) / 127
            assert torch.allclose(told[name], wanted, atol=1.01 * step), name


def test_the_encoder_is_the_one_that_is_named(trained: tuple[list[Network], Path]) -> None:
    _, folder = trained
    _, restored = restore(folder / "model", str(folder / "encoder"))
    own = BertModel.from_pretrained(folder / "encoder")
    for network in restored:
        for one, other in zip(own.parameters(), network.encoder.parameters(), strict=True):
            assert torch.equal(one, other)


def test_another_encoder_is_refused(trained: tuple[list[Network], Path], tmp_path: Path) -> None:
    _, folder = trained
    for width in (16, 32):
        with pytest.raises(ModelError, match=r"encoder\.\S+ is not that of the encoder .* it was trained with"):
            restore(folder / "model", _encoder(tmp_path / str(width), _body(width)))


def test_a_folder_of_another_kind_is_refused(trained: tuple[list[Network], Path]) -> None:
    _, folder = trained
    with pytest.raises(ModelError, match="not a model of the format"):
        restore(folder / "encoder", str(folder / "encoder"))


def test_the_model_that_ships_goes_on_over_the_encoder_that_ships() -> None:
    words, networks = restore(MODELS / "default", str(MODELS / "encoder"))
    assert len(words) == len(networks[0].vectors.weight) - 1
    assert len(networks) == 2


def test_digits_and_signs_keep_their_spacing_for_the_encoder_that_ships() -> None:
    tokenizer = load_tokenizer(str(MODELS / "encoder"))
    assert tokenizer.encode("13/7", add_special_tokens=False).tokens == ["13", "/", "7"]
    assert tokenizer.encode("13 / 7", add_special_tokens=False).tokens == ["13", "\u0120/", "\u01207"]
