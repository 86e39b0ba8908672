//! The names by which vocabularies call things: schema.org's and those before it, with or without an address or prefix.

/// Types of things that are an article, in lower case: schema.org's, and what weblog software writes for RDFa.
const ARTICLE_TYPES: [&str; 18] = [
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "opinionnewsarticle",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "satiricalarticle",
    "scholarlyarticle",
    "techarticle",
    "report",
    "blogposting",
    "liveblogposting",
    "socialmediaposting",
    // `sioc:Item`, `sioc:Post`, and rNews before schema.org took it in.
    "item",
    "post",
    "newsitem",
];

/// The last part of a type or property written with a vocabulary's address or prefix.
pub(super) fn local_name(name: &str) -> &str {
    name.trim_end_matches('/').rsplit(['/', '#', ':']).next().unwrap_or_default()
}

/// Whether a type, however written, is of an article.
pub(super) fn is_article_type(name: &str) -> bool {
    ARTICLE_TYPES.iter().any(|t| t.eq_ignore_ascii_case(local_name(name)))
}

/// Whether an attribute that is a list of words has this one.
pub(super) fn has_token(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|t| t.eq_ignore_ascii_case(word))
}
