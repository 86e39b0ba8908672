"""What src/bin/cuttings/formats/tests/python.rs has Python do: read every format, and compare it with the records.

    check.py DIRECTORY   holds records.jsonl and the same records in each other format
"""
import csv
import datetime
import gzip
import json
import math
import pathlib
import sqlite3
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import yaml

FOLDER = pathlib.Path(sys.argv[1])
UTC = datetime.timezone.utc
# The columns that are as they are in a record.
SAME = ["url", "canonical_url", "status", "headline", "kicker", "description", "byline", "site_name", "section",
        "language", "profile", "confidence", "duplicate"]
LISTS = ["summary", "authors", "tags", "media", "quotes", "notes", "comments", "warnings"]


def at(name):
    return str(FOLDER / ("records." + name))


def lines(data):
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


def known(value):
    """A value without what is null in it, as the records leave it out; maps as they come from each reader."""
    if isinstance(value, dict):
        return {key: known(v) for key, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [known(v) for v in (value.tolist() if hasattr(value, "tolist") else value)]
    return value


def absent(value):
    return value is None or value is pandas.NaT or isinstance(value, float) and math.isnan(value)


def instant(text):
    """The instant of a date of a record, and how much of it is known."""
    if len(text) == 7:
        return datetime.datetime.fromisoformat(text + "-01").replace(tzinfo=UTC), "month"
    if len(text) == 10:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC), "day"
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), "time"
    return moment.astimezone(UTC), "offset"


def same(where, found, expected):
    assert found == expected, "%s: %r is not %r" % (where, found, expected)


def check_row(reader, row, record):
    article = "body" in record
    same(reader, row["id"], str(record["id"]))
    same(reader, row["source"], record["source"])
    for name in SAME:
        found = None if absent(row[name]) else row[name]
        same((reader, name), found, record.get(name))
    for name in LISTS:
        same((reader, name), known(row[name]), record.get(name, []) if article else None)
    for name in ["published", "modified"]:
        if name in record:
            moment, precision = instant(record[name])
            same((reader, name), row[name], moment)
            same((reader, name), [row[name + "_precision"], row[name + "_text"]], [precision, record[name]])
        else:
            assert absent(row[name]) and absent(row[name + "_text"]), (reader, name, row[name])
    if article:
        for found, piece in zip(known(row["body"]), record["body"], strict=True):
            text = "\n".join("\t".join(cells) for cells in piece.get("rows", [])) or "\n".join(piece.get("items", []))
            expected = {"text": text} | piece
            # Readers differ in whether a list that is not there is an empty one within a struct.
            same((reader, "body"), {k: v for k, v in found.items() if v != []}, expected)
            for link in piece.get("links", []):
                same((reader, "link"), found["text"][link["start"]:link["end"]], link["text"])
    error = record.get("error", {})
    for name in ["kind", "message"]:
        found = row["error_" + name]
        same((reader, "error"), None if absent(found) else found, error.get(name))


def parquet(records):
    schema = pyarrow.parquet.read_schema(at("parquet"))
    same("schema", str(schema.field("published").type), "timestamp[ms, tz=UTC]")
    same("schema", pyarrow.parquet.read_metadata(at("parquet")).metadata[b"cuttings.schema_version"], b"1")
    query = duckdb.sql("SET TimeZone = 'UTC'; SELECT * FROM read_parquet('%s')" % at("parquet"))
    readers = {
        "pyarrow": pyarrow.parquet.read_table(at("parquet")).to_pylist(),
        "polars": polars.read_parquet(at("parquet")).to_dicts(),
        "pandas": pandas.read_parquet(at("parquet")).to_dict("records"),
        "duckdb": [dict(zip(query.columns, row)) for row in query.fetchall()],
    }
    for reader, rows in readers.items():
        for row, record in zip(rows, records, strict=True):
            check_row(reader, row, record)
    # What people ask.
    duckdb.sql("CREATE VIEW articles AS SELECT * FROM read_parquet('%s')" % at("parquet"))
    asked = [
        ("SELECT count(*) FROM articles WHERE list_contains(authors, 'Ann Lee')", 1),
        ("SELECT provenance['headline'] FROM articles WHERE id = 'news/full:1.html'", "meta Headline"),
        ("SELECT b.rows[2][1] FROM (SELECT unnest(body) b FROM articles) WHERE b.type = 'table'", "Oban"),
        ("SELECT image.width FROM articles WHERE image IS NOT NULL", 640),
        ("SELECT place_offset FROM articles WHERE place_offset IS NOT NULL", 5_000_000_000),
        ("SELECT asides[1].body[1].items[1] FROM articles WHERE len(asides) > 0", "a"),
    ]
    for sql, answer in asked:
        same(sql, duckdb.sql(sql).fetchall()[0][0], answer)


def as_cell(text):
    """A text as CSV has it: what a spreadsheet would run is marked as a text."""
    return "'" + text if text.startswith(("=", "@")) else text


def tables(records):
    """CSV and SQLite, which have the same columns."""
    with open(at("csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    database = sqlite3.connect(at("sqlite"))
    database.row_factory = sqlite3.Row
    stored = database.execute("SELECT * FROM articles ORDER BY rowid").fetchall()
    frame = pandas.read_csv(at("csv"), keep_default_na=False, dtype=str).to_dict("records")
    arrow = pyarrow.csv.read_csv(at("csv"), parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
    same("columns", arrow.column_names, list(rows[0]))
    same("columns", [name for name in stored[0].keys() if name not in ("rowid", "json")], list(rows[0]))
    texts = polars.read_csv(at("csv"), infer_schema=False).to_dicts()
    ducks = duckdb.sql("SELECT * FROM read_csv('%s', all_varchar = true, header = true)" % at("csv"))
    same("duckdb", ducks.columns, list(rows[0]))
    ducks = ducks.fetchall()
    for n, record in enumerate(records):
        same("pandas", frame[n], rows[n])
        same("polars", {name: text or "" for name, text in texts[n].items()}, rows[n])
        same("duckdb", [text or "" for text in ducks[n]], list(rows[n].values()))
        same("sqlite3", json.loads(stored[n]["json"]), record)
        for name in rows[n]:
            value = stored[n][name]
            same(("sqlite3", name), "" if value is None else as_cell(str(value)), rows[n][name])
        same("csv", rows[n]["authors"], "; ".join(record.get("authors", [])))
        same("csv", rows[n]["headline"], as_cell(record.get("headline", "")))
    search = ("SELECT a.headline FROM search JOIN articles a ON a.rowid = search.rowid"
              " WHERE search MATCH 'ferry' ORDER BY rank")
    same("MATCH", [row[0] for row in database.execute(search)], [records[0]["headline"]])


def markdown(records):
    found = {}
    for file in (FOLDER / "records.markdown").glob("*.md"):
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(front)
        found[front["source"]] = front, body
    articles = [record for record in records if "body" in record]
    same("files", len(found), len(articles))
    for record in articles:
        front, body = found[record["source"]]
        names = {"title": "headline", "date": "published", "modified": "modified", "authors": "authors",
                 "site": "site_name", "section": "section", "url": "url", "tags": "tags", "language": "language",
                 "source": "source", "id": "id"}
        for name, field in names.items():
            same(("front", name), front.get(name), record.get(field))
        capture = record.get("capture", {})
        same("front", [front.get("archive_url"), front.get("captured")], [capture.get("url"), capture.get("timestamp")])
    assert "\n# Ferry sails again" in found[records[0]["source"]][1]


def main():
    records = lines((FOLDER / "records.jsonl").read_bytes())
    same("gzip", lines(gzip.open(at("jsonl.gz")).read()), records)
    with pyarrow.CompressedInputStream(at("jsonl.zst"), "zstd") as stream:
        same("zstd", lines(stream.read()), records)
    same("duckdb", duckdb.sql("SELECT count(*) FROM read_json('%s')" % at("jsonl.zst")).fetchall()[0][0], len(records))
    parquet(records)
    tables(records)
    markdown(records)
    print("%d records, as all read them" % len(records))


main()
