"""What can go wrong."""

from __future__ import annotations

import datetime as _datetime


class Error(Exception):
    """A page, file or archive that came to nothing.

    ``kind`` is a word for programs, stable across versions (``limit``, ``not_a_page``, ``url``, ``io``, ``never_archived`` and
    so on: those of the program and of its records); the message is for people. Where it is known, ``status`` is that of the
    response, 400 or above; ``retry_after``, how long the host asks to be left alone, from then; ``url``, the address that the error
    is about, without credentials.

    >>> import cuttings
    >>> try:
    ...     cuttings.extract(b"%PDF-1.4")
    ... except cuttings.Error as error:
    ...     print(error.kind, "|", error)
    not_a_page | not a page: a PDF document
    """

    kind: str
    status: int | None
    retry_after: _datetime.timedelta | None
    url: str | None

    def __init__(
        self,
        kind: str,
        message: str,
        status: int | None = None,
        retry_after: _datetime.timedelta | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after
        self.url = url

    def __reduce__(self) -> tuple[type[Error], tuple[object, ...]]:
        return type(self), (self.kind, str(self), self.status, self.retry_after, self.url)
