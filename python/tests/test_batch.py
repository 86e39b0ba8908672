"""Many pages."""

import datetime
import gzip
import os
import signal
import subprocess
import sys
import threading
import time

import cuttings
import pytest

pyarrow = pytest.importorskip("pyarrow")


def test_a_row_for_each_page(story: bytes) -> None:
    pages = [
        story,
        "<h1>Ferry sails</h1><p>At nine.",
        {"html": story, "url": "http://sound.example/1", "id": 7, "source": "a.warc"},
        b"%PDF-1.4",
        {"html": None, "id": "none"},
        {"html": "<p>One", "url": "nowhere"},
        {"url": "http://sound.example/2"},
        5,
        {"html": story, "status": 70_000, "id": "s"},
        {"html": story, "url": 7},
        {"html": story, "captured": 20071211032145, "id": "c"},
    ]
    batch = cuttings.extract_batch(pages)
    assert isinstance(batch, pyarrow.RecordBatch) and batch.num_rows == len(pages)
    assert batch.column("id").to_pylist() == ["0", "1", "7", "3", "none", "nowhere", "http://sound.example/2", "7", "s", "7", "c"]
    assert batch.column("source").to_pylist()[:4] == ["[0]", "[1]", "a.warc", "[3]"]
    kinds = batch.column("error_kind").to_pylist()
    assert kinds == [None, None, None, "not_a_page", "not_a_page", "url", "not_a_page", "not_a_page", "status", "url", None]
    assert batch.column("url")[2].as_py().startswith("http://sound.example/")
    assert all(message for kind, message in zip(kinds, batch.column("error_message").to_pylist()) if kind)
    batch.validate(full=True)


def test_rows_are_the_articles(cases) -> None:
    pages = [path.read_bytes() for path in sorted(cases.glob("*/page.html"))]
    assert len(pages) > 20
    batch = cuttings.extract_batch(pages, links=True)
    for page, row in zip(pages, batch.to_pylist()):
        article = cuttings.extract(page, links=True)
        assert row["headline"] == article.headline and row["text"] == article.text and row["authors"] == article.authors
        assert [block["text"] for block in row["body"]] == [block.text for block in article.body]
        assert [len(block["links"] or []) for block in row["body"]] == [len(block.links) for block in article.body]
        assert row["published_text"] == article.published
        if isinstance(article.published_at, datetime.datetime) and article.published_at.tzinfo:
            assert row["published"] == article.published_at


def test_columns_are_those_of_parquet() -> None:
    schema = cuttings.extract_batch([]).schema
    assert schema.names[:5] == ["id", "source", "url", "canonical_url", "capture_archive"] and schema.names[-1] == "place_digest"
    assert not schema.field("id").nullable and schema.field("published").type == pyarrow.timestamp("ms", tz="+00:00")


def test_threads_make_no_difference(cases) -> None:
    pages = [path.read_bytes() for path in sorted(cases.glob("*/page.html"))]
    assert cuttings.extract_batch(pages, threads=1).equals(cuttings.extract_batch(pages, threads=8))


def test_batches_come_while_pages_are_read(story: bytes) -> None:
    read = []

    def pages():
        for n in range(10):
            read.append(n)
            yield story

    batches = cuttings.extract_batches(pages(), size=4)
    first = next(batches)
    assert (first.num_rows, len(read)) == (4, 4)
    assert [batch.num_rows for batch in batches] == [4, 2]
    with pytest.raises(ValueError, match="size"):
        next(cuttings.extract_batches([], size=0))


def test_unknown_keys_are_told(story: bytes) -> None:
    with pytest.raises(TypeError, match=r"page 1: unknown keys \['uri'\]"):
        cuttings.extract_batch([story, {"html": story, "uri": "x"}])


def test_other_threads_run_meanwhile(story: bytes) -> None:
    """The interpreter's lock is not held: another thread counts on while pages are extracted."""
    done, count = threading.Event(), 0

    def work() -> None:
        cuttings.extract_batch([story] * 300, threads=1)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        count += 1
        time.sleep(0.001)
    thread.join()
    assert count > 10


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_a_batch(tmp_path, story: bytes) -> None:
    page = tmp_path / "p.html"
    page.write_bytes(story)
    program = f"import cuttings; print('go', flush=True); cuttings.extract_batch([open({str(page)!r}, 'rb').read()] * 200_000, threads=2)"
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "go\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode != 0 and "KeyboardInterrupt" in told


def test_saved_files(tmp_path, cases, story: bytes) -> None:
    def record(n: int, body: bytes) -> bytes:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        fields = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://sound.example/{n}\r\nWARC-Date: 2007-12-11T03:21:45Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{n}>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {len(head + body)}\r\n\r\n"
        )
        return gzip.compress(fields.encode() + head + body + b"\r\n\r\n")

    file = tmp_path / "a.warc.gz"
    file.write_bytes(record(1, story) + record(2, b"%PDF-1.4") + record(3, story))
    with pytest.warns(UserWarning, match="a PDF document"):
        pages = list(cuttings.read_pages(file))
    assert [page.url for page in pages] == ["http://sound.example/1", "http://sound.example/3"]
    assert (pages[0].status, pages[0].captured, bytes(pages[0].html)) == (200, "2007-12-11T03:21:45Z", story)
    assert len(pages[0]) == len(story) and "sound.example/1" in repr(pages[0])
    with pytest.warns(UserWarning):
        batch = cuttings.extract_batch(cuttings.read_pages(file))
    assert batch.num_rows == len(pages) and batch.column("headline")[0].as_py() == "Port mourns its last Channel ferry"
    assert batch.column("id")[0].as_py() == pages[0].id
    assert cuttings.extract(pages[0]).url == "http://sound.example/1"
    # What is broken is told, and the pages before it are had.
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - 400])
    with pytest.warns(UserWarning):
        assert len(list(cuttings.read_pages(file))) >= 1
    with pytest.raises(cuttings.Error):
        list(cuttings.read_pages(file, errors="raise"))
    with pytest.raises(cuttings.Error) as caught:
        cuttings.read_pages(tmp_path / "nowhere")
    assert caught.value.kind == "io"
    with pytest.raises(ValueError):
        cuttings.read_pages(file, errors="ignore")
