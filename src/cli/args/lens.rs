//! Which articles are looked at.

use clap::Args as ClapArgs;

use crate::model::Date;
use crate::store::Lens;

/// Which articles are looked at.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Lens: which articles are looked at")]
pub struct LensArgs {
    /// Full-text query, as `demarche search` takes it
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// First day (YYYY, YYYY-MM or YYYY-MM-DD), inclusive
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub from: Option<Date>,
    /// Last day (YYYY, YYYY-MM or YYYY-MM-DD), inclusive
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub to: Option<Date>,
    /// Only these outlets
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub outlet: Vec<String>,
    /// Only articles in which one of these actors is mentioned as an actor
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub actor: Vec<String>,
    /// Only articles in these languages (ISO 639-1)
    #[arg(long, value_name = "CODE", num_args = 1..)]
    pub lang: Vec<String>,
}

pub(super) fn first_day(text: &str) -> Result<Date, String> {
    Date::parse_start(text).ok_or_else(|| "not a date; write YYYY, YYYY-MM or YYYY-MM-DD".into())
}

pub(super) fn last_day(text: &str) -> Result<Date, String> {
    Date::parse_end(text).ok_or_else(|| "not a date; write YYYY, YYYY-MM or YYYY-MM-DD".into())
}

impl LensArgs {
    /// The lens.
    pub fn lens(&self) -> Lens {
        Lens {
            query: self.query.clone().unwrap_or_default(),
            from: self.from,
            to: self.to,
            outlets: self.outlet.clone(),
            actors: self.actor.clone(),
            languages: self.lang.clone(),
        }
    }
}
