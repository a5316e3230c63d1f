"""A register of Vietnamese bodies and places: one id for all the ways to write one of them.

`identify("UBND TP. HCM")` and `identify("Ủy ban nhân dân Thành phố Hồ Chí Minh")` both have the id "vn:ubnd/79". The id
stands beside the written form and never in its place.

Ids are stable: they change neither with a day nor with a renaming.

| id | what | example |
|---|---|---|
| vn:place/PP | a province or centrally run city, with its two-digit code | vn:place/79, Thành phố Hồ Chí Minh |
| vn:place/DDD | a district, with its three-digit code | vn:place/785, Huyện Bình Chánh |
| vn:place/NAME | Việt Nam ("vn") and its regions | vn:place/tay-nguyen |
| vn:NAME | a body of the whole country (`bodies.tsv`) | vn:bo-tai-chinh, vn:ban-bi-thu, vn:evn |
| vn:KIND/CODE | a body that every place has one of (`kinds.tsv`) | vn:so-y-te/01, vn:cap-uy/785 |

Codes are those that the General Statistics Office gave before July 2025, for a code given on since then would mean two
places: 15 was Yên Bái and is Lào Cai in Decision 19/2025/QĐ-TTg. `Place.code_2025` has the present one. A former
district whose code went on to another unit has a name behind it (vn:place/769-quan-2).

A body that was renamed keeps its id, and `name` is its name on the day asked for: vn:bo-dttg was Ủy ban Dân tộc. One
that was merged into another keeps its own id too and has `successor` and `until`: vn:bo-khdt has vn:bo-tai-chinh,
vn:ubnd/74 (Bình Dương) has vn:ubnd/79. A province whose name went on in 2025 keeps its id, though it is larger since
(vn:place/79 before and after). Districts ended in July 2025 and have no successor.

What has no id, on purpose: steering committees and working groups but for the standing ones that a law or a decision
names (vn:bcd-pctt), several bodies in one phrase, bodies of communes and wards (10,000 names, most of them not unique),
parts of ministries and departments below those that the table has, companies other than State groups, other countries.
A name that fits two bodies has none either, unless the day or the place tells which: "UBND tỉnh", "huyện Châu Thành",
"Bộ Nông nghiệp", "TP Huế" (a town until 2024, a province since).

Each row of `bodies.tsv` and `kinds.tsv` names the public acts that it rests on, and `acts.tsv` tells where each was
seen; `scripts/build_register.py` has the sources of places. `scripts/measure_register.py` measures how many phrases of
gold records have an id.
"""

from ketluan.register.entries import Named, Place
from ketluan.register.identify import Identity, identify
from ketluan.register.naming import provinces_in
from ketluan.register.tables import place_of

__all__ = ["Identity", "Named", "Place", "identify", "place_of", "provinces_in"]
