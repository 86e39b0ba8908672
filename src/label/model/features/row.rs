//! The features of one block as a row of numbers.

use std::fmt;

/// The features of one block with their names, in a fixed order.
#[derive(Debug, Default, Clone)]
pub(in crate::label::model) struct Row {
    pub(in crate::label::model) values: Vec<f32>,
    pub(super) names: Option<Vec<String>>,
}

impl Row {
    /// A row that keeps the names of what is added to it.
    pub(super) fn with_names() -> Self {
        Row { names: Some(Vec::new()), ..Row::default() }
    }

    pub(super) fn add(&mut self, name: impl fmt::Display, value: f32) {
        self.values.push(value);
        if let Some(names) = &mut self.names {
            names.push(name.to_string());
        }
    }

    pub(super) fn flag(&mut self, name: impl fmt::Display, value: bool) {
        self.add(name, f32::from(u8::from(value)));
    }
}
