"""Articles in Ray Data, on a Ray of two processors."""

from __future__ import annotations

import os
import pathlib

import pytest
from conftest import cases, engine, poisoned, warc

import cuttings

engine("pyarrow")
engine("ray.data")
engine("warcio")

import ray  # noqa: E402

import cuttings.ray  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def cluster():
    import cuttings

    # Workers take the package from where this process has it.
    paths = [str(pathlib.Path(cuttings.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=300 << 20,
        runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(filter(None, paths))}},
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def test_articles_of_a_table_are_those_of_a_batch():
    import pyarrow

    pages = cases()
    dataset = ray.data.from_arrow(pyarrow.Table.from_pylist(pages)).repartition(3)
    found = cuttings.ray.articles(dataset, id="id", links=True, provenance=True)
    expected = cuttings.Extractor(links=True, provenance=True).extract_batch(pages, threads=1)
    assert found.schema().base_schema.equals(expected.schema)
    rows = {}
    for batch in found.iter_batches(batch_format="pyarrow"):
        rows.update((row["id"], row) for row in batch.to_pylist())
    assert rows == {row["id"]: row for row in expected.to_pylist()}


def test_a_page_that_fails_is_a_row():
    import pyarrow

    good, bad = cases()[:20], poisoned()
    rows = [{"id": page["id"], "url": page["url"], "html": page["html"], "number": n} for n, page in enumerate(good + bad)]
    dataset = ray.data.from_arrow(pyarrow.Table.from_pylist(rows))
    found = cuttings.ray.articles(dataset, id="id", keep=["number"], size=7).take_all()
    assert sorted(row["number"] for row in found) == list(range(len(rows)))
    assert {row["id"]: row["error_kind"] for row in found} == {page["id"]: page.get("kind") for page in good + bad}


def test_articles_of_files(tmp_path):
    pages = cases()
    paths = [warc(tmp_path / f"{n}.warc.gz", pages[n::2], broken=n == 1) for n in range(2)]
    paths.append(str(tmp_path / "missing.warc.gz"))
    found = cuttings.ray.articles_of_files(paths).take_all()
    assert sorted(row["id"] for row in found if not row["error_kind"]) == sorted(f"urn:case:{page['id']}" for page in pages)
    assert {(row["source"], row["error_kind"]) for row in found if row["error_kind"]} == {(paths[1], "damaged"), (paths[2], "io")}
