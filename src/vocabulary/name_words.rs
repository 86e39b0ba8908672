//! The words in the names of elements, and what they hint at.
//!
//! Names are cut into words before they come here: letters of ASCII alone, in lower case.

use std::sync::LazyLock;

use super::hint_set::Hints;
use crate::text::word_table::{WordShapes, WordTable};

/// Words that mean the same wherever they stand in a name.
const WORDS: &[(Hints, &str)] = &[
    (
        Hints::BODY,
        "articlebody storybody bodytext storytext articletext postbody articlecontent storycontent maincontent \
         fulltext richtext entrycontent hentry storycopy articlecopy",
    ),
    (Hints::HEADLINE, "headline heading hed titulo titular titre ueberschrift entrytitle contentheading titolo"),
    (
        Hints::KICKER,
        "kicker eyebrow dachzeile topline antetitulo surtitre occhiello overline strapline rubrik roofline dept \
         slug",
    ),
    (
        Hints::SUMMARY,
        "standfirst dek deck subhed subtitle subheadline subtitulo entradilla bajada chapo chapeau vorspann \
         teaser sommario sottotitolo ingress manchet abstract excerpt keypoints summary anriss anlauf soustitre \
         preamble copete",
    ),
    (
        Hints::BYLINE,
        "byline bylines author authors autor autoren auteur verfasser writer contributor contributors signature \
         firma reporter autore redakteur byl journalist",
    ),
    (
        Hints::DATE,
        "date dateline datetime pubdate published timestamp datum fecha posted updated publishdate modified \
         lastupdated dateandtime",
    ),
    (
        Hints::CAPTION,
        "caption captions cutline bildunterschrift bildtext bu legende leyenda epigrafe didascalia figcaption \
         imgcaption imagecaption pictext bildlegende bildzeile",
    ),
    (Hints::CREDIT, "credit credits credito creditos copyright photographer fotograf bildquelle imagesource rechte"),
    (Hints::FIGURE, "figure photo photos image images picture bild imagen foto thumb imagebox img hmedia"),
    (Hints::GALLERY, "gallery slideshow carousel slider galerie galeria fotostrecke bildergalerie"),
    (Hints::QUOTE, "quote quotation zitat cita citation blockquote quot citat citaat sitat cytat lainaus virgolettato"),
    (Hints::PULL, "pullquote pullout pulledquote quotebox blockquotebox exergue"),
    (
        Hints::RELATED,
        "related recommended recommendations recirc recirculation mostread mostpopular popular trending promo \
         promos promotion outbrain taboola readmore morefrom seealso teasers teaserlist crosslink relacionadas \
         relacionados verwandt similar suggested headlines latest upnext linkbox mehr apester zergnet nrelate \
         linkwithin yarpp relatedposts ticker topstories morestories newsfeed",
    ),
    (
        Hints::SHARE,
        "share sharing social socials addthis sharethis sharedaddy toolbar tools tool print email bookmark \
         bookmarks facebook twitter whatsapp follow sociable addtoany teilen compartir partage partager condividi \
         sharebar actions likes digg rating ratings vote buttons reactions",
    ),
    (
        Hints::COMMENTS,
        "comment comments commentlist disqus respond discussion kommentar kommentare comentarios commentaires \
         livefyre replies reply trackback trackbacks pingback talkback forum leserkommentare opinions",
    ),
    (
        Hints::NAV,
        "nav navigation navbar menu menus breadcrumb breadcrumbs submenu pagination pager sitemap skip skiplink \
         masthead subnav topnav navi crumbs tabs paging nextprev prevnext pagenav jump",
    ),
    (
        Hints::AD,
        "ad ads advert adverts advertisement advertising adsense sponsor sponsored sponsors banner banners dfp \
         adslot anzeige werbung publicidad publicite pubblicita affiliate commercial adbox advertorial skyscraper \
         leaderboard mpu doubleclick adunit adwrap adcontainer",
    ),
    (
        Hints::TAGS,
        "tags tag topics topic keywords taglist categories schlagworte etiquetas tagcloud filed postmetadata",
    ),
    (Hints::BIO, "bio biography aboutauthor authorbio authorbox autorenbox tagline"),
    (
        Hints::SIGNUP,
        "newsletter newsletters subscribe subscription signup login register registration abo donate donation \
         membership appeal optin mailchimp mailing cta subscriber",
    ),
    (Hints::PAYWALL, "paywall regwall metered premiumwall offer offers"),
    (Hints::FOOTER, "footer foot bottom colophon footnote siteinfo fuss"),
    (
        Hints::SIDE,
        "sidebar side aside rail widget widgets rightcol rightcolumn leftcol leftcolumn secondary marginal \
         marginalspalte supplementary complementary module",
    ),
    (Hints::META, "meta postmeta metadata info infos details vcard"),
    (Hints::HIDDEN, "invisible offscreen sronly visuallyhidden hiddentext screenreader"),
    (Hints::EMBED, "tweet instagram embed embedded oembed iframe"),
    (
        Hints::CROSSHEAD,
        "crosshead subhead crossheading ladillo intertitre zwischentitel zwischenueberschrift zwizeile intertitle \
         crossheader subheading",
    ),
    (
        Hints::LEGAL,
        "disclaimer imprint impressum cookie cookies consent gdpr privacy terms legal rights syndication \
         correction corrections feedback",
    ),
    (Hints::ATTRIBUTION, "attribution cite speaker quotee quoted sourcename"),
    (Hints::FACTS, "factbox facts infobox fact infografik faktabox factfile sidefacts"),
];

/// Words too common within longer names to mean anything there: they count as the whole of a class alone.
const WHOLE_CLASSES: &[(Hints, &str)] = &[
    (Hints::BODY, "story article entry post content copy body text"),
    (Hints::HEADLINE, "title h"),
    (Hints::SUMMARY, "lead intro description lede perex"),
    (Hints::DATE, "time when"),
    (Hints::ATTRIBUTION, "name"),
    (Hints::CAPTION, "cap legend"),
    (Hints::CREDIT, "source"),
    (Hints::RELATED, "more links teaser"),
    (Hints::PULL, "pq streamer"),
    (Hints::PAYWALL, "wall meter"),
    (Hints::SIGNUP, "support"),
];

/// Each word of a table with its hints.
fn by_word(table: &'static [(Hints, &'static str)]) -> WordTable<&'static str, Hints> {
    table.iter().flat_map(|(hints, words)| words.split_whitespace().map(|word| (word, *hints))).collect()
}

/// The words of all tables.
#[cfg(test)]
pub(crate) fn known_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().chain(WHOLE_CLASSES).flat_map(|(_, words)| words.split_whitespace())
}

pub(super) fn hints_of_word(word: &str) -> Hints {
    static BY_WORD: LazyLock<WordTable<&str, Hints>> = LazyLock::new(|| by_word(WORDS));
    static SHAPES: LazyLock<WordShapes> = LazyLock::new(|| WordShapes::of(BY_WORD.keys().copied()));
    // Most words of names are none of these by their shape.
    if SHAPES.may_have(word.as_bytes()) { BY_WORD.get(word).copied().unwrap_or(Hints::NONE) } else { Hints::NONE }
}

/// What a word says that is all of a class.
pub(super) fn hints_of_whole_class(word: &str) -> Hints {
    static BY_WORD: LazyLock<WordTable<&str, Hints>> = LazyLock::new(|| by_word(WHOLE_CLASSES));
    BY_WORD.get(word).copied().unwrap_or(Hints::NONE)
}

/// What two words say that follow one another in a name.
pub(super) fn hints_of_pair(first: &str, second: &str) -> Hints {
    match (first, second) {
        (
            "article" | "story" | "post" | "entry" | "news" | "body" | "main",
            "body" | "text" | "content" | "copy" | "inner" | "paragraphs",
        ) => Hints::BODY,
        ("article" | "story" | "post" | "entry" | "page" | "news", "title" | "header" | "headline") => Hints::HEADLINE,
        ("article" | "story" | "post", "lead" | "intro" | "description" | "lede") => Hints::SUMMARY,
        (
            "most" | "also" | "read" | "see",
            "read" | "also" | "viewed" | "popular" | "more" | "shared" | "commented" | "emailed",
        ) => Hints::RELATED,
        ("more", "from" | "on" | "stories" | "news" | "links" | "articles") => Hints::RELATED,
        ("pull", "quote" | "out") => Hints::PULL,
        // By itself `sr` is a piece of the names that style compilers make up.
        ("sr", "only" | "text") => Hints::HIDDEN,
        ("sign", "up" | "in") => Hints::SIGNUP,
        ("fact", "box" | "file") => Hints::FACTS,
        ("key", "points" | "point") => Hints::SUMMARY,
        ("cross", "head" | "heading") => Hints::CROSSHEAD,
        ("about" | "author", "author" | "bio" | "box" | "info" | "description") => Hints::BIO,
        ("site" | "page" | "global", "header" | "footer" | "head") => Hints::NAV,
        ("photo" | "image" | "img" | "picture" | "media", "source" | "credit" | "copyright" | "rights" | "attrib") => {
            Hints::CREDIT
        }
        ("photo" | "image" | "img" | "picture", "text" | "description" | "title" | "cap") => Hints::CAPTION,
        ("media", "caption" | "subtitle" | "description") => Hints::CAPTION,
        _ => Hints::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_entry_and_can_be_met() {
        for table in [WORDS, WHOLE_CLASSES] {
            let words: Vec<&str> = table.iter().flat_map(|(_, words)| words.split_whitespace()).collect();
            assert_eq!(by_word(table).len(), words.len(), "a word stands twice");
            for word in words {
                assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word}: names are cut at all but letters");
            }
        }
    }

    #[test]
    fn words_pairs_and_whole_classes_are_known() {
        assert_eq!(hints_of_word("caption"), Hints::CAPTION);
        assert_eq!(hints_of_word("quay"), Hints::NONE);
        assert_eq!(hints_of_whole_class("lead"), Hints::SUMMARY);
        assert_eq!(hints_of_pair("most", "read"), Hints::RELATED);
        assert_eq!(hints_of_pair("read", "most"), Hints::NONE);
    }
}
