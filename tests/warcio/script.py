"""What tests/warcio/mod.rs has warcio do.

    script.py write DIRECTORY   writes WARC files, and prints the pages that are in each, a JSON object a line
    script.py read FILE         prints the responses of a WARC file, digests checked
    script.py read-arc FILE     prints the pages of an ARC file
"""
import gzip
import io
import json
import pathlib
import sys

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "http://news.example/%d.html"


def known(record, url, date, status, content_type, body):
    return {"id": record, "url": url, "date": date, "status": status, "content_type": content_type, "body": body.hex()}


def text(n, encoding="utf-8"):
    words = " ".join("wörd%d" % (i * 7919 % 997) for i in range(50 * (n + 1)))
    return ("<!doctype html><title>Page %d</title><p>%s</p>" % (n, words)).encode(encoding)


def chunked(body, size):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%X\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def write(out, packed, version, expected):
    """Writes one file; `expected` gets the pages the first time."""
    writer = WARCWriter(out, gzip=packed, warc_version=version)
    date = "2019-03-%02dT11:22:33Z"
    count = [0]

    def add(body, sent=None, headers=(), kind="response", status="200 OK", content_type="text/html; charset=utf-8", page=True):
        n = count[0] = count[0] + 1
        head = StatusAndHeaders(status, [("Content-Type", content_type), *headers], protocol="HTTP/1.1")
        fields = {"WARC-Date": date % n, "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-%012d>" % n}
        if kind == "resource":
            head = None
        record = writer.create_warc_record(
            URL % n, kind, payload=io.BytesIO(body if sent is None else sent), http_headers=head, warc_headers_dict=fields,
            warc_content_type=content_type if kind == "resource" else "")
        writer.write_record(record)
        if page:
            code = None if kind == "resource" else int(status[:3])
            expected.append(known(fields["WARC-Record-ID"], URL % n, date % n, code, content_type, body))
        return record, body

    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a test"}))
    first, first_body = add(text(1))
    writer.write_record(writer.create_warc_record(
        URL % 1, "request", payload=io.BytesIO(b""),
        http_headers=StatusAndHeaders("GET /1.html HTTP/1.1", [("Host", "news.example")], is_http_request=True)))
    writer.write_record(writer.create_warc_record(
        URL % 1, "metadata", payload=io.BytesIO(b"via: x\r\n"), warc_content_type="application/warc-fields"))
    add(text(2, "latin-1"), content_type="text/html; charset=ISO-8859-1")
    body = text(3)
    add(body, gzip.compress(body), [("Content-Encoding", "gzip")])
    body = text(4)
    add(body, chunked(body, 1000), [("Transfer-Encoding", "chunked")])
    body = text(5)
    add(body, chunked(gzip.compress(body), 77), [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
    # Says that it is chunked and packed, and is neither.
    add(text(6), None, [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")])
    add(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, content_type="image/png", page=False)
    add(text(8), status="404 Not Found", page=False)
    add(text(9), kind="resource", content_type="text/html")
    add(text(2000))
    add(b"A rendering\n\nin plain text, with \xff bytes\x00\n", content_type="text/plain")
    # A revisit of the first page, which is resolved by its digest.
    n = count[0] = count[0] + 1
    revisit = writer.create_revisit_record(
        URL % n, first.rec_headers.get_header("WARC-Payload-Digest"), URL % 1, date % 1,
        http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": date % n})
    revisit.rec_headers.replace_header("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-%012d>" % n)
    writer.write_record(revisit)
    expected.append(known(revisit.rec_headers.get_header("WARC-Record-ID"), URL % n, date % n, 200, "text/html", first_body))


def read_arc(place):
    with open(place, "rb") as file:
        for record in ArchiveIterator(file, arc2warc=True):
            head = record.rec_headers
            if record.http_headers is None or not record.http_headers.get_header("Content-Type").startswith("text/html"):
                continue
            print(json.dumps(known(
                "", head.get_header("WARC-Target-URI"), head.get_header("WARC-Date"),
                int(record.http_headers.get_statuscode()), record.http_headers.get_header("Content-Type"),
                record.content_stream().read())))


def main(mode, place):
    if mode == "read-arc":
        return read_arc(place)
    if mode == "read":
        with open(place, "rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type == "response":
                    head = record.rec_headers
                    print(json.dumps(known(
                        head.get_header("WARC-Record-ID"), head.get_header("WARC-Target-URI"), head.get_header("WARC-Date"),
                        int(record.http_headers.get_statuscode()), record.http_headers.get_header("Content-Type"),
                        record.content_stream().read())))
        return
    place = pathlib.Path(place)
    expected = []
    for version, name in (("1.0", "v10"), ("1.1", "v11")):
        for packed, end in ((False, ".warc"), (True, ".warc.gz")):
            expected = []
            with open(place / (name + end), "wb") as file:
                write(file, packed, version, expected)
    (place / "one-member.warc.gz").write_bytes(gzip.compress((place / "v10.warc").read_bytes()))
    for page in expected:
        print(json.dumps(page))


main(*sys.argv[1:])
