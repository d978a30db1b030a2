//! Compression and archives: streams of bytes, and files within files.

pub(in crate::source) mod bytes;
pub(in crate::source) mod gzip;
pub(in crate::source) mod headers;
pub(in crate::source) mod members;
pub(in crate::source) mod tarball;
pub(in crate::source) mod warc;
pub(in crate::source) mod zipped;
