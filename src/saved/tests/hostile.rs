//! Whatever the bytes: reading ends without a panic. What it costs is for `tests/hostile`.

use super::*;

/// Numbers without pattern, the same in every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| (self.next() >> 32) as u8).collect()
    }
}

/// Reads all there is, and sees that no error comes twice.
fn drain(bytes: Vec<u8>) -> usize {
    // No item without a byte of its own.
    let most = bytes.len() + 2;
    let mut before = String::new();
    let mut count = 0;
    for item in pages(bytes).take(most + 1) {
        count += 1;
        if let Err(error) = item {
            let told = error.to_string();
            assert_ne!(told, before);
            before = told;
        }
    }
    assert!(count <= most, "without end");
    count
}

/// Damages a file in a way of its own.
fn mutate(noise: &mut Noise, file: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=noise.below(4) {
        if bytes.is_empty() {
            break;
        }
        let at = noise.below(bytes.len());
        let to = (at + noise.below(300)).min(bytes.len());
        match noise.below(6) {
            0 => bytes[at] ^= 1 << noise.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let n = noise.below(200);
                let insert = noise.bytes(n);
                drop(bytes.splice(at..at, insert));
            }
            4 => {
                let copy = bytes[at..to].to_vec();
                let elsewhere = noise.below(bytes.len());
                drop(bytes.splice(elsewhere..elsewhere, copy));
            }
            _ => bytes[at..to].fill(b'9'),
        }
    }
    bytes
}

#[test]
fn random_bytes_end() {
    let mut noise = Noise(7);
    for n in 0..400 {
        let bytes = noise.bytes(n * 20);
        for start in [
            &b""[..],
            b"WARC/1.0\r\n",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
            b"PK\x03\x04",
            b"MIME-Version: 1.0\r\n",
            b"filedesc://x 0.0.0.0 20000101000000 text/plain 9\n",
            b"\x28\xb5\x2f\xfd",
            b"\x5d\x2a\x4d\x18\x20\0\0\0",
        ] {
            drain([start, &bytes].concat());
        }
    }
}

#[test]
fn mutations_of_good_files_end() {
    let mut noise = Noise(11);
    let again = "WARC-Record-ID: <urn:r>\r\nWARC-Payload-Digest: sha1:DIGEST1\r\n";
    let records =
        [response(1), record("metadata", "", b"x: y"), response(2), record("revisit", again, b""), response(3)];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("a.html", body(1).as_bytes()), ("b.warc.gz", &members)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let mut found = 0;
    let frames: Vec<u8> = records.iter().flat_map(|r| zstandard::frame(r)).collect();
    let arc = [arc::filedesc(arc::FILEDESC_1), arc::page_1(1), arc::page_1(2), arc::page_1(3)];
    let arc_members: Vec<u8> = arc.iter().flat_map(|r| gzip(r)).collect();
    let dictionary = include_bytes!("../../../fixtures/records/dictionary.warc.zst").to_vec();
    for file in [&plain, &members, &gzip(&plain), &zip, &frames, &dictionary, &arc.concat(), &arc_members] {
        for _ in 0..1_500 {
            found += drain(mutate(&mut noise, file));
        }
    }
    // The damage is small enough that most comes through.
    assert!(found > 18_000, "{found}");
}

/// Files on disk are gone back in: the same bytes must not be read without end.
#[test]
fn mutations_on_disk_end() {
    let mut noise = Noise(13);
    let plain = [response(1), response(2), response(3), response(4)].concat();
    let members: Vec<u8> = (1..=4).flat_map(|n| gzip(&response(n))).collect();
    let arc = [arc::filedesc(arc::FILEDESC_1), arc::page_1(1), arc::page_1(2), arc::page_1(3)].concat();
    for file in [&plain, &members, &arc] {
        for _ in 0..150 {
            let bytes = mutate(&mut noise, file);
            let most = bytes.len() + 2;
            assert!(OnDisk::new(&bytes).pages().take(most + 1).count() <= most);
        }
    }
}
