"""Fetching, from an archive and a site on loopback."""

from __future__ import annotations

import concurrent.futures
import datetime
import pickle
import signal
import subprocess
import sys
import threading
import time

import cuttings
import pytest

from fake_archive import Answer, FakeArchive, Held, page

STORY = "http://news.example/pier.html"
GONE = "http://news.example/gone.html"
MOVED = "http://news.example/moved.html"
FERRY = "http://sound.example/ferry.html"
HOSTS = ("http://news.example/", "http://other.example/", "http://sound.example/")

BOATS = "Boats will leave from the fish quay until the spring, if the fishermen can be brought to agree to it."
CLOSE = "The town pier will close on Monday for the first repairs since it was built in 1887, the council said."
OPEN = "The harbour master promised on Tuesday that the pier would open again before the regatta in the last week of May."


def part(number: int, more: str = "") -> bytes:
    return page(
        "Ferry sails again",
        f"Page {number} tells that the Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.",
        f"On page {number} its skipper says that neither the sheep nor the engine had made any trouble at all.",
        more=more,
    )


@pytest.fixture
def archive():
    held = [
        Held("20120801000000", STORY, page("Pier to close", CLOSE, BOATS)),
        Held("20120816120000", STORY, page("Pier to close", CLOSE, BOATS)),
        Held("20120901000000", STORY, page("Pier is closed", CLOSE, BOATS, OPEN)),
        Held("20120816000000", GONE, page("Not Found", "There is nothing at this address."), status=404),
        Held("20120816000000", MOVED, b"", status=301, headers={"Location": "/web/20120816000000id_/http://other.example/1.html"}),
        Held("20120816000005", "http://other.example/1.html", page("Ferry sails", BOATS, CLOSE)),
        Held("20050312000000", FERRY, part(1, "<a href=ferry_2.html>Next page</a>")),
        Held("20050313000000", "http://sound.example/ferry_2.html", part(2)),
    ]
    archive = FakeArchive(held)
    yield archive
    archive.close()


@pytest.fixture
def fetcher(archive):
    return cuttings.Fetcher(archive=archive.name, allow_private=True, max_retries=0, timeout=10)


def kind_of(call, *args, **kwargs) -> str:
    with pytest.raises(cuttings.Error) as caught:
        call(*args, **kwargs)
    return caught.value.kind


def test_the_capture_nearest_to_a_time_comes_with_what_is_known_of_it(archive, fetcher):
    found = fetcher.fetch(STORY, at="2012-08-15")
    address = f"{archive.address}/web/20120816120000id_/{STORY}"
    assert (found.url, found.source, found.id) == (address, address, f"20120816120000 {STORY}")
    assert (found.status, found.captured, found.content_type) == (200, "2012-08-16T12:00:00Z", "text/html")
    assert ("Server", "gull") in [(name.title(), value) for name, value in found.headers]
    capture = found.capture
    assert (capture.timestamp, capture.original, capture.url) == ("20120816120000", STORY, address)
    assert capture.timestamp_at == datetime.datetime(2012, 8, 16, 12, tzinfo=datetime.timezone.utc)
    assert [(hop.status, hop.timestamp) for hop in capture.hops] == [(302, None)]
    assert not capture.cached and not capture.truncated
    article = cuttings.extract(found)
    assert (article.headline, article.url, article.capture.timestamp) == ("Pier to close", STORY, "2012-08-16T12:00:00Z")


@pytest.mark.parametrize(
    "at",
    [
        "20120901",
        datetime.date(2012, 9, 1),
        datetime.datetime(2012, 9, 1),
        datetime.datetime(2012, 9, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
    ],
)
def test_times_are_told_in_any_form(fetcher, at):
    assert fetcher.fetch(STORY, at=at).capture.timestamp == "20120901000000"


def test_captures_come_one_by_one_and_nothing_is_asked_before(archive, fetcher):
    captures = fetcher.captures(STORY)
    assert archive.asked == []
    first = next(captures)
    assert (first.timestamp, first.original, first.status, first.mime) == ("20120801000000", STORY, 200, "text/html")
    assert (first.length, first.revisit, first.record) == (1000, False, None)
    assert [row.timestamp for row in captures] == ["20120816120000", "20120901000000"]
    assert (captures.skipped, captures.failures, captures.passed_over) == (0, [], [])
    assert next(captures, None) is None


def test_a_query_has_the_words_of_the_program(fetcher):
    times = lambda **query: [row.timestamp for row in fetcher.captures(STORY, **query)]  # noqa: E731
    assert times(since="2012-08-02", until=datetime.date(2012, 8, 31)) == ["20120816120000"]
    assert times(limit=1) == times(oldest=1) == ["20120801000000"]
    assert times(newest=1) == ["20120901000000"]
    assert times(collapse="digest") == ["20120801000000", "20120901000000"]
    assert times(collapse="time:6") == ["20120801000000", "20120901000000"]
    assert times(status=[404, 500]) == times(mime="image/png") == []
    assert len(times(pages=True, page_types=True, status=200, mime=["text/html"])) == 3
    assert fetcher.captures(GONE, pages=True).passed_over == []
    assert [row.original for row in fetcher.captures("http://sound.example/", match="prefix")][-1].endswith("ferry_2.html")
    left_out = fetcher.captures(GONE, pages=True)
    assert (list(left_out), left_out.passed_over) == ([], [404])


def test_a_row_is_fetched_and_its_digest_checked(archive, fetcher):
    row = next(fetcher.captures(STORY, newest=1))
    found = fetcher.fetch(row)
    assert (found.capture.timestamp, found.capture.digest) == ("20120901000000", "matches")
    archive.held[2].digest = "A" * 32
    row = next(cuttings.Fetcher(archive=archive.name, allow_private=True).captures(STORY, newest=1))
    assert fetcher.fetch(row).capture.digest == "differs"
    # It can be written down, and made by hand.
    assert cuttings.CdxRecord.from_dict(row.to_dict()) == row == pickle.loads(pickle.dumps(row))
    assert fetcher.fetch(cuttings.CdxRecord("20120801000000", STORY)).capture.digest == "unchecked"


def test_the_address_of_a_capture_is_enough(archive, fetcher):
    address = f"{archive.address}/web/20120801000000/{STORY}"
    assert fetcher.fetch(address).capture.timestamp == "20120801000000"
    assert fetcher.get(address).capture.original == STORY
    with pytest.raises(TypeError, match="at: which capture"):
        fetcher.fetch(STORY)
    with pytest.raises(TypeError, match="not int"):
        fetcher.fetch(2012)


def test_what_does_not_come_is_an_error_with_its_kind(archive, fetcher):
    assert kind_of(fetcher.fetch, "http://news.example/never.html", at="2012") == "never_archived"
    assert kind_of(fetcher.fetch, GONE, at="2012") == "error_page"
    assert kind_of(fetcher.fetch, next(fetcher.captures(GONE))) == "error_page"
    assert kind_of(fetcher.fetch, "ftp://news.example/", at="2012") == "fetch"
    any_status = cuttings.Fetcher(archive=archive.name, allow_private=True, any_status=True)
    assert any_status.fetch(GONE, at="2012").status == 404
    assert any_status.fetch(next(any_status.captures(GONE))).status == 404
    far = cuttings.Fetcher(archive=archive.name, allow_private=True, window=2)
    assert kind_of(far.fetch, STORY, at="2012-08-10") == "outside_window"
    archive.paths[f"/web/20120816120000id_/{STORY}"] = [Answer(500, b"<h1>Internal Server Error</h1>")]
    assert kind_of(fetcher.fetch, STORY, at="20120816120000") in ("archive_down", "playback_failure")


def test_redirects_are_followed_within_the_archive(archive, fetcher):
    found = fetcher.fetch(MOVED, at="2012-08-16")
    assert found.capture.original == "http://other.example/1.html"
    assert [hop.status for hop in found.capture.hops][-2:] == [301, 302]
    assert [warning.code for warning in cuttings.extract(found).warnings] == ["redirected"]
    exact = cuttings.Fetcher(archive=archive.name, allow_private=True, exact=True)
    assert kind_of(exact.fetch, MOVED, at="2012-08-16") == "redirected"


def test_live_pages(archive, fetcher):
    archive.paths["/live.html"] = [Answer(200, page("Pier to close", CLOSE, BOATS), {"Content-Type": "text/html"})]
    archive.paths["/way.html"] = [Answer(302, b"", {"Location": "/live.html"})]
    found = fetcher.get(f"{archive.address}/way.html")
    assert (found.url, found.status, found.capture) == (f"{archive.address}/live.html", 200, None)
    assert (found.id, found.source) == (found.url, found.url)
    assert cuttings.extract(found).headline == "Pier to close"
    assert kind_of(fetcher.get, f"{archive.address}/none.html") == "fetch"
    assert kind_of(fetcher.get, "news") == "url"
    assert kind_of(cuttings.Fetcher().get, f"{archive.address}/live.html") == "refused"
    small = cuttings.Fetcher(allow_private=True, limits={"bytes": 20})
    assert kind_of(small.get, f"{archive.address}/live.html") == "limit"


def test_a_slow_answer_is_waited_for_so_long(archive):
    archive.silent.add(f"/web/20120816120000id_/{STORY}")
    hasty = cuttings.Fetcher(archive=archive.name, allow_private=True, timeout=datetime.timedelta(seconds=0.3))
    started = time.monotonic()
    assert kind_of(hasty.fetch, STORY, at="20120816120000") == "archive_down"
    assert time.monotonic() - started < 5


def interrupt_soon() -> None:
    main = threading.main_thread().ident
    threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT)).start()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads")
def test_an_interrupt_ends_every_wait(archive, fetcher):
    archive.silent.update(f"/web/{time}id_/{STORY}" for time in ("20120801000000", "20120816120000"))
    waits = [
        lambda: fetcher.fetch(STORY, at="20120816120000"),
        lambda: list(fetcher.fetch_all([STORY], at="20120816120000")),
        lambda: fetcher.history(STORY),
    ]
    for wait in waits:
        started = time.monotonic()
        interrupt_soon()
        with pytest.raises(KeyboardInterrupt):
            wait()
        assert time.monotonic() - started < 5
    # The fetcher is as good as before.
    assert fetcher.fetch(STORY, at="20120901").capture.timestamp == "20120901000000"


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads")
def test_a_listing_goes_on_after_an_interrupt(archive, fetcher):
    list(fetcher.captures(STORY))
    archive.silent.update(path for path in archive.asked if path.startswith("/cdx"))
    captures = cuttings.Fetcher(archive=archive.name, allow_private=True).captures(STORY)
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        next(captures)
    archive.answer_all()
    assert len(list(captures)) == 3


def test_other_threads_go_on_while_one_waits(archive, fetcher):
    archive.silent.add(f"/web/20120816120000id_/{STORY}")
    # One fetcher for all of them.
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        fetch = lambda at: fetcher.fetch(STORY, at=at).capture.timestamp  # noqa: E731
        slow = pool.submit(fetch, "20120816120000")
        others = [pool.submit(fetch, "20120901") for _ in range(4)]
        assert [other.result(timeout=8) for other in others] == ["20120901000000"] * 4
        assert not slow.done()
        archive.answer_all()
        assert slow.result(timeout=8) == "20120816120000"


def test_an_error_tells_programs_what_is_known_of_it(archive, fetcher):
    archive.paths["/live.html"] = [Answer(404, b"")]
    with pytest.raises(cuttings.Error) as caught:
        fetcher.get(archive.address + "/live.html")
    assert (caught.value.kind, caught.value.status, caught.value.retry_after) == ("fetch", 404, None)
    path = "/web/20120816120000id_/" + STORY
    archive.paths[path] = [Answer(429, b"", {"Retry-After": "600"})]
    with pytest.raises(cuttings.Error) as caught:
        fetcher.fetch(STORY, at="20120816120000")
    error = pickle.loads(pickle.dumps(caught.value))
    for error in (caught.value, error):
        assert (error.kind, error.url) == ("rate_limited", STORY)
        # A little of it may be over.
        assert datetime.timedelta(seconds=590) < error.retry_after <= datetime.timedelta(seconds=600)


def test_many_are_fetched_and_a_failing_one_is_a_value(archive, fetcher):
    rows = [row for host in HOSTS for row in fetcher.captures(host, match="prefix")]
    came = dict(fetcher.fetch_all(iter(rows), jobs=3))
    assert set(came) == set(rows) and len(rows) == 8
    for row, found in came.items():
        if row.original == GONE:
            assert isinstance(found, cuttings.Error) and found.kind == "error_page"
        elif row.original != MOVED:
            assert (found.capture.timestamp, found.capture.original) == (row.timestamp, row.original)
    near = dict(fetcher.fetch_all([STORY, "http://news.example/never.html"], at="2012"))
    assert near[STORY].capture.original == STORY
    assert near["http://news.example/never.html"].kind == "never_archived"


def test_many_are_taken_as_they_are_needed(archive, fetcher):
    taken = []

    def endless():
        while True:
            taken.append(len(taken))
            yield cuttings.CdxRecord("20120801000000", STORY)

    fetches = fetcher.fetch_all(endless(), jobs=2)
    for _ in range(5):
        next(fetches)
    fetches.close()
    assert len(taken) <= 5 + 2


def test_a_slow_one_holds_no_other_up(archive, fetcher):
    archive.silent.add(f"/web/20120816120000id_/{STORY}")
    rows = list(fetcher.captures(STORY))
    fetches = fetcher.fetch_all([rows[1], rows[0], rows[2]], jobs=2)
    assert [next(fetches)[0], next(fetches)[0]] == [rows[0], rows[2]]
    archive.answer_all()
    row, found = next(fetches)
    assert (row, found.capture.timestamp) == (rows[1], "20120816120000")


def test_a_program_may_end_while_pages_are_under_way(archive):
    archive.silent.add(f"/web/20120816120000id_/{STORY}")
    program = f'''
import cuttings
fetcher = cuttings.Fetcher(archive={archive.name!r}, allow_private=True)
rows = [cuttings.CdxRecord(time, {STORY!r}) for time in ("20120816120000", "20120801000000")]
fetches = fetcher.fetch_all(rows)
print(next(fetches)[0].timestamp)
'''
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "20120801000000\n", "")


def test_what_is_under_way_comes_before_the_error_of_a_listing(fetcher):
    def broken():
        yield cuttings.CdxRecord("20120801000000", STORY)
        raise RuntimeError("no more rows")

    fetches = fetcher.fetch_all(broken())
    assert next(fetches)[1].capture.timestamp == "20120801000000"
    with pytest.raises(RuntimeError, match="no more rows"):
        next(fetches)
    with pytest.raises(ValueError, match="jobs"):
        fetcher.fetch_all([], jobs=0)
    with pytest.raises(TypeError):
        next(fetcher.fetch_all([STORY]))


def test_several_archives_are_one_list(archive):
    second = FakeArchive([Held("20120810000000", STORY, page("Pier to close", CLOSE, BOATS))])
    dead = FakeArchive()
    dead.close()
    both = cuttings.Fetcher(archive=[archive.name, second.name, dead.name], allow_private=True, max_retries=0, timeout=5)
    captures = both.captures(STORY)
    rows = list(captures)
    assert [row.timestamp[:8] for row in rows] == ["20120801", "20120810", "20120816", "20120901"]
    assert [failure.archive for failure in captures.failures] == [dead.address.removeprefix("http://")]
    assert str(captures.failures[0].error) in str(captures.failures[0])
    assert both.fetch(rows[1]).source.startswith(second.address)
    assert both.fetch(STORY, at="20120811").source.startswith(second.address)
    second.close()


def test_the_versions_of_a_story(fetcher):
    history = fetcher.history(STORY)
    assert (history.url, history.captures, history.complete) == (STORY, 3, True)
    first, second = history.versions
    assert (first.first, first.last, first.captures, first.changes) == ("20120801000000", "20120816120000", 2, [])
    assert (first.article.headline, second.article.headline) == ("Pier to close", "Pier is closed")
    kinds = {change.type: change for change in second.changes}
    assert set(kinds) == {"headline", "paragraph_added"}
    assert (kinds["headline"].old, kinds["headline"].new) == ("Pier to close", "Pier is closed")
    assert (kinds["paragraph_added"].at, kinds["paragraph_added"].text) == (2, OPEN)
    assert cuttings.changes(first.article, second.article) == second.changes
    assert cuttings.History.from_json(history.to_json()) == history == pickle.loads(pickle.dumps(history))
    assert "Pier is closed" in history.plain() and history.markdown().startswith("# ")
    assert len(fetcher.history(STORY, since="2012-08-20").versions) == 1
    assert not fetcher.history(STORY, limit=1).complete
    assert fetcher.history(GONE).versions == []


def test_words_of_a_paragraph_that_was_reworded():
    make = lambda text: cuttings.Article.from_json(f'{{"body": [{{"type": "paragraph", "text": "{text}"}}]}}')  # noqa: E731
    [change] = cuttings.changes(make(CLOSE), make(CLOSE.replace("Monday", "Friday")))
    assert (change.type, change.was, change.at) == ("paragraph_reworded", 0, 0)
    words = [(word.kind, word.text) for word in change.words if word.kind != "same"]
    assert words == [("removed", "Monday"), ("added", "Friday")]


def test_a_story_over_two_pages_is_joined(archive, fetcher):
    whole = fetcher.whole_story(FERRY, at="2005")
    assert (len(whole.body), len(whole.pages), whole.next_page) == (4, 2, None)
    first = fetcher.fetch(FERRY, at="2005")
    assert fetcher.whole_story(first, extractor=cuttings.Extractor()) == whole
    assert fetcher.whole_story(next(fetcher.captures(FERRY))) == whole
    assert fetcher.rest_of_story(cuttings.extract(first)) == whole
    archive.held.pop()
    missing = cuttings.Fetcher(archive=archive.name, allow_private=True).whole_story(first)
    assert [warning.code for warning in missing.warnings] == ["page_missing"]
    archive.paths["/one.html"] = [Answer(200, part(1, "<a href=two.html>Next page</a>"), {"Content-Type": "text/html"})]
    archive.paths["/two.html"] = [Answer(200, part(2), {"Content-Type": "text/html"})]
    assert len(fetcher.whole_story(f"{archive.address}/one.html").pages) == 2


def test_a_cache_answers_without_the_archive(archive, tmp_path):
    with_cache = cuttings.Fetcher(archive=archive.name, allow_private=True, cache=tmp_path)
    assert not with_cache.fetch(STORY, at="2012-09").capture.cached
    asked = len(archive.asked)
    offline = cuttings.Fetcher(archive=archive.name, allow_private=True, cache=tmp_path, offline=True)
    assert offline.fetch(STORY, at="2012-09").capture.cached
    assert kind_of(offline.fetch, FERRY, at="2005") == "not_cached"
    assert len(archive.asked) == asked


def test_waits_are_told(archive):
    path = f"/web/20120816120000id_/{STORY}"
    answer = archive.answer(path)
    archive.paths[path] = [Answer(429, b"", {"Retry-After": "1"}), answer]
    told: list[cuttings.Wait] = []
    telling = cuttings.Fetcher(archive=archive.name, allow_private=True, on_wait=told.append)
    assert telling.fetch(STORY, at="20120816120000").status == 200
    assert told and told[0].host == archive.address.removeprefix("http://")
    assert 0 < told[0].time <= 2 and "pause" in str(told[0])

    def no_more(wait):
        with pytest.raises(RuntimeError, match="on_wait"):
            refusing.get(archive.address)
        raise LookupError(str(wait))

    archive.paths[path] = [Answer(429, b"", {"Retry-After": "20"}), answer]
    refusing = cuttings.Fetcher(archive=archive.name, allow_private=True, on_wait=no_more)
    started = time.monotonic()
    with pytest.raises(LookupError, match="pause"):
        refusing.fetch(STORY, at="20120816120000")
    assert time.monotonic() - started < 5


def test_arguments_that_make_no_sense(archive, fetcher):
    for wrong, match in [
        ({"archive": "wayforward"}, "archive:"),
        ({"archive": []}, "archive:"),
        ({"timeout": -1}, "timeout: -1 is no time"),
        ({"limits": {"bites": 1}}, "limits: no limit is named"),
        ({"window": -1}, "window: -86400"),
    ]:
        with pytest.raises(ValueError, match=match):
            cuttings.Fetcher(**wrong)
    with pytest.raises(TypeError):
        cuttings.Fetcher("wayback")
    for wrong, match in [
        ({"since": "soon"}, "since:"),
        ({"match": "all"}, 'match: "all" is none of'),
        ({"collapse": "time:3"}, "collapse:"),
        ({"oldest": 1, "newest": 1}, "one order"),
        ({"newest": 1, "limit": 1}, "limit:"),
    ]:
        with pytest.raises(ValueError, match=match):
            fetcher.captures(STORY, **wrong)
    with pytest.raises(ValueError, match="at:"):
        fetcher.fetch(STORY, at="once")
    with pytest.raises(ValueError, match="not the record of a capture"):
        fetcher.fetch(cuttings.CdxRecord("once", STORY))
    assert archive.asked == []


def test_a_fetcher_goes_to_other_processes(archive, fetcher):
    again = pickle.loads(pickle.dumps(fetcher))
    assert again.fetch(STORY, at="20120901").capture.timestamp == "20120901000000"
    assert repr(again) == f"<cuttings.Fetcher of {archive.address.removeprefix('http://')}>"
    assert "bytes" in cuttings.FETCH_LIMITS
