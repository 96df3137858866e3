//! Text to words with their readings, names and dates.

use crate::{best, corpus, peer, row};
use mizan_code::Reader;
use mizan_text::{Analyzer, Folded, Text, tokenize};
use std::collections::BTreeSet;
use std::hint::black_box;

pub fn run(reader: &Reader) {
    let reports = corpus::reports(2_000);
    let whole = reports.join("\n");
    fold(&whole);
    let folded = Folded::new(&whole);
    analyses(reader, &folded.text, &reports);
    names(reader, &Text::new(&whole, reader.knowledge()));
    dates(reader, &reports[..400]);
}

/// The cheapest that could be: one look at each character.
fn fold(text: &str) {
    let mb = text.len() as f64 / 1e6;
    let pass = best(|| {
        black_box(text.chars().map(u32::from).fold(0_u32, u32::wrapping_add));
    });
    let fold = best(|| drop(black_box(Folded::new(text))));
    row("fold, with alignment", mb / fold, "MB/s", Some(("one pass", Some(mb / pass))));
    let folded = Folded::new(text);
    let cut = best(|| drop(black_box(tokenize(&folded.text))));
    row("tokenise", mb / cut, "MB/s", Some(("one pass", Some(mb / pass))));
}

fn analyses(reader: &Reader, folded: &str, reports: &[String]) {
    let mut tokens = tokenize(folded);
    let count = tokens.len() as f64 / 1e3;
    let mut analyzer = Analyzer::new(reader.knowledge());
    analyzer.all(folded, &mut tokens);
    let warm = best(|| drop(black_box(analyzer.all(folded, &mut tokens))));
    let theirs = peer("simplemma", &reports[..200]).map(|f| f / 1e3);
    row("readings, words seen before", count / warm, "k words/s", Some(("simplemma", theirs)));
    let types: BTreeSet<&str> =
        tokens.iter().map(|t| &folded[t.start as usize..t.end as usize]).collect();
    let distinct: String = types.into_iter().collect::<Vec<_>>().join(" ");
    let mut once = tokenize(&distinct);
    let count = once.len() as f64 / 1e3;
    let cold = best(|| {
        let mut fresh = Analyzer::new(reader.knowledge());
        drop(black_box(fresh.all(&distinct, &mut once)));
    });
    let theirs = peer("simplemma_once", reports).map(|f| f / 1e3);
    row("readings, words never seen", count / cold, "k words/s", Some(("simplemma", theirs)));
}

/// The same names in one automaton, without borders and glued letters.
fn names(reader: &Reader, text: &Text<'_>) {
    use fst::Streamer;
    let mb = text.folded.text.len() as f64 / 1e6;
    let ours = best(|| {
        black_box(reader.count_names(text));
    });
    let mut names = Vec::new();
    let mut stream = reader.knowledge().names.stream();
    while let Some((name, _)) = stream.next() {
        names.push(String::from_utf8(name.to_vec()).unwrap());
    }
    let automaton: daachorse::DoubleArrayAhoCorasick<u32> =
        daachorse::DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse::MatchKind::LeftmostLongest)
            .build(&names)
            .unwrap();
    let theirs = best(|| {
        black_box(automaton.leftmost_find_iter(&text.folded.text).count());
    });
    row("names", mb / ours, "MB/s", Some(("daachorse", Some(mb / theirs))));
}

fn dates(reader: &Reader, reports: &[String]) {
    let (now, k) = (jiff::civil::date(2025, 11, 30), reader.knowledge());
    let ours = best(|| {
        for report in reports {
            black_box(reader.count_dates(&Text::new(report, k), now));
        }
    });
    let theirs = peer("dateparser", &reports[..40]);
    row(
        "dates, from the letters on",
        reports.len() as f64 / ours,
        "texts/s",
        Some(("dateparser", theirs)),
    );
}
