//! Names of elements, with what the rules of tree construction ask about them.

use std::sync::LazyLock;

pub(in crate::dom) use super::name_table::MAX_LENGTH;
use super::name_table::NameTable;
use super::tag::Tag;

/// Is closed by no end tag of another name.
pub(in crate::dom) const SPECIAL: u16 = 1;
/// Bounds the scope of most end tags.
pub(in crate::dom) const SCOPE: u16 = 1 << 1;
/// Bounds the scope of list items as well.
pub(in crate::dom) const LIST: u16 = 1 << 2;
/// Bounds the scope of paragraphs as well.
pub(in crate::dom) const BUTTON: u16 = 1 << 3;
/// Bounds the scope of parts of tables.
pub(in crate::dom) const TABLE: u16 = 1 << 4;
/// Needs no end tag.
pub(in crate::dom) const IMPLIED: u16 = 1 << 5;
/// Needs no end tag at the end of a template.
pub(in crate::dom) const THOROUGH: u16 = 1 << 6;
pub(in crate::dom) const HEADING: u16 = 1 << 7;
/// Rows may stand in it.
pub(in crate::dom) const ROWS: u16 = 1 << 8;
/// Cells may stand in it.
pub(in crate::dom) const CELLS: u16 = 1 << 9;
/// What does not belong there is put before the table.
pub(in crate::dom) const FOSTER: u16 = 1 << 10;
/// Ends a drawing.
pub(in crate::dom) const BREAKOUT: u16 = 1 << 11;
/// An element of a drawing that holds HTML.
pub(in crate::dom) const INTEGRATION: u16 = 1 << 12;

macro_rules! names {
    ($($variant:ident $name:literal $($flag:ident)*;)*) => {
        /// The name of an element of HTML.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(in crate::dom) enum Name {
            $(#[doc = $name] $variant,)*
            /// Any other.
            Unknown,
        }

        const KNOWN: &[&str] = &[$($name,)*];
        const NAMES: &[&str] = &[$($name,)* ""];
        const FLAGS: &[u16] = &[$(0 $(| $flag)*,)* 0];
        const VARIANTS: &[Name] = &[$(Name::$variant,)*];
    };
}

names! {
    A "a"; Abbr "abbr"; Acronym "acronym"; Address "address" SPECIAL; AmpAd "amp-ad"; AmpCarousel "amp-carousel";
    AmpImg "amp-img"; AmpSidebar "amp-sidebar"; AmpVideo "amp-video"; Applet "applet" SPECIAL SCOPE; Area "area" SPECIAL;
    Article "article" SPECIAL; Aside "aside" SPECIAL; Audio "audio"; B "b" BREAKOUT; Base "base" SPECIAL;
    Basefont "basefont" SPECIAL; Bdi "bdi"; Bdo "bdo"; Bgsound "bgsound" SPECIAL; Big "big" BREAKOUT;
    Blockquote "blockquote" SPECIAL BREAKOUT; Body "body" SPECIAL BREAKOUT; Br "br" SPECIAL BREAKOUT;
    Button "button" SPECIAL BUTTON; Canvas "canvas"; Caption "caption" SPECIAL SCOPE THOROUGH;
    Center "center" SPECIAL BREAKOUT; Cite "cite"; Code "code" BREAKOUT; Col "col" SPECIAL;
    Colgroup "colgroup" SPECIAL THOROUGH; Data "data"; Datalist "datalist"; Dd "dd" SPECIAL IMPLIED THOROUGH BREAKOUT; Del "del";
    Desc "desc"; Details "details" SPECIAL; Dfn "dfn"; Dialog "dialog"; Dir "dir" SPECIAL; Div "div" SPECIAL BREAKOUT;
    Dl "dl" SPECIAL BREAKOUT; Dt "dt" SPECIAL IMPLIED THOROUGH BREAKOUT; Em "em" BREAKOUT; Embed "embed" SPECIAL BREAKOUT;
    Fieldset "fieldset" SPECIAL; Figcaption "figcaption" SPECIAL; Figure "figure" SPECIAL; Font "font"; Footer "footer" SPECIAL;
    ForeignObject "foreignobject"; Form "form" SPECIAL; Frame "frame" SPECIAL; Frameset "frameset" SPECIAL; G "g";
    H1 "h1" SPECIAL HEADING BREAKOUT; H2 "h2" SPECIAL HEADING BREAKOUT; H3 "h3" SPECIAL HEADING BREAKOUT;
    H4 "h4" SPECIAL HEADING BREAKOUT; H5 "h5" SPECIAL HEADING BREAKOUT; H6 "h6" SPECIAL HEADING BREAKOUT;
    Head "head" SPECIAL BREAKOUT; Header "header" SPECIAL; Hgroup "hgroup" SPECIAL; Hr "hr" SPECIAL BREAKOUT;
    Html "html" SPECIAL SCOPE TABLE ROWS CELLS; I "i" BREAKOUT; Iframe "iframe" SPECIAL; Image "image";
    Img "img" SPECIAL BREAKOUT; Input "input" SPECIAL; Ins "ins"; Isindex "isindex" SPECIAL; Kbd "kbd"; Keygen "keygen";
    Label "label"; Legend "legend"; Li "li" SPECIAL IMPLIED THOROUGH BREAKOUT; Link "link" SPECIAL;
    Listing "listing" SPECIAL BREAKOUT; Main "main" SPECIAL; Map "map"; Mark "mark"; Marquee "marquee" SPECIAL SCOPE; Math "math";
    Menu "menu" SPECIAL BREAKOUT; Meta "meta" SPECIAL BREAKOUT; Nav "nav" SPECIAL; Nobr "nobr" BREAKOUT;
    Noembed "noembed" SPECIAL; Noframes "noframes" SPECIAL; Noscript "noscript" SPECIAL; Object "object" SPECIAL SCOPE;
    Ol "ol" SPECIAL LIST BREAKOUT; Optgroup "optgroup" IMPLIED THOROUGH; Option "option" IMPLIED THOROUGH;
    P "p" SPECIAL IMPLIED THOROUGH BREAKOUT; Param "param" SPECIAL; Path "path"; Picture "picture";
    Plaintext "plaintext" SPECIAL; Pre "pre" SPECIAL BREAKOUT; Q "q"; Rb "rb" IMPLIED THOROUGH; Rp "rp" IMPLIED THOROUGH;
    Rt "rt" IMPLIED THOROUGH; Rtc "rtc" IMPLIED THOROUGH; Ruby "ruby" BREAKOUT; S "s" BREAKOUT; Samp "samp";
    Script "script" SPECIAL; Search "search"; Section "section" SPECIAL; Select "select" SPECIAL SCOPE;
    Small "small" BREAKOUT; Source "source" SPECIAL; Span "span" BREAKOUT; Strike "strike" BREAKOUT; Strong "strong" BREAKOUT;
    Style "style" SPECIAL; Sub "sub" BREAKOUT; Summary "summary" SPECIAL; Sup "sup" BREAKOUT; Svg "svg";
    Table "table" SPECIAL SCOPE TABLE FOSTER BREAKOUT; Tbody "tbody" SPECIAL THOROUGH ROWS FOSTER;
    Td "td" SPECIAL SCOPE THOROUGH; Template "template" SPECIAL SCOPE TABLE ROWS CELLS; Textarea "textarea" SPECIAL;
    Tfoot "tfoot" SPECIAL THOROUGH ROWS FOSTER; Th "th" SPECIAL SCOPE THOROUGH; Thead "thead" SPECIAL THOROUGH ROWS FOSTER;
    Time "time"; Title "title" SPECIAL; Tr "tr" SPECIAL THOROUGH CELLS FOSTER; Track "track" SPECIAL; Tt "tt" BREAKOUT;
    U "u" BREAKOUT; Ul "ul" SPECIAL LIST BREAKOUT; Use "use"; Var "var" BREAKOUT; Video "video"; Wbr "wbr" SPECIAL;
    Xmp "xmp" SPECIAL;
}

/// How many names there are.
pub(in crate::dom) const COUNT: usize = VARIANTS.len() + 1;

static KNOWN_NAMES: NameTable = NameTable::of(KNOWN);

impl Name {
    /// The name that is written so, in lower case.
    pub(in crate::dom) fn from_bytes(name: &[u8]) -> Name {
        KNOWN_NAMES.find(name).map_or(Name::Unknown, |at| VARIANTS[at])
    }

    /// How it is written; empty for one that is not known.
    pub(in crate::dom) fn as_str(self) -> &'static str {
        NAMES[self as usize]
    }

    /// What is said of an element of HTML that has it.
    pub(in crate::dom) fn flags(self) -> u16 {
        FLAGS[self as usize]
    }

    /// The tag as which the other stages know it.
    pub(in crate::dom) fn tag(self) -> Tag {
        static TAGS: LazyLock<[Tag; COUNT]> = LazyLock::new(|| {
            let mut tags = [Tag::Other; COUNT];
            tags.iter_mut().zip(NAMES).for_each(|(tag, name)| *tag = Tag::from_name(name));
            tags
        });
        TAGS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for (name, text) in VARIANTS.iter().zip(NAMES) {
            assert_eq!(Name::from_bytes(text.as_bytes()), *name);
            assert_eq!(name.as_str(), *text);
            assert!(text.len() <= MAX_LENGTH);
        }
        for other in ["", "x", "divs", "foreignObject", "annotation-xml-and-more"] {
            assert_eq!(Name::from_bytes(other.as_bytes()), Name::Unknown, "{other}");
        }
        assert_eq!((Name::Div.tag(), Name::Kbd.tag(), Name::Unknown.tag()), (Tag::Div, Tag::Other, Tag::Other));
        for tag in Tag::NAMED {
            assert_ne!(Name::from_bytes(tag.as_bytes()), Name::Unknown, "{tag}");
        }
    }
}
