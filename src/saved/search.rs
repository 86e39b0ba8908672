//! Searches a file for the records that it holds, without reading its pages.

use std::fs::File;
use std::path::Path;

use super::format::FileFormat;
use super::records::{Index, RecordIndex, search_records};
use super::rewind::{Backing, RewindReader};
use super::selection::Selection;
use super::zipped::ZipReader;

/// Remembers where the pages of a file are. One that cannot be read holds nothing; that is told of where it is read.
pub(super) fn search_file(path: &Path, index: &mut Index, selection: Selection) {
    let Ok(file) = File::open(path) else { return };
    if !file.metadata().is_ok_and(|m| m.is_file()) {
        return;
    }
    let mut file = RewindReader::new(Box::new(file), Some(Backing::file(path.to_owned())), 0);
    let Ok(format) = FileFormat::detect(&mut file) else { return };
    match (format.record_form(), format) {
        (Some(form), _) => search_records(file, form, index, selection),
        (None, FileFormat::Zip) => {
            let name = path.display().to_string();
            if let Ok(zip) = ZipReader::open(file, name, selection, RecordIndex::default(), search_file) {
                zip.search(index);
            }
        }
        _ => {}
    }
}
