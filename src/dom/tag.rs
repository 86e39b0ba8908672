//! Element names as small numbers, so that the stages can ask about them cheaply.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// The name of an element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag {
            $(#[doc = $name] $variant,)*
            /// Any other element.
            Other,
            /// A node that is no element.
            None,
        }

        impl Tag {
            /// The names that have a tag of their own.
            #[cfg(test)]
            pub(super) const NAMED: &[&str] = &[$($name),*];

            /// The tag of an element's local name in lower case.
            pub(crate) fn from_name(name: &str) -> Tag {
                match name { $($name => Tag::$variant,)* _ => Tag::Other }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", AmpAd "amp-ad", AmpCarousel "amp-carousel",
    AmpImg "amp-img", AmpSidebar "amp-sidebar", AmpVideo "amp-video", Article "article", Aside "aside",
    Audio "audio", B "b", Base "base", Big "big", Blockquote "blockquote", Body "body", Br "br",
    Button "button", Canvas "canvas", Caption "caption", Center "center", Cite "cite", Code "code", Datalist "datalist",
    Dd "dd", Del "del", Details "details", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt",
    Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font",
    Footer "footer", Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4",
    H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i",
    Iframe "iframe", Img "img", Input "input", Ins "ins", Label "label", Legend "legend", Li "li",
    Link "link", Main "main", Map "map", Mark "mark", Menu "menu", Meta "meta", Nav "nav", Nobr "nobr",
    Noframes "noframes", Noscript "noscript", Object "object", Ol "ol", Optgroup "optgroup",
    Option "option", P "p", Param "param", Picture "picture", Pre "pre", Q "q", Rp "rp", Rt "rt", Ruby "ruby", S "s", Samp "samp",
    Script "script", Search "search", Section "section", Select "select", Small "small", Source "source",
    Span "span", Strike "strike", Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup",
    Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea",
    Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", Tt "tt", U "u", Ul "ul",
    Var "var", Video "video", Wbr "wbr",
}

impl Tag {
    /// Whether a browser lays the element out as a block, so that text before and after it is parted.
    #[rustfmt::skip]
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address | Article | Aside | AmpAd | AmpCarousel | AmpSidebar | AmpVideo | Blockquote | Body
                | Caption | Center | Dd | Details | Dialog | Dir | Div | Dl | Dt | Fieldset | Figcaption
                | Figure | Footer | Form | Frameset | H1 | H2 | H3 | H4 | H5 | H6 | Header | Hgroup | Hr | Html
                | Legend | Li | Main | Menu | Nav | Noframes | Ol | Optgroup | Option | P | Pre | Search
                | Section | Select | Summary | Table | Tbody | Td | Textarea | Tfoot | Th | Thead | Tr | Ul
                | Audio | Video | Iframe | Object
        )
    }

    /// The level of a heading element.
    pub(crate) fn heading_level(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }

    /// Whether what the element holds is never shown as text.
    #[rustfmt::skip]
    pub(crate) fn is_invisible(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script | Style | Template | Head | Title | Meta | Link | Base | Svg | Canvas | Input | Select
                | Textarea | Map | Source | Embed | Frame | Datalist
        )
    }
}
