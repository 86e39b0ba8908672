"""Takes news pages out of web archives and gives back the article as data.

>>> import cuttings
>>> article = cuttings.extract(b"<h1>Pier to close</h1><p>The town pier will close on Monday for the first repairs since 1887."
...     b"<p>Boats will leave from the fish quay until the spring, if the fishermen can be brought to agree to it.")
>>> article.headline
'Pier to close'

``extract`` reads one page, ``extract_batch`` many into Arrow, ``read_pages`` gives the pages of WARC files and their like, and
an ``Extractor`` keeps the options for all of them. A ``Fetcher`` gives pages of the live web and of archives, what archives have
captured of a page, and the versions of a story.
"""

from __future__ import annotations

from ._article import Article
from ._errors import Error
from ._extract import Extractor, PageLike, Profiles, extract, extract_batch, extract_batches, extract_text, inspect
from ._fetch import Captures, Fetcher
from ._history import CaptureFailure, Change, History, UnlistedArchive, Version, WordChange, changes
from ._native import FETCH_LIMITS, LIMITS, Page, __version__
from ._notebook import Inspection
from ._pages import Pages, read_pages
from ._record import process_record
from ._records import ArchiveFailure, Captured, CdxRecord, Hop, Wait, WarcLocation
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
    "FETCH_LIMITS",
    "LIMITS",
    "ArchiveFailure",
    "Article",
    "Aside",
    "Block",
    "BlockQuote",
    "Capture",
    "CaptureFailure",
    "Captured",
    "Captures",
    "CdxRecord",
    "Change",
    "Comment",
    "Emphasis",
    "Error",
    "Extractor",
    "Fetcher",
    "Heading",
    "History",
    "Hop",
    "Image",
    "Inspection",
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
    "UnlistedArchive",
    "Version",
    "Wait",
    "WarcLocation",
    "Warning",
    "WordChange",
    "__version__",
    "changes",
    "extract",
    "extract_batch",
    "extract_batches",
    "extract_text",
    "inspect",
    "process_record",
    "read_pages",
]
