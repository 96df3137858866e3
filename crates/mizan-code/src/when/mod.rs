//! Dates: days, ranges, months, years, deictic words; counted from the dateline, never from today.
//!
//! In: a sentence and the dateline. Out: what it says of time, left to right, longest form first.
//! What cannot be resolved keeps its words, with neither `from` nor `to`.

mod calendar;
mod full;
mod range;
mod relative;

use crate::names::Hit;
use crate::numeral;
use crate::phrase;
use jiff::ToSpan;
use jiff::civil::Date;
use mizan_data::Knowledge;
use mizan_data::model::{Pos, Ref, opens};
use mizan_text::{Kind, Sentence, Text, feat};

/// A date in the text. `from` and `to` are empty where the dateline that it needs is unknown.
#[derive(Debug, Clone)]
pub(crate) struct When {
    /// Tokens.
    pub at: (usize, usize),
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub precision: &'static str,
    pub calendar: &'static str,
    pub basis: String,
}

struct Finder<'t, 'k> {
    text: &'t Text<'t>,
    k: &'k Knowledge,
    start: usize,
    end: usize,
    now: Option<Date>,
    /// Names of the sentence: a date inside the name of somebody is none.
    hits: &'t [Hit],
}

/// All dates of a sentence, left to right.
pub(crate) fn find(
    text: &Text<'_>,
    k: &Knowledge,
    sentence: Sentence,
    hits: &[Hit],
    now: Option<Date>,
) -> Vec<When> {
    let f = Finder { text, k, start: sentence.from, end: sentence.to, now, hits };
    let mut out: Vec<When> = Vec::new();
    let mut at = sentence.from;
    while at < sentence.to {
        let forms = f.opens(at);
        match (forms != 0).then(|| f.at(at, forms)).flatten().filter(|w| !f.named(w)) {
            Some(found) => {
                at = found.at.1;
                let floor = out.last().map_or(sentence.from, |w| w.at.1);
                out.push(f.with_part_of_day(found, floor));
            }
            None => at += 1,
        }
    }
    out
}

impl Finder<'_, '_> {
    /// The forms that can start at this token; a table of first words decides before any form is tried.
    fn opens(&self, at: usize) -> u16 {
        let token = &self.text.tokens[at];
        let starts = &self.k.tables.date_starts;
        let known = |w: &str| starts.get(w).copied().unwrap_or(0);
        match token.kind {
            Kind::Number => opens::RANGE | opens::DAY | opens::YEAR | opens::WINDOW,
            Kind::Word => {
                let word = self.text.word(at);
                let own = known(word);
                let cut = if word.starts_with(['و', 'ف', 'ب', 'ل', 'ك']) {
                    known(self.bare(at)) | known(self.core(at)) | known(self.text.stem(at))
                } else {
                    0
                };
                own | cut
            }
            _ => 0,
        }
    }

    fn at(&self, at: usize, forms: u16) -> Option<When> {
        let can = |form: u16| forms & form != 0;
        let range = || if can(opens::RANGE) { self.range(at) } else { None };
        let side = || {
            if can(opens::SIDE) { self.open_range(at).or_else(|| self.past_span(at)) } else { None }
        };
        range().or_else(side).or_else(|| self.single_of(at, forms))
    }

    /// One date without the words of a range.
    fn single(&self, at: usize) -> Option<When> {
        if at < self.end { self.single_of(at, self.opens(at)) } else { None }
    }

    /// One date of the forms that can open here, longer forms first.
    fn single_of(&self, at: usize, forms: u16) -> Option<When> {
        type Form = for<'a, 't, 'k> fn(&'a Finder<'t, 'k>, usize) -> Option<When>;
        const FORMS: [(u16, Form); 10] = [
            (opens::DAY, |f, at| f.numeric(at)),
            (opens::HOLIDAY, |f, at| f.holiday(at)),
            (opens::DAY, |f, at| f.day_month(at)),
            (opens::PART, |f, at| f.part_of(at)),
            (opens::MONTH, |f, at| f.month_year(at)),
            (opens::YEAR, |f, at| f.year(at)),
            (opens::SHARE, |f, at| f.share_of_year(at)),
            (opens::WINDOW | opens::SIDE, |f, at| f.past_span(at)),
            (opens::DEICTIC, |f, at| f.deictic(at)),
            (opens::WEEKDAY, |f, at| f.weekday(at)),
        ];
        FORMS.iter().filter(|(form, _)| forms & form != 0).find_map(|(_, read)| read(self, at))
    }

    fn word(&self, at: usize) -> &str {
        if at < self.end { self.text.word(at) } else { "" }
    }

    /// The word without a glued و or ف.
    fn bare(&self, at: usize) -> &str {
        let word = self.word(at);
        word.strip_prefix(['و', 'ف']).filter(|w| w.len() > 2).unwrap_or(word)
    }

    /// The word without any glued letter that its reading cuts off, article kept.
    fn core(&self, at: usize) -> &str {
        if at < self.end { self.text.core(at) } else { "" }
    }

    fn is(&self, list: &str, at: usize) -> bool {
        at < self.end && self.k.is(list, self.word(at))
    }

    /// Like [`Finder::is`], with و before the word or none, or another letter glued to it.
    fn has(&self, list: &str, at: usize) -> bool {
        at < self.end
            && [self.bare(at), self.word(at), self.core(at)].iter().any(|w| self.k.is(list, w))
    }

    /// How many tokens a phrase of the list takes here; longest first. Letters glued before it do not count.
    fn phrase(&self, list: &str, at: usize) -> Option<usize> {
        let firsts = [self.word(at), self.bare(at), self.core(at)];
        phrase::longest(self.k, list, &firsts, |n| self.word(at + n))
    }

    /// A whole number from 0, in digits, at a token.
    fn digits(&self, at: usize) -> Option<i16> {
        (at < self.end && self.text.tokens[at].kind == Kind::Number)
            .then(|| self.word(at).parse().ok())
            .flatten()
    }

    /// A count in digits or words and where it ends.
    fn count(&self, at: usize) -> Option<(i64, usize)> {
        let n = numeral::read(self.text, self.k, at, self.end)?;
        (n.value.fract() == 0.0).then_some((n.value as i64, n.to))
    }

    /// A year of four digits, with ه or م behind it.
    fn year_number(&self, at: usize) -> Option<i16> {
        self.digits(at).filter(|y| self.word(at).len() == 4 && (600..2200).contains(y))
    }

    /// An ordinal in words and where it ends: الرابع والعشرين is 24.
    fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        let one = |word: &str| self.k.tables.ordinals.get(word).copied();
        let first = one(self.bare(at)).or_else(|| one(self.core(at)))?;
        if self.k.is("date.teen", self.word(at + 1)) {
            return Some((first + if first < 10 { 10 } else { 0 }, at + 2));
        }
        match self
            .word(at + 1)
            .strip_prefix('و')
            .and_then(one)
            .filter(|n| n % 10 == 0 && *n > first)
        {
            Some(tens) => Some((first % 10 + tens, at + 2)),
            None => Some((first, at + 1)),
        }
    }

    fn make(
        &self,
        at: (usize, usize),
        from: Option<Date>,
        to: Option<Date>,
        precision: &'static str,
        basis: String,
    ) -> Option<When> {
        Some(When { at, from, to, precision, calendar: "gregorian", basis })
    }

    fn unresolved(&self, at: (usize, usize), precision: &'static str, why: &str) -> Option<When> {
        self.make(at, None, None, precision, why.to_owned())
    }

    fn counted(&self) -> String {
        self.now.map_or_else(|| "no dateline".into(), |d| format!("counted from the dateline {d}"))
    }

    /// A day some days away from the dateline.
    fn day(&self, n: i64) -> Option<Date> {
        self.now.and_then(|d| d.checked_add(n.days()).ok())
    }

    /// Does the clause speak of what is to come? The nearest verb or word of plans before decides.
    fn ahead(&self, at: usize) -> bool {
        for t in (self.start.max(at.saturating_sub(14))..at).rev() {
            let a = self.text.reading(t);
            if a.future || a.pos == Pos::Future || self.has("date.plans", t) {
                return true;
            }
            if (a.is_verb() && a.has(feat::PERF)) || matches!(self.word(t), "." | "؛") {
                return false;
            }
        }
        false
    }

    /// فجر، صباح، يوم before a day belong to its mention.
    fn with_part_of_day(&self, mut found: When, floor: usize) -> When {
        if !matches!(found.precision, "day" | "range") || found.calendar == "epoch" {
            return found;
        }
        while found.at.0 > floor && self.has("date.parts_of_day", found.at.0 - 1) {
            found.at.0 -= 1;
            let phrase =
                found.at.0 > floor && self.phrase("date.parts_in_words", found.at.0 - 1).is_some();
            found.at.0 -= usize::from(phrase);
            if self.text.reading(found.at.0).prep.is_some() {
                break;
            }
        }
        found
    }

    /// A date that is part of the name of an actor, or stands behind ثورة، ساحة، قوى, is no date.
    fn named(&self, found: &When) -> bool {
        let inside = |h: &&Hit| h.from <= found.at.0 && found.at.0 < h.to && h.to > h.from + 1;
        let names_somebody = self
            .hits
            .iter()
            .filter(inside)
            .any(|h| self.k.refs(h.refs).iter().any(|r| matches!(r, Ref::Actor { .. })));
        let before = found.at.0.checked_sub(1).filter(|b| *b >= self.start);
        let heads = before.is_some_and(|b| {
            [self.text.stem(b), self.word(b)].iter().any(|w| self.k.is("date.named_after", w))
                && !self.text.reading(b).det
                && self.text.reading(found.at.0).prep.is_none()
        });
        names_somebody || (heads && found.calendar != "epoch" && !matches!(found.precision, "year"))
    }
}
