"""Runs over many reports, with extractors that misbehave."""

import json
import os
import time
from datetime import date

import pytest

from ketluan.document import Document
from ketluan.errors import InputError, KetluanError, ModelError
from ketluan.record import Official, Record, Source, Span
from ketluan.run import Tally, run
from ketluan.write import RunWriter


class Obedient:
    """Does to each report what its text says."""

    def extract(self, document: Document) -> Record:
        order = document.text.split()[0]
        if order == "raise":
            raise RuntimeError("lost the thread")
        if order == "refuse":
            raise KetluanError("will not", source=document.uri, mend="ask again")
        if order == "die":
            os._exit(7)
        if order == "sleep":
            time.sleep(0.5)
        if order == "lie":
            lie = Official(id="o1", name="x", mentions=[Span(start=0, end=1, text="x")])
            return Record(doc_id=document.doc_id, officials=[lie])
        if order == "break":
            return Record(doc_id=document.doc_id).model_copy(update={"schema_version": "0"})
        return Record(doc_id=document.doc_id, source=Source(published=document.published, sha256=document.sha256))


def no_model() -> Obedient:
    raise ModelError("no model here", mend="train one")


def dies_at_birth() -> Obedient:
    os._exit(9)


def reports(*texts: str) -> list[Document]:
    return [Document(text, doc_id=f"r{place}", uri=f"{place}.txt") for place, text in enumerate(texts)]


def results(tmp_path, items, *, workers=1, **options):
    out = tmp_path / "out.jsonl"
    with RunWriter(str(out)) as writer:
        tally = run(items, writer, Obedient, workers=workers, **options)
    errors = tmp_path / "out.jsonl.errors.jsonl"
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    failed = [json.loads(line) for line in errors.read_text("utf-8").splitlines()] if errors.exists() else []
    assert (len(lines), len(failed)) == (tally.records, tally.errors)
    return lines, failed


@pytest.mark.parametrize("workers", [1, 2])
def test_results_keep_the_order_of_the_input(tmp_path, workers):
    lines, failed = results(tmp_path, reports("sleep", *["fine"] * 30, "sleep", "fine"), workers=workers)
    assert [line["doc_id"] for line in lines] == [f"r{place}" for place in range(33)]
    assert failed == []


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_report_costs_one_line(tmp_path, workers):
    items = reports("fine", "raise", "fine", "refuse", "fine")
    items.insert(2, InputError("empty", source="e.txt", place="byte 0", mend="fill it"))
    lines, failed = results(tmp_path, items, workers=workers)
    assert [line["doc_id"] for line in lines] == ["r0", "r2", "r4"]
    assert [(line["doc_id"], line["source"]) for line in failed] == [
        ("r1", "1.txt"),
        (None, "e.txt"),
        ("r3", "3.txt"),
    ]
    assert failed[0]["error"] == "RuntimeError: lost the thread"
    assert failed[1] == {"doc_id": None, "source": "e.txt", "place": "byte 0", "error": "empty", "mend": "fill it"}
    assert failed[2]["mend"] == "ask again"


def test_a_worker_that_dies_costs_its_report_alone(tmp_path):
    lines, failed = results(tmp_path, reports("fine", "die", "fine", "die", *["fine"] * 6), workers=2)
    assert [line["doc_id"] for line in lines] == ["r0", "r2", "r4", "r5", "r6", "r7", "r8", "r9"]
    assert [line["doc_id"] for line in failed] == ["r1", "r3"]
    assert all("exit code 7" in line["error"] and line["source"] for line in failed)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_that_is_missing_ends_the_run(tmp_path, workers):
    with RunWriter(str(tmp_path / "out.jsonl")) as writer, pytest.raises(ModelError, match="no model here"):
        run(reports("fine"), writer, no_model, workers=workers)


def test_workers_that_cannot_start_end_the_run(tmp_path):
    with RunWriter(str(tmp_path / "out.jsonl")) as writer, pytest.raises(ModelError, match="could not start"):
        run(reports("fine"), writer, dies_at_birth, workers=2)


def test_an_archive_is_not_read_ahead_of_its_records(tmp_path):
    held = 0
    most = 0

    def archive():
        nonlocal held, most
        for document in reports("sleep", *["fine"] * 200):
            held += 1
            most = max(most, held)
            yield document

    def written(tally: Tally, error: KetluanError | None) -> None:
        nonlocal held
        held -= 1

    lines, _ = results(tmp_path, archive(), workers=2, watch=written)
    assert len(lines) == 201
    assert most <= 8 * 2 + 1


def test_an_id_that_is_taken_is_refused(tmp_path):
    items = [Document("fine", doc_id="a", uri="1.txt"), Document("fine too", doc_id="a", uri="2.txt")]
    lines, failed = results(tmp_path, items)
    assert len(lines) == 1
    assert (failed[0]["doc_id"], failed[0]["source"]) == ("a", "2.txt")
    assert "earlier report" in failed[0]["error"]


def test_files_of_one_name_are_told_apart_by_their_paths(tmp_path):
    named = [("x", "a/x.txt"), ("x", "b/x.txt"), ("01/x", "c/01/x.txt"), ("01/x", "d/01/x.txt"), ("x", "b/x.txt")]
    lines, failed = results(tmp_path, [Document("fine", doc_id=doc_id, uri=uri) for doc_id, uri in named])
    assert [line["doc_id"] for line in lines] == ["x", "b/x.txt", "01/x", "d/01/x.txt"]
    assert [error["source"] for error in failed] == ["b/x.txt"]  # it was given twice


def test_no_record_leaves_with_a_span_that_its_text_does_not_have(tmp_path):
    lines, failed = results(tmp_path, reports("lie to me", "break it", "fine"))
    assert [line["doc_id"] for line in lines] == ["r2"]
    assert failed[0]["place"] == "officials[0].mentions[0]"
    assert "schema_version" in failed[1]["error"]


@pytest.mark.parametrize("with_text", [True, False])
def test_the_text_is_in_the_record_only_on_demand(tmp_path, with_text):
    document = Document("Đồng chí chủ trì", doc_id="a", published=date(2022, 7, 13))
    lines, _ = results(tmp_path, [document], with_text=with_text)
    assert lines[0].get("text") == (document.text if with_text else None)
    assert ("text" in lines[0]) == with_text
    assert lines[0]["source"]["published"] == "2022-07-13"


def test_a_fresh_run_leaves_nothing_of_an_earlier_one(tmp_path):
    results(tmp_path, reports("fine", "raise"))
    lines, failed = results(tmp_path, reports("fine"))
    assert (len(lines), failed) == (1, [])
    assert not (tmp_path / "out.jsonl.errors.jsonl").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        RunWriter(str(tmp_path / "missing" / "out.jsonl"))


def test_a_device_has_no_file_of_errors_beside_it():
    with RunWriter(os.devnull) as writer:
        tally = run(reports("raise", "fine"), writer, Obedient)
    assert (tally.records, tally.errors) == (1, 1)
    assert not os.path.exists(os.devnull + ".errors.jsonl")
