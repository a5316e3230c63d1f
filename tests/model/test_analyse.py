"""What is put right in the network's spans before they are linked."""

import pytest

from ketluan.model.analyse import _part_programmes
from ketluan.model.decode import Found
from ketluan.tokenise.language import blank


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "chiến lược phát triển 10 năm và kế hoạch phát triển 5 năm",
            ["chiến lược phát triển 10 năm", "kế hoạch phát triển 5 năm"],
        ),
        (
            "Đề án thoát nước, Chương trình chống ngập và dự án rạch Xuyên Tâm",
            ["Đề án thoát nước", "Chương trình chống ngập", "dự án rạch Xuyên Tâm"],
        ),
        ("dự án cầu Cát Lái và đường dẫn", ["dự án cầu Cát Lái và đường dẫn"]),
        ("công trình “Tượng đài và phong trào đấu tranh”", ["công trình “Tượng đài và phong trào đấu tranh”"]),
        ("kế hoạch", ["kế hoạch"]),
    ],
)
def test_two_programmes_seen_as_one_are_parted(name: str, expected: list[str]) -> None:
    doc = blank()(name)
    spans = {"PROGRAMME": [Found("PROGRAMME", 0, len(doc), 0.9)], "PERSON": []}
    _part_programmes([token.text for token in doc], spans)
    assert [doc[found.first : found.stop].text for found in spans["PROGRAMME"]] == expected
