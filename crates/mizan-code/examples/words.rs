//! Prints every reading of the words of a sentence, the chosen one marked: `cargo run --example words -- "نص"`.

#![allow(missing_docs, clippy::unwrap_used)]

use mizan_code::Reader;
use mizan_text::Text;

fn main() {
    // A folder of data in place of the built-in copy: `MIZAN_DATA=data/ar`.
    let reader = match std::env::var("MIZAN_DATA") {
        Ok(dir) => Reader::from_dir(std::path::Path::new(&dir)).unwrap(),
        Err(_) => Reader::builtin().unwrap(),
    };
    let k = reader.knowledge();
    for source in std::env::args().skip(1) {
        let text = Text::new(&source, k);
        for t in 0..text.tokens.len() {
            println!("{}", text.words(text.whole(t)));
            for r in text.readings(t) {
                let lexeme = k.tables.lexemes.get(r.lex as usize);
                let lemma = lexeme.map_or("-", |l| l.lemma.as_str());
                let class =
                    lexeme.map_or("", |l| if l.verb == u32::MAX { "" } else { "of a verb" });
                let mark = if r == text.reading(t) { "→" } else { " " };
                println!(
                    "  {mark} {lemma} {:?} {:?} {class} cost {} feat {:#b} conj {:?} prep {:?} det {} pron {:?}",
                    r.pos,
                    lexeme.map(|l| l.class),
                    r.cost,
                    r.feat,
                    r.conj,
                    r.prep,
                    r.det,
                    r.pron
                );
            }
        }
    }
}
