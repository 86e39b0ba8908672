//! What does not hold to the rules yet. These lists only get shorter: whoever mends one takes it out.

/// Files and folders that import each other.
pub const IN_CIRCLES: &[&str] = &[];

/// Files of too many lines.
pub const LONG_FILES: &[&str] = &[];

/// Functions of too many lines, by file and name.
pub const LONG_FUNCTIONS: &[(&str, &str)] = &[];
