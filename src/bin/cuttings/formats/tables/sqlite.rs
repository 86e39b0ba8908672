//! Records as a database of SQLite.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::Path;

use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{Connection, OpenFlags, Statement, ToSql, params, params_from_iter};

use super::flat::{COLUMNS, Cell, cells};
use crate::formats::record::{Record, each_record};
use cuttings::TABLE_VERSION;

/// How many records are written between two commits.
const PER_TRANSACTION: i64 = 5_000;

/// What is made before the records come. Nobody reads a file that is not whole, so nothing is kept to undo a write.
const BEFORE: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE authors (
        article INTEGER NOT NULL REFERENCES articles (rowid), position INTEGER NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (article, position)) WITHOUT ROWID;
    CREATE TABLE tags (
        article INTEGER NOT NULL REFERENCES articles (rowid), position INTEGER NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (article, position)) WITHOUT ROWID;";

/// What is made of them in the end. The index of words holds no second copy of the texts.
const BEHIND: &str = "
    CREATE INDEX articles_id ON articles (id);
    CREATE INDEX articles_url ON articles (url);
    CREATE INDEX articles_published ON articles (published);
    CREATE INDEX authors_name ON authors (name);
    CREATE INDEX tags_name ON tags (name);
    CREATE VIRTUAL TABLE search USING fts5 (
        headline, summary, text, byline, authors,
        content = 'articles', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO search (search) VALUES ('rebuild');";

/// Writes the flat fields and the whole record as JSON, authors and tags in tables of their own, and an index of words.
pub fn write(records: &mut dyn BufRead, to: &Path) -> io::Result<()> {
    // No name leads to memory, or is read as an address.
    let path = std::path::absolute(to)?;
    File::create_new(&path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(&path, flags).map_err(io::Error::other)?;
    fill(&db, records)?;
    db.close().map_err(|(_, error)| io::Error::other(error))?;
    File::open(&path)?.sync_all()
}

fn fill(db: &Connection, records: &mut dyn BufRead) -> io::Result<()> {
    let run = |sql: &str| db.execute_batch(sql).map_err(io::Error::other);
    run(BEFORE)?;
    let columns: Vec<String> = COLUMNS.iter().map(|(name, kind)| format!("{name} {kind}, ")).collect();
    run(&format!("CREATE TABLE articles (rowid INTEGER PRIMARY KEY, {}json TEXT NOT NULL)", columns.concat()))?;
    let mut inserts = Inserts::new(db).map_err(io::Error::other)?;
    let mut rowid = 0;
    run("BEGIN")?;
    each_record(records, |record| {
        rowid += 1;
        inserts.record(rowid, record).map_err(io::Error::other)?;
        if rowid % PER_TRANSACTION == 0 { run("COMMIT; BEGIN") } else { Ok(()) }
    })?;
    let version = env!("CARGO_PKG_VERSION");
    run(&format!("INSERT INTO meta VALUES ('schema_version', '{TABLE_VERSION}'), ('cuttings_version', '{version}')"))?;
    run("COMMIT")?;
    run(&format!("{BEHIND} PRAGMA user_version = {TABLE_VERSION};"))
}

/// The statements that are run for each record.
struct Inserts<'a> {
    article: Statement<'a>,
    author: Statement<'a>,
    tag: Statement<'a>,
}

impl<'a> Inserts<'a> {
    fn new(db: &'a Connection) -> rusqlite::Result<Self> {
        let places = "?, ".repeat(COLUMNS.len() + 1);
        Ok(Inserts {
            article: db.prepare(&format!("INSERT INTO articles VALUES ({places}?)"))?,
            author: db.prepare("INSERT INTO authors VALUES (?, ?, ?)")?,
            tag: db.prepare("INSERT INTO tags VALUES (?, ?, ?)")?,
        })
    }

    fn record(&mut self, rowid: i64, record: &Record<'_>) -> rusqlite::Result<()> {
        let json = Cell::Text(record.line.into());
        let row = [Cell::Whole(rowid)].into_iter().chain(cells(record)).chain([json]);
        self.article.execute(params_from_iter(row))?;
        let Some(article) = &record.article else { return Ok(()) };
        for (names, insert) in [(&article.authors, &mut self.author), (&article.tags, &mut self.tag)] {
            for (position, name) in (0_i64..).zip(names) {
                insert.execute(params![rowid, position, name])?;
            }
        }
        Ok(())
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Empty => Ok(Null.into()),
            Cell::Text(text) => Ok(text.as_ref().into()),
            Cell::Whole(number) => Ok((*number).into()),
            Cell::Real(number) => Ok((*number).into()),
        }
    }
}
