//! Files made to be costly, of any size, in the forms other than a page of HTML: texts, messages, records, zips.

use std::io::{Cursor, Write};

use super::shapes::{Shape, story};

/// A kind of file.
pub struct FileShape {
    pub name: &'static str,
    pub form: Form,
    make: fn(usize) -> Vec<u8>,
}

/// What a page may be saved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    Mhtml,
    Warc,
    WarcGz,
    Arc,
    Zip,
    Wacz,
    Gzip,
}

impl Form {
    /// Those in which any page may be saved.
    pub const HOLDERS: [Form; 6] = [Form::Mhtml, Form::Warc, Form::WarcGz, Form::Arc, Form::Zip, Form::Gzip];

    pub fn name(self) -> &'static str {
        match self {
            Form::Text => "text",
            Form::Mhtml => "MHTML",
            Form::Warc => "WARC",
            Form::WarcGz => "WARC in gzip",
            Form::Arc => "ARC",
            Form::Zip => "zip",
            Form::Wacz => "WACZ",
            Form::Gzip => "gzip",
        }
    }

    /// A page of this shape and size, saved so.
    pub fn holding(self, shape: &Shape, bytes: usize) -> Vec<u8> {
        let page = shape.page(bytes).into_bytes();
        match self {
            Form::Text => page,
            Form::Mhtml => message(&[("text/html", &page)]),
            Form::Warc => record(&page),
            Form::WarcGz => gzip(&record(&page)),
            Form::Arc => arc(&page),
            Form::Zip => zip([("a.html".to_owned(), page)]),
            Form::Wacz => wacz(&page),
            Form::Gzip => gzip(&page),
        }
    }
}

impl FileShape {
    /// A file of nearly so many bytes, unpacked where it is packed.
    pub fn file(&self, bytes: usize) -> Vec<u8> {
        (self.make)(bytes)
    }
}

const fn text(name: &'static str, make: fn(usize) -> Vec<u8>) -> FileShape {
    FileShape { name, form: Form::Text, make }
}

const fn file(name: &'static str, form: Form, make: fn(usize) -> Vec<u8>) -> FileShape {
    FileShape { name, form, make }
}

/// All shapes of files.
pub const FILES: &[FileShape] = &[
    text("lines of a letter", |n| again("a\n", n)),
    text("lines of a sentence", |n| numbered(n, |i| format!("The ferry {i} sailed again on Monday.\n"))),
    text("paragraphs", |n| {
        numbered(n, |i| format!("The ferry {i} sailed again on Monday after a winter in dock.\n\n"))
    }),
    text("one line", |n| again("the ferry sailed again on Monday, ", n)),
    text("one word", |n| again("x", n)),
    text("empty lines", |n| again("\n", n)),
    text("hard-wrapped lines", |n| again("the ferry sailed again on Monday after a whole winter in the dry dock\n", n)),
    text("items", |n| numbered(n, |i| format!("- The ferry {i}\n"))),
    text("headings and pictures of light markup", |n| again("# Ferry\n![Sheep](http://a.example/x.jpg)\n> Why\n", n)),
    text("links of light markup", |n| [b"# F\n".to_vec(), again("[[[[](", n)].concat()),
    text("dates", |n| numbered(n, |i| format!("{} May 2007, 10:{:02}\n", i % 31 + 1, i % 60))),
    text("speakers", |n| numbered(n, |i| format!("“Why?”\nMoira {i}, Skerry\n"))),
    file("parts", Form::Mhtml, |n| parts(n, "Content-Type: image/gif\r\n\r\nx\r\n")),
    file("parts of HTML", Form::Mhtml, |n| parts(n, "Content-Type: text/html\r\n\r\n<p>x\r\n")),
    file("parts without end", Form::Mhtml, |n| parts(n, "Content-Type: multipart/mixed; boundary=never\r\n\r\n")),
    file("messages in messages", Form::Mhtml, |n| {
        again_behind("MIME-Version: 1.0\n", "Content-Type: message/rfc822\n\n", n)
    }),
    file("a head without end", Form::Mhtml, |n| again_behind("MIME-Version: 1.0\r\n", "X: y\r\n", n)),
    file("a head of one line", Form::Mhtml, |n| again_behind("MIME-Version: 1.0\r\nX: ", "y", n)),
    file("base64", Form::Mhtml, |n| encoded(n, "base64", "PHA+VGhlIGZlcnJ5IHNhaWxlZC4=\r\n")),
    file("quoted-printable", Form::Mhtml, |n| encoded(n, "quoted-printable", "<p>The =66erry=20sailed=\r\n")),
    file("delimiters that are none", Form::Mhtml, |n| again_behind(std::str::from_utf8(RELATED).unwrap(), "--", n)),
    file("records", Form::Warc, |n| filled(n, &record(story().as_bytes()))),
    file("records of nothing", Form::Warc, |n| filled(n, &lying("0"))),
    file("records that claim more than there is", Form::Warc, |n| filled(n, &lying("1000000"))),
    file("records that claim everything", Form::Warc, |n| filled(n, &lying("18446744073709551615"))),
    file("beginnings of records", Form::Warc, |n| again("WARC/1.0\r\n", n)),
    file("a head without end in a record", Form::Warc, |n| again_behind("WARC/1.0\r\n", "X: y\r\n", n)),
    file("bytes that are no record", Form::Warc, |n| again_behind("WARC/1.0\r\nX", "W", n)),
    file("members", Form::WarcGz, |n| filled(n, &gzip(&record(story().as_bytes())))),
    file("members of nothing", Form::WarcGz, |n| [gzip(&record(story().as_bytes())), filled(n, &gzip(b""))].concat()),
    file("members cut off", Form::WarcGz, |n| {
        let member = gzip(&record(story().as_bytes()));
        filled(n, &member[..member.len() / 2])
    }),
    file("beginnings of members", Form::WarcGz, |n| {
        [gzip(&record(story().as_bytes())), filled(n, b"\x1f\x8b\x08\0\0\0\0\0\0\x03")].concat()
    }),
    file("a record that unpacks a thousand times", Form::WarcGz, |n| gzip(&record(&again(" ", n * 16)))),
    file("records of ARC", Form::Arc, |n| filled(n, &arc(story().as_bytes()))),
    file("lines of ARC", Form::Arc, |n| {
        again_behind("filedesc://a 0.0.0.0 19970101000000 text/plain 0\n", "http://a/ x\n", n)
    }),
    file("small files", Form::Zip, |n| zip((0..n / 200).map(|i| (format!("{i}.html"), b"<p>x".to_vec())))),
    file("a file that unpacks a thousand times", Form::Zip, |n| zip([("a.html".to_owned(), again(" ", n * 16))])),
    file("long names", Form::Zip, |n| {
        zip((0..n / 40_000).map(|i| (format!("{}{i}.html", "x".repeat(20_000)), b"<p>x".to_vec())))
    }),
    file("records in a zip", Form::Wacz, |n| wacz_of(filled(n, &record(story().as_bytes())))),
    file("a page that unpacks a thousand times", Form::Gzip, |n| gzip(&again(" ", n * 16))),
];

const RELATED: &[u8] = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n";

fn again(piece: &str, bytes: usize) -> Vec<u8> {
    piece.repeat(bytes / piece.len()).into_bytes()
}

fn again_behind(start: &str, piece: &str, bytes: usize) -> Vec<u8> {
    [start.as_bytes().to_vec(), again(piece, bytes)].concat()
}

fn filled(bytes: usize, piece: &[u8]) -> Vec<u8> {
    piece.repeat((bytes / piece.len()).max(1))
}

fn numbered(bytes: usize, piece: fn(usize) -> String) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes);
    for n in 0.. {
        if out.len() >= bytes {
            break;
        }
        out.extend(piece(n).into_bytes());
    }
    out
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn http(page: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page].concat()
}

fn record(page: &[u8]) -> Vec<u8> {
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2007-12-01T03:21:45Z\r\n\
        WARC-Target-URI: http://news.example/1.html\r\nContent-Type: application/http;msgtype=response";
    let block = http(page);
    [format!("{head}\r\nContent-Length: {}\r\n\r\n", block.len()).as_bytes(), &block, b"\r\n\r\n"].concat()
}

fn lying(length: &str) -> Vec<u8> {
    format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

fn arc(page: &[u8]) -> Vec<u8> {
    let version = "1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n";
    let first = format!("filedesc://a.arc 0.0.0.0 19970101000000 text/plain {}\n{version}\n", version.len());
    let block = http(page);
    let line = format!("http://news.example/1.html 10.0.0.1 19970101000000 text/html {}\n", block.len());
    [first.as_bytes(), line.as_bytes(), &block, b"\n"].concat()
}

fn message(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = RELATED.to_vec();
    for (content_type, body) in parts {
        out.extend(format!("--b\r\nContent-Type: {content_type}\r\n\r\n").into_bytes());
        out.extend(*body);
        out.extend(b"\r\n");
    }
    out.extend(b"--b--\r\n");
    out
}

fn parts(bytes: usize, part: &str) -> Vec<u8> {
    [RELATED.to_vec(), again(&format!("--b\r\n{part}"), bytes)].concat()
}

fn encoded(bytes: usize, encoding: &str, line: &str) -> Vec<u8> {
    let head = format!("--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n");
    [RELATED.to_vec(), head.into_bytes(), again(line, bytes), b"--b--".to_vec()].concat()
}

fn zip(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn wacz(page: &[u8]) -> Vec<u8> {
    wacz_of(record(page))
}

fn wacz_of(records: Vec<u8>) -> Vec<u8> {
    zip([("datapackage.json".to_owned(), b"{}".to_vec()), ("archive/data.warc".to_owned(), records)])
}
