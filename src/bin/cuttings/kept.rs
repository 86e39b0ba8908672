//! What stands around a story that is written to be kept.

use cuttings::OutputOptions;

/// What stands around a story that is written to be kept.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Kept {
    /// In Markdown, leave out the article's data in front.
    #[arg(long)]
    pub no_front_matter: bool,
    /// In Markdown and HTML, leave out the line to cite by: paper, day, address, time and address of the capture.
    #[arg(long)]
    pub no_citation: bool,
    /// In Markdown and HTML, make links of the story's pictures, so that who looks at them loads nothing.
    #[arg(long)]
    pub link_pictures: bool,
}

impl Kept {
    pub fn options(self) -> OutputOptions {
        let options = OutputOptions::default().head(!self.no_front_matter).citation(!self.no_citation);
        options.links_pictures(self.link_pictures)
    }
}
