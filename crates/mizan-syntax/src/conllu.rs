//! CoNLL-U: treebanks read, trees written. <https://universaldependencies.org/format.html>

use crate::relation::Rel;
use crate::word::Upos;
use std::fmt::Write as _;
use thiserror::Error;

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As written, cut from what is glued to it.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Features as written, `_` for none.
    pub feats: String,
    /// Index of the head; `None` for the root.
    pub head: Option<u32>,
    /// How it hangs there.
    pub rel: Rel,
    /// Does a space follow?
    pub space_after: bool,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sentence {
    /// Its `sent_id`, empty where there is none.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Other comments, as written without the `#`.
    pub comments: Vec<String>,
    /// Its words.
    pub rows: Vec<Row>,
}

/// What is wrong with a treebank, with the line.
#[derive(Debug, Error, PartialEq)]
#[error("line {line}: {what}")]
pub struct ConlluError {
    /// Counted from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub what: String,
}

/// Reads a treebank. Multi-word ranges give what their parts look like; empty nodes are left out.
///
/// # Errors
/// Where a line has not ten columns, or a column cannot be read.
pub fn read(text: &str) -> Result<Vec<Sentence>, ConlluError> {
    let mut out = Vec::new();
    let mut now = Sentence::default();
    let mut range = None;
    for (number, line) in text.lines().enumerate() {
        let fail = |what: String| ConlluError { line: number + 1, what };
        if line.trim().is_empty() {
            close(&mut out, &mut now);
            range = None;
        } else if let Some(comment) = line.strip_prefix('#') {
            remark(&mut now, comment);
        } else {
            row(&mut now, line, &mut range).map_err(fail)?;
        }
    }
    close(&mut out, &mut now);
    Ok(out)
}

fn close(out: &mut Vec<Sentence>, now: &mut Sentence) {
    let done = std::mem::take(now);
    if !done.rows.is_empty() {
        out.push(done);
    }
}

fn remark(now: &mut Sentence, comment: &str) {
    match comment.split_once('=').map(|(k, v)| (k.trim(), v.trim())) {
        Some(("text", v)) => now.text = v.to_owned(),
        Some(("sent_id", v)) => now.id = v.to_owned(),
        _ => now.comments.push(comment.trim().to_owned()),
    }
}

/// `range`: the last word of an open multi-word range, and whether a space follows it.
fn row(now: &mut Sentence, line: &str, range: &mut Option<(usize, bool)>) -> Result<(), String> {
    let c: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, _, feats, head, rel, _, misc] = c[..] else {
        return Err(format!("{} columns stand here; ten, parted by tabs, were expected", c.len()));
    };
    let space = !misc.split('|').any(|m| m == "SpaceAfter=No");
    if id.contains('.') {
        return Ok(());
    }
    if let Some((_, last)) = id.split_once('-') {
        *range = last.parse().ok().map(|n| (n, space));
        return Ok(());
    }
    let head: u32 = head.parse().map_err(|_| format!("the head «{head}» is no number"))?;
    let space_after = match *range {
        Some((last, _)) if now.rows.len() + 1 < last => false,
        Some((last, after)) if now.rows.len() + 1 == last => after,
        _ => space,
    };
    now.rows.push(Row {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: Upos::from_name(upos)
            .ok_or_else(|| format!("«{upos}» is no part of speech of UD"))?,
        feats: feats.to_owned(),
        head: head.checked_sub(1),
        rel: Rel::from_name(rel).ok_or_else(|| format!("«{rel}» is no relation that is kept"))?,
        space_after,
    });
    Ok(())
}

/// Writes a sentence.
pub fn write(s: &Sentence, out: &mut String) {
    if !s.id.is_empty() {
        let _ = writeln!(out, "# sent_id = {}", s.id);
    }
    let _ = writeln!(out, "# text = {}", s.text);
    for c in &s.comments {
        let _ = writeln!(out, "# {c}");
    }
    for (i, r) in s.rows.iter().enumerate() {
        let head = r.head.map_or(0, |h| h + 1);
        let misc = if r.space_after { "_" } else { "SpaceAfter=No" };
        let lemma = if r.lemma.is_empty() { "_" } else { &r.lemma };
        let (upos, rel) = (r.upos.name(), r.rel.name());
        let _ = writeln!(
            out,
            "{}\t{}\t{lemma}\t{upos}\t_\t{}\t{head}\t{rel}\t_\t{misc}",
            i + 1,
            r.form,
            r.feats
        );
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SAMPLE: &str = "# sent_id = a1\n# text = ab c.\n1\ta\ta\tADP\t_\t_\t2\tcase\t_\tSpaceAfter=No\n2\tb\tb\tNOUN\t_\tGender=Masc\t3\tobl\t_\t_\n3\tc\tc\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n";

    #[test]
    fn what_is_read_is_written_again() {
        let read = read(SAMPLE).unwrap();
        let mut out = String::new();
        write(&read[0], &mut out);
        assert_eq!(out, SAMPLE);
    }

    #[test]
    fn a_line_of_too_few_columns_is_named() {
        let error = read("1\ta\tb\n").unwrap_err();
        assert_eq!(error.line, 1);
        assert!(error.what.contains("3 columns"));
    }
}
