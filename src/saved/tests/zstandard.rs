//! Files packed with zstd: a frame a record, with a dictionary or without.

use super::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

pub(super) fn frame(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn skippable(magic: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    [&[magic, 0x2a, 0x4d, 0x18], &length[..], content].concat()
}

#[test]
fn a_frame_a_record_and_all_in_one() {
    let records: Vec<_> = (1..=3).map(response).collect();
    let frames: Vec<u8> = records.iter().flat_map(|r| frame(r)).collect();
    let padded = [frames.clone(), skippable(0x50, b"padding"), frame(&response(4))].concat();
    for (bytes, expected) in [
        (frames, vec!["1", "2", "3"]),
        (frame(&records.concat()), vec!["1", "2", "3"]),
        (padded, vec!["1", "2", "3", "4"]),
    ] {
        assert_eq!(pages(bytes.clone()).format(), FileFormat::Warc);
        assert_eq!(read(bytes.clone()), expected);
        assert_eq!(OnDisk::new(&bytes).read(), expected);
    }
    assert_eq!(only(frame(b"<html><p>One")).bytes(), b"<html><p>One");
}

#[test]
fn damaged_frames() {
    let records: Vec<_> = (1..=3).map(|n| frame(&response(n))).collect();
    let whole = records.concat();
    let last = records[0].len() + records[1].len();
    assert_eq!(read(&whole[..last + 20]), ["1", "2", &format!("f#{last} damaged")]);
    let mut broken = records.clone();
    for byte in &mut broken[1][12..60] {
        *byte = 0xff;
    }
    assert_eq!(read(broken.concat()), ["1", &format!("f#{} damaged", records[0].len()), "3"]);
    let rubbish = [&records[0][..], b"rubbish", &records[1]].concat();
    assert_eq!(read(rubbish), ["1", &format!("f#{} damaged", records[0].len()), "2"]);
}

#[test]
fn a_dictionary_that_is_none_is_told_of() {
    let bytes = [skippable(0x5d, b"no dictionary"), frame(&response(1))].concat();
    let told = errors(bytes);
    assert!(told[0].starts_with("f#0: damaged: a zstd dictionary: "), "{told:?}");
    let cut = errors(&skippable(0x5d, &[0; 5_000])[..200]);
    assert!(cut[0].contains("the file ends within a zstd frame"), "{cut:?}");
}

#[test]
fn revisits_are_resolved_in_frames() {
    let again = record(
        "revisit",
        "WARC-Record-ID: <urn:r:2>\r\nWARC-Target-URI: http://news.example/2.html\r\nWARC-Payload-Digest: sha1:digest1\r\n",
        b"",
    );
    let bytes = [frame(&response(1)), frame(&again)].concat();
    assert_eq!(OnDisk::new(&bytes).read(), ["1", "urn:r:2"]);
}

/// Three pages of made-up words, packed by the reference implementation with a dictionary of its own.
#[test]
fn frames_with_a_dictionary() {
    let plain: &[u8] = include_bytes!("../../../fixtures/records/dictionary.warc.zst");
    let packed: &[u8] = include_bytes!("../../../fixtures/records/packed-dictionary.warc.zst");
    for bytes in [plain, packed] {
        let again = record("revisit", "WARC-Record-ID: <urn:r:4>\r\nWARC-Refers-To: <urn:uuid:2>\r\n", b"");
        let file = OnDisk::new(&[bytes, &frame(&again)].concat());
        let saved: Vec<_> = file.pages().map(Result::unwrap).collect();
        let ids: Vec<_> = saved.iter().map(SavedPage::id).collect();
        assert_eq!(ids, ["urn:uuid:1", "urn:uuid:2", "urn:uuid:3", "urn:r:4"]);
        for (saved, n) in saved.iter().zip([1, 2, 3, 2]) {
            let page = String::from_utf8_lossy(saved.page().bytes());
            assert!(page.contains(&format!("<h1>Ferry news {n}</h1>")) && page.ends_with("</p>\n</body></html>"));
        }
    }
}
