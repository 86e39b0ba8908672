//! What kind of letter a character is, from tables: asking the standard library about a character that is not ASCII is a search.

use std::sync::OnceLock;

/// The kinds of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Letter(u8);

impl Letter {
    const ALPHABETIC: u8 = 1;
    const NUMERIC: u8 = 1 << 1;
    const UPPER: u8 = 1 << 2;
    /// Its lower case is another character, or several.
    const CHANGES: u8 = 1 << 3;

    /// The kinds of a character.
    #[inline]
    pub(crate) fn of(c: char) -> Letter {
        match c {
            '\0'..='\x7f' => ASCII[c as usize],
            _ => Letter::beyond_ascii(c),
        }
    }

    fn beyond_ascii(c: char) -> Letter {
        /// A table for each 256 characters of the first plane, made when a page has one of them.
        static TABLES: [OnceLock<[u8; 256]>; 256] = [const { OnceLock::new() }; 256];
        match u32::from(c) {
            // Ideographs and syllables, which would need a hundred tables.
            0x4e00..=0x9fff | 0xac00..=0xd7a3 => Letter(Letter::ALPHABETIC),
            code @ 0..=0xffff => {
                let block = code & 0xff00;
                Letter(TABLES[code as usize >> 8].get_or_init(|| kinds_of_block(block))[code as usize & 0xff])
            }
            _ => Letter(kinds(c)),
        }
    }

    pub(crate) fn is_alphanumeric(self) -> bool {
        self.0 & (Letter::ALPHABETIC | Letter::NUMERIC) != 0
    }

    pub(crate) fn is_alphabetic(self) -> bool {
        self.0 & Letter::ALPHABETIC != 0
    }

    pub(crate) fn is_numeric(self) -> bool {
        self.0 & Letter::NUMERIC != 0
    }

    pub(crate) fn is_uppercase(self) -> bool {
        self.0 & Letter::UPPER != 0
    }

    /// Whether its lower case is something else.
    pub(crate) fn changes(self) -> bool {
        self.0 & Letter::CHANGES != 0
    }
}

/// The characters that most pages are made of.
const ASCII: [Letter; 128] = {
    let mut of = [Letter(0); 128];
    let mut code = 0;
    while code < 128 {
        of[code as usize] = match code {
            b'0'..=b'9' => Letter(Letter::NUMERIC),
            b'a'..=b'z' => Letter(Letter::ALPHABETIC),
            b'A'..=b'Z' => Letter(Letter::ALPHABETIC | Letter::UPPER | Letter::CHANGES),
            _ => Letter(0),
        };
        code += 1;
    }
    of
};

fn kinds_of_block(first: u32) -> [u8; 256] {
    let mut of = [0; 256];
    for (code, kinds_of) in (first..).zip(&mut of) {
        *kinds_of = char::from_u32(code).map_or(0, kinds);
    }
    of
}

fn kinds(c: char) -> u8 {
    let bit = |is: bool, bit: u8| if is { bit } else { 0 };
    bit(c.is_alphabetic(), Letter::ALPHABETIC)
        | bit(c.is_numeric(), Letter::NUMERIC)
        | bit(c.is_uppercase(), Letter::UPPER)
        | bit(!c.to_lowercase().eq([c]), Letter::CHANGES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_say_what_the_standard_library_says() {
        for c in '\0'..='\u{1ffff}' {
            assert_eq!(Letter::of(c), Letter(kinds(c)), "{c:?}");
        }
        let letter = Letter::of('Ä');
        assert!(letter.is_alphanumeric() && letter.is_alphabetic() && letter.is_uppercase() && letter.changes());
        assert!(Letter::of('½').is_numeric() && !Letter::of('½').is_alphabetic());
    }
}
