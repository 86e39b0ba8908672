"""What the engines share: rows of pages and of files, and Arrow batches of bounded size.

Nothing is raised for a page or a file here: what cannot be read is a row that says why.
"""

from __future__ import annotations

import collections.abc
import contextlib
import os
import tempfile
import typing

from . import _native
from ._errors import Error
from ._extract import Extractor, _row
from ._pages import Pages

if typing.TYPE_CHECKING:
    import pyarrow

#: A batch ends behind so many pages, or behind the page with which it holds so many bytes of markup.
SIZE, MAX_BYTES = 200, 32 << 20

#: A page as the native part takes it.
Row = tuple[typing.Any, ...]
#: Copies the file of the first name to the path that is the second.
Fetch = collections.abc.Callable[[str, str], object]


class Columns(typing.NamedTuple):
    """The columns of a table that hold what is known of a page."""

    html: str = "html"
    url: str | None = "url"
    content_type: str | None = None
    captured: str | None = None
    status: str | None = None
    id: str | None = None
    source: str | None = None

    def check(self, names: collections.abc.Sequence[str], keep: collections.abc.Sequence[str]) -> None:
        """Raises ``ValueError`` for a column that is not there, and for rows that nothing would tell apart."""
        wanted = [(role, name) for role, name in self._asdict().items() if name is not None]
        for role, name in wanted + [("keep", name) for name in keep]:
            if name not in names:
                raise ValueError(f"{role}: there is no column {name!r}; there are {sorted(names)}")
        if self.id is None and self.url is None:
            raise ValueError("id: without addresses a column is needed that tells rows apart")
        taken = set(keep) & set(schema().names)
        if taken:
            raise ValueError(f"keep: articles have columns of these names: {sorted(taken)}")

    def rows(self, batch: pyarrow.RecordBatch, start: int, end: int) -> list[Row]:
        """The pages in these rows of a batch."""
        part = batch.slice(start, end - start)
        read = {role: _READ[role](part.column(name)) for role, name in self._asdict().items() if name is not None}
        return [_row(start + n, dict(zip(read, values))) for n, values in enumerate(zip(*read.values()))]


def schema() -> pyarrow.Schema:
    """The columns of articles."""
    import pyarrow

    return pyarrow.record_batch(Extractor()._native.extract_batch([], 1)).schema


def weighed(
    rows: collections.abc.Iterable[Row], size: int, max_bytes: int
) -> collections.abc.Iterator[list[Row]]:
    """Rows in lists that memory can hold together."""
    chunk: list[Row] = []
    held = 0
    for row in rows:
        chunk.append(row)
        # The page, or its markup; of what is no page there is a text.
        held += len(row[2] or b"")
        if len(chunk) >= size or held >= max_bytes:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def extracted(
    extractor: Extractor, rows: list[Row], threads: int
) -> collections.abc.Iterator[pyarrow.RecordBatch]:
    """The rows' articles, in one batch, or in more if they are too much for one: Arrow numbers 2 GiB of text."""
    import pyarrow

    try:
        batch = pyarrow.record_batch(extractor._native.extract_batch(rows, threads))
    except OverflowError as error:
        if len(rows) > 1:
            half = len(rows) // 2
            yield from extracted(extractor, rows[:half], threads)
            yield from extracted(extractor, rows[half:], threads)
            return
        batch = pyarrow.record_batch(extractor._native.extract_batch([failure(*rows[0][:2], "limit", str(error))], 1))
    yield batch


def of_table(
    extractor: Extractor,
    batch: pyarrow.RecordBatch,
    columns: Columns,
    *,
    keep: collections.abc.Sequence[str] = (),
    size: int = SIZE,
    max_bytes: int = MAX_BYTES,
    threads: int = 1,
) -> collections.abc.Iterator[pyarrow.RecordBatch]:
    """The articles of a table of pages, with the columns to keep behind theirs."""
    for start, end in _parts(batch.column(columns.html), size, max_bytes):
        for made in extracted(extractor, columns.rows(batch, start, end), threads):
            for name in keep:
                field = batch.schema.field(name)
                made = made.append_column(field, batch.column(name).slice(start, len(made)))
            start += len(made)
            yield made


def of_files(
    extractor: Extractor,
    names: collections.abc.Iterable[str],
    *,
    fetch: Fetch | None = None,
    any_status: bool = False,
    size: int = SIZE,
    max_bytes: int = MAX_BYTES,
    threads: int = 1,
) -> collections.abc.Iterator[pyarrow.RecordBatch]:
    """The articles of the pages of files; no batch holds those of two files."""
    for name in names:
        with contextlib.closing(file_rows(extractor, name, fetch, any_status)) as rows:
            for chunk in weighed(rows, size, max_bytes):
                yield from extracted(extractor, chunk, threads)


def file_rows(
    extractor: Extractor, name: str, fetch: Fetch | None = None, any_status: bool = False
) -> collections.abc.Generator[Row]:
    """The pages of a file as rows, and a row for each piece of it that cannot be read."""
    with contextlib.ExitStack() as stack:
        path = name
        if fetch is not None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cuttings-"))
            path = os.path.join(folder, "file")
            try:
                fetch(name, path)
            except Exception as error:
                yield failure(name, name, "io", f"{name}: {type(error).__name__}: {error}")
                return
        yield from _read(extractor, name, path, any_status)


def _read(extractor: Extractor, name: str, path: str, any_status: bool) -> collections.abc.Iterator[Row]:
    try:
        pages = Pages(path, errors="raise", any_status=any_status, limits=extractor._arguments["limits"])
    except Error as error:
        yield failure(name, name, error.kind, str(error).replace(path, name))
        return
    broken = 0
    while True:
        try:
            page = next(pages)
        except StopIteration:
            return
        except Error as error:
            broken += 1
            yield failure(f"{name}#broken-{broken}", name, error.kind, str(error).replace(path, name))
        else:
            yield page.id.replace(path, name), page.source.replace(path, name), page


def failure(name: str, source: str, kind: str, message: str) -> Row:
    """The row of what came to nothing before it was a page."""
    return name, source, kind, message


def digits(date: object) -> str | None:
    """A time as ``WARC-Date`` has it (``2007-12-11T03:21:45Z``), as 14 digits; nothing where it is written otherwise."""
    found = "".join(c for c in str(date or "") if c in "0123456789")[:14]
    return found if len(found) == 14 else None


def _parts(html: pyarrow.Array, size: int, max_bytes: int) -> collections.abc.Iterator[tuple[int, int]]:
    """The beginnings and ends of parts of a column that memory can hold as Python's values."""
    import pyarrow.compute

    start, held = 0, 0
    for n, length in enumerate(pyarrow.compute.binary_length(_bytes(html)).to_pylist(), 1):
        held += length or 0
        if n - start >= size or held >= max_bytes:
            yield start, n
            start, held = n, 0
    if start < len(html):
        yield start, len(html)


def _bytes(column: pyarrow.Array) -> pyarrow.Array:
    """A column of text or bytes, as bytes."""
    import pyarrow
    from pyarrow import types

    if types.is_binary(column.type) or types.is_large_binary(column.type):
        return column
    if types.is_null(column.type) or types.is_binary_view(column.type):
        return column.cast(pyarrow.large_binary())
    if not (types.is_string(column.type) or types.is_large_string(column.type) or types.is_string_view(column.type)):
        raise TypeError(f"expected a column of bytes or text, not of {column.type}")
    # Not all engines hold to it that texts are UTF-8, and a conversion would fail for all rows at once.
    plain = column.cast(pyarrow.large_string()) if types.is_string_view(column.type) else column
    return plain.view(pyarrow.binary() if types.is_string(plain.type) else pyarrow.large_binary())


def _html(column: pyarrow.Array) -> list[bytes | str | None]:
    from pyarrow import types

    values = _bytes(column).to_pylist()
    if types.is_string(column.type) or types.is_large_string(column.type) or types.is_string_view(column.type):
        return _decoded(values)
    return values


def _texts(column: pyarrow.Array) -> list[str | None]:
    from pyarrow import types

    # Ids are numbers as often as not.
    if types.is_integer(column.type):
        return [None if value is None else str(value) for value in column.to_pylist()]
    return _decoded(_bytes(column).to_pylist())


def _decoded(values: list[bytes | None]) -> list[str | None]:
    return [None if value is None else value.decode("utf-8", "replace") for value in values]


def _times(column: pyarrow.Array) -> list[str | None]:
    """When pages were captured, as 14 digits; what bears no zone is taken as UTC."""
    import pyarrow
    import pyarrow.compute
    from pyarrow import types

    if not types.is_temporal(column.type):
        return _texts(column)
    seconds = column.cast(pyarrow.timestamp("s", getattr(column.type, "tz", None) and "UTC"), safe=False)
    return pyarrow.compute.strftime(seconds, "%Y%m%d%H%M%S").to_pylist()


def _statuses(column: pyarrow.Array) -> list[int | None]:
    """Statuses. A number that is none is not known."""
    from pyarrow import types

    if not (types.is_integer(column.type) or types.is_null(column.type)):
        raise TypeError(f"status: expected a column of integers, not of {column.type}")
    return [value if value is not None and 100 <= value < 1000 else None for value in column.to_pylist()]


_READ: dict[str, collections.abc.Callable[[typing.Any], list[typing.Any]]] = {
    "html": _html,
    "url": _texts,
    "content_type": _texts,
    "captured": _times,
    "status": _statuses,
    "id": _texts,
    "source": _texts,
}
