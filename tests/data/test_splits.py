"""Near-duplicates and the fixed parts."""

import json
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.data.findings import Finding
from ketluan.data.minhash import PERMUTATIONS, near_duplicates, shingles, signature
from ketluan.data.splits import (
    HELD_OUT,
    assign,
    check_splits,
    groups_of,
    held_out,
    places_of,
    read_splits,
    sizes,
    write_splits,
)
from ketluan.errors import AnnotationError, InputError

WORDS = [f"từ{number}" for number in range(400)]


def text(first, last):
    return " ".join(WORDS[first:last])


def ids(letter, kept):
    """Ids that training holds out, or does not."""
    return (name for number in count() if held_out(name := f"{letter}{number}", HELD_OUT) == kept)


def test_near_duplicates_are_found_and_measured():
    texts = {"a": text(0, 100), "b": text(20, 120), "c": text(200, 300), "d": "", "e": "Một hai"}
    (pair,) = near_duplicates(texts)
    assert (pair.first, pair.second) == ("a", "b")
    assert pair.similarity == pytest.approx(76 / 116)


def test_case_and_signs_do_not_count():
    assert shingles("Một, hai ba bốn năm.") == shingles("một hai\nBA bốn — năm") != shingles("một hai ba bốn sáu")
    assert shingles("") == frozenset()


@given(st.integers(1, 60))
def test_the_estimate_is_near_the_similarity(shift):
    first, second = shingles(text(0, 200)), shingles(text(shift, 200 + shift))
    exact = len(first & second) / len(first | second)
    assert (signature(first) == signature(second)).mean() == pytest.approx(exact, abs=5 * 0.5 / PERMUTATIONS**0.5)


def test_places_that_may_be_invented():
    assert places_of("UBND tỉnh Lai Bình và tỉnh Lào Cai, Xã  Tân Lộc; CỘNG HÒA xã hội chủ nghĩa; huyện đã") == {
        "tỉnh lai bình", "xã tân lộc",
    }  # fmt: skip


def test_what_belongs_together():
    texts = {"a": "xã Tân Lộc họp", "b": text(0, 99), "c": "dân xã Tân Lộc", "d": text(9, 99), "e": "xã Tân Lộc"}
    assert sorted(map(sorted, groups_of(texts, {"a", "c"}))) == [["a", "c"], ["b", "d"], ["e"]]


def test_parts_are_given_by_groups_and_stay():
    free, kept = ids("f", False), ids("k", True)
    texts = {next(free): f"{number} {text(number * 3, number * 3 + 3)}" for number in range(38)}
    held, twin, public = next(kept), next(free), next(free)
    texts |= {held: text(150, 250), twin: text(151, 251), public: "bài báo"}
    own = set(texts) - {public}
    first = assign(texts, own, {})
    assert (first[held], first[twin], first[public]) == ("validation", "validation", "train")
    assert sizes(first, own)["test"] == {"own": 6, "real": 0}
    assert list(check_splits(first, texts, own, texts)) == []
    more = texts | {next(free): f"mới {number}" for number in range(20)}
    second = assign(more, set(more) - {public}, first)
    assert {doc_id: second[doc_id] for doc_id in first} == first
    assert set(second) == set(more)


def test_a_newcomer_joins_its_group():
    free = ids("f", False)
    old, new = next(free), next(free)
    assert assign({old: text(0, 99), new: text(1, 99)}, {old, new}, {old: "test"})[new] == "test"


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_what_is_wrong_with_parts_is_told():
    free, held = ids("f", False), next(ids("k", True))
    first, second, third = next(free), next(free), next(free)
    texts = {first: text(0, 99), second: text(1, 99)}
    splits = {first: "train", second: "test", held: "train", third: "test"}
    found = list(check_splits(splits, texts, {first, second}, [first, second, held, third, "new", "newer"]))
    assert codes(found) == ["held out", "source", "unassigned", "torn"]
    assert "1 others" in found[2].message


def test_the_file(tmp_path):
    path = tmp_path / "splits.json"
    write_splits(path, {"b": "train", "a": "train", "c": "test"})
    assert read_splits(path) == {"a": "train", "b": "train", "c": "test"}
    assert json.loads(path.read_text("utf-8"))["parts"]["validation"] == []


@pytest.mark.parametrize(
    "content",
    [
        "{", "[]", '{"format": "ketluan-splits/1"}', '{"format": "x", "parts": {}}',
        '{"format": "ketluan-splits/1", "parts": {"dev": []}}',
        '{"format": "ketluan-splits/1", "parts": {"train": ["a"], "test": ["a"]}}',
    ],
)  # fmt: skip
def test_what_is_no_such_file(tmp_path, content):
    path = tmp_path / "splits.json"
    path.write_text(content, "utf-8")
    with pytest.raises(AnnotationError):
        read_splits(path)
    with pytest.raises(InputError):
        read_splits(tmp_path / "none")
