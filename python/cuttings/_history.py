"""The versions of a story over time."""

from __future__ import annotations

import functools
import typing
from dataclasses import dataclass, field

from . import _native
from ._article import Article

Fields = dict[str, typing.Any]


@dataclass(frozen=True)
class WordChange:
    """A run of words in the comparison of two texts."""

    #: ``same``, ``removed`` or ``added``.
    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """Something that changed between two versions of a story; each kind has the fields that it needs."""

    #: ``headline``, ``published``, ``modified``, ``paragraph_added``, ``paragraph_removed``, ``paragraph_moved`` or
    #: ``paragraph_reworded``.
    type: str
    #: What it was before: headline, date, or the text of the paragraph.
    old: str | None = None
    #: What it is now.
    new: str | None = None
    #: Where the paragraph stands now, as an index in ``Article.body``.
    at: int | None = None
    #: Where it stood.
    was: int | None = None
    #: The text of a paragraph that was added, removed or moved.
    text: str | None = None
    #: The way from the old text to the new one, word by word.
    words: list[WordChange] = field(default_factory=list)


@dataclass(frozen=True)
class Version:
    """What a story said for a time."""

    #: When it was first captured: 14 digits, UTC.
    first: str
    #: When it was last captured, before the next version.
    last: str
    #: How many captures there are of it.
    captures: int
    #: The article, as it was first captured whole.
    article: Article
    #: What changed since the version before; empty for the first.
    changes: list[Change] = field(default_factory=list)
    #: The archive that has the first capture, where several were asked.
    archive: str | None = None
    #: The address of the first capture, in archives that replay.
    capture: str | None = None


@dataclass(frozen=True)
class CaptureFailure:
    """A capture that is no version of the story."""

    #: When it was captured.
    timestamp: str
    #: What came of it, as a word for programs: a kind of ``Error``, ``no_article``, ``not_the_story`` and so on.
    code: str
    #: The same for people.
    reason: str
    archive: str | None = None


@dataclass(frozen=True)
class UnlistedArchive:
    """An archive that could not tell which captures it has."""

    archive: str
    code: str
    #: The same for people.
    reason: str


class History:
    """The versions of a story, the oldest first: ``Fetcher.history``.

    >>> import cuttings
    >>> kept = '''{"url": "http://news.example/1", "archive": "wayback", "captures": 3, "complete": true, "versions": [
    ...     {"first": "20070101000000", "last": "20070102000000", "captures": 2, "article": {"headline": "In dock", "body": []}},
    ...     {"first": "20070103000000", "last": "20070103000000", "captures": 1, "article": {"headline": "Sails", "body": []},
    ...      "changes": [{"type": "headline", "old": "In dock", "new": "Sails"}]}]}'''
    >>> history = cuttings.History.from_json(kept)
    >>> for version in history.versions:
    ...     print(version.first, version.article.headline, [change.type for change in version.changes])
    20070101000000 In dock []
    20070103000000 Sails ['headline']
    >>> history
    <cuttings.History http://news.example/1, 2 versions in 3 captures>
    """

    __slots__ = ("_native", "__dict__")

    def __init__(self, native: _native.History) -> None:
        self._native = native

    @classmethod
    def from_json(cls, json: str) -> History:
        """The history that ``to_json`` wrote, or the program."""
        return cls(_native.History.from_json(json))

    @functools.cached_property
    def _fields(self) -> Fields:
        return self._native.to_dict()

    @property
    def url(self) -> str:
        """The page's address as it was asked for."""
        return self._fields["url"]

    @property
    def archive(self) -> str:
        """The archive's name; of several, their names with commas between."""
        return self._fields["archive"]

    @property
    def captures(self) -> int:
        """How many captures of the page there are in that time, without redirects and errors."""
        return self._fields["captures"]

    @property
    def complete(self) -> bool:
        """Whether all of them were read: not where there were more than ``limit``, or where the archive went down on the way."""
        return self._fields["complete"]

    @functools.cached_property
    def versions(self) -> list[Version]:
        """What the page said, one version after the other; two neighbours differ in headline or body."""
        return [_version(fields, Article(native)) for fields, native in zip(self._fields["versions"], self._native.articles())]

    @functools.cached_property
    def failures(self) -> list[CaptureFailure]:
        """The captures that are no versions, with the reason."""
        return [CaptureFailure(**fields) for fields in self._fields.get("failures", ())]

    @functools.cached_property
    def unlisted(self) -> list[UnlistedArchive]:
        """The archives of several that could not tell what they have; the history is not ``complete`` then."""
        return [UnlistedArchive(**fields) for fields in self._fields.get("unlisted", ())]

    def to_dict(self) -> Fields:
        """The history as the JSON has it: what is not known is left out."""
        return self._native.to_dict()

    def to_json(self, *, indent: bool = False) -> str:
        """The history as JSON, the same as the program writes."""
        return self._native.to_json(indent)

    def plain(self) -> str:
        """The history as plain text: each version with its time, its headline and what changed."""
        return self._native.to_text()

    def markdown(self) -> str:
        """The history as Markdown."""
        return self._native.to_markdown()

    def __repr__(self) -> str:
        return f"<cuttings.History {self.url}, {len(self._fields['versions'])} versions in {self.captures} captures>"

    def __str__(self) -> str:
        return self.plain()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, History) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[typing.Callable[[str], History], tuple[str]]:
        return History.from_json, (self.to_json(),)


def changes(old: Article, new: Article) -> list[Change]:
    """What changed from one version of a story to another: headline, dates, and the blocks of the body.

    >>> import cuttings
    >>> old = cuttings.Article.from_json('{"headline": "Ferry in dock", "body": []}')
    >>> new = cuttings.Article.from_json('{"headline": "Ferry sails", "body": []}')
    >>> [(change.type, change.old, change.new) for change in cuttings.changes(old, new)]
    [('headline', 'Ferry in dock', 'Ferry sails')]
    """
    return [_change(fields) for fields in _native.changes(old._native, new._native)]


def _version(fields: Fields, article: Article) -> Version:
    return Version(**{**fields, "article": article, "changes": [_change(change) for change in fields.get("changes", ())]})


def _change(fields: Fields) -> Change:
    words = [WordChange(word["is"], word["text"]) for word in fields.get("words", ())]
    return Change(**{**fields, "words": words})
