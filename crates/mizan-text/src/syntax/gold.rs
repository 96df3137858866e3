//! Treebanks beside our own reading of their text: what is learned from them, and how near we come.

use super::atoms;
use super::pieces::{Cut, Front};
use super::{Parsed, sentence_cuts, tagger_tokens};
use crate::{Sentence, Text};
use mizan_data::Knowledge;
use mizan_syntax::conllu::{Row, Sentence as Gold};
use mizan_syntax::score::Scored;
use mizan_syntax::{Arc, Example, Rel, TagExample, Tagger, Upos};

/// A treebank's sentence read with our own analysis, ready to learn from.
pub struct Lesson {
    /// For the tagger.
    pub tags: TagExample,
    cuts: Vec<(usize, Vec<Cut>)>,
    rows: Vec<Row>,
    /// Where each row stands in the text, in bytes.
    places: Vec<(usize, usize)>,
    source: String,
    domain: u32,
}

/// Where the rows stand in their text; `None` where their forms are not the text's.
#[must_use]
pub fn places(text: &str, rows: &[Row]) -> Option<Vec<(usize, usize)>> {
    let mut at = 0;
    let mut out = Vec::with_capacity(rows.len());
    for r in rows {
        let gap = text[at..].len() - text[at..].trim_start().len();
        at += gap;
        if !text[at..].starts_with(&r.form) {
            return None;
        }
        out.push((at, at + r.form.len()));
        at += r.form.len();
    }
    Some(out)
}

fn whole(text: &Text<'_>) -> Sentence {
    Sentence { from: 0, to: text.tokens.len() }
}

impl Lesson {
    /// Reads a gold sentence; `None` where its words are not those of its text.
    #[must_use]
    pub fn new(gold: &Gold, k: &Knowledge, domain: u32) -> Option<Lesson> {
        let places = places(&gold.text, &gold.rows)?;
        let text = Text::new(&gold.text, k);
        let cuts = sentence_cuts(&text, k, whole(&text));
        let tokens = tagger_tokens(&text, k, &cuts, domain);
        let right =
            cuts.iter().map(|(t, c)| right_cuts(&text, *t, c, &gold.rows, &places)).collect();
        Some(Lesson {
            tags: TagExample { tokens, right },
            cuts,
            rows: gold.rows.clone(),
            places,
            source: gold.text.clone(),
            domain,
        })
    }

    /// For each token: has it a right candidate, and what the gold says of it.
    #[must_use]
    pub fn missed(&self) -> Vec<String> {
        let lost = self.cuts.iter().zip(&self.tags.right).filter(|(_, r)| **r == 0);
        let gold = |t: usize, k: &Text<'_>| -> String {
            let (from, to) = k.whole(t);
            let inside = self
                .places
                .iter()
                .zip(&self.rows)
                .filter(|(p, _)| p.0 < to as usize && p.1 > from as usize);
            inside
                .map(|(_, r)| format!("{}/{}", r.form, r.upos.name()))
                .collect::<Vec<_>>()
                .join("+")
        };
        let folded = mizan_syntax_text(&self.source);
        lost.map(|((t, _), _)| gold(*t, &folded)).collect()
    }

    /// What the parser learns: words as the gold cuts them, tagged by `tagger`, which should not have learned from this
    /// sentence.
    #[must_use]
    pub fn example(&self, k: &Knowledge, tagger: &Tagger) -> Example {
        let text = Text::new(&self.source, k);
        let mut tokens = self.tags.tokens.clone();
        let mut cuts = self.cuts.clone();
        for ((token, (t, list)), _) in tokens.iter_mut().zip(&mut cuts).zip(&self.tags.right) {
            let starts = gold_starts(&text, *t, &self.places);
            let fits: Vec<bool> =
                list.iter().map(|c| cut_places(&text, *t, *c) == starts).collect();
            if fits.iter().any(|f| *f) {
                keep(&mut token.candidates, &fits);
                keep(list, &fits);
            }
        }
        let chosen = tagger.choose(&tokens);
        let picks = super::picks(&text, &cuts, &chosen);
        let (words, atoms) = atoms::words(&text, k, &picks);
        let spans: Vec<(usize, usize)> = words
            .iter()
            .map(|w| text.folded.span(text.source, w.from, w.to))
            .map(|(a, b)| (a as usize, b as usize))
            .collect();
        Example { domain: self.domain, ..align(&self.rows, &self.places, &spans, atoms) }
    }
}

fn mizan_syntax_text(source: &str) -> Text<'_> {
    let folded = crate::Folded::new(source);
    let tokens = crate::tokenize(&folded.text);
    Text { source, folded, tokens, sentences: Vec::new(), analyses: Vec::new() }
}

fn keep<T: Clone>(list: &mut Vec<T>, fits: &[bool]) {
    let mut fits = fits.iter();
    list.retain(|_| *fits.next().unwrap_or(&true));
}

/// The gold's arcs over our words: what the gold cuts otherwise hangs on the word that holds it.
fn align(
    rows: &[Row],
    places: &[(usize, usize)],
    spans: &[(usize, usize)],
    atoms: Vec<mizan_syntax::Atoms>,
) -> Example {
    let ours = |row: usize| {
        let (from, to) = places[row];
        let shared = |s: &(usize, usize)| s.1.min(to).saturating_sub(s.0.max(from));
        (0..spans.len()).max_by_key(|i| (shared(&spans[*i]), usize::MAX - i)).unwrap_or(0)
    };
    let of_rows: Vec<usize> = (0..rows.len()).map(ours).collect();
    let mut arcs: Vec<Option<Arc>> = vec![None; spans.len()];
    for (i, r) in rows.iter().enumerate() {
        let head = r.head.map(|h| of_rows[h as usize] as u32);
        if head != Some(of_rows[i] as u32) && arcs[of_rows[i]].is_none() {
            arcs[of_rows[i]] = Some(Arc { head, rel: r.rel });
        }
    }
    // What no row stands for hangs on the word before it.
    let fill = |(i, a): (usize, Option<Arc>)| {
        a.unwrap_or(Arc {
            head: Some(if i > 0 { i as u32 - 1 } else { 1.min(spans.len() as u32 - 1) }),
            rel: Rel::Dep,
        })
    };
    Example { atoms, arcs: arcs.into_iter().enumerate().map(fill).collect(), domain: 0 }
}

/// Where the gold's words start within a token, in bytes of the text.
fn gold_starts(text: &Text<'_>, t: usize, places: &[(usize, usize)]) -> Vec<usize> {
    let (from, to) = text.whole(t);
    let mut out: Vec<usize> =
        places.iter().map(|p| p.0).filter(|p| (from as usize..to as usize).contains(p)).collect();
    if out.first() != Some(&(from as usize)) {
        out.insert(0, from as usize);
    }
    out
}

fn cut_places(text: &Text<'_>, t: usize, cut: Cut) -> Vec<usize> {
    let token = &text.tokens[t];
    let starts = cut.starts((token.end - token.start) as usize);
    starts.iter().map(|s| text.folded.to_source(token.start + *s as u32) as usize).collect()
}

/// Which candidates cut the token as the gold does and give its stem the gold's part of speech and inflection.
fn right_cuts(
    text: &Text<'_>,
    t: usize,
    cuts: &[Cut],
    rows: &[Row],
    places: &[(usize, usize)],
) -> u64 {
    let starts = gold_starts(text, t, places);
    let fits = |c: &Cut| {
        let here = cut_places(text, t, *c);
        let stem = usize::from(c.conj) + usize::from(c.front != Front::None);
        let row =
            here.get(stem).and_then(|s| places.iter().position(|p| p.0 == *s)).map(|i| &rows[i]);
        here == starts && row.is_some_and(|r| same_pos(r.upos, c.upos))
    };
    let inflected = |c: &Cut| {
        let a = text.readings(t).get(c.reading as usize);
        let stem = usize::from(c.conj) + usize::from(c.front != Front::None);
        let row =
            starts.get(stem).and_then(|s| places.iter().position(|p| p.0 == *s)).map(|i| &rows[i]);
        a.zip(row).is_none_or(|(a, r)| agrees(a, r, rows))
    };
    let bits = |yes: &dyn Fn(&Cut) -> bool| {
        cuts.iter().enumerate().filter(|(_, c)| yes(c)).fold(0_u64, |b, (i, _)| b | 1 << i)
    };
    let (all, close) = (bits(&fits), bits(&|c| fits(c) && inflected(c)));
    if close == 0 { all } else { close }
}

fn same_pos(gold: Upos, ours: Upos) -> bool {
    gold == ours
}

/// Does the inflection of a reading agree with what the treebank says, as far as it says it?
fn agrees(a: &crate::Analysis, r: &Row, rows: &[Row]) -> bool {
    use crate::feat;
    let says = |feature: &str| r.feats.split('|').any(|f| f == feature);
    let clash = |feature: &str, bit: u32, others: u32| {
        says(feature) && a.feat & others != 0 && a.feat & bit == 0
    };
    let passive = rows.iter().any(|x| {
        x.rel == Rel::NsubjPass
            && x.head
                .is_some_and(|h| std::ptr::eq(&raw const rows[h as usize], std::ptr::from_ref(r)))
    });
    let voice = feat::ACTIVE | feat::PASSIVE;
    !(clash("Aspect=Perf", feat::PERF, feat::PERF | feat::IMPF)
        || clash("Aspect=Imp", feat::IMPF, feat::PERF | feat::IMPF)
        || clash("Number=Plur", feat::PLUR, feat::SING | feat::PLUR | feat::DUAL)
        || clash("Number=Sing", feat::SING, feat::SING | feat::PLUR | feat::DUAL)
        || clash("Gender=Fem", feat::FEM, feat::FEM | feat::MASC)
        || (passive && a.feat & voice == feat::ACTIVE))
}

/// The words of a parse as the scorer wants them: places count letters, spaces left out.
#[must_use]
pub fn scored(text: &Text<'_>, parsed: &Parsed) -> Vec<Scored> {
    let place =
        |byte: u32| text.source[..byte as usize].chars().filter(|c| !c.is_whitespace()).count();
    (0..parsed.words.len())
        .map(|i| {
            let (from, to) = parsed.span(text, i);
            Scored {
                from: place(from),
                to: place(to),
                upos: parsed.words[i].upos,
                head: parsed.tree.head(i).map(|h| h as u32),
                rel: parsed.tree.rel(i),
            }
        })
        .collect()
}

/// The gold's words as the scorer wants them.
#[must_use]
pub fn scored_gold(gold: &Gold) -> Vec<Scored> {
    let mut at = 0;
    let mut out = Vec::with_capacity(gold.rows.len());
    for r in &gold.rows {
        let to = at + r.form.chars().count();
        out.push(Scored { from: at, to, upos: r.upos, head: r.head, rel: r.rel });
        at = to;
    }
    out
}
