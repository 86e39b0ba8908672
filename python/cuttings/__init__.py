"""Takes news pages out of web archives and gives back the article as data.

>>> import cuttings
>>> article = cuttings.extract(b"<h1>Pier to close</h1><p>The town pier will close on Monday for the first repairs since 1887.")
>>> article.headline
'Pier to close'

``extract`` reads one page, ``extract_batch`` many into Arrow, ``read_pages`` gives the pages of WARC files and their like, and
an ``Extractor`` keeps the options for all of them.
"""

from __future__ import annotations

from ._article import Article
from ._errors import Error
from ._extract import Extractor, PageLike, Profiles, extract, extract_batch, extract_text
from ._native import LIMITS, Page, __version__
from ._pages import Pages, read_pages
from ._record import process_record
from ._types import (
    Aside,
    Block,
    BlockQuote,
    Capture,
    Comment,
    Emphasis,
    Heading,
    Image,
    Link,
    List,
    Media,
    Note,
    Paragraph,
    Preformatted,
    Quote,
    Table,
    Warning,
)

__all__ = [
    "LIMITS",
    "Article",
    "Aside",
    "Block",
    "BlockQuote",
    "Capture",
    "Comment",
    "Emphasis",
    "Error",
    "Extractor",
    "Heading",
    "Image",
    "Link",
    "List",
    "Media",
    "Note",
    "Page",
    "PageLike",
    "Pages",
    "Paragraph",
    "Preformatted",
    "Profiles",
    "Quote",
    "Table",
    "Warning",
    "__version__",
    "extract",
    "extract_batch",
    "extract_text",
    "process_record",
    "read_pages",
]
