//! Records of Common Crawl.
