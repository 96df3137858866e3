//! Fits the confidence model on the development gold and writes `data/ar/weigh.tsv`.
//!
//! `cargo run --release -p mizan-code --example fit -- ../shared/gold/arabic_event_gsr data/ar/weigh.tsv`
//!
//! A sentence is judged by its strongest event. Frame and clause are one model, words another; how they are mixed is
//! fitted on sentences that neither had seen, and so are the thresholds. Deterministic.

mod figures;
mod rows;
mod train;

use figures::{reliability, report, threshold};
use mizan_code::Reader;
use rows::{Data, Row};
use std::fmt::Write;
use train::{Mix, Verdict};

/// The threshold of types that our own reports alone teach: what is shown of a type is right nearly one time in three at the least,
/// most of it far surer.
const COMMON: f32 = 0.3;

/// What was learnt: of frame and clause for all types, of words for the types that annotated sentences cover.
struct Model {
    frame: Vec<f32>,
    words: Vec<Vec<f32>>,
}

fn covered(rows: &[&Row]) -> bool {
    rows.iter().any(|r| r.voted)
}

fn learn(sets: &[Vec<&Row>], n: usize) -> Model {
    let words = |rows: &Vec<&Row>| if covered(rows) { train::words(rows, n) } else { Vec::new() };
    Model { frame: train::frame(sets, n), words: sets.iter().map(words).collect() }
}

/// What a model says of a row of the type with this number; nothing where it found no event.
fn verdict(model: &Model, set: usize, row: &Row) -> Option<Verdict> {
    let frame = train::of_frame(&model.frame, row)?;
    let words = &model.words[set];
    Some(Verdict { frame, words: if words.is_empty() { 0.0 } else { train::of_words(words, row) } })
}

type Judged<'r> = Vec<(&'r Row, Option<Verdict>)>;

/// Every row by models that did not see it: a fifth of each type is left out in turn, and the rows are dealt
/// anew so many times, as one deal of some forty sentences that say yes tells little.
fn cross<'r>(sets: &[&'r Vec<Row>], n: usize) -> Vec<Judged<'r>> {
    const FOLDS: usize = 5;
    const DEALS: usize = 5;
    let mut out: Vec<Judged<'r>> = vec![Vec::new(); sets.len()];
    for (deal, fold) in (0..DEALS).flat_map(|d| (0..FOLDS).map(move |f| (d, f))) {
        let part = |rows: &'r Vec<Row>, held: bool| -> Vec<&'r Row> {
            let numbered = rows.iter().enumerate();
            numbered
                .filter(|(i, _)| (dealt(*i, deal) % FOLDS == fold) == held)
                .map(|r| r.1)
                .collect()
        };
        let model = learn(&sets.iter().map(|rows| part(rows, false)).collect::<Vec<_>>(), n);
        for (set, (rows, out)) in sets.iter().zip(&mut out).enumerate() {
            out.extend(part(rows, true).into_iter().map(|row| (row, verdict(&model, set, row))));
        }
    }
    out
}

/// Where a deal puts a row: SplitMix64 of both numbers, the same at every run.
fn dealt(row: usize, deal: usize) -> usize {
    let mut z = (row as u64 ^ (deal as u64) << 32).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) as usize >> 1
}

/// The rows that count in the figures, with their confidence.
fn scored(judged: &Judged<'_>, mix: Mix) -> Vec<(f32, bool)> {
    let counted = judged.iter().filter(|(row, _)| !row.open);
    counted.map(|(row, v)| (v.map_or(0.0, |v| mix.of(v)), row.yes)).collect()
}

/// How both verdicts are mixed: on annotated sentences with an event, open ones too.
fn mixed(judged: &Judged<'_>) -> Mix {
    let annotated = judged.iter().filter(|(row, _)| row.counts >= 1.0);
    Mix::fit(&annotated.filter_map(|(row, v)| v.map(|v| (v, row.share))).collect::<Vec<_>>())
}

/// The same on the lines of reports: a page speaks otherwise than sentences that were picked for one type.
fn mixed_on_pages(judged: &Judged<'_>) -> Mix {
    let lines = judged.iter().filter(|(row, _)| row.page);
    Mix::fit(&lines.filter_map(|(row, v)| v.map(|v| (v, row.share))).collect::<Vec<_>>())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let gold = args.next().unwrap_or_else(|| "../shared/gold/arabic_event_gsr".to_owned());
    let out = args.next();
    let data = Data::load(&gold, &Reader::builtin()?)?;
    let n = data.names.len();
    let mut table = String::from(
        "# Weights of the confidence model by feature; written by `cargo run --release -p mizan-code --example fit`.\nfeature\tweight\n",
    );
    let sets: Vec<&Vec<Row>> = data.rows.values().collect();
    let all: Vec<Vec<&Row>> = sets.iter().map(|rows| rows.iter().collect()).collect();
    let model = learn(&all, n);
    let mut lines: Vec<(String, f32)> =
        data.names.iter().cloned().zip(model.frame.iter().copied()).collect();
    for (set, (event, crossed)) in data.rows.keys().zip(cross(&sets, n)).enumerate() {
        let yes = all[set].iter().filter(|r| r.yes && !r.open).count();
        // Types that no annotated sentence covers have the one model of frame and clause, and one threshold.
        if !covered(&all[set]) {
            let unseen = scored(&crossed, Mix { frame: 1.0, words: 0.0, shift: 0.0 });
            report(event, "cross-checked", &unseen, COMMON);
            reliability(event, &unseen);
            writeln!(table, "{event}.threshold\t{COMMON:.2}")?;
            continue;
        }
        let mix = mixed(&crossed);
        let unseen = scored(&crossed, mix);
        let t = threshold(&unseen, yes);
        let plain = all[set].iter().map(|row| (*row, verdict(&model, set, row))).collect();
        report(event, "cross-checked", &unseen, t);
        report(event, "plain", &scored(&plain, mix), t);
        reliability(event, &unseen);
        let words = &model.words[set];
        let shift = mix.shift + mix.words * words[n];
        write!(
            table,
            "{event}.scale\t{:.3}\n{event}.shift\t{shift:.3}\n{event}.threshold\t{t:.2}\n",
            mix.frame
        )?;
        let page = mixed_on_pages(&crossed);
        let shift = page.shift + page.words * words[n];
        write!(
            table,
            "{event}.page.scale\t{:.3}\n{event}.page.words\t{:.3}\n{event}.page.shift\t{shift:.3}\n",
            page.frame,
            page.words / mix.words
        )?;
        eprintln!(
            "{event} on pages: frame {:.2} words {:.2} shift {:.2}",
            page.frame, page.words, page.shift
        );
        lines.extend(data.names.iter().zip(words).map(|(name, w)| (name.clone(), mix.words * w)));
    }
    lines.retain(|(_, x)| x.abs() > 0.005);
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, x) in lines {
        writeln!(table, "{name}\t{x:.3}")?;
    }
    match out {
        Some(path) => std::fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(())
}
