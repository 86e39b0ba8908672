//! Files that hold many pages.

use std::io::Write;

use cuttings::Pages;

use super::cost::{Work, linear, measured};

const SIZE: usize = 1 << 20;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A record that holds a page.
fn response() -> Vec<u8> {
    let body = (0..200).map(|n| format!("{} ", n * 7919 % 9973)).collect::<String>();
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{body}</p>");
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2007-12-01T03:21:45Z\r\nWARC-Target-URI: http://news.example/1.html";
    format!("{head}\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n", http.len()).into_bytes()
}

/// Reads what is made of this piece, again and again, behind the start: from memory, and from a disk, where what was read
/// can be gone back to.
fn linear_in_size(what: &str, start: &[u8], piece: &[u8]) {
    linear(what, SIZE, |size| {
        let bytes = [start, &piece.repeat(size / piece.len())].concat();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        // No item without a byte of its own.
        let most = bytes.len() + 2;
        let read = || {
            let in_memory = Pages::from_reader(std::io::Cursor::new(bytes), "f").unwrap();
            let (mut count, mut before) = (0, String::new());
            for item in in_memory.take(most + 1) {
                count += 1;
                if let Err(error) = item {
                    let said = error.to_string();
                    assert_ne!(said, before, "{what}: an error comes twice");
                    before = said;
                }
            }
            assert!(count <= most, "{what}: without end");
            let on_disk = Pages::open(file.path()).unwrap();
            assert!(on_disk.take(most + 1).count() <= most, "{what}: without end");
        };
        Work { outcome: (), costs: vec![("reading", measured(read).1)] }
    });
}

#[test]
fn records_made_to_be_slow() {
    let lying =
        |length: &str| format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    linear_in_size("records that claim more than there is", b"", &lying("1000000"));
    linear_in_size("records that claim everything", b"", &lying("18446744073709551615"));
    linear_in_size("records of nothing", b"", &lying("0"));
    linear_in_size("beginnings of records", b"", b"WARC/1.0\r\n");
    linear_in_size("heads without end", b"", format!("WARC/1.0\r\n{}", "X: y\r\n".repeat(10_000)).as_bytes());
    linear_in_size("a single byte", b"", b"W");
}

#[test]
fn members_made_to_be_slow() {
    let packed = gzip(&response());
    linear_in_size("beginnings of members", &packed, b"\x1f\x8b\x08\0\0\0\0\0\0\x03");
    linear_in_size("half beginnings of members", &packed, b"\x1f\x8b\x08\0W");
    linear_in_size("members cut off", b"", &packed[..packed.len() / 2]);
    linear_in_size("members of nothing", &packed, &gzip(b""));
    // A stored block of much, in a member that breaks thereafter.
    let mut stored = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    stored.extend([0, 10, 0, 0xf5, 0xff]);
    stored.extend(b"WARC/1.0\r\n");
    stored.extend([0, 0xff, 0xff, 0, 0]);
    linear_in_size("members that hold each other", b"", &stored);
    linear_in_size("bytes of gzip", &packed, b"\x1f");
}
