//! A first profile as a page to look at.

use std::fmt::Write;

use super::draft::{Draft, EpochDraft};
use super::told::Told;
use super::write::{claimed, in_vain, told_fields};
use crate::profile::show::{STYLE, percent};
use crate::profile::years::{Year, name};
use cuttings::html_page::{HtmlPage, escaped};

/// Copies the profile; where a browser does not let it, the text is selected.
const SCRIPT: &str = "
document.getElementById('copy').addEventListener('click', async (event) => {
  const text = document.getElementById('toml');
  const range = document.createRange();
  range.selectNodeContents(text);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  try {
    await navigator.clipboard.writeText(text.textContent);
    event.target.textContent = 'copied';
  } catch {
    event.target.textContent = 'selected: copy it with Ctrl+C';
  }
});
";

pub fn page(draft: &Draft, told: &Told, toml: &str) -> HtmlPage {
    let title = draft.site_name.as_deref().or(draft.hosts.first().map(|(h, _)| h.as_str())).unwrap_or("a site");
    let mut out = String::from("<main class=\"profile\">\n");
    _ = writeln!(out, "<h1>A first profile for <span dir=\"auto\">{}</span></h1>", escaped(title));
    if let Some(why) = in_vain(draft) {
        _ = writeln!(out, "<p class=\"warn\">As it stands the profile does nothing: {}.</p>", escaped(&why));
    }
    _ = write!(out, "<p>{} of {} pages were looked at, so many of each year.", told.looked, told.pages);
    if !told.of_no_use().is_empty() {
        _ = write!(out, " Not to be learned from: {}.", escaped(&told.of_no_use()));
    }
    if !draft.alone.is_empty() {
        _ = write!(out, " {} are of a template that hardly another shares.", draft.alone.len());
    }
    for (n, span) in &draft.untold {
        _ = write!(out, " {n} ({span}) are of a template that nothing tells from the others.");
    }
    for (epoch, why) in &draft.unsound {
        _ = write!(out, " Left out: {} ({}).", escaped(epoch), escaped(why));
    }
    out.push_str("</p>\n");
    templates(&mut out, draft);
    for (i, epoch) in draft.epochs.iter().enumerate() {
        self::epoch(&mut out, i, epoch);
    }
    _ = writeln!(
        out,
        "<section>\n<h2>The profile</h2>\n<p>Write it to a file, see how it does with <code>cuttings profile check FILE PAGES…</code>, \
         and edit it. <button type=\"button\" id=\"copy\">Copy</button></p>\n<pre class=\"panel\"><code id=\"toml\">{}</code></pre>\n</section>",
        escaped(toml)
    );
    out.push_str("</main>");
    HtmlPage::new(&format!("{title} – cuttings profile new"), out).style(STYLE).script(SCRIPT)
}

fn templates(out: &mut String, draft: &Draft) {
    let mut years: Vec<Year> = draft.epochs.iter().flat_map(|e| e.years.years()).collect();
    years.sort_unstable();
    years.dedup();
    out.push_str(
        "<section>\n<h2>Templates</h2>\n<div class=\"wide\"><table class=\"grid\">\n<thead><tr><th scope=\"col\">epoch",
    );
    for year in &years {
        _ = write!(out, "<th scope=\"col\" class=\"n\">{}", name(*year));
    }
    out.push_str("<th scope=\"col\" class=\"n\">all<th scope=\"col\">shows</thead>\n<tbody>\n");
    for (i, epoch) in draft.epochs.iter().enumerate() {
        _ = write!(out, "<tr><th scope=\"row\"><a href=\"#e{i}\">{}</a>", escaped(&epoch.name));
        for year in &years {
            match epoch.years.of(*year) {
                0 => out.push_str("<td class=\"n soft\">·"),
                n => _ = write!(out, "<td class=\"n\">{n}"),
            }
        }
        _ = write!(out, "<td class=\"n\"><b>{}</b><td>", epoch.pages.len());
        let marks: Vec<String> = epoch.marks.iter().map(|m| format!("<code>{}</code>", escaped(&m.css))).collect();
        match marks.is_empty() {
            true => out.push_str("<span class=\"warn\">no mark found</span>"),
            false => out.push_str(&marks.join(", ")),
        }
        out.push('\n');
    }
    out.push_str("</tbody></table></div>\n</section>\n");
}

fn epoch(out: &mut String, number: usize, epoch: &EpochDraft) {
    let pages = epoch.pages.len();
    let span = epoch.years.span().map(|s| format!(", {s}")).unwrap_or_default();
    _ = writeln!(out, "<section id=\"e{number}\">\n<h2>{}</h2>\n<p>{pages} pages{span}</p>", escaped(&epoch.name));
    out.push_str(
        "<table class=\"grid selectors\">\n<thead><tr><th scope=\"col\">role<th scope=\"col\">selector<th scope=\"col\" class=\"n\">pages\
         <th scope=\"col\" class=\"n\">right on</thead>\n<tbody>\n",
    );
    for role in &epoch.roles {
        for (i, selector) in role.selectors.iter().enumerate() {
            let hundredths = percent(selector.found, pages);
            let head = if i == 0 { role.role } else { "" };
            let right = selector.right.map(|r| r.to_string()).unwrap_or_default();
            let class = if selector.right.is_some_and(|r| r < selector.found) { " warn" } else { "" };
            _ = writeln!(
                out,
                "<tr><th scope=\"row\">{head}<td><code>{}</code><td class=\"n share\" style=\"--share:{hundredths}%\">{}\
                 <td class=\"n{class}\">{right}",
                escaped(&selector.css),
                selector.found
            );
        }
    }
    for (role, why) in &epoch.left_out {
        _ = writeln!(
            out,
            "<tr class=\"soft\"><th scope=\"row\">{}<td colspan=\"3\">left out: {}",
            escaped(role),
            escaped(why)
        );
    }
    out.push_str("</tbody></table>\n");
    _ = writeln!(out, "<h3>Tried on all pages</h3>\n<p>It claims {}.</p>", escaped(&claimed(epoch)));
    if epoch.trial.claimed > 0 {
        out.push_str("<p>Compared with what is read without it:</p>\n");
        let (same, changed) = told_fields(epoch);
        out.push_str("<table class=\"grid\"><tbody>\n");
        if !same.is_empty() {
            _ = writeln!(out, "<tr><th scope=\"row\">always the same<td>{}", same.join(", "));
        }
        for (field, told) in changed {
            _ = writeln!(out, "<tr><th scope=\"row\">{field}<td>{}", escaped(&told));
        }
        out.push_str("</tbody></table>\n");
    }
    out.push_str("</section>\n");
}
