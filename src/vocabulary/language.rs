//! Which language a text is in.

/// The language of a text, as a two-letter code, when the detector is sure of it.
///
/// It costs time by the length: a few thousand characters are enough.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    two_letters(found.lang().code())
}

/// The two-letter code for a detector's three-letter one.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh dan:da deu:de \
        ell:el eng:en epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jav:jv \
        jpn:ja kan:kn kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:no \
        ori:or pan:pa pes:fa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta \
        tel:te tgl:tl tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu cym:cy";
    CODES.split_whitespace().find_map(|pair| pair.strip_prefix(code)?.strip_prefix(':'))
}

/// Languages that a detector of trigrams takes for one another.
pub(crate) fn are_close(a: &str, b: &str) -> bool {
    const GROUPS: &[&[&str]] = &[
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl", "me"],
        &["cs", "sk"],
        &["es", "ca", "gl", "pt", "eu"],
        &["id", "ms"],
        &["ru", "uk", "be", "bg", "mk"],
        &["af", "nl"],
        &["fa", "ar", "ur", "ps"],
        &["hi", "mr", "ne"],
    ];
    GROUPS.iter().any(|g| g.contains(&a) && g.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_enough() {
        let german = "Der Hafenmeister sagte am Montag, die Mole müsse bis zum Frühjahr gesperrt bleiben, weil das Holz morsch sei.";
        assert_eq!(detect(german), Some("de"));
        assert_eq!(detect("Oslo 3"), None);
        assert!(are_close("da", "no") && !are_close("da", "de"));
    }
}
