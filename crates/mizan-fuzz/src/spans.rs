//! Spans of a page and of its record.

use mizan_code::record::Record;
use mizan_page::Page;
use serde_json::Value;

/// Panics where a span of the page is outside its text or cuts a character.
pub fn of_page(page: &Page) {
    let whole = |s: (u32, u32)| {
        assert!(
            page.text.get(s.0 as usize..s.1 as usize).is_some(),
            "span {s:?} of {} bytes",
            page.text.len()
        );
    };
    let named = [page.title, page.section, page.kicker, page.subtitle, page.caption, page.byline];
    named.into_iter().flatten().for_each(whole);
    page.published.iter().filter_map(|p| p.span).for_each(whole);
    page.problems.iter().chain(&page.findings).filter_map(|p| p.span).for_each(whole);
    let mut last = 0;
    for block in &page.blocks {
        whole(block.span);
        assert!(block.span.0 >= last, "blocks overlap at {:?}", block.span);
        last = block.span.1;
    }
}

/// Panics where a span of the record, in characters, is outside the text or not that of its words.
pub fn of_record(page: &Page, record: &Record) {
    let value = serde_json::to_value(record).expect("a record is JSON");
    let chars: Vec<usize> =
        page.text.char_indices().map(|c| c.0).chain([page.text.len()]).collect();
    walk(&value, &page.text, &chars);
}

/// Panics where a span in characters is not inside a text.
pub fn inside(text: &str, span: (u32, u32), words: &str) {
    let chars: Vec<usize> = text.char_indices().map(|c| c.0).chain([text.len()]).collect();
    check(text, &chars, (span.0 as usize, span.1 as usize), Some(words));
}

fn check(text: &str, chars: &[usize], span: (usize, usize), words: Option<&str>) {
    assert!(
        span.0 <= span.1 && span.1 < chars.len(),
        "span {span:?} of {} characters",
        chars.len() - 1
    );
    // A mention without words is implied by the verb at its span.
    if let Some(words) = words.filter(|w| !w.is_empty()) {
        assert_eq!(&text[chars[span.0]..chars[span.1]], words, "the words at {span:?}");
    }
}

fn walk(value: &Value, text: &str, chars: &[usize]) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| walk(v, text, chars)),
        Value::Object(map) => {
            if let Some(span) = map.get("span").and_then(pair) {
                check(text, chars, span, map.get("text").and_then(Value::as_str));
            }
            map.values().for_each(|v| walk(v, text, chars));
        }
        _ => {}
    }
}

fn pair(value: &Value) -> Option<(usize, usize)> {
    let both = value.as_array().filter(|a| a.len() == 2)?;
    let at = |n: usize| both[n].as_u64().and_then(|v| usize::try_from(v).ok());
    Some((at(0)?, at(1)?))
}
