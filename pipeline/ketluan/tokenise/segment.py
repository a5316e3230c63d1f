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
from typing import Any

from ketluan.errors import ModelError

__all__ = ["inside_word"]

_MODEL = Path("pipeline", "word_tokenize", "models", "ws_crf_vlsp2013_20230727")
_REINSTALL = "install underthesea 9.5 or a later 9.x again"
# The longest Vietnamese syllable has 7 letters: what is longer is foreign, and its first letters tell the model enough.
_LONGEST_SYLLABLE = 40
# Bounds the memory that one line can ask for; reports have no line that comes near it.
_WINDOW = 2000


@cache
def _model() -> tuple[Any, Any]:
    # find_spec locates a top-level package without running it.
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the package underthesea is not installed", mend=_REINSTALL)
    folder = Path(spec.submodule_search_locations[0]) / _MODEL
    try:
        from underthesea_core import CRFFeaturizer, CRFTagger

        # The files are the installed package's own: as trustworthy as its code.
        features = pickle.loads((folder / "features.bin").read_bytes())
        dictionary = pickle.loads((folder / "dictionary.bin").read_bytes())
        tagger = CRFTagger()
        tagger.load(str(folder / "models.bin"))
        return CRFFeaturizer(features, dictionary), tagger
    except (ImportError, OSError, pickle.UnpicklingError, RuntimeError, ValueError) as error:
        raise ModelError(
            f"underthesea's word segmentation model cannot be loaded: {error}", source=str(folder), mend=_REINSTALL
        ) from error


def inside_word(syllables: Sequence[str]) -> list[bool]:
    """Tells which syllables continue the word of the syllable before them.

    Args:
        syllables: the syllables, numbers and punctuation marks of one line, in order; NFC.

    Returns:
        One flag for each: True where the syllable belongs to the word that the one before it is in. The first is False.

    Raises:
        ModelError: underthesea or its model is not installed.
    """
    featurizer, tagger = _model()
    flags: list[bool] = []
    for start in range(0, len(syllables), _WINDOW):
        window = [[syllable[:_LONGEST_SYLLABLE]] for syllable in syllables[start : start + _WINDOW]]
        tags = tagger.tag(featurizer.process([window])[0])
        flags.extend(tag == "I-W" for tag in tags)
    if flags:
        flags[0] = False
    return flags
