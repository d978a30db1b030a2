//! Formulas on plain numbers: association, tests, intervals, networks and their structure.
//!
//! Nothing here knows of articles or actors; callers pass counts and take numbers. Three rules hold throughout:
//!
//! * **A missing value is `None`,** never 0: a measure that is not defined for its input says so.
//! * **Same input, same bits, on every machine.** Logarithms and exponentials come from [`math`], draws are keyed by a seed
//!   ([`random`]), ties are broken by node number, sums run in a fixed order.
//! * **Each formula names its source** in its documentation.
//!
//! | part | answers |
//! | --- | --- |
//! | [`association`] | how strongly do two actors appear together? |
//! | [`hypergeometric`] | could that be chance, given how often each appears? |
//! | [`multiple`] | which of many tests survive correction? |
//! | [`interval`], [`clusters`], [`signflip`] | how certain is a mean score, over articles or over stories, and is it zero? |
//! | [`proportion`] | how certain is a share? |
//! | [`graph`] | the network: an undirected weighted graph that the following share |
//! | [`backbone`] | which edges are more than chance, under four null models? |
//! | [`pagerank`], [`centrality`] | who is central, who reaches whom, who holds the network together? |
//! | [`leiden`] | which actors form communities? |
//! | [`layout`] | where to draw them? |
//! | [`robustness`] | would a number survive other articles, or the loss of one outlet? |
//! | [`signed`] | friends and enemies: balance, camps, frustration |
//! | [`dispersion`] | how evenly are occurrences spread over a corpus? |
//! | [`change_points`] | when did attention or stance change? |

pub mod agreement;
pub mod association;
pub mod backbone;
pub mod centrality;
pub mod change_points;
pub mod clusters;
pub mod contrast;
pub mod corrected;
pub mod dispersion;
pub mod graph;
pub mod hypergeometric;
pub mod interval;
pub mod layout;
pub mod leiden;
pub mod math;
pub mod multiple;
pub mod pagerank;
pub mod proportion;
pub mod random;
pub mod robustness;
pub mod sampling;
pub mod signed;
pub mod signflip;
pub mod special;

pub use association::Counts;
pub use graph::{Graph, GraphError};
pub use interval::Interval;
pub use multiple::Correction;

#[cfg(test)]
mod oracles;
#[cfg(test)]
mod tests;
