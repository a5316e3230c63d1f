"""A made-up report with every kind of fact and link, as plain values."""

from __future__ import annotations

from typing import Any

__all__ = ["Tree", "mention", "report"]

Tree = dict[str, Any]


def mention(start: int, text: str) -> Tree:
    return {"start": start, "end": start + len(text), "text": text}


def report(doc_id: str = "a") -> Tree:
    return {
        "doc_id": doc_id,
        "meeting": {
            "date": {"start": "2023-05-04", "end": "2023-05-04", "span": mention(0, "Ngày 4/5")},
            "chairs": ["o1"],
        },
        "officials": [
            {
                "id": "o1",
                "name": "Lê Thị Mơ",
                "positions": [{"title": "Bí thư Huyện ủy", "span": mention(10, "Bí thư Huyện ủy")}],
                "mentions": [mention(26, "Lê Thị Mơ")],
            }
        ],
        "documents": [{"id": "d1", "kind": "Nghị quyết", "number": "5", "mentions": [mention(40, "Nghị quyết 5")]}],
        "programmes": [{"id": "p1", "kind": "cầu", "name": "cầu Gỗ", "mentions": [mention(60, "cầu Gỗ")]}],
        "metrics": [
            {
                "id": "m1",
                "indicator": "chi",
                "value": "12000000",
                "unit": "đồng",
                "qualifier": "over",
                "period": {"start": "2023-01-01", "end": "2023-05-04"},
                "programme": "p1",
                "mentions": [mention(70, "12 triệu đồng"), mention(170, "12 triệu đồng")],
            },
            {
                "id": "m2",
                "indicator": "chi",
                "value": "60",
                "unit": "%",
                "change": "increase",
                "status": "target",
                "basis": {"kind": "plan", "of": "m1"},
                "subject": mention(90, "xã Hạ"),
                "mentions": [mention(100, "60%")],
            },
        ],
        "directives": [
            {
                "id": "x1",
                "action": "xã Hạ xong cầu trước 1/6",
                "issuer": {"official": "o1", "text": "Bí thư"},
                "addressees": [mention(120, "xã Hạ")],
                "deadline": "t1",
                "programme": "p1",
                "mentions": [mention(120, "xã Hạ xong cầu trước 1/6")],
            }
        ],
        "deadlines": [{"id": "t1", "end": "2023-05-31", "mentions": [mention(135, "trước 1/6")]}],
    }
