//! One happening told by several words of a sentence.

use super::Found;
use crate::chunk::Parse;
use crate::roles;
use crate::roles::Arg;
use mizan_data::Knowledge;
use mizan_data::model::Slot;
use mizan_data::model::TriggerKind;
use mizan_text::Text;

/// One happening told by several words of a sentence: a loss and its cause, a loss and another loss.
pub(super) fn merge(text: &Text<'_>, k: &Knowledge, p: &Parse, found: &mut Vec<Found>) {
    let mut at = 1;
    while at < found.len() {
        let same = |a: &Found, b: &Found| {
            let (fa, fb) = (&k.tables.frames[a.frame as usize], &k.tables.frames[b.frame as usize]);
            fa.event == fb.event
                && (a.status.name == b.status.name
                    || b.status.back
                    || subject(a, b)
                    || real(a) && real(b))
                && one_happening(text, k, p, a, b)
        };
        let into = (0..at).rev().find(|i| same(&found[*i], &found[at]));
        match into {
            Some(i) => {
                let b = found.remove(at);
                absorb(p, &mut found[i], b);
            }
            None => at += 1,
        }
    }
}

/// Did it happen, or does it go on? «قصف على بلدة يوقع قتلى» tells one happening in two tenses.
fn real(f: &Found) -> bool {
    matches!(f.status.name, "occurred" | "ongoing")
}

/// «القصف قتل خمسة»: a definite noun seems to point back, but as the subject of what it did it is this very act.
fn subject(a: &Found, b: &Found) -> bool {
    let of_verb = b.kind == TriggerKind::Verb && a.kind != TriggerKind::Verb;
    let holds = |x: &Arg| x.from <= a.trigger.0 && a.trigger.0 < x.to;
    a.status.back && of_verb && b.sources.iter().any(holds)
}

pub(super) fn one_happening(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    a: &Found,
    b: &Found,
) -> bool {
    let agree = |x: &[Arg], y: &[Arg]| {
        x.is_empty()
            || y.is_empty()
            || x.iter().any(|u| y.iter().any(|v| u.from == v.from || u.chunk == v.chunk))
    };
    if !agree(&a.sources, &b.sources)
        && !b.sources.iter().all(|x| roles::is_act(text, k, p, x.chunk))
    {
        return false;
    }
    let close = b.trigger.0 < a.end + 40 && b.trigger.0 < p.sentence.to;
    let cause = b.kind != TriggerKind::Verb
        && p.chunk_of(b.trigger.0).is_some_and(|c| {
            matches!(
                p.chunks[c].prep.as_deref(),
                Some(x) if k.is("grammar.cause", x)
            )
        });
    let result = a.verb.is_some() && a.verb == b.verb;
    let joined =
        text.reading(b.trigger.0).conj.is_some() && b.kind == a.kind && (b.passive == a.passive);
    // «…، ما أسفر عن مقتل اثنين»: a loss behind a verb of result is the outcome of what came before.
    let outcome = b.light.is_some_and(|v| {
        k.tables.light_verbs.get(&text.reading(v).lex) == Some(&Slot::None) && v > a.trigger.0
    });
    let event_noun = |x: &Arg| roles::is_act(text, k, p, x.chunk);
    let told_of = b.kind == TriggerKind::Verb && b.sources.iter().any(event_noun);
    // «قصف على بلدة أوقع قتلى», «هجوم أسفر عن مقتل اثنين»: what an act brought about is told of that act.
    let brought = || {
        let subject = roles::tree::View { text, k, p }.verb(b.trigger.0).map(|r| r.subject);
        let holds = |x: &Arg| x.from <= a.trigger.0 && a.trigger.0 < x.to;
        let told = || subject.is_some_and(|s| s.iter().any(holds));
        b.kind == TriggerKind::Verb && (b.subject.iter().any(holds) || told())
    };
    close && (cause || result || outcome || told_of || (joined && b.passive) || brought())
}

pub(super) fn absorb(p: &Parse, a: &mut Found, b: Found) {
    a.merged.push((b.frame, b.trigger.0));
    if subject(a, &b) {
        a.status = b.status.clone();
    }
    a.merged.extend(b.merged);
    a.origins.extend(b.targets.iter().map(|t| (t.chunk, b.frame)));
    a.origins.extend(b.origins);
    if a.sources.is_empty() {
        a.sources = b.sources;
    }
    // «سقطت قذائف على حي، ما أدى إلى مقتل اثنين»: who was hurt suffered it; where it fell is its place.
    let hurt = b.targets.iter().any(|t| p.chunks[t.chunk].class.animate());
    let only_where = a
        .targets
        .iter()
        .all(|t| p.chunks[t.chunk].prep.is_some() && !p.chunks[t.chunk].class.animate());
    if hurt && only_where {
        a.targets.clear();
    }
    let open = a.targets.is_empty() || b.passive;
    a.targets.extend(b.targets.into_iter().filter(|_| open));
    a.end = a.end.max(b.end);
    a.notes.push(format!("one happening with the word at token {}", b.trigger.0));
}
