//! Saved forms of many pages: WARC, WACZ, MHTML, zip.
