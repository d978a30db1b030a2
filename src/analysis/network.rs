//! Who appears with whom: `actors`, `edges` and `network_summary`.

use std::sync::Arc;

use crate::error::Error;
use crate::export::Manifest;
use crate::tables::{
    self, ActorLabels, NetworkInput, NetworkSettings, NetworkTables, SdsmChoice, Table, TestedEdges,
};
use crate::tally::{self, Level, NetworkCounts, RollUp, StanceSettings};

use super::manifest::word;
use super::options::{LeaveOneOut, NetworkOptions};
use super::robustness;
use super::session::Session;

/// Edges up to which the tables are checked against each other.
const MOST_CHECKED: u64 = 100_000;

/// Makes the tables and notes in the manifest what was asked for and found.
pub(super) fn tables(
    session: &Session<'_>,
    options: &NetworkOptions,
    manifest: &mut Manifest,
) -> Result<Vec<Table>, Error> {
    let counted = count_settings(options, session.roll_up.clone());
    let pooled = StanceSettings {
        calendar: None,
        roll_up: session.roll_up.clone(),
        undirected: true,
    };
    let names = session.names();
    let leaves_out = options.leave_one_out == LeaveOneOut::Always;
    let (counts, stance, outlets) = session.tally(|| {
        (
            tally::Network::new(counted.clone()),
            tally::Stance::new(pooled.clone()),
            leaves_out.then(|| tally::Outlets::new(counted.clone(), &names.outlets)),
        )
    })?;
    let settings = table_settings(session, options);
    let mut edges = TestedEdges::new(&counts, settings.correction, settings.threads);
    session.with_kin(|within| edges.mark_within(session.ids(), within));
    let support = robustness::support(session, (&counts, &edges), outlets, &counted)?;
    let bootstrap = robustness::bootstrap(session, &counts, &edges, &counted, options)?;
    let known = |id: &str| {
        let dictionary = &session.dictionary;
        dictionary.find(id).map(|i| dictionary.actor(i).clone())
    };
    let seen = counts
        .discovered
        .iter()
        .filter_map(|&i| names.discovered.get(i as usize));
    let labels = ActorLabels::new(&known, seen);
    let input = NetworkInput {
        counts: &counts,
        stance: &stance,
        ids: session.ids(),
        labels: &labels,
        tested: Some(&edges),
        support: support.as_deref(),
        bootstrap: bootstrap.as_ref(),
    };
    let mut made = tables::network_tables(&input, &settings);
    session.with_kin(|within| tables::add_within(&mut made.edges, within));
    check(&made, options.alpha)?;
    note_options(options, manifest);
    note_counts(&counts, &made, manifest);
    note_tests(options, &made, manifest);
    Ok(vec![made.actors, made.edges, made.summary])
}

/// What the network counts.
pub(super) fn count_settings(
    options: &NetworkOptions,
    roll_up: Option<Arc<RollUp>>,
) -> tally::CountSettings {
    tally::CountSettings {
        level: options.level,
        readings: options.readings,
        roll_up,
        ..tally::CountSettings::default()
    }
}

fn table_settings(session: &Session<'_>, options: &NetworkOptions) -> NetworkSettings {
    let study = session.options;
    NetworkSettings {
        min_weight: options.min_weight,
        top: options
            .top
            .map(|top| usize::try_from(top).unwrap_or(usize::MAX)),
        ranking: options.measure,
        min_articles: study.min_articles,
        correction: study.correction,
        resolution: options.resolution,
        quality: options.quality,
        communities: options.communities,
        betweenness: options.betweenness,
        sdsm: options.sdsm,
        backbone: options.backbone,
        alpha: options.alpha,
        consensus: options.consensus,
        seed: study.seed,
        replicates: study.replicates as usize,
        threads: study.threads,
    }
}

/// Refuses tables that contradict each other. Large ones are not checked, which would take as long as making them.
fn check(made: &NetworkTables, alpha: f64) -> Result<(), Error> {
    if made.tested > MOST_CHECKED {
        return Ok(());
    }
    let whole = made.edges.rows() as u64 == made.tested;
    let mut faults = tables::check_edges(&made.actors, &made.edges, whole);
    if whole {
        faults.extend(tables::check_summary(
            &made.summary,
            &made.actors,
            &made.edges,
            alpha,
        ));
    }
    faults.first().map_or(Ok(()), |fault| {
        Err(Error::Reconcile {
            table: "network".to_owned(),
            rule: fault.rule,
            row: fault.row,
        })
    })
}

fn note_options(options: &NetworkOptions, manifest: &mut Manifest) {
    manifest.set("level", options.level.name());
    if let Level::Window { span } = options.level {
        manifest.set("span", span);
    }
    manifest.set("readings", word(options.readings));
    manifest.set("measure", word(options.measure));
    manifest.set("betweenness", word(options.betweenness));
    manifest.set("sdsm", word(options.sdsm));
    manifest.set("quality", word(options.quality));
    manifest.set("communities", word(options.communities));
    manifest.set(
        "backbone",
        word(options.backbone.map(tables::Backbone::name)),
    );
    manifest.set("alpha", options.alpha);
    manifest.set("consensus", options.consensus);
    manifest.set("min-weight", options.min_weight);
    manifest.set("top", options.top);
    manifest.set("resolution", options.resolution);
    manifest.set("bootstrap", options.bootstrap);
    manifest.set("leave-one-out", word(options.leave_one_out));
}

fn note_counts(counts: &NetworkCounts, made: &NetworkTables, manifest: &mut Manifest) {
    let mut note = |name: &str, count: u64| _ = manifest.counts.insert(name.into(), count);
    note("articles", counts.articles);
    note("stories", counts.stories);
    note("sentences", counts.sentences);
    note("units", counts.units());
    note("actors", made.actors.rows() as u64);
    note("pairs", made.tested);
    note("tests", made.tests);
    note("edges", made.edges.rows() as u64);
    if let Some(kept) = made.in_backbone {
        note("backbone", kept);
    }
}

/// What a reader of P, Q and the backbones should know about this run.
fn note_tests(options: &NetworkOptions, made: &NetworkTables, manifest: &mut Manifest) {
    let notes = &mut manifest.notes;
    if made.tested == 0 {
        notes.push(
            "No two actors appear together in these articles: the network has no edges.".into(),
        );
        return;
    }
    let dependent = match options.level {
        Level::Sentence => {
            Some("sentences as independent of each other, which those of one article are not")
        }
        Level::Paragraph => {
            Some("paragraphs as independent of each other, which those of one article are not")
        }
        Level::Window { .. } => Some(
            "windows as independent of each other, but they overlap, and those of one article are not",
        ),
        Level::Article | Level::Story => None,
    };
    if let Some(units) = dependent {
        notes.push(format!("P, Q, LogOddsLow, LogOddsHigh and SDSMP take {units}: they are too sure. For tests, count by --level article or story."));
    }
    if let Some(backbone) = options.backbone
        && let Some(kept) = made.in_backbone
    {
        notes.push(format!("The backbone {} keeps {kept} of {} edges at alpha {}; actors.csv and network_summary.csv describe the network of all edges.", backbone.name(), made.tested, options.alpha));
    }
    if !made.has_sdsm && options.sdsm != SdsmChoice::Never {
        notes.push("SDSMExpected, SDSMP, SDSMQ and Consensus are empty: in a network of this size they take minutes. Ask for them with --sdsm published.".into());
    }
    if made.has_sampled_paths {
        notes.push("Betweenness and Closeness are estimated from a sample of actors; BetweennessError is the standard error.".into());
    }
}
