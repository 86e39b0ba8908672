"""Articles in Ray Data: of a table of pages, and of a list of files.

>>> import ray, cuttings.ray                                            # doctest: +SKIP
>>> pages = ray.data.read_parquet("pages")                              # doctest: +SKIP
>>> cuttings.ray.articles(pages, html="html", url="url").write_parquet("articles")  # doctest: +SKIP

Each needs ``ray[data]`` and ``pyarrow``, and ``cuttings`` where the workers run.
"""

from __future__ import annotations

import collections.abc
import os
import typing

from . import _engine
from ._engine import MAX_BYTES, SIZE, Columns, Fetch
from ._extract import Extractor

if typing.TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset


def articles(
    dataset: Dataset,
    *,
    html: str = "html",
    url: str | None = "url",
    content_type: str | None = None,
    captured: str | None = None,
    status: str | None = None,
    id: str | None = None,
    source: str | None = None,
    keep: collections.abc.Sequence[str] = (),
    size: int = SIZE,
    max_bytes: int = MAX_BYTES,
    threads: int = 1,
    ray_options: collections.abc.Mapping[str, typing.Any] | None = None,
    **options: typing.Any,
) -> Dataset:
    """The articles of a table of pages: a row for each of its rows, whatever it holds.

    ``html`` and the like are the names of its columns, ``None`` where it has none; the rows of articles have as ``id`` what the
    column of that name holds, or else the address. ``keep``: columns of the table that go along. ``size`` and ``max_bytes``: a
    batch ends behind so many pages or bytes of markup. ``threads``: those of a task, which Ray is told of. ``ray_options``: more
    arguments of ``map_batches``, such as ``memory``. ``options``: those of ``Extractor``.
    """
    columns = Columns(html, url, content_type, captured, status, id, source)
    extractor = Extractor(**options)

    def work(table: pyarrow.Table) -> collections.abc.Iterator[pyarrow.Table]:
        columns.check(table.column_names, keep)
        for batch in table.to_batches():
            made = _engine.of_table(
                extractor, batch, columns, keep=keep, size=size, max_bytes=max_bytes, threads=threads
            )
            yield from map(_table, made)

    return dataset.map_batches(work, **_arguments(size, threads, ray_options))


def articles_of_files(
    files: collections.abc.Sequence[str | os.PathLike[str]],
    *,
    fetch: Fetch | None = None,
    any_status: bool = False,
    size: int = SIZE,
    max_bytes: int = MAX_BYTES,
    threads: int = 1,
    ray_options: collections.abc.Mapping[str, typing.Any] | None = None,
    **options: typing.Any,
) -> Dataset:
    """The articles of the pages of files (WARC and all that ``read_pages`` reads), each a task: a row for each page, and one for
    each file or piece of a file that cannot be read.

    ``fetch``: where the files are elsewhere, copies the first path given, in a worker, to the second, a scratch file that is removed
    when it was read; what it raises is the ``io`` error of a row. The rest is as for ``articles``.
    """
    import ray.data

    extractor = Extractor(**options)

    def work(table: pyarrow.Table) -> collections.abc.Iterator[pyarrow.Table]:
        made = _engine.of_files(
            extractor,
            table.column("path").to_pylist(),
            fetch=fetch,
            any_status=any_status,
            size=size,
            max_bytes=max_bytes,
            threads=threads,
        )
        # A file without pages has no batch, and Ray takes its columns from what it is given.
        yield _engine.schema().empty_table()
        yield from map(_table, made)

    rows = [{"path": os.fspath(name)} for name in files]
    dataset = ray.data.from_items(rows, override_num_blocks=max(1, len(rows)))
    return dataset.map_batches(work, **_arguments(1, threads, ray_options))


def _table(batch: pyarrow.RecordBatch) -> pyarrow.Table:
    import pyarrow

    return pyarrow.Table.from_batches([batch])


def _arguments(
    size: int, threads: int, more: collections.abc.Mapping[str, typing.Any] | None
) -> dict[str, typing.Any]:
    fixed = {"batch_size": size, "batch_format": "pyarrow", "zero_copy_batch": True, "num_cpus": threads}
    return {**fixed, **(more or {})}
