//! How Chinese papers sign: `記者陳某某／台北報導`, `本报记者 邓某某`.

/// The office before the name.
const OFFICES: &[&str] = &["記者", "记者", "通訊員", "通讯员", "特派員", "特派员"];

/// With what a line ends that says where it was reported from.
const REPORTED: &[&str] = &["報導", "報道", "报道", "专稿", "專訪", "综合报道", "電", "电"];

/// Characters of such a line.
const MAX_LENGTH: usize = 30;

/// Whom a line names as its reporters, if it does no more: persons, or the desk.
pub(crate) fn reporters(text: &str) -> Option<Vec<String>> {
    // The first bytes of ideographs.
    if !text.bytes().any(|b| matches!(b, 0xe4..=0xe9)) {
        return None;
    }
    let text = text.trim().trim_matches(['（', '）', '(', ')', '【', '】', '〔', '〕']).trim();
    if text.chars().count() > MAX_LENGTH || text.contains(['。', '，', '！', '？', '；']) {
        return None;
    }
    let (signed, reported) = match text.split_once(['／', '/']) {
        Some((signed, place)) => (signed, REPORTED.iter().any(|r| place.trim_end().ends_with(r))),
        None => (text, false),
    };
    let office = OFFICES.iter().find_map(|o| signed.find(o).map(|at| (&signed[..at], &signed[at + o.len()..])));
    match office {
        Some((before, after)) => {
            let house = before.chars().count() <= MAX_HOUSE && before.chars().all(is_ideograph);
            let parted = after.starts_with([' ', '\u{3000}', ':', '：']);
            let own = matches!(before, "本報" | "本报" | "本刊" | "實習" | "实习");
            let after = after.trim_start_matches([':', '：']);
            let names: Vec<&str> = after.split(['、', ' ', '\u{3000}']).filter(|n| !n.is_empty()).collect();
            let named = !names.is_empty() && names.iter().all(|n| is_person(n));
            (house && named && (reported || own || parted)).then(|| names.into_iter().map(str::to_owned).collect())
        }
        None => {
            let desk = signed.trim();
            let is_desk = ["中心", "組", "组", "社"].iter().any(|end| desk.ends_with(end));
            (reported && is_desk && desk.chars().all(is_ideograph)).then(|| vec![desk.to_owned()])
        }
    }
}

/// Characters of the house before the office.
const MAX_HOUSE: usize = 8;

fn is_person(name: &str) -> bool {
    (2..=4).contains(&name.chars().count()) && name.chars().all(is_ideograph)
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reporters_are_named_in_lines_of_their_own() {
        let named = |text| reporters(text).map(|names| names.join(" "));
        assert_eq!(named("記者林海生／台北報導").as_deref(), Some("林海生"));
        assert_eq!(named("記者林海生、王小川／綜合報導").as_deref(), Some("林海生 王小川"));
        assert_eq!(named("本报记者 林海生").as_deref(), Some("林海生"));
        assert_eq!(named("國際中心／綜合報導").as_deref(), Some("國際中心"));
        for other in ["记者从海边回来。", "记者调查", "本报讯", "台北／高雄", "記者會／下午三點"]
        {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
