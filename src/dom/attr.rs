//! Names of attributes that the stages ask for.

use super::name_table::NameTable;

macro_rules! attributes {
    ($($variant:ident $name:literal)*) => {
        /// The name of an attribute that is asked for by it, in the order of the names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Attr {
            $(#[doc = $name] $variant,)*
            /// Any other.
            Other,
        }

        const NAMES: &[&str] = &[$($name,)*];
        const VARIANTS: &[Attr] = &[$(Attr::$variant,)*];
    };
}

attributes! {
    Action "action" Align "align" Alt "alt" AriaControls "aria-controls" AriaHidden "aria-hidden" AriaModal "aria-modal"
    Background "background" Charset "charset" Class "class" Color "color" Content "content" DataAlt "data-alt"
    DataBsTarget "data-bs-target" DataBsToggle "data-bs-toggle" DataComponent "data-component" DataSrc "data-src"
    DataTarget "data-target" DataTestid "data-testid" DataToggle "data-toggle" Datetime "datetime" Encoding "encoding"
    Face "face" Height "height" Hidden "hidden" Href "href" HttpEquiv "http-equiv" Id "id" Itemprop "itemprop"
    Itemscope "itemscope" Itemtype "itemtype" Name "name" Poster "poster" Property "property" Pubdate "pubdate" Rel "rel" Role "role"
    Shadowrootmode "shadowrootmode" Size "size" Slot "slot" Src "src" Style "style" Title "title" Type "type" Typeof "typeof"
    Value "value" Width "width"
}

static TABLE: NameTable = NameTable::of(NAMES);

impl Attr {
    /// The name that is written so, in lower case.
    pub(crate) fn from_name(name: &str) -> Attr {
        TABLE.find(name.as_bytes()).map_or(Attr::Other, |at| VARIANTS[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_in_its_order() {
        for (attr, name) in VARIANTS.iter().zip(NAMES) {
            assert_eq!(Attr::from_name(name), *attr);
        }
        assert!(NAMES.is_sorted());
        for other in ["", "x", "onclick", "classes", "data-a-name-that-is-long"] {
            assert_eq!(Attr::from_name(other), Attr::Other, "{other}");
        }
    }
}
