//! Selectors as they are tried on many pages: short, and of stable names alone.

use std::collections::HashMap;

/// The number of a name.
pub type Sym = u32;

/// Names, each with a number.
#[derive(Debug, Default)]
pub struct Names {
    numbers: HashMap<String, Sym>,
    names: Vec<String>,
}

impl Names {
    pub fn number(&mut self, name: &str) -> Sym {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as Sym;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    pub fn name(&self, number: Sym) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

/// What an element is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trait {
    Id(Sym),
    Class(Sym),
    /// An attribute and its value.
    Attribute(Sym, Sym),
    /// Nothing but its name.
    Bare,
}

/// An element's name and what else it is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Simple {
    pub name: Sym,
    pub by: Trait,
}

/// Where the element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Around {
    Anywhere,
    Child(Simple),
    Below(Simple),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Selector {
    pub around: Around,
    pub simple: Simple,
}

impl Simple {
    pub fn css(self, names: &Names) -> String {
        let name = names.name(self.name);
        match self.by {
            Trait::Id(id) => format!("{name}#{}", names.name(id)),
            Trait::Class(class) => format!("{name}.{}", names.name(class)),
            Trait::Attribute(attribute, value) => format!("{name}[{}='{}']", names.name(attribute), names.name(value)),
            Trait::Bare => name.to_owned(),
        }
    }

    /// How little it says by itself: fewer is better.
    fn cost(self) -> u32 {
        match self.by {
            Trait::Id(_) | Trait::Class(_) => 1,
            Trait::Attribute(..) => 1,
            Trait::Bare => 2,
        }
    }
}

impl Selector {
    /// Whether it says a name that the site gave, not those of elements alone.
    pub fn is_named(self) -> bool {
        let around = match self.around {
            Around::Anywhere => false,
            Around::Child(outer) | Around::Below(outer) => outer.by != Trait::Bare,
        };
        around || self.simple.by != Trait::Bare
    }

    pub fn of(simple: Simple) -> Selector {
        Selector { around: Around::Anywhere, simple }
    }

    pub fn css(self, names: &Names) -> String {
        let own = self.simple.css(names);
        match self.around {
            Around::Anywhere => own,
            Around::Child(parent) => format!("{} > {own}", parent.css(names)),
            Around::Below(outer) => format!("{} {own}", outer.css(names)),
        }
    }

    /// How long and how bound to its place it is: of two that find the same, the one that costs less is taken.
    pub fn cost(self) -> u32 {
        match self.around {
            Around::Anywhere => self.simple.cost(),
            Around::Below(outer) => 2 + self.simple.cost() + outer.cost(),
            Around::Child(parent) => 3 + self.simple.cost() + parent.cost(),
        }
    }
}

/// Whether a class or an id looks as if a person had given it to the parts of all pages: neither numbered nor made by a machine.
pub fn is_stable(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (2..=48).contains(&name.len())
        && name.chars().all(is_plain)
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.split(['-', '_']).all(|part| !is_made_by_machine(part))
}

/// Whether a part of a name is a number or a hash. `h1`, `v2` and `col6` are neither.
fn is_made_by_machine(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let letters = part.len() - digits;
    if digits == 0 {
        // Letters alone may be a hash: large and small ones mixed as no word mixes them, or no vowel in many.
        let turns =
            part.as_bytes().windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
        let vowels = part.chars().filter(|c| "aeiouyAEIOUY".contains(*c)).count();
        return letters >= 5 && (vowels == 0 || turns * 3 > letters);
    }
    let at_end = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered_word = at_end.len() == letters && digits == 1 && letters > 0;
    !is_numbered_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_machine_made_are_none() {
        for name in ["story-body__h1", "articleText", "lead", "date--v2", "td", "intro_text", "byl", "storycontent"] {
            assert!(is_stable(name), "{name}");
        }
        for name in
            ["post-18734", "css-1x2ab", "sc-bdVaJa7x", "id20090312", "a", "x:y", "ssrcss-11kpz0x", "9lives", "qzxwrt"]
        {
            assert!(!is_stable(name), "{name}");
        }
    }

    #[test]
    fn selectors_are_written_as_css() {
        let mut names = Names::default();
        let class = |names: &mut Names, name: &str, class: &str| Simple {
            name: names.number(name),
            by: Trait::Class(names.number(class)),
        };
        let head = class(&mut names, "div", "head");
        let h1 = Simple { name: names.number("h1"), by: Trait::Bare };
        assert_eq!(Selector::of(head).css(&names), "div.head");
        assert_eq!(Selector { around: Around::Child(head), simple: h1 }.css(&names), "div.head > h1");
        let by = Trait::Attribute(names.number("itemprop"), names.number("author"));
        let author = Simple { name: names.number("span"), by };
        let below = Selector { around: Around::Below(head), simple: author };
        assert_eq!(below.css(&names), "div.head span[itemprop='author']");
        assert!(Selector::of(head).cost() < below.cost());
    }
}
