"""One extractor in Python, asked over standard input.

`worker.py NAME` reads the sets of pages first: a line with their number, then of each a line with the number of its pages,
and of each page a line with its length and as many bytes of UTF-8. From then on each line is the number of a set, and is answered with
a line of JSON: the thread's CPU seconds for its pages, and which of them the extractor failed on.
"""

import json
import os
import sys
import time


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True)


def trafilatura():
    import trafilatura

    return lambda html: trafilatura.bare_extraction(html, with_metadata=True, fast=True)


def readability_lxml():
    from readability import Document

    def extract(html):
        document = Document(html)
        return document.title(), document.summary(html_partial=True)

    return extract


def newspaper4k():
    import newspaper

    # Pictures would be fetched.
    config = newspaper.Config()
    config.fetch_images = False

    def extract(html):
        article = newspaper.Article("http://news.example/story.html", config=config)
        article.download(input_html=html)
        article.parse()
        return article

    return extract


TOOLS = {
    "resiliparse": resiliparse,
    "trafilatura": trafilatura,
    "readability-lxml": readability_lxml,
    "newspaper4k": newspaper4k,
}


def forget(name):
    """Empties what a tool keeps from page to page: no page of an archive comes twice."""
    if name == "trafilatura":
        from trafilatura.meta import reset_caches

        reset_caches()


def read_sets(stream):
    def number():
        return int(stream.readline())

    return [[stream.read(number()).decode() for _ in range(number())] for _ in range(number())]


def time_set(extract, pages):
    failed = []
    start = time.thread_time()
    for n, page in enumerate(pages):
        try:
            extract(page)
        except Exception:
            failed.append(n)
    return {"seconds": time.thread_time() - start, "failed": failed}


def main():
    name = sys.argv[1]
    # What a tool prints must not pass for an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    stream = sys.stdin.buffer
    extract = TOOLS[name]()
    sets = read_sets(stream)
    for line in iter(stream.readline, b""):
        forget(name)
        answers.write(json.dumps(time_set(extract, sets[int(line)])) + "\n")


main()
