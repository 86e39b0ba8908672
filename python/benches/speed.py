"""Pages a second beside other libraries: speed.py [--rounds N] DIR...

Pages (.html, .htm, gzipped or not, in folders below each DIR) are read into memory first. cuttings gets bytes, the others text that is
decoded outside their time. Each round takes every tool once, one after the other; the median counts. Tools that are not installed are left out.
"""

import argparse
import gzip
import pathlib
import statistics
import time

import cuttings


def read(directories: list[str]) -> list[bytes]:
    pages = []
    for directory in directories:
        for path in sorted(pathlib.Path(directory).rglob("*")):
            if path.name.removesuffix(".gz").endswith((".html", ".htm")):
                data = path.read_bytes()
                pages.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    return pages


def each(extract):
    def run(pages):
        for page in pages:
            try:
                extract(page)
            except Exception:  # noqa: BLE001 - what a tool fails on takes its time, too
                pass

    return run


def tools():
    yield "cuttings.extract", True, each(cuttings.extract)
    yield "cuttings.extract().to_dict()", True, each(lambda page: cuttings.extract(page).to_dict())
    try:
        import pyarrow  # noqa: F401

        yield "cuttings.extract_batch, 1 thread", True, lambda pages: cuttings.extract_batch(pages, threads=1)
        yield "cuttings.extract_batch, 2 threads", True, lambda pages: cuttings.extract_batch(pages, threads=2)
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        yield "resiliparse", False, each(lambda page: extract_plain_text(page, main_content=True))
    except ImportError:
        pass
    try:
        import trafilatura

        yield "trafilatura", False, each(lambda page: trafilatura.bare_extraction(page, with_metadata=True, fast=True))
    except ImportError:
        pass
    try:
        import newspaper

        config = newspaper.Config()
        config.fetch_images = False

        def parse(page):
            article = newspaper.Article("http://news.example/story.html", config=config)
            article.download(input_html=page)
            article.parse()

        yield "newspaper4k", False, each(parse)
    except ImportError:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="names to time, parted by commas")
    parser.add_argument("directories", nargs="+", metavar="DIR")
    arguments = parser.parse_args()
    pages = read(arguments.directories)
    texts = [page.decode("utf-8", "replace") for page in pages]
    size = sum(map(len, pages)) / 1e6
    wanted = [tool for tool in tools() if not arguments.only or any(name in tool[0] for name in arguments.only.split(","))]
    times = {name: [] for name, _, _ in wanted}
    for _ in range(arguments.rounds):
        for name, takes_bytes, run in wanted:
            start = time.perf_counter()
            run(pages if takes_bytes else texts)
            times[name].append(time.perf_counter() - start)
    print(f"{len(pages)} pages, {size:.1f} MB, median of {arguments.rounds}")
    for name, taken in times.items():
        seconds = statistics.median(taken)
        spread = max(taken) / min(taken)
        print(f"{name:36} {len(pages) / seconds:8.0f} pages/s {size / seconds:8.1f} MB/s   (rounds up to {spread:.2f} apart)")


main()
