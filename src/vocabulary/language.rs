//! Which language a text is in.

use std::sync::LazyLock;

use crate::text::hashed::HashSet;
use crate::text::runs::words;

/// The words that a language cannot do without.
const COMMON: &[(&str, &str)] = &[
    ("da", "og i at det er en til på som den af for de med der har et ikke om fra"),
    ("de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es"),
    ("en", "the of and to in a is that for on with was as it at by be from has have"),
    ("es", "de la que el en y a los del se las por un para con no una su al lo"),
    ("fr", "de la le les et des en un une du que est pour dans qui par sur au il pas"),
    ("it", "di e il la che in un a per è una con non del si da le dei della nel"),
    ("nl", "de van het een en in is dat op te met voor zijn die niet aan er om ook als"),
    ("no", "og i det er en til på som å for av at med den de har et ikke om fra"),
    ("pl", "w i na z się do nie że to jest o za po od jak a dla przez są jego"),
    ("pt", "de a o que e do da em um para com não uma os no se na por mais as dos"),
    ("ru", "и в не на что с по как это его к из у за от он о но для был"),
    ("sv", "och i att det som en på är av för med den till ett om har de inte han var"),
];

/// Whether a text is in this language for certain, or in one close to it: a sixth of its words are of those that the language
/// cannot do without. It is a small part of the work that [`detect`] is.
pub(crate) fn speaks(text: &str, language: &str) -> bool {
    static WORDS: LazyLock<Vec<(&str, HashSet<u64>)>> =
        LazyLock::new(|| COMMON.iter().map(|(language, of)| (*language, words(of).into_iter().collect())).collect());
    let Some((_, common)) = WORDS.iter().find(|(of, _)| *of == language) else { return false };
    let words = words(text);
    words.iter().filter(|word| common.contains(word)).count() * 6 >= words.len()
}

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
        let norwegian = "Ferja går igjen fra mandag, og ingen vet hvor lenge det er til neste gang den ikke går.";
        for (text, language) in [(german, "de"), (norwegian, "no")] {
            assert!(speaks(text, language), "{language}");
            assert!(
                COMMON
                    .iter()
                    .filter(|(of, _)| !are_close(of, language) && *of != language)
                    .all(|(of, _)| !speaks(text, of))
            );
        }
        assert!(!speaks(german, "en") && !speaks(german, "xx"));
        assert!(are_close("da", "no") && !are_close("da", "de"));
    }
}
