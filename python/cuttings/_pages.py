"""Pages out of saved files."""

from __future__ import annotations

import collections.abc
import os
import typing
import warnings

from . import _native
from ._errors import Error
from ._native import Page


class Pages(collections.abc.Iterator[Page]):
    """The pages of a file, one after the other; only one is in memory at a time."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        errors: typing.Literal["warn", "raise"] = "warn",
        any_status: bool = False,
        limits: collections.abc.Mapping[str, int] | None = None,
    ) -> None:
        if errors not in ("warn", "raise"):
            raise ValueError(f'errors: {errors!r} is neither "warn" nor "raise"')
        arguments = {
            "favor": "balanced",
            "links": False,
            "emphasis": False,
            "provenance": False,
            "text": False,
            "site_profiles": "off",
            "profiles": [],
            "limits": dict(limits or {}),
            "max_time": None,
        }
        self._errors = errors
        self._native = _native.Pages(os.fspath(path), any_status, arguments)

    def __next__(self) -> Page:
        while True:
            try:
                page = self._native.next()
            except Error as error:
                if self._errors == "raise":
                    raise
                warnings.warn(f"{error.kind}: {error}", stacklevel=2)
                continue
            if page is None:
                raise StopIteration
            return page

    @property
    def skipped(self) -> dict[str, int]:
        """How many records were passed over so far, by the reason."""
        return dict(self._native.skipped())


def read_pages(
    path: str | os.PathLike[str],
    *,
    errors: typing.Literal["warn", "raise"] = "warn",
    any_status: bool = False,
    limits: collections.abc.Mapping[str, int] | None = None,
) -> Pages:
    """The pages of a saved file: HTML or text, MHTML, WARC, ARC, WACZ, zip; gzipped or not.

    What is broken is passed over, and the pages behind it are read: with a warning, or, with ``errors="raise"``, an ``Error``, after
    which ``next`` goes on. ``any_status`` gives pages that were captured with an error, too. ``limits``: what a file may be.

    Raises ``Error`` when the file cannot be opened.

    >>> import cuttings
    >>> for page in cuttings.read_pages("fixtures/cases/german-2012/page.html"):
    ...     print(page.source.rsplit("/")[-1], cuttings.extract(page).language)
    page.html de
    """
    return Pages(path, errors=errors, any_status=any_status, limits=limits)
