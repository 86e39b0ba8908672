"""Articles in datatrove, with its own executor, readers and writers."""

from __future__ import annotations

import json

from conftest import cases, engine, poisoned, warc

import cuttings

engine("datatrove")
engine("orjson")
engine("warcio")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

import cuttings.datatrove  # noqa: E402


def documents(pages) -> list[Document]:
    text = lambda page: page["html"].decode("utf-8", "replace")  # noqa: E731
    return [Document(text=text(page), id=page["id"], metadata={"url": page["url"]}) for page in pages]


def written(folder) -> list[dict]:
    return [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf8").splitlines()]


def test_a_step_keeps_the_structure():
    pages = cases()
    step = cuttings.datatrove.Articles(links=True)
    found = {document.id: document for document in step.run(documents(pages))}
    extractor = cuttings.Extractor(links=True)
    for document in documents(pages):
        article = extractor.extract(document.text, url=document.metadata["url"])
        assert (document.id in found) == bool(article.text)
        if article.text:
            assert found[document.id].text == article.text
            assert found[document.id].metadata["article"] == article.to_dict()
    assert step.stats["total"].total == len(pages)


def test_what_fails_is_dropped_or_kept():
    pages = [page for page in poisoned() if page["html"]]
    assert list(cuttings.datatrove.Articles().run(documents(pages))) == []
    kept = cuttings.datatrove.Articles(keep_failed=True).run(documents(pages))
    # Of text, not bytes, a PDF cannot be told.
    kinds = {document.id: document.metadata.get("error_kind") for document in kept}
    assert kinds.pop("pdf") in (None, "not_a_page")
    assert kinds == {page["id"]: page["kind"] for page in pages if page["id"] != "pdf"}


def test_files_are_dealt_among_tasks(tmp_path):
    pages = cases()
    paths = [warc(tmp_path / f"{n}.warc.gz", pages[n::3], broken=n == 1) for n in range(3)]
    paths.append(str(tmp_path / "missing.warc.gz"))
    pipeline = [
        cuttings.datatrove.PageReader(paths, keep_failed=True),
        JsonlWriter(str(tmp_path / "out"), output_filename="${rank}.jsonl", compression=None),
    ]
    LocalPipelineExecutor(pipeline, tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()
    found = written(tmp_path / "out")
    good = [row for row in found if "error_kind" not in row["metadata"]]
    assert sorted(row["id"] for row in good) == sorted(f"urn:case:{page['id']}" for page in pages)
    assert all(row["metadata"]["article"]["capture"]["timestamp"] == "2012-09-16T08:00:00Z" for row in good)
    assert all("body" in row["metadata"]["article"] for row in good)
    failed = {(row["metadata"]["file_path"], row["metadata"]["error_kind"]) for row in found if "error_kind" in row["metadata"]}
    assert failed == {(paths[1], "damaged"), (paths[3], "io")}


def test_an_extractor_gives_text_alone():
    pages = cases()[:8]
    found = {document.id: document.text for document in cuttings.datatrove.TextExtractor(timeout=30).run(documents(pages))}
    expected = {document.id: cuttings.extract(document.text).text for document in documents(pages)}
    assert found == {name: text for name, text in expected.items() if text}
