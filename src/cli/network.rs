//! `demarche network`: who appears with whom.

use std::sync::Arc;

use crate::export::Manifest;
use crate::stats::leiden::Quality;
use crate::store::Store;
use crate::tables::{
    self, ActorLabels, Backbone, NetworkInput, NetworkSettings, NetworkTables, PathsChoice,
    Ranking, SdsmChoice, Table, TestedEdges,
};
use crate::tally::{self, Level, NetworkCounts, Readings, RollUp, StanceSettings};

use crate::cli::args::{
    self, BackboneArg, General, Measure, NetworkArgs, QualityArg, SdsmArg, TableArgs, When,
};
use crate::cli::tables::{Job, correction, manifest, with_files, word, write};
use crate::cli::{robustness, setup, time};

/// Sentences in a window unless told.
const SPAN: u16 = 3;
/// Edges up to which the tables are checked against each other.
const MOST_CHECKED: u64 = 100_000;

/// `demarche network`
pub fn network(general: &General, args: &args::Network) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let dictionary = setup::dictionary(&with_files(&args.dictionary))?;
    let lens = setup::lens(&args.lens);
    let job = Job::new(general, &store, lens, args.stories.dedup, dictionary)?;
    let mut manifest = manifest("network", &job, &args.tables)?;
    let calendar = time::calendar(&job, &args.time, Some(&args.window), &mut manifest)?;
    let mut tables = network_tables(&job, &args.tables, &args.network, &mut manifest)?;
    time::add_tables(
        &job,
        &args.tables,
        &args.network,
        calendar.as_ref(),
        &mut tables,
        &mut manifest,
    )?;
    write(general, &args.tables, "network", &tables, manifest)
}

/// `actors`, `edges` and `network_summary`.
pub fn network_tables(
    job: &Job<'_>,
    args: &TableArgs,
    network: &NetworkArgs,
    manifest: &mut Manifest,
) -> anyhow::Result<Vec<Table>> {
    let settings = settings(job, args, network)?;
    let roll_up = job.roll_up(args);
    let counted = count_settings(network, roll_up.clone())?;
    let pooled = StanceSettings {
        calendar: None,
        roll_up: roll_up.clone(),
        undirected: true,
    };
    let names = job.names();
    let leaves_out = robustness::leaves_out(network);
    let (counts, stance, outlets) = job.tally(|| {
        (
            tally::Network::new(counted.clone()),
            tally::Stance::new(pooled.clone()),
            leaves_out.then(|| tally::Outlets::new(counted.clone(), &names.outlets)),
        )
    })?;
    let counts = counts.finish()?;
    let stance = stance.finish();
    let edges = TestedEdges::new(&counts, settings.correction, settings.threads);
    let support = robustness::support(job, (&counts, &edges), outlets, &counted)?;
    let bootstrap = robustness::bootstrap(job, &counts, &counted, network, args.seed)?;
    robustness::note(network, manifest);
    let known = |id: &str| {
        job.dictionary
            .find(id)
            .map(|i| job.dictionary.actor(i).clone())
    };
    let seen = counts
        .discovered
        .iter()
        .filter_map(|&i| names.discovered.get(i as usize));
    let labels = ActorLabels::new(&known, seen);
    let input = NetworkInput {
        counts: &counts,
        stance: &stance,
        ids: roll_up.as_ref().map_or(&names.actors, |r| r.ids()),
        labels: &labels,
        tested: Some(&edges),
        support: support.as_deref(),
        bootstrap: bootstrap.as_ref(),
    };
    let made = tables::network_tables(&input, &settings);
    check(&made, network.alpha)?;
    note_settings(network, counted.level, manifest);
    note_counts(&counts, &made, manifest);
    note_tests(counted.level, network, &made, manifest);
    Ok(vec![made.actors, made.edges, made.summary])
}

/// Refuses tables that disagree with each other; large ones are not looked at, which would take as long as making them.
fn check(made: &NetworkTables, alpha: f64) -> anyhow::Result<()> {
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
    if let Some(fault) = faults.first() {
        anyhow::bail!("network: a total does not reconcile ({fault:?}); please report this");
    }
    Ok(())
}

/// What the network counts.
pub fn count_settings(
    network: &NetworkArgs,
    roll_up: Option<Arc<RollUp>>,
) -> anyhow::Result<tally::NetworkSettings> {
    Ok(tally::NetworkSettings {
        level: level(network)?,
        readings: match network.readings {
            args::Readings::Actor => Readings::Actor,
            args::Readings::All => Readings::All,
        },
        roll_up,
        ..tally::NetworkSettings::default()
    })
}

fn level(network: &NetworkArgs) -> anyhow::Result<Level> {
    if network.span.is_some() && network.level != args::Level::Window {
        anyhow::bail!(
            "--span is the number of sentences in a window; add --level window or leave it out"
        );
    }
    Ok(match network.level {
        args::Level::Article => Level::Article,
        args::Level::Sentence => Level::Sentence,
        args::Level::Paragraph => Level::Paragraph,
        args::Level::Story => Level::Story,
        args::Level::Window => Level::Window {
            span: network.span.unwrap_or(SPAN),
        },
    })
}

fn settings(
    job: &Job<'_>,
    args: &TableArgs,
    network: &NetworkArgs,
) -> anyhow::Result<NetworkSettings> {
    let backbone = network.backbone.map(|backbone| match backbone {
        BackboneArg::Disparity => Backbone::Disparity,
        BackboneArg::Hypergeometric => Backbone::Hypergeometric,
        BackboneArg::Sdsm => Backbone::Sdsm,
        BackboneArg::NoiseCorrected => Backbone::NoiseCorrected,
        BackboneArg::Consensus => Backbone::Consensus {
            least: network.consensus,
        },
    });
    if network.sdsm == SdsmArg::Never && backbone.is_some_and(Backbone::needs_sdsm) {
        anyhow::bail!(
            "--backbone sdsm and --backbone consensus need the model that --sdsm never leaves out; leave --sdsm out"
        );
    }
    Ok(NetworkSettings {
        min_weight: network.min_weight,
        top: network
            .top
            .map(|top| usize::try_from(top).unwrap_or(usize::MAX)),
        ranking: ranking(network.measure),
        min_articles: args.min_articles,
        correction: correction(args.correction),
        resolution: network.resolution,
        quality: quality(network.quality),
        betweenness: match network.betweenness {
            When::Always => PathsChoice::Always,
            When::Never => PathsChoice::Never,
            When::Auto => PathsChoice::Auto,
        },
        sdsm: match network.sdsm {
            SdsmArg::Auto => SdsmChoice::Auto,
            SdsmArg::Published => SdsmChoice::Published,
            SdsmArg::Exact => SdsmChoice::Exact,
            SdsmArg::Never => SdsmChoice::Never,
        },
        backbone,
        alpha: network.alpha,
        consensus: network.consensus,
        seed: args.seed,
        replicates: args.replicates as usize,
        threads: job.threads(),
    })
}

/// What the communities maximise.
pub fn quality(quality: QualityArg) -> Quality {
    match quality {
        QualityArg::Modularity => Quality::Modularity,
        QualityArg::Cpm => Quality::Cpm,
    }
}

fn ranking(measure: Measure) -> Ranking {
    match measure {
        Measure::Weight => Ranking::Weight,
        Measure::Npmi => Ranking::Npmi,
        Measure::G2 => Ranking::G2,
        Measure::P => Ranking::P,
        Measure::Pmi => Ranking::Pmi,
        Measure::Chi2 => Ranking::ChiSquare,
        Measure::LogOdds => Ranking::LogOdds,
        Measure::Jaccard => Ranking::Jaccard,
        Measure::Dice => Ranking::Dice,
        Measure::Lift => Ranking::Lift,
        Measure::TScore => Ranking::TScore,
    }
}

fn note_settings(network: &NetworkArgs, level: Level, manifest: &mut Manifest) {
    for (option, value) in [
        ("level", word(network.level)),
        ("readings", word(network.readings)),
        ("measure", word(network.measure)),
        ("betweenness", word(network.betweenness)),
        ("sdsm", word(network.sdsm)),
        ("quality", word(network.quality)),
    ] {
        manifest.set(option, value);
    }
    if let Level::Window { span } = level {
        manifest.set("span", span);
    }
    manifest.set("backbone", network.backbone.map(word));
    manifest.set("alpha", network.alpha);
    manifest.set("consensus", network.consensus);
    manifest.set("min-weight", network.min_weight);
    manifest.set("top", network.top);
    manifest.set("resolution", network.resolution);
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
fn note_tests(level: Level, network: &NetworkArgs, made: &NetworkTables, manifest: &mut Manifest) {
    let notes = &mut manifest.notes;
    if made.tested == 0 {
        notes.push(
            "No two actors appear together in these articles: the network has no edges.".into(),
        );
        return;
    }
    let dependent = match level {
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
    if let Some(backbone) = network.backbone
        && let Some(kept) = made.in_backbone
    {
        notes.push(format!("The backbone {} keeps {kept} of {} edges at alpha {}; actors.csv and network_summary.csv describe the network of all edges.", word(backbone), made.tested, network.alpha));
    }
    if !made.has_sdsm && network.sdsm != SdsmArg::Never {
        notes.push("SDSMExpected, SDSMP, SDSMQ and Consensus are empty: in a network of this size they take minutes. Ask for them with --sdsm published.".into());
    }
    if made.has_sampled_paths {
        notes.push("Betweenness and Closeness are estimated from a sample of actors; BetweennessError is the standard error.".into());
    }
}
