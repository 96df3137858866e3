//! Is a value one that its field can have? Else says which.

use super::{Action, Field};
use crate::codes;
use crate::error::{Done, Inner};
use crate::stored::{Actor, Chars, Event, Place, Quantity, Span, When};
use mizan_code::record::STATUSES;
use serde::de::DeserializeOwned;

/// Values of one list that a person may give.
const MOST: usize = 64;

pub(super) fn checked(event: &Event, action: &Action, text: &Chars<'_>) -> Done<()> {
    match action {
        Action::Set(field, value) => field_checked(event, *field, value, text),
        Action::Add => {
            type_checked(&event.event)?;
            event.mode.as_deref().map_or(Ok(()), |m| mode_checked(&event.event, m))?;
            status_checked(&event.status)
        }
        Action::Accept | Action::Reject => Ok(()),
    }
}

fn wrong<T>(words: String) -> Done<T> {
    Err(Inner::Question(words))
}

fn field_checked(event: &Event, field: Field, value: &str, text: &Chars<'_>) -> Done<()> {
    match field {
        Field::Type => type_checked(value),
        Field::Mode if value == "-" => Ok(()),
        Field::Mode => mode_checked(&event.event, value),
        Field::Status => status_checked(value),
        Field::Sources | Field::Targets => {
            let given: Vec<Actor> = parsed(field, value)?;
            few(given.len())?;
            given.iter().try_for_each(|a| stands(&a.text, a.span, text))
        }
        Field::Quantities => {
            let given: Vec<Quantity> = parsed(field, value)?;
            few(given.len())?;
            given.iter().try_for_each(|q| quantity(q, text))
        }
        Field::Place => {
            let given: Option<Place> = parsed(field, value)?;
            given.map_or(Ok(()), |p| stands(&p.text, p.span, text))
        }
        Field::Date => {
            let given: Option<When> = parsed(field, value)?;
            given.map_or(Ok(()), |d| date(&d, text))
        }
    }
}

fn type_checked(value: &str) -> Done<()> {
    if codes::quad(value) > 0 {
        return Ok(());
    }
    let all: Vec<_> = codes::types().collect();
    wrong(format!("«{value}» is no event type; there are {}", all.join(", ")))
}

fn mode_checked(event: &str, value: &str) -> Done<()> {
    if codes::has_mode(event, value) {
        return Ok(());
    }
    wrong(format!(
        "«{value}» is no mode of {event}; `mizan codebook {event}` lists them, - is none"
    ))
}

fn status_checked(value: &str) -> Done<()> {
    if STATUSES.contains(&value) {
        return Ok(());
    }
    wrong(format!("«{value}» is no status; there are {}", STATUSES.join(", ")))
}

fn parsed<T: DeserializeOwned>(field: Field, value: &str) -> Done<T> {
    serde_json::from_str(value).or_else(|e| {
        wrong(format!("the value of {} is not of the record's shape: {e}", field.name()))
    })
}

fn few(n: usize) -> Done<()> {
    if n <= MOST { Ok(()) } else { wrong(format!("at most {MOST} values for one field")) }
}

/// Words that a person marked must be the page's own.
fn stands(words: &str, span: Span, text: &Chars<'_>) -> Done<()> {
    if span.0 < span.1 && text.words(span) == words {
        return Ok(());
    }
    wrong(format!("«{words}» is not what the page has at {}–{}", span.0, span.1))
}

fn quantity(q: &Quantity, text: &Chars<'_>) -> Done<()> {
    stands(&q.text, q.span, text)?;
    let sane = |n: Option<f64>| n.is_none_or(|n| n.is_finite() && n >= 0.0);
    let known = ["=", ">=", ">", "<=", "<", "~", "range"].contains(&q.relation.as_str());
    if !known || !sane(q.low) || !sane(q.high) || (q.low.is_none() && q.high.is_none()) {
        return wrong(format!(
            "«{}»: a quantity needs a number and one of = >= > <= < ~ range",
            q.text
        ));
    }
    Ok(())
}

fn date(d: &When, text: &Chars<'_>) -> Done<()> {
    stands(&d.text, d.span, text)?;
    let day = |t: &Option<String>| t.as_deref().map(|t| t.parse::<jiff::civil::Date>());
    match (day(&d.from), day(&d.to)) {
        (Some(Ok(from)), Some(Ok(to))) if from <= to => Ok(()),
        (Some(Ok(_)), None) | (None, Some(Ok(_))) => Ok(()),
        _ => wrong("a date needs days such as 2025-11-30, the first not after the last".to_owned()),
    }
}

/// An event's score by its type and mode.
pub(super) fn rescored(event: &mut Event) {
    let score = codes::score(&event.event, event.mode.as_deref());
    event.score = score.unwrap_or(event.score);
}

/// The words that a value in JSON stands on, for a person.
pub(super) fn words_of(value: &str) -> String {
    let parsed: serde_json::Value = serde_json::from_str(value).unwrap_or_default();
    let one = |v: &serde_json::Value| v["text"].as_str().map(str::to_owned);
    let words: Vec<String> = match &parsed {
        serde_json::Value::Array(all) => all.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    };
    if words.is_empty() { "-".to_owned() } else { words.join("; ") }
}
