//! Rows of plain text: columns with a space between them. Addresses may hold spaces of their own, so that the columns are
//! found from both ends, by what they look like.

/// Columns of a row whose places are fixed.
const FIXED: [&str; 6] = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"];

/// What follows the digest, by the number of columns.
const TAILS: [&[&str]; 4] = [
    &["redirect", "meta", "length", "offset", "filename"],
    &["redirect", "meta", "offset", "filename"],
    &["redirect", "offset", "filename"],
    &["length"],
];

/// Characters of a SHA-1 in base 32, and in hexadecimal digits.
const DIGEST_LENGTHS: [usize; 2] = [32, 40];

/// The columns of a row by their names; `None` where they cannot be told apart.
pub(super) fn split_columns(line: &str) -> Option<Vec<(&'static str, String)>> {
    let words: Vec<&str> = line.split(' ').collect();
    let time_at = words.iter().skip(1).position(|word| word.len() == 14 && is_number(word)).map(|at| at + 1);
    // Some indexes shorten their times.
    let time_at = time_at.or_else(|| words.get(1).filter(|w| w.len() >= 4 && is_number(w)).map(|_| 1))?;
    let after_time = words.get(time_at + 1..).filter(|after| !after.is_empty())?;
    let mime_at = mime_place(after_time);
    let original = match mime_at {
        Some(at) => after_time.get(..at)?.join(" "),
        // An index that tells nothing more.
        None if after_time.len() == 1 => after_time.first()?.to_string(),
        None => return None,
    };
    let key = words.get(..time_at)?.join(" ");
    let time = (*words.get(time_at)?).to_owned();
    let rest = mime_at.and_then(|at| after_time.get(at..)).unwrap_or_default();
    let head = [key, time, original].into_iter().chain(rest.iter().take(3).map(|&word| word.to_owned()));
    let mut columns: Vec<(&'static str, String)> = FIXED.into_iter().zip(head).collect();
    let tail = rest.get(3..).unwrap_or_default();
    columns.extend(tail_names(tail).iter().copied().zip(tail.iter().map(|&word| word.to_owned())));
    Some(columns)
}

/// Where the media type stands: before a status and a digest, and behind an address of at least one word.
fn mime_place(words: &[&str]) -> Option<usize> {
    let fits = |at: &usize| match words.get(*at..) {
        Some([mime, status, digest, ..]) => is_mime(mime) && is_status(status) && is_digest(digest),
        _ => false,
    };
    let is_strong = |at: &usize| words.get(at + 2).is_some_and(|digest| DIGEST_LENGTHS.contains(&bare(digest).len()));
    let places: Vec<usize> = (1..words.len()).filter(fits).collect();
    let strong: Vec<usize> = places.iter().copied().filter(is_strong).collect();
    match (strong.as_slice(), places.as_slice()) {
        ([at], _) | (_, [at]) => Some(*at),
        // Two readings: neither is taken.
        _ => None,
    }
}

/// The names of the columns behind the digest.
fn tail_names(tail: &[&str]) -> &'static [&'static str] {
    let fits = |names: &&&'static [&'static str]| {
        names.iter().enumerate().all(|(at, name)| match (*name, tail.get(at)) {
            (_, None) => false,
            ("length" | "offset", Some(word)) => is_number(word) || *word == "-",
            ("filename", Some(word)) => !is_number(word) && tail.len() == names.len(),
            _ => true,
        })
    };
    TAILS.iter().find(fits).copied().unwrap_or_default()
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// `text/html`, `warc/revisit`, `*/*`, and what servers wrote for want of one: `html`, `unk`, `-`.
fn is_mime(word: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+*-;=\"'".contains(&b))
    };
    match word.split_once('/') {
        Some((kind, rest)) => is_token(kind) && is_token(rest),
        None => is_token(word) && !is_number(word) && !word.contains(['.', '=']),
    }
}

fn is_status(word: &str) -> bool {
    word == "-" || word.len() == 3 && is_number(word)
}

/// A digest with or without the name of its algorithm, or none.
fn is_digest(word: &str) -> bool {
    word == "-"
        || !bare(word).is_empty() && bare(word).bytes().all(|b| b.is_ascii_alphanumeric() || b"=_-".contains(&b))
}

/// A digest without the name of its algorithm.
fn bare(digest: &str) -> &str {
    digest.split_once(':').map_or(digest, |(_, digits)| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "SEDS57SYOQFDFJJM4QQTBRWFGZMBTECK";

    fn column(line: &str, name: &str) -> Option<String> {
        split_columns(line)?.into_iter().find(|(n, _)| *n == name).map(|(_, text)| text)
    }

    #[test]
    fn addresses_with_spaces_move_no_column() {
        for original in
            ["http://x.example/a", "http://x.example/a b.html", "http://x.example/a  200 b c", "http://x/ 12"]
        {
            for key in ["example,x)/a", "example,x)/a b.html", "example,x)/20 08 a"] {
                for tail in ["", " 512"] {
                    let line = format!("{key} 20080101000000 {original} text/html 404 {DIGEST}{tail}");
                    let get = |name| column(&line, name);
                    assert_eq!(get("original").as_deref(), Some(original), "{line}");
                    assert_eq!(get("urlkey").as_deref(), Some(key), "{line}");
                    assert_eq!(get("timestamp").as_deref(), Some("20080101000000"));
                    assert_eq!(
                        (get("mimetype").unwrap(), get("statuscode").unwrap()),
                        ("text/html".into(), "404".into())
                    );
                    assert_eq!((get("digest").as_deref(), get("length").is_some()), (Some(DIGEST), !tail.is_empty()));
                }
            }
        }
    }

    #[test]
    fn longer_rows_tell_where_the_record_lies() {
        for tail in ["- - 512 77 a.warc.gz", "- - 77 a.warc.gz", "http://x.example/b 77 a.warc.gz"] {
            let line = format!("example,x)/a 20080101000000 http://x.example/a b unk - {DIGEST} {tail}");
            assert_eq!(column(&line, "offset").as_deref(), Some("77"), "{line}");
            assert_eq!(column(&line, "filename").as_deref(), Some("a.warc.gz"), "{line}");
            assert_eq!(column(&line, "length").is_some(), tail.contains("512"), "{line}");
            assert_eq!(column(&line, "original").as_deref(), Some("http://x.example/a b"));
        }
    }

    #[test]
    fn rows_that_can_be_read_in_two_ways_are_not_read() {
        for line in [
            // A media type with a space in it.
            format!("example,x)/a 20080101000000 http://x.example/a text/html; charset=utf-8 200 {DIGEST} 1"),
            format!("example,x)/a 20080101000000 http://x.example/a text/html 200 {DIGEST} text/html 404 {DIGEST} 1"),
            "example,x)/a 20080101000000 http://x.example/a b.html".to_owned(),
            "example,x)/a 20080101000000".to_owned(),
            "example,x)/a http://x.example/a text/html 200".to_owned(),
        ] {
            assert_eq!(split_columns(&line), None, "{line}");
        }
        let short = split_columns("example,x)/a 20080101000000 http://x.example/a").unwrap();
        assert_eq!(short.len(), 3);
    }
}
