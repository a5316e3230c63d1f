"""The label sets of the network's heads. A model folder carries its own copy and is refused where they differ."""

from __future__ import annotations

__all__ = ["ATTRIBUTES", "LAYERS", "RELATIONS", "tags_of"]

# Spans of one layer never overlap; those of different layers may.
LAYERS: dict[str, tuple[str, ...]] = {
    "names": ("PERSON", "POSITION", "DOCUMENT", "PROGRAMME"),
    "figures": ("QUANTITY", "DEADLINE", "DATE"),
    "meeting": ("MEETING",),
    "roles": ("ADDRESSEE",),
}

# What a quantity says of itself; the first value of each is the default of a record. Qualifiers ("hơn", "khoảng")
# are a closed list, which `normalise.amounts` reads.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "change": ("none", "increase", "decrease"),
    "status": ("actual", "target", "remaining"),
    "basis": ("", "plan", "same_period", "previous_period", "total"),
}

# Each points from the first word of its head to a word (the first of its tail, unless it says "end") or to nothing.
RELATIONS = (
    "indicator",  # QUANTITY to the first word of its indicator …
    "indicator_end",  # … and to the last
    "subject",
    "subject_end",
    "of",  # QUANTITY to the QUANTITY that it restates
    "period",  # QUANTITY to the time expression of its period
    "programme",  # QUANTITY or DIRECTIVE to a PROGRAMME
    "issuer",  # DIRECTIVE to the first word of the person, position or body that issues it …
    "issuer_end",  # … and to the last
    "directive_end",  # DIRECTIVE to its last word, which is that of its clause or comes before it
    "addressee",  # DIRECTIVE to its ADDRESSEEs, any number of them
    "position",  # POSITION to its PERSON
)


def tags_of(layer: str) -> tuple[str, ...]:
    """Return a layer's tags: O, then B and I of each label."""
    return ("O", *(f"{mark}-{label}" for label in LAYERS[layer] for mark in "BI"))
