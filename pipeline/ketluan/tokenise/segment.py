"""underthesea's word segmentation model, without the package around it.

`import underthesea` loads torch and transformers where they are installed (seconds of start-up), and its
`word_tokenize` normalises the text, so that its words no longer lie in the text. The model itself is a linear-chain CRF
over syllables, run by the small compiled package `underthesea_core`; here it is fed with syllables whose offsets are
known, so that nothing has to be aligned afterwards.

Source: underthesea (https://github.com/undertheseanlp/underthesea), model `ws_crf_vlsp2013_20230727`.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from ketluan.errors import ModelError
from ketluan.tokenise.tone import unify_tone

__all__ = ["inside_word", "is_word"]

_MODEL = Path("pipeline", "word_tokenize", "models", "ws_crf_vlsp2013_20230727")
_REINSTALL = "install underthesea 9.5 or a later 9.x again"
# The longest Vietnamese syllable has 7 letters: what is longer is foreign, and its first letters tell the model enough.
_LONGEST_SYLLABLE = 40
# Bounds the memory that one line can ask for; reports have no line that comes near it.
_WINDOW = 2000


class _Model(NamedTuple):
    featurizer: Any
    tagger: Any
    dictionary: frozenset[str]


@cache
def _model() -> _Model:
    # find_spec locates a top-level package without running it.
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the package underthesea is not installed", mend=_REINSTALL)
    folder = Path(spec.submodule_search_locations[0]) / _MODEL
    try:
        from underthesea_core import CRFFeaturizer, CRFTagger  # type: ignore[import-untyped]  # compiled, without stubs

        # The files are the installed package's own: as trustworthy as its code.
        features = pickle.loads((folder / "features.bin").read_bytes())
        dictionary = {unify_tone(word) for word in pickle.loads((folder / "dictionary.bin").read_bytes())}
        tagger = CRFTagger()
        tagger.load(str(folder / "models.bin"))
        return _Model(CRFFeaturizer(features, dictionary), tagger, frozenset(dictionary))
    except (ImportError, OSError, pickle.UnpicklingError, RuntimeError, ValueError) as error:
        raise ModelError(
            f"underthesea's word segmentation model cannot be loaded: {error}", source=str(folder), mend=_REINSTALL
        ) from error


def inside_word(syllables: Sequence[str]) -> list[bool]:
    """Tells which syllables continue the word of the syllable before them.

    Args:
        syllables: the syllables, numbers and punctuation marks of one line, in order; NFC, in either tone placement.

    Returns:
        One flag for each: True where the syllable belongs to the word that the one before it is in. The first is False.

    Raises:
        ModelError: underthesea or its model is not installed.
    """
    model = _model()
    flags: list[bool] = []
    for start in range(0, len(syllables), _WINDOW):
        window = [[unify_tone(syllable[:_LONGEST_SYLLABLE])] for syllable in syllables[start : start + _WINDOW]]
        tags = model.tagger.tag(model.featurizer.process([window])[0])
        flags.extend(tag == "I-W" for tag in tags)
    if flags:
        flags[0] = False
    return flags


def is_word(syllables: Sequence[str]) -> bool:
    """Tells whether the syllables (NFC, any case and tone placement) are a word of the model's dictionary.

    Raises:
        ModelError: underthesea or its model is not installed.
    """
    return unify_tone(" ".join(syllables).lower()) in _model().dictionary
