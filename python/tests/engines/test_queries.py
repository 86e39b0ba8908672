"""DuckDB and polars over the Parquet: the queries of docs/python-engines.md."""

from __future__ import annotations

import pytest
from conftest import cases, engine

import cuttings

engine("pyarrow")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A file of the cases, written a batch at a time, and what is in it."""
    import pyarrow.parquet

    path = tmp_path_factory.mktemp("queries") / "articles.parquet"
    extractor, writer, rows = cuttings.Extractor(links=True), None, []
    for batch in extractor.extract_batches(cases(), size=25, threads=1):
        writer = writer or pyarrow.parquet.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
        rows += batch.to_pylist()
    writer.close()
    return str(path), rows


def test_duckdb(table):
    duckdb = engine("duckdb")
    path, rows = table
    headings = duckdb.sql(
        f"select id, block.text from (select id, unnest(body) as block from '{path}') where block.type = 'heading'"
    ).fetchall()
    told = [(row["id"], block["text"]) for row in rows for block in row["body"] or () if block["type"] == "heading"]
    assert sorted(headings) == sorted(told) and told
    years = duckdb.sql(f"select year(published at time zone 'UTC') y, count(*) from '{path}' where y is not null group by y").fetchall()
    assert sum(count for _, count in years) == sum(row["published"] is not None for row in rows)


def test_polars(table):
    polars = engine("polars")
    path, rows = table
    captions = (
        polars.scan_parquet(path)
        .select("id", "media")
        .explode("media")
        .unnest("media")
        .filter(polars.col("caption").is_not_null())
        .collect()
    )
    told = [(row["id"], medium["caption"]) for row in rows for medium in row["media"] or () if medium["caption"] is not None]
    assert sorted(captions.select("id", "caption").rows()) == sorted(told) and told
