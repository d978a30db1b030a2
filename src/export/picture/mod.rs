//! Pictures for papers: SVG with real text at its final size, and a file of captions.
//!
//! | file | shows | from the tables |
//! | --- | --- | --- |
//! | `network.svg` | who appears with whom beyond chance | `actors`, `edges` |
//! | `stance.svg` | attitudes of the actors of most judged articles, as a matrix | `stance` |
//! | `pairs.svg` | the clearest attitudes with their intervals | `stance` |
//! | `attention.svg` | the share of articles that mention an actor, by period | `attention` |
//! | `tone.svg` | the tone of outlets towards actors | `tone` |
//! | `captions.txt` | a caption for each: what is shown, n, thresholds, tests, source | all |
//!
//! A unit of the drawings is a point, so that a font size is what is printed. Signs are told by shape, dash or `+` and `−` beside
//! colour, lines have at least half a point and letters at least six, and colours are mixed beforehand instead of being transparent.

mod attention;
mod canvas;
mod caption;
mod matrix;
mod network;
mod pairs;
mod palette;
mod tone;

use crate::tables::{Row, Table};

use super::{ExportError, ExportOptions, Output, Sink};

/// Width of pictures in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum PictureWidth {
    /// 89 mm: one column.
    Single,
    /// 183 mm: two columns.
    #[default]
    Double,
}

impl PictureWidth {
    /// Millimetres.
    pub const fn millimetres(self) -> f64 {
        match self {
            Self::Single => 89.0,
            Self::Double => 183.0,
        }
    }

    /// Points.
    fn points(self) -> f64 {
        self.millimetres() * 72.0 / 25.4
    }

    /// One of two things, by width.
    fn pick<T>(self, single: T, double: T) -> T {
        match self {
            Self::Single => single,
            Self::Double => double,
        }
    }
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Name of its file, without ending.
    pub name: &'static str,
    /// The picture: a whole SVG document.
    pub svg: String,
    /// What is shown, of how many, with which thresholds and tests.
    pub caption: String,
}

/// A function that draws a picture from tables, if they hold what it needs.
type Draw = fn(&[Table], &ExportOptions<'_>) -> Option<Picture>;

const PICTURES: [Draw; 5] = [
    network::draw,
    matrix::draw,
    pairs::draw,
    attention::draw,
    tone::draw,
];

/// The pictures that can be drawn from the tables.
pub fn pictures(tables: &[Table], options: &ExportOptions<'_>) -> Vec<Picture> {
    let drawn = PICTURES.iter().filter_map(|draw| draw(tables, options));
    drawn.collect()
}

/// The files of the tables: pictures and their captions.
pub(super) fn outputs<'a>(tables: &'a [Table], options: &'a ExportOptions<'a>) -> Vec<Output<'a>> {
    let pictures = pictures(tables, options);
    let drawn = ["edges", "stance", "attention", "tone"];
    if !tables
        .iter()
        .any(|table| drawn.contains(&table.name.as_str()))
    {
        return Vec::new();
    }
    let captions = caption::file(&pictures, options);
    let mut files: Vec<Output<'a>> = pictures
        .into_iter()
        .map(|picture| file(format!("{}.svg", picture.name), picture.svg))
        .collect();
    files.push(file("captions.txt".to_owned(), captions));
    files
}

fn file<'a>(name: String, text: String) -> Output<'a> {
    Output {
        name,
        writer: Box::new(move |sink: Sink<'_>| -> Result<(), ExportError> {
            sink.write_all(text.as_bytes())?;
            Ok(())
        }),
    }
}

/// The typed rows of a table; none where it is not there.
fn rows<'t, R: Row + crate::tables::FromRow<'t>>(tables: &'t [Table], name: &str) -> Vec<R> {
    let table = tables.iter().find(|table| table.name == name);
    let typed = table.and_then(Table::typed);
    typed.into_iter().flatten().collect()
}

/// Whether an interval leaves out 0.
fn clear(low: Option<f64>, high: Option<f64>) -> bool {
    low.is_some_and(|low| low > 0.0) || high.is_some_and(|high| high < 0.0)
}

/// A name, or the id where there is none.
fn name<'a>(label: &'a str, id: &'a str) -> &'a str {
    if label.is_empty() { id } else { label }
}
