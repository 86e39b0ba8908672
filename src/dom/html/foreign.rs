//! Drawings. Formulas are left to the other parser.

use super::parser::{EndTag, Parser, StartTag};
use crate::dom::attr::Attr;
use crate::dom::names::{BREAKOUT, INTEGRATION, Name};
use crate::dom::node::NodeKind;
use crate::dom::stop::Step;
use crate::dom::strings::Span;

/// Names of elements that are not in lower case.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "altGlyph", "altGlyphDef", "altGlyphItem", "animateColor", "animateMotion", "animateTransform", "clipPath", "feBlend",
    "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage",
    "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
    "feTurbulence", "foreignObject", "glyphRef", "linearGradient", "radialGradient", "textPath",
];

/// Names of attributes that are not.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "attributeName", "attributeType", "baseFrequency", "baseProfile", "calcMode", "clipPathUnits", "diffuseConstant", "edgeMode",
    "filterUnits", "glyphRef", "gradientTransform", "gradientUnits", "kernelMatrix", "kernelUnitLength", "keyPoints", "keySplines",
    "keyTimes", "lengthAdjust", "limitingConeAngle", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits",
    "numOctaves", "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "pointsAtX", "pointsAtY", "pointsAtZ",
    "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "refX", "refY", "repeatCount", "repeatDur", "requiredExtensions",
    "requiredFeatures", "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stitchTiles",
    "surfaceScale", "systemLanguage", "tableValues", "targetX", "targetY", "textLength", "viewBox", "viewTarget", "xChannelSelector",
    "yChannelSelector", "zoomAndPan",
];

/// Attributes whose prefix is none of their name.
const PREFIXED: &[&str] = &[
    "xlink:actuate",
    "xlink:arcrole",
    "xlink:href",
    "xlink:role",
    "xlink:show",
    "xlink:title",
    "xlink:type",
    "xml:lang",
    "xml:space",
    "xmlns:xlink",
];

impl Parser<'_> {
    /// Whether the current node is of a drawing, so that what stands in it is as well.
    pub(super) fn is_in_drawing(&self) -> bool {
        self.stack.top().is_some_and(|open| open.is_foreign)
    }

    /// Whether a start tag or a text belongs to a drawing.
    pub(super) fn is_of_drawing(&self) -> bool {
        self.stack.top().is_some_and(|open| open.is_foreign && !open.has(INTEGRATION))
    }

    /// An element of a drawing, or the drawing itself.
    pub(super) fn open_foreign(&mut self, tag: &StartTag) -> Step {
        for at in tag.attributes.start as usize..tag.attributes.end as usize {
            let name = self.strings.get(self.attributes[at].name);
            let adjusted = match PREFIXED.contains(&name) {
                true => name.split_once(':').map(|(_, name)| name),
                false => adjusted(name, ATTRIBUTES),
            };
            if let Some(adjusted) = adjusted.map(str::to_owned) {
                self.attributes[at].name = self.strings.push(&adjusted);
            }
        }
        self.sort_prefixed(tag.attributes);
        let written = self.lower(tag.written);
        let label = match adjusted(self.strings.get(written), ELEMENTS) {
            Some(adjusted) => self.strings.push(adjusted),
            None if tag.name == Name::Unknown => written,
            None => Span::default(),
        };
        let node = self.create(NodeKind::Foreign, tag.name, label, tag.attributes)?;
        let place = self.place();
        self.put(node, place);
        if tag.is_closed { Ok(()) } else { self.push_foreign(node, tag.name) }
    }

    /// Those with a prefix stand behind the others, as they do with the other parser.
    fn sort_prefixed(&mut self, attributes: Span) {
        let strings = &self.strings;
        let own = &mut self.attributes[attributes.start as usize..attributes.end as usize];
        own.sort_by(|a, b| strings.get(a.name).cmp(strings.get(b.name)));
    }

    /// A start tag in a drawing.
    pub(super) fn start_in_drawing(&mut self, tag: &StartTag) -> Step {
        let is_breakout = tag.name.flags() & BREAKOUT != 0
            || tag.name == Name::Font
                && [Attr::Color, Attr::Face, Attr::Size].iter().any(|attr| self.attribute(tag, *attr).is_some());
        if !is_breakout {
            return self.open_foreign(tag);
        }
        self.leave_drawing();
        self.start_by_mode(tag)
    }

    fn leave_drawing(&mut self) {
        while self.is_of_drawing() {
            self.stack.pop();
        }
    }

    /// An end tag in a drawing.
    pub(super) fn end_in_drawing(&mut self, tag: &EndTag) -> Step {
        if matches!(tag.name, Name::Br | Name::P) {
            self.leave_drawing();
            return self.end_by_mode(tag);
        }
        let page = self.page;
        let written = &page[tag.written.start as usize..tag.written.end as usize];
        for at in (1..self.stack.len()).rev() {
            let open = self.stack.entries()[at];
            if !open.is_foreign {
                return self.end_by_mode(tag);
            }
            if self.strings.get(self.tree.label(open.node)).eq_ignore_ascii_case(written)
                || open.name == tag.name && tag.name != Name::Unknown
            {
                self.stack.truncate(at);
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The name in the letters it is written with, if those are not all small.
fn adjusted(name: &str, names: &'static [&'static str]) -> Option<&'static str> {
    names.iter().find(|n| n.len() == name.len() && n.eq_ignore_ascii_case(name)).copied()
}
