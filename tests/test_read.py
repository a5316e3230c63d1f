from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan import read
from ketluan.document import Document
from ketluan.errors import InputError
from ketluan.read import MAX_BYTES, read_bytes, read_jsonl, read_paths, read_text

DAY = date(2022, 7, 13)
TEXT = "Sáng 13/7, Thành uỷ họp.\r\nHết."


def lines(*rows: object) -> io.BytesIO:
    encoded = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return io.BytesIO(b"\n".join(encoded) + b"\n")


def only_error(items: list[Document | InputError]) -> InputError:
    (error,) = items
    assert isinstance(error, InputError)
    assert error.mend
    return error


class TestBytes:
    @pytest.mark.parametrize("text", [TEXT, " a \n", "a\x07\x1b\tb\x85", "👨‍👩‍👧\u200b", "a\ufeffb", "x" * 1_000_000])
    def test_the_content_stays_as_it_stands(self, text: str) -> None:
        assert read_bytes(text.encode(), "x.txt") == text

    def test_only_the_byte_order_mark_is_left_out(self) -> None:
        assert read_bytes(b"\xef\xbb\xbf\xef\xbb\xbfa", "x.txt") == "\ufeffa"

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
    def test_the_text_is_in_nfc(self, text: str) -> None:
        data = ("ệ" + text).encode()
        for form in ("NFC", "NFD"):
            read_text = read_bytes(normalize(form, "ệ" + text).encode(), "x.txt")
            assert is_normalized("NFC", read_text)
            assert read_text == normalize("NFC", data.decode())

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b" \r\n\t\n", "blank"),
            (b"a\0b", "NUL"),
            (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
            (TEXT.encode("utf-16"), "UTF-16"),
            ("Sáng".encode("latin-1"), "not in UTF-8"),
            ("Sáng".encode("utf-16-le"), "NUL|binary"),
            (b"%PDF-1.7\n", "PDF"),
            (b"PK\x03\x04...", "Word"),
            (b"a" * (MAX_BYTES + 1), "longer than 16 MiB"),
        ],
    )
    def test_what_is_no_text_is_refused(self, data: bytes, message: str) -> None:
        with pytest.raises(InputError, match=message) as caught:
            read_bytes(data, "x.txt")
        assert caught.value.source == "x.txt"
        assert caught.value.mend

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_the_place_of_a_wrong_byte_counts_from_the_files_beginning(self, mark: bytes) -> None:
        with pytest.raises(InputError) as caught:
            read_bytes(mark + b"abc\xff", "x.txt")
        assert caught.value.place == f"byte {len(mark) + 3}"


class TestText:
    def test_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "họp.2022.txt"
        path.write_bytes(TEXT.encode())
        assert read_text(path, DAY) == Document(TEXT, "họp.2022", str(path), None, DAY)

    def test_what_cannot_be_opened(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "none.txt", "a\0b", "\ud83d"):
            with pytest.raises(InputError, match="cannot be read"):
                read_text(path)


class TestJsonl:
    def test_all_fields(self) -> None:
        row = {"id": "r1", "text": TEXT, "published": "2022-07-13", "title": "Họp", "uri": "https://x/1", "more": [1]}
        assert list(read_jsonl(lines(row))) == [Document(TEXT, "r1", "https://x/1", "Họp", DAY)]

    def test_what_is_not_given(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(lines({"text": "Một"}, b"", {"text": "Ba", "id": 7, "published": None}).getvalue())
        assert list(read_jsonl(path, DAY)) == [
            Document("Một", "a:1", str(path), None, DAY),
            Document("Ba", "7", str(path), None, DAY),
        ]

    @pytest.mark.parametrize("day", ["2022-07-13T23:59:00+07:00", "2022-07-13 06:00", "2022-07-13"])
    def test_a_time_of_publication_gives_its_day(self, day: str) -> None:
        (document,) = read_jsonl(lines({"text": "a", "published": day}), date(2000, 1, 1))
        assert isinstance(document, Document)
        assert document.published == DAY

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"id": "x"}, "no text"),
            ({"text": None}, "no text"),
            ({"text": 3}, "no text"),
            ({"text": ""}, "empty"),
            ({"text": " \n"}, "blank"),
            ({"text": "a\0"}, "NUL"),
            ({"text": "a", "published": "13/7/2022"}, "no date"),
            ({"text": "a", "published": "2022-02-30"}, "no date"),
            ({"text": "a", "published": 2022}, "no string"),
            ({"text": "a", "title": ["x"]}, "no string"),
            ({"text": "a", "id": True}, "no string"),
            ({"text": "\ud83d"}, "half of a character"),
            ({"text": "a", "id": "\ud83d"}, "half of a character"),
            (b"{", "no JSON"),
            (b'{"text": 1' + b"0" * 5000 + b"}", "no JSON"),
            (b"[" * 100_000, "too deep|no JSON"),
            (b"[1]", "no JSON object"),
            (b"null", "no JSON object"),
            (b'{"text": "\xe1"}', "not in UTF-8"),
            (b'{"text": "' + b"a" * MAX_BYTES + b'"}', "longer than"),
        ],
    )
    def test_a_bad_line_is_an_error_and_reading_goes_on(self, row: object, message: str) -> None:
        before, error, after = read_jsonl(lines({"text": "Một"}, row, {"text": "Ba"}), name="x.jsonl")
        assert isinstance(error, InputError)
        assert error.place == "line 2"
        assert error.source == "x.jsonl"
        assert error.mend
        with pytest.raises(InputError, match=message):
            raise error
        assert [getattr(item, "doc_id", None) for item in (before, after)] == ["x:1", "x:3"]

    def test_a_byte_order_mark_and_no_last_line_end(self) -> None:
        (document,) = read_jsonl(io.BytesIO(b'\xef\xbb\xbf{"text": "a\\r\\n"}'))
        assert isinstance(document, Document)
        assert document.text == "a\r\n"

    @pytest.mark.parametrize("data", [b"", b"\n \n"])
    def test_nothing_in_it(self, data: bytes) -> None:
        assert "no line" in only_error(list(read_jsonl(io.BytesIO(data)))).message

    def test_lines_are_read_as_they_are_asked_for(self) -> None:
        stream = io.BytesIO(b'{"text": "a"}\n' * 100_000)
        reports = read_jsonl(stream)
        next(reports)
        assert stream.tell() < 100

    def test_an_error_of_the_stream(self) -> None:
        class Broken(io.BytesIO):
            def readline(self, size: int | None = -1, /) -> bytes:
                raise OSError(5, "Input/output error")

        assert "Input/output error" in only_error(list(read_jsonl(Broken(), name="x"))).message


class TestPaths:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "in" / "b").mkdir(parents=True)
        for name in ("in/2.txt", "in/1.TXT", "in/b/1.txt", "in/skip.md"):
            (tmp_path / name).write_text(name, "utf-8")
        (tmp_path / "in" / "3.jsonl").write_text('{"text": "x"}\n{"text": ""}\n', "utf-8")
        return tmp_path / "in"

    @staticmethod
    def ids(*paths: str | Path) -> list[str | None]:
        items = list(read_paths([str(path) for path in paths]))
        return [item.doc_id if isinstance(item, Document) else item.place for item in items]

    def test_a_folder(self, folder: Path) -> None:
        assert self.ids(folder) == ["1", "2", "3:1", "line 2", "b/1"]
        assert all(item.published == DAY for item in read_paths([str(folder)], DAY) if isinstance(item, Document))

    def test_files_are_read_whatever_their_suffix(self, folder: Path) -> None:
        assert self.ids(folder / "skip.md", folder / "b" / "1.txt") == ["skip", "1"]

    def test_globs(self, folder: Path) -> None:
        assert self.ids(folder / "*.[tT]*") == ["1", "2"]
        assert self.ids(folder / "**" / "*.txt") == ["2", "b/1"]
        assert self.ids(folder / "[b]") == ["1"]

    def test_a_name_that_looks_like_a_glob(self, folder: Path) -> None:
        (folder / "[x]*.txt").write_text("a", "utf-8")
        assert self.ids(folder / "[x]*.txt") == ["[x]*"]

    @pytest.mark.parametrize(
        ("name", "message"), [("none.txt", "No such file"), ("*.none", "nothing matches"), ("c", "holds no"), ("", "")]
    )
    def test_nothing_there(self, folder: Path, name: str, message: str) -> None:
        (folder / "c").mkdir()
        path = str(folder / name) if name else ""
        error = only_error(list(read_paths([path])))
        assert message in error.message

    def test_a_link_to_nowhere_is_an_error(self, folder: Path) -> None:
        (folder / "b" / "0.txt").symlink_to("nowhere")
        found = list(read_paths([str(folder / "b")]))
        assert isinstance(found[0], InputError)
        assert isinstance(found[1], Document)

    def test_links_in_a_ring_end(self, folder: Path) -> None:
        (folder / "b" / "ring").symlink_to(folder)
        assert self.ids(folder / "b") == ["1"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_no_permission(self, folder: Path) -> None:
        (folder / "2.txt").chmod(0)
        (folder / "b").chmod(0)
        items = list(read_paths([str(folder)]))
        (folder / "b").chmod(0o700)
        assert sum(isinstance(item, InputError) and "ermission" in item.message for item in items) == 2

    def test_a_folder_that_cannot_be_listed(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.scandir

        def scandir(path: str) -> object:
            if str(path).endswith("b"):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        items = list(read_paths([str(folder)]))
        assert isinstance(items[-1], InputError)
        assert items[-1].source == str(folder / "b")

    def test_a_name_that_is_not_utf8(self, tmp_path: Path) -> None:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe1.txt")).write_text("a", "utf-8")
        (document,) = read_paths([str(tmp_path)])
        assert isinstance(document, Document)
        assert set(document.doc_id) == {"\ufffd"}

    @pytest.fixture
    def stdin(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
        return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    def test_stdin(self, stdin: Callable[[bytes], None]) -> None:
        stdin(TEXT.encode())
        assert list(read_paths(["-"], DAY)) == [Document(TEXT, "stdin", None, None, DAY)]
        stdin(b'{"text": "a"}\n')
        assert list(read_paths(["-"], DAY, jsonl=True)) == [Document("a", "stdin:1", None, None, DAY)]
        stdin(b"")
        assert only_error(list(read_paths(["-"]))).source == "stdin"

    def test_files_are_opened_one_at_a_time(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[Path] = []
        real = read.read_text
        monkeypatch.setattr(read, "read_text", lambda path, day: (opened.append(path), real(path, day))[1])
        next(read_paths([str(folder), str(folder)]))
        assert opened == [folder / "1.TXT"]
