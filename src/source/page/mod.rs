//! Documents: pages, plain text, XML of all kinds, web archives of pages.

pub(in crate::source) mod entry;
pub(in crate::source) mod factiva_xml;
pub(in crate::source) mod feeds;
pub(in crate::source) mod html;
pub(in crate::source) mod main_text;
pub(in crate::source) mod markup;
pub(in crate::source) mod newsml;
pub(in crate::source) mod newsml1;
pub(in crate::source) mod nitf;
pub(in crate::source) mod page_meta;
pub(in crate::source) mod plain;
pub(in crate::source) mod proquest_xml;
pub(in crate::source) mod sgml;
pub(in crate::source) mod tei;
pub(in crate::source) mod web;
pub(in crate::source) mod xml;
