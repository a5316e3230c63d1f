"""Small reports with records for the tests of the data room."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEXT = (
    "Hội nghị 🎉 giao ban\r\n"
    "Sáng 13/7, Bí thư Đỗ Văn An yêu cầu các xã giải ngân 120 tỷ đồng\tcủa Dự án cầu Sông Mới\n"
    "và trồng cây trước 30/9; đến nay đạt 45,5%.\n"
)


def span(quote: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def record(doc_id: str = "bài-1", **fields: Any) -> dict[str, Any]:
    return {
        "schema_version": "1",
        "doc_id": doc_id,
        "source": {"uri": f"{doc_id}.txt", "title": "Hội nghị", "published": "2022-07-13",
                   "sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "reference_date": "2022-07-13",
        "meeting": {"name": span("Hội nghị 🎉 giao ban"), "chairs": ["o1"],
                    "date": {"start": "2022-07-13", "end": "2022-07-13", "span": span("Sáng 13/7")}},
        "officials": [{"id": "o1", "name": "Đỗ Văn An", "confidence": 0.1,
                       "positions": [{"title": "Bí thư", "span": span("Bí thư")}], "mentions": [span("Đỗ Văn An")]}],
        "programmes": [{"id": "p1", "kind": "Dự án", "name": "Dự án cầu Sông Mới",
                        "mentions": [span("Dự án cầu Sông Mới")]}],
        "metrics": [
            {"id": "m1", "indicator": "giải ngân", "value": "120000000000", "unit": "đồng", "status": "target",
             "subject": {**span("các xã"), "body": "vn:xa"}, "programme": "p1", "mentions": [span("120 tỷ đồng")]},
            {"id": "m2", "indicator": "đạt", "value": "45.5", "unit": "%",
             "basis": {"kind": "total", "of": "m1", "period": None}, "subject": span("các xã"),
             "mentions": [span("45,5%")]},
        ],
        "directives": [
            {"id": "x1", "action": span("giải ngân 120 tỷ đồng\tcủa Dự án cầu Sông Mới")["text"],
             "issuer": {"official": "o1", "text": "Đỗ Văn An"}, "addressees": [span("các xã")], "programme": "p1",
             "mentions": [span("giải ngân 120 tỷ đồng\tcủa Dự án cầu Sông Mới")]},
            {"id": "x2", "action": span("Mới\nvà trồng cây trước 30/9")["text"], "addressees": [span("các xã")],
             "deadline": "t1", "mentions": [span("Mới\nvà trồng cây trước 30/9")]},
        ],
        "deadlines": [{"id": "t1", "start": None, "end": "2022-09-29", "mentions": [span("trước 30/9")]}],
    } | fields  # fmt: skip


def standoff(doc_id: str = "bài-1") -> dict[str, Any]:
    """The record without its words, as `scripts/standoff.py strip` writes it."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            words = {"text"} if isinstance(value.get("start"), int) else set()
            return {key: bare(part) for key, part in value.items() if key not in words}
        return [bare(part) for part in value] if isinstance(value, list) else value

    raw = bare(record(doc_id)) | {"documents": []}
    del raw["officials"][0]["positions"][0]["title"], raw["directives"][0]["issuer"]["text"]
    for order in raw["directives"]:
        del order["action"]
    raw["metrics"][0]["indicator"] = {key: span("giải ngân")[key] for key in ("start", "end")}
    raw["source"]["title"] = None
    return raw


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_text(folder: Path, doc_id: str = "bài-1", text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{doc_id}.txt").write_bytes(text.encode("utf-8"))
    return folder
