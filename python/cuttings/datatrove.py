"""Articles in datatrove: a step that keeps their structure, a reader of files, and an extractor of text alone.

>>> from datatrove.executor import LocalPipelineExecutor                # doctest: +SKIP
>>> from datatrove.pipeline.writers import JsonlWriter                  # doctest: +SKIP
>>> import cuttings.datatrove                                           # doctest: +SKIP
>>> LocalPipelineExecutor([cuttings.datatrove.PageReader(["a.warc.gz"]), JsonlWriter("out")]).run()  # doctest: +SKIP

``Document.text`` is the body as plain text, and ``Document.metadata["article"]`` the whole article as the JSON has it. Needs
``datatrove``.
"""

from __future__ import annotations

import collections.abc
import os
import typing

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.typeshelper import StatHints

from . import _engine
from ._article import Article
from ._engine import Fetch
from ._errors import Error
from ._extract import Extractor


class _Step(PipelineStep):
    """What the steps share: an extractor, and what becomes of a page that has no article."""

    def __init__(self, keep_failed: bool, options: dict[str, typing.Any]) -> None:
        super().__init__()
        self.extractor = Extractor(**options)
        self.keep_failed = keep_failed

    def _passed(self, document: Document, found: Article | Error) -> bool:
        """Puts into the document what was found. Whether it goes on."""
        self.stat_update(StatHints.total)
        if isinstance(found, Error):
            document.text = ""
            document.metadata.update(error_kind=found.kind, error_message=str(found))
            self.stat_update(f"error_{found.kind}")
        else:
            document.text = found.text
            document.metadata["article"] = found.to_dict()
        if not document.text and not self.keep_failed:
            self.stat_update(StatHints.dropped)
            return False
        self.stat_update(StatHints.forwarded)
        self.update_doc_stats(document)
        return True


class Articles(_Step):
    """Turns documents whose text is HTML, such as datatrove's readers give them, into articles.

    ``keep_failed``: whether documents without an article go on, too, with an empty text, and with ``error_kind`` and
    ``error_message`` in their metadata where they are no page; else they are dropped and counted. ``options``: those of
    ``Extractor``. The address is taken from the metadata ``url``, the time of the capture from ``date``.
    """

    type = "🛢 - EXTRAC"
    name = "✂ cuttings"

    def __init__(self, *, keep_failed: bool = False, **options: typing.Any) -> None:
        super().__init__(keep_failed, options)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """A document for each that has an article."""
        for document in data or ():
            with self.track_time():
                found = self._extracted(document)
            if self._passed(document, found):
                yield document

    def _extracted(self, document: Document) -> Article | Error:
        url, date = document.metadata.get("url"), document.metadata.get("date")
        try:
            return self.extractor.extract(document.text, url=url, captured=_engine.digits(date))
        except Error as error:
            return error
        except (TypeError, ValueError) as error:
            return Error("not_a_page", str(error))


class PageReader(_Step):
    """Reads the pages of files (WARC and all that ``read_pages`` reads) as articles.

    Better than datatrove's reader before ``Articles``: the page's own bytes are read, in whatever encoding, and of records those
    that are pages. Task ``rank`` of ``world_size`` reads each ``world_size``-th file. ``fetch``: where the files are elsewhere,
    copies the first path given to the second, a scratch file that is removed when it was read. The rest is as for ``Articles``.
    """

    type = "📖 - READER"
    name = "✂ cuttings"

    def __init__(
        self,
        files: collections.abc.Sequence[str | os.PathLike[str]],
        *,
        fetch: Fetch | None = None,
        any_status: bool = False,
        keep_failed: bool = False,
        **options: typing.Any,
    ) -> None:
        super().__init__(keep_failed, options)
        self.files = [os.fspath(name) for name in files]
        self.fetch = fetch
        self.any_status = any_status

    def run(self, data: DocumentsPipeline = None, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents that came before, then those of the files."""
        yield from data or ()
        for name in self.files[rank::world_size]:
            for row in _engine.file_rows(self.extractor, name, self.fetch, self.any_status):
                document = Document(text="", id=row[0], metadata={"source": row[1], "file_path": name})
                with self.track_time():
                    found = self._extracted(row, document)
                if self._passed(document, found):
                    yield document

    def _extracted(self, row: _engine.Row, document: Document) -> Article | Error:
        if len(row) > 3:
            return Error(*row[2:])
        page = row[2]
        document.metadata.update(url=page.url, date=page.captured)
        try:
            return self.extractor.extract(page)
        except Error as error:
            return error


class TextExtractor(BaseExtractor):
    """datatrove's own kind of extractor, which gives the text alone, in place of its ``Trafilatura``.

    It works in a process of its own that is ended after ``timeout`` seconds.
    """

    name = "✂ cuttings"

    def __init__(self, timeout: float = 5, **options: typing.Any) -> None:
        super().__init__(timeout)
        self.extractor = Extractor(**options)

    def extract(self, text: str) -> str:
        """The body as plain text; nothing where there is no article."""
        try:
            return self.extractor.extract(text).text
        except Error:
            return ""
