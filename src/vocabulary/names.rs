//! What the names that templates give their elements say about them.
//!
//! A class, id or `itemprop` is cut into words (`story-body__byline` is story, body, byline) and
//! each word is looked up here. No word decides anything alone: the hints of an element are
//! one kind of evidence beside its shape and its place. Words that name parts of the article
//! (captions, bylines, dates, credits) are kept apart from words that name what is around it.

use std::ops::{BitOr, BitOrAssign};

/// A set of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u64);

macro_rules! hints {
    ($($name:ident $bit:literal $doc:literal),* $(,)?) => {
        impl Hints {
            $(#[doc = $doc] pub(crate) const $name: Hints = Hints(1 << $bit);)*
        }
    };
}

hints! {
    BODY 0 "the text of the article",
    HEADLINE 1 "its headline",
    KICKER 2 "the label over the headline",
    SUMMARY 3 "its standfirst",
    BYLINE 4 "who wrote it",
    DATE 5 "when it was published",
    CAPTION 6 "what an image shows",
    CREDIT 7 "who made an image",
    FIGURE 8 "an image with what belongs to it",
    QUOTE 9 "a quotation",
    PULL 10 "a quotation lifted out of the flow",
    RELATED 11 "other stories",
    SHARE 12 "share buttons and tools",
    COMMENTS 13 "readers' comments",
    NAV 14 "navigation",
    AD 15 "advertising",
    TAGS 16 "topics",
    BIO 17 "about the author",
    SIGNUP 18 "newsletters, subscriptions, sign-in",
    FOOTER 19 "the foot of a page or article",
    SIDE 20 "what stands beside the story",
    META 21 "details of publication",
    HIDDEN 22 "not shown",
    EMBED 23 "something of another site",
    CROSSHEAD 24 "a heading within the text",
    LEGAL 25 "copyright and disclaimers",
    PAYWALL 26 "an offer in place of the text",
    ATTRIBUTION 27 "who said it",
    FACTS 28 "a box of facts beside the text",
    GALLERY 29 "a run of pictures",
    QUOTE_MARK 30 "a picture of a quotation mark",
    PLAYER 31 "a player of video or sound",
    SMALL_PRINT 32 "text set small",
}

impl Hints {
    pub(crate) const NONE: Hints = Hints(0);

    /// What is certainly not the flow of the story.
    pub(crate) const FOREIGN: Hints = Hints(
        Self::RELATED.0
            | Self::SHARE.0
            | Self::COMMENTS.0
            | Self::NAV.0
            | Self::AD.0
            | Self::TAGS.0
            | Self::BIO.0
            | Self::SIGNUP.0
            | Self::FOOTER.0
            | Self::SIDE.0
            | Self::LEGAL.0
            | Self::PAYWALL.0,
    );

    /// Parts of the article that are no paragraphs.
    pub(crate) const APART: Hints = Hints(
        Self::BYLINE.0 | Self::DATE.0 | Self::CAPTION.0 | Self::CREDIT.0 | Self::META.0 | Self::KICKER.0 | Self::PULL.0,
    );

    pub(crate) const fn or(self, of: Hints) -> Hints {
        Hints(self.0 | of.0)
    }

    pub(crate) fn any(self, of: Hints) -> bool {
        self.0 & of.0 != 0
    }

    pub(crate) fn without(self, of: Hints) -> Hints {
        Hints(self.0 & !of.0)
    }

    pub(crate) fn and(self, of: Hints) -> Hints {
        Hints(self.0 & of.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Hints {
    type Output = Hints;

    fn bitor(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }
}

impl BitOrAssign for Hints {
    fn bitor_assign(&mut self, other: Hints) {
        self.0 |= other.0;
    }
}

/// The hints of a name such as `story-body__byline`, `articleBody` or `relatedLinks`.
pub(crate) fn hints(name: &str) -> Hints {
    let mut found = Hints::NONE;
    let mut before = "";
    if name.split_ascii_whitespace().any(is_post) {
        return Hints::EMBED;
    }
    if is_hidden(name) {
        found |= Hints::HIDDEN;
    }
    let story = name.contains("hentry") || name.contains("type-") || name.split_ascii_whitespace().any(|c| c == "post");
    let classes = name.split_ascii_whitespace().filter(|c| !(is_utility(c) || story && is_label(c)));
    for (word, whole) in classes.flat_map(words) {
        let word = &*word;
        if is_price(before, word) {
            continue;
        }
        found |= of_word(word);
        found |= of_pair(before, word);
        if whole {
            found |= of_word_alone(word);
        }
        before = last_static(word);
    }
    found
}

/// Words before a quote that is what something costs, and nobody's words.
const PRICED: &[&str] = &["get", "a", "request", "stock", "stocks", "free", "insurance", "market"];

fn is_price(before: &str, word: &str) -> bool {
    matches!(word, "quote" | "quotes") && PRICED.contains(&before)
}

/// The words that only mean something in front of another.
fn last_static(word: &str) -> &'static str {
    const FIRST: &[&str] = &[
        "article", "story", "post", "entry", "news", "main", "body", "content", "most", "also", "read", "sign", "pull",
        "fact", "cross", "key", "drop", "author", "about", "see", "more", "site", "page", "global", "photo", "image",
        "picture", "img", "media", "sr",
    ];
    FIRST.iter().chain(PRICED).find(|w| **w == word).copied().unwrap_or("")
}

/// The classes that the big networks' embedding code gives to posts.
fn is_post(class: &str) -> bool {
    matches!(
        class,
        "twitter-tweet"
            | "twitter-video"
            | "instagram-media"
            | "fb-post"
            | "reddit-card"
            | "tiktok-embed"
            | "bluesky-embed"
    )
}

/// Classes by which content systems label a whole story with its topics and authors.
fn is_label(class: &str) -> bool {
    ["tag-", "category-", "author-", "tax-", "section-", "topic-"].iter().any(|p| class.starts_with(p))
}

/// Utility classes: `print:px-6`, `[&_figcaption]:mt-2`, `margin-bottom-0`. The part before the colon says when a style
/// holds, and a margin what is around the element: neither what it is.
fn is_utility(class: &str) -> bool {
    let spaced = |word: &str| matches!(word, "margin" | "padding" | "mg" | "pad" | "spacing" | "border" | "align");
    if class.split(|c: char| !c.is_ascii_alphabetic()).any(spaced) {
        return true;
    }
    class.contains([':', '[']) && !class.starts_with("http") && !class.starts_with("schema")
}

/// Whether the classes hide the element, if only on some screens: a story's text is shown on all of them. Hiding
/// what overflows, or what a printer leaves out, is no hiding.
fn is_hidden(name: &str) -> bool {
    let hides = |c: &str| {
        let mut before = "";
        let words = c.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
        !c.contains('[')
            && words.into_iter().any(|word| {
                // Content systems say of a field that its label is hidden, not the field.
                let other = matches!(
                    before,
                    "overflow"
                        | "x"
                        | "y"
                        | "backface"
                        | "visibility"
                        | "print"
                        | "hover"
                        | "focus"
                        | "label"
                        | "labels"
                );
                before = word;
                !other && matches!(word, "hidden" | "hide" | "Hidden" | "isHidden")
            })
            && !c.ends_with("print")
    };
    name.split_ascii_whitespace().any(hides)
}

/// A class cut at everything that is no letter, at camel humps too, in lower case; and whether the word is
/// the whole of the class.
fn words(class: &str) -> impl Iterator<Item = (String, bool)> {
    let mut out: Vec<String> = vec![String::new()];
    let mut lower = false;
    for c in class.chars() {
        let hump = c.is_ascii_uppercase() && lower;
        lower = c.is_ascii_lowercase();
        if hump || !c.is_ascii_alphabetic() {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut().filter(|_| c.is_ascii_alphabetic()) {
            last.push(c.to_ascii_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    let whole = out.len() == 1;
    out.into_iter().map(move |w| (w, whole))
}

fn of_word(word: &str) -> Hints {
    match word {
        "articlebody" | "storybody" | "bodytext" | "storytext" | "articletext" | "postbody" | "articlecontent"
        | "storycontent" | "maincontent" | "fulltext" | "richtext" | "entrycontent" | "hentry" | "storycopy"
        | "articlecopy" => Hints::BODY,
        "headline" | "heading" | "hed" | "titulo" | "titular" | "titre" | "ueberschrift" | "entrytitle" | "titolo" => {
            Hints::HEADLINE
        }
        "kicker" | "eyebrow" | "dachzeile" | "topline" | "antetitulo" | "surtitre" | "occhiello" | "overline"
        | "strapline" | "rubrik" | "roofline" | "dept" | "slug" => Hints::KICKER,
        "standfirst" | "dek" | "deck" | "subhed" | "subtitle" | "subheadline" | "subtitulo" | "entradilla"
        | "bajada" | "chapo" | "chapeau" | "vorspann" | "teaser" | "sommario" | "sottotitolo" | "ingress"
        | "manchet" | "abstract" | "excerpt" | "keypoints" | "summary" | "anriss" | "anlauf" | "soustitre"
        | "preamble" | "copete" => Hints::SUMMARY,
        "byline" | "bylines" | "author" | "authors" | "autor" | "autoren" | "auteur" | "verfasser" | "writer"
        | "contributor" | "contributors" | "signature" | "firma" | "reporter" | "autore" | "redakteur" | "byl"
        | "journalist" => Hints::BYLINE,
        "date" | "dateline" | "datetime" | "pubdate" | "published" | "timestamp" | "datum" | "fecha" | "posted"
        | "updated" | "publishdate" | "modified" | "lastupdated" | "dateandtime" | "fecha-hora" => Hints::DATE,
        "caption" | "captions" | "cutline" | "bildunterschrift" | "bildtext" | "bu" | "legende" | "leyenda"
        | "epigrafe" | "didascalia" | "figcaption" | "imgcaption" | "imagecaption" | "pictext" | "bildlegende"
        | "bildzeile" => Hints::CAPTION,
        "credit" | "credits" | "credito" | "creditos" | "crédit" | "copyright" | "photographer" | "fotograf"
        | "bildquelle" | "imagesource" | "rechte" => Hints::CREDIT,
        "figure" | "photo" | "photos" | "image" | "images" | "picture" | "bild" | "imagen" | "foto" | "thumb"
        | "imagebox" | "wp-caption" | "img" | "hmedia" => Hints::FIGURE,
        "gallery" | "slideshow" | "carousel" | "slider" | "galerie" | "galeria" | "fotostrecke" | "bildergalerie" => {
            Hints::GALLERY
        }
        "quote" | "quotation" | "zitat" | "cita" | "citation" | "blockquote" | "quot" | "citat" | "citaat"
        | "sitat" | "cytat" | "lainaus" | "virgolettato" => Hints::QUOTE,
        "pullquote" | "pullout" | "pulledquote" | "quotebox" | "blockquotebox" | "exergue" => Hints::PULL,
        "related" | "recommended" | "recommendations" | "recirc" | "recirculation" | "mostread" | "mostpopular"
        | "popular" | "trending" | "promo" | "promos" | "promotion" | "outbrain" | "taboola" | "readmore"
        | "morefrom" | "seealso" | "teasers" | "teaserlist" | "crosslink" | "relacionadas" | "relacionados"
        | "verwandt" | "similar" | "suggested" | "headlines" | "latest" | "upnext" | "linkbox" | "mehr" | "apester"
        | "zergnet" | "nrelate" | "linkwithin" | "yarpp" | "relatedposts" | "ticker" | "topstories" | "morestories"
        | "newsfeed" => Hints::RELATED,
        "share" | "sharing" | "social" | "socials" | "addthis" | "sharethis" | "sharedaddy" | "toolbar" | "tools"
        | "tool" | "print" | "email" | "bookmark" | "bookmarks" | "facebook" | "twitter" | "whatsapp" | "follow"
        | "sociable" | "addtoany" | "teilen" | "compartir" | "partage" | "partager" | "condividi" | "sharebar"
        | "actions" | "likes" | "digg" | "rating" | "ratings" | "vote" | "buttons" | "reactions" => Hints::SHARE,
        "comment" | "comments" | "commentlist" | "disqus" | "respond" | "discussion" | "kommentar" | "kommentare"
        | "comentarios" | "commentaires" | "livefyre" | "replies" | "reply" | "trackback" | "trackbacks"
        | "pingback" | "talkback" | "forum" | "leserkommentare" | "opinions" => Hints::COMMENTS,
        "nav" | "navigation" | "navbar" | "menu" | "menus" | "breadcrumb" | "breadcrumbs" | "submenu"
        | "pagination" | "pager" | "sitemap" | "skip" | "skiplink" | "masthead" | "subnav" | "topnav" | "navi"
        | "crumbs" | "tabs" | "paging" | "nextprev" | "prevnext" | "pagenav" | "jump" => Hints::NAV,
        "ad" | "ads" | "advert" | "adverts" | "advertisement" | "advertising" | "adsense" | "sponsor" | "sponsored"
        | "sponsors" | "banner" | "banners" | "dfp" | "adslot" | "anzeige" | "werbung" | "publicidad" | "publicite"
        | "pubblicita" | "affiliate" | "commercial" | "adbox" | "advertorial" | "skyscraper" | "leaderboard"
        | "mpu" | "doubleclick" | "adunit" | "adwrap" | "adcontainer" => Hints::AD,
        "tags" | "tag" | "topics" | "topic" | "keywords" | "taglist" | "categories" | "schlagworte" | "etiquetas"
        | "tagcloud" | "filed" | "postmetadata" => Hints::TAGS,
        "bio" | "biography" | "aboutauthor" | "authorbio" | "authorbox" | "autorenbox" | "tagline" => Hints::BIO,
        "newsletter" | "newsletters" | "subscribe" | "subscription" | "signup" | "login" | "register"
        | "registration" | "abo" | "donate" | "donation" | "membership" | "appeal" | "optin" | "mailchimp"
        | "mailing" | "cta" | "subscriber" => Hints::SIGNUP,
        "paywall" | "regwall" | "metered" | "premiumwall" | "offer" | "offers" => Hints::PAYWALL,
        "footer" | "foot" | "bottom" | "colophon" | "footnote" | "siteinfo" | "fuss" => Hints::FOOTER,
        "sidebar" | "side" | "aside" | "rail" | "widget" | "widgets" | "rightcol" | "rightcolumn" | "leftcol"
        | "leftcolumn" | "secondary" | "marginal" | "marginalspalte" | "supplementary" | "complementary" | "module" => {
            Hints::SIDE
        }
        "meta" | "postmeta" | "metadata" | "info" | "infos" | "details" | "vcard" => Hints::META,
        "invisible" | "offscreen" | "sronly" | "visuallyhidden" | "hiddentext" | "screenreader" => Hints::HIDDEN,
        "tweet" | "instagram" | "embed" | "embedded" | "oembed" | "iframe" => Hints::EMBED,
        "crosshead"
        | "subhead"
        | "crossheading"
        | "ladillo"
        | "intertitre"
        | "zwischentitel"
        | "zwischenueberschrift"
        | "zwizeile"
        | "intertitle"
        | "crossheader"
        | "subheading" => Hints::CROSSHEAD,
        "disclaimer" | "imprint" | "impressum" | "cookie" | "cookies" | "consent" | "gdpr" | "privacy" | "terms"
        | "legal" | "rights" | "syndication" | "correction" | "corrections" | "feedback" => Hints::LEGAL,
        "attribution" | "cite" | "speaker" | "quotee" | "quoted" | "sourcename" => Hints::ATTRIBUTION,
        "factbox" | "facts" | "infobox" | "fact" | "infografik" | "faktabox" | "factfile" | "sidefacts" => Hints::FACTS,
        _ => Hints::NONE,
    }
}

/// Words too common within longer names to mean anything there.
fn of_word_alone(word: &str) -> Hints {
    match word {
        "story" | "article" | "entry" | "post" | "content" | "copy" | "body" | "text" => Hints::BODY,
        "title" | "h" => Hints::HEADLINE,
        "lead" | "intro" | "description" | "lede" | "perex" => Hints::SUMMARY,
        "time" | "when" => Hints::DATE,
        "name" => Hints::ATTRIBUTION,
        "cap" | "legend" => Hints::CAPTION,
        "source" => Hints::CREDIT,
        "more" | "links" | "teaser" => Hints::RELATED,
        "pq" | "streamer" => Hints::PULL,
        "wall" | "meter" => Hints::PAYWALL,
        "support" => Hints::SIGNUP,
        _ => Hints::NONE,
    }
}

fn of_pair(first: &str, second: &str) -> Hints {
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
    fn names_are_cut_into_words() {
        assert!(hints("story-body__byline").any(Hints::BYLINE));
        assert!(hints("articleBody").any(Hints::BODY));
        assert!(hints("entry-content clearfix").any(Hints::BODY));
        assert!(hints("relatedLinks").any(Hints::RELATED));
        assert!(hints("most-read").any(Hints::RELATED));
        assert!(hints("content").any(Hints::BODY));
    }

    #[test]
    fn common_words_within_longer_names_say_nothing() {
        assert!(hints("content-wrap-left").is_empty());
        assert!(hints("shadow header2 download").is_empty());
    }

    #[test]
    fn hiding_what_overflows_is_no_hiding() {
        for name in ["hidden", "is-hidden", "visually-hidden", "block md:hidden", "u-hide", "hidden-xs"] {
            assert!(hints(name).any(Hints::HIDDEN), "{name}");
        }
        for name in ["sr-only", "srOnly", "sr-text"] {
            assert!(hints(name).any(Hints::HIDDEN), "{name}");
        }
        for name in
            ["field--label-hidden", "kqrqSr", "overflow-hidden", "overflow-x-hidden", "print:hidden", "hidden-print"]
        {
            assert!(!hints(name).any(Hints::HIDDEN), "{name}");
        }
    }

    #[test]
    fn the_quote_of_a_price_is_no_quotation() {
        for name in ["get-a-quote", "stockQuote", "request-quote", "insurance-quotes"] {
            assert!(!hints(name).any(Hints::QUOTE), "{name}");
        }
        assert!(hints("article-quote").any(Hints::QUOTE));
    }

    #[test]
    fn utility_classes_say_nothing() {
        assert!(hints("print:px-6 [&_.caption]:mt-2").is_empty());
    }

    #[test]
    fn what_we_extract_is_not_called_foreign() {
        for name in
            ["caption", "byline", "timestamp", "photo-credit", "wp-caption-text", "standfirst", "pullquote", "dateline"]
        {
            assert!(!hints(name).any(Hints::FOREIGN), "{name}");
        }
    }
}
