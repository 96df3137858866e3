//! Text made safe to stand in markup.

/// Text within HTML or XML, in an element or a quoted attribute: what is markup is escaped, and characters that
/// XML 1.0 forbids become blanks, as do ends of lines.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(escaped("<a b='c'>\"&\"\u{0}\n"), "&lt;a b=&#39;c&#39;&gt;&quot;&amp;&quot;  ");
    }
}
