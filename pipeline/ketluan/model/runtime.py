"""The trained model at work: ONNX Runtime on one core, as a component of a spaCy pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import onnxruntime
from safetensors.numpy import load_file
from spacy.tokens import Doc, Span
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from ketluan.analysis import Analysis, Link, Mention
from ketluan.errors import ModelError
from ketluan.model.analyse import analyse
from ketluan.model.calibration import read_weights
from ketluan.model.decode import Heads, Outputs
from ketluan.model.features import Inputs, inputs_of
from ketluan.model.folder import default_model, read_config, read_vocabulary
from ketluan.model.labels import ATTRIBUTES, LAYERS

__all__ = ["Analyser"]

# Words that one run of the network reads; a longer report is cut at sentence ends, and memory stays bounded.
_LONGEST = 4000


class Analyser:
    """A loaded model; `calibration` holds the weights of its confidence (see `calibration`).

    Args:
        folder: a model folder; None for the one that ships.

    Raises:
        ModelError: the folder is missing, damaged or foreign.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or default_model()
        self.config = read_config(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            words = read_vocabulary(folder)
            tensors = load_file(folder / "heads.safetensors")
            options = onnxruntime.SessionOptions()
            # Parallel work is over documents; a session that takes every core would fight the other workers.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._heads = Heads(
                transitions={layer: tensors[f"{layer}.moves"] for layer in LAYERS},
                starts={layer: tensors[f"{layer}.start"] for layer in LAYERS},
                judge=tensors["judge.bias"],
                attributes={name: (tensors[f"{name}.weight"], tensors[f"{name}.bias"]) for name in ATTRIBUTES},
                distance=tensors["distance"],
                distances=tensors["distances"],
                reach=self.config["reach"],
            )
            self.calibration = read_weights(self.config.get("calibration", {}))
        except Exception as error:  # each library below has its own tree of errors for a damaged file
            raise ModelError(
                f"the model cannot be loaded: {error}", source=str(folder), mend="install Ketluan again"
            ) from error
        self._threads = ThreadpoolController()
        self._vocabulary = {word: row for row, word in enumerate(words, 1)}

    def __call__(self, doc: Doc, reference: date | None) -> Analysis:
        """Return what the model finds in a tokenised report; `reference` is the day it speaks from."""
        # The products of decoding are small: threads of the BLAS cost more than they save, and fight the other workers.
        with self._threads.limit(limits=1, user_api="blas"):
            return self._read(doc, reference)

    def _read(self, doc: Doc, reference: date | None) -> Analysis:
        parts = list(_parts(doc))
        if len(parts) == 1:
            return self._analyse(doc, reference)
        mentions: list[Mention] = []
        links: list[Link] = []
        for part in parts:
            found = self._analyse(part.as_doc(), reference)
            shift, before = doc[part.start].idx, len(mentions)
            mentions += [
                Mention(m.label, m.start + shift, m.end + shift, m.score, m.attributes) for m in found.mentions
            ]
            links += [Link(k.label, k.head + before, k.tail + before, k.score) for k in found.links]
        return Analysis(mentions, links)

    def _analyse(self, doc: Doc, reference: date | None) -> Analysis:
        inputs = inputs_of(doc, self._tokenizer, self._vocabulary)
        if inputs is None:
            return Analysis()
        return analyse(doc, inputs, self.run(inputs), self._heads, reference)

    def run(self, inputs: Inputs) -> Outputs:
        """Return what the network says of a report that is laid out for it."""
        begins, ends, *rest = self._session.run(
            None,
            {
                "pieces": inputs.pieces,
                "mask": inputs.mask,
                "first": inputs.first,
                "last": inputs.last,
                "words": inputs.words,
                "shapes": inputs.shapes,
                "places": inputs.places,
            },
        )
        emissions, (directive, chair, *pointers) = rest[: len(LAYERS)], rest[len(LAYERS) :]
        tags = dict(zip(LAYERS, emissions, strict=True))
        return Outputs(begins, ends, tags, directive, chair, *pointers)


def _parts(doc: Doc) -> list[Span]:
    """Cut a long report at sentence ends into parts of at most about `_LONGEST` words."""
    if len(doc) <= _LONGEST:
        return [doc[:]]
    parts, start = [], 0
    for sentence in doc.sents:
        if sentence.end - start > _LONGEST and sentence.start > start:
            parts.append(doc[start : sentence.start])
            start = sentence.start
    parts.append(doc[start:])
    return parts
