"""How often a text names each province, by its name alone: which place a report speaks of."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ketluan.register.tables import tables
from ketluan.tokenise.tone import unify_tone

__all__ = ["provinces_in"]

# The city's name is a person's, too; without its level only the abbreviation is the city.
_HO_CHI_MINH = r"(?:TP\.? ?|[Tt]hành phố )(?:Hồ Chí Minh|HCM)|TPHCM"


def provinces_in(text: str) -> Counter[str]:
    """Count the names of provinces in an NFC text, by id, in time linear in the text.

    Former names count for the province that bore them; districts and other spellings do not count.
    """
    pattern, ids = _names()
    found = (re.sub(r"\W+", " ", match.group()) for match in pattern.finditer(unify_tone(text)))
    return Counter(ids.get(name, ids["Hồ Chí Minh"]) for name in found)


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    ids = {
        unify_tone(re.sub(r"\W+", " ", named.name)): place.id
        for place in tables().places.values()
        if place.parent is None
        for named in place.names
    }
    names = sorted((name for name in ids if name != "Hồ Chí Minh"), key=len, reverse=True)
    forms = [_HO_CHI_MINH, *(name.replace(" ", r"(?: | ?[-–] ?)") for name in names)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)"), ids
