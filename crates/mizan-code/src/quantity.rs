//! Quantities: a count with its bound, what is counted and whom it befell. No number is made up: عدة is at
//! least 3, عشرات at least 20, كميات is open. Ordinals, years, ages, scores, times and dates are no counts.
//!
//! In: a sentence in chunks and its dates. Out: counts in order, each with the chunk that it stands in.

mod govern;
mod label;
mod noun;

use crate::chunk::Parse;
use crate::numeral;
use crate::phrase;
use crate::record::Figure;
use crate::when::When;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos};
use mizan_text::{Text, feat};
use noun::Noun;

/// What befalls people in numbers; the losses of which tolls and counts by themselves are told.
pub(crate) const LOSSES: [&str; 6] =
    ["killed", "wounded", "missing", "arrested", "displaced", "abducted"];
/// The losses that stand without a number: قتلى وجرحى.
const CASUALTIES: [&str; 3] = ["killed", "wounded", "missing"];

/// A count in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Count {
    /// Tokens, hedge included.
    pub at: (usize, usize),
    pub low: Option<Figure>,
    pub high: Option<Figure>,
    pub relation: &'static str,
    pub of: Option<String>,
    /// Category of those counted, such as civilian or child.
    pub whom: Option<String>,
    /// How it stands to other counts: part, revised, before.
    pub role: Option<&'static str>,
    pub unit: Option<String>,
}

/// A stated number, or a vague one as (low, high).
#[derive(Clone, Copy)]
enum Value {
    Exact(f64),
    Between(f64, f64),
    Vague(Option<f64>, Option<f64>),
}

/// A value found: where it starts (hedge excluded) and ends.
#[derive(Clone, Copy)]
struct Found {
    value: Value,
    from: usize,
    to: usize,
}

pub(crate) struct Finder<'t, 'k> {
    pub text: &'t Text<'t>,
    pub k: &'k Knowledge,
    pub p: &'t Parse,
    pub dates: &'t [When],
    /// The state that the page is about, for currencies without an adjective.
    pub state: Option<u32>,
    /// For each token, the lists that hold it as it stands, its stem, and what is behind a glued و.
    held: Vec<[&'k [u16]; 3]>,
}

/// The counts of a sentence, each with the index of its chunk.
pub(crate) fn find(f: &Finder<'_, '_>) -> Vec<(usize, Count)> {
    let mut out: Vec<(usize, Count)> = Vec::new();
    let mut at = f.p.sentence.from;
    while at < f.p.sentence.to {
        if let Some(date) = f.dates.iter().find(|d| d.at.0 <= at && at < d.at.1) {
            at = date.at.1;
            continue;
        }
        match f.at(at, out.last().map(|o| &o.1)) {
            Some(counts) => {
                let end = counts.iter().map(|c| c.at.1).max().unwrap_or(at);
                out.extend(counts.into_iter().map(|c| (f.chunk_near(at), c)));
                at = end.max(at + 1);
            }
            None => at = f.past(at),
        }
    }
    share_loss(f, &mut out);
    out
}

/// «200 مسلح و50 جنديا قتلوا»: the loss told of the last count holds for those joined to it.
fn share_loss(f: &Finder<'_, '_>, counts: &mut [(usize, Count)]) {
    for i in (1..counts.len()).rev() {
        let (before, after) = counts.split_at_mut(i);
        let (Some((_, first)), Some((_, second))) = (before.last_mut(), after.first()) else {
            continue;
        };
        let joined = second.at.0 <= first.at.1 + 2
            && (first.at.1..=second.at.0)
                .any(|t| f.text.reading(t).conj.is_some() || f.word(t) == "و");
        let loss = second.of.as_ref().filter(|of| f.k.tables.losses.values().any(|l| l == *of));
        if joined
            && first.of.as_deref() == Some("people")
            && second.role.is_none()
            && let Some(of) = loss
        {
            first.of = Some(of.clone());
        }
    }
}

impl<'t, 'k> Finder<'t, 'k> {
    pub fn new(
        text: &'t Text<'t>,
        k: &'k Knowledge,
        p: &'t Parse,
        dates: &'t [When],
        state: Option<u32>,
    ) -> Self {
        let held = |t: usize| {
            let word = text.word(t);
            let behind = word.strip_prefix('و').unwrap_or("");
            [word, text.stem(t), behind].map(|w| k.lists(w))
        };
        let held = (p.sentence.from..p.sentence.to).map(held).collect();
        Finder { text, k, p, dates, state, held }
    }

    fn word(&self, at: usize) -> &str {
        if at < self.p.sentence.to { self.text.word(at) } else { "" }
    }

    fn lists(&self, at: usize) -> Option<&[&'k [u16]; 3]> {
        self.held.get(at.checked_sub(self.p.sentence.from)?)
    }

    fn is(&self, list: &str, at: usize) -> bool {
        self.lists(at).is_some_and(|[word, ..]| self.k.among(list, word))
    }

    /// Like `is`, also behind a glued و or a preposition.
    fn has(&self, list: &str, at: usize) -> bool {
        self.lists(at).is_some_and(|held| held.iter().any(|lists| self.k.among(list, lists)))
    }

    fn phrase(&self, list: &str, at: usize) -> Option<usize> {
        phrase::longest(self.k, list, &[self.word(at)], |n| self.word(at + n))
    }

    fn chunk_near(&self, at: usize) -> usize {
        let next = self.p.chunks.partition_point(|c| c.to <= at);
        next.min(self.p.chunks.len().saturating_sub(1))
    }

    /// Behind what cannot be counted here: a whole numeral, or one token.
    fn past(&self, at: usize) -> usize {
        numeral::read(self.text, self.k, at, self.p.sentence.to).map_or(at + 1, |n| n.to)
    }

    /// The counts that start at a token: usually one, two where a toll is revised.
    fn at(&self, at: usize, before: Option<&Count>) -> Option<Vec<Count>> {
        if self.excluded(at) || self.in_name(at) {
            return None;
        }
        if let Some(c) = self.percent(at) {
            return Some(vec![c]);
        }
        let found = self.value(at)?;
        if let Value::Between(a, b) = found.value
            && self.revises(found.from)
        {
            let one = |v: f64, role| {
                let f = Found { value: Value::Exact(v), ..found };
                self.count(f, before).map(|c| Count { role: Some(role), ..c })
            };
            return Some(vec![one(a, "before")?, one(b, "revised")?]);
        }
        let count = self.count(found, before)?;
        Some(vec![count])
    }

    fn value(&self, at: usize) -> Option<Found> {
        self.range(at)
            .or_else(|| self.fraction(at))
            .or_else(|| self.vague(at))
            .or_else(|| self.number(at))
            .or_else(|| self.dual(at))
            .or_else(|| self.bare_toll(at))
    }

    fn number(&self, at: usize) -> Option<Found> {
        let n = numeral::read(self.text, self.k, at, self.p.sentence.to)?;
        Some(Found { value: Value::Exact(n.value), from: at, to: n.to })
    }

    /// «بين 8 و10»، «من 50 إلى 60»، «8-10»; the smaller number takes the multiplier of the greater.
    fn range(&self, at: usize) -> Option<Found> {
        let opened = self.has("quantity.between", at);
        let first = at + usize::from(opened);
        let a = numeral::read(self.text, self.k, first, self.p.sentence.to)?;
        let glued = self.word(a.to).strip_prefix('و').is_some_and(|w| w.len() > 2);
        let joins = self.is("quantity.range_joins", a.to);
        if !(glued && opened || joins) || (self.word(a.to) == "و" && !opened) {
            return None;
        }
        let b = numeral::read(self.text, self.k, a.to + usize::from(joins), self.p.sentence.to)?;
        let shared = a.value < 1000.0 && b.value >= 1e6;
        let low = if shared { a.value * scale(b.value) } else { a.value };
        // A hyphen between a greater and a smaller number is a score or a name.
        (low < b.value || self.revises(at)).then_some(Found {
            value: Value::Between(low, b.value),
            from: at,
            to: b.to,
        })
    }

    /// «عشرات الآلاف»، «بضع مئات»، «عدة»: numbers that nobody gave.
    fn vague(&self, at: usize) -> Option<Found> {
        const SCALES: [(&str, f64); 4] = [
            ("quantity.vague_tens", 10.0),
            ("quantity.vague_hundreds", 100.0),
            ("quantity.vague_thousands", 1000.0),
            ("quantity.vague_millions", 1e6),
        ];
        let scale = |t: usize| SCALES.iter().find(|(list, _)| self.has(list, t)).map(|s| s.1);
        let of = |t: usize| t + usize::from(self.k.is("grammar.of", self.word(t)));
        let make = |low: Option<f64>, to: usize| {
            Some(Found { value: Value::Vague(low, None), from: at, to })
        };
        if self.has("quantity.vague_few", at) {
            return match scale(at + 1) {
                Some(s) => make(Some(3.0 * s), of(at + 2)),
                None => make(Some(3.0), of(at + 1)),
            };
        }
        if let Some(s) = scale(at) {
            return match scale(at + 1).filter(|t| *t >= s) {
                Some(t) => make(Some(2.0 * s * t), of(at + 2)),
                None => make(Some(2.0 * s), of(at + 1)),
            };
        }
        if let Some(n) = self.phrase("quantity.vague_some", at) {
            return make(Some(2.0), at + n);
        }
        if self.has("quantity.vague_some", at) && self.k.is("grammar.of", self.word(at + 1)) {
            return make(Some(2.0), at + 2);
        }
        let open = self
            .phrase("quantity.vague_open", at)
            .or_else(|| self.has("quantity.vague_open", at).then_some(1))?;
        make(None, of(at + open))
    }

    /// «نصف مليون»، «ثلث السكان»، «ثلاثة أرباع المقاعد».
    fn fraction(&self, at: usize) -> Option<Found> {
        let (value, to) = self.part_of_one(at)?;
        let scaled =
            self.k.tables.numbers.get(self.word(to)).filter(|(n, times)| *times && *n >= 1000);
        if let Some((n, _)) = scaled {
            return Some(Found { value: Value::Exact(value * *n as f64), from: at, to: to + 1 });
        }
        None
    }

    /// The words of a fraction, ثلث or ثلاثة أرباع: its value and where they end.
    fn part_of_one(&self, at: usize) -> Option<(f64, usize)> {
        let part = |w: &str| self.k.tables.fractions.get(w).copied();
        match part(self.word(at)).or_else(|| part(self.text.stem(at))) {
            Some(v) if v < 1.0 => Some((v, at + 1)),
            _ => {
                let n = numeral::read(self.text, self.k, at, self.p.sentence.to)?;
                let of = part(self.word(n.to)).filter(|v| *v > 1.0)?;
                Some((n.value / of, n.to + 1))
            }
        }
    }

    /// «12.5 في المئة»، «%30»، «ثلث السكان»: parts of a whole.
    fn percent(&self, at: usize) -> Option<Count> {
        let sign = usize::from(self.word(at) == "%");
        let found = self.range(at).or_else(|| self.number(at + sign));
        if let Some(f) = found {
            let behind = if sign == 1 { Some(0) } else { self.phrase("quantity.percent", f.to) };
            if let Some(n) = behind {
                return Some(self.share(f, at, f.to + n, "percent", Some("%")));
            }
        }
        self.share_of(at)
    }

    fn share_of(&self, at: usize) -> Option<Count> {
        let (value, to) = self.part_of_one(at)?;
        let to = to + usize::from(self.k.is("grammar.of", self.word(to)));
        let a = self.text.reading(to.min(self.p.sentence.to.saturating_sub(1)));
        let whole = to < self.p.sentence.to
            && a.pos.nominal()
            && a.definite()
            && !self.has("quantity.not_halved", to);
        let time = crate::chunk::lexeme_class(self.k, a) == Class::Time;
        if !whole || time || a.conj.is_some() {
            return None;
        }
        let found = Found { value: Value::Exact(value), from: at, to };
        let unit = self.text.words(self.text.whole(to));
        Some(self.share(found, at, to + 1, "share", Some(unit)))
    }

    fn share(&self, f: Found, at: usize, to: usize, of: &str, unit: Option<&str>) -> Count {
        let (low, high, relation, from) = self.bound(f, to);
        Count {
            at: (from.min(at), to),
            low,
            high,
            relation,
            of: Some(of.to_owned()),
            whom: None,
            role: None,
            unit: unit.map(str::to_owned),
        }
    }

    /// A dual counts two without a numeral.
    fn dual(&self, at: usize) -> Option<Found> {
        let a = self.text.reading(at);
        let lexeme = self.k.tables.lexemes.get(a.lex as usize)?;
        let countable = self.k.tables.counted.contains_key(&a.lex)
            || matches!(
                lexeme.class,
                Class::Person
                    | Class::Armed
                    | Class::Weapon
                    | Class::Vehicle
                    | Class::Facility
                    | Class::Casualty
            );
        let noun = matches!(a.pos, Pos::Noun | Pos::Participle);
        let only = a.has(feat::DUAL) && !a.has(feat::PLUR | feat::SING) && a.has(feat::ABSOLUTE);
        // أمين is a trustee before it is two mothers.
        let other = self.text.readings(at).iter().any(|r| {
            r.pos.nominal()
                && r.cost <= a.cost
                && (!r.has(feat::DUAL) || r.has(feat::SING))
                && r.prep == a.prep
                && r.conj == a.conj
        });
        let free = countable && !other && noun && only && a.pron.is_none() && !a.det;
        free.then_some(Found { value: Value::Exact(2.0), from: at, to: at })
    }

    /// «سقوط قتلى وجرحى»: more than one, nobody says how many; «لا إصابات»: none.
    fn bare_toll(&self, at: usize) -> Option<Found> {
        let a = self.casualties(at)?;
        let before = at.checked_sub(1).filter(|b| *b >= self.p.sentence.from);
        let told = before.is_some_and(|b| {
            self.has("quantity.toll_words", b) || (a.conj.is_none() && self.casualties(b).is_some())
        });
        let value = match (self.negated(at), a.has(feat::PLUR) && !a.has(feat::SING)) {
            _ if told => return None,
            (true, _) => Value::Exact(0.0),
            (false, true) => Value::Vague(Some(2.0), None),
            (false, false) => return None,
        };
        Some(Found { value, from: at, to: at })
    }

    /// The indefinite reading of a token as dead, hurt or missing.
    fn casualties(&self, at: usize) -> Option<&mizan_text::Analysis> {
        let toll = |r: &&mizan_text::Analysis| {
            let of = self.k.tables.counted.get(&r.lex).map(String::as_str);
            let class = crate::chunk::lexeme_class(self.k, r);
            class == Class::Casualty
                && !r.definite()
                && of.is_some_and(|of| CASUALTIES.contains(&of))
        };
        let cheap = self.text.readings(at).iter().map(|r| r.cost).min()?;
        self.text.readings(at).iter().filter(|r| r.cost <= cheap).find(toll)
    }

    fn negated(&self, at: usize) -> bool {
        (self.p.sentence.from.max(at.saturating_sub(4))..at)
            .rev()
            .any(|t| self.text.reading(t).pos == Pos::Neg || self.has("quantity.none", t))
    }

    fn count(&self, f: Found, before: Option<&Count>) -> Option<Count> {
        let noun = self.noun(f)?;
        if let Noun::Uncounted = noun {
            return None;
        }
        let (low, high, relation, from) = self.bound(f, noun.end(f.to));
        let governed = self.governed(Found { from, ..f }, &noun, before);
        let (of, whom, role) = governed?;
        let unit = self.unit(&noun);
        Some(Count {
            at: (from, noun.end(f.to).max(f.to)),
            low,
            high,
            relation,
            of,
            whom,
            role,
            unit,
        })
    }

    fn bound(&self, f: Found, end: usize) -> (Option<Figure>, Option<Figure>, &'static str, usize) {
        let n = match f.value {
            Value::Vague(low, high) => {
                return (low.map(Figure), high.map(Figure), ">=", f.from);
            }
            Value::Between(a, b) => return (Some(Figure(a)), Some(Figure(b)), "range", f.from),
            Value::Exact(n) => Figure(n),
        };
        let after = || {
            ["quantity.after_least", "quantity.after_about", "quantity.after_most"]
                .into_iter()
                .zip([">=", "~", "<="])
                .find(|(list, _)| self.phrase(list, end).is_some())
                .map(|(_, relation)| (relation, f.from))
        };
        // «يتجاوز عدد القتلى 50»: the bound stands before the words of the toll.
        let toll = (self.p.sentence.from.max(f.from.saturating_sub(4))..f.from)
            .find(|t| self.has("quantity.toll_words", *t));
        let far = || toll.and_then(|t| self.hedge(t)).map(|(relation, _)| (relation, f.from));
        let Some((relation, start)) = self.hedge(f.from).or_else(after).or_else(far) else {
            return (Some(n), Some(n), "=", f.from);
        };
        match relation {
            ">" | ">=" => (Some(n), None, relation, start),
            "<" | "<=" => (None, Some(n), relation, start),
            _ => (Some(n), Some(n), relation, start),
        }
    }

    /// The hedge that ends right before `at` and where it starts.
    fn hedge(&self, at: usize) -> Option<(&'static str, usize)> {
        [
            ("quantity.more", ">"),
            ("quantity.at_least", ">="),
            ("quantity.at_most", "<="),
            ("quantity.less", "<"),
            ("quantity.about", "~"),
        ]
        .into_iter()
        .filter_map(|(list, relation)| Some((relation, self.hedge_before(list, at)?)))
        // The longest: «لا يتجاوز» is no «يتجاوز».
        .min_by_key(|(_, start)| *start)
    }

    fn hedge_before(&self, list: &str, at: usize) -> Option<usize> {
        let starts = self.k.list(list).iter().filter_map(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            let start = at.checked_sub(words.len()).filter(|s| *s >= self.p.sentence.from)?;
            let fits = words.iter().enumerate().all(|(i, w)| {
                let t = self.text.word(start + i);
                t == *w
                    || (i == 0
                        && (self.text.stem(start) == *w
                            || t.strip_prefix(['و', 'ب', 'ل']) == Some(w)))
            });
            fits.then_some(start)
        });
        starts.min()
    }
}

/// The power of a thousand that a number is told in.
fn scale(n: f64) -> f64 {
    if n >= 1e9 { 1e9 } else { 1e6 }
}
