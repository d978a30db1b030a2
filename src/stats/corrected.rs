//! Means of a machine's scores, corrected by a sample that people have coded.
//!
//! The mean of what people would say of all sentences of a cell is the mean of the machine's scores plus the mean of their errors; the
//! errors are known of the sentences that were coded, and these were drawn at random. Whatever bias the machine has, it cancels out
//! (difference estimator: Cochran 1977, *Sampling Techniques*, section 7; design-based supervised learning: Egami, Hinck, Stewart & Wei
//! 2023; prediction-powered inference: Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023).
//!
//! A cell is corrected in one of two ways ([`Basis`]):
//!
//! * *own*: enough of its own sentences were coded in each stratum. Estimate and interval rest on the draw alone.
//! * *pooled*: the errors of its strata are those of all cells, and how far cells differ beyond that is estimated too
//!   (a random effect of cells, as in small-area estimation: Fay & Herriot 1979) and widens the interval. This holds for cells
//!   on average, not for a cell whose error is unlike that of all others.

use super::Interval;
use super::contrast::student_quantile;

/// The 97.5 % point of the standard normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// Sentences of a stratum that must be coded in a cell for it to be corrected by its own, unless there are no more.
pub const LEAST_CODED: u64 = 5;

/// The variance of few errors is drawn towards that of the whole stratum, as if that had been seen in so many more.
const PRIOR_CODED: f64 = 4.0;

/// A sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampledUnit {
    /// Its cell, from 0.
    pub cell: usize,
    /// The stratum that it was drawn from or might have been, from 0.
    pub stratum: usize,
    /// Its weight in the mean of its cell; those of a cell sum to 1.
    pub weight: f64,
    /// What the machine says.
    pub machine: f64,
    /// What people say, where it was drawn and coded.
    pub human: Option<f64>,
}

/// Standard errors that are added to the variance of cells, whose estimate is uncertain.
const SPREAD_ERRORS: f64 = 0.25;

/// What a corrected score rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Coded sentences of the cell itself.
    Own,
    /// Coded sentences of all cells.
    Pooled,
}

impl Basis {
    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Pooled => "pooled",
        }
    }
}

/// A corrected mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// The estimate.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Coded sentences of the cell.
    pub coded: u64,
    /// What it rests on.
    pub basis: Basis,
}

/// What the errors of a stratum are, over all cells.
#[derive(Debug, Clone, Copy, Default)]
struct Errors {
    units: f64,
    coded: f64,
    mean: f64,
    variance: f64,
}

/// A part of a cell: its sentences of one stratum.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    units: f64,
    weight: f64,
    squares: f64,
    coded: f64,
    coded_weight: f64,
    /// Sum of weight times error, and of errors and their squares, over what is coded.
    weighted: f64,
    sum: f64,
    sum_squares: f64,
    /// Sum of squares of the weights of what is not coded.
    open_squares: f64,
}

/// The corrected mean of each cell, `cells` in number, on a scale from `least` to `most`; `None` for cells without a sentence, and for all
/// where fewer than two sentences of a stratum that occurs were coded.
///
/// The coded sentences of each stratum must have been drawn from all of its sentences with the same chance each.
pub fn corrected_means(
    units: &[SampledUnit],
    cells: usize,
    (least, most): (f64, f64),
) -> Vec<Option<Corrected>> {
    let strata = units.iter().map(|u| u.stratum + 1).max().unwrap_or(0);
    let errors = errors_of(units, strata);
    if errors
        .iter()
        .any(|e| e.units > 0.0 && e.coded < 2.0 && e.coded < e.units)
    {
        return vec![None; cells];
    }
    let mut parts = vec![Part::default(); cells * strata];
    let mut machine = vec![0.0; cells];
    for unit in units {
        machine[unit.cell] += unit.weight * unit.machine;
        parts[unit.cell * strata + unit.stratum].add(unit);
    }
    let spread = spread_of_cells(units, cells, &errors);
    let correct = |cell: usize| {
        let own = &parts[cell * strata..(cell + 1) * strata];
        let present = || own.iter().zip(&errors).filter(|(part, _)| part.units > 0.0);
        present().next()?;
        let enough = |part: &Part| part.coded >= LEAST_CODED as f64 || part.coded >= part.units;
        let (shift, reach, basis) = if present().all(|(part, _)| enough(part)) {
            let (shift, reach) = by_own(present());
            (shift, reach, Basis::Own)
        } else {
            let (shift, reach) = by_all(present(), spread);
            (shift, reach, Basis::Pooled)
        };
        let mean = machine[cell] + shift;
        Some(Corrected {
            mean: mean.clamp(least, most),
            interval: Interval {
                low: (mean - reach).clamp(least, most),
                high: (mean + reach).clamp(least, most),
            },
            coded: own.iter().map(|part| part.coded as u64).sum(),
            basis,
        })
    };
    (0..cells).map(correct).collect()
}

impl Part {
    fn add(&mut self, unit: &SampledUnit) {
        self.units += 1.0;
        self.weight += unit.weight;
        self.squares += unit.weight * unit.weight;
        match unit.human {
            Some(human) => {
                let error = human - unit.machine;
                self.coded += 1.0;
                self.coded_weight += unit.weight;
                self.weighted += unit.weight * error;
                self.sum += error;
                self.sum_squares += error * error;
            }
            None => self.open_squares += unit.weight * unit.weight,
        }
    }

    /// Sum of squares of the errors about their mean.
    fn scatter(&self) -> f64 {
        (self.sum_squares - self.sum * self.sum / self.coded).max(0.0)
    }
}

/// The correction by the cell's own coded sentences, and half the width of its interval.
fn by_own<'p>(parts: impl Iterator<Item = (&'p Part, &'p Errors)>) -> (f64, f64) {
    let (mut shift, mut variance, mut scale) = (0.0, 0.0, 0.0);
    for (part, errors) in parts {
        shift += part.weight * part.weighted / part.coded_weight;
        let left = 1.0 - part.coded / part.units;
        if left <= 0.0 {
            continue;
        }
        let df = PRIOR_CODED + part.coded - 1.0;
        let scattered = (PRIOR_CODED * errors.variance + part.scatter()) / df;
        // Kish (1965): unequal weights make the sample worth fewer sentences.
        let unequal = part.squares * part.units / (part.weight * part.weight);
        let own = part.weight * part.weight * left * scattered * unequal / part.coded;
        variance += own;
        scale += own * own / df;
    }
    if variance <= 0.0 {
        return (shift, 0.0);
    }
    // Satterthwaite (1946).
    let df = variance * variance / scale;
    (shift, student_quantile(df) * variance.sqrt())
}

/// The correction by the errors of all cells, and half the width of its interval; `spread` is the variance of cells.
fn by_all<'p>(parts: impl Iterator<Item = (&'p Part, &'p Errors)>, spread: f64) -> (f64, f64) {
    let (mut shift, mut variance, mut open) = (0.0, 0.0, 0.0);
    for (part, errors) in parts {
        let left = part.weight - part.coded_weight;
        // What is coded is known, what is not has the mean error of its stratum.
        shift += part.weighted + left * errors.mean;
        open += left;
        let of_mean = errors.variance / errors.coded * (1.0 - errors.coded / errors.units);
        variance += left * left * of_mean + part.open_squares * errors.variance;
    }
    variance += open * open * spread;
    (shift, Z_95 * variance.sqrt())
}

fn errors_of(units: &[SampledUnit], strata: usize) -> Vec<Errors> {
    let mut found = vec![Errors::default(); strata];
    for unit in units {
        let errors = &mut found[unit.stratum];
        errors.units += 1.0;
        if let Some(human) = unit.human {
            // Welford's running mean and sum of squares.
            let error = human - unit.machine;
            errors.coded += 1.0;
            let off = error - errors.mean;
            errors.mean += off / errors.coded;
            errors.variance += off * (error - errors.mean);
        }
    }
    for errors in &mut found {
        errors.variance = if errors.coded > 1.0 {
            errors.variance / (errors.coded - 1.0)
        } else {
            0.0
        };
    }
    found
}

/// The variance between cells of the mean error beyond that of their strata: the mean product of errors of different sentences of a cell,
/// with [`SPREAD_ERRORS`] added, so that it is rather too large than too small. Where no cell has two coded sentences, the variance of all errors.
fn spread_of_cells(units: &[SampledUnit], cells: usize, errors: &[Errors]) -> f64 {
    let mut sums = vec![(0.0, 0.0, 0.0); cells];
    let (mut total, mut count) = (0.0, 0.0);
    for unit in units {
        if let Some(human) = unit.human {
            let error = human - unit.machine - errors[unit.stratum].mean;
            let (sum, squares, coded) = &mut sums[unit.cell];
            *sum += error;
            *squares += error * error;
            *coded += 1.0;
            total += error * error;
            count += 1.0;
        }
    }
    let variance = if count > 1.0 {
        total / (count - 1.0)
    } else {
        0.0
    };
    let (mut products, mut pairs) = (0.0, 0.0);
    for (sum, squares, coded) in sums {
        products += (sum * sum - squares) / 2.0;
        pairs += coded * (coded - 1.0) / 2.0;
    }
    if pairs < 1.0 {
        return variance;
    }
    ((products / pairs).max(0.0) + SPREAD_ERRORS * variance / f64::sqrt(pairs)).min(variance)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::sampling::{allocate, draw};
    use super::*;

    /// Cells whose errors differ in mean by `between`, with sentences of two strata told by the machine's sign.
    fn population(
        random: &mut Random,
        cells: usize,
        size: usize,
        between: f64,
    ) -> Vec<(SampledUnit, f64)> {
        let mut made = Vec::new();
        for cell in 0..cells {
            let own = between * (random.uniform() * 2.0 - 1.0);
            for _ in 0..size {
                let machine = random.uniform() * 1.6 - 0.8;
                let lean = 0.4 * machine + 0.25 + own;
                let human = match random.uniform() * 2.0 - 1.0 - lean {
                    x if x < -0.4 => 1.0,
                    x if x > 0.5 => -1.0,
                    _ => 0.0,
                };
                let unit = SampledUnit {
                    cell,
                    stratum: usize::from(machine > 0.0),
                    weight: 1.0 / size as f64,
                    machine,
                    human: None,
                };
                made.push((unit, human));
            }
        }
        made
    }

    /// The share of cells of a basis whose interval holds the truth, how many there were, and the share that the raw mean would hit
    /// with an interval of the same width.
    fn coverage(
        cells: usize,
        size: usize,
        coded: u64,
        between: f64,
        basis: Basis,
    ) -> (f64, usize, f64) {
        let (mut hit, mut all, mut raw) = (0.0, 0, 0.0);
        for run in 0..200 {
            let mut random = Random::new(17, run);
            let population = population(&mut random, cells, size, between);
            let mut units: Vec<SampledUnit> = population.iter().map(|p| p.0).collect();
            let by_stratum: Vec<Vec<usize>> = (0..2)
                .map(|h| {
                    (0..units.len())
                        .filter(|&i| units[i].stratum == h)
                        .collect()
                })
                .collect();
            let sizes: Vec<u64> = by_stratum.iter().map(|s| s.len() as u64).collect();
            for (places, drawn) in by_stratum.iter().zip(allocate(&sizes, coded)) {
                let keys: Vec<u64> = places.iter().map(|&i| i as u64).collect();
                for at in draw(&keys, drawn, run) {
                    units[places[at]].human = Some(population[places[at]].1);
                }
            }
            let found = corrected_means(&units, cells, (-1.0, 1.0));
            for (cell, found) in found.into_iter().enumerate() {
                let found = found.expect("a corrected mean");
                if found.basis != basis {
                    continue;
                }
                let own = || population.iter().filter(|(u, _)| u.cell == cell);
                let truth = own().map(|(u, human)| u.weight * human).sum::<f64>();
                let machine = own().map(|(u, _)| u.weight * u.machine).sum::<f64>();
                let holds = |x: f64| x >= found.interval.low && x <= found.interval.high;
                hit += f64::from(u8::from(holds(truth)));
                let moved = machine - found.mean + truth;
                raw += f64::from(u8::from(holds(moved)));
                all += 1;
            }
        }
        (hit / f64::from(all), all as usize, raw / f64::from(all))
    }

    #[test]
    fn intervals_cover_what_people_would_say_of_all() {
        // One cell, its own sentences coded.
        let (share, count, raw) = coverage(1, 1500, 120, 0.3, Basis::Own);
        assert!(count == 200 && (0.91..0.99).contains(&share), "{share}");
        assert!(raw < 0.8, "the machine is biased: {raw}");
        let (share, count, _) = coverage(4, 200, 200, 0.3, Basis::Own);
        assert!(
            count > 700 && (0.93..0.98).contains(&share),
            "{share} of {count}"
        );
        // Many cells of few sentences.
        for between in [0.0, 0.4] {
            let (share, count, _) = coverage(60, 12, 150, between, Basis::Pooled);
            assert!(
                count > 10_000 && (0.93..0.99).contains(&share),
                "{share} of {count}"
            );
        }
    }

    #[test]
    fn all_coded_is_the_truth() {
        let unit = |stratum, weight, machine, human| SampledUnit {
            cell: 0,
            stratum,
            weight,
            machine,
            human: Some(human),
        };
        let units = [
            unit(0, 0.5, -0.3, -1.0),
            unit(0, 0.25, -0.1, 0.0),
            unit(1, 0.25, 0.4, 0.0),
        ];
        let found = corrected_means(&units, 2, (-1.0, 1.0));
        let whole = found[0].expect("a mean");
        assert_eq!((whole.coded, whole.basis), (3, Basis::Own));
        assert!((whole.mean + 0.5).abs() < 1e-12);
        assert!(whole.interval.high - whole.interval.low < 1e-12);
        assert_eq!(found[1], None);
    }

    #[test]
    fn nothing_is_told_of_strata_that_nobody_coded() {
        let mut random = Random::new(1, 1);
        let units: Vec<SampledUnit> = population(&mut random, 3, 10, 0.0)
            .iter()
            .map(|p| p.0)
            .collect();
        assert_eq!(corrected_means(&units, 3, (-1.0, 1.0)), [None, None, None]);
        assert_eq!(corrected_means(&[], 1, (-1.0, 1.0)), [None]);
    }
}
