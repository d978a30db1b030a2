//! Which edges of a network are more than chance? Null models, each with its own idea of chance.
//!
//! | model | holds fixed | answers with |
//! | --- | --- | --- |
//! | [`disparity`] | each node's strength and degree | α, the smaller of both ends |
//! | [`hypergeometric`](super::hypergeometric) | each actor's number of articles (articles alike) | p |
//! | [`sdsm`] | each actor's number of articles and each article's number of actors, on average | p |
//! | [`noise_corrected`] | each node's strength | α of the excess over expectation |
//!
//! Articles that name many actors bring many pairs together by size alone; only the stochastic degree sequence model
//! ([`sdsm`]) allows for that.

pub mod bicm;
pub mod disparity;
pub mod noise_corrected;
pub mod poisson_binomial;
pub mod sdsm;

/// How many of the models keep an edge: those whose α is known and at most `level`.
///
/// # Example
///
/// ```
/// # use demarche::stats::backbone::consensus;
/// assert_eq!(consensus(&[Some(0.01), Some(0.2), None, Some(0.05)], 0.05), 2);
/// ```
pub fn consensus(alphas: &[Option<f64>], level: f64) -> u8 {
    alphas
        .iter()
        .filter(|a| a.is_some_and(|a| a <= level))
        .count() as u8
}
