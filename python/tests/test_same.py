"""The same article from Python, from Rust and from the program.

What Rust makes of each case is in the repository. The program is asked where CUTTINGS_BINARY names it, and of CUTTINGS_PAGES, a folder of
pages (gzipped or not), as many as CUTTINGS_PAGES_COUNT says (500) are compared as well, taken evenly.
"""

import gzip
import json
import os
import pathlib
import subprocess
import tomllib

import cuttings
import pytest
from conftest import CASES

BINARY = os.environ.get("CUTTINGS_BINARY")
PAGES = os.environ.get("CUTTINGS_PAGES")
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def case(name: str) -> tuple[pathlib.Path, dict[str, str]]:
    folder = CASES / name
    page = next(path for path in folder.iterdir() if path.stem == "page" or path.name.startswith("page."))
    settings = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    return page, {key: settings[key] for key in ("url", "content_type", "captured") if key in settings}


def without_what_moves(article: dict) -> dict:
    codes = [warning["code"] for warning in article.get("warnings", [])]
    return {**{name: value for name, value in article.items() if name != "confidence"}, "warnings": codes}


@pytest.mark.parametrize("name", NAMES)
def test_every_case(name: str) -> None:
    page, settings = case(name)
    article = cuttings.extract(page.read_bytes(), **settings).to_dict()
    expected = json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))
    # The confidence moves with every fit of the model, and the words of warnings are for people.
    assert without_what_moves(article) == without_what_moves(expected)
    if BINARY:
        arguments = [argument for key, value in settings.items() for argument in ("--" + key.replace("_", "-"), value)]
        told = subprocess.run([BINARY, "extract", "-f", "jsonl", page, *arguments], capture_output=True, check=True)
        assert json.loads(told.stdout) == article


@pytest.mark.skipif(not (BINARY and PAGES), reason="CUTTINGS_BINARY and CUTTINGS_PAGES are not set")
def test_many_pages() -> None:
    count = int(os.environ.get("CUTTINGS_PAGES_COUNT", "500"))
    found = sorted(path for path in pathlib.Path(PAGES).rglob("*") if path.name.removesuffix(".gz").endswith((".html", ".htm")))
    paths = found[:: max(1, len(found) // count)][:count]
    assert paths, PAGES
    compared = 0
    for path in paths:
        told = subprocess.run([BINARY, "extract", "-f", "jsonl", "--links", path], capture_output=True)
        data = path.read_bytes()
        try:
            article = cuttings.extract(gzip.decompress(data) if path.suffix == ".gz" else data, links=True)
        except cuttings.Error as error:
            assert told.returncode != 0 and str(error) in told.stderr.decode(), path
            continue
        assert told.returncode == 0 and article.to_dict() == json.loads(told.stdout), path
        compared += 1
    print(f"{compared} of {len(paths)} pages compared")
    assert compared > len(paths) * 0.9
