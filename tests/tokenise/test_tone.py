from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.tokenise import unify_tone


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("khóa", "khoá"),
        ("Ủy ban", "Uỷ ban"),
        ("THỦY LỢI", "THUỶ LỢI"),
        ("khỏe,", "khoẻ,"),
        ("lũy kế", "luỹ kế"),
        ("họa", "hoạ"),
        ("HÒa", "HOà"),
        ("qúy", "quý"),
    ],
)
def test_moves_the_mark_to_the_second_vowel(old: str, new: str) -> None:
    assert unify_tone(old) == new


@pytest.mark.parametrize("text", ["quý III", "hoàn toàn", "hoài", "uỷ", "mùa", "của", "thúy1a"[:3], "khoảng", "tuyển"])
def test_leaves_other_syllables(text: str) -> None:
    assert unify_tone(text) == text


@given(st.text(alphabet="oòóỏõọaàeèuùúủũụyýqhknOÒUÙYA 1,\u0301", max_size=30))
def test_keeps_the_length_and_comes_to_rest(text: str) -> None:
    once = unify_tone(text)
    assert len(once) == len(text)
    assert unify_tone(once) == once
    if is_normalized("NFC", text):
        assert sorted(map(str.isupper, once)) == sorted(map(str.isupper, text))
