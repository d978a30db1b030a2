//! Exports of news databases: files that hold many articles under the headers of their archive.
//!
//! Each reader takes the lines of a document, whatever file they came in, and says whether they are its archive's.
//! A document that repeats such a header and that no reader can split is refused by name: it is never one article.

pub(in crate::source) mod docx;
pub(in crate::source) mod europresse;
pub(in crate::source) mod export;
pub(in crate::source) mod factiva;
pub(in crate::source) mod factiva_html;
pub(in crate::source) mod guard;
pub(in crate::source) mod lexis;
pub(in crate::source) mod mbox;
pub(in crate::source) mod newsbank;
pub(in crate::source) mod nexis;
pub(in crate::source) mod proquest;
pub(in crate::source) mod ris;
pub(in crate::source) mod rtf;
pub(in crate::source) mod sheet;
