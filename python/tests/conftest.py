"""Where the tests find pages: the repository's own."""

import pathlib
import signal
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What several tests stand on lies beside them.
sys.path.append(str(ROOT / "python" / "tests"))
CASES = ROOT / "fixtures" / "cases"
# What a shell starts in the background leaves interrupts alone, and so would all that is started here.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def cases() -> pathlib.Path:
    return CASES


@pytest.fixture
def story() -> bytes:
    return (CASES / "wayback-bbc-2007" / "page.html").read_bytes()


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of the documentation name files by their places in the repository."""
    monkeypatch.chdir(ROOT)
