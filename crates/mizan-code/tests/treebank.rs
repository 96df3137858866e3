//! The treebank of our own: sound, annotated alike by two hands, and parsed as well as its floors say.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use mizan_code::Reader;
use mizan_syntax::conllu::{self, Sentence};
use mizan_syntax::score::Scores;
use mizan_syntax::{Arc, Tree, Upos};
use mizan_text::syntax::{self, gold};
use mizan_text::{Sentence as Tokens, Text};
use std::collections::HashMap;

fn bank(name: &str) -> Vec<Sentence> {
    let path = format!("{}/../../corpus/treebank/ar/{name}.conllu", env!("CARGO_MANIFEST_DIR"));
    conllu::read(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn every_sentence_is_a_tree_over_its_own_text() {
    let mut all = 0;
    for s in ["train", "test", "short", "second"].iter().flat_map(|n| bank(n)) {
        all += 1;
        assert!(gold::places(&s.text, &s.rows).is_some(), "{}: {}", s.id, s.text);
        let arcs: Vec<Arc> = s.rows.iter().map(|r| Arc { head: r.head, rel: r.rel }).collect();
        let roots = arcs.iter().filter(|a| a.head.is_none()).count();
        assert_eq!(roots, 1, "{}", s.id);
        // A circle would be cut open and give a second root.
        let tree = Tree::new(arcs);
        let heads = (0..tree.len()).filter(|w| tree.head(*w).is_none()).count();
        assert_eq!(heads, 1, "{}", s.id);
    }
    assert!(all > 3000, "{all} sentences");
}

#[test]
fn no_sentence_of_the_locked_test_stands_in_training() {
    let train: Vec<String> =
        ["train", "short"].iter().flat_map(|n| bank(n)).map(|s| s.text).collect();
    assert!(bank("test").iter().all(|s| !train.contains(&s.text)));
}

#[test]
fn two_hands_agree() {
    let first: HashMap<String, Sentence> = ["train", "test", "short"]
        .iter()
        .flat_map(|n| bank(n))
        .map(|s| (s.text.clone(), s))
        .collect();
    let (mut words, mut heads, mut labels) = (0, 0, 0);
    for b in bank("second") {
        let Some(a) = first.get(&b.text).filter(|a| a.rows.len() == b.rows.len()) else { continue };
        let pairs = a.rows.iter().zip(&b.rows).filter(|(x, _)| x.upos != Upos::Punct);
        for (x, y) in pairs {
            words += 1;
            heads += usize::from(x.head == y.head);
            labels += usize::from((x.head, x.rel) == (y.head, y.rel));
        }
    }
    let share = |n: usize| n as f64 / f64::from(words);
    println!("{words} words: heads {:.3}, heads and relations {:.3}", share(heads), share(labels));
    assert!(words > 5000 && share(heads) > 0.97 && share(labels) > 0.96);
}

#[test]
fn the_locked_test_is_parsed_as_well_as_before() {
    let reader = Reader::builtin().unwrap();
    let k = reader.knowledge();
    let mut scores = Scores::default();
    for g in bank("test") {
        let text = Text::new(&g.text, k);
        let parsed = syntax::parse(&text, k, Tokens { from: 0, to: text.tokens.len() });
        scores.add(&gold::scored_gold(&g), &gold::scored(&text, &parsed));
    }
    let f1 = |right| scores.f1(right);
    println!(
        "words {:.4} UPOS {:.4} UAS {:.4} LAS {:.4}",
        f1(scores.same),
        f1(scores.upos),
        f1(scores.uas),
        f1(scores.las)
    );
    // Floors: they only rise.
    assert!(f1(scores.same) >= 0.985 && f1(scores.upos) >= 0.953, "words, parts of speech");
    assert!(f1(scores.uas) >= 0.862 && f1(scores.las) >= 0.818, "heads, heads and relations");
}
