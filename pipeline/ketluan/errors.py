"""Every error that Ketluan raises for bad input or bad use.

KetluanError
├── InputError      a report that cannot be read: missing, empty, binary, not UTF-8, bad JSON
├── NormaliseError  a phrase or setting that the number and date grammars cannot use
├── ModelError      a model folder that is missing, corrupted or foreign
└── AnnotationError gold or predicted records that do not fit their text or each other
"""

from __future__ import annotations

__all__ = ["AnnotationError", "InputError", "KetluanError", "ModelError", "NormaliseError"]


class KetluanError(Exception):
    """An error with the file, the place in it and the mend.

    Args:
        message: what is wrong, one sentence.
        source: the file or input concerned, as the user named it.
        place: where in it ("line 7", "byte 120"); None where the whole is meant.
        mend: what the user can do about it.
    """

    def __init__(
        self, message: str, *, source: str | None = None, place: str | None = None, mend: str | None = None
    ) -> None:
        self.message = message
        self.source = source
        self.place = place
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.source, self.place) if part)
        return (f"{where}: " if where else "") + self.message + (f" ({self.mend})" if self.mend else "")

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes hand errors back by pickling, which forgets keyword-only arguments unless told.
        return (_rebuild, (type(self), self.message, self.source, self.place, self.mend))


def _rebuild(
    kind: type[KetluanError], message: str, source: str | None, place: str | None, mend: str | None
) -> KetluanError:
    return kind(message, source=source, place=place, mend=mend)


class InputError(KetluanError):
    """A report that cannot be read or understood."""


class NormaliseError(KetluanError):
    """A phrase or setting that the number and date grammars cannot use."""


class ModelError(KetluanError):
    """A model folder that is missing, corrupted or foreign."""


class AnnotationError(KetluanError):
    """Gold or predicted records that do not fit their text or each other."""
