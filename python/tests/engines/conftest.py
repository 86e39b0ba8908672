"""Pages for the tests of engines: those of the repository's cases, and what is no page."""

from __future__ import annotations

import importlib
import io
import os
import pathlib
import tomllib

import pytest

FIXTURES = pathlib.Path(__file__).resolve().parents[3] / "fixtures"


def engine(name: str):
    """The module of an engine. Without it the tests are skipped, unless ``CUTTINGS_REQUIRE_ENGINES`` says that it must be there."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if os.environ.get("CUTTINGS_REQUIRE_ENGINES") == "1":
            raise
        pytest.skip(f"{name} is not installed ({error}); .ci/python-engines makes an environment with it", allow_module_level=True)


def cases() -> list[dict]:
    """The HTML pages of the cases, each with its name and what its case.toml states."""
    found = []
    for file in sorted(FIXTURES.glob("cases/*/page.html")):
        case = tomllib.loads((file.parent / "case.toml").read_text(encoding="utf8"))
        url = case.get("url", f"http://{file.parent.name}.example/")
        found.append({"id": file.parent.name, "url": url, "html": file.read_bytes()})
    assert len(found) > 50
    return found


def poisoned() -> list[dict]:
    """What is no page: each with the kind of the error that it must become."""
    url = "http://poison.example/"
    return [
        {"id": "pdf", "url": url, "html": b"%PDF-1.4\n", "kind": "not_a_page"},
        {"id": "none", "url": url, "html": None, "kind": "not_a_page"},
        {"id": "address", "url": "http://[nowhere", "html": b"<p>Nowhere", "kind": "url"},
        {"id": "too-large", "url": url, "html": b"<p>" + b"x" * (16 << 20), "kind": "limit"},
        {"id": "too-many", "url": url, "html": b"<p>" * 400_000, "kind": "limit"},
    ]


def warc(path: pathlib.Path, pages: list[dict], *, broken: bool = False) -> str:
    """Writes pages as a WARC file; ``broken``: with bytes between the records that are none."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n, page in enumerate(pages):
            if broken and n == 1:
                file.write(b"no record" * 9)
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            headers = {"WARC-Date": "2012-09-16T08:00:00Z", "WARC-Record-ID": f"<urn:case:{page['id']}>"}
            body = io.BytesIO(page["html"])
            writer.write_record(
                writer.create_warc_record(page["url"], "response", payload=body, http_headers=http, warc_headers_dict=headers)
            )
        image = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("http://a.example/a.png", "response", payload=io.BytesIO(b"\x89PNG"), http_headers=image)
        )
    return str(path)
