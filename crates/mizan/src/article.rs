//! A page's article alone, as Markdown or as text: title, body, captions left out.

use mizan_page::{Block, BlockKind, Page, Zone};
use std::io::{self, Write};

/// How the article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Title, subheads, lists and quotations with the marks of Markdown.
    Markdown,
    /// One paragraph a line.
    Txt,
}

/// Writes the article of a page; an empty line follows it.
pub fn write(out: &mut impl Write, page: &Page, format: Format) -> io::Result<()> {
    let mut last = None;
    for block in page.blocks.iter().filter(|b| is_article(b)) {
        let words = &page.text[block.span.0 as usize..block.span.1 as usize];
        let row = |k| matches!(k, BlockKind::ListItem | BlockKind::Cell);
        let together = row(block.kind) && last == Some(block.kind);
        if format == Format::Markdown && last.is_some() && !together {
            writeln!(out)?;
        }
        let mark = if format == Format::Markdown { mark(block.kind) } else { "" };
        writeln!(out, "{mark}{words}")?;
        last = Some(block.kind);
    }
    writeln!(out)
}

fn is_article(block: &Block) -> bool {
    use BlockKind::{Byline, Caption, Dateline, Duplicate, Kicker, Section, Tail};
    let frame =
        matches!(block.kind, Byline | Caption | Dateline | Duplicate | Kicker | Section | Tail);
    !frame && block.zone != Zone::Boilerplate
}

fn mark(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "# ",
        BlockKind::Subhead => "## ",
        BlockKind::ListItem | BlockKind::Cell => "- ",
        BlockKind::Quotation => "> ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_as_markdown() {
        let reader = mizan_code::Reader::builtin().expect("the data");
        let html = "<h1>عنوان الخبر</h1><p>قال المتحدث إن القوات انسحبت من البلدة صباح اليوم، وإن الاتفاق قائم منذ أسبوع.</p>\
                    <h2>ردود</h2><ul><li>الأول من الردود على البيان.</li><li>الثاني من الردود على البيان.</li></ul>";
        let page = reader.page(html.as_bytes(), Some("a.html"));
        let mut out = Vec::new();
        write(&mut out, &page, Format::Markdown).expect("written");
        let text = String::from_utf8(out).expect("text");
        assert!(text.starts_with("# عنوان الخبر\n\nقال"), "{text}");
        assert!(text.contains("\n\n- الأول من الردود على البيان.\n- الثاني"), "{text}");
    }
}
