//! In which form an archive is to show a capture.

use std::fmt;

/// In which form an archive is to show a capture: the letters after the timestamp in its address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Modifier {
    /// None: the page with its addresses rewritten and, mostly, a toolbar or a frame around it.
    #[default]
    Plain,
    /// `id_`: the bytes as they were captured.
    Raw,
    /// `if_`: rewritten as the content of a frame, without a toolbar.
    Frame,
    /// `mp_`: rewritten as the main page, without a frame (pywb).
    Main,
    /// Any other, such as `im_`, `js_`, `cs_`, `oe_`, `fr_`, `bn_` or `$br:…`, as it is written.
    Other(String),
}

impl Modifier {
    /// As it stands in addresses; empty for [`Plain`](Modifier::Plain).
    pub fn as_str(&self) -> &str {
        match self {
            Modifier::Plain => "",
            Modifier::Raw => "id_",
            Modifier::Frame => "if_",
            Modifier::Main => "mp_",
            Modifier::Other(text) => text,
        }
    }

    pub(super) fn parse(text: &str) -> Modifier {
        match text {
            "" => Modifier::Plain,
            "id_" => Modifier::Raw,
            "if_" => Modifier::Frame,
            "mp_" => Modifier::Main,
            other => Modifier::Other(other.to_owned()),
        }
    }

    /// Whether the archive is asked for the bytes as captured.
    pub fn is_raw(&self) -> bool {
        // pywb knows two names for it.
        matches!(self.as_str(), "id_" | "ir_")
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
