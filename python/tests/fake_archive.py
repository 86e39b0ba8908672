"""An archive on loopback, which answers as the Wayback Machine does, and a site of the live web."""

from __future__ import annotations

import base64
import datetime
import email.utils
import hashlib
import http.server
import json
import threading
import typing
import urllib.parse
from dataclasses import dataclass, field


def page(headline: str, *paragraphs: str, more: str = "") -> bytes:
    """The page of a story."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<title>{headline}</title><h1>{headline}</h1>{body}{more}".encode()


@dataclass
class Held:
    """A capture that the archive holds."""

    timestamp: str
    original: str
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    #: What the index tells; of the body, if none is given.
    digest: str | None = None

    @property
    def row(self) -> list[str]:
        digest = self.digest or base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        return [self.original, self.timestamp, self.original, "text/html", str(self.status), digest, "1000"]


class Answer(typing.NamedTuple):
    status: int
    body: bytes = b""
    headers: dict[str, str] = {}


class FakeArchive:
    """Replay at ``/web/``, the index at ``/cdx/search/cdx``, and whatever is put in ``paths`` as it is."""

    def __init__(self, held: list[Held] = []) -> None:
        self.held = held
        #: Answers at fixed addresses, which come before all else. One at a time of a list, the last for good.
        self.paths: dict[str, list[Answer]] = {}
        #: What was asked for.
        self.asked: list[str] = []
        #: Addresses that get no answer before `answer_all`.
        self.silent: set[str] = set()
        self._over = threading.Event()
        archive = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                archive.asked.append(self.path)
                if self.path in archive.silent:
                    archive._over.wait(30)
                answer = archive.answer(self.path)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                """That the client has gone away is what some tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def name(self) -> str:
        """What a fetcher is told."""
        return f"wayback+{self.address}"

    def answer_all(self) -> None:
        self._over.set()

    def close(self) -> None:
        self.answer_all()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str) -> Answer:
        fixed = self.paths.get(path)
        if fixed:
            return fixed.pop(0) if len(fixed) > 1 else fixed[0]
        if path.startswith("/cdx/search/cdx?"):
            return self.index(dict(urllib.parse.parse_qsl(path.partition("?")[2])))
        if path.startswith("/web/"):
            timestamp, _, original = path.removeprefix("/web/").partition("id_/")
            return self.replay(timestamp, original)
        return Answer(404, b"<h1>Nothing here</h1>", {"Content-Type": "text/html"})

    def replay(self, timestamp: str, original: str) -> Answer:
        of_page = [held for held in self.held if held.original == original]
        if not of_page:
            return Answer(404, b"<h1>Nothing here</h1><p>No capture of that address is held.", {"Content-Type": "text/html"})
        nearest = min(of_page, key=lambda held: abs(time_of(held.timestamp) - time_of(timestamp)))
        if nearest.timestamp != timestamp:
            return Answer(302, b"", {"Location": f"/web/{nearest.timestamp}id_/{original}"})
        date = email.utils.format_datetime(time_of(timestamp), usegmt=True)
        return Answer(nearest.status, nearest.body, {"Memento-Datetime": date, "X-Archive-Orig-Server": "gull", **nearest.headers})

    def index(self, query: dict[str, str]) -> Answer:
        url, starts = query["url"], "matchType" in query
        since, until = query.get("from", "0"), query.get("to", "9")
        rows = [
            held.row
            for held in sorted(self.held, key=lambda held: held.timestamp)
            if (held.original.startswith(url) if starts else held.original == url)
            and since <= held.timestamp <= until
        ]
        limit = int(query.get("limit", "1000"))
        rows = rows[limit:] if limit < 0 else rows[:limit]
        names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
        return Answer(200, json.dumps([names, *rows] if rows else []).encode(), {"Content-Type": "application/json"})


def time_of(timestamp: str) -> datetime.datetime:
    return datetime.datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=datetime.timezone.utc)
