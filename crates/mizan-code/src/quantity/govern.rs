//! What a count is of: the noun's own sense, or the loss told by the word that governs it
//! (قتل، إصابة، نزوح); whose loss; and whether the count is a part or a revision of another.

use super::noun::{Noun, alike, counted_as};
use super::{Count, Finder, Found};
use mizan_data::model::Pos;
use mizan_text::feat;

/// What is counted, whom, and the count's role.
type Governed = (Option<String>, Option<String>, Option<&'static str>);

const FARTHEST: usize = 12;

impl Finder<'_, '_> {
    /// `None` where a bare number has nothing that it could count.
    pub(super) fn governed(
        &self,
        f: Found,
        noun: &Noun,
        before: Option<&Count>,
    ) -> Option<Governed> {
        let role = self.role(f.from);
        if let Noun::Money(..) = noun {
            return Some((Some("money".into()), None, role));
        }
        let part = self.part(f, before);
        let of = self.of(f, noun, part, before);
        if matches!(noun, Noun::Bare) && of.is_none() {
            return None;
        }
        let whom = noun
            .token()
            .and_then(|t| self.whom(t, noun.end(f.to)))
            .filter(|w| Some(w) != of.as_ref());
        Some((of, whom, if part { Some("part") } else { role }))
    }

    /// The noun's own sense; for people what befell them; for a part what its whole is of.
    fn of(&self, f: Found, noun: &Noun, part: bool, before: Option<&Count>) -> Option<String> {
        let own = noun.token().and_then(|t| counted_as(self.text, self.k, t));
        let others = noun.token().is_some_and(|t| self.is("quantity.others", t));
        let bare = matches!(noun, Noun::Bare);
        let crowd = bare && self.has("quantity.vague_people", f.from);
        let held = matches!(own.as_deref(), Some("arrested" | "displaced" | "abducted"));
        if !(bare || others || held || own.as_deref() == Some("people")) {
            return own;
        }
        let carried =
            || before.and_then(|b| b.of.clone()).filter(|of| of != "percent" && of != "money");
        let loss = || self.loss_before(f.from).or_else(|| self.loss_after(noun.end(f.to)));
        let told = || if bare { self.counted_before(f.from) } else { None };
        let found = if part { carried().or_else(loss) } else { told().or_else(loss) };
        // Prisoners who died are counted as dead, prisoners set free as prisoners.
        let found = found.filter(|of| !held || super::CASUALTIES.contains(&of.as_str()));
        let found = found.or_else(|| others.then(carried).flatten());
        found.or(own).or_else(|| crowd.then(|| "people".to_owned()))
    }

    /// The loss that the nearest word before tells, within the clause.
    fn loss_before(&self, from: usize) -> Option<String> {
        for t in (self.p.sentence.from.max(from.saturating_sub(FARTHEST))..from).rev() {
            let a = self.text.reading(t);
            if matches!(a.pos, Pos::Sub) || matches!(self.word(t), "." | "؛" | ":" | "؟") {
                return None;
            }
            if let Some(of) = self.loss_of(t) {
                return Some(of);
            }
            if a.is_verb() && !self.has("quantity.toll_verbs", t) {
                return None;
            }
        }
        None
    }

    /// «5 أشخاص أصيبوا»، «لقي عاملان مصرعهما»: the word behind tells it.
    fn loss_after(&self, end: usize) -> Option<String> {
        let end = self.behind_parts(end);
        for t in end..(end + 4).min(self.p.sentence.to) {
            if matches!(self.word(t), "." | "،" | "؛" | ":") {
                return None;
            }
            let a = self.text.reading(t);
            if let Some(of) = self.loss_of(t) {
                let doer = a.is_verb() && t + 1 < self.p.sentence.to && {
                    let next = self.text.reading(t + 1);
                    next.pos.nominal()
                        && next.prep.is_none()
                        && next.conj.is_none()
                        && !a.has(feat::PASSIVE)
                };
                return (!doer).then_some(of);
            }
            if a.is_verb() {
                return None;
            }
        }
        None
    }

    /// «ثمانية أشخاص، بينهم طفلان، قتلوا»: past what is said of a part between two commas.
    fn behind_parts(&self, end: usize) -> usize {
        let comma = |t: usize| self.word(t) == "،";
        if !(comma(end) && self.has("quantity.part_words", end + 1)) {
            return end;
        }
        let close = (end + 2..(end + 9).min(self.p.sentence.to)).find(|t| comma(*t));
        close.map_or(end, |t| t + 1)
    }

    fn loss_of(&self, t: usize) -> Option<String> {
        let a = self.text.reading(t);
        let of = self.k.tables.losses.get(&a.lex).filter(|_| !self.judges(t))?;
        // A passive participle or a counted noun is somebody, not what befell him.
        (!self.k.tables.counted.contains_key(&a.lex)
            || a.pos == Pos::Masdar
            || self.has("quantity.loss_nouns", t))
        .then(|| of.clone())
    }

    /// «قضت محكمة», «يقضي أحكاما بالسجن»: does a verb that may tell a death pass judgement or time here?
    fn judges(&self, t: usize) -> bool {
        let may = crate::chunk::lemma(self.k, self.text.reading(t).lex)
            .is_some_and(|l| self.k.is("quantity.may_judge", &l));
        let p = self.p;
        may && self
            .k
            .list("quantity.judged")
            .iter()
            .any(|w| p.mentions(self.text, p.sentence.from, p.sentence.to, w))
    }

    /// «بلغ عدد القتلى 50»: the counted noun stands before the number.
    fn counted_before(&self, from: usize) -> Option<String> {
        for t in (self.p.sentence.from.max(from.saturating_sub(FARTHEST))..from).rev() {
            if matches!(self.word(t), "." | "؛") {
                return None;
            }
            if self.has("quantity.toll_words", t) {
                let behind = (t + 1..from.min(t + 4))
                    .find_map(|n| self.loss_of(n).or_else(|| counted_as(self.text, self.k, n)));
                return behind;
            }
        }
        None
    }

    /// Words such as بينهم and منهم, before or right behind, make the count a part of the one before;
    /// what is joined to a part is one too.
    fn part(&self, f: Found, before: Option<&Count>) -> bool {
        let near = self.p.sentence.from.max(f.from.saturating_sub(3))..f.from;
        let told = near.rev().any(|t| self.has("quantity.part_words", t))
            || self.has("quantity.part_words", f.to);
        let joined = || {
            let and = self.text.reading(f.from).conj.is_some()
                || f.from > 0 && self.word(f.from - 1) == "و";
            and && before.is_some_and(|b| b.role == Some("part") && f.from <= b.at.1 + 2)
        };
        before.is_some() && (told || joined())
    }

    /// Does the clause revise a toll: ارتفعت حصيلة … إلى؟
    pub(super) fn revises(&self, at: usize) -> bool {
        let from = self.p.sentence.from.max(at.saturating_sub(FARTHEST));
        let verb = (from..at).any(|t| self.has("quantity.revise_verbs", t));
        verb && (from..at).any(|t| self.has("quantity.toll_words", t))
    }

    fn role(&self, from: usize) -> Option<&'static str> {
        let behind = from > self.p.sentence.from && self.has("quantity.revised_to", from - 1);
        (behind && self.revises(from)).then_some("revised")
    }

    /// Whom the count is of: the noun itself, its adjective, or who stands behind من.
    fn whom(&self, noun: usize, end: usize) -> Option<String> {
        let category = |t: usize| {
            alike(self.text, t).find_map(|r| self.k.tables.categories.get(&r.lex).cloned())
        };
        let open = |t: usize| {
            t < self.p.sentence.to && self.text.reading(t).conj.is_none() && {
                let of = self.k.is("grammar.of", self.word(t));
                of || (self.text.reading(t).pos.nominal() && self.text.reading(t).prep.is_none())
            }
        };
        let mut t = end;
        let mut found = category(noun);
        while found.is_none() && t < end + 3 && open(t) {
            found = category(t);
            t += 1;
        }
        found
    }
}
