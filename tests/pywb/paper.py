"""Twenty years of a made-up paper out of a local pywb: from its captures to a table, in the four commands of the cookbook, and counted.

    paper.py CUTTINGS [--dir DIR] [--serve]

The paper had frames until 2000, tables and stories over several pages until 2005, another layout with such stories until 2011, and a
new domain then, to which its old addresses redirect. Around 500 captures, among them front pages, pictures, style sheets, error pages,
redirects, pages that did not change and pages that did in their margins alone; some second pages were never captured.
Prints what came of the stories; the exit status is 1 when one is lost, is there twice, lacks a part that was captured, or holds
what is not its own. With `--serve` it only serves the archive and prints its address, to be tried by hand.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

OLD = "http://www.sound-gazette.example"
NEW = "https://soundgazette.example"

WHO = ["The harbour board", "The parish council", "The lifeboat crew", "The sheep society", "The ferry company", "The school", "The choir", "The post office", "The brewery", "The fishermen's union"]
DID = ["has voted to repaint", "wants to sell", "will not repair", "has found money for", "has lost the plans of", "means to reopen", "has been fined over", "has apologised for", "is to inherit", "has insured"]
WHAT = ["the old pier", "the bandstand", "the smaller ferry", "the clock tower", "its boathouse", "the tide gauge", "the village pump", "a field of turnips", "the north light", "the customs shed"]
SAID = [
    "A spokesman said on {day} that the decision about {what} had not been an easy one, and that he for one was glad it was over.",
    "It will cost about {n} pounds, of which a third is to come from a raffle and the rest from a fund that few had heard of before {day}.",
    "Of the {n} people who were asked in the street, most had an opinion about {what}, and {m} of them had two.",
    "Work on {what} is to begin within {m} weeks if the weather allows it, which in the memory of the oldest resident it never has.",
    "{name} of Quay Street, who has watched {what} from her window for {m} years, told the Gazette that she would believe it when she saw it.",
    "The last time anything was done about {what} was in the spring of {year}, and it was found afterwards that {m} screws were left over.",
    "An inspector who came over by the early boat counted {n} rivets, declared {m} of them unsound, and went home by the late one.",
    "Nobody was hurt, but a wheelbarrow that had been left beside {what} since {day} has not been seen again, and {m} spades are missing too.",
]
NAMES = ["Morag Tulloch", "Hector Baird", "Isla Groat", "Rona Keith", "Dougal Reid", "Sheila Muir", "Alec Rendall", "Flora Wick"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


class Story:
    def __init__(self, n, year, pages, chance):
        self.n, self.year, self.month, self.day = n, year, 1 + n % 12, 1 + n % 27
        self.what = WHAT[n % 10]
        self.headline = f"{WHO[(n // 10 + n) % 10]} {DID[(n * 7 + n // 10) % 10]} {self.what}"
        self.writer = NAMES[n % 8]
        self.pages = [[self.sentence(3 * page + k, chance) for k in range(3)] for page in range(pages)]
        # Which of its pages were never captured.
        self.lost = set()
        self.framed = False

    def sentence(self, k, chance):
        text = SAID[(self.n + 3 * k) % 8].format(
            day=DAYS[(self.n + k) % 6], what=self.what, n=200 + self.n * 13 + k, m=3 + (self.n + k) % 50, name=NAMES[(self.n + k) % 8], year=1900 + (self.n * 3 + k) % 70
        )
        more = SAID[(self.n + 3 * k + 5) % 8].format(
            day=DAYS[(self.n + k + 2) % 6], what=self.what, n=500 + self.n * 17 + k, m=5 + (self.n + k) % 40, name=NAMES[(self.n + k + 3) % 8], year=1900 + (self.n * 5 + k) % 70
        )
        return f"{text} {more}"

    @property
    def date(self):
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}"

    def stamp(self, later=0):
        return f"{self.year + later}{self.month:02}{self.day:02}{8 + self.n % 12:02}{self.n % 60:02}00"


def frames(story, n):
    """1997 to 2000: a frame for the menu, one for the story, on one page."""
    return f"""<HTML><HEAD><TITLE>The Sound Gazette</TITLE></HEAD>
<FRAMESET COLS="140,*" BORDER=0><FRAME NAME="menu" SRC="/menu.html"><FRAME NAME="story" SRC="{n}body.html">
<NOFRAMES><BODY>The Gazette is made for browsers that show frames, such as Netscape 2.0.</BODY></NOFRAMES></FRAMESET></HTML>"""


def plain(story, counter):
    body = "".join(f"<P>{text}\n" for text in story.pages[0])
    return f"""<HTML><HEAD><TITLE>{story.headline}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF">
<A HREF="/"><IMG SRC="/gazette.gif" ALT="The Sound Gazette"></A><HR>
<H1>{story.headline}</H1>
<I>{story.date}</I><P><B>By {story.writer}</B>
{body}<HR><A HREF="/">Front page</A> | <A HREF="/letters.html">Letters</A> | You are reader number {counter}
</BODY></HTML>"""


def tables(story, page, counter):
    name = lambda k: f"{story.n}.html" if k == 0 else f"{story.n}_{k + 1}.html"
    last = len(story.pages) - 1
    body = "".join(f'<p><font face="Arial" size="2">{text}</font></p>\n' for text in story.pages[page])
    numbers = " ".join(f"<b>{k + 1}</b>" if k == page else f'<a href="{name(k)}">{k + 1}</a>' for k in range(last + 1))
    more = f'<a href="{name(page + 1)}">Next page &gt;&gt;</a>' if page < last else ""
    pager = f'<p align="right"><font size="1">{numbers} {more}</font></p>' if last else ""
    return f"""<html><head><title>The Sound Gazette: {story.headline}</title><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>
<body><table width="760" border="0"><tr><td colspan="2"><img src="/img/masthead.gif" alt="The Sound Gazette"></td></tr>
<tr valign="top"><td width="130" bgcolor="#dddddd"><font size="1"><a href="/">Front page</a><br><a href="/sport/">Sport</a><br><a href="/sheep/">Sheep prices</a><br>
<a href="{story.n + 1}.html">Next story</a></font></td>
<td><h2>{story.headline}</h2><font size="1">{story.date}</font><br><font size="2"><b>By {story.writer}</b></font>
{body}{pager}<font size="1"><a href="/print?{story.n}">Print</a> <a href="/mail?{story.n}">E-mail this</a></font></td></tr></table>
<font size="1">Copyright The Sound Gazette. Visitors today: {counter}</font></body></html>"""


def columns(story, page, counter):
    own = f"/news/story.php?id={story.n}"
    address = lambda k: own if k == 0 else f"{own}&amp;page={k + 1}"
    last = len(story.pages) - 1
    body = "".join(f"<p>{text}</p>\n" for text in story.pages[page])
    items = "".join(f"<li>{k + 1}</li>" if k == page else f'<li><a href="{address(k)}">{k + 1}</a></li>' for k in range(last + 1))
    more = f'<li><a href="{address(page + 1)}">Next</a></li>' if page < last else ""
    pager = f'<ul class="pages">{items}{more}</ul>' if last else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{story.headline} | The Sound Gazette</title></head><body>
<div id="header"><a href="/">The Sound Gazette</a></div><ul id="nav"><li><a href="/news/">News</a></li><li><a href="/sport/">Sport</a></li></ul>
<div id="main"><h1>{story.headline}</h1><p class="meta">By {story.writer}, {story.date}</p>
<div class="text">{body}</div>{pager}</div>
<div id="side"><h3>Most read</h3><ol><li><a href="/news/story.php?id={story.n + 1}">Tides for the week</a></li><li><a href="/news/story.php?id={story.n + 2}">Choir needs a tenor</a></li></ol><p>{counter} readers online</p></div>
<div id="footer">&copy; The Sound Gazette</div></body></html>"""


def modern(story, counter):
    body = "".join(f"<p>{text}</p>\n" for text in story.pages[0])
    data = json.dumps({"@context": "http://schema.org", "@type": "NewsArticle", "headline": story.headline, "datePublished": f"{story.year}-{story.month:02}-{story.day:02}", "author": {"@type": "Person", "name": story.writer}})
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{story.headline} - Sound Gazette</title>
<script type="application/ld+json">{data}</script></head><body><header><a href="/">Sound Gazette</a><nav><a href="/news">News</a><a href="/sport">Sport</a></nav></header>
<main><article><h1>{story.headline}</h1><p class="byline">By {story.writer}</p><time datetime="{story.year}-{story.month:02}-{story.day:02}">{story.date}</time>
{body}</article><aside><h2>Trending</h2><a href="/a/{story.n + 1}">What the tide brought in</a><span>{counter} online</span></aside></main>
<footer>© Sound Gazette</footer></body></html>"""


def front(stories, modern_layout):
    links = "".join(f'<li><a href="{href}">{story.headline}</a></li>' for href, story in stories)
    return f"<html><head><title>The Sound Gazette</title></head><body><h1>The Sound Gazette</h1><ul>{links}</ul></body></html>"


def addresses(story):
    """The addresses of a story's pages, in their order."""
    if story.year <= 2000:
        return [f"{OLD}/{story.year}/{story.n}.html"]
    if story.year <= 2005:
        return [f"{OLD}/archive/{story.year}/{story.n}{'' if k == 0 else f'_{k + 1}'}.html" for k in range(len(story.pages))]
    if story.year <= 2011:
        return [f"{OLD}/news/story.php?id={story.n}" + ("" if k == 0 else f"&page={k + 1}") for k in range(len(story.pages))]
    return [f"{NEW}/a/{story.n}"]


def page_of(story, k, counter):
    if story.year <= 2000:
        return plain(story, counter), "ISO-8859-1"
    if story.year <= 2005:
        return tables(story, k, counter), "ISO-8859-1"
    return (columns(story, k, counter) if story.year <= 2011 else modern(story, counter)), "utf-8"


def make(chance):
    stories = []
    for n in range(198):
        year = 1997 + n * 21 // 198
        pages = 1 if year <= 2000 or year > 2011 or n % 3 else 2 + n % 2
        story = Story(n, year, pages, chance)
        story.framed = year <= 2000 and n % 2 == 0
        if pages > 1 and n % 5 == 0:
            story.lost.add(pages - 1)
        stories.append(story)
    return stories


def fill(archive, stories):
    count = 0

    def add(url, stamp, body, status="200 OK", mime="text/html", charset=None, headers=()):
        nonlocal count
        count += 1
        body = body if isinstance(body, bytes) else body.encode(charset or "utf-8")
        head = [("Content-Type", f"{mime}; charset={charset}" if charset else mime), ("Content-Length", str(len(body))), *headers]
        return archive.add_raw(url, stamp, body, status, head)

    for story in stories:
        base = addresses(story)
        for k, url in enumerate(base):
            if k in story.lost:
                continue
            if story.framed:
                add(url, story.stamp(), frames(story, story.n), charset="ISO-8859-1")
                url = url.replace(".html", "body.html")
            text, charset = page_of(story, k, 100 + story.n)
            digest = add(url, story.stamp(), text, charset=charset)
            # A year later nothing had changed, or nothing but the margins.
            if story.n % 3 == 1:
                count += 1
                archive.revisit(url, story.stamp(1), digest, url, story.stamp(), text.encode(charset))
            elif story.n % 4 == 2:
                add(url, story.stamp(1), page_of(story, k, 9000 + story.n)[0], charset=charset)
        # The new site sends readers on from the old one's addresses.
        if 2006 <= story.year <= 2011 and story.n % 2:
            add(base[0], f"2013{story.stamp()[4:]}", "", "301 Moved Permanently", headers=[("Location", f"{NEW}/a/{story.n}")])
    for year in range(1997, 2018):
        own = [(addresses(s)[0], s) for s in stories if s.year == year]
        add((OLD if year <= 2011 else NEW) + "/", f"{year}0630120000", front(own, year > 2011))
        host = OLD if year <= 2011 else NEW
        add(f"{host}/gazette.gif", f"{year}0701120000", b"GIF89a" + bytes([year % 256]) * 40, mime="image/gif")
        add(f"{host}/style{year}.css", f"{year}0701120001", f"p {{ margin: {year % 9}px }}", mime="text/css")
        add(f"{host}/intro{year}.swf", f"{year}0701120002", b"FWS\x05" + bytes(30), mime="application/x-shockwave-flash")
        add(f"{host}/gone{year}.html", f"{year}0702120000", "<h1>Not found</h1><p>There is no such page.</p>", "404 Not Found")
    add(f"{OLD}/menu.html", "19980101000000", '<HTML><BODY><A HREF="/" TARGET="_top">Front page</A><BR><A HREF="/letters.html">Letters</A></BODY></HTML>', charset="ISO-8859-1")
    return count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cuttings")
    parser.add_argument("--dir", type=Path, default=None, help="where to work instead of a temporary directory")
    parser.add_argument("--serve", action="store_true")
    args = parser.parse_args()
    stories = make(random.Random(1997))
    with tempfile.TemporaryDirectory() as temporary:
        directory = (args.dir or Path(temporary)).resolve()
        if args.serve:
            import archive

            held = archive.begin(directory / "archive")
            print(fill(held, stories), "captures", file=sys.stderr)
            return archive.serve(directory / "archive", held, directory / "archive.log")
        return demonstrate(args.cuttings, directory, stories)


def demonstrate(cuttings, directory, stories):
    server = [sys.executable, __file__, cuttings, "--dir", directory, "--serve"]
    with open(directory / "archive.err", "w") as err:
        archive = subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, text=True)
    try:
        captures = len(json.loads(line := archive.stdout.readline())["captures"])
        where = ["--archive", f"http://127.0.0.1:{json.loads(line)['port']}/web/", "--allow-private"]
        sites = [OLD + "/", NEW + "/"]
        listed = sum(len(run([cuttings, "captures", site, "--match", "host", *where]).splitlines()) for site in sites)
        paper, table = directory / "paper", directory / "paper.db"
        run([cuttings, "fetch", *sites, "--match", "host", "--all", "--unique", *where, "-o", paper])
        run([cuttings, "batch", "--manifest", paper / "manifest.jsonl", "--base", paper, "--whole", "--dedupe", "canonical", "-o", table])
        return report(table, stories, captures, listed)
    finally:
        archive.stdin.close()
        archive.wait()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def report(table, stories, captures, listed):
    rows = sqlite3.connect(table)
    # What the cookbook asks the table: a full-text search.
    found = rows.execute("SELECT count(*) FROM search WHERE search MATCH 'turnips'").fetchone()[0]
    wrong = []
    counts = {"captures": captures, "listed": listed, "stories": len(stories), "whole": 0, "joined": 0, "out of frames": 0, "missing": 0, "rows about turnips": found}
    for story in stories:
        own = rows.execute("SELECT text, pages, warnings, published FROM articles WHERE headline = ? AND text != ''", [story.headline]).fetchall()
        own = [row for row in own if row[3] == f"{story.year}-{story.month:02}-{story.day:02}"]
        if len(own) != 1:
            wrong.append(f"{len(own)} rows of {story.headline!r} ({story.n}, {story.year})")
            continue
        (text, pages, warnings, _), first_lost = own[0], min(story.lost, default=len(story.pages))
        expected = [paragraph for page in story.pages[:first_lost] for paragraph in page]
        if text.split("\n\n") != expected:
            wrong.append(f"another text of {story.headline!r} ({story.n}, {story.year}): {text[:300]!r}")
        is_told = "page_missing" in (warnings or "")
        if is_told != bool(story.lost):
            wrong.append(f"{story.headline!r}: a missing page is told: {is_told}")
        counts["missing" if story.lost else "whole"] += 1
        counts["joined"] += (pages or "").count("; ") > 0 and not story.framed
        counts["out of frames"] += story.framed and ".html; " in (pages or "")
    counts["expected to be joined"] = sum(1 for s in stories if min(s.lost, default=len(s.pages)) > 1)
    if counts["joined"] != counts["expected to be joined"] or counts["out of frames"] != sum(s.framed for s in stories):
        wrong.append("not all were joined")
    print(json.dumps(counts, indent=1))
    for what in wrong:
        print(f"WRONG: {what}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
