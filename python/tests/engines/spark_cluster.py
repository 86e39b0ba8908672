"""Spark, two worker processes, 20,000 pages, one of them poisoned, and one worker killed in mid-run: is every row there once?

usage: spark_cluster.py [--pages N] [--keep DIR]

The pages are those of the cases, each many times under other ids. They are written as Parquet, read as a table, extracted and written
again. When some tasks have ended, an executor is killed with signal 9. Prints what it took, and fails if a row
is missing, there twice or not what `extract_batch` makes of its page.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import threading
import time

from conftest import cases

import cuttings
import cuttings.spark

POISONED = b"%PDF-1.4 poison"


def session():
    from pyspark.sql import SparkSession

    # The Python of the workers.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,2048]").appName("cuttings-cluster")
    settings = {
        "spark.executor.memory": "1536m",
        "spark.executorEnv.PYTHONPATH": str(pathlib.Path(cuttings.__file__).parents[1]),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "200",
        "spark.sql.files.maxPartitionBytes": str(8 << 20),
        # One page that fails twice would fail the job, were it more than a row.
        "spark.task.maxFailures": "4",
        "spark.ui.enabled": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def write_pages(path: pathlib.Path, count: int) -> int:
    """Writes the table of pages, in files of 500, and gives the number of the poisoned one."""
    import pyarrow
    import pyarrow.parquet

    found = cases()
    poisoned = count * 2 // 3
    path.mkdir()
    for start in range(0, count, 500):
        numbers = range(start, min(start + 500, count))
        pages = [found[n % len(found)] for n in numbers]
        html = [POISONED if n == poisoned else page["html"] for n, page in zip(numbers, pages)]
        table = pyarrow.table(
            {"number": list(numbers), "case": [page["id"] for page in pages], "url": [page["url"] for page in pages], "html": html},
            schema=pyarrow.schema([("number", "int64"), ("case", "string"), ("url", "string"), ("html", "binary")]),
        )
        pyarrow.parquet.write_table(table, path / f"{start:06}.parquet", compression="zstd")
    return poisoned


def started(command: bytes) -> list[int]:
    """The processes that this one has started, by whatever way, and that have this in their command line."""
    parents, found = {}, []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
            if command in line:
                found.append(int(entry.name))

    def is_ours(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    return [process for process in found if is_ours(process)]


def executors() -> list[int]:
    return started(b"CoarseGrainedExecutorBackend")


def watch_memory(peaks: dict[int, int]) -> None:
    """Notes the most memory, in KiB, that each of Spark's Python processes has held."""
    while True:
        for process in started(b"pyspark.daemon"):
            with contextlib.suppress(OSError, AttributeError):
                status = pathlib.Path(f"/proc/{process}/status").read_text()
                peaks[process] = int(re.search(r"VmHWM:\s+(\d+)", status)[1])
        time.sleep(1)


def kill_one(spark, after: int, killed: list) -> None:
    """Kills an executor when so many tasks have ended and others run."""
    tracker = spark.sparkContext.statusTracker()
    while not killed:
        time.sleep(0.2)
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info and info.numCompletedTasks >= after and info.numActiveTasks >= 2:
                victim = executors()[-1]
                os.kill(victim, signal.SIGKILL)
                killed.append((victim, info.numCompletedTasks, info.numTasks))
                return


def check(spark, out: str, count: int, poisoned: int) -> None:
    """Fails if a row is missing, there twice, or not what the page gives alone."""
    numbers = collections.Counter(row[0] for row in spark.read.parquet(out).select("number").collect())
    assert numbers == collections.Counter(range(count)), "rows are missing or there twice"
    failed = spark.read.parquet(out).where("error_kind is not null").select("number", "error_kind").collect()
    assert [tuple(row) for row in failed] == [(poisoned, "not_a_page")], failed
    told = {row["id"]: (row["headline"], row["text"]) for row in cuttings.extract_batch(cases(), threads=1).to_pylist()}
    kinds = spark.read.parquet(out).where("error_kind is null").select("id", "headline", "text").distinct().collect()
    assert {row["id"]: (row["headline"], row["text"]) for row in kinds} == told and len(kinds) == len(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder to work in, which is kept")
    args = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cuttings-cluster-")) if args.keep is None else args.keep
    folder.mkdir(exist_ok=True)
    try:
        run(folder, args.pages)
    finally:
        if args.keep is None:
            shutil.rmtree(folder)


def run(folder: pathlib.Path, count: int) -> None:
    poisoned = write_pages(folder / "pages", count)
    out = str(folder / "articles")
    began = time.monotonic()
    spark = session()
    spark.sparkContext.setLogLevel("ERROR")
    print(f"{count} pages written; Spark up in {time.monotonic() - began:.1f} s, executors {executors()}", flush=True)

    killed: list = []
    peaks: dict[int, int] = {}
    threading.Thread(target=watch_memory, args=(peaks,), daemon=True).start()
    began = time.monotonic()
    table = spark.read.parquet(str(folder / "pages"))
    threading.Thread(target=kill_one, args=(spark, max(1, count // 5000), killed), daemon=True).start()
    cuttings.spark.articles(table, id="case", keep=["number"]).write.parquet(out)
    seconds = time.monotonic() - began
    assert killed, "the run was over before a worker was killed: take more pages"
    process, ended, of = killed[0]
    print(f"executor {process} killed when {ended} of {of} tasks had ended; executors now {executors()}")
    print(f"{count} pages in {seconds:.1f} s: {count / seconds:.0f} a second")
    print(f"a Python worker held at most {max(peaks.values()) / 1024:.0f} MiB")
    check(spark, out, count, poisoned)
    size = sum(file.stat().st_size for file in pathlib.Path(out).glob("*.parquet"))
    print(f"every row is there once, the poisoned one with its error; {size / count:.0f} bytes of Parquet a page")
    spark.stop()


if __name__ == "__main__":
    main()
