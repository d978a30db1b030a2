//! The names that numbers stand for.

use crate::model::OutletIndex;

/// The name of an actor or an outlet.
pub(super) fn name_of(names: &[String], index: impl Into<usize>) -> &str {
    names.get(index.into()).map_or("", String::as_str)
}

/// The name of an outlet; empty for none.
pub(super) fn outlet_name(outlets: &[String], outlet: Option<OutletIndex>) -> &str {
    outlet.map_or("", |outlet| name_of(outlets, outlet))
}
