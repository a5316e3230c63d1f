"""Growth without a clock: how many calls an action makes, to compare a text with one four times as long."""

import sys
from collections.abc import Callable

__all__ = ["steps"]


def steps(action: Callable[[], object]) -> int:
    """How many calls an action makes, in Python and into C; what it loads at its first run is not counted."""
    action()
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count
