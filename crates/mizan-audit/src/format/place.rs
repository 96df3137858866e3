//! Where a finding stands in the file: lines and columns, from 1, in Unicode scalar values.

use super::Audited;

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    /// One past the last character.
    pub end_column: usize,
}

/// The place of a span of the page's text in its file.
///
/// A page of plain text is its file. Of HTML the words are looked for among the tags, the same occurrence as in the
/// text; where tags part them there is no place.
#[must_use]
pub fn place(page: &Audited, span: (u32, u32)) -> Option<Place> {
    let from = byte(&page.text, span.0);
    let to = byte(&page.text, span.1);
    let words = page.text.get(from..to).filter(|w| !w.is_empty())?;
    let source = page.source.as_deref().unwrap_or(&page.text);
    let at = if source == page.text {
        from
    } else {
        let before = page.text.get(..from)?.matches(words).count();
        let mut found = source.match_indices(words).map(|m| m.0);
        let mut again = found.clone();
        found.nth(before).or_else(|| again.next())?
    };
    let (line, column) = line_column(source, at);
    let (end_line, end_column) = line_column(source, at + words.len());
    Some(Place { line, column, end_line, end_column })
}

fn byte(text: &str, chars: u32) -> usize {
    text.char_indices().nth(chars as usize).map_or(text.len(), |c| c.0)
}

fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str, source: Option<&str>) -> Audited {
        Audited {
            name: "p".into(),
            lang: "ar".into(),
            title: None,
            text: text.into(),
            source: source.map(str::to_owned),
            blocks: Vec::new(),
            findings: Vec::new(),
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let page = page("قال\nمصدر آخر", None);
        let expected = Place { line: 2, column: 1, end_line: 2, end_column: 5 };
        assert_eq!(place(&page, (4, 8)), Some(expected));
    }

    #[test]
    fn words_are_found_again_among_tags() {
        let page = page("مصدر\nمصدر", Some("<h1>مصدر</h1>\n<p>مصدر</p>"));
        assert_eq!(place(&page, (5, 9)).map(|p| (p.line, p.column)), Some((2, 4)));
        assert_eq!(place(&page, (0, 9)), None);
    }
}
