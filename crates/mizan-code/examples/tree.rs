//! Prints the tree of sentences: `cargo run --release -p mizan-code --example tree -- "نص"`.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use mizan_text::{Text, syntax};

fn main() {
    let reader = mizan_code::Reader::builtin().unwrap();
    for source in std::env::args().skip(1) {
        let text = Text::new(&source, reader.knowledge());
        for s in text.sentences.iter().copied() {
            let parsed = syntax::parse(&text, reader.knowledge(), s);
            println!("{}", syntax::print::outline(&text, &parsed));
        }
    }
}
