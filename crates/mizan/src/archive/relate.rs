//! `mizan relations` and `mizan balance`.

use super::table::{Table, number, sparkline};
use super::{At, FilterArgs, Print, Scope};
use crate::view::isolate;
use crate::{Common, Failure, Outcome};
use clap::Args;
use mizan_archive::day::Period;
use mizan_archive::relate::{
    Balance, BalanceAsk, BalanceStep, Line, PartnerStep, Series, SeriesAsk, Split, Step, Unit,
};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct RelationsArgs {
    /// The side that acts: an id, a name, a code ("SYR *"), a group, or * for anybody.
    a: String,
    /// The side that is acted on, likewise.
    b: String,
    /// Also what the second does to the first.
    #[arg(long)]
    both: bool,
    /// Length of a step.
    #[arg(long, value_name = "PERIOD", default_value = "month", value_parser = period)]
    per: Period,
    /// What is counted.
    #[arg(long, value_name = "UNIT", default_value = "stories", value_parser = unit)]
    count: Unit,
    /// A line for each zone, status, claimant, stance, type, quad or outlet.
    #[arg(long, value_name = "BY", value_parser = split)]
    split: Option<Split>,
    /// Write the curve as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    print: Print,
}

fn period(text: &str) -> Result<Period, String> {
    Period::named(text).ok_or_else(|| "expected day, week, month, quarter or year".to_owned())
}

fn split(text: &str) -> Result<Split, String> {
    Split::named(text)
        .ok_or_else(|| "expected zone, status, claimant, stance, type, quad or outlet".to_owned())
}

fn unit(text: &str) -> Result<Unit, String> {
    match text {
        "events" => Ok(Unit::Events),
        "stories" => Ok(Unit::Stories),
        "sources" => Ok(Unit::Sources),
        _ => Err("expected events, stories or sources".to_owned()),
    }
}

pub fn relations(args: &RelationsArgs, common: &Common) -> Result<Outcome, Failure> {
    let ask = SeriesAsk {
        a: args.a.clone(),
        b: args.b.clone(),
        both: args.both,
        period: args.per,
        unit: args.count,
        split: args.split,
        filter: args.filter.filter(common.all)?,
    };
    let series = args.at.read()?.series(&ask)?;
    if let Some(path) = &args.svg {
        let svg = mizan_archive::export::series_svg(&series);
        std::fs::write(path, svg).map_err(|e| Failure::Data(format!("{}: {e}", path.display())))?;
    }
    if args.print.csv {
        series_csv(&series).print(&args.print, &series)?;
    } else {
        if !args.print.json {
            sparks(&series)?;
        }
        series_table(&series).print(&args.print, &series)?;
    }
    notes(&series);
    Ok(Outcome::Whole)
}

/// Steps for a person: those in which something happened where they are many; the curve above has them all.
fn series_table(series: &Series) -> Table {
    let head = [
        "line",
        "step",
        "stories",
        "95 %",
        "events",
        "sources",
        "1",
        "2",
        "3",
        "4",
        "score",
        "mean",
        "share %",
        "share 95 %",
    ];
    let mut table = Table::new(&head);
    for line in &series.lines {
        let shown = line.steps.iter().filter(|s| s.events > 0 || line.steps.len() <= 36);
        shown.for_each(|s| table.push(cells(line, s)));
    }
    table
}

/// Every step with a column a figure; what was counted is empty where there is no coverage.
fn series_csv(series: &Series) -> Table {
    let head = [
        "line",
        "step",
        "from",
        "to",
        "covered",
        "stories",
        "events",
        "sources",
        "count_low",
        "count_high",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "score_sum",
        "score_mean",
        "score_low",
        "score_high",
        "coded",
        "share",
        "share_low",
        "share_high",
    ];
    let mut table = Table::new(&head);
    for (line, s) in series.lines.iter().flat_map(|l| l.steps.iter().map(move |s| (l, s))) {
        let mut row = vec![
            line.key.clone(),
            s.label.clone(),
            s.from.clone(),
            s.to.clone(),
            s.covered.to_string(),
        ];
        if s.covered {
            row.extend([s.stories, s.events, s.sources].map(|n| n.to_string()));
            row.extend([s.count_low, s.count_high].map(|n| format!("{n:.3}")));
            row.extend(s.quads.map(|n| n.to_string()));
            row.push(format!("{:.1}", s.score_sum));
            row.extend([s.score_mean, s.score_low, s.score_high].map(plain));
            row.push(s.coded.to_string());
            row.extend([s.share, s.share_low, s.share_high].map(plain));
        }
        row.resize(head.len(), String::new());
        table.push(row);
    }
    table
}

/// A figure for a program, empty where there is none.
fn plain(value: Option<f64>) -> String {
    value.map(|v| format!("{v:.4}")).unwrap_or_default()
}

/// From which step to which a curve goes.
fn ends<'l>(mut labels: impl DoubleEndedIterator<Item = &'l str>) -> String {
    let Some(first) = labels.next() else { return String::new() };
    format!("{first} … {}", labels.next_back().unwrap_or(first))
}

fn sparks(series: &Series) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    for line in &series.lines {
        let value = |s: &Step| s.covered.then_some(s.quads.iter().sum::<u64>() as f64);
        let values: Vec<Option<f64>> = line.steps.iter().map(value).collect();
        let labels = line.steps.iter().map(|s| s.label.as_str());
        writeln!(out, "{} {} {}", line.key, sparkline(&values), ends(labels))?;
    }
    writeln!(out)
}

fn cells(line: &Line, s: &Step) -> Vec<String> {
    if !s.covered {
        let mut row = vec![line.key.clone(), s.label.clone(), "no coverage".to_owned()];
        row.resize(14, String::new());
        return row;
    }
    let percent = |v: Option<f64>| number(v.map(|v| v * 100.0), 2);
    let mut row = vec![
        line.key.clone(),
        s.label.clone(),
        s.stories.to_string(),
        format!("{:.1}–{:.1}", s.count_low, s.count_high),
        s.events.to_string(),
        s.sources.to_string(),
    ];
    row.extend(s.quads.iter().map(u64::to_string));
    row.extend([
        format!("{:.1}", s.score_sum),
        number(s.score_mean, 2),
        percent(s.share),
        range(&percent(s.share_low), &percent(s.share_high)),
    ]);
    row
}

fn range(low: &str, high: &str) -> String {
    if low == "-" { low.to_owned() } else { format!("{low}–{high}") }
}

fn notes(series: &Series) {
    if series.undated > 0 {
        eprintln!("mizan: {} events without any day are not in the steps", series.undated);
    }
    if series.outside > 0 {
        eprintln!(
            "mizan: {} events lie on days outside the steps; --from and --to widen them",
            series.outside
        );
    }
}

#[derive(Args)]
pub struct BalanceArgs {
    /// Whose balance: an id, a name, a code or a group.
    #[arg(long, value_name = "WHO")]
    of: String,
    /// Its rival partners, two or more.
    #[arg(long, value_name = "WHO", num_args = 1.., required = true)]
    between: Vec<String>,
    /// Length of a step.
    #[arg(long, value_name = "PERIOD", default_value = "month", value_parser = period)]
    per: Period,
    /// What is counted.
    #[arg(long, value_name = "UNIT", default_value = "stories", value_parser = unit)]
    count: Unit,
    /// Write the curve as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    print: Print,
}

pub fn balance(args: &BalanceArgs, common: &Common) -> Result<Outcome, Failure> {
    let ask = BalanceAsk {
        of: args.of.clone(),
        between: args.between.clone(),
        period: args.per,
        unit: args.count,
        filter: args.scope.filter(common.all)?,
    };
    let balance = args.at.read()?.balance(&ask)?;
    if let Some(path) = &args.svg {
        let svg = mizan_archive::export::balance_svg(&balance);
        std::fs::write(path, svg).map_err(|e| Failure::Data(format!("{}: {e}", path.display())))?;
    }
    if args.print.csv {
        balance_csv(&balance).print(&args.print, &balance)?;
        return Ok(Outcome::Whole);
    }
    if !args.print.json {
        balance_sparks(&balance)?;
    }
    balance_table(&balance).print(&args.print, &balance)?;
    if !args.print.json {
        turns(&balance)?;
    }
    Ok(Outcome::Whole)
}

/// Each partner's share of the cooperation over time.
fn balance_sparks(balance: &Balance) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    for (n, partner) in balance.between.iter().enumerate() {
        let value = |s: &BalanceStep| s.partners.get(n).and_then(|p| p.cooperation_share);
        let values: Vec<Option<f64>> = balance.steps.iter().map(value).collect();
        let labels = balance.steps.iter().map(|s| s.label.as_str());
        writeln!(out, "{} {} {}", isolate(partner), sparkline(&values), ends(labels))?;
    }
    writeln!(out)
}

fn balance_table(balance: &Balance) -> Table {
    let head = [
        "step",
        "partner",
        "cooperation",
        "share %",
        "95 %",
        "conflict",
        "share %",
        "mean score",
        "warmer",
        "cooler",
        "ties",
        "lost",
    ];
    let mut table = Table::new(&head);
    for (step, p) in balance.steps.iter().flat_map(|s| s.partners.iter().map(move |p| (s, p))) {
        let mut row = vec![step.label.clone(), p.partner.clone()];
        if step.covered {
            row.extend(partner_cells(p));
        } else {
            row.push("no coverage".to_owned());
        }
        row.resize(head.len(), String::new());
        table.push(row);
    }
    table
}

fn partner_cells(p: &PartnerStep) -> [String; 10] {
    let percent = |v: Option<f64>| number(v.map(|v| v * 100.0), 0);
    [
        p.cooperation.to_string(),
        percent(p.cooperation_share),
        range(&percent(p.share_low), &percent(p.share_high)),
        p.conflict.to_string(),
        percent(p.conflict_share),
        number(p.score_mean, 2),
        p.warmer.to_string(),
        p.cooler.to_string(),
        p.ties_held.to_string(),
        p.ties_lost.to_string(),
    ]
}

fn balance_csv(balance: &Balance) -> Table {
    let head = [
        "step",
        "from",
        "to",
        "covered",
        "partner",
        "cooperation",
        "cooperation_share",
        "share_low",
        "share_high",
        "conflict",
        "conflict_share",
        "score_mean",
        "warmer",
        "cooler",
        "ties_held",
        "ties_lost",
    ];
    let mut table = Table::new(&head);
    for (step, p) in balance.steps.iter().flat_map(|s| s.partners.iter().map(move |p| (s, p))) {
        let mut row = vec![
            step.label.clone(),
            step.from.clone(),
            step.to.clone(),
            step.covered.to_string(),
            p.partner.clone(),
        ];
        if step.covered {
            row.push(p.cooperation.to_string());
            row.extend([p.cooperation_share, p.share_low, p.share_high].map(plain));
            row.push(p.conflict.to_string());
            row.extend([p.conflict_share, p.score_mean].map(plain));
            row.extend([p.warmer, p.cooler, p.ties_held, p.ties_lost].map(|n| n.to_string()));
        }
        row.resize(head.len(), String::new());
        table.push(row);
    }
    table
}

fn turns(balance: &Balance) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out)?;
    if balance.turns.is_empty() {
        return writeln!(out, "no turning point ({})", balance.method);
    }
    for t in &balance.turns {
        let list = |v: &[f64]| {
            v.iter().map(|s| format!("{:.0} %", s * 100.0)).collect::<Vec<_>>().join(" / ")
        };
        let what = if t.of == "cooperation" {
            format!("cooperation with {}", balance.between.join(" / "))
        } else {
            format!("{}: cooperation / conflict", t.of)
        };
        writeln!(
            out,
            "turning point {} · {what}: {} → {}",
            t.label,
            list(&t.before),
            list(&t.after)
        )?;
        let events: Vec<String> = t.events.iter().map(ToString::to_string).collect();
        writeln!(out, "  events {}", events.join(" "))?;
    }
    writeln!(out, "found by {}", balance.method)
}
