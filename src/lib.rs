//! demarche: who appears with whom and who stands where towards whom in a corpus of news.
pub mod model;
pub mod text;
pub mod observe;
pub mod source;
pub mod store;
