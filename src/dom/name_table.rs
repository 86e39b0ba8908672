//! Finding a name among those that are known, by tables made where the crate is compiled.

/// How many slots a table has: at least twice as many as names.
pub(super) const SLOTS: usize = 512;

/// For each slot one more than the place of a name; a name is in the first free slot from its hash on.
pub(super) const fn table(names: &[&str]) -> [u8; SLOTS] {
    assert!(names.len() < SLOTS / 2 && names.len() < 256);
    let mut table = [0; SLOTS];
    let mut i = 0;
    while i < names.len() {
        let mut slot = slot_of(names[i].as_bytes());
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = i as u8 + 1;
        i += 1;
    }
    table
}

/// The place of a name; none if it is not among them.
pub(super) fn find(table: &[u8; SLOTS], names: &[&str], name: &[u8]) -> Option<usize> {
    let mut slot = slot_of(name);
    loop {
        let at = usize::from(table[slot]).checked_sub(1)?;
        if names[at].as_bytes() == name {
            return Some(at);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// By the first two bytes, the last and the length: what follows tells the rest.
const fn slot_of(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let second = name[if length > 1 { 1 } else { 0 }] as usize;
    let middle = name[length / 2] as usize;
    let hash = name[0] as usize * 31 + second * 97 + middle * 389 + name[length - 1] as usize * 7 + length * 151;
    (hash ^ (hash >> 9)) % SLOTS
}
