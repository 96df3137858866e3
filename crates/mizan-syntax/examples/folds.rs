//! Fits the parser on a treebank's own tags and scores it: the ceiling of what a front end can give.
//!
//!     cargo run --release -p mizan-syntax --example folds -- TRAIN.conllu [TEST.conllu]
//!
//! With one file, in five folds of it.

use mizan_syntax::conllu::{Row, Sentence};
use mizan_syntax::score::{Scored, Scores};
use mizan_syntax::{Arc, Atoms, Example, fit_parser, hash_words};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let load = |p: &String| -> Result<Vec<Sentence>, Box<dyn std::error::Error>> {
        Ok(mizan_syntax::conllu::read(&std::fs::read_to_string(p)?)?)
    };
    let train = load(paths.first().ok_or("TRAIN.conllu [TEST.conllu]")?)?;
    let mut scores = Scores::default();
    if let Some(test) = paths.get(1) {
        run(&train, &load(test)?, &mut scores);
    } else {
        for fold in 0..5 {
            let part = |own: bool| {
                let some = train.iter().enumerate().filter(|(i, _)| (i % 5 == fold) == own);
                some.map(|(_, s)| s.clone()).collect::<Vec<_>>()
            };
            run(&part(false), &part(true), &mut scores);
        }
    }
    println!("UAS {:.4} LAS {:.4}", scores.f1(scores.uas), scores.f1(scores.las));
    for r in ["nsubj", "obj", "obl", "acl:relcl", "conj", "appos"] {
        println!("{r} {:.3}", scores.relation_f1(r));
    }
    Ok(())
}

fn run(train: &[Sentence], test: &[Sentence], scores: &mut Scores) {
    let examples: Vec<Example> = train.iter().map(example).collect();
    let begun = std::time::Instant::now();
    let parser = fit_parser(&examples, 12);
    println!("fitted in {:.1?}, weights {:?}", begun.elapsed(), parser.weights());
    let begun = std::time::Instant::now();
    for s in test {
        let x = example(s);
        let arcs = parser.parse(&x.atoms);
        scores.add(&scored(s, &x.arcs), &scored(s, &arcs));
    }
    println!("{:.0} sentences/s", test.len() as f64 / begun.elapsed().as_secs_f64());
}

fn scored(s: &Sentence, arcs: &[Arc]) -> Vec<Scored> {
    // Marks are left out, as in shared/treebank/baseline.py.
    let place = |i: usize| (i * 2, i * 2 + 1);
    let all = s.rows.iter().zip(arcs).enumerate();
    all.map(|(i, (r, a))| Scored {
        from: place(i).0,
        to: place(i).1,
        upos: r.upos,
        head: a.head,
        rel: a.rel,
    })
    .collect()
}

fn example(s: &Sentence) -> Example {
    let arcs = s.rows.iter().map(|r| Arc { head: r.head, rel: r.rel }).collect();
    Example { atoms: s.rows.iter().map(atoms).collect(), arcs, domain: 0 }
}

fn atoms(r: &Row) -> Atoms {
    let feat = |name: &str| r.feats.split('|').find_map(|f| f.strip_prefix(name)).unwrap_or("");
    let (gender, number) = (feat("Gender="), feat("Number="));
    let rest = [
        feat("Case="),
        feat("Definite="),
        feat("Voice="),
        feat("VerbForm="),
        feat("Mood="),
        feat("Tense="),
    ];
    let mut all = vec![gender, number];
    all.extend(rest);
    Atoms {
        pos: r.upos as u32 + 1,
        lemma: hash_words(&[&r.lemma]),
        morph: hash_words(&all.iter().flat_map(|f| [*f, "/"]).collect::<Vec<_>>()),
        class: 0,
        state: hash_words(&[feat("Definite="), feat("Voice=")]),
        agree: hash_words(&[gender, number]),
    }
}
