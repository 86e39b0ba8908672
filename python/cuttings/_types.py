"""The parts of an article, as values that do not change.

Offsets of links and emphasis count characters, as the indices of ``str`` do. ``at`` is the index in ``Article.body`` before which
something stood.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass, field

Fields = dict[str, typing.Any]


@dataclass(frozen=True)
class Link:
    """A link in a block's text."""

    text: str
    url: str
    #: The first character of it in the block's text, and the one behind it.
    start: int
    end: int


@dataclass(frozen=True)
class Emphasis:
    """A bold or italic stretch of a block's text."""

    start: int
    end: int
    #: ``bold`` or ``italic``.
    kind: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a line break within it is a newline."""

    text: str
    links: list[Link] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)
    type: typing.ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Heading:
    """A cross-heading, or the head of an entry of a live page."""

    #: 1 to 6; 2 for one that is a heading by its looks alone.
    level: int
    text: str
    #: When the entry that it heads was written, on live pages.
    time: str | None = None
    links: list[Link] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)
    type: typing.ClassVar[str] = "heading"


@dataclass(frozen=True)
class List:
    """A list."""

    #: Whether its items are numbered.
    ordered: bool
    items: list[str]
    #: How deep each item is nested, 0 for the outermost; empty where all are.
    depths: list[int] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)
    type: typing.ClassVar[str] = "list"

    @property
    def text(self) -> str:
        """Its items, a line each."""
        return "\n".join(self.items)


@dataclass(frozen=True)
class BlockQuote:
    """A block quotation in the flow."""

    text: str
    #: Who said it, where the block names a speaker.
    attribution: str | None = None
    links: list[Link] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)
    type: typing.ClassVar[str] = "quote"


@dataclass(frozen=True)
class Table:
    """A table of data."""

    #: Its rows, each a list of cells, with those of the header.
    rows: list[list[str]]
    #: How many of its first rows head the columns.
    header: int = 0
    caption: str | None = None
    links: list[Link] = field(default_factory=list)
    type: typing.ClassVar[str] = "table"

    @property
    def text(self) -> str:
        """Its rows, a line each, with tabs between the cells."""
        return "\n".join("\t".join(row) for row in self.rows)


@dataclass(frozen=True)
class Preformatted:
    """Text whose lines and spaces matter."""

    text: str
    links: list[Link] = field(default_factory=list)
    type: typing.ClassVar[str] = "preformatted"


#: A piece of the body. Which one, its class says, or ``type``.
Block = Paragraph | Heading | List | BlockQuote | Table | Preformatted

_BLOCKS = {kind.type: kind for kind in (Paragraph, Heading, List, BlockQuote, Table, Preformatted)}


@dataclass(frozen=True)
class Capture:
    """The capture that a page was read from."""

    #: The archive's host.
    archive: str | None = None
    #: When the page was captured, as ISO 8601.
    timestamp: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Image:
    """The picture that the page's metadata name for the story."""

    url: str
    #: In pixels.
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Media:
    """A picture or a player, with what is said of it."""

    #: ``image``, ``video`` or ``audio``.
    kind: str
    at: int
    url: str | None = None
    #: The alternative text, which is not the caption.
    alt: str | None = None
    caption: str | None = None
    #: Who made or owns it.
    credit: str | None = None


@dataclass(frozen=True)
class Quote:
    """A quote in a box beside the flow."""

    #: ``reader``: a member of the public; ``pull``: words lifted from the story, or a named figure's.
    kind: str
    text: str
    at: int
    attribution: str | None = None


@dataclass(frozen=True)
class Aside:
    """A fact box."""

    body: list[Block]
    at: int
    title: str | None = None


@dataclass(frozen=True)
class Note:
    """A note under the story."""

    #: ``correction``, ``contributor``, ``source`` or ``notice``.
    kind: str
    text: str


@dataclass(frozen=True)
class Comment:
    """A reader's comment."""

    #: Paragraphs are parted by an empty line.
    text: str
    attribution: str | None = None


@dataclass(frozen=True)
class Warning:
    """What a reader of the article should know about its making."""

    #: A word for programs, such as ``no_article``.
    code: str
    detail: str = ""


def block(found: Fields) -> Block:
    """A block of its fields."""
    fields = dict(found)
    kind = _BLOCKS[fields.pop("type")]
    for name, part in (("links", Link), ("emphasis", Emphasis)):
        if name in fields:
            fields[name] = [part(**item) for item in fields[name]]
    return kind(**fields)


def aside(found: Fields) -> Aside:
    """A fact box of its fields."""
    return Aside(**{**found, "body": [block(item) for item in found["body"]]})
