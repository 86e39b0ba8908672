"""One page."""

import concurrent.futures
import datetime
import json
import pickle

import cuttings
import pytest

PDF = b"%PDF-1.4"


def test_the_fields_of_a_story(story: bytes) -> None:
    article = cuttings.extract(story)
    assert article.headline == "Port mourns its last Channel ferry"
    assert article.published == "2007-12-10T16:12:47Z"
    assert article.published_at == datetime.datetime(2007, 12, 10, 16, 12, 47, tzinfo=datetime.timezone.utc)
    assert article.capture == cuttings.Capture(
        archive="web.archive.org",
        timestamp="2007-12-11T03:21:45Z",
        url="http://web.archive.org/web/20071211032145/http://news.bbc.co.uk/1/hi/world/europe/7136482.stm",
    )
    assert isinstance(article.body[0], cuttings.Paragraph) and article.body[0].text.startswith("The last passenger ferry")
    assert article.media[0].caption == "The Reine Maud made her final crossing on Sunday night"
    assert article.text.split("\n\n")[0] == article.body[0].text
    assert repr(article) == "<cuttings.Article 'Port mourns its last Channel ferry', 18 blocks, 3031 characters>"


def test_every_form_of_markup(story: bytes) -> None:
    article = cuttings.extract(story)
    for html in (bytearray(story), memoryview(story)):
        assert cuttings.extract(html) == article
    text = (
        "<h1>Fähre fährt</h1><p>Die Fähre nach Kerrera fuhr am Montag nach einem Winter im Trockendock wieder, mit elf Schafen an Bord.</p>"
        "<p>Weder die Schafe noch der Motor machten Schwierigkeiten, sagte der Fährmann nach der Ankunft.</p>"
    )
    assert "Fähre" in cuttings.extract(text).text
    with pytest.raises(TypeError, match="html: expected bytes or str, not int"):
        cuttings.extract(5)


def test_it_goes_into_json_and_back(story: bytes) -> None:
    article = cuttings.extract(story, links=True)
    assert json.loads(article.to_json()) == article.to_dict() == json.loads(article.to_json(indent=True))
    assert cuttings.Article.from_json(article.to_json()) == article
    assert pickle.loads(pickle.dumps(article)) == article
    assert any(block.links for block in article.body)
    link = next(link for block in article.body for link in block.links)
    block = next(block for block in article.body if link in block.links)
    assert block.text[link.start : link.end] == link.text
    with pytest.raises(ValueError, match="not an article"):
        cuttings.Article.from_json("[")


def test_errors_have_kinds() -> None:
    with pytest.raises(cuttings.Error, match="a PDF document") as caught:
        cuttings.extract(PDF)
    assert caught.value.kind == "not_a_page"
    assert pickle.loads(pickle.dumps(caught.value)).kind == "not_a_page"
    for arguments, kind in [({"url": "nowhere"}, "url"), ({"captured": "soon"}, "capture_time")]:
        with pytest.raises(cuttings.Error) as caught:
            cuttings.extract("<p>One", **arguments)
        assert caught.value.kind == kind
    with pytest.raises(cuttings.Error) as caught:
        cuttings.Extractor(limits={"nodes": 5}).extract("<p>One<p>Two<p>Three")
    assert caught.value.kind == "limit"


def test_arguments_that_are_none() -> None:
    for make, says in [
        (lambda: cuttings.Extractor(favor="both"), 'favor: "both" is none of "precision", "balanced", "recall"'),
        (lambda: cuttings.Extractor(limits={"legs": 4}), 'no limit is named "legs"'),
        (lambda: cuttings.Extractor(max_time=-1), "max_time: -1 is no time"),
    ]:
        with pytest.raises(ValueError) as caught:
            make()
        assert says in str(caught.value)
    with pytest.raises(FileNotFoundError):
        cuttings.Extractor(profiles=["nowhere.toml"])


def test_capture_times() -> None:
    page = "<h1>One</h1><p>Two"
    zone = datetime.timezone(datetime.timedelta(hours=2))
    for captured in ("20071211032145", datetime.datetime(2007, 12, 11, 3, 21, 45), datetime.datetime(2007, 12, 11, 5, 21, 45, tzinfo=zone)):
        article = cuttings.extract(page, url="http://sound.example/1", captured=captured)
        assert article.capture.timestamp == "2007-12-11T03:21:45Z"


def test_profiles(tmp_path, story: bytes) -> None:
    assert cuttings.extract(story).profile and cuttings.extract(story, profiles=False).profile is None
    profile = tmp_path / "sound.toml"
    profile.write_text("hosts = ['sound.example']\n[[epoch]]\nname = 'only'\nshows = 'b.title'\nroles = { headline = 'b.title' }\n")
    page = (
        "<b class=title>Ferry sails</b><p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board."
        "<p>Its skipper said that neither sheep nor engine had made any trouble."
    )
    article = cuttings.extract(page, url="http://sound.example/1", profiles=[profile])
    assert (article.headline, article.profile) == ("Ferry sails", "sound/only")
    profile.write_text("hosts = 5")
    with pytest.raises(cuttings.Error) as caught:
        cuttings.Extractor(profiles=[profile])
    assert caught.value.kind == "profile" and "sound" in str(caught.value)


def test_text_alone(story: bytes) -> None:
    assert cuttings.extract_text(story) == cuttings.extract(story).text
    assert cuttings.extract_text(PDF) is None
    assert cuttings.extract_text("<title>404 Not Found</title><h1>Not Found</h1>") is None


def test_one_extractor_for_all_threads(story: bytes) -> None:
    extractor = cuttings.Extractor()
    wanted = extractor.extract(story)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(article == wanted for article in pool.map(extractor.extract, [story] * 64))
    assert pickle.loads(pickle.dumps(extractor)).extract(story) == wanted


def test_what_is_written_of_it(story: bytes) -> None:
    article = cuttings.extract(story)
    assert article.markdown().startswith("# ") and article.markdown(front_matter=True).startswith("---\n")
    assert article.html(document=True).startswith("<!doctype html>") and "<img" in article.html()
    assert "<img" not in article.html(link_pictures=True)
    assert str(article) == article.plain() and article.headline in str(article)


def test_notebooks_load_and_run_nothing(story: bytes) -> None:
    page = story.replace(b"<p>", b"<p><script>alert(1)</script><img src=x onerror=alert(2)>", 3)
    shown = cuttings.extract(page)._repr_html_()
    assert "<img" not in shown and "<script" not in shown and "onerror" not in shown
    inspection = cuttings.inspect(page)
    assert inspection.html.startswith("<!doctype html>") and "alert(" not in inspection.html
    assert inspection._repr_html_().startswith('<iframe sandbox="')
