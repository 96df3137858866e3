//! What stands behind a number: people, things, money; or what makes it no count.

use super::{Finder, Found, Value};
use crate::chunk::lexeme_class;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos};
use mizan_text::{Analysis, Kind, Text, feat};

/// What a number counts.
pub(super) enum Noun {
    /// A counted noun: its token and the token behind its words.
    Counted(usize, usize),
    /// Money in a currency: code, and the token behind its words.
    Money(String, usize),
    /// Nothing stands behind the number.
    Bare,
    /// Time, turns, ordinals: no count.
    Uncounted,
}

impl Noun {
    pub fn end(&self, number: usize) -> usize {
        match self {
            Noun::Counted(_, end) | Noun::Money(_, end) => *end,
            _ => number,
        }
    }
    pub fn token(&self) -> Option<usize> {
        match self {
            Noun::Counted(t, _) => Some(*t),
            _ => None,
        }
    }
}

impl Finder<'_, '_> {
    /// The noun behind a value; `None` where it cannot be a count.
    pub(super) fn noun(&self, f: Found) -> Option<Noun> {
        let to = f.to;
        if let Some(money) = self.money(f.from, to) {
            return Some(money);
        }
        let mut at = to;
        while self.k.is("grammar.of", self.word(at))
            || self.is("quantity.fillers", at)
            || self.word(at) == "\""
        {
            at += 1;
        }
        if at >= self.p.sentence.to || (at > to && self.word(at).is_empty()) {
            return Some(Noun::Bare);
        }
        let a = self.text.reading(at);
        let time = |t: usize| {
            self.text
                .readings(t)
                .iter()
                .any(|r| lexeme_class(self.k, r) == Class::Time && r.cost < 3)
                || self.k.is("grammar.time", self.word(t))
                || self.is("quantity.not_counted", t)
        };
        // «14 آذار»، «دور الثمانية نقطة واحدة»: a label and a side, no count.
        let month = self.k.tables.months.contains_key(self.word(at));
        let definite = f.to == f.from + 1 && self.text.reading(f.from).det && !a.det && at == to;
        if time(at) || month || (definite && matches!(f.value, Value::Exact(_))) {
            return Some(Noun::Uncounted);
        }
        // A dual, or a toll without a number, is its own noun.
        if f.to == f.from {
            return Some(Noun::Counted(at, at + 1));
        }
        let linked = a.conj.is_some() || (a.prep.is_some() && at == to);
        let named = |r: &Analysis| {
            matches!(
                r.pos,
                Pos::Noun | Pos::Participle | Pos::Adj | Pos::Masdar | Pos::Unknown | Pos::Proper
            )
        };
        // Right behind a number a word that can be a noun is one.
        let nominal =
            |r: &Analysis| r.pos == Pos::Noun && r.conj.is_none() && r.prep.is_none() && r.cost < 2;
        let noun = self.text.tokens[at].kind == Kind::Word
            && (named(a)
                || (a.is_verb()
                    && matches!(f.value, Value::Exact(_))
                    && self.text.readings(at).iter().any(nominal)));
        let each = self.k.is("grammar.each", self.word(at));
        if linked || !noun || each {
            return Some(Noun::Bare);
        }
        // An ordinal-like definite adjective: الدورة 78 العادية.
        if a.det
            && at == to
            && to > self.p.sentence.from
            && a.pos == Pos::Adj
            && lexeme_class(self.k, a) != Class::Nationality
        {
            return Some(Noun::Bare);
        }
        // «20 من المعرض»: a part of one definite thing is no count of it.
        let whole = at > to && a.pron.is_some()
            || at > to && a.det && !a.has(feat::PLUR) && matches!(f.value, Value::Exact(_));
        Some(if whole { Noun::Bare } else { Noun::Counted(at, at + 1) })
    }

    /// «دولار أميركي»، «ليرة سورية»، «$»: a currency, by its adjective or by the page's state.
    fn money(&self, from: usize, to: usize) -> Option<Noun> {
        let sign = |t: usize| self.k.tables.currencies.get(self.word(t)).filter(|c| c.len() == 3);
        if self.word(to).chars().count() == 1
            && let Some(code) = sign(to)
        {
            return Some(Noun::Money(code.clone(), to + 1));
        }
        let before = from.checked_sub(1).filter(|b| *b >= self.p.sentence.from);
        if let Some(code) = before.filter(|b| self.word(*b).chars().count() == 1).and_then(sign) {
            return Some(Noun::Money(code.clone(), to));
        }
        let at = to + usize::from(self.k.is("grammar.of", self.word(to)));
        if at >= self.p.sentence.to {
            return None;
        }
        let stem = self.money_key(at)?;
        let nation = crate::actor::nationality(self.text, self.k, at + 1)
            .filter(|_| at + 1 < self.p.sentence.to && self.text.reading(at + 1).conj.is_none());
        let state = nation.or(self.state).map(|s| self.k.tables.states[s as usize].iso2.as_str());
        let table = &self.k.tables.currencies;
        let own = state.and_then(|s| table.get(&format!("{stem} {s}")));
        // A dollar with no adjective is the American one whatever the page is about.
        let fixed = table.get(&stem);
        let code = if nation.is_some() { own.or(fixed) } else { fixed.or(own) };
        let end = at + 1 + usize::from(nation.is_some());
        Some(Noun::Money(code.cloned().unwrap_or_else(|| stem.clone()), end))
    }

    /// The lemma of a currency noun, folded.
    fn money_key(&self, at: usize) -> Option<String> {
        self.text.readings(at).iter().find_map(|r| {
            let lexeme = self.k.tables.lexemes.get(r.lex as usize);
            let lemma = mizan_text::fold(&lexeme.filter(|l| l.class == Class::Money)?.lemma);
            let mut keys = self.k.tables.currencies.keys();
            keys.any(|c| c.split(' ').next() == Some(lemma.as_str())).then_some(lemma)
        })
    }

    pub(super) fn unit(&self, noun: &Noun) -> Option<String> {
        match noun {
            Noun::Counted(t, _) => Some(self.text.words(self.text.whole(*t)).to_owned()),
            Noun::Money(code, _) => Some(code.clone()),
            Noun::Bare | Noun::Uncounted => None,
        }
    }
}

/// The readings of a token that cut off the same letters as the chosen one.
pub(super) fn alike<'t>(text: &'t Text<'_>, token: usize) -> impl Iterator<Item = &'t Analysis> {
    let chosen = *text.reading(token);
    text.readings(token).iter().filter(move |r| {
        (r.conj, r.prep, r.det, r.pron) == (chosen.conj, chosen.prep, chosen.det, chosen.pron)
    })
}

/// What a counted noun counts as.
pub(super) fn counted_as(text: &Text<'_>, k: &Knowledge, token: usize) -> Option<String> {
    let listed = alike(text, token).find_map(|a| k.tables.counted.get(&a.lex).cloned());
    let people = |a: &Analysis| matches!(lexeme_class(k, a), Class::Person | Class::Nationality);
    listed.or_else(|| alike(text, token).any(people).then(|| "people".to_owned()))
}
