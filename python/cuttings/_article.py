"""The article."""

from __future__ import annotations

import datetime as _datetime
import functools
import typing

from . import _native, _notebook, _types
from ._types import Aside, Block, Capture, Comment, Image, Media, Note, Quote, Warning

_T = typing.TypeVar("_T")


class Article:
    """A news article, each part as what it is.

    Its fields are those of the JSON, with the same names and meanings; what is not known is ``None`` or empty.

    >>> import cuttings
    >>> article = cuttings.extract('''<title>Pier to close | The Sound</title><h1>Pier to close</h1><p class=byline>By Ann Lee</p>
    ... <p>The town pier will close on Monday for the first repairs since it was built in 1887, the council said.</p>
    ... <p>Boats will leave from the fish quay until the spring, if the fishermen can be brought to agree to it.</p>''')
    >>> article.headline, article.authors
    ('Pier to close', ['Ann Lee'])
    >>> for block in article.body:
    ...     print(block.type, block.text[:30])
    paragraph The town pier will close on Mo
    paragraph Boats will leave from the fish
    >>> article
    <cuttings.Article 'Pier to close', 2 blocks, 205 characters>
    """

    __slots__ = ("_native", "__dict__")

    def __init__(self, native: _native.Article) -> None:
        self._native = native

    @classmethod
    def from_json(cls, json: str) -> Article:
        """The article that ``to_json`` wrote, or the program.

        >>> import cuttings
        >>> cuttings.Article.from_json('{"headline": "Ferry sails", "body": []}').headline
        'Ferry sails'
        """
        return cls(_native.Article.from_json(json))

    @functools.cached_property
    def _fields(self) -> dict[str, typing.Any]:
        return self._native.to_dict()

    def _parts(self, name: str, make: typing.Callable[[_types.Fields], _T]) -> list[_T]:
        return [make(part) for part in self._fields.get(name, ())]

    @property
    def url(self) -> str | None:
        """The page's own address, never an archive's."""
        return self._fields.get("url")

    @property
    def canonical_url(self) -> str | None:
        """The address that the page names as its canonical one."""
        return self._fields.get("canonical_url")

    @property
    def capture(self) -> Capture | None:
        """The archive's capture that the page was read from."""
        found = self._fields.get("capture")
        return None if found is None else Capture(**found)

    @property
    def status(self) -> int | None:
        """The HTTP status with which the page was served, where that is known."""
        return self._fields.get("status")

    @property
    def headline(self) -> str | None:
        """The headline, without the site's or the section's name."""
        return self._fields.get("headline")

    @property
    def kicker(self) -> str | None:
        """The short label over the headline or the byline."""
        return self._fields.get("kicker")

    @property
    def summary(self) -> list[str]:
        """The standfirst as the page shows it apart from the body, a string a paragraph or bullet."""
        return self._fields.get("summary", [])

    @property
    def description(self) -> str | None:
        """The description in the page's metadata."""
        return self._fields.get("description")

    @property
    def published(self) -> str | None:
        """When the article was first published: ISO 8601, as exact as the page tells it (``2007-12``, ``2007-12-10``,
        ``2007-12-10T10:28:00Z``)."""
        return self._fields.get("published")

    @property
    def published_at(self) -> _datetime.datetime | _datetime.date | None:
        """The same as a value of ``datetime``: a ``date`` where no time is known; nothing where no day is."""
        return _instant(self.published)

    @property
    def modified(self) -> str | None:
        """When the article was last changed, as ``published`` has it."""
        return self._fields.get("modified")

    @property
    def modified_at(self) -> _datetime.datetime | _datetime.date | None:
        """The same as a value of ``datetime``."""
        return _instant(self.modified)

    @property
    def authors(self) -> list[str]:
        """The authors, a name each."""
        return self._fields.get("authors", [])

    @property
    def byline(self) -> str | None:
        """The whole byline as the page shows it."""
        return self._fields.get("byline")

    @property
    def site_name(self) -> str | None:
        """The name of the publication."""
        return self._fields.get("site_name")

    @property
    def section(self) -> str | None:
        """The section of the publication."""
        return self._fields.get("section")

    @property
    def tags(self) -> list[str]:
        """The topics that the page gives the article."""
        return self._fields.get("tags", [])

    @property
    def language(self) -> str | None:
        """The language of the text, as a two-letter code."""
        return self._fields.get("language")

    @property
    def image(self) -> Image | None:
        """The picture that the page's metadata name for the story."""
        found = self._fields.get("image")
        return None if found is None else Image(**found)

    @functools.cached_property
    def body(self) -> list[Block]:
        """The flow of the story: paragraphs, cross-headings, lists, block quotations, tables."""
        return self._parts("body", _types.block)

    @property
    def text(self) -> str:
        """The body as plain text: a block, an empty line, the next; without headline and captions."""
        return self._native.body_text()

    @functools.cached_property
    def media(self) -> list[Media]:
        """The images and players of the story, with what is said of them."""
        return self._parts("media", lambda part: Media(**part))

    @functools.cached_property
    def quotes(self) -> list[Quote]:
        """Quotes that stand in boxes beside the flow."""
        return self._parts("quotes", lambda part: Quote(**part))

    @functools.cached_property
    def asides(self) -> list[Aside]:
        """Fact boxes that stand beside the flow."""
        return self._parts("asides", _types.aside)

    @functools.cached_property
    def notes(self) -> list[Note]:
        """The notes that the paper sets under the story."""
        return self._parts("notes", lambda part: Note(**part))

    @functools.cached_property
    def comments(self) -> list[Comment]:
        """Readers' comments, where the page is made of them."""
        return self._parts("comments", lambda part: Comment(**part))

    @property
    def profile(self) -> str | None:
        """The site profile that took part, as ``file/epoch``."""
        return self._fields.get("profile")

    @property
    def confidence(self) -> float | None:
        """How likely the body is nearly right, 0 to 1; nothing where it was told and not chosen."""
        return self._fields.get("confidence")

    @property
    def next_page(self) -> str | None:
        """The address of the page on which the story goes on."""
        return self._fields.get("next_page")

    @property
    def pages(self) -> list[str]:
        """The addresses of the pages that the story was joined of."""
        return self._fields.get("pages", [])

    @functools.cached_property
    def warnings(self) -> list[Warning]:
        """What the reader should know about how the article was made."""
        return self._parts("warnings", lambda part: Warning(**part))

    @property
    def provenance(self) -> dict[str, str]:
        """Where each field came from; only with ``provenance=True``."""
        return self._fields.get("provenance", {})

    def to_dict(self) -> dict[str, typing.Any]:
        """The article as the JSON has it: what is not known is left out."""
        return self._native.to_dict()

    def to_json(self, *, indent: bool = False) -> str:
        """The article as JSON, the same as the program writes."""
        return self._native.to_json(indent)

    def plain(self) -> str:
        """The whole article as plain text, with headline, captions and all."""
        return self._native.to_text()

    def markdown(self, *, front_matter: bool = False, citation: bool = False, link_pictures: bool = False) -> str:
        """The article as Markdown.

        ``front_matter`` puts its data in front, as YAML; ``citation`` a line to cite it by behind it; ``link_pictures`` makes links
        of pictures, so that nothing is loaded where it is shown.
        """
        return self._native.to_markdown(front_matter, citation, link_pictures)

    def html(self, *, document: bool = False, citation: bool = False, link_pictures: bool = False) -> str:
        """The article as HTML without scripts; ``document`` makes it a page of its own, with a small style. See ``markdown``."""
        return self._native.to_html(document, citation, link_pictures)

    def _repr_html_(self) -> str:
        """What a notebook shows: the article with its data. Nothing in it runs or is loaded; pictures are links."""
        return _notebook.shown(self)

    def __repr__(self) -> str:
        name = self.headline or self.url or "without a headline"
        return f"<cuttings.Article {name!r}, {len(self._fields['body'])} blocks, {len(self.text)} characters>"

    def __str__(self) -> str:
        return self.plain()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Article) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[typing.Callable[[str], Article], tuple[str]]:
        return Article.from_json, (self.to_json(),)


def _instant(text: str | None) -> _datetime.datetime | _datetime.date | None:
    """A date as a value of ``datetime``; nothing where that has none."""
    if text is None or len(text) < len("2007-12-10"):
        return None
    try:
        if "T" not in text:
            return _datetime.date.fromisoformat(text)
        return _datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
