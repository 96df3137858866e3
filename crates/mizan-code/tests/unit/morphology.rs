//! Morphology: `اعتقل verb perf p3 plur` is a reading of the word; `!verb` is none; behind `=` it is the one
//! that context chooses for the word in ⟨⟩.

use crate::check::{Outcome, READER};
use crate::table::Case;
use mizan_text::{Analysis, Pron, Text, feat, fold};

const FEATURES: &[(&str, u32)] = &[
    ("p1", feat::P1),
    ("p2", feat::P2),
    ("p3", feat::P3),
    ("masc", feat::MASC),
    ("fem", feat::FEM),
    ("sing", feat::SING),
    ("dual", feat::DUAL),
    ("plur", feat::PLUR),
    ("active", feat::ACTIVE),
    ("passive", feat::PASSIVE),
    ("perf", feat::PERF),
    ("impf", feat::IMPF),
    ("imper", feat::IMPER),
    ("indic", feat::INDIC),
    ("subj", feat::SUBJ),
    ("part_act", feat::PART_ACT),
    ("part_pass", feat::PART_PASS),
    ("acc", feat::ACC),
    ("nom", feat::NOM),
    ("construct", feat::CONSTRUCT),
];

const PRONOUNS: &[(&str, Pron)] = &[
    ("+he", Pron::He),
    ("+she", Pron::She),
    ("+they", Pron::They),
    ("+both", Pron::Dual),
    ("+you", Pron::You),
    ("+me", Pron::I),
    ("+us", Pron::We),
];

fn word_fits(a: &Analysis, word: &str) -> bool {
    if let Some((_, bit)) = FEATURES.iter().find(|(name, _)| *name == word) {
        return a.has(*bit);
    }
    if let Some((_, pron)) = PRONOUNS.iter().find(|(name, _)| *name == word) {
        return a.pron == Some(*pron);
    }
    match word {
        "و+" => a.conj == Some('و'),
        "ف+" => a.conj == Some('ف'),
        "ب+" => a.prep == Some('ب'),
        "ل+" => a.prep == Some('ل'),
        "ك+" => a.prep == Some('ك'),
        "س+" => a.future,
        "ال+" => a.det,
        _ if word.is_ascii() => format!("{:?}", a.pos).eq_ignore_ascii_case(word),
        _ => lemma(a).is_some_and(|l| fold(&l) == fold(word)),
    }
}

fn lemma(a: &Analysis) -> Option<String> {
    READER.knowledge().tables.lexemes.get(a.lex as usize).map(|l| l.lemma.clone())
}

fn fits(a: &Analysis, wanted: &str) -> bool {
    wanted.split_whitespace().all(|w| word_fits(a, w))
}

fn shown(a: &Analysis) -> String {
    let features: Vec<&str> =
        FEATURES.iter().filter(|(_, bit)| a.has(*bit)).map(|(n, _)| *n).collect();
    format!("{} {:?} {} {:?}", lemma(a).unwrap_or_default(), a.pos, features.join(" "), a.pron)
}

pub fn morphology(c: &Case) -> Outcome {
    let plain = c.text.replace(['⟨', '⟩'], "");
    let text = Text::new(&plain, READER.knowledge());
    let byte = c.text.find('⟨').unwrap_or(0) as u32;
    let at = (0..text.tokens.len()).find(|t| text.whole(*t).1 > byte).unwrap_or(0);
    let readings = text.readings(at);
    let right = c.expected.iter().all(|e| match e.as_bytes()[0] {
        b'!' => !readings.iter().any(|a| a.cost < 9 && fits(a, &e[1..])),
        b'=' => fits(text.reading(at), &e[1..]),
        _ => readings.iter().any(|a| fits(a, e)),
    });
    if right {
        return Ok(());
    }
    let all: Vec<String> = readings.iter().map(shown).collect();
    let chosen = shown(text.reading(at));
    Err(format!(
        "line {}: «{}»: expected {:?}; chosen {chosen}; readings {all:#?}",
        c.line, c.text, c.expected
    ))
}
