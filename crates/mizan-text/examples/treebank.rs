//! Fits tagger and parser to treebanks, and measures them on text that they did not learn from.
//!
//!     treebank fit OUT.bin TRAIN.conllu…           weights of all of them
//!     treebank folds BANK.conllu [MORE.conllu…]    five folds of BANK, MORE always in training, from raw text
//!     treebank test TEST.conllu TRAIN.conllu…      fitted on TRAIN, measured on TEST
//!     treebank missed BANK.conllu…                 words of the treebank that no reading of ours can give
//!
//! `--data DIR` names the language's data, `--rounds N` how often the examples are gone through, `--out FILE` where the
//! parsed test goes as CoNLL-U.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use mizan_data::Knowledge;
use mizan_syntax::conllu::{self, Row, Sentence as Gold};
use mizan_syntax::score::Scores;
use mizan_syntax::{Example, Models, TagExample, fit_parser, fit_tagger};
use mizan_text::syntax::{self, gold};
use mizan_text::{Sentence, Text};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Options {
    data: PathBuf,
    rounds: usize,
    folds: usize,
    out: Option<PathBuf>,
    words: Vec<String>,
}

fn options() -> Options {
    let mut o = Options {
        data: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ar"),
        rounds: 10,
        folds: 5,
        out: None,
        words: Vec::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        match a.as_str() {
            "--data" => o.data = args.next().expect("--data DIR").into(),
            "--rounds" => o.rounds = args.next().and_then(|n| n.parse().ok()).expect("--rounds N"),
            "--folds" => o.folds = args.next().and_then(|n| n.parse().ok()).expect("--folds N"),
            "--out" => o.out = args.next().map(PathBuf::from),
            _ => o.words.push(a),
        }
    }
    o
}

fn load(path: &str) -> Vec<Gold> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut banks = conllu::read(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
    // A treebank that is not ours says أن in two ways, has other marks, …: its conventions are kept apart.
    let foreign = !path.contains("corpus/treebank") && !path.contains("own");
    banks.iter_mut().for_each(|g| g.comments = vec![if foreign { "1" } else { "0" }.to_owned()]);
    banks
}

fn main() {
    let o = options();
    let bytes = mizan_data::compile(&o.data).unwrap_or_else(|e| panic!("{e:?}"));
    let mut k = Knowledge::load(&bytes).unwrap();
    let words: Vec<&str> = o.words.iter().map(String::as_str).collect();
    match words[..] {
        ["fit", out, ref train @ ..] => {
            let banks: Vec<Gold> = train.iter().flat_map(|p| load(p)).collect();
            let models = fit(&k, &banks, o.rounds);
            let bytes = models.to_bytes();
            println!(
                "{} bytes, tagger {} weights, parser {:?}",
                bytes.len(),
                models.tagger.weights(),
                models.parser.weights()
            );
            std::fs::write(out, bytes).unwrap();
        }
        ["folds", bank, ref more @ ..] => folds(&mut k, &o, bank, more),
        ["test", test, ref train @ ..] => {
            let banks: Vec<Gold> = train.iter().flat_map(|p| load(p)).collect();
            k.set_models(fit(&k, &banks, o.rounds));
            let mut scores = Scores::default();
            let mut out = String::new();
            measure(&k, &load(test), &mut scores, &mut out);
            report(&scores);
            o.out.iter().for_each(|p| std::fs::write(p, &out).unwrap());
        }
        ["missed", ref banks @ ..] => missed(&k, banks),
        _ => println!("treebank fit|folds|test|missed …"),
    }
}

/// The number of the treebank that a sentence comes from: 0 for our own.
fn domain(g: &Gold) -> u32 {
    g.comments.first().and_then(|c| c.parse().ok()).unwrap_or(0)
}

fn missed(k: &Knowledge, banks: &[&str]) {
    let mut count = std::collections::BTreeMap::<String, usize>::new();
    let mut words = 0;
    for g in banks.iter().flat_map(|b| load(b)) {
        words += g.rows.len();
        match gold::Lesson::new(&g, k, domain(&g)) {
            Some(l) => l.missed().into_iter().for_each(|m| *count.entry(m).or_default() += 1),
            None => println!("not its text: {}", g.id),
        }
    }
    let mut all: Vec<_> = count.into_iter().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    println!("{} of {words} words", all.iter().map(|(_, n)| n).sum::<usize>());
    all.iter().take(150).for_each(|(w, n)| print!("{w} {n}  "));
    println!();
}

/// A parser learns from words tagged by a tagger that did not see them, so that it meets the errors that it will meet.
fn fit(k: &Knowledge, banks: &[Gold], rounds: usize) -> Models {
    const DEALS: usize = 5;
    let lessons: Vec<gold::Lesson> =
        banks.iter().filter_map(|g| gold::Lesson::new(g, k, domain(g))).collect();
    let tags = |keep: &dyn Fn(usize) -> bool| -> Vec<TagExample> {
        lessons.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, l)| l.tags.clone()).collect()
    };
    let mut examples: Vec<(usize, Example)> = Vec::new();
    for deal in 0..DEALS {
        let tagger = fit_tagger(&tags(&|i| i % DEALS != deal), rounds.min(6));
        let own = lessons.iter().enumerate().filter(|(i, _)| i % DEALS == deal);
        examples.extend(own.map(|(i, l)| (i, l.example(k, &tagger))));
    }
    examples.sort_by_key(|(i, _)| *i);
    let examples: Vec<Example> = examples.into_iter().map(|(_, x)| x).collect();
    Models {
        tagger: fit_tagger(&tags(&|_| true), rounds),
        parser: fit_parser(&examples, rounds + 4),
    }
}

fn folds(k: &mut Knowledge, o: &Options, bank: &str, more: &[&str]) {
    let bank = load(bank);
    let more: Vec<Gold> = more.iter().flat_map(|p| load(p)).collect();
    let mut scores = Scores::default();
    let mut out = String::new();
    for fold in 0..o.folds {
        let part = |own: bool| {
            let some = bank.iter().enumerate().filter(move |(i, _)| (i % 5 == fold) == own);
            some.map(|(_, g)| g.clone())
        };
        let train: Vec<Gold> = part(false).chain(more.iter().cloned()).collect();
        k.set_models(fit(k, &train, o.rounds));
        measure(k, &part(true).collect::<Vec<_>>(), &mut scores, &mut out);
    }
    report(&scores);
    o.out.iter().for_each(|p| std::fs::write(p, &out).unwrap());
}

fn measure(k: &Knowledge, test: &[Gold], scores: &mut Scores, out: &mut String) {
    for g in test {
        let text = Text::new(&g.text, k);
        let all = Sentence { from: 0, to: text.tokens.len() };
        let parsed = syntax::parse_as(&text, k, all, domain(g));
        scores.add(&gold::scored_gold(g), &gold::scored(&text, &parsed));
        conllu::write(&written(g, &text, &parsed), out);
    }
}

fn written(g: &Gold, text: &Text<'_>, parsed: &syntax::Parsed) -> Gold {
    let end = |i: usize| parsed.span(text, i).1 as usize;
    let row = |i: usize| Row {
        form: text.words(parsed.span(text, i)).to_owned(),
        lemma: String::new(),
        upos: parsed.words[i].upos,
        feats: "_".to_owned(),
        head: parsed.tree.head(i).map(|h| h as u32),
        rel: parsed.tree.rel(i),
        space_after: text.source[end(i)..].starts_with(char::is_whitespace)
            || end(i) == text.source.len(),
    };
    Gold { rows: (0..parsed.words.len()).map(row).collect(), ..g.clone() }
}

fn report(s: &Scores) {
    let (p, r) = s.verb_precision_recall();
    println!(
        "words F1 {:.4}  UPOS {:.4}  UAS {:.4}  LAS {:.4}  verbs P {p:.3} R {r:.3}",
        s.f1(s.same),
        s.f1(s.upos),
        s.f1(s.uas),
        s.f1(s.las)
    );
    let mut line = String::new();
    for name in [
        "nsubj",
        "nsubj:pass",
        "obj",
        "obl",
        "nmod",
        "amod",
        "conj",
        "appos",
        "acl:relcl",
        "advcl",
        "ccomp",
        "xcomp",
        "obl:tmod",
        "mark",
        "flat",
        "punct",
    ] {
        let _ = write!(line, "{name} {:.3}  ", s.relation_f1(name));
    }
    println!("{line}");
}
