//! What the reader of a record should know about its making.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something the reader of a record should know about its making.
///
/// ```
/// use cuttings::{Warning, WarningCode};
///
/// let warning: Warning = serde_json::from_str(r#"{"code": "truncated", "detail": "the crawler kept a part"}"#)?;
/// assert_eq!(warning.code, WarningCode::Truncated);
/// assert_eq!(warning.code.as_str(), "truncated");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// The particulars of this page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Warning {
    /// A warning of this code, with the particulars.
    pub fn new(code: WarningCode, detail: impl Into<String>) -> Self {
        Warning { code, detail: detail.into() }
    }
}

/// Makes the codes with their words.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident $word:literal,)+) => {
        /// What a [`Warning`] is about, as one fixed word. Displayed and serialised it is the word.
        ///
        /// ```
        /// use cuttings::WarningCode;
        ///
        /// assert_eq!(WarningCode::NoArticle.to_string(), "no_article");
        /// assert_eq!(serde_json::to_string(&WarningCode::NoArticle)?, "\"no_article\"");
        /// assert!(serde_json::from_str::<WarningCode>("\"news\"").is_err());
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum WarningCode {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $code,)+
        }

        impl WarningCode {
            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(WarningCode::$code => $word,)+
                }
            }

            /// All codes.
            pub const ALL: &[WarningCode] = &[$(WarningCode::$code),+];
        }
    };
}

codes! {
    /// `no_article`: the page holds no story; the detail says what it is.
    NoArticle "no_article",
    /// `error_status`: the page was served with a status other than 200 to 299.
    ErrorStatus "error_status",
    /// `redirected`: a redirect led from the site that was asked for to another one.
    Redirected "redirected",
    /// `not_modified`: the capture says that nothing had changed; this is the page as it was captured before.
    NotModified "not_modified",
    /// `other_address`: the page's address is neither `http` nor `https`, and so no [`url`](crate::Article::url); the detail has it.
    OtherAddress "other_address",
    /// `damaged_body`: the body was damaged as it was stored or sent; what there is was read.
    DamagedBody "damaged_body",
    /// `truncated`: the crawler kept only a part of the page.
    Truncated "truncated",
    /// `published_from_modified`: the page only says when it was last changed; that is the date of publication.
    PublishedFromModified "published_from_modified",
    /// `body_from_metadata`: the page shows only a part of the text that its metadata holds; the body is from there.
    BodyFromMetadata "body_from_metadata",
    /// `body_from_script`: the page leaves it to scripts to show its text.
    BodyFromScript "body_from_script",
    /// `double_encoded`: the page's UTF-8 had been encoded once more; the text is as it was before.
    DoubleEncoded "double_encoded",
    /// `frames`: the page is made of frames, and holds no story itself; the detail is their addresses, parted by spaces, the
    /// largest frame first.
    Frames "frames",
    /// `page_missing`: the story goes on on a page that was not to be had; the detail is its address and why.
    PageMissing "page_missing",
    /// `paywalled`: the page itself says that its text is not free.
    Paywalled "paywalled",
    /// `undecodable_bytes`: bytes that fit the encoding nowhere became U+FFFD.
    UndecodableBytes "undecodable_bytes",
    /// `text_rendering`: the input was plain text; the detail says what was guessed.
    TextRendering "text_rendering",
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back_from_its_word_and_is_in_the_readme() {
        let readme = include_str!("../../README.md");
        for code in WarningCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<WarningCode>(&json).unwrap(), *code);
            assert!(readme.contains(&format!("| `{code}` |")), "{code} is not in the README");
        }
    }
}
