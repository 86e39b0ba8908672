"""Pages, captures, histories and whole stories over HTTP."""

from __future__ import annotations

import collections.abc
import datetime as _datetime
import os
import typing

from . import _native
from ._article import Article
from ._errors import Error
from ._extract import Extractor, _default
from ._history import History
from ._native import Page
from ._records import ArchiveFailure, CdxRecord, Wait

#: A year, month, day or time: as digits (``200712``), as ISO 8601 (``2007-12-10``), or as a value of ``datetime``, in UTC where it
#: has no zone.
When = str | _datetime.date | _datetime.datetime
#: In seconds, if not a ``timedelta``.
Seconds = float | _datetime.timedelta
#: What is fetched of an archive: a row of an index, or an address.
Wanted = typing.TypeVar("Wanted", bound="CdxRecord | str")


class Captures(collections.abc.Iterator[CdxRecord]):
    """The captures that archives have of a page, one after the other: ``Fetcher.captures``.

    Nothing is requested before the first one is wanted. What keeps the index from being read is raised as an ``Error``, and ends it.
    """

    def __init__(self, native: _native.Captures) -> None:
        self._native = native

    def __next__(self) -> CdxRecord:
        fields = self._native.next()
        if fields is None:
            raise StopIteration
        return CdxRecord.from_dict(fields)

    @property
    def skipped(self) -> int:
        """How many rows could not be read so far, and were left out."""
        return self._native.skipped()

    @property
    def passed_over(self) -> list[int]:
        """The statuses of captures that were left out for theirs so far, where a status was asked for."""
        return self._native.passed_over()

    @property
    def failures(self) -> list[ArchiveFailure]:
        """The archives of several that have failed so far: captures of theirs may be missing."""
        return [ArchiveFailure(archive, error) for archive, error in self._native.failures()]


class Fetcher:
    """Fetches pages of the live web and of archives, with one pool of connections. All threads may share one.

    It names itself in ``User-Agent``, keeps to the limits of hosts, and requests public addresses only. A wait ends when it is
    interrupted, and nothing more is requested then. What goes wrong is an ``Error``.

    ``archive``: ``wayback``, ``arquivo``, ``ukwa``, ``commoncrawl``, the address of a pywb collection, and whatever else the program's
    ``--archive`` takes; or several of them. The rest are the program's options and those of the crate's ``FetchOptions``:

    - ``contact``: how an archive's people can reach you.
    - ``timeout``: how long servers may take in all for a page, pauses that a host asks for not counted: 60 seconds, if not given.
      ``connect_timeout``: for a connection, 15 seconds.
    - ``rate``: how many requests a minute a host may get, by its name; 0 for no limit. ``max_connections``: how many at a time, 4.
    - ``max_wait``: how long to wait for a host that asks for a pause, 5 minutes. ``max_retries``: how often to try again, 3;
      ``backoff``: the unit of the waits between, 2 seconds. ``breaker``: how long an archive that refuses connections is left alone.
    - ``limits``: what an answer may be, by name (``cuttings.FETCH_LIMITS``).
    - ``cache``: a directory in which to keep what archives answer; ``cache_live``: live pages, too. ``max_index_age``: how old an
      index's answer out of it may be, a day. ``offline``: use the cache alone.
    - ``allow_private``: ask addresses, too, that are not public. ``ignore_robots``: read live pages that their site asks robots to
      leave alone. ``direct``: go past the proxy that the environment names.
    - ``any_status``: take pages that were served with an error. ``exact``: refuse pages to which a redirect leads from another site.
      ``window``: how many days a capture may be from the time that is asked for.
    - ``on_wait``: what to call with a ``Wait`` before every wait that one would wonder at, such as ``print``. What it raises ends
      the call that waits.

    >>> import cuttings
    >>> fetcher = cuttings.Fetcher(archive=["wayback", "arquivo"], contact="archive@library.example", timeout=20)
    >>> fetcher
    <cuttings.Fetcher of wayback, arquivo>
    >>> page = fetcher.fetch("http://news.example/1.html", at="2007-12-10")  # doctest: +SKIP
    >>> cuttings.extract(page).headline  # doctest: +SKIP
    'Pier to close'
    """

    def __init__(
        self,
        *,
        archive: str | collections.abc.Sequence[str] = "wayback",
        contact: str | None = None,
        timeout: Seconds | None = None,
        connect_timeout: Seconds | None = None,
        rate: collections.abc.Mapping[str, int] | None = None,
        max_connections: int | None = None,
        max_wait: Seconds | None = None,
        max_retries: int | None = None,
        backoff: Seconds | None = None,
        breaker: Seconds | None = None,
        limits: collections.abc.Mapping[str, int] | None = None,
        cache: str | os.PathLike[str] | None = None,
        cache_live: bool = False,
        max_index_age: Seconds | None = None,
        offline: bool = False,
        allow_private: bool = False,
        ignore_robots: bool = False,
        direct: bool = True,
        any_status: bool = False,
        exact: bool = False,
        window: float | _datetime.timedelta | None = None,
        on_wait: typing.Callable[[Wait], object] | None = None,
    ) -> None:
        self._arguments = {
            "archive": [archive] if isinstance(archive, str) else list(archive),
            "contact": contact,
            "timeout": _seconds(timeout),
            "connect_timeout": _seconds(connect_timeout),
            "rate": dict(rate or {}),
            "max_connections": max_connections,
            "max_wait": _seconds(max_wait),
            "max_retries": max_retries,
            "backoff": _seconds(backoff),
            "breaker": _seconds(breaker),
            "limits": dict(limits or {}),
            "cache": None if cache is None else os.fspath(cache),
            "cache_live": cache_live,
            "max_index_age": _seconds(max_index_age),
            "offline": offline,
            "allow_private": allow_private,
            "ignore_robots": ignore_robots,
            "direct": direct,
            "any_status": any_status,
            "exact": exact,
            "window": _seconds(_datetime.timedelta(days=window) if isinstance(window, (int, float)) else window),
            "on_wait": on_wait,
        }
        self._native = _native.Fetcher(self._arguments)

    def __reduce__(self) -> tuple[typing.Callable[[dict[str, typing.Any]], Fetcher], tuple[dict[str, typing.Any]]]:
        return _fetcher_of, (self._arguments,)

    def __repr__(self) -> str:
        return f"<cuttings.Fetcher of {', '.join(self._native.archives())}>"

    def get(self, url: str) -> Page:
        """The page at an address as it is now. At the address of a capture it is the page as captured.

        >>> import cuttings
        >>> page = cuttings.Fetcher().get("http://news.example/1.html")  # doctest: +SKIP
        """
        return self._native.fetch(url)

    def fetch(self, wanted: CdxRecord | str, *, at: When | None = None) -> Page:
        """A page out of an archive: the capture of a row, the one at the address of a capture, or the one of a page nearest to a time.

        ``at``: the time, or a span whose middle is meant: ``"2012"``, ``"2012-08-16"``. It is nearest to it of those that were
        there, with a status of 200 to 299; redirects are followed within the archive. ``Page.capture`` tells what came of it.

        Raises ``Error`` with the kind ``never_archived``, ``error_page``, ``excluded``, ``rate_limited``, ``archive_down`` and so on.

        >>> import cuttings
        >>> fetcher = cuttings.Fetcher(contact="archive@library.example")
        >>> page = fetcher.fetch("http://news.example/1.html", at="2012-08-16")  # doctest: +SKIP
        >>> page.capture.timestamp, page.capture.original  # doctest: +SKIP
        ('20120816054217', 'http://news.example/1.html')
        """
        return self._native.fetch(self._wanted(wanted, at))

    def fetch_all(
        self, wanted: collections.abc.Iterable[Wanted], *, at: When | None = None, jobs: int = 4
    ) -> collections.abc.Iterator[tuple[Wanted, Page | Error]]:
        """Fetches many, ``jobs`` at a time, and gives them as they come, each with what it was fetched for.

        One that fails is an ``Error`` in the place of its page; nothing is raised for it. What is wanted is asked for as it is
        needed, so that it may be a listing without end. Hosts are asked no more often than their limits allow, however many jobs
        there are.

        >>> import cuttings
        >>> fetcher = cuttings.Fetcher(contact="archive@library.example")
        >>> rows = fetcher.captures("http://news.example/", match="host", pages=True, page_types=True)  # doctest: +SKIP
        >>> for row, page in fetcher.fetch_all(rows):  # doctest: +SKIP
        ...     if isinstance(page, cuttings.Error):
        ...         print(row.original, page.kind)
        ...     else:
        ...         print(row.original, cuttings.extract(page).headline)
        """
        if jobs < 1:
            raise ValueError(f"jobs: at least one page is fetched at a time, not {jobs}")
        return self._fetch_all(iter(wanted), at, jobs)

    def _fetch_all(
        self, wanted: collections.abc.Iterator[Wanted], at: When | None, jobs: int
    ) -> collections.abc.Iterator[tuple[Wanted, Page | Error]]:
        fetches = self._native.fetch_all()
        running: dict[int, Wanted] = {}
        number, trouble, over = 0, None, False
        while True:
            while not over and len(running) < jobs:
                try:
                    one = next(wanted)
                    fetches.add(number, self._wanted(one, at))
                except StopIteration:
                    over = True
                except Exception as error:
                    # What is under way is given out first.
                    trouble, over = error, True
                else:
                    running[number] = one
                    number += 1
            if not running:
                break
            came, page = fetches.next()
            yield running.pop(came), page
        if trouble is not None:
            raise trouble

    def captures(
        self,
        url: str,
        *,
        since: When | None = None,
        until: When | None = None,
        match: typing.Literal["exact", "prefix", "host", "domain"] = "exact",
        status: int | collections.abc.Iterable[int] = (),
        mime: str | collections.abc.Iterable[str] = (),
        pages: bool = False,
        page_types: bool = False,
        collapse: str | None = None,
        closest: When | None = None,
        oldest: int | None = None,
        newest: int | None = None,
        limit: int | None = None,
    ) -> Captures:
        """The captures that the archives have of a page: all of them, the oldest first, if nothing else is asked for.

        ``since``, ``until``: none before, none after. ``match``: whether the address stands for the page itself, for all that begin
        so, for all of the host, or for those of the hosts below it, too. ``status``, ``mime``: only these. ``pages``: only captures
        of a page that was there, with a status of 200 to 299 or one that has to be seen. ``page_types``: only HTML, XHTML and plain
        text. ``collapse``: leaves out neighbours that are the same, ``"digest"``, or those whose timestamps agree in N digits,
        ``"time:N"``. ``closest``: those nearest to a time, one if there is no ``limit``. ``oldest``, ``newest``: so many of them.
        ``limit``: at most so many.

        >>> import cuttings
        >>> fetcher = cuttings.Fetcher(contact="archive@library.example")
        >>> for row in fetcher.captures("http://news.example/1.html", since="2007", status=200, limit=2):  # doctest: +SKIP
        ...     print(row.timestamp, row.status, row.digest)
        20070104091500 200 N2XJ4QV6R3H7F5ZKXW2MBTYUGI5LDPSO
        20070211120000 200 N2XJ4QV6R3H7F5ZKXW2MBTYUGI5LDPSO
        """
        query = {
            "since": _when(since),
            "until": _when(until),
            "match": match,
            "status": [status] if isinstance(status, int) else list(status),
            "mime": [mime] if isinstance(mime, str) else list(mime),
            "pages": pages,
            "page_types": page_types,
            "collapse": collapse,
            "closest": _when(closest),
            "oldest": oldest,
            "newest": newest,
            "limit": limit,
        }
        return Captures(self._native.captures(url, query))

    def history(
        self,
        url: str,
        *,
        since: When | None = None,
        until: When | None = None,
        limit: int = 500,
        extractor: Extractor | None = None,
    ) -> History:
        """The distinct versions of a story over time, each with its article and what changed from the one before.

        Captures that the index knows to be the same are fetched once. One that fails, or that holds something else than the story,
        stops nothing: ``History.failures`` has it. ``limit``: how many captures are fetched at most.

        >>> import cuttings
        >>> fetcher = cuttings.Fetcher(contact="archive@library.example")
        >>> for version in fetcher.history("http://news.example/1.html", since="2007").versions:  # doctest: +SKIP
        ...     print(version.first, version.article.headline, [change.type for change in version.changes])
        20070104091500 Pier to close []
        20070211120000 Pier closes ['headline', 'paragraph_added']
        """
        return History(self._native.history(url, _when(since), _when(until), limit, _native_of(extractor)))

    def whole_story(
        self, first: Page | CdxRecord | str, *, at: When | None = None, extractor: Extractor | None = None
    ) -> Article:
        """The whole story that begins on a page: the pages behind it are fetched and joined to it, those of a capture from its
        archive, as near as can be to the first one's time. Of a page of frames the frame is read that holds the story.

        ``first``: the page, or what it is fetched by; a live one, if it is an address alone. A further page that does not come is
        the warning ``page_missing``.

        >>> import cuttings
        >>> fetcher = cuttings.Fetcher(contact="archive@library.example")
        >>> article = fetcher.whole_story("http://news.example/ferry.html", at="2005-03")  # doctest: +SKIP
        >>> len(article.pages)  # doctest: +SKIP
        2
        """
        if isinstance(first, str) and at is None:
            first = self.get(first)
        elif not isinstance(first, Page):
            first = self.fetch(first, at=at)
        return Article(self._native.whole_story(first, _native_of(extractor)))

    def rest_of_story(self, first: Article, *, extractor: Extractor | None = None) -> Article:
        """The same of an article that was read from its first page already."""
        return Article(self._native.rest_of_story(first._native, _native_of(extractor)))

    def _wanted(self, wanted: CdxRecord | str, at: When | None) -> typing.Any:
        """What is to be fetched, as the native part takes it."""
        if isinstance(wanted, CdxRecord):
            return wanted.to_dict()
        if not isinstance(wanted, str):
            raise TypeError(f"expected a CdxRecord or an address, not {type(wanted).__name__}")
        if at is not None:
            return wanted, _when(at)
        if not self._native.is_capture(wanted):
            raise TypeError("at: which capture is wanted? (get fetches the live page)")
        return wanted


def _fetcher_of(arguments: dict[str, typing.Any]) -> Fetcher:
    made = Fetcher.__new__(Fetcher)
    made._arguments = arguments
    made._native = _native.Fetcher(arguments)
    return made


def _native_of(extractor: Extractor | None) -> _native.Extractor:
    return (extractor or _default("balanced", False, True))._native


def _when(when: When | None) -> str | None:
    """A time as the native part reads it."""
    if isinstance(when, _datetime.datetime):
        if when.tzinfo is not None:
            when = when.astimezone(_datetime.timezone.utc)
        return when.strftime("%Y%m%d%H%M%S")
    return when.isoformat() if isinstance(when, _datetime.date) else when


def _seconds(time: Seconds | None) -> float | None:
    return time.total_seconds() if isinstance(time, _datetime.timedelta) else time
