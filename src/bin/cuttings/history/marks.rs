//! What changed in a text, word by word, as markup.

use cuttings::WordChange;

use crate::html_page::escaped;

/// A run of a text that stayed, went or came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// A text with what is gone from it and what is new in it.
pub fn marked(words: &[WordChange]) -> String {
    let runs: Vec<Run<'_>> = words
        .iter()
        .map(|words| match words {
            WordChange::Same(text) => Run::Same(text),
            WordChange::Removed(text) => Run::Gone(text),
            WordChange::Added(text) => Run::New(text),
        })
        .collect();
    written(&runs)
}

/// The same for two texts of which only that is told apart which they do not begin and end with alike: headlines and the like.
pub fn compared(old: Option<&str>, new: Option<&str>) -> String {
    let words =
        |text: Option<&'_ str>| text.unwrap_or_default().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(old), words(new));
    let before = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let behind = a[before..].iter().rev().zip(b[before..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (start, end) = (a[..before].join(" "), a[a.len() - behind..].join(" "));
    let (gone, new) = (a[before..a.len() - behind].join(" "), b[before..b.len() - behind].join(" "));
    let runs = [Run::Same(&start), Run::Gone(&gone), Run::New(&new), Run::Same(&end)];
    written(&runs.into_iter().filter(|run| !text_of(*run).is_empty()).collect::<Vec<_>>())
}

fn text_of(run: Run<'_>) -> &str {
    match run {
        Run::Same(text) | Run::Gone(text) | Run::New(text) => text,
    }
}

/// A text that is gone, or new, as a whole.
pub fn gone(text: &str) -> String {
    written(&[Run::Gone(text)])
}

pub fn new(text: &str) -> String {
    written(&[Run::New(text)])
}

fn written(runs: &[Run<'_>]) -> String {
    let mut out = String::new();
    let mut rest = runs;
    while let Some((run, behind)) = rest.split_first() {
        if !out.is_empty() {
            out.push(' ');
        }
        rest = behind;
        match (*run, behind.first()) {
            (Run::Gone(old), Some(Run::New(new))) => {
                rest = &behind[1..];
                let (before, after) = alike(old, new);
                out += &escaped(&old[..before]).to_string();
                out += &element("del", &old[before..old.len() - after]);
                out += &element("ins", &new[before..new.len() - after]);
                out += &escaped(&old[old.len() - after..]).to_string();
            }
            (Run::Gone(text), _) => out += &element("del", text),
            (Run::New(text), _) => out += &element("ins", text),
            (Run::Same(text), _) => out += &escaped(text).to_string(),
        }
    }
    out
}

fn element(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<{name}>{}</{name}>", escaped(text)) }
}

/// How many bytes two texts begin and end with alike, where they are in a script that does not part words; else none.
fn alike(old: &str, new: &str) -> (usize, usize) {
    // From the radicals of Chinese and Japanese on; Thai and its neighbours before.
    let is_unparted = |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let unparted = |text: &str| text.chars().filter(|c| is_unparted(*c)).count() * 2 > text.chars().count();
    if !unparted(old) || !unparted(new) {
        return (0, 0);
    }
    let same = |(a, b): &(char, char)| a == b;
    let before: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_where_they_changed() {
        let words = [
            WordChange::Same("will not sail before".into()),
            WordChange::Removed("Easter,".into()),
            WordChange::Added("May, <b>".into()),
            WordChange::Same("he said".into()),
            WordChange::Added("& left".into()),
        ];
        let wanted = "will not sail before <del>Easter,</del><ins>May, &lt;b&gt;</ins> he said <ins>&amp; left</ins>";
        assert_eq!(marked(&words), wanted);
    }

    #[test]
    fn headlines_are_compared_from_both_ends() {
        let told = |old, new| compared(Some(old), Some(new));
        assert_eq!(
            told("Ferry stays in dock", "Ferry leaves in May"),
            "Ferry <del>stays in dock</del><ins>leaves in May</ins>"
        );
        assert_eq!(told("Ferry in dock", "Old ferry in dock"), "<del>Ferry</del><ins>Old ferry</ins> in dock");
        assert_eq!(told("a a", "a a a"), "a a <ins>a</ins>");
        assert_eq!(compared(None, Some("A <b>")), "<ins>A &lt;b&gt;</ins>");
        assert_eq!(compared(Some("A"), None), "<del>A</del>");
    }

    #[test]
    fn scripts_without_spaces_are_marked_by_letters() {
        let old = WordChange::Removed("渡し船は月曜日に再び出航した。".into());
        let new = WordChange::Added("渡し船は火曜日に再び出航した。".into());
        assert_eq!(marked(&[old, new]), "渡し船は<del>月</del><ins>火</ins>曜日に再び出航した。");
        assert_eq!(compared(Some("月月"), Some("月月月")), "月月<ins>月</ins>");
    }
}
