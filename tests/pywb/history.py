"""The history of a story that lies: captures of five texts, one of which comes back, and between them all that archives
have in place of a story. Served by pywb as `archive.py` does it.

    history.py DIR
"""

import gzip
import io
import sys
from pathlib import Path

from archive import begin, chunked, iso, serve
from warcio.statusandheaders import StatusAndHeaders

STORY = "http://echo.example/news/2015/ferry"
MOVED = "http://echo.example/news/2015/boat"
PARKED = "http://lander.example/?d=echo.example"

DOCK = "The island ferry stays in dock until Easter, the harbour board said on Monday, after its divers had found a crack in the hull."
COST = "Mending it will cost some forty thousand pounds, of which the council has promised to bear the half, its clerk told a meeting."
SHEEP = "Until then sheep and post go by fishing boat, and whoever has to see a dentist goes with them, if the weather allows it."
ANGER = "At the meeting on the quay the islanders were less than pleased, and one of them asked whether the board had seen a boat before."
LATER = "The island ferry stays in dock until the end of May, the harbour board now says, because the yard has no plates for the hull."
SAILS = "With two weeks to go the yard has found its plates after all, and a first trip to the northern islands is planned for Friday."
SORRY = "This story has been removed. It said that the ferry's hull was cracked, which was not so; the divers had looked at another boat."
SAID = "The board, the divers and the owners of the other boat have had our apologies. A reader's letter put us on the track of the mistake."


def page(headline, paragraphs, lang="en", extra=""):
    """A page as the paper makes them, whatever is on it."""
    body = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{headline} - The Island Echo</title>'
        f'<meta property="og:title" content="{headline}"><meta property="og:type" content="article"></head><body>\n'
        '<div id="nav"><ul><li><a href="/">Front page</a></li><li><a href="/sport">Sport</a></li></ul></div>\n'
        f'<div id="main"><h1>{headline}</h1><p class="byline">By Ada Quill</p><div class="story">\n{body}</div></div>\n'
        '<div id="most"><h3>Most read</h3><ul><li><a href="/a">Lighthouse keeper retires at ninety</a></li>'
        '<li><a href="/b">Board votes on new cranes</a></li></ul></div>\n'
        f'<div id="foot">Copyright The Island Echo{extra}</div></body></html>\n'
    ).encode()


V1 = page("Ferry stays in dock until Easter", [DOCK, COST, SHEEP])
V2 = page("Ferry stays in dock until Easter", [DOCK, COST, ANGER, SHEEP])
V3 = page("Ferry stays in dock until May", [LATER, COST, ANGER, SHEEP])
V4 = page("Ferry stays in dock until May", [LATER, COST, ANGER, SAILS])
V5 = page("Correction: Ferry stays in dock", [SORRY, SAID])

SOFT_404 = page("Page not found", ["Sorry, the page you were looking for is no longer here. Perhaps the search finds it."])
SOFT_404_GERMAN = page("Hoppla!", ["Die von Ihnen gesuchte Seite gibt es leider nicht mehr."], lang="de")
CAPTCHA = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>echo.example</h1>"
    b"<p>Please verify you are human. This may take a few seconds.</p>"
    b"<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)
CONSENT = (
    b"<!DOCTYPE html><html><head><title>Before you continue</title></head><body><h1>Before you read on</h1>"
    b"<p>We and our partners keep information on a device, such as cookies, to show you personalised ads.</p>"
    b"<p>You may withdraw your consent at any time. Your choices hold for all papers of this house.</p>"
    b"<button>Accept all</button> <button>Manage options</button></body></html>"
)
LOGIN = page("Ferry stays in dock until May", ["To continue reading, please log in to your account.", "Not a subscriber? Subscribe now."])
FOR_SALE = (
    b"<!DOCTYPE html><html><head><title>lander.example</title></head><body><h1>echo.example</h1>"
    b"<p>This domain is for sale. Buy this domain today, our brokers are glad to name you a price.</p></body></html>"
)
MAINTENANCE = page("The Island Echo", ["Our site is down for maintenance. We'll be back in the morning, sorry for the inconvenience."])
DENIED = b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You don't have permission to access this page.</p></body></html>"
OTHER = page(
    "Marrow of the year weighs as much as its grower",
    [
        "A vegetable that took all summer to grow has won Tom Pettle his third cup at the show of the allotment society in Nether Wick.",
        "Its weight was taken on the scales of the coal merchant, since those in the tent had given up at the second prize.",
        "Asked for the secret, he named rain water, patience and a wireless set which plays brass bands to the bed at night.",
    ],
)
FRONT = (
    '<!DOCTYPE html><html lang="en"><head><title>The Island Echo</title></head><body><h1>The Island Echo</h1>\n'
    + "".join(
        f'<div class="teaser"><h2><a href="/news/{n}">What the island talks about, number {n}</a></h2>'
        f"<p>In the week of the {n}th gale the harbour counted {n} boats, which is more than in any week since counting began.</p></div>\n"
        for n in range(1, 10)
    )
    + "</body></html>"
).encode()
# The beginning of an image, and bytes that no text has.
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


class Captures:
    def __init__(self, archive):
        self.archive, self.digests = archive, {}

    def add(self, day, body, **more):
        self.digests[day] = (stamp(day), self.archive.add(STORY, stamp(day), body, **more))

    def revisit(self, day, of, body):
        of_stamp, digest = self.digests[of]
        self.archive.revisit(STORY, stamp(day), digest, STORY, of_stamp, body)

    def sent(self, day, sent, headers):
        """As it is, with these headers and no others."""
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers], protocol="HTTP/1.1")
        record = self.archive.writer.create_warc_record(
            STORY, "response", payload=io.BytesIO(sent), http_headers=headers, warc_headers_dict={"WARC-Date": iso(stamp(day))}
        )
        self.archive.writer.write_record(record)


def stamp(day):
    """At noon of a day of 2015, counted from 1."""
    return f"2015{1 + (day - 1) // 28:02}{1 + (day - 1) % 28:02}120000"


def fill(captures):
    captures.add(1, V1)
    captures.add(2, V1.replace(b"Most read", b"Read most"))
    captures.revisit(3, 1, V1)
    captures.add(4, SOFT_404)
    captures.add(5, V1.replace(b"cranes", b"bollards"))
    captures.add(6, V2, encoding="gzip")
    captures.add(7, b"", status="304 Not Modified")
    captures.add(8, CAPTCHA)
    wrong = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "99999")]
    captures.sent(9, chunked(gzip.compress(V2.replace(b"Most read", b"Read most"), mtime=0)), wrong)
    captures.add(10, V2.replace(b"cranes", b"bollards"), encoding="chunked")
    captures.add(11, CONSENT)
    captures.add(12, V3)
    captures.add(13, PICTURE)
    captures.add(14, V3.replace(b"cranes", b"bollards"))
    captures.add(15, SOFT_404_GERMAN)
    # Cut within the third paragraph.
    packed = gzip.compress(V3.replace(b"Most read", b"Read most"), mtime=0)
    captures.sent(16, packed[: len(packed) * 3 // 4], [("Content-Encoding", "gzip")])
    captures.revisit(17, 12, V3)
    captures.add(18, LOGIN)
    captures.add(19, V4)
    captures.add(20, b"", status="302 Found", headers=[("Location", PARKED)])
    captures.archive.add(PARKED, stamp(20)[:-1] + "5", FOR_SALE)
    captures.add(21, V4.replace(b"cranes", b"bollards"))
    captures.add(22, b"<h1>Not Found</h1>", status="404 Not Found")
    captures.add(23, V4.replace(b"Most read", b"Read most"))
    captures.add(24, OTHER)
    captures.add(25, V2.replace(b"Sport", b"Weather"))
    captures.add(26, MAINTENANCE)
    captures.add(27, V5)
    # To another form of the same address, as crawlers see it before the page.
    captures.add(28, b"", status="301 Moved Permanently", headers=[("Location", STORY.replace("http:", "https:"))])
    captures.archive.add(STORY.replace("http:", "https:"), stamp(28)[:-1] + "3", V5.replace(b"cranes", b"bollards"))
    captures.add(29, FRONT)
    captures.add(30, DENIED)


def fill_moved(archive):
    """A story whose address redirects: to another form of it, to another address, to the front page, to nothing."""
    secure = MOVED.replace("http:", "https:")

    def redirect(day, to):
        archive.add(MOVED, stamp(day), b"", status="302 Found", headers=[("Location", to)])

    archive.add(MOVED, stamp(1), V1)
    # Nothing but this capture tells where it leads; later it is known.
    redirect(2, secure)
    archive.add(secure, stamp(4), V1.replace(b"cranes", b"bollards"))
    redirect(6, secure)
    archive.add(secure, stamp(8), V1.replace(b"cranes", b"boats"))
    redirect(60, "http://echo.example/archive/boat")
    archive.add("http://echo.example/archive/boat", stamp(60)[:-1] + "2", V1)
    redirect(100, "http://echo.example/")
    archive.add("http://echo.example/", stamp(100)[:-1] + "2", FRONT)
    redirect(140, "http://none.example/")


def main():
    folder = Path(sys.argv[1])
    archive = begin(folder)
    fill(Captures(archive))
    fill_moved(archive)
    serve(folder, archive)


if __name__ == "__main__":
    main()
