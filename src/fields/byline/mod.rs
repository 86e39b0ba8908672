//! Who wrote it: the byline as shown, and the names in it.

mod authors;
mod biography;
mod marked;
mod shown;
mod signature;

#[cfg(test)]
mod tests;

pub(crate) use authors::authors;
pub(crate) use shown::byline;
