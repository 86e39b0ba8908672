"""An archive on loopback: a WARC of made-up captures, served by pywb through waitress.

    archive.py DIR [--many PAGES CAPTURES] [--log FILE] [--delay SECONDS]

Builds the archive in DIR, an empty directory, and prints one line of JSON when it listens:
{"port", "captures": [{"url", "timestamp", "status", "encoding", "body" (hexadecimal, decoded)}]}.
`/web/` answers much as the Wayback Machine does (no frame, a redirect to the exact capture), `/framed/` as pywb does by
itself. Ends when its standard input does, so that it never outlives who started it. `--log` gets a line a
request: status and path.
"""

import argparse
import gzip
import io
import json
import os
import time
# pywb makes greenlets of threads, which a read that waits would stop all together: this is the true one.
from _thread import start_new_thread
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CASES = Path(__file__).resolve().parents[2] / "fixtures" / "cases"
STORIES = CASES.parent / "stories"
STORY = "http://news.example/2019/ferry.html"

BOARD = "The island ferry will not sail before Easter, the harbour board said on Monday after its divers had looked at the hull."
BOARD_LATER = "The island ferry will not sail before the end of May, the harbour board said on Monday after its divers had looked at the hull."
COST = "Repairs will cost some forty thousand pounds, of which the council has promised to bear the half, its clerk told the meeting."
SHEEP = "Until then sheep and post go by fishing boat, and whoever wants to see a dentist goes with them, weather permitting."
ANGER = "At the meeting on the quay the islanders were less than pleased: one of them asked whether the board had ever seen a boat."
NEXT = "The board meets again on the first of the month, when the yard has promised to name a day on which it will begin."


def page(headline, paragraphs, charset="utf-8"):
    """A page as papers make them: something around the story, and the story."""
    body = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>{headline} | The Sound</title></head><body>\n'
        '<div class="nav"><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/letters">Letters</a></div>\n'
        f'<article><h1>{headline}</h1>\n{body}</article>\n<div class="footer">The Sound, 1 Quay Street</div></body></html>\n'
    )


def chunked(body):
    """In three chunks, one with its size in capitals and padded, as servers do."""
    cuts = [0, len(body) // 3, len(body) // 2, len(body)]
    out = b""
    for first, last in zip(cuts, cuts[1:]):
        out += b"%08X\r\n" % (last - first) + body[first:last] + b"\r\n"
    return out + b"0\r\n\r\n"


class Archive:
    def __init__(self, path):
        self.out = open(path, "wb")
        self.writer = WARCWriter(self.out, gzip=True)
        self.captures = []

    def add(self, url, stamp, body, status="200 OK", charset="utf-8", headers=(), encoding=None):
        sent, head = body, [("Content-Type", f"text/html; charset={charset}"), *headers]
        if encoding == "gzip":
            sent = gzip.compress(body, mtime=0)
            head.append(("Content-Encoding", "gzip"))
        elif encoding == "chunked":
            sent = chunked(body)
            head.append(("Transfer-Encoding", "chunked"))
        if encoding != "chunked":
            head.append(("Content-Length", str(len(sent))))
        digest = self.add_raw(url, stamp, sent, status, head)
        self.captures[-1].update(encoding=encoding or "plain", body=body.hex())
        return digest

    def add_raw(self, url, stamp, sent, status, head):
        """A response with these headers and none besides."""
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(sent),
            http_headers=StatusAndHeaders(status, head, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": iso(stamp)},
        )
        self.writer.write_record(record)
        self.known(url, stamp, status, None, sent)
        return record.rec_headers.get_header("WARC-Payload-Digest")

    def revisit(self, url, stamp, digest, of_url, of_stamp, body, status="200 OK"):
        record = self.writer.create_revisit_record(
            url,
            digest,
            of_url,
            iso(of_stamp),
            http_headers=StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": iso(stamp)},
        )
        self.writer.write_record(record)
        self.known(url, stamp, status, "revisit", body)

    def known(self, url, stamp, status, encoding, body):
        self.captures.append(
            {"url": url, "timestamp": stamp, "status": int(status[:3]), "encoding": encoding or "plain", "body": body.hex()}
        )


def iso(stamp):
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"


def fill(archive, many):
    first = page("Ferry stays in dock", [BOARD, COST, SHEEP]).encode()
    digest = archive.add(STORY, "20190304101500", first)
    # The same page a second time, as crawlers write it down that have seen it before.
    archive.revisit(STORY, "20190304181500", digest, STORY, "20190304101500", first)
    # Another page around the same story.
    archive.add(STORY, "20190305090000", first.replace(b"1 Quay Street", b"2 Quay Street"))
    archive.add(STORY, "20190306090000", page("Ferry stays in dock until May", [BOARD_LATER, COST, SHEEP]).encode(), encoding="gzip")
    archive.add(STORY, "20190308090000", page("Ferry stays in dock until May", [BOARD_LATER, COST, ANGER, SHEEP]).encode(), encoding="chunked")
    archive.add(STORY, "20200402120000", page("Ferry stays in dock until May", [BOARD_LATER, ANGER, SHEEP, NEXT]).encode())

    case = (CASES / "wordpress-2009" / "page.html").read_bytes()
    archive.add("http://news.example/blog.html", "20190310000000", case)
    latin = page("Fähre bleibt im Dock", ["Die Fähre fährt vor Ostern nicht, hieß es am Montag im Hafen, und Schafe müssen warten."] * 2, "iso-8859-1")
    archive.add("http://news.example/latin.html", "20190311000000", latin.encode("latin-1"), charset="ISO-8859-1")
    cp1252 = page("“Never” – ferry’s skipper", ["“I have never seen the like”, the skipper said – and he’s seen a lot, €40 worth of it."] * 2, "windows-1252")
    archive.add("http://news.example/quotes.html", "20190312000000", cp1252.encode("cp1252"), charset="windows-1252")

    archive.add("http://news.example/moved.html", "20190304101000", b"", "301 Moved Permanently", headers=[("Location", STORY)])
    archive.add("http://news.example/2019/near.html", "20190304101000", b"", "302 Found", headers=[("Location", "ferry.html")])
    archive.add("http://news.example/away.html", "20190304101000", b"", "302 Found", headers=[("Location", "http://parked.example/")])
    archive.add("http://news.example/gone.html", "20190313000000", b"<h1>Gone</h1><p>There is no such page.", "404 Not Found")
    archive.add("http://news.example/busy.html", "20190314000000", b"<h1>Busy</h1><p>Come back later.", "429 Too Many Requests", headers=[("Retry-After", "30")])

    lost = "http://news.example/lost.html"
    archive.add(lost, "20190315000000", first)
    error = b"<h1>Lost</h1><p>There is no such page any more."
    digest = archive.add(lost, "20190316000000", error, "404 Not Found")
    for month in range(4, 12):
        archive.revisit(lost, f"2019{month:02}16000000", digest, lost, "20190316000000", error, "404 Not Found")
    archive.add("http://news.example/same.html", "20190317000000", first)
    archive.add("http://news.example/same.html", "20190318000000", b"", "304 Not Modified")
    archive.add("http://news.example/sold.html", "20190319000000", b"", "302 Found", headers=[("Location", "http://lander.example/")])
    archive.add("http://lander.example/", "20190319000001", page("Ten reasons to buy", [SHEEP, NEXT]).encode())

    # Stories over several pages, each captured within a week; of one only the first page was.
    for folder in sorted(STORIES.iterdir()):
        for day, line in enumerate((folder / "pages.jsonl").read_text().splitlines()):
            told = json.loads(line)
            sent = (folder / told["file"]).read_bytes()
            archive.add_raw(told["url"], f"201102{day + 1:02}120000", sent, "200 OK", [("Content-Type", "text/html")])
    lone = (STORIES / "magazine-2000" / "lamp.htm").read_bytes()
    archive.add_raw("http://lone.example/lamp.htm", "20110201120000", lone, "200 OK", [("Content-Type", "text/html")])

    pages, captures = many
    for n in range(pages):
        for k in range(captures):
            text = page(f"Tide table {n}, edition {k}", [f"High water at mark {n} stood {k} inches over the line. " + BOARD, COST * (1 + (n + k) % 7)])
            archive.add(f"http://many.example/{n}.html", f"20{10 + k // 12:02}{1 + k % 12:02}{1 + n % 28:02}120000", text.encode(), encoding=[None, "gzip", "chunked"][(n + k) % 3])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir", type=Path)
    parser.add_argument("--many", nargs=2, type=int, default=[0, 0], metavar=("PAGES", "CAPTURES"))
    parser.add_argument("--log", type=Path)
    parser.add_argument("--delay", type=float, default=0.0, help="before each answer, in seconds")
    args = parser.parse_args()
    archive = begin(args.dir)
    fill(archive, args.many)
    serve(args.dir, archive, args.log, args.delay)


def begin(folder):
    warc = folder / "captures" / "captures.warc.gz"
    warc.parent.mkdir(parents=True)
    return Archive(warc)


def serve(folder, archive, log=None, delay=0.0):
    """Serves what was written to the archive, until standard input ends."""
    archive.out.close()
    os.chdir(folder)
    from pywb.indexer.cdxindexer import main as index

    index(["--cdxj", "--sort", "--output", "index.cdxj", str(Path("captures") / "captures.warc.gz")])
    where = {"archive_paths": "./captures/", "index_paths": "./index.cdxj"}
    config = {
        "framed_replay": False,
        "redirect_to_exact": True,
        "enable_memento": True,
        # JSON is YAML.
        "collections": {"web": where, "framed": {**where, "framed_replay": True, "redirect_to_exact": False}},
    }
    Path("config.yaml").write_text(json.dumps(config))

    import waitress
    from pywb.apps.frontendapp import FrontEndApp

    app = FrontEndApp()
    if log or delay:
        app = watched(app, log, delay)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    print(json.dumps({"port": int(server.effective_port), "captures": archive.captures}), flush=True)
    start_new_thread(end_with_stdin, ())
    server.run()


def watched(app, log, delay):
    out = open(log, "a", buffering=1) if log else None

    def call(environ, start_response):
        time.sleep(delay)
        path = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else "")

        def start(status, headers, *rest):
            if out:
                out.write(f"{status[:3]} {path}\n")
            return start_response(status, headers, *rest)

        return app(environ, start)

    return call


def end_with_stdin():
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
