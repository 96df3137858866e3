//! Corrections and names given by hand, laid over a record.

use super::alias::{self, Alias};
use super::{Action, Correction, Field, check};
use crate::codes;
use crate::stored::{Actor, Chars, Event, Place, Quantity, Record, Span, When};

/// A record with those corrections laid over it that hold. One whose event is not read any more brings it back as
/// it was, unless it rejected it.
pub(crate) fn laid(
    mut record: Record,
    made: &[Correction],
    names: &[Alias],
    chars: &Chars<'_>,
) -> Record {
    alias::name_all(&mut record, names);
    for c in made.iter().filter(|c| c.undone.is_none()) {
        let Some(action) = &c.action else { continue };
        let at = position(&record, c, chars).or_else(|| restored(&mut record, c, chars));
        let Some(at) = at else { continue };
        match action {
            Action::Reject => {
                record.events.remove(at);
            }
            Action::Accept | Action::Add => note(&mut record.events[at], c),
            Action::Set(field, value) => {
                let by = moved(&record, at, c);
                note(&mut record.events[at], c);
                set(&mut record.events[at], *field, value, by);
            }
        }
    }
    record
}

/// How far the sentence of an event has moved in the text since it was corrected, in characters.
fn moved(record: &Record, at: usize, c: &Correction) -> i64 {
    let sentence = record.sentences.get(record.events[at].sentence);
    sentence.filter(|_| c.base >= 0).map_or(0, |s| i64::from(s.span.0) - c.base)
}

fn shift(span: &mut Span, by: i64) {
    let one = |n: u32| u32::try_from(i64::from(n) + by).unwrap_or(0);
    *span = (one(span.0), one(span.1));
}

/// The event that a correction speaks of: the very one, else one that the same words of the same sentence open, else one
/// that some of them open, as triggers grew from a word to the words that tell an act together.
fn position(record: &Record, c: &Correction, chars: &Chars<'_>) -> Option<usize> {
    let same = |e: &Event| e.uid == c.event;
    let here = |e: &Event| record.sentence(e.sentence, chars) == c.sentence;
    let words = |text: &str, word: &str| text.split(' ').any(|w| w == word);
    let part = |e: &Event| words(&e.trigger.text, &c.words) || words(&c.words, &e.trigger.text);
    let at = |fits: &dyn Fn(&Event) -> bool| record.events.iter().position(fits);
    let told =
        || at(&|e| e.trigger.text == c.words && here(e)).or_else(|| at(&|e| part(e) && here(e)));
    let very = at(&same);
    // An event found by a person is another one than the program's of the same words.
    if c.action == Some(Action::Add) { very } else { very.or_else(told) }
}

/// The event as it was when it was corrected, put back where its sentence stands now.
fn restored(record: &mut Record, c: &Correction, chars: &Chars<'_>) -> Option<usize> {
    if c.action == Some(Action::Reject) {
        return None;
    }
    let sentence =
        (0..record.sentences.len()).find(|n| record.sentence(*n, chars) == c.sentence)?;
    let mut event: Event = serde_json::from_str(&c.snapshot).ok()?;
    event.sentence = sentence;
    event.claim = None;
    event.also.clear();
    event.uid = c.event;
    if c.action != Some(Action::Add) {
        event.corrected.push("kept by a person's correction, not read any more".to_owned());
    }
    record.events.push(event);
    let at = record.events.len() - 1;
    let by = moved(record, at, c);
    move_event(&mut record.events[at], by);
    Some(at)
}

fn move_event(e: &mut Event, by: i64) {
    shift(&mut e.trigger.span, by);
    e.sources.iter_mut().chain(&mut e.targets).for_each(|a| shift(&mut a.span, by));
    e.quantities.iter_mut().for_each(|q| shift(&mut q.span, by));
    e.date.iter_mut().for_each(|d| shift(&mut d.span, by));
    e.place.iter_mut().for_each(|p| shift(&mut p.span, by));
}

fn note(event: &mut Event, c: &Correction) {
    event.shown = true;
    event.confidence = 1.0;
    event.corrected.push(format!("{} by {} on {}", c.what, c.who, c.at));
}

fn set(event: &mut Event, field: Field, value: &str, by: i64) {
    match field {
        Field::Type => {
            event.event = value.to_owned();
            event.mode = event.mode.take().filter(|m| codes::has_mode(value, m));
        }
        Field::Mode => event.mode = (value != "-").then(|| value.to_owned()),
        Field::Status => event.status = value.to_owned(),
        Field::Sources => event.sources = actors(value, by),
        Field::Targets => event.targets = actors(value, by),
        Field::Date => {
            event.date = parsed::<Option<When>>(value).flatten();
            event.date.iter_mut().for_each(|d| shift(&mut d.span, by));
        }
        Field::Place => {
            event.place = parsed::<Option<Place>>(value).flatten();
            event.place.iter_mut().for_each(|p| shift(&mut p.span, by));
        }
        Field::Quantities => {
            event.quantities = parsed::<Vec<Quantity>>(value).unwrap_or_default();
            event.quantities.iter_mut().for_each(|q| shift(&mut q.span, by));
        }
    }
    check::rescored(event);
}

/// A value was checked when it was given; what cannot be read any more is left out.
fn parsed<T: serde::de::DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_str(value).ok()
}

fn actors(value: &str, by: i64) -> Vec<Actor> {
    let mut out: Vec<Actor> = parsed(value).unwrap_or_default();
    out.iter_mut().for_each(|a| shift(&mut a.span, by));
    out
}
