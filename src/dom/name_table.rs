//! Finding a name among those that are known, by tables made where the crate is compiled.

/// No name is longer.
pub(super) const MAX_LENGTH: usize = 16;

/// How many slots a table has: at least twice as many as names.
const SLOTS: usize = 512;

/// The first and the last bytes of a name, which overlap where it is short, and its length.
type Key = (u64, u64, usize);

/// A table of names.
#[derive(Debug)]
pub(super) struct NameTable {
    keys: [Key; SLOTS],
    /// For each slot one more than the place of a name; a name is in the first free slot from its hash on.
    places: [u8; SLOTS],
}

impl NameTable {
    pub(super) const fn of(names: &[&str]) -> NameTable {
        assert!(names.len() < SLOTS / 2 && names.len() < 256);
        let mut table = NameTable { keys: [(0, 0, 0); SLOTS], places: [0; SLOTS] };
        let mut i = 0;
        while i < names.len() {
            let key = key(names[i].as_bytes());
            assert!(key.is_some(), "a name is too long");
            let Some(key) = key else { continue };
            let mut slot = slot_of(key);
            while table.places[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            (table.keys[slot], table.places[slot]) = (key, i as u8 + 1);
            i += 1;
        }
        table
    }

    /// The place of a name; none if it is not among them.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        let key = key(name)?;
        let mut slot = slot_of(key);
        loop {
            let at = usize::from(self.places[slot]).checked_sub(1)?;
            if self.keys[slot] == key {
                return Some(at);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

const fn key(name: &[u8]) -> Option<Key> {
    let length = name.len();
    let (first, last) = match length {
        0 => return None,
        1 => (name[0] as u64, 0),
        2..=3 => (u16::from_le_bytes([name[0], name[1]]) as u64, name[length - 1] as u64),
        4..=7 => (four(name, 0), four(name, length - 4)),
        8..=MAX_LENGTH => (eight(name, 0), eight(name, length - 8)),
        _ => return None,
    };
    Some((first, last, length))
}

const fn four(name: &[u8], at: usize) -> u64 {
    u32::from_le_bytes([name[at], name[at + 1], name[at + 2], name[at + 3]]) as u64
}

const fn eight(name: &[u8], at: usize) -> u64 {
    four(name, at) | four(name, at + 4) << 32
}

const fn slot_of((first, last, _): Key) -> usize {
    let mixed = (first ^ last.rotate_left(25)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 55) as usize
}
