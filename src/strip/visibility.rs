//! What of a page its readers are shown.

use std::collections::HashSet;

use crate::dom::{Attr, Document, NodeId};

/// Whether a browser would not show the element, by its attributes.
pub(super) fn is_hidden(doc: &Document, id: NodeId) -> bool {
    doc.known_attrs(id).any(|(attr, value)| match attr {
        Attr::Hidden => !value.eq_ignore_ascii_case("until-found"),
        Attr::AriaHidden => value == "true",
        Attr::Style => hides(value),
        _ => false,
    })
}

/// Whether it is a message that lies over the page until it is answered: consent, sign-up, a warning.
pub(super) fn is_dialog(doc: &Document, id: NodeId) -> bool {
    doc.known_attrs(id).any(|(attr, value)| match attr {
        Attr::Role => value.eq_ignore_ascii_case("dialog") || value.eq_ignore_ascii_case("alertdialog"),
        Attr::AriaModal => value.eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// Whether a declaration of style hides what it is of: not shown, clipped away, out of the window, or of no size. What is
/// transparent alone may be on its way to be seen.
fn hides(style: &str) -> bool {
    let mut look = Look::default();
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        match name.trim().to_ascii_lowercase().as_str() {
            "display" if value == "none" => return true,
            "visibility" if value == "hidden" => return true,
            "font-size" if is_length(value, |n| n == 0.0) => return true,
            "clip" if value.starts_with("rect(") && is_small_rectangle(value) => return true,
            "clip-path" if is_closed_inset(value) => return true,
            "position" => look.is_placed = matches!(value, "absolute" | "fixed"),
            "left" | "top" | "right" | "text-indent" | "margin-left" => {
                look.is_far |= is_length(value, |n| n <= -999.0)
            }
            "overflow" => look.is_cut = matches!(value, "hidden" | "clip"),
            "width" | "height" | "max-height" => look.small += u8::from(is_length(value, |n| n <= 1.0)),
            "opacity" => look.is_transparent = value.parse() == Ok(0.0),
            _ => {}
        }
    }
    look.is_out_of_sight()
}

/// What several declarations together say.
#[derive(Default)]
struct Look {
    is_placed: bool,
    is_far: bool,
    is_cut: bool,
    /// How many of its sizes are next to nothing.
    small: u8,
    is_transparent: bool,
}

impl Look {
    fn is_out_of_sight(&self) -> bool {
        self.is_far && self.is_placed || self.is_cut && self.small > 1 || self.is_transparent && self.small > 0
    }
}

/// Whether a length in pixels, or in a unit that is larger, is as it is asked for.
fn is_length(value: &str, is: impl Fn(f32) -> bool) -> bool {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    !matches!(unit, "%" | "vw" | "vh") && number.parse().is_ok_and(is)
}

/// Whether a `rect(…)` has no side of more than a pixel.
fn is_small_rectangle(value: &str) -> bool {
    let sides = value.trim_start_matches("rect(").trim_end_matches(')');
    sides.split([',', ' ']).filter(|side| !side.is_empty()).all(|side| is_length(side, |n| n.abs() <= 1.0))
}

/// Whether an `inset(…)` leaves nothing.
fn is_closed_inset(value: &str) -> bool {
    value
        .strip_prefix("inset(")
        .and_then(|inner| inner.split(['%', ' ', ')']).next()?.parse::<f32>().ok())
        .is_some_and(|n| n >= 50.0)
}

/// The elements that a control on the page opens: panels of an accordion, tabs, what is folded away.
pub(super) struct Opened(HashSet<String>);

impl Opened {
    pub(super) fn find(doc: &Document) -> Opened {
        let mut ids = HashSet::new();
        for id in (0..doc.len()).map(NodeId::at) {
            let mut toggles = false;
            for (attr, value) in doc.known_attrs(id) {
                match attr {
                    Attr::AriaControls => ids.extend(value.split_ascii_whitespace().map(str::to_owned)),
                    Attr::DataToggle | Attr::DataBsToggle => toggles |= matches!(value, "collapse" | "tab" | "pill"),
                    _ => {}
                }
            }
            if toggles {
                let targets = doc
                    .known_attrs(id)
                    .filter(|(attr, _)| matches!(attr, Attr::DataTarget | Attr::DataBsTarget | Attr::Href));
                ids.extend(targets.filter_map(|(_, value)| value.strip_prefix('#')).map(str::to_owned));
            }
        }
        Opened(ids)
    }

    /// Whether an element is one of them, or is a panel by its role.
    pub(super) fn contains(&self, doc: &Document, id: NodeId) -> bool {
        doc.attr(id, Attr::Role) == Some("tabpanel") || doc.attr(id, Attr::Id).is_some_and(|name| self.0.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide() {
        for style in [
            "display:none",
            "DISPLAY : none !important",
            "color:red; visibility: hidden",
            "position:absolute;left:-9999px",
            "position: absolute; top: -1000em",
            "clip: rect(0 0 0 0)",
            "clip:rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
            "width:1px;height:1px;overflow:hidden",
            "font-size:0",
            "opacity:0;height:0",
            "overflow:hidden;max-height:0;opacity:0",
        ] {
            assert!(hides(style), "{style}");
        }
        for style in [
            "",
            "display:block",
            "opacity:0",
            "position:absolute;left:-20px",
            "margin-left:-9999px",
            "width:1px",
            "height:0",
            "clip:rect(0px,200px,300px,0px)",
            "clip-path: inset(10%)",
            "font-size:0.9em",
            "left:-100%;position:absolute",
            "text-indent:-9999px",
        ] {
            assert!(!hides(style), "{style}");
        }
    }
}
