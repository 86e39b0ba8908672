//! Digests of captures, as indexes give them.

use data_encoding::{BASE32, HEXLOWER_PERMISSIVE};
use sha1::{Digest, Sha1};

use super::outcome::DigestCheck;

/// Checks a body by the digest that an index gives. The digest is that of the body as it was sent, packed or not, while
/// bodies come decoded: `forms` are what the body may have been, and `exact` is whether one of them surely is that.
pub(super) fn check_digest(expected: &str, forms: &[&[u8]], exact: bool) -> DigestCheck {
    let Some(expected) = parse_sha1(expected) else { return DigestCheck::Unchecked };
    let mut found = forms.iter().map(|form| Sha1::digest(form).to_vec());
    let Some(first) = found.next() else { return DigestCheck::Unchecked };
    if first == expected || found.any(|other| other == expected) {
        return DigestCheck::Matches;
    }
    if !exact {
        return DigestCheck::Unchecked;
    }
    DigestCheck::Differs { expected: BASE32.encode(&expected), found: BASE32.encode(&first) }
}

/// SHA-1 in base 32 or in hexadecimal digits, with or without the name of the algorithm.
fn parse_sha1(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let text = match text.split_once(':') {
        Some((name, rest)) if name.eq_ignore_ascii_case("sha1") || name.eq_ignore_ascii_case("sha-1") => rest,
        Some(_) => return None,
        None => text,
    };
    let bytes = match text.len() {
        32 => BASE32.decode(text.to_ascii_uppercase().as_bytes()).ok()?,
        40 => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?,
        _ => return None,
    };
    (bytes.len() == 20).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha1_is_read_in_base_32_and_in_digits() {
        // Of nothing at all.
        for empty in [
            "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "sha1:3i42h3s6nnfq2msvx7xzkyayscx5qbyj",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        ] {
            assert_eq!(check_digest(empty, &[b""], true), DigestCheck::Matches);
            assert_eq!(check_digest(empty, &[b"packed", b""], true), DigestCheck::Matches);
            assert_eq!(check_digest(empty, &[b"other"], false), DigestCheck::Unchecked);
            assert!(matches!(check_digest(empty, &[b"other"], true), DigestCheck::Differs { .. }));
        }
        for none in ["-", "", "md5:da39a3ee5e6b4b0d3255bfef95601890afd80709", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBY1"] {
            assert_eq!(check_digest(none, &[b""], true), DigestCheck::Unchecked, "{none}");
        }
    }
}
