"""Articles in Spark, on a cluster of two worker processes."""

from __future__ import annotations

import datetime
import os
import pathlib
import sys

import pytest
from conftest import cases, engine, poisoned, warc

import cuttings

engine("pyarrow")
engine("pyspark")
engine("warcio")

from pyspark.sql import SparkSession  # noqa: E402

import cuttings.spark  # noqa: E402


@pytest.fixture(scope="module")
def spark():
    # The Python of the workers. The setting of this name is read by spark-submit alone.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("cuttings")
    settings = {
        "spark.executor.memory": "1g",
        # Workers take the package from where this process has it.
        "spark.executorEnv.PYTHONPATH": str(pathlib.Path(cuttings.__file__).parents[1]),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
        "spark.sql.session.timeZone": "Asia/Tokyo",
        "spark.sql.shuffle.partitions": "4",
        # A task that fails once fails the job: none may.
        "spark.task.maxFailures": "1",
        "spark.ui.enabled": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def told(pages, **options) -> dict:
    """What ``extract_batch`` makes of them, by id."""
    rows = cuttings.Extractor(**options).extract_batch(pages, threads=1).to_pylist(maps_as_pydicts="strict")
    return {row["id"]: row for row in rows}


def as_told(row) -> dict:
    """A row of Spark as ``extract_batch`` would tell it: Spark's times are local ones."""
    found = row.asDict(recursive=True)
    for name in ("capture_timestamp", "published", "modified"):
        if found[name] is not None:
            found[name] = found[name].astimezone(datetime.timezone.utc)
    return found


def test_articles_of_a_table_are_those_of_a_batch(spark):
    pages = [{**page, "captured": "20120916080000", "status": 200, "content_type": "text/html"} for page in cases()]
    columns = "id string, url string, html binary, captured string, status int, content_type string"
    table = spark.createDataFrame(pages, columns).repartition(4)
    names = {name: name for name in ("id", "captured", "status", "content_type")}
    found = cuttings.spark.articles(table, **names, links=True, emphasis=True, provenance=True)
    assert found.schema == cuttings.spark.schema()
    expected = told(pages, links=True, emphasis=True, provenance=True)
    rows = {row["id"]: as_told(row) for row in found.collect()}
    assert rows == expected
    assert all(row["provenance"] for row in rows.values() if row["headline"])


def test_a_page_that_fails_is_a_row(spark):
    good, bad = cases()[:20], poisoned()
    rows = [(page["id"], page["url"], page["html"], n) for n, page in enumerate(good + bad)]
    table = spark.createDataFrame(rows, "id string, url string, html binary, number long").repartition(3)
    found = cuttings.spark.articles(table, id="id", keep=["number"], size=4).collect()
    assert sorted(row["number"] for row in found) == list(range(len(rows)))
    assert all(rows[row["number"]][0] == row["id"] for row in found)
    kinds = {row["id"]: row["error_kind"] for row in found}
    assert kinds == {page["id"]: page.get("kind") for page in good + bad}


def test_what_is_odd_of_a_page_is_not_known_or_told(spark):
    """Times beyond the calendar, statuses that are none, text that is no UTF-8."""
    page = "<title>Pier to close</title><h1>Pier to close</h1><p>The town pier will close on Monday for repairs, the council said."
    rows = [
        ("plain", page, datetime.datetime(2012, 9, 16, 8, tzinfo=datetime.timezone.utc), 200),
        ("status", page, None, 70_000),
        ("negative", page, None, -1),
        ("none", None, None, None),
    ]
    table = spark.createDataFrame(rows, "id string, html string, captured timestamp, status int")
    table = table.union(spark.sql("select 'bytes', cast(x'3c68313ee93c2f68313e' as string), timestamp '+250000-01-01', 200"))
    found = cuttings.spark.articles(table, url=None, id="id", captured="captured", status="status").collect()
    by_id = {row["id"]: row for row in found}
    assert len(found) == len(by_id) == 5
    assert as_told(by_id["plain"])["capture_timestamp"] == rows[0][2]
    assert {name: row["status"] for name, row in by_id.items() if row["status"]} == {"plain": 200}
    assert by_id["none"]["error_kind"] == "not_a_page"
    assert by_id["bytes"]["error_kind"]


def test_old_times_are_written_to_parquet_and_read(spark, tmp_path):
    """Spark can refuse to write times before 1900, and nothing says that a table holds none by mistake."""
    table = spark.createDataFrame([("old", "<h1>Pier opens</h1><p>The pier has been opened.", "18870502080000")], "id string, html string, at string")
    cuttings.spark.articles(table, url=None, id="id", captured="at").write.parquet(str(tmp_path / "articles"))
    row = spark.read.parquet(str(tmp_path / "articles")).first()
    assert as_told(row)["capture_timestamp"] == datetime.datetime(1887, 5, 2, 8, tzinfo=datetime.timezone.utc)


def test_columns_that_are_not_there_are_told_before_anything_runs(spark):
    table = spark.createDataFrame([(b"", "a")], "html binary, headline string")
    with pytest.raises(ValueError, match="url: there is no column 'url'"):
        cuttings.spark.articles(table)
    with pytest.raises(ValueError, match="tells rows apart"):
        cuttings.spark.articles(table, url=None)
    with pytest.raises(ValueError, match="columns of these names"):
        cuttings.spark.articles(table, url="headline", keep=["headline"])


def files(folder) -> tuple[list[str], list[dict]]:
    """Three WARC files with the cases, one of them broken in the middle, and two files that are none."""
    pages = cases()
    paths = [warc(folder / f"{n}.warc.gz", pages[n::3], broken=n == 1) for n in range(3)]
    (folder / "empty.warc.gz").write_bytes(b"")
    return [*paths, str(folder / "empty.warc.gz"), str(folder / "missing.warc.gz")], pages


def check(found, paths, pages):
    ids = sorted(row["id"] for row in found if row["error_kind"] is None)
    assert ids == sorted(f"urn:case:{page['id']}" for page in pages)
    failed = {(row["source"], row["error_kind"]) for row in found if row["error_kind"]}
    assert (paths[1], "damaged") in failed and (paths[4], "io") in failed
    assert {source for source, _ in failed} <= {paths[1], paths[3], paths[4]}
    assert all(row["source"].startswith(tuple(paths)) for row in found)


def test_articles_of_a_list_of_files(spark, tmp_path):
    paths, pages = files(tmp_path)
    frame = cuttings.spark.articles_of_files(paths)
    assert frame.rdd.getNumPartitions() == len(paths)
    check(frame.collect(), paths, pages)
    assert cuttings.spark.articles_of_files([]).collect() == []


def test_articles_of_files_that_are_fetched(spark, tmp_path):
    paths, pages = files(tmp_path)

    def fetch(name, to):
        import shutil

        shutil.copy(name.removeprefix("far:"), to)

    far = ["far:" + path for path in paths]
    table = spark.createDataFrame([(path,) for path in far], "path string").repartition(2)
    found = cuttings.spark.articles_of_files(table, fetch=fetch).collect()
    check(found, far, pages)
