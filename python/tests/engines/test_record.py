"""Records of warcio, as dicts."""

from __future__ import annotations

import pytest
from conftest import cases, engine, poisoned, warc

import cuttings

engine("pyarrow")
engine("warcio")


def rows_of(path: str, **options) -> list[dict]:
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as file:
        return [row for record in ArchiveIterator(file) for row in cuttings.process_record(record, **options)]


def test_a_record_gives_what_the_reader_of_files_gives(tmp_path):
    path = warc(tmp_path / "a.warc.gz", cases())
    rows = rows_of(path)
    pages = list(cuttings.read_pages(path))
    assert [row["id"] for row in rows] == [page.id for page in pages]
    expected = cuttings.extract_batch(pages).to_pylist(maps_as_pydicts="strict")
    for row, told in zip(rows, expected):
        # The name of the file is not known to a record.
        assert {**row, "source": ""} == {**told, "source": ""}


def test_a_page_that_cannot_be_read_is_a_row(tmp_path):
    pages = [page for page in poisoned() if page["html"]]
    rows = rows_of(warc(tmp_path / "a.warc.gz", pages))
    assert [row["error_kind"] for row in rows] == [page["kind"] for page in pages]


def test_options_reach_the_extractor(tmp_path):
    path = warc(tmp_path / "a.warc.gz", cases()[:1])
    assert rows_of(path)[0]["provenance"] == {}
    assert rows_of(path, provenance=True)[0]["provenance"]["headline"]
    assert rows_of(path, limits={"bytes": 100})[0]["error_kind"] == "limit"
    with pytest.raises(TypeError):
        rows_of(path, no_such=1)
