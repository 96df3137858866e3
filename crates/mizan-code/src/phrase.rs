//! Phrases of the lists of the data where they stand in a text.

use mizan_data::Knowledge;

/// How many words the longest phrase of a list takes that opens with one of these forms of a word; `word` gives the
/// words from that one on, an empty one behind the last.
pub(crate) fn longest<'t>(
    k: &Knowledge,
    list: &str,
    firsts: &[&str],
    word: impl Fn(usize) -> &'t str,
) -> Option<usize> {
    let several = firsts.iter().flat_map(|first| k.phrases(first)).filter(|p| p.1 == list);
    let found = several.filter_map(|p| length(&p.0, &word)).max();
    found.or_else(|| firsts.iter().any(|first| k.is(list, first)).then_some(1))
}

/// How many words a phrase has, if those behind its first stand there.
pub(crate) fn length<'t>(phrase: &str, word: impl Fn(usize) -> &'t str) -> Option<usize> {
    let mut n = 1;
    for w in phrase.split(' ').skip(1) {
        if word(n) != w {
            return None;
        }
        n += 1;
    }
    Some(n)
}
