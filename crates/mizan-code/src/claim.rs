//! Claims: reporting clauses with speaker, channel, verb, stance and quotation; and quotations.

use crate::chunk::{Elem, Parse};
use crate::roles::{self, Arg};
use mizan_data::Knowledge;
use mizan_data::model::Pos;
use mizan_text::{Text, feat};

/// A reporting clause of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Tokens of the reporting verb or phrase.
    pub verb: (usize, usize),
    pub stance: String,
    pub speaker: Option<Arg>,
    pub channel: Option<Arg>,
    /// The speaker is the one before: a joined verb without a subject, or a participle.
    pub carried: bool,
    /// Tokens that it reports.
    pub scope: (usize, usize),
}

/// The reporting clauses of a sentence, in order.
pub(crate) fn find(text: &Text<'_>, k: &Knowledge, p: &Parse) -> Vec<Report> {
    let mut out: Vec<Report> = Vec::new();
    for (i, e) in p.elems.iter().enumerate() {
        match *e {
            Elem::Verb(t) => out.extend(by_verb(text, k, p, i, t)),
            Elem::Phrase(c) => {
                let t = p.chunks[c].from;
                // Behind a reporting verb a participle goes on with its speaker.
                let own = out.is_empty().then_some(i);
                out.extend(by_participle(text, k, p, own, t));
                out.extend(by_phrase(text, k, p, c));
            }
            _ => {}
        }
    }
    close_scopes(&mut out, p);
    out
}

fn stance<'k>(text: &Text<'_>, k: &'k Knowledge, token: usize) -> Option<&'k String> {
    k.tables.report_verbs.get(&text.reading(token).lex)
}

fn by_verb(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize, token: usize) -> Option<Report> {
    let stance = stance(text, k, token)?;
    let around = roles::of_verb(text, k, p, elem, None, &[]);
    let subject = around
        .subject
        .first()
        .cloned()
        .or_else(|| around.object.first().cloned().filter(|_| around.passive));
    let content = has_content(text, k, p, token, around.end);
    let speaker = subject.filter(|a| speaks(p, a));
    if !content && (speaker.is_none() || around.passive) {
        return None;
    }
    let carried = speaker.is_none();
    let (speaker, channel) = through(text, k, p, &around, speaker);
    Some(Report {
        verb: (token, token + 1),
        stance: stance.clone(),
        speaker,
        channel,
        carried,
        scope: (token + 1, p.sentence.to),
    })
}

/// Something is reported: أن, a quotation, a colon, or a verbal noun.
fn has_content(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize, end: usize) -> bool {
    let reach = (end + 2).min(p.sentence.to);
    (token + 1..reach).any(|t| {
        matches!(text.word(t), ":" | "\"")
            || (text.reading(t).pos == Pos::Sub
                && k.list("grammar.content").iter().any(|w| text.word(t).starts_with(w.as_str())))
            || text.reading(t).pos == Pos::Masdar
    })
}

fn speaks(p: &Parse, a: &Arg) -> bool {
    let class = p.chunks[a.chunk].class;
    class.animate()
        || matches!(
            class,
            mizan_data::model::Class::Speech
                | mizan_data::model::Class::None
                | mizan_data::model::Class::Place
        )
}

/// «نقلت الوكالة عن مصدر»: who carries the words is the channel, who said them stands behind عن.
fn through(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    around: &roles::Roles,
    speaker: Option<Arg>,
) -> (Option<Arg>, Option<Arg>) {
    let medium =
        speaker.as_ref().is_some_and(|s| k.is("verbs.channels", text.stem(p.chunks[s.chunk].head)));
    if !medium {
        return (speaker, None);
    }
    let from = around
        .phrases
        .iter()
        .find(|c| p.chunks[**c].prep.as_deref().is_some_and(|x| k.is("grammar.about", x)));
    match from {
        Some(c) => (Some(roles::arg(p, *c, "quoted by the channel")), speaker),
        None => (None, speaker),
    }
}

/// لافتا إلى، مؤكدا أن: the speaker of the main clause goes on.
fn by_participle(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    elem: Option<usize>,
    token: usize,
) -> Option<Report> {
    let a = text.readings(token).iter().find(|a| {
        a.pos == Pos::Participle && a.has(feat::ACC) && k.tables.report_verbs.contains_key(&a.lex)
    })?;
    let stance = k.tables.report_verbs.get(&a.lex)?;
    let main = elem.and_then(|e| p.elems[..e].iter().rposition(|e| matches!(e, Elem::Verb(_))));
    let around = main.map(|m| roles::of_verb(text, k, p, m, None, &[]));
    let speaker = around.and_then(|r| r.subject.into_iter().next()).filter(|a| speaks(p, a));
    has_content(text, k, p, token, (token + 4).min(p.sentence.to)).then(|| Report {
        verb: (token, token + 1),
        stance: stance.clone(),
        carried: speaker.is_none(),
        speaker,
        channel: None,
        scope: (token + 1, p.sentence.to),
    })
}

/// بحسب الوزارة، وفقا للبيان: the phrase covers its sentence.
fn by_phrase(text: &Text<'_>, k: &Knowledge, p: &Parse, chunk: usize) -> Option<Report> {
    let c = &p.chunks[chunk];
    let start = c.from.checked_sub(1)?;
    let before = text.word(start);
    let two = if start > p.sentence.from {
        format!("{} {before}", text.word(start - 1))
    } else {
        String::new()
    };
    let own = text.word(c.from);
    let hit = k.tables.report_phrases.iter().find(|(phrase, _)| {
        phrase == before
            || *phrase == two
            || phrase.strip_suffix(" ل").is_some_and(|head| before == head && own.starts_with('ل'))
            || (own == phrase && c.to > c.from + 1)
    });
    let (_, word) = hit?;
    let from = if own == hit.map_or("", |h| h.0.as_str()) { c.from } else { start };
    let speaker = roles::arg(p, chunk, "behind a phrase of attribution");
    Some(Report {
        verb: (from, from + 1),
        stance: word.stance.clone(),
        speaker: Some(speaker),
        channel: None,
        carried: false,
        scope: (p.sentence.from, p.sentence.to),
    })
}

/// A reporting clause reaches to the next one; phrases of attribution reach over the whole.
fn close_scopes(reports: &mut [Report], p: &Parse) {
    for at in 0..reports.len() {
        if reports[at].scope.0 == p.sentence.from && reports[at].verb.0 > p.sentence.from {
            continue;
        }
        let next =
            reports[at + 1..].iter().filter(|r| r.scope.0 == r.verb.1).map(|r| r.verb.0).next();
        reports[at].scope.1 = next.unwrap_or(p.sentence.to);
    }
}

/// Quotations of at least four words, as ranges of tokens without their marks.
pub(crate) fn quotes(text: &Text<'_>, p: &Parse) -> Vec<(usize, usize)> {
    let marks: Vec<usize> =
        (p.sentence.from..p.sentence.to).filter(|t| text.word(*t) == "\"").collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let open = marks[at];
        // A mark without its partner opens a quotation that runs to the end of the sentence.
        let close = marks.get(at + 1).copied().unwrap_or(p.sentence.to);
        if close > open + 4 {
            out.push((open + 1, close));
        }
        at += 2;
    }
    out
}
