//! Articles written out: JSON, plain text, Markdown, HTML.
