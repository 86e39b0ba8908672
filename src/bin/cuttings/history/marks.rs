//! What changed in a text, word by word, as markup.

use cuttings::WordChange;

use cuttings::html_page::escaped;

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
                match by_letters(old, new) {
                    Some(runs) => runs.into_iter().for_each(|run| out += &element(run)),
                    None => out += &format!("{} {}", element(Run::Gone(old)), element(Run::New(new))),
                }
            }
            (run, _) => out += &element(run),
        }
    }
    out
}

fn element(run: Run<'_>) -> String {
    let text = escaped(text_of(run));
    match run {
        Run::Same(_) => text.to_string(),
        Run::Gone(_) => format!("<del>{text}</del>"),
        Run::New(_) => format!("<ins>{text}</ins>"),
    }
}

/// Letters of two texts, multiplied, up to which they are compared letter by letter: time and memory grow with that.
const MAX_COMPARED: usize = 250_000;

/// Letters that must stay together to be told as what stayed; fewer agree by chance.
const MIN_SAME: usize = 2;

/// Two texts compared letter by letter, where they are in a script that does not part words.
fn by_letters<'a>(old: &'a str, new: &'a str) -> Option<Vec<Run<'a>>> {
    if !is_unparted(old) || !is_unparted(new) {
        return None;
    }
    let letters = |text: &str| text.char_indices().collect::<Vec<(usize, char)>>();
    let (a, b) = (letters(old), letters(new));
    let before = a.iter().zip(&b).take_while(|((_, a), (_, b))| a == b).count();
    let behind = a[before..].iter().rev().zip(b[before..].iter().rev()).take_while(|((_, a), (_, b))| a == b).count();
    let middle = common(&a[before..a.len() - behind], &b[before..b.len() - behind]);
    // Runs that stay, as places of letters in both texts and their length.
    let mut stays = vec![(0, 0, before)];
    stays.extend(middle.into_iter().map(|(x, y, long)| (before + x, before + y, long)));
    stays.push((a.len() - behind, b.len() - behind, behind));
    let at = |letters: &[(usize, char)], text: &str, n: usize| letters.get(n).map_or(text.len(), |(at, _)| *at);
    let (mut out, mut from) = (Vec::new(), (0, 0));
    for (x, y, long) in stays {
        out.push(Run::Gone(&old[at(&a, old, from.0)..at(&a, old, x)]));
        out.push(Run::New(&new[at(&b, new, from.1)..at(&b, new, y)]));
        out.push(Run::Same(&old[at(&a, old, x)..at(&a, old, x + long)]));
        from = (x + long, y + long);
    }
    out.retain(|run| !text_of(*run).is_empty());
    Some(out)
}

/// The runs of a longest common subsequence, but for the shortest: places in both, and length.
fn common(a: &[(usize, char)], b: &[(usize, char)]) -> Vec<(usize, usize, usize)> {
    if a.len() * b.len() > MAX_COMPARED {
        return Vec::new();
    }
    // How many letters the rests from there on have in common.
    let width = b.len() + 1;
    let mut table = vec![0_u16; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            table[x * width + y] = match a[x].1 == b[y].1 {
                true => table[(x + 1) * width + y + 1] + 1,
                false => table[(x + 1) * width + y].max(table[x * width + y + 1]),
            };
        }
    }
    let (mut out, mut x, mut y): (Vec<(usize, usize, usize)>, usize, usize) = (Vec::new(), 0, 0);
    while x < a.len() && y < b.len() {
        if a[x].1 == b[y].1 {
            match out.last_mut().filter(|(u, v, long)| u + long == x && v + long == y) {
                Some((_, _, long)) => *long += 1,
                None => out.push((x, y, 1)),
            }
            (x, y) = (x + 1, y + 1);
        } else if table[(x + 1) * width + y] >= table[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    out.retain(|(_, _, long)| *long >= MIN_SAME);
    out
}

/// Whether most letters of a text are of a script that does not part words: Chinese, Japanese, Thai and its neighbours.
fn is_unparted(text: &str) -> bool {
    let is_of_such = |c: &char| {
        matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
    };
    text.chars().filter(is_of_such).count() * 2 > text.chars().count()
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
        let wanted = "will not sail before <del>Easter,</del> <ins>May, &lt;b&gt;</ins> he said <ins>&amp; left</ins>";
        assert_eq!(marked(&words), wanted);
    }

    #[test]
    fn headlines_are_compared_from_both_ends() {
        let told = |old, new| compared(Some(old), Some(new));
        assert_eq!(
            told("Ferry stays in dock", "Ferry leaves in May"),
            "Ferry <del>stays in dock</del> <ins>leaves in May</ins>"
        );
        assert_eq!(told("Ferry in dock", "Old ferry in dock"), "<del>Ferry</del> <ins>Old ferry</ins> in dock");
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
        let told = compared(
            Some("船は復活祭まで出ない。修理には四万かかる。"),
            Some("船は五月まで出ない。修理には六万かかる。"),
        );
        assert_eq!(
            told,
            "船は<del>復活祭</del><ins>五月</ins>まで出ない。修理には<del>四</del><ins>六</ins>万かかる。"
        );
        // Too long to be compared in between.
        let long = |middle: &str| format!("始{}終", middle.repeat(600));
        let told = compared(Some(&long("甲乙")), Some(&long("丙丁")));
        assert!(told.starts_with("始<del>甲乙") && told.ends_with("丙丁</ins>終"));
    }
}
