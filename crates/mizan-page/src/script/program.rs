//! Data inside programs: rows that Next.js streams (`self.__next_f.push`), and states that a page assigns to
//! its window.

use serde_json::{Deserializer, Value};

/// Programs looked into, and assignments of each.
const ASSIGNMENTS: usize = 8;
/// Bytes of a program below which it holds no article.
const LEAST: usize = 400;

/// Does a program hold data of the page?
pub(crate) fn holds_data(program: &str) -> bool {
    program.len() >= LEAST && (program.contains("__next_f") || assigned(program).next().is_some())
}

/// The values that the programs of a page carry; and texts that stand in them as they are.
pub(super) fn values(programs: &[String]) -> (Vec<Value>, Vec<String>) {
    let (mut values, mut texts) = (Vec::new(), Vec::new());
    let mut rows = String::new();
    for program in programs {
        match pushed(program) {
            Some(part) => rows.push_str(&part),
            None => values.extend(assigned(program).take(ASSIGNMENTS).filter_map(first)),
        }
    }
    // A line's end within a string of the data may stand as it is.
    values.extend(first(&rows).or_else(|| first(&rows.replace('\n', "\\n"))));
    let mut rest = rows.as_str();
    while let Some((row, after)) = next_row(rest) {
        match row {
            Row::Text(text) => texts.push(text.to_owned()),
            Row::Value(value) => values.extend(first(value)),
        }
        rest = after;
    }
    (values, texts)
}

/// The first value of a text; what stands behind it does not matter.
fn first(text: &str) -> Option<Value> {
    let value = Deserializer::from_str(text).into_iter().next()?.ok();
    value.filter(|v: &Value| v.is_array() || v.is_object())
}

/// What `self.__next_f.push([1, "…"])` adds.
fn pushed(program: &str) -> Option<String> {
    let at = program.find("__next_f")?;
    let list = &program[at + program[at..].find("push(")? + "push(".len()..];
    first(list)?.get(1)?.as_str().map(str::to_owned)
}

/// The texts behind `name = ` that begin as an object does.
fn assigned(program: &str) -> impl Iterator<Item = &str> {
    program.match_indices('=').filter_map(|(at, _)| {
        let named = program[..at]
            .trim_end()
            .ends_with(|c: char| c == '_' || c == ']' || c.is_alphanumeric());
        let value = program[at + 1..].trim_start();
        let object = value.starts_with("{\"") || value.starts_with("[{\"");
        (named && object).then_some(value)
    })
}

enum Row<'t> {
    Text(&'t str),
    Value(&'t str),
}

/// A row is `id:value` up to its line's end, or `id:Tlength,text` with a length in hexadecimal bytes.
fn next_row(rows: &str) -> Option<(Row<'_>, &str)> {
    let (_, body) = rows.split_once(':')?;
    if let Some((length, text)) = body.strip_prefix('T').and_then(|b| b.split_once(',')) {
        let end = usize::from_str_radix(length, 16).ok()?;
        return Some((Row::Text(text.get(..end)?), text.get(end..)?));
    }
    let end = body.find('\n').unwrap_or(body.len());
    Some((Row::Value(&body[..end]), &body[(end + 1).min(body.len())..]))
}
