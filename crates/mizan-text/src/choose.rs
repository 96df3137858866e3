//! Context chooses among readings: a small sum of what stands before and after a word.

use crate::{Analysis, Text, feat, fold};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos};

/// Chooses a reading for every token, left to right.
pub(crate) fn choose(text: &mut Text<'_>, knowledge: &Knowledge) {
    for s in 0..text.sentences.len() {
        let sentence = text.sentences[s];
        for at in sentence.from..sentence.to {
            if text.readings(at).len() < 2 {
                continue;
            }
            let best = (0..text.readings(at).len())
                .map(|r| {
                    (
                        score(
                            text,
                            knowledge,
                            sentence.from,
                            sentence.to,
                            at,
                            &text.readings(at)[r],
                        ),
                        std::cmp::Reverse(r),
                    )
                })
                .max();
            if let Some((_, std::cmp::Reverse(r))) = best {
                text.set_reading(at, r);
            }
        }
    }
}

/// A finite verb already stands in this clause: a second past verb without و is unlikely.
fn verb_before(text: &Text<'_>, knowledge: &Knowledge, from: usize, at: usize) -> bool {
    for t in (from.max(at.saturating_sub(7))..at).rev() {
        let b = text.reading(t);
        match b.pos {
            Pos::Verb => {
                return b.has(feat::PERF) && !knowledge.is("grammar.was", text.word(t));
            }
            Pos::Punct | Pos::Sub | Pos::Rel | Pos::Conj => return false,
            Pos::Adverb if knowledge.is("grammar.done", text.word(t)) => return false,
            _ => {}
        }
    }
    false
}

/// «تعتزم الحكومة فرض عقوبات»: a verb that takes an act for its object stands in this clause, so that a word which may be
/// a verbal noun is one.
fn takes_act(text: &Text<'_>, knowledge: &Knowledge, from: usize, at: usize) -> bool {
    if !text.readings(at).iter().any(|r| r.pos == Pos::Masdar && r.cost == 0) {
        return false;
    }
    let near = (from.max(at.saturating_sub(7))..at).rev().map(|t| text.reading(t));
    let closed = |r: &&Analysis| !matches!(r.pos, Pos::Punct | Pos::Sub | Pos::Rel | Pos::Conj);
    let verb = near.take_while(closed).find(|r| r.is_verb());
    let lemma = |r: &Analysis| knowledge.tables.lexemes.get(r.lex as usize).map(|l| &l.lemma);
    verb.and_then(lemma).is_some_and(|l| knowledge.is("grammar.takes_act", &fold(l)))
}

/// Written with tanwin, which no finite verb has.
fn nunated(written: &str) -> bool {
    written.chars().any(|c| ('\u{064B}'..='\u{064D}').contains(&c))
}

fn closed(pos: Pos) -> bool {
    use Pos::{Adverb, Conj, Dem, Interrogative, Neg, Prep, Pron, Quant, Rel, Sub};
    matches!(
        pos,
        Prep | Conj
            | Sub
            | Rel
            | Dem
            | Pron
            | Neg
            | Adverb
            | Quant
            | Interrogative
            | Pos::Number
            | Pos::Ordinal
            | Pos::Future
    )
}

fn score(
    text: &Text<'_>,
    knowledge: &Knowledge,
    from: usize,
    to: usize,
    at: usize,
    a: &Analysis,
) -> i32 {
    let mut n = -4 * i32::from(a.cost);
    let written = text.words(text.whole(at));
    if a.is_verb() && nunated(written) {
        n -= 40;
    }
    let whole =
        |r: &Analysis| r.prep.is_none() && r.conj.is_none() && r.pron.is_none() && r.cost == 0;
    if a.prep == Some('ك') && text.readings(at).iter().any(whole) {
        // Rare in news, and the first letter of many words.
        n -= 8;
    }
    // Written تلبية, a word ends in no pronoun, though folded it may: a word never seen is likelier.
    if a.pron.is_some() && written.ends_with('ة') {
        n -= 160;
    }
    // Written وأدان, a word is و and a verb, and no dual of واد.
    if a.conj.is_none() && written.starts_with("وأ") {
        let lemma = knowledge.tables.lexemes.get(a.lex as usize).map_or("", |l| l.lemma.as_str());
        n -= if lemma.chars().nth(1) == Some('ا') { 20 } else { 0 };
    }
    // Written الحي, a word is حي with its article, and no ألحى.
    if !a.det && written.starts_with("ال") && text.readings(at).iter().any(|r| r.det) {
        let lemma = knowledge.tables.lexemes.get(a.lex as usize).map_or("", |l| l.lemma.as_str());
        n -= if lemma.starts_with("أل") { 20 } else { 0 };
    }
    // Written هنأ, a word is no هنا.
    if a.is_verb() && written.ends_with('أ') {
        n += 16;
    }
    // «فتحت النيابة»: ف before a preposition is rare where the whole is a verb.
    let verb = |r: &Analysis| r.is_verb() && r.cost == 0;
    if a.pos == Pos::Prep && a.conj == Some('ف') && text.readings(at).iter().any(verb) {
        n -= 24;
    }
    // «فقد دعا»: before a past verb it is قد, and nobody lost anything.
    let past = |r: &Analysis| r.is_verb() && r.has(feat::PERF) && r.cost < 2;
    let done = a.pos == Pos::Adverb && a.conj.is_some() && a.prep.is_none();
    if done && at + 1 < to && text.readings(at + 1).iter().any(past) {
        n += if knowledge.is("grammar.done", &text.word(at)[a.from as usize..]) { 12 } else { 0 };
    }
    if closed(a.pos) {
        n += match a.pos {
            Pos::Adverb => 12,
            Pos::Prep => 18,
            _ => 12,
        };
    }
    n += commonness(knowledge, a);
    let before = (at > from).then(|| *text.reading(at - 1));
    n += after_what(text, knowledge, at, before, a);
    if a.is_verb()
        && a.has(feat::PERF)
        && a.conj.is_none()
        && !before.is_some_and(|b| takes_up(&b, a) && knowledge.tables.openers.contains_key(&b.lex))
        && verb_before(text, knowledge, from, at)
    {
        n -= 8;
    }
    // «قتل ثلاثة وجرح خمسة»: behind و and before a number, what may be a past verb is one.
    let number = |r: &Analysis| matches!(r.pos, Pos::Number | Pos::Quant) && !r.det;
    let joined = a.conj == Some('و') && a.is_verb() && a.has(feat::PERF);
    // وفاة is a word of its own.
    let own = || text.readings(at).iter().any(|r| r.conj.is_none() && r.cost == 0);
    if joined && !own() && at + 1 < to && text.readings(at + 1).iter().any(number) {
        n += 24;
    }
    if a.is_verb() && a.conj.is_none() && takes_act(text, knowledge, from, at) {
        n -= 16;
    }
    // «يستعد المجلس»: without لم or أن before it a verb is no jussive of استعاد.
    let bare = a.conj.is_none() && a.prep.is_none() && !a.has(feat::PERF | feat::INDIC);
    let governed = before.is_some_and(|b| matches!(b.pos, Pos::Neg | Pos::Sub));
    if a.is_verb() && a.has(feat::IMPF) && bare && !governed {
        n -= 8;
    }
    if at + 1 < to {
        n += before_what(text, at + 1, a) + before_word(text, knowledge, at + 1, a);
        let goes_on = knowledge.tables.scope_verbs.get(&a.lex).is_some_and(|s| s == "ongoing");
        let deed = text
            .readings(at + 1)
            .iter()
            .any(|r| r.pos == Pos::Masdar && r.prep.is_none() && !r.det && r.conj.is_none());
        n += if a.is_verb() && goes_on && deed { 4 } else { 0 };
    }
    if a.prep.is_some() && a.pos == Pos::Verb && a.has(feat::IMPF) {
        n += 3;
    }
    n + behind_title(text, knowledge, from, at, a)
}

/// «القاضي فؤاد»: behind a man's office a word that can be a given name is one.
fn behind_title(
    text: &Text<'_>,
    knowledge: &Knowledge,
    from: usize,
    at: usize,
    a: &Analysis,
) -> i32 {
    let bare =
        a.pos == Pos::Proper && a.conj.is_none() && a.prep.is_none() && !a.det && a.cost == 0;
    if !bare || at == from {
        return 0;
    }
    let class = |b: &Analysis| {
        knowledge.tables.lexemes.get(b.lex as usize).map_or(Class::None, |l| l.class)
    };
    let office = |b: &Analysis| {
        b.det
            && b.pos == Pos::Noun
            && b.cost < 2
            && matches!(class(b), Class::Person | Class::Title)
    };
    if text.readings(at - 1).iter().any(office) { 9 } else { 0 }
}

/// Words that news uses as nouns are likelier nouns; second and first persons are rare in print.
fn commonness(knowledge: &Knowledge, a: &Analysis) -> i32 {
    let mut n = 0;
    let lexeme = knowledge.tables.lexemes.get(a.lex as usize);
    match a.pos {
        // Somebody is likelier named than the verbal noun or the thing of the same letters: قوات, فصائل.
        Pos::Noun => {
            let somebody = a.has(feat::PLUR)
                && lexeme
                    .is_some_and(|l| matches!(l.class, Class::Armed | Class::Body | Class::Group));
            n += if somebody { 7 } else { 5 };
        }
        Pos::Masdar => n += if knowledge.tables.openers.contains_key(&a.lex) { 6 } else { 3 },
        Pos::Adj => n += if lexeme.is_some_and(|l| l.class == Class::Nationality) { 8 } else { 2 },
        Pos::Proper => n += 1,
        Pos::Verb => {
            let t = &knowledge.tables;
            let known = t.openers.contains_key(&a.lex)
                || t.report_verbs.contains_key(&a.lex)
                || t.light_verbs.contains_key(&a.lex)
                || t.losses.contains_key(&a.lex);
            n += if known { 6 } else { 1 };
            if !a.has(feat::P3) {
                n -= 8;
            }
            if a.has(feat::IMPER) && !a.has(feat::PERF | feat::IMPF) {
                n -= 6;
            }
        }
        _ => {}
    }
    n
}

fn after_what(
    text: &Text<'_>,
    knowledge: &Knowledge,
    at: usize,
    before: Option<Analysis>,
    a: &Analysis,
) -> i32 {
    let Some(b) = before else { return if a.is_verb() { 5 } else { 2 } };
    let verb = a.is_verb();
    let word = text.word(at - 1);
    match b.pos {
        Pos::Prep | Pos::Quant | Pos::Number => {
            if verb {
                -14
            } else {
                4
            }
        }
        Pos::Neg if knowledge.is("grammar.jussive", word) => {
            if verb && a.has(feat::IMPF) {
                16
            } else {
                -4
            }
        }
        Pos::Neg => {
            if verb && a.has(feat::IMPF) {
                5
            } else {
                2
            }
        }
        Pos::Future => {
            if verb {
                12
            } else {
                0
            }
        }
        Pos::Sub if knowledge.is("grammar.content", word) => {
            if verb && a.has(feat::IMPF) {
                8
            } else {
                2
            }
        }
        Pos::Sub | Pos::Rel => {
            if verb {
                6
            } else {
                1
            }
        }
        // «وقد أعلن», «فقد تجمع».
        Pos::Adverb if knowledge.is("grammar.done", &word[b.from as usize..]) => {
            if verb {
                16
            } else {
                -4
            }
        }
        // «يوم الاثنين وجه المدعي», «أمس عثر»: behind a day a clause begins.
        Pos::Adverb if verb && a.conj.is_none() => 2,
        Pos::Punct | Pos::Conj => {
            if verb {
                4
            } else {
                2
            }
        }
        _ => after_nominal(&b, a),
    }
}

/// «هجوم شنه متمردون»: a past verb whose pronoun takes up the act before it describes it.
fn takes_up(b: &Analysis, a: &Analysis) -> bool {
    let act = matches!(b.pos, Pos::Masdar | Pos::Noun) && !b.definite();
    act && a.is_verb() && a.has(feat::PERF) && a.pron.is_some()
}

fn after_nominal(b: &Analysis, a: &Analysis) -> i32 {
    if a.conj.is_some() {
        return if a.is_verb() { 3 } else { 2 };
    }
    if b.is_verb() {
        return if a.is_verb() {
            if a.has(feat::IMPF) && b.lex != a.lex { -1 } else { -8 }
        } else {
            3
        };
    }
    if a.is_verb() {
        // A verb follows a phrase that is closed, rarely a bare indefinite noun.
        let closed =
            b.definite() || b.pos == Pos::Proper || b.pos == Pos::Adj || b.has(feat::ABSOLUTE);
        return match (a.has(feat::IMPF), closed) {
            (false, _) if takes_up(b, a) => 6,
            (true, _) => 4,
            (false, true) => 2,
            (false, false) => -6,
        };
    }
    let human_plural = b.has(feat::PLUR) && b.has(feat::ABSOLUTE) && !b.has(feat::SING);
    // «جمعية خيرية نازحين»: nor does an indefinite plural describe one.
    let too_many = !a.det && !a.has(feat::SING) && !b.has(feat::PLUR | feat::DUAL);
    let agrees = b.det == a.det && (!human_plural || a.has(feat::PLUR)) && !too_many;
    match a.pos {
        Pos::Adj | Pos::Participle if agrees && a.pron.is_none() => 4,
        // «الائتلاف السوري المعارض»: behind a definite adjective comes another, rarely a noun.
        Pos::Noun if a.det && b.det && b.pos == Pos::Adj && a.prep.is_none() => -1,
        _ => 1,
    }
}

/// «فجرا نفسيهما» is a verb with its own doer as object, «فجر أمس» a time of day.
fn before_word(text: &Text<'_>, knowledge: &Knowledge, next: usize, a: &Analysis) -> i32 {
    let reflexive = knowledge.is("grammar.reflexive", text.word(next));
    let lexeme = knowledge.tables.lexemes.get(a.lex as usize);
    let time = lexeme.is_some_and(|l| l.class == Class::Time) && a.pos == Pos::Noun;
    // «اشتباك مسلح قتل فيه جنديان»: the clause describes the noun before it.
    let describes = a.has(feat::PERF) && knowledge.is("grammar.resumptive", text.word(next));
    match a.pos {
        Pos::Verb if reflexive => 16,
        Pos::Verb if describes => 10,
        _ if time && knowledge.is("grammar.day_words", text.word(next)) => 6,
        _ => 0,
    }
}

fn before_what(text: &Text<'_>, next: usize, a: &Analysis) -> i32 {
    let readings = text.readings(next);
    let det = readings.first().is_some_and(|r| r.det && r.prep.is_none() && r.conj.is_none());
    let number = readings.first().is_some_and(|r| r.pos == Pos::Number);
    let prep = readings.iter().any(|r| r.pos == Pos::Prep);
    match a.pos {
        Pos::Verb if number => 2,
        Pos::Verb if det || prep => 1,
        Pos::Masdar if number && a.prep.is_none() => 1,
        _ => 0,
    }
}
