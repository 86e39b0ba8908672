//! Each damage has its test: it is told of once, with its place, and reading goes on.

use super::*;

/// Three records plain, and where each begins.
fn plain() -> (Vec<Vec<u8>>, [usize; 3]) {
    let records: Vec<_> = (1..=3).map(response).collect();
    let (a, b) = (records[0].len(), records[1].len());
    (records, [0, a, a + b])
}

/// Three records as members, and where each begins.
fn members() -> (Vec<Vec<u8>>, [usize; 3]) {
    let records: Vec<_> = (1..=3).map(|n| gzip(&response(n))).collect();
    let (a, b) = (records[0].len(), records[1].len());
    (records, [0, a, a + b])
}

/// From a reader and from a file the same comes.
fn both(bytes: Vec<u8>, expected: &[String]) {
    assert_eq!(read(bytes.clone()), expected, "as a stream");
    assert_eq!(OnDisk::new(&bytes).read(), expected, "as a file");
}

fn items<const N: usize>(items: [&str; N]) -> Vec<String> {
    items.map(str::to_owned).to_vec()
}

#[test]
fn sound_files_have_no_errors() {
    both(plain().0.concat(), &items(["1", "2", "3"]));
    both(members().0.concat(), &items(["1", "2", "3"]));
}

#[test]
fn truncated_last_member() {
    let (records, at) = members();
    let whole = records.concat();
    for (cut, comes) in [(1, "3 whole"), (4, "3 whole"), (8, "3 whole"), (9, "3 whole"), (100, "3 part")] {
        both(whole[..whole.len() - cut].to_vec(), &items(["1", "2", comes]));
    }
    let cut = records[2].len() - 30;
    both(whole[..whole.len() - cut].to_vec(), &items(["1", "2", &format!("f#{} damaged", at[2])]));
    // Within the member's head, or right behind its first byte.
    for left in [1, 2, 5, 9] {
        both(whole[..at[2] + left].to_vec(), &items(["1", "2", &format!("f#{} damaged", at[2])]));
    }
    let told = errors(&whole[..at[2] + 30]);
    assert_eq!(told, [format!("f#{}: damaged: the file ends within a gzip member; no record follows", at[2])]);
}

#[test]
fn truncated_member_within_the_file() {
    let (records, at) = members();
    for cut in [1, 8, 100, records[1].len() - 30] {
        let short = &records[1][..records[1].len() - cut];
        let bytes = [&records[0][..], short, &records[2]].concat();
        both(bytes, &items(["1", &format!("f#{} damaged", at[1]), "3"]));
    }
}

#[test]
fn truncated_last_record() {
    let (records, at) = plain();
    let whole = records.concat();
    for (cut, comes) in [(5, "3 part"), (100, "3 part"), (records[2].len() - 500, "3 part")] {
        both(whole[..whole.len() - cut].to_vec(), &items(["1", "2", comes]));
    }
    for cut in [records[2].len() - 10, records[2].len() - 200] {
        both(whole[..whole.len() - cut].to_vec(), &items(["1", "2", &format!("f#{} damaged", at[2])]));
    }
    // Without the line ends behind it, it is whole.
    both(whole[..whole.len() - 4].to_vec(), &items(["1", "2", "3"]));
    assert_eq!(damage(&whole[..whole.len() - 14]), ["a record is cut off, 10 bytes before its end"]);
}

#[test]
fn truncated_record_within_the_file() {
    let (records, at) = plain();
    for (cut, comes) in [(5, "2 part"), (100, "2 part"), (records[1].len() - 500, "2 part")] {
        let bytes = [&records[0][..], &records[1][..records[1].len() - cut], &records[2]].concat();
        both(bytes, &items(["1", comes, "3"]));
    }
    // Within its head.
    let head = &records[1][..200];
    both([&records[0][..], head, &records[2]].concat(), &items(["1", &format!("f#{} damaged", at[1]), "3"]));
    // Packed: the member is sound, the record in it is not.
    let short = gzip(&response(2)[..600]);
    let bytes = [gzip(&response(1)), short, gzip(&response(3))].concat();
    both(bytes, &items(["1", "2 part", "3"]));
}

#[test]
fn rubbish_between_members() {
    let (records, at) = members();
    for rubbish in [&b"fifteen bytes!!"[..], b"x", b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\x03rubbish", &[0xff; 3000]] {
        let bytes = [&records[0][..], rubbish, &records[1], rubbish, &records[2]].concat();
        let second = at[2] + rubbish.len();
        both(bytes, &items(["1", &format!("f#{} damaged", at[1]), "2", &format!("f#{second} damaged"), "3"]));
    }
    let bytes = [&records[0][..], b"fifteen bytes!!", &records[1]].concat();
    let next = at[1] + 15;
    assert_eq!(
        errors(bytes),
        [format!(
            "f#{}: damaged: bytes that are neither a packed member nor a record; reading goes on at byte {next}",
            at[1]
        )]
    );
}

#[test]
fn rubbish_after_the_last_member() {
    let (records, _) = members();
    let whole = records.concat();
    let at = whole.len();
    both([&whole[..], b"rubbish"].concat(), &items(["1", "2", "3", &format!("f#{at} damaged")]));
    // Files are filled up with zeros to whole blocks.
    both([&whole[..], &[0; 700]].concat(), &items(["1", "2", "3"]));
}

#[test]
fn rubbish_between_records() {
    let (records, at) = plain();
    for rubbish in [&b"rubbish"[..], b"WARC/ is no version\r\n", &[0xff; 300_000], b"WARC-Type: response\r\n\r\n"] {
        let bytes = [&records[0][..], rubbish, &records[1], &records[2]].concat();
        both(bytes, &items(["1", &format!("f#{} damaged", at[1]), "2", "3"]));
    }
}

#[test]
fn rubbish_between_records_of_a_single_member() {
    let (records, at) = plain();
    let bytes = gzip(&[&records[0][..], b"rubbish", &records[1], &records[2]].concat());
    both(bytes, &items(["1", &format!("f#0+{} damaged", at[1]), "2", "3"]));
}

#[test]
fn rubbish_before_the_first_record() {
    let (records, _) = plain();
    both([b"rubbish\r\n", &records.concat()[..]].concat(), &items(["f#0 damaged", "1", "2", "3"]));
    let (records, _) = members();
    both([b"\0\x01rubbish", &records.concat()[..]].concat(), &items(["f#0 damaged", "1", "2", "3"]));
}

#[test]
fn broken_bits_in_a_member() {
    let (records, at) = members();
    let expected = items(["1", &format!("f#{} damaged", at[1]), "3"]);
    for n in [40, records[1].len() / 2, records[1].len() - 20, records[1].len() - 6] {
        let mut broken = records.clone();
        broken[1][n] ^= 0x55;
        both(broken.concat(), &expected);
    }
}

#[test]
fn a_wrong_check_sum() {
    let (mut records, at) = members();
    let n = records[1].len() - 8;
    records[1][n] ^= 1;
    let told = errors(records.concat());
    assert_eq!(read(records.concat()), items(["1", &format!("f#{} damaged", at[1]), "3"]));
    assert!(told[0].contains("check sum of a gzip member"), "{told:?}");
}

#[test]
fn a_content_length_too_large() {
    let mut records = plain().0;
    let length = http("Content-Type: text/html\r\n", body(2).as_bytes()).len();
    for wrong in [length + 90, length + 900, 10_000_000, usize::MAX] {
        records[1] =
            String::from_utf8(response(2)).unwrap().replace(&length.to_string(), &wrong.to_string()).into_bytes();
        both(records.concat(), &items(["1", "2 whole", "3"]));
        both(records.iter().flat_map(|r| gzip(r)).collect(), &items(["1", "2 whole", "3"]));
        both(gzip(&records.concat()), &items(["1", "2 whole", "3"]));
        both(records[..2].concat(), &items(["1", "2 whole"]));
    }
    assert_eq!(damage(&records[1]), [format!("a record is cut off, {} bytes before its end", usize::MAX - length - 4)]);
}

#[test]
fn a_content_length_too_small() {
    let mut records = plain().0;
    let length = http("Content-Type: text/html\r\n", body(2).as_bytes()).len();
    for wrong in [length - 1, length - 2, length - 500] {
        records[1] =
            String::from_utf8(response(2)).unwrap().replace(&length.to_string(), &wrong.to_string()).into_bytes();
        both(records.concat(), &items(["1", "2 whole", "3"]));
        both(records.iter().flat_map(|r| gzip(r)).collect(), &items(["1", "2 whole", "3"]));
        both(gzip(&records.concat()), &items(["1", "2 whole", "3"]));
        both(records[..2].concat(), &items(["1", "2 whole"]));
    }
    assert_eq!(damage(&records[1]), ["the record's length is 500 bytes too small"]);
    // Within the head of the message.
    records[1] = String::from_utf8(response(2)).unwrap().replace(&length.to_string(), "3").into_bytes();
    assert_eq!(read(records.concat()).len(), 3);
}

/// What the warnings of pages tell.
fn damage(bytes: &[u8]) -> Vec<String> {
    let warnings = |item: Result<SavedPage>| item.map(|s| s.page().warnings().to_vec()).unwrap_or_default();
    pages(bytes).take(100).flat_map(warnings).map(|w| w.detail).collect()
}

#[test]
fn a_content_length_that_is_missing_or_no_number() {
    let (mut records, at) = plain();
    for line in
        ["", "Content-Length: many\r\n", "Content-Length: -5\r\n", "Content-Length: 99999999999999999999999\r\n"]
    {
        let text = String::from_utf8(response(2)).unwrap();
        let start = text.find("Content-Length").unwrap();
        let end = start + text[start..].find('\n').unwrap() + 1;
        records[1] = [&text[..start], line, &text[end..]].concat().into_bytes();
        both(records.concat(), &items(["1", &format!("f#{} damaged", at[1]), "3"]));
    }
}

#[test]
fn a_head_without_end() {
    let (mut records, at) = plain();
    records[1] = [b"WARC/1.0\r\nX: ", &[b'y'; 100_000][..], b"\r\n\r\n"].concat();
    both(records.concat(), &items(["1", &format!("f#{} damaged", at[1]), "3"]));
}

#[test]
fn damage_far_behind_a_lying_length_is_found_in_a_file() {
    // Further back than a stream remembers.
    let mut records = plain().0;
    let length = http("Content-Type: text/html\r\n", body(2).as_bytes()).len();
    records[1] = String::from_utf8(response(2)).unwrap().replace(&length.to_string(), "99999999").into_bytes();
    let filler = record("metadata", "", &vec![b'x'; 3 << 20]);
    let bytes = [&records.concat()[..], &filler].concat();
    assert_eq!(OnDisk::new(&bytes).read(), items(["1", "2 whole", "3"]));
    // A stream tells of the gap all the same.
    let gap = read(bytes);
    assert_eq!(gap[..2], items(["1", "2 whole"]));
    assert!(gap[2].ends_with(" damaged") && gap.len() == 3, "{gap:?}");
}

#[test]
fn plain_records_and_members_in_one_file() {
    let bytes = [response(1), gzip(&response(2)), response(3), gzip(&response(4))].concat();
    both(bytes, &items(["1", "2", "3", "4"]));
}

/// A reader that fails.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            n => Ok(n),
        }
    }
}

#[test]
fn a_reader_that_fails_is_told_of_once() {
    let filler = record("metadata", "", &vec![b'x'; 200_000]);
    let bytes = [response(1), filler, response(2)[..600].to_vec()].concat();
    let pages = Pages::from_reader(Failing(Cursor::new(bytes)), "f").unwrap();
    let items: Vec<_> = pages.take(100).map(|i| i.map(|s| s.id().to_owned()).map_err(|e| e.to_string())).collect();
    assert_eq!(items, [Ok("urn:uuid:1".to_owned()), Err("f: the disk is gone".to_owned())]);
}
