"""Files of columns as they are found, and errors that name the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.errors import InputError
from ketluan.ner.columns import LAST, Sentence, as_bio, read_sentences

LABELS = st.sampled_from(["PER", "LOC", "ORG-GOV"])


def _read(tmp_path: Path, content: str | bytes, column: int = LAST) -> list[Sentence]:
    path = tmp_path / "câu.conll"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_sentences(path, column)


def _error(tmp_path: Path, content: str | bytes, column: int = LAST) -> InputError:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, content, column)
    assert caught.value.source == str(tmp_path / "câu.conll")
    assert caught.value.mend
    return caught.value


TWO = [Sentence(("Bà", "Tạ_Thị_Nhài"), ("O", "B-PER"), 1), Sentence(("Ngòi", "Đá"), ("B-LOC", "I-LOC"), 4)]


@pytest.mark.parametrize(
    "content",
    [
        "Bà\tO\nTạ_Thị_Nhài\tB-PER\n\nNgòi\tB-LOC\nĐá\tI-LOC\n",
        "Bà O\nTạ_Thị_Nhài  B-PER\n \t\nNgòi B-LOC \nĐá I-LOC",
        "Bà\tO\r\nTạ_Thị_Nhài\tB-PER\r\n\r\nNgòi\tB-LOC\r\nĐá\tI-LOC\r\n",
        "\ufeffBà\tE\tO\nTạ_Thị_Nhài\tNp\tB-PER\n\nNgòi\tNp\tB-LOC\nĐá\tNp\tI-LOC\n\n\n",
        "Bà O\nTạ_Thị_Nhài I-PER\n-DOCSTART- -X- O\nNgòi I-LOC\nĐá I-LOC\n",
        "Bà O\nTạ_Thị_Nhài S-PER\n</s>\nNgòi B-LOC\nĐá E-LOC\n",
        "Bà O\nTạ_Thị_Nhài U-PER\n\nNgòi B-LOC\nĐá L-LOC\n",
    ],
)
def test_the_usual_ways(tmp_path: Path, content: str) -> None:
    assert _read(tmp_path, content) == TWO


def test_five_columns_of_which_the_fourth_is_the_tag(tmp_path: Path) -> None:
    content = "<s>\nSở\tN\tB-NP\tB-ORG\tO\nXây_dựng\tV\tI-NP\tI-ORG\tB-LOC\n</s>\n"
    assert _read(tmp_path, content, 4) == [Sentence(("Sở", "Xây_dựng"), ("B-ORG", "I-ORG"), 2)]
    assert [s.tags for s in _read(tmp_path, content)] == [("O", "B-LOC")]


def test_comments_stand_before_sentences_and_number_signs_within(tmp_path: Path) -> None:
    content = "# id = 7\n# text = số # 1\nSố O\n# O\n1 O\n\n# O\n#1 O\n"
    assert [s.words for s in _read(tmp_path, content)] == [("Số", "#", "1"), ("#", "#1")]


def test_a_word_with_blanks_stands_before_a_tab(tmp_path: Path) -> None:
    assert _read(tmp_path, "Ngòi Đá\tB-LOC\n")[0].words == ("Ngòi Đá",)


@pytest.mark.parametrize(
    ("content", "column", "place", "says"),
    [
        ("Bà O\nNhài\n", LAST, "line 2", "1 columns"),
        ("Bà O\nNhài NP B-PER\n", LAST, "line 2", "line 1 has 2"),
        ("Bà E PER\n", LAST, "line 1", "'PER' in column 3"),
        ("Bà O\n\nNhài B-\n", LAST, "line 3", "'B-'"),
        ("Bà O\n", 4, "line 1", "column 4"),
        (b"B\xe0 O\n", LAST, "line 1", "UTF-8"),
        ("", LAST, None, "no sentence"),
        ("\n<s>\n# trống\n-DOCSTART- O\n", LAST, None, "no sentence"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, content: str | bytes, column: int, place: str | None, says: str) -> None:
    error = _error(tmp_path, content, column)
    assert error.place == place
    assert says in error.message


def test_an_error_names_the_column_that_would_fit(tmp_path: Path) -> None:
    assert _error(tmp_path, "Sở N B-NP B-ORG X\n").mend == "--column 3 or 4 would fit this line"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.conll"):
        read_sentences(tmp_path / "nowhere.conll")


@st.composite
def _entities(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Runs of words: a label, or none, and how many."""
    return draw(st.lists(st.tuples(st.one_of(st.just(""), LABELS), st.integers(1, 4)), max_size=8))


def _written(entities: list[tuple[str, int]], only: str, first: str, inner: str, last: str) -> list[str]:
    tags = []
    for label, count in entities:
        marks = [only] if count == 1 else [first, *[inner] * (count - 2), last]
        tags += [f"{mark}-{label}" if label else "O" for mark in marks]
    return tags


@given(entities=_entities())
def test_every_scheme_means_the_same(entities: list[tuple[str, int]]) -> None:
    bio = _written(entities, "B", "B", "I", "I")
    assert list(as_bio(bio)) == bio
    assert list(as_bio(_written(entities, "S", "B", "I", "E"))) == bio
    assert list(as_bio(_written(entities, "U", "B", "I", "L"))) == bio
    before, iob1 = "", []
    for tag in bio:
        iob1.append(tag if tag[2:] == before or tag[0] != "B" else f"I{tag[1:]}")
        before = tag[2:]
    assert list(as_bio(iob1)) == bio
