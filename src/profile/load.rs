//! Reading profile files.
