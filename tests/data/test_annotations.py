"""The annotations of this repository are right: the gate of CI."""

import json
import re

import pytest
from small_records import ROOT

from ketluan.data.check import check_files
from ketluan.data.exclusions import excluded, rules
from ketluan.data.findings import Exceptions
from ketluan.data.sources import Texts
from ketluan.data.splits import HELD_OUT, check_splits, held_out, read_splits

ANNOTATIONS = ROOT / "annotations"


@pytest.fixture(scope="module")
def texts():
    return Texts([ROOT / "corpus/texts"])


def ids_of(name):
    return [json.loads(line)["doc_id"] for line in (ANNOTATIONS / name).read_text("utf-8").splitlines()]


def test_own_annotations_have_no_error(texts):
    report = check_files([ANNOTATIONS / "own.jsonl"], texts, Exceptions(ANNOTATIONS / "exceptions.tsv"))
    assert report.with_text == report.checked >= 200
    assert [str(finding) for finding in report.findings] == []


def test_standoff_annotations_have_no_error_that_shows_without_the_text():
    report = check_files([ANNOTATIONS / "real.jsonl"], Texts(), Exceptions())
    assert [str(finding) for finding in report.findings] == []


def test_every_own_report_has_a_part_and_none_is_torn(texts):
    own = ids_of("own.jsonl")
    splits = read_splits(ANNOTATIONS / "splits.json")
    known = {doc_id: texts.get(doc_id) or "" for doc_id in own}
    assert [str(finding) for finding in check_splits(splits, known, set(own), own)] == []
    share = sum(splits[doc_id] == "test" for doc_id in own) / len(own)
    assert 0.1 <= share <= 0.2


def test_what_training_holds_out_is_in_validation():
    splits = read_splits(ANNOTATIONS / "splits.json")
    assert {part for doc_id, part in splits.items() if held_out(doc_id, HELD_OUT)} == {"validation"}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.reason}: {rule.example}")
def test_the_example_of_a_rule(rule):
    marked = [int(match.start()) - 2 * index for index, match in enumerate(re.finditer(r"\[", rule.example))]
    text = re.sub(r"[\[\]]", "", rule.example)
    told = {start: reason for (start, _), reason in excluded(text).items()}
    assert sorted(told) == marked
    assert rule.pattern.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "tổng số 11.162 xã", "đạt mức 3,53%", "có 4 làn xe", "giải quyết dứt điểm 12 hộ", "UBND 8 huyện, thị xã",
        "trong số 29 doanh nghiệp", "yêu cầu 4 địa phương", "hoàn thành 12/12 đơn vị", "TP. HCM 240.000 hồ sơ",
        "sắp xếp 45 đơn vị", "cấp 920 triệu đồng", "khoảng 30 hộ", "con số 126.000", "trực tuyến 169 hồ sơ",
    ],
)  # fmt: skip
def test_what_is_a_metric_is_not_excluded(text):
    assert excluded(text) == {}
