"""What holds for every engine: batches are bounded, and what is too much for one is split."""

from __future__ import annotations

import pytest
from conftest import cases, engine, warc

import cuttings
from cuttings import _engine

engine("pyarrow")
engine("warcio")

import pyarrow  # noqa: E402


class Narrow:
    """An extractor whose batches hold as many bytes of markup and no more, as Arrow's hold 2 GiB of text."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.real = cuttings.Extractor()
        self._native = self

    def extract_batch(self, rows, threads):
        if sum(len(row[2]) for row in rows if len(row) > 4) > self.room:
            raise OverflowError("too many for one batch")
        return self.real._native.extract_batch(rows, threads)


def table() -> pyarrow.RecordBatch:
    pages = [{**page, "number": n} for n, page in enumerate(cases())]
    return pyarrow.RecordBatch.from_pylist(pages)


def test_what_is_too_much_for_a_batch_is_split_in_order():
    columns, batch = _engine.Columns(id="id"), table()
    room = max(len(page) for page in batch.column("html").to_pylist())
    made = list(_engine.of_table(Narrow(room), batch, columns, keep=["number"]))
    assert len(made) > 2
    whole = pyarrow.Table.from_batches(made)
    assert whole.column("number").to_pylist() == list(range(batch.num_rows))
    told = pyarrow.Table.from_batches(_engine.of_table(cuttings.Extractor(), batch, columns, keep=["number"]))
    assert whole.to_pylist() == told.to_pylist()


def test_a_page_that_is_too_much_alone_is_a_row():
    batch = table()
    made = pyarrow.Table.from_batches(_engine.of_table(Narrow(10_000), batch, _engine.Columns(id="id"))).to_pylist()
    kinds = [row["error_kind"] for row in made]
    assert kinds == ["limit" if len(page) > 10_000 else None for page in batch.column("html").to_pylist()]
    assert "limit" in kinds and None in kinds


@pytest.mark.parametrize("kind", ["binary", "large_binary", "binary_view"])
def test_parts_are_bounded_by_pages_and_by_bytes(kind):
    html = pyarrow.array([b"x" * 10, None, b"x" * 95, b"x", b"x", b"x", b""], getattr(pyarrow, kind)())
    assert list(_engine._parts(html, 3, 100)) == [(0, 3), (3, 6), (6, 7)]
    assert list(_engine._parts(html, 100, 1)) == [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6), (6, 7)]
    assert list(_engine._parts(html[:0], 3, 100)) == []


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_text_of_every_kind_is_read(kind):
    told = "<p>Um neun fährt die Fähre zum ersten Mal seit dem Winter wieder über den Sund, sagte der Kapitän am Montag."
    page = "<title>Fähre fährt</title><h1>Fähre fährt</h1>" + told * 4
    html = pyarrow.array([None, page, ""], getattr(pyarrow, kind)())
    batch = pyarrow.record_batch({"html": html, "n": [1, 2, 3]})
    made = list(_engine.of_table(cuttings.Extractor(), batch, _engine.Columns(url=None, id="n"), size=2))
    assert [part.num_rows for part in made] == [2, 1]
    assert made[0].column("id").to_pylist() == ["1", "2"]
    assert made[0].column("headline").to_pylist() == [None, "Fähre fährt"]


def test_no_batch_of_files_is_larger_than_told(tmp_path):
    pages = cases()
    path = warc(tmp_path / "a.warc.gz", pages)
    made = list(_engine.of_files(cuttings.Extractor(), [path, path], size=25))
    assert [part.num_rows for part in made] == [25, 25, len(pages) - 50] * 2
    assert all(part.num_rows == 1 for part in _engine.of_files(cuttings.Extractor(), [path], max_bytes=1))


def test_a_page_that_takes_too_long_is_a_row():
    batch = pyarrow.record_batch({"html": [b"<p>The ferry sailed again. " * 20_000], "url": ["http://a.example/"]})
    (made,) = _engine.of_table(cuttings.Extractor(max_time=1e-6), batch, _engine.Columns())
    assert made.column("error_kind").to_pylist() == ["limit"]


def test_a_file_that_cannot_be_fetched_is_a_row_and_no_copy_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "saved.html").write_bytes(cases()[0]["html"])
    seen = []

    def fetch(name, to):
        if name == "gone":
            raise ConnectionError("no route")
        with open(to, "wb") as file:
            file.write((tmp_path / name).read_bytes())
        seen.append(to)

    rows = [row for part in _engine.of_files(cuttings.Extractor(), ["gone", "saved.html"], fetch=fetch) for row in part.to_pylist()]
    assert [row["error_kind"] for row in rows] == ["io", None]
    assert rows[0]["error_message"] == "gone: ConnectionError: no route"
    assert rows[1]["source"] == rows[1]["id"] == "saved.html"
    assert len(seen) == 1 and sorted(file.name for file in tmp_path.iterdir()) == ["saved.html"]
