"""Extractors, and the functions that make one of their arguments."""

from __future__ import annotations

import collections.abc
import datetime as _datetime
import functools
import os
import pathlib
import typing

from . import _native
from ._article import Article
from ._native import Page
from ._notebook import Inspection

if typing.TYPE_CHECKING:
    import pyarrow

Html = str | bytes | bytearray | memoryview
#: A page of a batch: markup, a page that was read, or a dict with ``html`` and, where they are known, ``url``, ``content_type``,
#: ``captured``, ``status``, and the ``id`` and ``source`` of its row.
PageLike = Html | Page | collections.abc.Mapping[str, typing.Any]
Captured = str | _datetime.datetime
#: ``True``: the profiles that come with cuttings. ``False``: none. Else paths of profiles, which take part before those.
Profiles = bool | collections.abc.Sequence[str | os.PathLike[str]]


class Extractor:
    """Extracts articles with one set of options. All threads may share one.

    ``favor``: which mistake to make rather, where it is not sure what is of the body: ``precision``, ``balanced`` or ``recall``.
    ``links``, ``emphasis``: whether blocks list what is linked, bold or italic in them. ``provenance``: whether articles say where
    each field came from. ``text``: whether the JSON holds the body as plain text, too. ``profiles``: see ``Profiles``.
    ``limits``: what a page may be, by name (``cuttings.LIMITS``). ``max_time``: seconds that a page may take.

    >>> import cuttings
    >>> extractor = cuttings.Extractor(links=True)
    >>> article = extractor.extract('<h1>Bridge opens</h1><p>The new bridge over the Tarn opened on Friday, two years '
    ...     'late, to <a href="http://tarn.example/cheers">cheers</a> from a crowd of some four hundred people.</p>')
    >>> article.body[0].links[0].url
    'http://tarn.example/cheers'
    """

    def __init__(
        self,
        *,
        favor: typing.Literal["precision", "balanced", "recall"] = "balanced",
        links: bool = False,
        emphasis: bool = False,
        provenance: bool = False,
        text: bool = False,
        profiles: Profiles = True,
        limits: collections.abc.Mapping[str, int] | None = None,
        max_time: float | None = None,
    ) -> None:
        paths = [] if isinstance(profiles, bool) else [pathlib.Path(path) for path in profiles]
        self._arguments = {
            "favor": favor,
            "links": links,
            "emphasis": emphasis,
            "provenance": provenance,
            "text": text,
            "site_profiles": "off" if profiles is False else "built-in",
            "profiles": [(path.stem, path.read_text(encoding="utf-8")) for path in paths],
            "limits": dict(limits or {}),
            "max_time": max_time,
        }
        self._native = _native.Extractor(self._arguments)

    def __reduce__(self) -> tuple[typing.Callable[[dict[str, typing.Any]], Extractor], tuple[dict[str, typing.Any]]]:
        return _extractor_of, (self._arguments,)

    def extract(
        self,
        html: Html | Page,
        *,
        url: str | None = None,
        content_type: str | None = None,
        captured: Captured | None = None,
        status: int | None = None,
    ) -> Article:
        """Extracts the article of a page.

        ``html``: its markup or plain text, as ``bytes`` in whatever encoding, or as ``str`` that is decoded already; or a page of
        ``read_pages``. ``url``: its address, or an archive's address of a capture of it. ``content_type``: the header that it
        came with. ``captured``: when an archive captured it, 14 digits or a ``datetime``. ``status``: the HTTP status it had.

        A page without an article gives one with an empty body and the warning ``no_article``.

        Raises ``Error`` when the bytes are no page, an argument is not what it should be, or the page is beyond a limit.
        """
        if isinstance(html, Page):
            return Article(self._native.extract_page(html))
        return Article(self._native.extract(html, url, content_type, _digits(captured), status))

    def inspect(self, html: Html | Page, *, url: str | None = None) -> Inspection:
        """The page beside its article, every block coloured by its label, with the reasons for it: to look at, in a notebook or,
        by ``save``, in a browser."""
        name = url or (html.source if isinstance(html, Page) else "page")
        return Inspection(self._native.inspect(html, url, name), name)

    def extract_batch(self, pages: collections.abc.Iterable[PageLike], *, threads: int | None = None) -> pyarrow.RecordBatch:
        """Extracts many pages at once: a row for each, in their order, with the columns of the program's Parquet.

        What cannot be read is a row with ``error_kind`` and ``error_message``; nothing is raised for a page. ``threads``: as many
        as there are processors, if not given. Needs ``pyarrow``.

        >>> import cuttings
        >>> batch = cuttings.extract_batch([b"<h1>Ferry sails</h1><p>At nine.", {"html": b"%PDF-1.4", "id": "b"}])
        >>> batch.column("id").to_pylist(), batch.column("error_kind").to_pylist()
        (['0', 'b'], [None, 'not_a_page'])
        """
        import pyarrow

        rows = [_row(n, page) for n, page in enumerate(pages)]
        return pyarrow.record_batch(self._native.extract_batch(rows, threads or os.cpu_count() or 1))

    def extract_batches(
        self, pages: collections.abc.Iterable[PageLike], *, size: int = 1000, threads: int | None = None
    ) -> collections.abc.Iterator[pyarrow.RecordBatch]:
        """The same for more pages than memory holds: a batch for each ``size`` of them, while they are read."""
        import pyarrow

        for start, chunk in _chunks(pages, size):
            rows = [_row(start + n, page) for n, page in enumerate(chunk)]
            yield pyarrow.record_batch(self._native.extract_batch(rows, threads or os.cpu_count() or 1))


def _extractor_of(arguments: dict[str, typing.Any]) -> Extractor:
    made = Extractor.__new__(Extractor)
    made._arguments = arguments
    made._native = _native.Extractor(arguments)
    return made


def _chunks(
    pages: collections.abc.Iterable[PageLike], size: int
) -> collections.abc.Iterator[tuple[int, list[PageLike]]]:
    if size < 1:
        raise ValueError(f"size: a batch has at least one page, not {size}")
    start, chunk = 0, []
    for page in pages:
        chunk.append(page)
        if len(chunk) == size:
            yield start, chunk
            start, chunk = start + size, []
    if chunk:
        yield start, chunk


def _digits(captured: Captured | None) -> str | None:
    """A capture time as 14 digits, in UTC."""
    if not isinstance(captured, _datetime.datetime):
        return captured
    if captured.tzinfo is not None:
        captured = captured.astimezone(_datetime.timezone.utc)
    return captured.strftime("%Y%m%d%H%M%S")


_KEYS = frozenset(("html", "url", "content_type", "captured", "status", "id", "source"))


def _row(number: int, page: PageLike) -> tuple[typing.Any, ...]:
    """A page as the native part takes it. What is no page is an error of its row, whatever it is."""
    if isinstance(page, Page):
        return page.id, page.source, page
    if not isinstance(page, collections.abc.Mapping):
        page = {"html": page}
    unknown = page.keys() - _KEYS
    if unknown:
        raise TypeError(f"page {number}: unknown keys {sorted(unknown)}; there are {sorted(_KEYS)}")
    url = page.get("url")
    name = page.get("id")
    name = str(name if name is not None else url or number)
    source = str(page.get("source") or url or f"[{number}]")
    html = page.get("html")
    if not isinstance(html, (str, bytes, bytearray, memoryview)):
        return name, source, "not_a_page", f"html: expected bytes or str, not {type(html).__name__}"
    status, captured = page.get("status"), page.get("captured")
    if status is not None and not (isinstance(status, int) and 0 < status < 1 << 16):
        return name, source, "status", f"status: {status!r} is no status of HTTP"
    for key, value, kinds in (("url", url, str), ("content_type", page.get("content_type"), str), ("captured", captured, (str, int, _datetime.datetime))):
        if value is not None and not isinstance(value, kinds):
            return name, source, key, f"{key}: expected str, not {type(value).__name__}"
    captured = str(captured) if isinstance(captured, int) else _digits(captured)
    return name, source, html, url, page.get("content_type"), captured, status


@functools.lru_cache(maxsize=32)
def _shared(favor: str, links: bool, profiles: bool | tuple[str, ...]) -> Extractor:
    return Extractor(favor=favor, links=links, profiles=profiles)  # type: ignore[arg-type]


def _default(favor: str, links: bool, profiles: Profiles) -> Extractor:
    return _shared(favor, links, profiles if isinstance(profiles, bool) else tuple(os.fspath(path) for path in profiles))


def extract(
    html: Html | Page,
    *,
    url: str | None = None,
    content_type: str | None = None,
    captured: Captured | None = None,
    status: int | None = None,
    favor: typing.Literal["precision", "balanced", "recall"] = "balanced",
    links: bool = False,
    profiles: Profiles = True,
) -> Article:
    """Extracts the article of a page: ``Extractor.extract`` with an extractor that is kept.

    >>> import cuttings
    >>> cuttings.extract("<h1>Ferry sails</h1><p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven "
    ...     "sheep on board.<p>Its skipper said that neither sheep nor engine had made any trouble.").headline
    'Ferry sails'
    """
    extractor = _default(favor, links, profiles)
    return extractor.extract(html, url=url, content_type=content_type, captured=captured, status=status)


def extract_text(
    html: Html | Page,
    *,
    url: str | None = None,
    favor: typing.Literal["precision", "balanced", "recall"] = "balanced",
    profiles: Profiles = True,
) -> str | None:
    """The body of a page as plain text; nothing where it has no article or cannot be read.

    >>> import cuttings
    >>> cuttings.extract_text("<title>404 Not Found</title><h1>Not Found</h1>")
    """
    from ._errors import Error

    try:
        return extract(html, url=url, favor=favor, profiles=profiles).text or None
    except Error:
        return None


def inspect(html: Html | Page, *, url: str | None = None, profiles: Profiles = True) -> Inspection:
    """Shows why a page comes out as it does: see ``Extractor.inspect``.

    >>> import cuttings
    >>> cuttings.inspect("<h1>Ferry sails</h1><p>The Kerrera ferry sailed again on Monday after a winter in dry dock.")
    <cuttings.Inspection of page>
    """
    return _default("balanced", False, profiles).inspect(html, url=url)


def extract_batches(
    pages: collections.abc.Iterable[PageLike],
    *,
    size: int = 1000,
    threads: int | None = None,
    favor: typing.Literal["precision", "balanced", "recall"] = "balanced",
    links: bool = False,
    profiles: Profiles = True,
) -> collections.abc.Iterator[pyarrow.RecordBatch]:
    """Extracts more pages than memory holds: see ``Extractor.extract_batches``."""
    return _default(favor, links, profiles).extract_batches(pages, size=size, threads=threads)


def extract_batch(
    pages: collections.abc.Iterable[PageLike],
    *,
    threads: int | None = None,
    favor: typing.Literal["precision", "balanced", "recall"] = "balanced",
    links: bool = False,
    profiles: Profiles = True,
) -> pyarrow.RecordBatch:
    """Extracts many pages at once: see ``Extractor.extract_batch``."""
    return _default(favor, links, profiles).extract_batch(pages, threads=threads)
