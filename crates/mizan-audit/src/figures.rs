//! Rules of figures: parts and wholes, title and text, percentages, units, points.

use crate::phrase::Hit;
use crate::rule::Draft;
use crate::scene::{List, Scene, Sentence};
use mizan_code::record::{Event, Quantity, claim_of};
use mizan_page::BlockKind;
use mizan_text::{Kind, Pos, Span};

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for sentence in s.sentences.iter() {
        let counts: Vec<&Quantity> = s.quantities_in(sentence.span).collect();
        parts(s, sentence, &counts, out);
        percentages(s, sentence, &counts, out);
        units(s, sentence, out);
    }
    title(s, out);
    twice(s, out);
    points(s, out);
}

/// Least and most that a figure can be.
fn bounds(q: &Quantity) -> Option<(f64, f64)> {
    let (low, high) = (q.low.map(|f| f.0), q.high.map(|f| f.0));
    let n = low.or(high)?;
    Some(match q.relation {
        ">" | ">=" => (n, f64::INFINITY),
        "<" | "<=" => (0.0, high.unwrap_or(n)),
        "~" => (n * 0.9, n * 1.1),
        "range" => (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)),
        _ => (n, n),
    })
}

fn meet(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

fn shown(n: f64) -> String {
    format!("{n}")
}

/// A part is no more than its whole, nor are parts of which nobody is in two.
fn parts(s: &Scene<'_>, sentence: &Sentence, counts: &[&Quantity], out: &mut Vec<Draft>) {
    for (n, whole) in counts.iter().enumerate() {
        let Some((_, most)) = bounds(whole).filter(|_| whole.role.is_none() && people(whole))
        else {
            continue;
        };
        let own: Vec<&Quantity> = counts[n + 1..]
            .iter()
            .take_while(|q| q.role == Some("part"))
            .filter(|q| q.unit.as_deref() != Some("%") && q.of == whole.of && q.whom.is_some())
            .copied()
            .collect();
        for part in own.iter().filter(|p| bounds(p).is_some_and(|b| b.0 > most)) {
            let draft = Draft::new("MZ040", Some(s.bytes(part.span)));
            out.push(draft.arg(part.text.as_str()).arg(whole.text.as_str()));
        }
        sum(s, sentence, whole, &counts[n + 1..], &own, out);
    }
}

fn people(q: &Quantity) -> bool {
    let of = q.of.as_deref();
    matches!(
        of,
        Some(
            "killed"
                | "wounded"
                | "people"
                | "arrested"
                | "abducted"
                | "displaced"
                | "missing"
                | "casualties"
        )
    )
}

/// Do the categories exclude one another, so that they may be added?
fn apart(parts: &[&Quantity]) -> bool {
    let whom: Vec<&str> = parts.iter().filter_map(|p| p.whom.as_deref()).collect();
    let distinct = whom.iter().enumerate().all(|(n, w)| !whom[..n].contains(w));
    let exclude = |set: &[&str]| whom.iter().all(|w| set.contains(w));
    whom.len() == parts.len()
        && distinct
        && (exclude(&["woman", "man", "child"])
            || exclude(&["civilian", "soldier", "fighter", "police"]))
}

fn sum(
    s: &Scene<'_>,
    sentence: &Sentence,
    whole: &Quantity,
    behind: &[&Quantity],
    own: &[&Quantity],
    out: &mut Vec<Draft>,
) {
    let (start, Some((_, most))) = (s.bytes(whole.span), bounds(whole)) else { return };
    let listed = s.hits_in(List::Whole, sentence).any(|h| {
        let next = behind.first().map(|q| s.token_at(s.bytes(q.span).0));
        s.span(h).0 >= start.1 && next.is_some_and(|t| h.to <= t && t - h.to <= 1)
    });
    let parts: Vec<&Quantity> = if listed {
        behind.iter().take_while(|q| q.whom.is_some() && apart(&[q])).copied().collect()
    } else {
        own.to_vec()
    };
    let exact: Vec<f64> =
        parts.iter().filter_map(|p| bounds(p)).filter(|b| b.0 == b.1).map(|b| b.0).collect();
    if parts.len() < 2 || exact.len() != parts.len() || !apart(&parts) {
        return;
    }
    let total: f64 = exact.iter().sum();
    let whole_is_exact = bounds(whole).is_some_and(|b| b.0 == b.1);
    let over = parts.iter().all(|p| bounds(p).is_some_and(|b| b.0 <= most)) && total > most;
    if over || (listed && whole_is_exact && total != most) {
        let last = parts.last().map_or(start, |p| s.bytes(p.span));
        let draft = Draft::new("MZ041", Some((start.0, last.1)));
        out.push(draft.arg(shown(total)).arg(whole.text.as_str()));
    }
}

/// A toll of the title that no toll of the text can be.
fn title(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let in_title = |q: &&Quantity| {
        s.sentence_at(s.bytes(q.span).0).is_some_and(|x| x.kind == BlockKind::Title)
    };
    let (head, body): (Vec<&Quantity>, Vec<&Quantity>) =
        s.record.mentions.quantities.iter().partition(in_title);
    for q in head.into_iter().filter(|q| people(q) && q.of.as_deref() != Some("people")) {
        let Some(stated) = bounds(q) else { continue };
        let told: Vec<(&Quantity, (f64, f64))> = body
            .iter()
            .filter(|b| b.of == q.of && b.role != Some("part"))
            .filter_map(|b| Some((*b, bounds(b)?)))
            .collect();
        let total: f64 = told.iter().map(|t| t.1.0).sum();
        let agrees = told.iter().any(|t| meet(t.1, stated)) || meet((total, total), stated);
        if let (Some((first, _)), false) = (told.first(), agrees) {
            let draft = Draft::new("MZ042", Some(s.bytes(q.span)));
            out.push(draft.arg(q.text.as_str()).arg(first.text.as_str()));
        }
    }
}

/// Who tells an event: the speaker of its claim.
fn teller<'a>(s: &Scene<'a>, e: &Event) -> Option<&'a str> {
    let claim = claim_of(&s.record.claims, e.claim.as_deref())?;
    let speaker = claim.speaker.as_ref()?;
    Some(speaker.actor.as_ref().map_or(speaker.text.as_str(), |a| a.id.as_str()))
}

/// Two events of one kind, place and day with figures that cannot both be, told by the same voice.
fn twice(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let told: Vec<&Event> = s
        .record
        .events
        .iter()
        .filter(|e| e.zone == "report" && matches!(e.status, "occurred" | "ongoing"))
        .collect();
    // Only events that have figures can differ in them; so many of one page are compared.
    const COMPARED: usize = 200;
    let counted = |e: &&&Event| e.quantities.iter().any(|q| q.role.is_none() && people(q));
    let told: Vec<&&Event> = told.iter().filter(counted).take(COMPARED).collect();
    for (n, a) in told.iter().enumerate() {
        for b in &told[n + 1..] {
            if alike(s, a, b) && teller(s, a) == teller(s, b) {
                rivals(s, a, b, out);
            }
        }
    }
}

/// Where an event is, by itself or by the only place that its sentence names.
fn place(s: &Scene<'_>, e: &Event) -> Option<String> {
    if let Some(own) = e.place.as_ref().and_then(|p| p.place.as_ref()) {
        return Some(own.id.clone());
    }
    let span = s.record.sentences.get(e.sentence)?.span;
    let here = s.record.mentions.places.iter().filter(|p| span.0 <= p.span.0 && p.span.0 < span.1);
    let mut ids = here.filter_map(|p| p.place.as_ref()).map(|p| p.id.clone());
    ids.next().filter(|_| ids.next().is_none())
}

fn alike(s: &Scene<'_>, a: &Event, b: &Event) -> bool {
    let day = |e: &Event| e.date.as_ref().and_then(|d| d.from.clone());
    let apart = |x: &[mizan_code::record::ActorMention], y: &[mizan_code::record::ActorMention]| {
        let ids = |l: &[mizan_code::record::ActorMention]| -> Vec<String> {
            l.iter().filter_map(|m| m.actor.as_ref()).map(|a| a.id.clone()).collect()
        };
        let (x, y) = (ids(x), ids(y));
        !x.is_empty() && !y.is_empty() && !x.iter().any(|i| y.contains(i))
    };
    a.event == b.event
        && a.mode == b.mode
        && place(s, a).is_some()
        && place(s, a) == place(s, b)
        && day(a).is_some()
        && day(a) == day(b)
        && !apart(&a.sources, &b.sources)
        && !apart(&a.targets, &b.targets)
}

fn rivals(s: &Scene<'_>, a: &Event, b: &Event, out: &mut Vec<Draft>) {
    for x in a.quantities.iter().filter(|q| q.role.is_none() && people(q)) {
        let other = |y: &&Quantity| y.role.is_none() && y.of == x.of && y.whom == x.whom;
        let Some(y) = b.quantities.iter().find(other) else { continue };
        let (Some(one), Some(two)) = (bounds(x), bounds(y)) else { continue };
        if !meet(one, two) {
            let draft = Draft::new("MZ043", Some(s.bytes(y.span)));
            out.push(draft.arg(x.text.as_str()).arg(y.text.as_str()));
        }
    }
}

/// A change in percent without a time to compare with.
fn percentages(s: &Scene<'_>, sentence: &Sentence, counts: &[&Quantity], out: &mut Vec<Draft>) {
    // A time told anywhere in the paragraph serves all its sentences.
    let span = s.block_at(sentence.span.0).map_or(sentence.span, |b| b.span);
    let timed = s.dates_in(span).next().is_some() || s.has_within(List::Compared, span);
    if timed || !sentence.is_body() {
        return;
    }
    let changes =
        |at: usize| s.hits_in(List::Changing, sentence).any(|h| h.to <= at && at - h.to <= 6);
    for q in counts.iter().filter(|q| q.unit.as_deref() == Some("%")) {
        let at = s.token_at(s.bytes(q.span).0);
        if !changes(at) || at.checked_sub(1).is_some_and(|t| s.text.word(t) == "(") {
            continue;
        }
        let draft = Draft::new("MZ044", Some(s.bytes(q.span)));
        out.push(draft.arg(q.text.as_str()));
    }
}

/// Tokens of a number that starts here: digits and the words of thousands behind them.
fn number_end(s: &Scene<'_>, at: usize, end: usize) -> (usize, bool) {
    let large = |t: usize| {
        s.k.tables
            .numbers
            .get(s.text.stem(t))
            .is_some_and(|(n, multiplies)| *multiplies && *n >= 1000)
    };
    let mut to = at + 1;
    while to < end && large(to) {
        to += 1;
    }
    (to, to > at + 1)
}

/// Nothing that could be a unit follows.
fn ends_bare(s: &Scene<'_>, at: usize, end: usize) -> bool {
    if at >= end {
        return true;
    }
    let reading = s.text.reading(at);
    let mark = s.text.tokens.get(at).is_some_and(|t| t.kind == Kind::Punct)
        && !matches!(s.text.word(at), "%" | "$" | "€" | "£" | "/" | "-" | "(" | "°");
    mark || (matches!(reading.pos, Pos::Prep | Pos::Conj | Pos::Sub | Pos::Rel)
        && reading.prep.is_none())
        || reading.pos == Pos::Verb
}

fn units(s: &Scene<'_>, sentence: &Sentence, out: &mut Vec<Draft>) {
    if s.has(List::PeopleNoun, sentence) {
        return;
    }
    let near = |list: List, at: usize, reach: usize| {
        s.hits_in(list, sentence).any(|h| h.to <= at && at - h.to <= reach)
    };
    for at in sentence.from..sentence.to {
        if s.text.tokens[at].kind != Kind::Number {
            continue;
        }
        let (to, large) = number_end(s, at, sentence.to);
        let money = large && near(List::MoneyNoun, at, 4);
        let before = at.checked_sub(1).map_or("", |t| s.text.word(t));
        let measure = near(List::MeasureNoun, at, 2);
        let marked = matches!(before, "$" | "€" | "£" | "/" | "-");
        let span: Span = s.text.span(at, to);
        if (money || measure) && !marked && ends_bare(s, to, sentence.to) && !dated(s, span) {
            out.push(Draft::new("MZ045", Some(span)).arg(s.text.words(span)));
        }
    }
}

fn dated(s: &Scene<'_>, span: Span) -> bool {
    /// Bytes before a number in which a date that holds it may start.
    const DATE: u32 = 80;
    let near = (span.0.saturating_sub(DATE), span.1);
    s.dates_in(near).any(|d| span.0 < s.bytes(d.span).1)
}

/// أولاً، ثانياً، رابعاً: counted points, which stand at the head of a clause.
fn points(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let mut last: Option<(usize, Hit)> = None;
    for hit in s.hits(List::Points) {
        let Some(sentence) = s.sentence_at(s.span(hit).0) else { continue };
        let heads = hit.from == sentence.from
            || s.text
                .tokens
                .get(hit.from - 1)
                .is_some_and(|t| matches!(t.kind, Kind::Punct | Kind::Break));
        if !heads {
            continue;
        }
        let number = hit.entry + 1;
        if let Some((n, before)) = last.filter(|_| number > 1)
            && number != n + 1
        {
            let draft = Draft::new("MZ046", Some(s.span(hit)));
            out.push(draft.arg(s.words(hit)).arg(s.words(before)));
        }
        last = (number == 1 || last.is_some()).then_some((number, hit));
    }
}
