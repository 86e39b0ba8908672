"""Fetches many captures from a local pywb with a program that is killed again and again, and counts.

    killed.py CUTTINGS [--pages N] [--captures N] [--kills N] [--within N] [--delay SECONDS]
                       [--jobs N] [--warc] [--cache] [--seed N] [--dir DIR]

Starts `archive.py` and `cuttings fetch`, ends the latter with SIGKILL at random moments, starts it anew, and at last lets it
come to its end. Then, by the archive's log and by what lies in the directory: no capture is lost, none is there
twice, every body is what the archive holds, and none was asked for more than twice, however often the program was
killed. (What was under way at a kill comes last in the next run; only a kill at the very end can hit it again.) The
index was asked for each address once, and once more for each listing that a kill cut off; the manifest is in the order
of time. Prints the figures; the exit status is 1 when one of these does not hold.
"""

import argparse
import collections
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CAPTURE = re.compile(r"/web/(\d{14})id_/(.+)")
LISTING = "/web/cdx?"


class Log:
    """The archive's log: how often each capture was asked for, and how often the index."""

    def __init__(self, path):
        self.file = open(path)
        self.asked = collections.Counter()
        self.listings = 0
        self.rest = ""

    def read(self):
        *lines, self.rest = (self.rest + self.file.read()).split("\n")
        for line in lines:
            self.listings += LISTING in line
            found = CAPTURE.search(line)
            if found:
                self.asked[found.groups()] += 1
        return sum(self.asked.values())


def under_way(directory):
    """Whether a listing was begun and not ended."""
    path = directory / "listing.jsonl"
    text = path.read_text() if path.exists() else ""
    return text.rfind('{"listing":') > text.rfind('{"complete":')


def in_order(directory, warc):
    """Whether the manifest is in the order of time."""
    lines = (directory / ("journal.jsonl" if warc else "manifest.jsonl")).read_text().splitlines()
    order = [(entry["captured"], entry["url"]) for entry in map(json.loads, lines)]
    return order == sorted(order)


def pages(directory):
    """What is there: address and time of each, and its bytes."""
    for line in (directory / "manifest.jsonl").read_text().splitlines():
        entry = json.loads(line)
        body = (directory / entry["file"]).read_bytes()
        assert entry["bytes"] == len(body), entry
        yield tuple(entry["id"].split(" ")), body


def records(directory):
    """The same of a WARC; warcio fails where one is damaged."""
    from warcio.archiveiterator import ArchiveIterator

    with open(directory / "pages.warc.gz", "rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                stamp = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))
                yield (stamp, record.rec_headers.get_header("WARC-Target-URI")), record.content_stream().read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cuttings")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--captures", type=int, default=50)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--within", type=int, default=None, help="kill within so many answers; default: all over the run")
    parser.add_argument("--delay", type=float, default=0.0, help="before each answer of the archive")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--warc", action="store_true")
    parser.add_argument("--cache", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--dir", type=Path, default=None, help="where to work instead of a temporary directory")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as temporary:
        return demonstrate(args, chance, (args.dir or Path(temporary)).resolve())


def demonstrate(args, chance, directory):
    log_path = directory / "archive.log"
    log_path.touch()
    script = Path(__file__).with_name("archive.py")
    many = ["--many", str(args.pages), str(args.captures)]
    server = [sys.executable, script, directory / "archive", *many, "--log", log_path, "--delay", str(args.delay)]
    with open(directory / "archive.err", "w") as err:
        archive = subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, text=True)
    try:
        told = json.loads(archive.stdout.readline())
        held = {(c["timestamp"], c["url"]): bytes.fromhex(c["body"]) for c in told["captures"] if "many.example" in c["url"]}
        urls = directory / "urls.txt"
        urls.write_text("".join(f"http://many.example/{n}.html\n" for n in range(args.pages)))
        out = directory / "out"
        command = [args.cuttings, "fetch", "--list", urls, "--all", "--output", out, "--jobs", str(args.jobs)]
        command += ["--archive", f"http://127.0.0.1:{told['port']}/web/", "--allow-private"]
        command += ["--warc"] if args.warc else []
        command += ["--cache", directory / "cache"] if args.cache else []
        log, start = Log(log_path), time.monotonic()
        killed_at, cut_off = [], 0
        for n in range(args.kills):
            killed_at.append(kill(command, log, chance, args.within or span(log, held, args.kills - n)))
            cut_off += under_way(out)
        last = subprocess.run(command, capture_output=True, text=True)
        seconds, asked, listed = time.monotonic() - start, log.read(), log.listings
        again = subprocess.run(command, capture_output=True, text=True)
        log.read()
        index = {"listed": listed, "cut off": cut_off, "again": log.listings - listed, "in order": in_order(out, args.warc)}
        there = records(out) if args.warc else pages(out)
        return report(args, held, log, killed_at, asked, seconds, last, again, there, index)
    finally:
        archive.stdin.close()
        archive.wait()


def span(log, held, left):
    """Within how many answers to kill so that those kills that are left fall into the first four fifths of the run."""
    return max(1, 2 * (len(held) * 4 // 5 - log.read()) // (left + 1))


def kill(command, log, chance, within):
    """Starts the program and kills it when the archive has answered some more; tells how many it had by then."""
    until = log.read() + chance.randint(0, within)
    program = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while log.read() < until and program.poll() is None:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.05))
    assert program.poll() is None, "it was done before it was killed"
    program.kill()
    program.wait()
    # What the archive was at work on when the program died.
    time.sleep(0.2)
    return log.read()


def report(args, held, log, killed_at, asked, seconds, last, again, there, index):
    there = list(there)
    found = collections.Counter(key for key, _ in there)
    twice = sum(1 for times in log.asked.values() if times == 2)
    figures = {
        "captures": len(held),
        "kills": len(killed_at),
        "asked for at each kill": killed_at,
        "asked for in all": asked,
        "asked for twice": twice,
        "most for one": max(log.asked.values()),
        "lost": len(held.keys() - found.keys()),
        "there twice": sum(1 for times in found.values() if times > 1),
        "corrupted": sum(1 for key, body in there if held.get(key) != body),
        "addresses": args.pages,
        "index asked": index["listed"],
        "listings cut off by a kill": index["cut off"],
        "seconds": round(seconds, 1),
        "the last run": last.stderr.strip().splitlines()[-1:],
        "and one more": again.stderr.strip().splitlines()[-1:],
    }
    print(json.dumps(figures, indent=1))
    wrong = {
        "a run failed": last.returncode or again.returncode,
        "asked for what is not held": log.asked.keys() - held.keys(),
        "never asked for": held.keys() - log.asked.keys(),
        "lost": figures["lost"],
        "there twice": figures["there twice"],
        "corrupted": figures["corrupted"],
        "asked for more than twice": figures["most for one"] > 2,
        "more than one for each job and kill": asked > len(held) + args.jobs * args.kills,
        "asked for again when all was there": log.read() - asked,
        "index asked more than once for each address and listing cut off": index["listed"] > args.pages + index["cut off"],
        "index asked again when all was listed": index["again"],
        "not in the order of time": not index["in order"],
    }
    for what in (what for what, is_so in wrong.items() if is_so):
        print(f"WRONG: {what}", file=sys.stderr)
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
