//! Whether a document type is one of those under which browsers keep to the ways of old.

/// Public identifiers, in lower case, of before 1999 and of programs of that time: so they begin.
const QUIRKY: [&str; 55] = [
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
];

/// Those that are quirky as a whole.
const QUIRKY_WHOLE: [&str; 3] = ["-//w3o//dtd w3 html strict 3.0//en//", "-/w3c/dtd html 4.0 transitional/en", "html"];

/// Those that are so where no system identifier stands beside them.
const QUIRKY_ALONE: [&str; 2] = ["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"];

const QUIRKY_SYSTEM: &str = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\x0c')
}

/// What stands between `<!DOCTYPE` and `>`.
pub(super) fn is_quirky(declaration: &str) -> bool {
    let rest = declaration.trim_start_matches(is_space);
    let (name, rest) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
    if !name.eq_ignore_ascii_case("html") {
        return true;
    }
    let rest = rest.trim_start_matches(is_space);
    let word = rest.get(..6).unwrap_or_default().to_ascii_lowercase();
    let behind = rest.get(6..).unwrap_or_default();
    let (public, system) = match word.as_str() {
        "public" => match quoted(behind) {
            Some((public, rest)) => match quoted(rest) {
                Some((system, _)) => (Some(public), Some(system)),
                // Something else than a second identifier, or one that does not end.
                None if !rest.trim_start_matches(is_space).is_empty() => return true,
                None => (Some(public), None),
            },
            None => return true,
        },
        "system" => match quoted(behind) {
            Some((system, _)) => (None, Some(system)),
            None => return true,
        },
        _ => return !rest.is_empty(),
    };
    let public = public.map(str::to_ascii_lowercase).unwrap_or_default();
    QUIRKY_WHOLE.contains(&public.as_str())
        || system.is_some_and(|system| system.eq_ignore_ascii_case(QUIRKY_SYSTEM))
        || QUIRKY.iter().any(|beginning| public.starts_with(beginning))
        || system.is_none() && QUIRKY_ALONE.iter().any(|beginning| public.starts_with(beginning))
}

/// An identifier in quotation marks, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(is_space);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::is_quirky;

    #[test]
    fn old_document_types_are_quirky() {
        for quirky in [
            "",
            " svg",
            " html x",
            " HTML PUBLIC \"-//IETF//DTD HTML//EN\"",
            " html public '-//W3C//DTD HTML 4.01 Transitional//EN'",
            " html PUBLIC",
            " html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" x",
            " html SYSTEM \"http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd\"",
        ] {
            assert!(is_quirky(quirky), "{quirky}");
        }
        for other in [
            " html",
            "HTML ",
            " html SYSTEM \"about:legacy-compat\"",
            " html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\"",
            " html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"\"\" ",
        ] {
            assert!(!is_quirky(other), "{other}");
        }
    }
}
