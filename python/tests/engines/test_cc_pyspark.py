"""A job of cc-pyspark, run as its users run theirs."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

from conftest import cases, engine, warc

import cuttings

engine("pyarrow")
engine("pyspark")
engine("cc_pyspark.sparkcc")


def test_a_job_writes_a_row_for_each_page(tmp_path):
    import pyarrow.dataset

    pages = cases()
    paths = [warc(tmp_path / f"{n}.warc.gz", pages[n::2]) for n in range(2)]
    (tmp_path / "paths.txt").write_text("".join(f"{path}\n" for path in paths))
    job = pathlib.Path(__file__).with_name("cc_job.py")
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(pathlib.Path(cuttings.__file__).parents[1]),
        "PYSPARK_SUBMIT_ARGS": f"--master local[2] --conf spark.ui.enabled=false --conf spark.sql.warehouse.dir={tmp_path}/out pyspark-shell",
    }
    command = [sys.executable, job, "--num_input_partitions=2", "--log_level=ERROR", tmp_path / "paths.txt", "articles"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    rows = pyarrow.dataset.dataset(str(tmp_path / "out" / "articles")).to_table().to_pylist()
    assert sorted(row["id"] for row in rows) == sorted(f"urn:case:{page['id']}" for page in pages)
    read = [page for path in paths for page in cuttings.read_pages(path)]
    told = {row["id"]: row["body"] for row in cuttings.extract_batch(read, threads=1).to_pylist()}
    assert {row["id"]: row["body"] for row in rows} == told
