"""Records to other tools' formats and back: exactly the same, and what was moved there is moved."""

import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_records import ROOT, TEXT, record, span, standoff, write_lines, write_text

from ketluan.data.formats import export_records, import_records
from ketluan.data.formats.label_studio import interface
from ketluan.data.marks import LABELS, LINKS, Mark, join_record, split_record
from ketluan.data.names import Format
from ketluan.data.pieces import pieces
from ketluan.data.sources import Texts
from ketluan.errors import AnnotationError, InputError
from ketluan.record import Record, parse_record

FORMATS = list(Format)


def there_and_back(tmp_path, format, rows, texts=()):
    records = write_lines(tmp_path / "records.jsonl", *rows)
    out = tmp_path / f"out-{format}"
    assert export_records(records, Texts(texts), format, out) == len(rows)
    return [entry.to_json() for entry in import_records(out, format)]


def written(row) -> str:
    return parse_record(json.dumps(row)).to_json()


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_lost(tmp_path, format):
    rows = [
        record("b/2"),
        record("a 1"),
        record("c", text=TEXT),
        {"schema_version": "1", "doc_id": "rỗng", "text": " "},
    ]
    (tmp_path / "texts" / "b").mkdir(parents=True)
    for doc_id in ("b/2", "a 1"):
        write_text(tmp_path / "texts", doc_id)
    assert there_and_back(tmp_path, format, rows, [tmp_path / "texts"]) == [written(row) for row in rows]


@pytest.mark.parametrize("format", FORMATS)
def test_standoff_annotations_come_back_as_records(tmp_path, format):
    texts = write_text(tmp_path / "texts")
    (back,) = there_and_back(tmp_path, format, [standoff()], [texts])
    whole = json.loads(written(record()))
    whole["source"]["title"] = TEXT.split("\n", 1)[0]
    assert json.loads(back) == whole


@pytest.mark.parametrize("format", FORMATS)
def test_own_annotations(tmp_path, format):
    lines = (ROOT / "annotations/own.jsonl").read_text("utf-8").splitlines()[:12]
    back = there_and_back(tmp_path, format, map_json(lines), [ROOT / "corpus/texts"])
    assert back == lines


def map_json(lines):
    return [json.loads(line) for line in lines]


LETTERS = st.text(st.sampled_from("aĐ ộ5,.\n\r\t\u00a0\u2028🎉\u0301-_#TR"), min_size=1, max_size=40)


@st.composite
def records(draw):
    text = unicodedata.normalize("NFC", draw(LETTERS))

    def some():
        start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        return {"start": start, "end": end, "text": text[start:end]}

    def ids(letter, count):
        return [f"{letter}{number}" for number in range(count)]

    people, programmes, metrics = (ids(letter, draw(st.integers(0, 3))) for letter in "opm")
    one_of = lambda names: draw(st.sampled_from([None, *names]))  # noqa: E731
    row = {
        "schema_version": "1", "doc_id": "x", "text": text,
        "officials": [{"id": i, "name": "A", "positions": [{"title": "B", "span": some()}],
                       "mentions": [some(), some()]} for i in people],
        "programmes": [{"id": i, "kind": "K", "name": "N", "mentions": [some()]} for i in programmes],
        "metrics": [{"id": i, "indicator": "I", "value": "1", "unit": "u", "programme": one_of(programmes),
                     "basis": draw(st.sampled_from([None, {"kind": "total"}, {"of": metrics[0]}])),
                     "subject": draw(st.sampled_from([None, some()])), "mentions": [some()]} for i in metrics],
        "directives": [{"id": "x1", "action": "a", "issuer": {"official": one_of(people), "text": "t"},
                        "addressees": [some(), some()], "programme": one_of(programmes), "mentions": [some()]}],
    }  # fmt: skip
    return Record.model_validate_json(json.dumps(row))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entry=records())
def test_any_record_comes_back(tmp_path_factory, format, entry):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "records.jsonl"
    path.write_text(entry.to_json() + "\n", "utf-8")
    export_records(path, Texts(), format, folder / "out")
    assert [back.to_json() for back in import_records(folder / "out", format)] == [entry.to_json()]


@given(LETTERS, st.data())
def test_pieces_are_the_text(text, data):
    edges = data.draw(st.lists(st.integers(0, len(text)), max_size=4))
    marks = [Mark("T1", "METRIC", min(a, b), max(a, b)) for a, b in pairwise(edges) if a != b]
    found = pieces(text, marks)
    assert "".join(text[piece.start : piece.end] + " " * piece.space for piece in found) == text
    assert {mark.start for mark in marks} <= {piece.start for piece in found}
    assert {mark.end for mark in marks} <= {piece.end for piece in found}


def test_shared_places_have_one_mark_and_links_lead_to_it():
    layers = split_record(parse_record(json.dumps(record())), TEXT)
    (subject,) = [mark for mark in layers.marks if mark.label == "SUBJECT"]
    assert sum(link.target == subject.id for link in layers.links) == 2
    assert {link.kind for link in layers.links} == set(LINKS)
    assert {mark.label for mark in layers.marks} == set(LABELS) - {"DOCUMENT"}


def test_a_span_moved_in_label_studio_is_moved_in_the_record(tmp_path):
    records = write_lines(tmp_path / "r.jsonl", record(text=TEXT))
    out = tmp_path / "tasks.json"
    export_records(records, Texts(), Format.LABEL_STUDIO, out)
    tasks = json.loads(out.read_text("utf-8"))
    (region,) = [r for r in tasks[0]["annotations"][0]["result"] if r.get("value", {}).get("text") == "45,5%"]
    region["value"] |= {"end": region["value"]["end"] - 1, "text": "45,5"}
    out.write_text(json.dumps(tasks), "utf-8")
    (moved,) = import_records(out, Format.LABEL_STUDIO)
    assert moved.metrics[1].mentions[0].text == "45,5"
    assert (tmp_path / "tasks.xml").read_text("utf-8") == interface()


def test_a_link_made_in_brat_is_made_in_the_record(tmp_path):
    records = write_lines(tmp_path / "r.jsonl", record(text=TEXT))
    out = tmp_path / "brat"
    export_records(records, Texts(), Format.BRAT, out)
    (path,) = out.glob("*.ann")
    lines = path.read_text("utf-8").splitlines()
    ids = {line.split("\t")[2]: line.split("\t")[0] for line in lines if line.startswith("T")}
    extra = f"R99\tprogramme Arg1:{ids['45,5%']} Arg2:{ids['Dự án cầu Sông Mới']}"
    path.write_text("\n".join([*lines, extra]) + "\n", "utf-8")
    (linked,) = import_records(out, Format.BRAT)
    assert linked.metrics[1].programme == "p1"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda row: row["spans"].pop(), "needs a mark"),
        (lambda row: row["spans"].append({**row["spans"][0], "id": "T99"}), "no fact has the mark T99"),
        (lambda row: row["links"].append({"kind": "of", "source": "T1", "target": "T2"}), "does not join"),
        (lambda row: row["links"].append({"kind": "subject", "source": "T1", "target": "T2"}), "is not the record's"),
        (lambda row: row.update(record="{}"), "needs|damaged|not a record|no fact"),
        (lambda row: row.update(record="["), "is no such row"),
        (lambda row: row.pop("text"), "is no such row"),
    ],
)
def test_what_no_longer_fits_is_told(tmp_path, change, complaint):
    out = tmp_path / "rows.jsonl"
    export_records(write_lines(tmp_path / "r.jsonl", record(text=TEXT)), Texts(), Format.HF, out)
    row = json.loads(out.read_text("utf-8"))
    change(row)
    write_lines(out, row)
    with pytest.raises(AnnotationError, match=complaint):
        list(import_records(out, Format.HF))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("content", [b"\x00\xff", b"a\tb\n", b"[{}]\n", b"# doc_id = 5\nx\n"])
def test_a_foreign_file_is_refused(tmp_path, format, content):
    path = tmp_path / "foreign"
    path.write_bytes(content)
    with pytest.raises((AnnotationError, InputError)):
        list(import_records(path, format))


@pytest.mark.parametrize("content", [b"T1\tMETRIC x y\tz\n", b"R1\tof\n", b"\xff", b"", b"#1\tKetluan T1\t{}\n"])
def test_a_foreign_folder_is_refused(tmp_path, content):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.ann").write_bytes(content)
    with pytest.raises(AnnotationError):
        list(import_records(tmp_path, Format.BRAT))


def test_brat_writes_into_no_full_folder(tmp_path):
    (tmp_path / "something").write_text("", "utf-8")
    with pytest.raises(InputError, match="not an empty folder"):
        export_records(write_lines(tmp_path / "r.jsonl", record(text=TEXT)), Texts(), Format.BRAT, tmp_path)


def test_without_the_text_nothing_is_exported(tmp_path):
    with pytest.raises(AnnotationError, match="not at hand"):
        export_records(write_lines(tmp_path / "r.jsonl", record()), Texts(), Format.HF, tmp_path / "out")


def test_two_texts_are_refused():
    with pytest.raises(AnnotationError, match="another text"):
        split_record(parse_record(json.dumps(record(text=TEXT))), TEXT + " ")


def test_conll_has_a_column_for_each_layer_that_overlaps(tmp_path):
    twice = [
        {"id": f"m{n}", "indicator": "đạt", "value": "45.5", "unit": "%", "mentions": [span("45,5%")]} for n in (1, 2)
    ]
    row = {"schema_version": "1", "doc_id": "x", "text": TEXT, "metrics": twice}
    out = tmp_path / "x.conll"
    export_records(write_lines(tmp_path / "r.jsonl", row), Texts(), Format.CONLL, out)
    lines = out.read_text("utf-8").splitlines()
    assert " METRIC METRIC.2 " in next(line for line in lines if line.startswith("# columns"))
    (first,) = [line.split("\t") for line in lines if line.startswith("45\t")]
    assert first.count("B-METRIC") == 2
    assert first[-1] == "T1,T2"


def test_join_is_the_inverse_of_split():
    entry = parse_record(json.dumps(record()))
    assert join_record(split_record(entry, TEXT)) == entry
