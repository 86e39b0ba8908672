//! Images and players: which address, which words.

use crate::article::MediaKind;
use crate::dom::{Attr, Document, NodeId, Tag};
use crate::text::{fold, is_blank};

pub(super) struct Found {
    pub(super) kind: MediaKind,
    pub(super) url: Option<String>,
    pub(super) alt: Option<String>,
    pub(super) size: (Option<u32>, Option<u32>),
}

/// Images smaller than this either way, in pixels, are icons, rules and counters.
const ICON: u32 = 60;

/// Hosts and paths of players; an `iframe` from elsewhere is an advertisement or a widget.
const PLAYERS: &[&str] = &[
    "youtube.com/embed",
    "youtube-nocookie.com/embed",
    "player.vimeo.com",
    "dailymotion.com/embed",
    "/embed/video",
    "/player",
];

/// Reads an image or player element; nothing if it is no picture of anything.
pub(super) fn read(doc: &Document, id: NodeId) -> Option<Found> {
    let attr = |attr: Attr| doc.attr(id, attr).map(str::trim).filter(|v| !v.is_empty());
    let pixels = |name: Attr| attr(name).and_then(|v| v.trim_end_matches("px").parse::<u32>().ok());
    let size = (pixels(Attr::Width), pixels(Attr::Height));
    let alt = attr(Attr::Alt).map(fold).filter(|a| !is_blank(a));
    match doc.tag(id) {
        Tag::Img | Tag::AmpImg => {
            if size.0.is_some_and(|n| n < ICON) || size.1.is_some_and(|n| n < ICON) {
                return None;
            }
            let url = image_url(doc, id)?;
            Some(Found { kind: MediaKind::Image, url: Some(url), alt, size })
        }
        tag @ (Tag::Video | Tag::AmpVideo | Tag::Audio) => {
            let kind = if tag == Tag::Audio { MediaKind::Audio } else { MediaKind::Video };
            let source = || doc.by_tag(id, Tag::Source).find_map(|n| doc.attr(n, Attr::Src));
            let url = attr(Attr::Src).or_else(source).or(attr(Attr::Poster)).map(str::to_owned);
            Some(Found { kind, url, alt, size })
        }
        Tag::Iframe => {
            let url = attr(Attr::Src).or(attr(Attr::DataSrc))?;
            let known = PLAYERS.iter().any(|p| url.contains(p));
            known.then(|| Found { kind: MediaKind::Video, url: Some(url.to_owned()), alt: None, size })
        }
        Tag::Object | Tag::Embed => film(doc, id, size),
        Tag::Div | Tag::Span => {
            let url = attr(Attr::DataSrc).filter(|u| is_picture(u))?;
            Some(Found {
                kind: MediaKind::Image,
                url: Some(url.to_owned()),
                alt: attr(Attr::DataAlt).map(fold).filter(|a| !is_blank(a)),
                size: (None, None),
            })
        }
        _ => None,
    }
}

/// A film or a sound that a plug-in plays. What else plug-ins show is advertisements, documents and moving signs.
fn film(doc: &Document, id: NodeId, size: (Option<u32>, Option<u32>)) -> Option<Found> {
    // The `embed` within an `object` is the same film for another browser.
    let outer = std::iter::successors(Some(doc.parent(id)), |&n| (n != NodeId::ROOT).then(|| doc.parent(n)));
    let is_told = |n: NodeId| doc.tag(n) == Tag::Object && address_of_film(doc, n).is_some();
    /// Elements between the two.
    const DEPTH: usize = 4;
    if outer.take(DEPTH).any(is_told) {
        return None;
    }
    let (kind, url) = address_of_film(doc, id)?;
    Some(Found { kind, url: Some(url), alt: None, size })
}

/// Where the film is that an `object` or `embed` plays: what its player is told to play, or else the player itself.
fn address_of_film(doc: &Document, id: NodeId) -> Option<(MediaKind, String)> {
    let told = params(doc, id);
    let of = |names: &[&str]| {
        told.iter().find(|(n, _)| names.iter().any(|name| n.eq_ignore_ascii_case(name))).map(|(_, v)| *v)
    };
    let player = of(&["data", "src", "movie", "url", "filename"])?;
    // `file=/films/pier.flv&autostart=false`
    let variables = of(&["flashvars"]).into_iter().chain(player.split_once('?').map(|(_, query)| query));
    let values = variables.flat_map(|v| v.split('&')).filter_map(|v| Some(v.split_once('=')?.1));
    let plain = |v: &str| v.replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/");
    if let Some((kind, url)) = values.map(plain).find_map(|v| Some((kind_of_file(&v)?, v))) {
        return Some((kind, url));
    }
    let by_type = of(&["type"]).and_then(|t| match t.split_once('/')?.0 {
        "video" => Some(MediaKind::Video),
        "audio" => Some(MediaKind::Audio),
        _ => None,
    });
    let is_player = FLASH_PLAYERS.iter().chain(PLAYERS).any(|p| player.contains(p));
    let kind = by_type.or_else(|| kind_of_file(player)).or(is_player.then_some(MediaKind::Video))?;
    Some((kind, player.to_owned()))
}

/// What an `object` or `embed` is told, in attributes and in `param` elements.
fn params(doc: &Document, id: NodeId) -> Vec<(&str, &str)> {
    /// More than any player is told.
    const MAX_PARAMS: usize = 40;
    let filled = |(_, v): &(&str, &str)| !v.is_empty();
    let own = doc.attrs(id).map(|(n, v)| (n, v.trim()));
    let children = doc.descendants(id).take(2 * MAX_PARAMS).filter(|&n| doc.tag(n) == Tag::Param);
    let within = children.filter_map(|n| Some((doc.attr(n, Attr::Name)?.trim(), doc.attr(n, Attr::Value)?.trim())));
    own.filter(filled).take(MAX_PARAMS).chain(within.filter(filled).take(MAX_PARAMS)).collect()
}

/// Addresses of players for plug-ins, which play the film that they are called by.
const FLASH_PLAYERS: &[&str] = &[
    "youtube.com/v/",
    "youtube-nocookie.com/v/",
    "vimeo.com/moogaloop",
    "dailymotion.com/swf",
    "video.google.com/googleplayer",
    "metacafe.com/fplayer",
    "player.swf",
    "videoplayer",
];

/// Whether an address is that of a film or a sound, by the ending of its path.
fn kind_of_file(url: &str) -> Option<MediaKind> {
    const FILMS: [&str; 16] = [
        "flv", "f4v", "mp4", "m4v", "mov", "wmv", "avi", "mpg", "mpeg", "asf", "asx", "wvx", "rm", "rv", "webm", "3gp",
    ];
    const SOUNDS: [&str; 8] = ["mp3", "wma", "wav", "ra", "ram", "m4a", "ogg", "aac"];
    let path = url.split(['?', '#']).next()?;
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    let is_one_of = |endings: &[&str]| endings.iter().any(|e| ending.eq_ignore_ascii_case(e));
    if is_one_of(&SOUNDS) {
        return Some(MediaKind::Audio);
    }
    is_one_of(&FILMS).then_some(MediaKind::Video)
}

/// Whether an element stands for an image that a script puts there later.
pub(super) fn is_late(doc: &Document, id: NodeId) -> bool {
    doc.attr(id, Attr::DataSrc).is_some() && doc.attr(id, Attr::DataAlt).is_some()
}

/// The address of the picture itself: pages that load late keep a placeholder in `src`, and the address in an attribute
/// that their script knows, in the sources of a `picture`, or for readers without scripts.
fn image_url(doc: &Document, id: NodeId) -> Option<String> {
    const LAZY: &[&str] = &[
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-lazy",
        "data-url",
        "data-full-src",
        "data-hi-res-src",
        "data-image",
    ];
    let lazy = LAZY.iter().find_map(|n| doc.attr_named(id, n)).filter(|u| is_picture(u));
    let src = doc.attr(id, Attr::Src).filter(|u| is_picture(u));
    let from_picture = || {
        let picture = doc.parent(id);
        /// Nodes of a picture that are looked at: its sources, with white space between.
        const MAX_NODES: usize = 100;
        let inside = (doc.tag(picture) == Tag::Picture).then(|| doc.descendants(picture).take(MAX_NODES));
        let mut sources = inside.into_iter().flatten().filter(|&n| doc.tag(n) == Tag::Source);
        sources.find_map(|n| set(doc, n))
    };
    let url = lazy.or(src).or_else(|| set(doc, id)).or_else(from_picture).or_else(|| kept(doc, id));
    url.map(str::to_owned).or_else(|| without_script(doc, id)).map(|u| u.trim().to_owned())
}

/// The largest picture of an element's `srcset`, or of an attribute that will become one.
fn set(doc: &Document, id: NodeId) -> Option<&str> {
    doc.attrs(id).filter(|(n, _)| n.contains("srcset")).find_map(|(_, v)| largest(v))
}

/// An address of a picture in an attribute of whatever name, for a script.
fn kept(doc: &Document, id: NodeId) -> Option<&str> {
    const ENDINGS: &[&str] = &[".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"];
    let address = |v: &'_ str| -> Option<(usize, usize)> {
        let start = v.len() - v.trim_start_matches(['[', ' ']).len();
        let end = v[start..].find([',', ' ', ']']).map_or(v.len(), |e| start + e);
        let url = v[start..end].to_ascii_lowercase();
        let named = url.contains('/') && !url.contains('{') && ENDINGS.iter().any(|e| url.contains(e));
        (named && is_picture(&url)).then_some((start, end))
    };
    let found = doc.attrs(id).filter(|(n, _)| n.starts_with("data-"));
    found.into_iter().find_map(|(_, v)| address(v).and_then(|(start, end)| v.get(start..end)))
}

/// The address in the `noscript` behind a picture that a script loads.
fn without_script(doc: &Document, id: NodeId) -> Option<String> {
    /// Nodes between the two: the ends of a `picture`, white space.
    const REACH: usize = 6;
    let from = doc.end(id).index();
    let near = (from..doc.len().min(from + REACH)).map(NodeId::at);
    let until = |&n: &NodeId| doc.tag(n) != Tag::Img && doc.text_of(n).is_none_or(|t| t.trim().is_empty());
    let noscript = near.take_while(until).find(|&n| doc.tag(n) == Tag::Noscript)?;
    // Its content is text to a parser that knows of scripts.
    let markup = doc.raw_text(noscript);
    let img = &markup[markup.find("<img")?..];
    let value = img[..img.find('>').unwrap_or(img.len())].split_once(" src=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let url = value[1..].split(quote).next()?.replace("&amp;", "&");
    is_picture(&url).then_some(url)
}

/// The address of the widest or densest picture of a `srcset`.
fn largest(set: &str) -> Option<&str> {
    // Addresses may hold commas; the descriptors after them may not.
    let mut best: Option<(f32, &str)> = None;
    let mut rest = set.trim_start();
    while !rest.is_empty() {
        let (url, after) = rest.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((rest, ""));
        let (size, next) = match url.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let size = size.trim().trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        let url = url.trim_matches(',');
        if is_picture(url) && best.is_none_or(|(b, _)| size > b) {
            best = Some((size, url));
        }
        rest = next.trim_start();
    }
    best.map(|(_, url)| url)
}

/// Whether an address names a part of the site's design: its mark, a sign, the picture of a writer.
pub(crate) fn is_furniture(url: &str) -> bool {
    let is_name = |word: &str| {
        matches!(
            word,
            "logo"
                | "logos"
                | "icon"
                | "icons"
                | "avatar"
                | "gravatar"
                | "sprite"
                | "arrow"
                | "chevron"
                | "button"
                | "btn"
                | "spinner"
        )
    };
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let is_named = |part: &str| part.split(|c: char| !c.is_ascii_alphabetic()).any(is_name);
    path.split('/').any(|part| part == "themes" || is_named(part))
}

/// Whether an address is that of a page: by the ending of its path, or a program's query that names an article.
fn leads_to_page(url: &str) -> bool {
    const PAGES: [&str; 4] = ["html", "htm", "shtml", "xhtml"];
    const PROGRAMS: [&str; 6] = ["php", "asp", "aspx", "jsp", "cgi", "cfm"];
    const TEXTS: [&str; 5] = ["article", "story", "news", "page", "post"];
    let url = url.split('#').next().unwrap_or(url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    // Behind the host there must be a path: `paper.example` ends in no kind of file.
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    let is_one_of = |endings: &[&str]| endings.iter().any(|e| ending.eq_ignore_ascii_case(e));
    let first_word = query.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    is_one_of(&PAGES) || is_one_of(&PROGRAMS) && TEXTS.iter().any(|t| first_word.eq_ignore_ascii_case(t))
}

/// Whether an address is more than a placeholder, and no page's.
fn is_picture(url: &str) -> bool {
    const PLACEHOLDERS: &[&str] = &[
        "spacer",
        "blank.",
        "pixel",
        "transparent",
        "placeholder",
        "1x1",
        "clear.gif",
        "shim.gif",
        "dot.gif",
        "trans.gif",
        "loading.",
        "leer.gif",
        "missing-image",
    ];
    let url = url.trim();
    if leads_to_page(url) {
        return false;
    }
    let name = url.rsplit('/').next().unwrap_or(url).to_ascii_lowercase();
    !url.is_empty()
        && !url.starts_with("data:")
        && !url.starts_with('#')
        && !url.starts_with("//:")
        && !PLACEHOLDERS.iter().any(|p| name.contains(p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Limits;

    fn url(html: &str) -> Option<String> {
        let doc = Document::parse(html, &Limits::default()).unwrap();
        let img = doc.by_tag(NodeId::ROOT, Tag::Img).next().unwrap();
        read(&doc, img).and_then(|f| f.url)
    }

    /// The films and sounds of a page.
    fn films(html: &str) -> Vec<String> {
        let doc = Document::parse(html, &Limits::default()).unwrap();
        let elements = doc.descendants(NodeId::ROOT).filter(|&n| matches!(doc.tag(n), Tag::Object | Tag::Embed));
        elements.filter_map(|n| read(&doc, n)).map(|f| format!("{:?} {}", f.kind, f.url.unwrap_or_default())).collect()
    }

    #[test]
    fn plug_ins_play_films_and_sounds() {
        let rows = [
            (
                "<object width=425><param name=movie value=http://www.youtube.com/v/a1><embed src=http://www.youtube.com/v/a1></object>",
                "Video http://www.youtube.com/v/a1",
            ),
            (
                "<object classid=x><param name=FileName value=/films/pier.wmv><embed type=application/x-mplayer2 src=/films/pier.wmv></object>",
                "Video /films/pier.wmv",
            ),
            (
                "<embed src=/swf/mediaplayer.swf flashvars='autostart=false&file=/films/pier.flv'>",
                "Video /films/pier.flv",
            ),
            (
                "<object data='/p.swf?file=http%3A%2F%2Ffilms.example%2Fpier.flv'></object>",
                "Video http://films.example/pier.flv",
            ),
            ("<object type=video/mp4 data=/films/12></object>", "Video /films/12"),
            ("<embed src=/sound/bell.mp3>", "Audio /sound/bell.mp3"),
        ];
        for (html, expected) in rows {
            assert_eq!(films(html), [expected], "{html}");
        }
        for html in [
            "<object data=/ads/banner.swf><embed src=/ads/banner.swf></object>",
            "<object type=application/pdf data=/report.pdf></object>",
            "<object data=/map.svg type=image/svg+xml></object>",
            "<embed>",
        ] {
            assert_eq!(films(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn parts_of_the_design_are_known_by_their_names() {
        for url in [
            "/wp-content/themes/harbour/head.jpg",
            "/img/logo-big.png",
            "/icons/date.png",
            "https://x.example/gravatar/1?s=9",
        ] {
            assert!(is_furniture(url), "{url}");
        }
        for url in ["/uploads/pier.jpg", "/uploads/logotherapy.jpg", "/photos/pier.jpg?icon=1"] {
            assert!(!is_furniture(url), "{url}");
        }
    }

    #[test]
    fn the_picture_is_found_behind_its_placeholder() {
        assert_eq!(url("<img src=/a.jpg>").as_deref(), Some("/a.jpg"));
        assert_eq!(url("<img src='data:image/gif;base64,R0' data-src=/b.jpg>").as_deref(), Some("/b.jpg"));
        assert_eq!(url("<img src=/i/spacer.gif>"), None);
        assert_eq!(url("<img src=/news/pier.html>"), None);
        assert_eq!(url("<img src='view.php?article=12'>"), None);
        assert_eq!(url("<img src='thumb.php?id=12'>").as_deref(), Some("thumb.php?id=12"));
        assert_eq!(url("<img src=/news/pier.html data-src=/pier.jpg>").as_deref(), Some("/pier.jpg"));
        assert_eq!(url("<img src=/a.jpg width=1 height=1>"), None);
        let set = "<img srcset='/s,1.jpg 320w, /l.jpg 1024w,/m.jpg 640w'>";
        assert_eq!(url(set).as_deref(), Some("/l.jpg"));
        assert_eq!(url("<img src=data:, data-flick-srcset='/f.jpg 1x, /g.jpg 2x'>").as_deref(), Some("/g.jpg"));
        assert_eq!(url("<img src=//:0 data-normal='/n/o.jpeg?w=9'>").as_deref(), Some("/n/o.jpeg?w=9"));
        assert_eq!(url("<img data-interchange='[/a/s.jpg, small], [/a/m.jpg, medium]'>").as_deref(), Some("/a/s.jpg"));
        assert_eq!(url("<img data-id='a/b' data-text='see a.jpg'>"), None);
        let noscript = "<p><img src=data:,> <noscript><img class=a src=\"/n.jpg?a=1&amp;b=2\"></noscript>";
        assert_eq!(url(noscript).as_deref(), Some("/n.jpg?a=1&b=2"));
        assert_eq!(url("<p><img src=data:,> Boats <noscript><img src='/n.jpg'></noscript>"), None);
        let picture = "<picture><source srcset='/w.webp 2x, /v.webp'><img src=data:,></picture>";
        assert_eq!(url(picture).as_deref(), Some("/w.webp"));
    }
}
