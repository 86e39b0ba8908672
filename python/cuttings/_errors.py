"""What can go wrong."""

from __future__ import annotations


class Error(Exception):
    """A page, file or archive that came to nothing.

    ``kind`` is a word for programs, stable across versions (``limit``, ``not_a_page``, ``url``, ``io``, ``never_archived`` and
    so on: those of the program and of its records); the message is for people.

    >>> import cuttings
    >>> try:
    ...     cuttings.extract(b"%PDF-1.4")
    ... except cuttings.Error as error:
    ...     print(error.kind, "|", error)
    not_a_page | not a page: a PDF document
    """

    kind: str

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[Error], tuple[str, str]]:
        return type(self), (self.kind, str(self))
