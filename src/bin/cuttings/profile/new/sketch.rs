//! What is kept of a page that a profile is made from: its elements as selectors see them, and where the parts of the article stand.

use std::collections::{BTreeMap, HashMap, HashSet};

use cuttings::{Explanation, LabelKind, MediaKind, PageElement, PageOutline};

use super::selector::{Around, Names, Selector, Simple, Sym, Trait, is_stable};

/// Attributes by which elements are told, besides `id` and `class`.
const TELLING: [&str; 7] = ["itemprop", "property", "rel", "data-component", "data-testid", "data-qa", "data-role"];

/// Levels that are climbed in looking for what an element stands in.
const MAX_LEVELS: usize = 40;

/// Parts of one role on a page; more are not learned from.
const MAX_PARTS: usize = 64;

/// Elements around one part that hold nothing else.
const MAX_HOLDERS: usize = 4;

/// An element of a page.
#[derive(Debug)]
pub struct Element {
    /// The outermost's is itself.
    pub parent: usize,
    pub end: usize,
    /// None where its name is none that a selector could say, as `o:p`: no selector finds it.
    pub name: Option<Sym>,
    pub traits: Box<[Trait]>,
    /// Whether it is a picture or a player of the article.
    pub medium: bool,
}

/// The letters in elements, of some kind, to be counted for whole subtrees.
#[derive(Debug, Default)]
pub struct Letters(Vec<u32>);

impl Letters {
    fn of(own: &[u32]) -> Letters {
        let mut sums = Vec::with_capacity(own.len() + 1);
        let mut sum = 0_u32;
        sums.push(0);
        for n in own {
            sum = sum.saturating_add(*n);
            sums.push(sum);
        }
        Letters(sums)
    }

    pub fn total(&self) -> u32 {
        self.0.last().copied().unwrap_or_default()
    }
}

/// Where a part of the article stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The smallest element that holds it.
    pub around: usize,
    /// The elements that hold it and nothing else, from the inside out; none where it stands among other text.
    pub holders: Vec<usize>,
}

/// A page.
#[derive(Debug)]
pub struct Sketch {
    pub elements: Vec<Element>,
    /// All that can be seen.
    pub letters: Letters,
    /// The flow of the story.
    pub story: Letters,
    /// All parts of the article.
    pub used: Letters,
    /// What was looked at and is none of the article.
    pub noise: Letters,
    /// The parts of the article by the names of the roles.
    pub parts: BTreeMap<&'static str, Vec<Part>>,
}

impl Sketch {
    pub fn new(outline: &PageOutline, names: &mut Names) -> Sketch {
        let elements: Vec<Element> = outline.elements.iter().map(|e| element(e, names)).collect();
        let blocks = Blocks::new(outline);
        let mut own = vec![[0_u32; 4]; elements.len()];
        for (sums, e) in own.iter_mut().zip(&outline.elements) {
            for text in &e.texts {
                let letters = u32::try_from(text.letters).unwrap_or(u32::MAX);
                sums[0] += letters;
                match text.block.map(|b| (blocks.story.contains(&b), blocks.used.contains(&b))) {
                    Some((is_story, true)) => {
                        sums[1] += if is_story { letters } else { 0 };
                        sums[2] += letters;
                    }
                    Some((_, false)) => sums[3] += letters,
                    None => {}
                }
            }
        }
        let of_kind = |kind: usize| Letters::of(&own.iter().map(|sums| sums[kind]).collect::<Vec<_>>());
        let (letters, story, used, noise) = (of_kind(0), of_kind(1), of_kind(2), of_kind(3));
        let mut sketch = Sketch { elements, letters, story, used, noise, parts: BTreeMap::new() };
        sketch.parts = sketch.find_parts(outline, &blocks);
        sketch
    }

    /// The letters of a kind in an element and all below it.
    pub fn count(&self, kind: &Letters, element: usize) -> u32 {
        kind.0[self.elements[element].end] - kind.0[element]
    }

    /// The element and what it stands in, from the inside out.
    pub fn upwards(&self, element: usize) -> impl Iterator<Item = usize> + '_ {
        let up = move |&e: &usize| Some(self.elements[e].parent).filter(|p| *p != e);
        std::iter::successors(Some(element), up).take(MAX_LEVELS)
    }

    /// What an element is told by, its name alone last.
    pub fn simples(&self, element: usize) -> impl Iterator<Item = Simple> + '_ {
        let e = &self.elements[element];
        let by = e.traits.iter().copied().chain(std::iter::once(Trait::Bare));
        e.name.into_iter().flat_map(move |name| by.clone().map(move |by| Simple { name, by }))
    }

    /// Whether an element is one of those that hold the page as a whole.
    pub fn is_of_page(&self, element: usize, names: &Names) -> bool {
        self.elements[element].name.is_some_and(|name| matches!(names.name(name), "body" | "html"))
    }

    /// Where texts stand, which are given by their elements, with the letters in each.
    fn part(&self, texts: &[(usize, u32)]) -> Option<Part> {
        let first = texts.iter().map(|(e, _)| *e).min()?;
        let last = texts.iter().map(|(e, _)| *e).max()?;
        let total = texts.iter().fold(0_u32, |sum, (_, n)| sum.saturating_add(*n));
        let around = self.upwards(first).find(|e| last < self.elements[*e].end)?;
        let is_all = |e: &usize| self.count(&self.letters, *e) == total;
        Some(Part { around, holders: self.upwards(around).take_while(is_all).take(MAX_HOLDERS).collect() })
    }

    /// The elements in another that hold a text each, such as the names in a byline, told by its length: none unless there is one for
    /// every text.
    fn by_length(&self, within: usize, texts: &[String]) -> Vec<Part> {
        let mut from = within;
        let mut out = Vec::new();
        for text in texts {
            let length = text.chars().filter(|c| !c.is_whitespace()).count();
            let is_text = |e: &usize| self.count(&self.letters, *e) as usize == length;
            let Some(outer) = (from..self.elements[within].end).find(is_text) else { return Vec::new() };
            let inside = (outer..self.elements[outer].end).take_while(is_text);
            let holders: Vec<usize> = inside.take(MAX_HOLDERS).collect();
            from = self.elements[outer].end;
            out.push(Part { around: outer, holders });
        }
        out
    }

    /// The boxes of pictures: what holds one, with what is said of it, and nothing else of the article.
    fn figures(&self, outline: &PageOutline, said: &Letters) -> Vec<Part> {
        let media: Vec<usize> = (0..self.elements.len()).filter(|e| self.elements[*e].medium).collect();
        let is_image = |e: &&usize| {
            let medium = outline.elements[**e].medium.and_then(|m| outline.article.media.get(m));
            medium.is_some_and(|m| m.kind == MediaKind::Image)
        };
        let of_image = |image: &usize| {
            let is_box = |e: &usize| {
                let others = media.partition_point(|m| m < e)..media.partition_point(|m| *m < self.elements[*e].end);
                others.len() == 1 && self.count(&self.used, *e) == self.count(said, *e)
            };
            let boxes = self.upwards(*image).take_while(is_box).filter(|e| self.count(said, *e) > 0);
            let holders: Vec<usize> = boxes.take(MAX_HOLDERS).collect();
            Some(Part { around: *holders.first()?, holders })
        };
        media.iter().filter(is_image).filter_map(of_image).take(MAX_PARTS).collect()
    }

    /// The elements that could be selected, by what they are told by.
    pub fn index(&self) -> Index<'_> {
        let mut by_simple: HashMap<Simple, Vec<usize>> = HashMap::new();
        for e in 0..self.elements.len() {
            for simple in self.simples(e) {
                by_simple.entry(simple).or_default().push(e);
            }
        }
        Index { sketch: self, by_simple }
    }

    fn is(&self, element: usize, simple: Simple) -> bool {
        let e = &self.elements[element];
        e.name == Some(simple.name) && (simple.by == Trait::Bare || e.traits.contains(&simple.by))
    }

    fn find_parts(&self, outline: &PageOutline, blocks: &Blocks) -> BTreeMap<&'static str, Vec<Part>> {
        let mut of_block: HashMap<usize, Vec<(usize, u32)>> = HashMap::new();
        let mut said = vec![0_u32; self.elements.len()];
        let is_said = |b: usize| {
            matches!(outline.explanation.blocks.get(b).map(|b| b.label), Some(LabelKind::Caption | LabelKind::Credit))
        };
        for (e, element) in outline.elements.iter().enumerate() {
            for text in &element.texts {
                let Some(block) = text.block else { continue };
                let letters = u32::try_from(text.letters).unwrap_or(u32::MAX);
                said[e] += if is_said(block) { letters } else { 0 };
                of_block.entry(block).or_default().push((e, letters));
            }
        }
        let part = |blocks: &[usize]| {
            let texts: Vec<_> = blocks.iter().filter_map(|b| of_block.get(b)).flatten().copied().collect();
            self.part(&texts)
        };
        let mut parts: BTreeMap<&'static str, Vec<Part>> = BTreeMap::new();
        for (role, groups) in blocks.groups(outline) {
            parts.insert(role, groups.iter().take(MAX_PARTS).filter_map(|b| part(b)).collect());
        }
        parts.insert("figure", self.figures(outline, &Letters::of(&said)));
        let article = &outline.article;
        let around = parts.get("byline").and_then(|p| p.first()).map(|p| p.around);
        parts.insert("author", around.map(|around| self.by_length(around, &article.authors)).unwrap_or_default());
        // Headline and byline may be lines of one block.
        for (role, value) in [("headline", &article.headline), ("byline", &article.byline)] {
            if let (Some(found), Some(value)) = (parts.get_mut(role), value)
                && let Some(part) = found.first().filter(|p| p.holders.is_empty())
                && let [line] = self.by_length(part.around, std::slice::from_ref(value)).as_slice()
            {
                *found = vec![line.clone()];
            }
        }
        // What is a heading by its element needs no selector.
        let is_heading = |part: &Part| {
            let name = |e: usize| outline.elements[e].name.as_str();
            self.upwards(part.around).take(3).any(|e| matches!(name(e), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
        };
        if let Some(headings) = parts.get_mut("heading") {
            headings.retain(|p| !is_heading(p));
        }
        parts.retain(|_, parts| !parts.is_empty());
        parts
    }
}

/// The elements of a page by what they are told by.
pub struct Index<'s> {
    sketch: &'s Sketch,
    by_simple: HashMap<Simple, Vec<usize>>,
}

impl Index<'_> {
    /// The elements that a selector finds, without those that stand in one found before.
    pub fn find(&self, selector: Selector) -> Vec<usize> {
        let mut until = 0;
        let mut out = Vec::new();
        for &e in self.by_simple.get(&selector.simple).map_or(&[][..], Vec::as_slice) {
            if e >= until && self.stands(e, selector.around) {
                until = self.sketch.elements[e].end;
                out.push(e);
            }
        }
        out
    }

    fn stands(&self, element: usize, around: Around) -> bool {
        let sketch = self.sketch;
        match around {
            Around::Anywhere => true,
            Around::Child(parent) => {
                let up = sketch.elements[element].parent;
                up != element && sketch.is(up, parent)
            }
            Around::Below(outer) => sketch.upwards(element).skip(1).any(|e| sketch.is(e, outer)),
        }
    }
}

fn element(e: &PageElement, names: &mut Names) -> Element {
    /// Classes of one element; more are not learned from.
    const MAX_CLASSES: usize = 64;
    let name = is_plain_name(&e.name).then(|| names.number(&e.name));
    let mut traits = Vec::new();
    // With white space around it, no `#id` finds it.
    if let Some(id) = e.attribute("id").filter(|id| is_stable(id)) {
        traits.push(Trait::Id(names.number(id)));
    }
    let classes = e.attribute("class").unwrap_or_default().split_ascii_whitespace();
    for class in classes.filter(|c| is_stable(c)).take(MAX_CLASSES) {
        let class = Trait::Class(names.number(class));
        if !traits.contains(&class) {
            traits.push(class);
        }
    }
    for attribute in TELLING {
        if let Some(value) = e.attribute(attribute).filter(|v| is_stable(v)) {
            traits.push(Trait::Attribute(names.number(attribute), names.number(value)));
        }
    }
    Element {
        parent: e.parent.unwrap_or_default(),
        end: e.end,
        name,
        traits: traits.into_boxed_slice(),
        medium: e.medium.is_some(),
    }
}

/// Whether the name of an element stands for it in a selector as it is: that of `o:p` or one with a control does not.
fn is_plain_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The blocks of a page by what became of them.
struct Blocks {
    story: HashSet<usize>,
    used: HashSet<usize>,
}

impl Blocks {
    fn new(outline: &PageOutline) -> Blocks {
        let Explanation { fields, blocks, .. } = &outline.explanation;
        let of_field = |name: &str| fields.iter().find(|s| s.field == name).map_or(&[][..], |s| s.blocks.as_slice());
        let story: HashSet<usize> = of_field("body").iter().copied().collect();
        let labelled = blocks.iter().enumerate().filter(|(_, b)| b.label != LabelKind::Foreign).map(|(i, _)| i);
        let used = labelled.chain(fields.iter().flat_map(|s| s.blocks.iter().copied())).collect();
        Blocks { story, used }
    }

    /// The blocks of each part, by the names of the roles.
    fn groups(&self, outline: &PageOutline) -> Vec<(&'static str, Vec<Vec<usize>>)> {
        let Explanation { fields, blocks, .. } = &outline.explanation;
        let source = |name: &str| fields.iter().find(|s| s.field == name);
        let whole = |name: &str| -> Vec<Vec<usize>> {
            source(name).filter(|s| !s.blocks.is_empty()).map(|s| s.blocks.clone()).into_iter().collect()
        };
        let each = |name: &str| -> Vec<Vec<usize>> {
            source(name).into_iter().flat_map(|s| s.blocks.iter().map(|b| vec![*b])).collect()
        };
        let parts = |name: &str| source(name).map(|s| s.parts.clone()).unwrap_or_default();
        let labelled = |label: LabelKind| -> Vec<Vec<usize>> {
            blocks.iter().enumerate().filter(|(_, b)| b.label == label).map(|(i, _)| vec![i]).collect()
        };
        let article = &outline.article;
        let byline = if article.byline.is_some() { whole("byline") } else { whole("authors") };
        // A line that names the writer and the day is none of a day: as one, it would take the writer away.
        let of_writers: HashSet<usize> =
            ["byline", "authors"].iter().filter_map(|f| source(f)).flat_map(|s| s.blocks.iter().copied()).collect();
        let apart = |groups: Vec<Vec<usize>>| -> Vec<Vec<usize>> {
            groups.into_iter().filter(|g| g.iter().all(|b| !of_writers.contains(b))).collect()
        };
        let asides = parts("asides");
        let titles = asides.iter().zip(&article.asides).filter(|(_, aside)| aside.title.is_some());
        let titles = titles.filter_map(|(blocks, _)| Some(vec![*blocks.first()?])).collect();
        vec![
            ("headline", whole("headline")),
            ("kicker", whole("kicker")),
            ("byline", byline),
            ("published", apart(whole("published"))),
            ("modified", apart(whole("modified"))),
            ("section", whole("section")),
            ("summary", each("summary")),
            ("caption", labelled(LabelKind::Caption)),
            ("credit", labelled(LabelKind::Credit)),
            ("attribution", labelled(LabelKind::Speaker)),
            ("aside_title", titles),
            ("heading", labelled(LabelKind::Heading)),
            ("quote", parts("quotes")),
            ("aside", asides),
        ]
    }
}

#[cfg(test)]
pub mod tests {
    use cuttings::{Extractor, Page};

    use super::*;

    pub fn sketch(html: &str, names: &mut Names) -> Sketch {
        Sketch::new(&Extractor::default().outline(&Page::from_text(html)).unwrap(), names)
    }

    pub const PAGE: &str = "<html><body><div id=nav><a href=/>Home</a></div><div class='head n17'><h1><span>Pier shut</span></h1></div>\
        <div class=text><p>The harbour master of the town said on Monday that the pier, which was built in 1887, would stay closed \
        until the spring.</p><p>Ferries will leave from the fish quay, he said, and from there alone.</p></div></body></html>";

    #[test]
    fn a_part_is_held_by_all_elements_with_its_text_and_no_other() {
        let mut names = Names::default();
        let sketch = sketch(PAGE, &mut names);
        let told: Vec<String> = sketch.parts["headline"][0]
            .holders
            .iter()
            .map(|e| sketch.simples(*e).next().unwrap().css(&names))
            .collect();
        assert_eq!(told, ["span", "h1", "div.head"]);
        assert!(sketch.story.total() > 100 && sketch.used.total() > sketch.story.total());
    }

    #[test]
    fn what_no_selector_could_say_tells_nothing() {
        let mut names = Names::default();
        let many: String = (0..20).map(|i| format!("aa{} ", char::from(b'a' + i))).collect();
        let html = PAGE
            .replace("<h1>", "<st1:place class=headline><h1 id=' head '>")
            .replace("</h1>", "</h1></st1:place>")
            .replace("class=text", &format!("class='{many} text'"));
        let sketch = sketch(&html, &mut names);
        let told: Vec<String> =
            (0..sketch.elements.len()).flat_map(|e| sketch.simples(e)).map(|s| s.css(&names)).collect();
        let has = |css: &str| told.iter().any(|t| t == css);
        assert!(has("div.text") && has("h1"), "{told:?}");
        assert!(!told.iter().any(|t| t.contains(':') || t.contains("headline") || t.contains("h1#")), "{told:?}");
        let selectors: Vec<String> = (0..sketch.elements.len())
            .flat_map(|e| super::super::learn::selectors(&sketch, e, &names))
            .map(|s| s.css(&names))
            .collect();
        assert!(selectors.iter().all(|s| !s.is_empty() && !s.contains(':')), "{selectors:?}");
    }

    #[test]
    fn selectors_find_what_css_finds() {
        let mut names = Names::default();
        let sketch = sketch(PAGE, &mut names);
        let index = sketch.index();
        let bare = |names: &mut Names, name: &str| Simple { name: names.number(name), by: Trait::Bare };
        let (p, h1, span) = (bare(&mut names, "p"), bare(&mut names, "h1"), bare(&mut names, "span"));
        let text = Simple { name: names.number("div"), by: Trait::Class(names.number("text")) };
        let find = |around, simple| index.find(Selector { around, simple }).len();
        assert_eq!(find(Around::Anywhere, p), 2);
        assert_eq!(find(Around::Child(text), p), 2);
        assert_eq!((find(Around::Below(text), h1), find(Around::Child(h1), span)), (0, 1));
        assert_eq!(find(Around::Anywhere, bare(&mut names, "div")), 3);
    }
}
