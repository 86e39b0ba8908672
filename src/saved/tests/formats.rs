//! Which form a file has, and the forms beside WARC.

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

const HTML: &[u8] = b"<!doctype html><p>Caf\xe9</p>";

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn forms_are_told_by_the_first_bytes() {
    let mhtml = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n";
    let zip = zipped(&[("a.html", HTML)], CompressionMethod::Stored);
    let forms: [(&[u8], FileFormat); 14] = [
        (HTML, FileFormat::Page),
        (&gzip(HTML), FileFormat::Page),
        (b"plain text: of a page\n\nmore", FileFormat::Page),
        (b"", FileFormat::Page),
        (b"\x1f\x8b", FileFormat::Page),
        (&response(1), FileFormat::Warc),
        (&gzip(&response(1)), FileFormat::Warc),
        (b"\r\n\r\nWARC/1.1\r\n", FileFormat::Warc),
        (mhtml, FileFormat::Mhtml),
        (&gzip(mhtml), FileFormat::Mhtml),
        (
            b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/\r\nMIME-Version: 1.0\r\n\r\n",
            FileFormat::Mhtml,
        ),
        (&zip, FileFormat::Zip),
        (b"<pre>\nWARC/1.0\r\nWARC-Type: response\r\n", FileFormat::Page),
        (b"Subject: a mail\r\nTo: somebody\r\n\r\nNot of MIME", FileFormat::Page),
    ];
    for (bytes, form) in forms {
        assert_eq!(pages(bytes).format(), form, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
    }
    assert!(FileFormat::Warc.holds_many() && !FileFormat::Mhtml.holds_many());
}

#[test]
fn a_page_is_its_own_file() {
    for bytes in [HTML.to_vec(), gzip(HTML), [gzip(&HTML[..9]), gzip(&HTML[9..])].concat()] {
        let items: Vec<_> = pages(bytes).collect();
        assert_eq!(items.len(), 1);
        let saved = items[0].as_ref().unwrap();
        assert_eq!((saved.id(), saved.source(), saved.page().bytes()), ("f", "f", HTML));
    }
    assert_eq!(only("A rendering\n\nin plain text".as_bytes()).bytes(), b"A rendering\n\nin plain text");
}

#[test]
fn what_is_no_page_is_told_of() {
    let code = |bytes: &[u8]| pages(bytes).next().unwrap().unwrap_err().code();
    assert_eq!(code(b""), "not_a_page");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0"), "not_a_page");
    assert_eq!(code(&gzip(HTML)[..11]), "damaged");
    assert_eq!(code(&gzip(&vec![b' '; 17 << 20])), "limit");
    assert_eq!(code(&vec![b' '; (16 << 20) + 1]), "limit");
    assert_eq!(code(b"PK\x03\x04 and no more"), "damaged");
    assert!(Pages::open("no/such/file").unwrap_err().is_io());
}

#[test]
fn a_zip_of_pages() {
    let inner = gzip(HTML);
    let files: [(&str, &[u8]); 11] = [
        ("a.html", HTML),
        ("../../etc/b.HTM", HTML),
        ("pages/c.html.gz", &inner),
        ("pages/d", HTML),
        ("e.txt", b"A rendering\n\nin plain text"),
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("x.js", b"<!-- a script that begins as a page -->"),
        ("empty.html", b""),
        ("__MACOSX/._a.html", b"\0\x05\x16\x07"),
        ("notes", b"something else"),
        ("more.warc", &response(1)),
    ];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let bytes = zipped(&files, method);
        let expected = ["a.html", "../../etc/b.HTM", "pages/c.html.gz", "pages/d", "e.txt", "1"];
        assert_eq!(read(bytes.clone()), expected);
        assert_eq!(OnDisk::new(&bytes).read(), expected);
        let sources: Vec<_> = pages(bytes).map(|i| i.unwrap().source().to_owned()).collect();
        assert_eq!(sources[0], "f/a.html");
        assert_eq!(sources[5], "f/more.warc#0");
    }
}

#[test]
fn wacz_with_revisits() {
    let again = "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Payload-Digest: sha1:DIGEST1\r\n";
    let warc: Vec<u8> =
        [response(1), response(2), record("revisit", again, b"")].iter().flat_map(|r| gzip(r)).collect();
    // Of a page in the file before.
    let other = [gzip(&record("revisit", again, b"")), gzip(&response(3))].concat();
    let files: [(&str, &[u8]); 5] = [
        ("datapackage.json", b"{\"profile\": \"data-package\"}"),
        ("pages/pages.jsonl", b"{\"format\": \"json-pages-1.0\"}\n"),
        ("archive/one.warc.gz", &warc),
        ("archive/two.warc.gz", &other),
        ("indexes/index.cdx.gz", &gzip(b"example,news)/ 2007")),
    ];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let bytes = zipped(&files, method);
        assert_eq!(read(bytes.clone()), ["1", "2", "1", "1", "3"]);
        assert_eq!(OnDisk::new(&bytes).read(), ["1", "2", "1", "1", "3"]);
    }
}

#[test]
fn damage_within_wacz_is_told_of() {
    let warc = [gzip(&response(1)), b"rubbish".to_vec(), gzip(&response(2))].concat();
    let at = gzip(&response(1)).len();
    let bytes = zipped(&[("archive/a.warc.gz", &warc), ("b.html", HTML)], CompressionMethod::Stored);
    let expected = ["1", &format!("f/archive/a.warc.gz#{at} damaged"), "2", "b.html"];
    assert_eq!(OnDisk::new(&bytes).read(), expected);
    assert_eq!(read(bytes), expected);
}

#[test]
fn zips_that_unpack_without_end_are_refused() {
    let bomb = vec![b' '; 12 << 20];
    let bytes = zipped(&[("bomb.html", &bomb), ("a.html", HTML)], CompressionMethod::Deflated);
    assert_eq!(read(bytes), ["f/bomb.html limit", "a.html"]);
    // Two names for the same bytes.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.html", SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
    zip.write_all(HTML).unwrap();
    zip.shallow_copy_file("a.html", "b.html").unwrap();
    assert_eq!(read(zip.finish().unwrap().into_inner()), ["a.html", "f/b.html damaged"]);
}

#[test]
fn zips_within_zips_are_told_of() {
    let inner = zipped(&[("a.html", HTML)], CompressionMethod::Stored);
    let bytes = zipped(&[("one.wacz", &inner), ("report.docx", &inner), ("b.html", HTML)], CompressionMethod::Stored);
    assert_eq!(read(bytes), ["f/one.wacz damaged", "b.html"]);
}

#[test]
fn zips_that_are_broken_are_told_of() {
    let mut bytes = zipped(&[("a.html", HTML), ("b.html", HTML)], CompressionMethod::Stored);
    let at = bytes.windows(4).position(|w| w == b"<p>C").unwrap();
    bytes[at + 3] ^= 1;
    assert_eq!(read(bytes.clone()), ["f/a.html damaged", "b.html"]);
    bytes.truncate(bytes.len() - 30);
    assert_eq!(read(bytes), ["nowhere damaged"]);
}
