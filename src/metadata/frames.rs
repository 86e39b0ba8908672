//! The frames that a page is made of, as papers had them until about 2003: the largest mostly holds the story.

use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::hashed::HashMap;

/// Frames of a page: it needs a few for its edges and one for the story.
const MAX_FRAMES: usize = 40;
/// Tracks of a frameset, in each direction.
const MAX_TRACKS: usize = 40;
/// The window that pages were made for, in pixels.
const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 600.0;

/// The addresses of the frames as written, the largest first; of equals, the first in the page.
pub(super) fn frame_addresses(doc: &Document, frames: &[NodeId]) -> Vec<String> {
    if frames.is_empty() {
        return Vec::new();
    }
    let shares = shares(doc);
    let mut found: Vec<(f64, &str)> = Vec::new();
    for &frame in frames.iter().take(MAX_FRAMES) {
        let address = doc.attr(frame, Attr::Src).map_or("", str::trim);
        let is_page = !address.is_empty() && !address.starts_with("about:") && !address.starts_with("javascript:");
        if is_page && found.iter().all(|(_, known)| *known != address) {
            found.push((shares.get(&frame).copied().unwrap_or(0.0), address));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, address)| address.to_owned()).collect()
}

/// How much of the window each frame and frameset takes.
fn shares(doc: &Document) -> HashMap<NodeId, f64> {
    let mut shares: HashMap<NodeId, f64> = HashMap::default();
    for set in doc.by_tag(NodeId::ROOT, Tag::Frameset) {
        let own = shares.get(&set).copied().unwrap_or(1.0);
        let rows = tracks(doc.attr_named(set, "rows"), HEIGHT);
        let columns = tracks(doc.attr_named(set, "cols"), WIDTH);
        let parts = doc.children(set).filter(|&n| matches!(doc.tag(n), Tag::Frame | Tag::Frameset));
        for (at, part) in parts.take(rows.len() * columns.len()).enumerate() {
            shares.insert(part, own * rows[at / columns.len()] * columns[at % columns.len()]);
        }
    }
    shares
}

/// The shares of `20%,150,*`; one track where nothing is said.
fn tracks(list: Option<&str>, pixels: f64) -> Vec<f64> {
    let list = list.unwrap_or_default();
    let of = |part: &str| {
        let part = part.trim();
        let digits = part.trim_end_matches(['%', '*', 'p', 'x']);
        let number = digits.parse::<f64>().ok().filter(|n| (0.0..=100_000.0).contains(n));
        match part.as_bytes().last() {
            Some(b'%') => (number.unwrap_or(0.0) / 100.0, 0.0),
            Some(b'*') => (0.0, number.unwrap_or(1.0)),
            _ => (number.unwrap_or(0.0) / pixels, 0.0),
        }
    };
    let tracks: Vec<(f64, f64)> =
        list.split(',').filter(|part| !part.trim().is_empty()).take(MAX_TRACKS).map(of).collect();
    if tracks.is_empty() {
        return vec![1.0];
    }
    let rest = (1.0 - tracks.iter().map(|t| t.0).sum::<f64>()).max(0.0);
    let stars = tracks.iter().map(|t| t.1).sum::<f64>().max(f64::MIN_POSITIVE);
    tracks.iter().map(|(fixed, star)| fixed + rest * star / stars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::read;
    use crate::options::Limits;

    fn frames(html: &str) -> Vec<String> {
        read(&Document::parse(html, &Limits::default()).unwrap()).frames
    }

    #[test]
    fn the_largest_frame_comes_first() {
        let page = "<html><head><title>The Sound</title></head><frameset rows='90,*' border=0><frame src=top.html>\
            <frameset cols='20%,*,10%'><frame src=menu.html><frame name=main src=' ferry.html '><frame src=ads.html></frameset>\
            </frameset></html>";
        assert_eq!(frames(page), ["ferry.html", "menu.html", "top.html", "ads.html"]);
        let grid = "<frameset rows='30,*' cols='100,*'><frame src=a><frame src=b><frame src=c><frame src=d></frameset>";
        assert_eq!(frames(grid), ["d", "c", "b", "a"]);
    }

    #[test]
    fn frames_of_nothing_are_none() {
        assert!(frames("<p>No frames</p>").is_empty());
        let odd =
            "<frameset rows=',%,x*'><frame><frame src=about:blank><frame src=a><frame src=a><frame src=b></frameset>";
        assert_eq!(frames(odd), ["a", "b"]);
    }
}
