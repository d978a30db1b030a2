//! What is meant: field names, dates, encodings, names of files, text written in HTML.

pub(in crate::source) mod dates;
pub(in crate::source) mod encoding;
pub(in crate::source) mod fields;
pub(in crate::source) mod html_blocks;
pub(in crate::source) mod html_text;
pub(in crate::source) mod legacy;
pub(in crate::source) mod map;
pub(in crate::source) mod mend;
pub(in crate::source) mod months;
pub(in crate::source) mod names;
pub(in crate::source) mod pattern;
pub(in crate::source) mod role;
