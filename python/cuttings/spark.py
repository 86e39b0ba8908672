"""Articles in Spark: of a table of pages, and of a list of files.

>>> from pyspark.sql import SparkSession                                # doctest: +SKIP
>>> import cuttings.spark                                               # doctest: +SKIP
>>> spark = SparkSession.builder.getOrCreate()                          # doctest: +SKIP
>>> pages = spark.read.parquet("pages")                                 # doctest: +SKIP
>>> cuttings.spark.articles(pages, html="html", url="url").write.parquet("articles")  # doctest: +SKIP

Each needs ``pyspark`` 4 and ``pyarrow``, and ``cuttings`` where the workers run.
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
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

    Batches = collections.abc.Iterator[pyarrow.RecordBatch]


def schema() -> StructType:
    """The columns of articles, as Spark has them."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(_engine.schema())


def articles(
    df: DataFrame,
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
    **options: typing.Any,
) -> DataFrame:
    """The articles of a table of pages: a row for each of its rows, whatever it holds.

    ``html`` and the like are the names of its columns, ``None`` where it has none; the rows of articles have as ``id`` what the
    column of that name holds, or else the address. ``keep``: columns of the table that go along. ``size`` and ``max_bytes``: a
    batch ends behind so many pages or bytes of markup. ``threads``: those of a task, which Spark should then know of
    (``spark.task.cpus``). ``options``: those of ``Extractor``.

    Set ``spark.sql.execution.arrow.maxRecordsPerBatch`` to some 200 before: Spark hands over so many pages at once, else 10,000.
    """
    columns = Columns(html, url, content_type, captured, status, id, source)
    columns.check(df.columns, keep)
    extractor = Extractor(**options)
    names = [name for name in columns if name is not None] + list(keep)

    def work(batches: Batches) -> Batches:
        for batch in batches:
            made = _engine.of_table(
                extractor, batch, columns, keep=keep, size=size, max_bytes=max_bytes, threads=threads
            )
            yield from map(_micros, made)

    fields = schema()
    for name in keep:
        fields = fields.add(df.schema[name])
    # Columns that nobody reads need not go to the workers.
    return df.select(*dict.fromkeys(names)).mapInArrow(work, fields)


def articles_of_files(
    files: DataFrame | collections.abc.Sequence[str | os.PathLike[str]],
    *,
    path: str = "path",
    spark: SparkSession | None = None,
    fetch: Fetch | None = None,
    any_status: bool = False,
    size: int = SIZE,
    max_bytes: int = MAX_BYTES,
    threads: int = 1,
    **options: typing.Any,
) -> DataFrame:
    """The articles of the pages of files (WARC and all that ``read_pages`` reads): a row for each page, and one for each file or
    piece of a file that cannot be read.

    ``files``: paths, each of which becomes a task, or a table with a column of them, named ``path``, which is left in its
    partitions. ``fetch``: where the files are elsewhere, copies the first path given, in a worker, to the second, a scratch file that is
    removed when it was read; what it raises is the ``io`` error of a row. The rest is as for ``articles``.
    """
    extractor = Extractor(**options)
    if _is_table(files):
        table, listed = files.select(path), None
    else:
        listed = [os.fspath(name) for name in files]
        # A partition for each file, whose number is its row: `repartition` would deal some tasks two files and some none.
        table = _session(spark).range(0, len(listed), 1, max(1, len(listed)))

    def work(batches: Batches) -> Batches:
        for batch in batches:
            cells = batch.column(0).to_pylist()
            names = [listed[cell] for cell in cells] if listed is not None else [name for name in cells if name is not None]
            made = _engine.of_files(
                extractor, names, fetch=fetch, any_status=any_status, size=size, max_bytes=max_bytes, threads=threads
            )
            yield from map(_micros, made)

    return table.mapInArrow(work, schema())


def _is_table(files: object) -> typing.TypeGuard[DataFrame]:
    return hasattr(files, "mapInArrow")


def _session(spark: SparkSession | None) -> SparkSession:
    from pyspark.sql import SparkSession

    return spark if spark is not None else SparkSession.active()


def _micros(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """The batch with times in microseconds, the only ones that Spark reads."""
    import pyarrow
    from pyarrow import types

    for n, field in enumerate(batch.schema):
        if types.is_timestamp(field.type) and field.type.unit != "us":
            kind = pyarrow.timestamp("us", field.type.tz)
            batch = batch.set_column(n, field.with_type(kind), batch.column(n).cast(kind))
    return batch
