//! Elements of raw text that close themselves, as XML writers put them: `<script src="a.js"/>`.
//!
//! To HTML such a tag is open, and what follows up to the next end tag is its text: a page saved by an XML
//! writer would lose its body. They are given their end tag before the page is read.

use std::borrow::Cow;

const RAW: [&str; 5] = ["script", "style", "iframe", "textarea", "noscript"];
/// A tag longer than this is left as it stands.
const LONGEST: usize = 1024;

/// The page with an end tag behind every raw element that closes itself; the page itself where there is none.
pub(crate) fn close(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in html.match_indices('<') {
        if let Some((end, name)) = empty_raw(html, at).filter(|_| at >= done) {
            out.push_str(&html[done..end]);
            out.push_str("</");
            out.push_str(name);
            out.push('>');
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
}

/// Where a raw element that closes itself ends, if one starts here. A slash behind an unquoted value is part
/// of the value.
fn empty_raw(html: &str, at: usize) -> Option<(usize, &'static str)> {
    let bytes = html.as_bytes();
    let rest = &bytes[at + 1..bytes.len().min(at + LONGEST)];
    let name = RAW.into_iter().find(|n| {
        rest.len() > n.len()
            && rest[..n.len()].eq_ignore_ascii_case(n.as_bytes())
            && !rest[n.len()].is_ascii_alphanumeric()
    })?;
    let mut quote = None;
    let close = rest.iter().position(|b| {
        match (quote, b) {
            (None, b'"' | b'\'') => quote = Some(*b),
            (Some(q), b) if q == *b => quote = None,
            (None, b'>' | b'<') => return true,
            _ => {}
        }
        false
    })?;
    if rest[close] == b'<' {
        return None;
    }
    let before = close.checked_sub(2).map(|i| rest[i]);
    let own = rest.get(close.checked_sub(1)?) == Some(&b'/')
        && before.is_some_and(|b| {
            b.is_ascii_whitespace() || matches!(b, b'"' | b'\'') || close == name.len() + 1
        });
    own.then_some((at + 1 + close + 1, name))
}

#[cfg(test)]
mod tests {
    use super::close;

    #[test]
    fn what_closes_itself_is_closed() {
        for (from, to) in [
            ("<script src=\"a.js\"/>x", "<script src=\"a.js\"/></script>x"),
            ("<style/>x", "<style/></style>x"),
            ("<IFRAME src='b' />x", "<IFRAME src='b' /></iframe>x"),
            ("<script src=/a/b/>x</script>", "<script src=/a/b/>x</script>"),
            ("<script>a<b/>c</script>", "<script>a<b/>c</script>"),
            ("<scripted a=\"b\"/>x", "<scripted a=\"b\"/>x"),
            ("x < y", "x < y"),
            ("<script", "<script"),
        ] {
            assert_eq!(close(from), to, "{from}");
        }
    }
}
