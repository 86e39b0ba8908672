"""What archives tell of captures, as values that do not change."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as _datetime
import typing
from dataclasses import dataclass, field

from ._errors import Error

Fields = dict[str, typing.Any]


def instant(timestamp: str) -> _datetime.datetime:
    """A timestamp of 14 digits as a value of ``datetime``."""
    return _datetime.datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=_datetime.timezone.utc)


@dataclass(frozen=True)
class WarcLocation:
    """A record within a WARC file."""

    #: The file, as the archive names it.
    file: str
    #: Bytes before the record.
    offset: int
    #: Bytes of the record, packed.
    length: int


@dataclass(frozen=True)
class CdxRecord:
    """One capture, as an index of captures (CDX) describes it. Indexes differ in what they tell.

    >>> import cuttings
    >>> row = cuttings.CdxRecord("20071211032145", "http://news.example/1", status=200)
    >>> row.timestamp_at.year, row.is_revisit
    (2007, False)
    >>> cuttings.CdxRecord.from_dict({"timestamp": "20071211032145", "original": "http://news.example/1", "status": 200}) == row
    True
    """

    #: When the capture was made: 14 digits, UTC.
    timestamp: str
    #: The page's address as it was captured. It may differ in scheme, ``www.``, case and port from the one that was asked for.
    original: str
    #: The name of the archive that has the capture.
    archive: str | None = None
    #: The address at which the archive gives the captured bytes; nothing in archives that replay none.
    capture: str | None = None
    #: The status with which the page was captured; of a revisit that of the earlier capture, if one was found.
    status: int | None = None
    #: The media type, without parameters.
    mime: str | None = None
    #: SHA-1 of the body, mostly in base 32.
    digest: str | None = None
    #: The size of the record in the archive, packed, in bytes. Not the size of the page.
    length: int | None = None
    #: Where the record is stored, in indexes that tell.
    record: WarcLocation | None = None
    #: Whether the archive has recorded only that the page was the same as at an earlier capture.
    revisit: bool = False

    @property
    def timestamp_at(self) -> _datetime.datetime:
        """``timestamp`` as a value of ``datetime``."""
        return instant(self.timestamp)

    @property
    def is_revisit(self) -> bool:
        """Whether the page was the same as at an earlier capture, and only that was recorded."""
        return self.revisit

    @classmethod
    def from_dict(cls, fields: collections.abc.Mapping[str, typing.Any]) -> CdxRecord:
        """A row of its fields, as ``to_dict`` gives them, or a line of ``cuttings captures --format jsonl``."""
        fields = dict(fields)
        record = fields.pop("record", None)
        return cls(**fields, record=None if record is None else WarcLocation(**record))

    def to_dict(self) -> Fields:
        """Its fields, as JSON has them: what is not known is left out."""
        return {name: value for name, value in dataclasses.asdict(self).items() if value is not None and value is not False}


@dataclass(frozen=True)
class Hop:
    """A redirect on the way to a capture."""

    #: The address that redirected, in the archive (the page's own where the archive replays nothing).
    url: str
    status: int
    #: When the redirect was captured; nothing for one that is the archive's own, mostly to the nearest capture.
    timestamp: str | None = None


@dataclass(frozen=True)
class Captured:
    """What is known of a page that was fetched out of an archive: ``Page.capture``."""

    #: When it was captured: 14 digits, UTC.
    timestamp: str
    #: The page's own address: the last one of archived redirects.
    original: str
    #: The capture's address; nothing in archives that replay none.
    url: str | None = None
    #: The redirects on the way, in order.
    hops: list[Hop] = field(default_factory=list)
    #: Whether the bytes are those that the index describes: ``matches``, ``differs``, or ``unchecked`` where it cannot be told.
    digest: str = "unchecked"
    #: Whether the archive kept only the beginning.
    truncated: bool = False
    #: Whether all of it came out of the cache.
    cached: bool = False

    @property
    def timestamp_at(self) -> _datetime.datetime:
        """``timestamp`` as a value of ``datetime``."""
        return instant(self.timestamp)

    @classmethod
    def from_dict(cls, fields: collections.abc.Mapping[str, typing.Any]) -> Captured:
        """Those of its fields that a record of what was fetched has."""
        digest = fields.get("digest", "unchecked")
        return cls(
            timestamp=fields["timestamp"],
            original=fields["original"],
            url=fields.get("url"),
            hops=[Hop(**hop) for hop in fields.get("hops", ())],
            # Digests that differ are told with both of them.
            digest=digest if isinstance(digest, str) else next(iter(digest)),
            truncated=fields.get("truncated", False),
            cached=fields.get("cached", False),
        )


@dataclass(frozen=True)
class ArchiveFailure:
    """An archive of several that did not tell what it has, or not all of it."""

    archive: str
    error: Error

    def __str__(self) -> str:
        return f"{self.archive}: {self.error}"


@dataclass(frozen=True)
class Wait:
    """What a fetcher is about to wait for, or to ask once more. ``str`` makes a line of it."""

    host: str
    #: In seconds; 0 where the next request is made at once.
    time: float
    #: The same for people.
    message: str

    def __str__(self) -> str:
        return self.message
