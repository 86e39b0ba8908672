"""Records of ``warcio``, for whoever has a loop over them already, such as cc-pyspark."""

from __future__ import annotations

import collections.abc
import typing

from . import _engine
from ._extract import Extractor, _row

_PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml", "text/plain")
#: What the extractor takes of a page if nothing else is said.
_BYTES = 16 << 20
_extractors: dict[str, Extractor] = {}


def process_record(
    record: typing.Any, *, any_status: bool = False, **options: typing.Any
) -> collections.abc.Iterator[dict[str, typing.Any]]:
    """The row of a record's page: a dict with the columns of articles, or nothing if the record is no page.

    ``record``: an ``ArcWarcRecord``. Of responses and resources those are pages that are HTML or plain text, with a status of
    success unless ``any_status``. A page that cannot be read is a row with ``error_kind``. ``options``: those of ``Extractor``,
    which is made once for them. Revisits have no page of their own: ``read_pages`` finds theirs. Needs ``pyarrow``.

    The whole of a job of cc-pyspark is, beside its ``run_job``::

        def process_record(self, record):
            return cuttings.process_record(record)
    """
    if record.rec_type not in ("response", "resource"):
        return
    head = record.rec_headers
    sent = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    kind = _media(head.get_header("WARC-Identified-Payload-Type") or sent)
    status = _status(record)
    if kind not in ("", *_PAGES) or not (any_status or status is None or 200 <= status < 300):
        return
    extractor = _extractor(options)
    name = head.get_header("WARC-Record-ID") or head.get_header("WARC-Target-URI") or ""
    name, url = name.strip("<>"), head.get_header("WARC-Target-URI")
    try:
        html = _read(record, extractor._arguments["limits"].get("bytes", _BYTES) + 1)
    except Exception as error:
        row = _engine.failure(name, url or name, "damaged", f"damaged: {type(error).__name__}: {error}")
    else:
        if not kind and not html.lstrip().startswith(b"<"):
            return
        captured = _engine.digits(head.get_header("WARC-Date"))
        page = {"html": html, "url": url, "content_type": sent, "captured": captured, "status": status, "id": name}
        row = _row(0, page)
    for batch in _engine.extracted(extractor, [row], 1):
        yield from batch.to_pylist(maps_as_pydicts="strict")


def _read(record: typing.Any, limit: int) -> bytes:
    """The page out of its chunks and codings, and no more of it than the limit and a byte: it may unpack to anything."""
    stream, parts, held = record.content_stream(), [], 0
    while held < limit:
        part = stream.read(min(limit - held, 1 << 20))
        if not part:
            break
        parts.append(part)
        held += len(part)
    return b"".join(parts)


def _media(content_type: str | None) -> str:
    return (content_type or "").replace(",", ";").split(";")[0].strip().lower()


def _status(record: typing.Any) -> int | None:
    code = record.http_headers.get_statuscode() if record.http_headers else None
    return int(code) if code and code.isascii() and code.isdigit() and len(code) == 3 else None


def _extractor(options: dict[str, typing.Any]) -> Extractor:
    key = repr(sorted(options.items()))
    if key not in _extractors:
        # Options differ by job, not by record.
        _extractors.clear()
        _extractors[key] = Extractor(**options)
    return _extractors[key]
