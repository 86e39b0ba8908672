//! The features of one block as a row of numbers.

use std::fmt;

use crate::label::model::nodes::MAX_FEATURES;

/// Where the features of one block go, in a fixed order.
pub(super) trait Row {
    fn add(&mut self, name: impl fmt::Display, value: f32);

    fn flag(&mut self, name: impl fmt::Display, value: bool) {
        self.add(name, f32::from(u8::from(value)));
    }
}

/// The features by themselves, for a model that knows them by their order.
#[derive(Debug, Clone)]
pub(in crate::label::model) struct Values {
    /// -1, for what is not known, behind the last one.
    all: [f32; MAX_FEATURES],
    count: usize,
}

impl Values {
    pub(super) fn new() -> Values {
        Values { all: [-1.0; MAX_FEATURES], count: 0 }
    }

    /// Begins anew: as many features must follow as there were.
    pub(super) fn restart(&mut self) {
        self.count = 0;
    }

    pub(super) fn all(&self) -> &[f32; MAX_FEATURES] {
        &self.all
    }

    pub(in crate::label::model) fn as_slice(&self) -> &[f32] {
        &self.all[..self.count]
    }
}

impl Row for Values {
    #[inline]
    fn add(&mut self, _name: impl fmt::Display, value: f32) {
        if let Some(place) = self.all.get_mut(self.count) {
            *place = value;
            self.count += 1;
        }
    }
}

/// Their names.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Vec<String>);

impl Row for Names {
    fn add(&mut self, name: impl fmt::Display, _value: f32) {
        self.0.push(name.to_string());
    }
}
