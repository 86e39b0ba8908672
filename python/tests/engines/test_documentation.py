"""The programs of docs/python-engines.md, run as they stand there, in a folder that holds what they read."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import zipfile

import pytest
from conftest import FIXTURES, cases, engine, warc

import cuttings

engine("pyarrow")

PAGE = FIXTURES.parent / "docs" / "python-engines.md"
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf8"), re.MULTILINE | re.DOTALL)

#: What the workers import to fetch a file: the bucket is a folder.
BUCKET = """
import shutil


class client:
    def __init__(self, name):
        assert name == "s3"

    def download_file(self, bucket, key, to):
        shutil.copy(f"{bucket}/{key}", to)
"""


def programs(*words: str) -> str:
    """Those programs of the page that hold each word, one after the other."""
    found = [program for program in PROGRAMS if all(word in program for word in words)]
    assert found, words
    return "\n".join(found)


@pytest.fixture
def folder(tmp_path) -> pathlib.Path:
    import pyarrow
    import pyarrow.parquet

    pages = [{**page, "content_type": "text/html", "captured": "20120916080000", "status": 200, "crawl": "one"} for page in cases()]
    (tmp_path / "pages").mkdir()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(pages), tmp_path / "pages" / "0.parquet")
    (tmp_path / "commoncrawl").mkdir()
    for name, part in (("a", pages[::2]), ("b", pages[1::2]), ("commoncrawl/c", pages[:20])):
        warc(tmp_path / f"{name}.warc.gz", part)
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as file:
        file.write(tmp_path / "b.warc.gz", "archive/b.warc.gz")
    (tmp_path / "boto3.py").write_text(BUCKET)
    return tmp_path


def run(folder: pathlib.Path, program: str, *arguments: str) -> str:
    """What a program prints, whose files lie in the folder instead of ``/data``."""
    file = folder / "program.py"
    file.write_text(program.replace("/data/", f"{folder}/"), encoding="utf8")
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(pathlib.Path(cuttings.__file__).parents[1]), str(folder)]),
        "PYSPARK_SUBMIT_ARGS": f"--master local[2] --conf spark.ui.enabled=false --conf spark.sql.warehouse.dir={folder}/out pyspark-shell",
    }
    command = [sys.executable, file, *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def rows(path: pathlib.Path) -> list[dict]:
    import pyarrow.dataset

    return pyarrow.dataset.dataset(str(path), format="parquet").to_table().to_pylist()


#: The pages of both files, by the records that hold them.
NAMED = sorted(f"urn:case:{page['id']}" for page in cases())


def ids(found: list[dict]) -> list[str]:
    return sorted(row["id"] for row in found)


def test_spark(folder):
    engine("pyspark")
    # One session for them all; what the page leaves to its readers is written behind.
    pieces = programs("cuttings.spark.articles(")
    files = programs("cuttings.spark.articles_of_files", "/data/") + "articles.write.parquet('files')\n"
    bucket = "paths = ['c.warc.gz']\n" + programs("boto3") + "articles.write.parquet('bucket')\n"
    printed = run(folder, "\n".join([pieces, files, bucket]))
    assert "error_kind" in printed
    made = rows(folder / "articles")
    assert len(made) == len(cases()) and {row["crawl"] for row in made} == {"one"}
    assert ids(rows(folder / "files")) == NAMED
    found = rows(folder / "bucket")
    assert len(found) == 20 and all(row["error_kind"] is None and row["source"].startswith("c.warc.gz") for row in found)


def test_cc_pyspark(folder):
    engine("cc_pyspark.sparkcc")
    paths = [str(folder / f"{name}.warc.gz") for name in ("a", "b")]
    (folder / "paths.txt").write_text("".join(f"{path}\n" for path in paths))
    run(folder, programs("cc_pyspark"), "--num_input_partitions=2", "--log_level=ERROR", "paths.txt", "articles")
    found = rows(folder / "out" / "articles")
    assert ids(found) == NAMED
    read = [page for path in paths for page in cuttings.read_pages(path)]
    told = {row["id"]: row["body"] for row in cuttings.extract_batch(read, threads=1).to_pylist()}
    assert {row["id"]: row["body"] for row in found} == told


def test_ray(folder):
    engine("ray.data")
    run(folder, programs("import ray\n"))
    made = rows(folder / "articles")
    assert len(made) == len(cases()) and {row["crawl"] for row in made} == {"one"}
    assert ids(rows(folder / "more")) == NAMED


def test_datatrove(folder):
    import gzip

    engine("datatrove")
    run(folder, programs("LocalPipelineExecutor"))
    lines = [line for file in (folder / "articles").iterdir() for line in gzip.open(file, "rt")]
    assert lines and all('"body"' in line for line in lines)


def test_queries(folder):
    engine("duckdb")
    engine("polars")
    whole = programs("ParquetWriter") + programs("import duckdb") + programs("import polars") + "print(len(captions))\n"
    printed = run(folder, whole)
    assert "count_star()" in printed
    told = [medium for row in rows(folder / "articles.parquet") for medium in row["media"] or () if medium["caption"]]
    assert int(printed.split()[-1]) == len(told) > 0
