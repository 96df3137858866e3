//! Numbers that count nothing: of resolutions, channels, aircraft, scores, times, and inside names.

use super::Finder;
use mizan_data::model::{Pos, Ref};
use mizan_text::Kind;

impl Finder<'_, '_> {
    /// Numbers of names, times, scores and labels: القرار 2254، القناة 12، الساعة 10:30، 3-1.
    pub(super) fn excluded(&self, at: usize) -> bool {
        let number = self.text.tokens[at].kind == Kind::Number;
        let from = self.p.sentence.from;
        let label =
            |back: usize| at >= from + back && self.has("quantity.named_by_number", at - back);
        let model = label(2) && self.text.reading(at - 1).pos != Pos::Noun;
        let named = label(1) || model;
        let mark = |t: usize| matches!(self.word(t), ":" | "/" | "\\");
        let glued = |t: usize| {
            t > 0
                && t < self.p.sentence.to
                && self.text.tokens[t - 1].end == self.text.tokens[t].start
        };
        let touching = number
            && ((mark(at + 1) && glued(at + 1) && glued(at + 2))
                || (at > from && mark(at - 1) && glued(at) && glued(at - 1)));
        let hyphen = |t: usize| self.word(t) == "-" && glued(t) && glued(t + 1);
        let scored =
            number && (hyphen(at + 1) || (at > from && hyphen(at - 1))) && self.range(at).is_none();
        let against = self.is("quantity.against", self.past(at))
            || at > from && self.is("quantity.against", at - 1);
        let letters = number
            && at > from
            && hyphen(at - 1)
            && !matches!(self.text.tokens[at.saturating_sub(2)].kind, Kind::Number);
        let latin = number && at > from && self.text.tokens[at - 1].kind == Kind::Latin;
        (number && named && (model || !self.plural_behind(at)))
            || touching
            || scored
            || against
            || letters
            || latin
    }

    /// A counted noun in the plural right behind: then a word before it does not make it a label.
    fn plural_behind(&self, at: usize) -> bool {
        at + 1 < self.p.sentence.to && {
            let a = self.text.reading(at + 1);
            self.k.tables.counted.contains_key(&a.lex)
                && a.prep.is_none()
                && a.conj.is_none()
                && !a.det
        }
    }

    /// A number inside the name of somebody: مجموعة العشرين.
    pub(super) fn in_name(&self, at: usize) -> bool {
        self.p.hits.iter().any(|h| {
            h.from <= at
                && at < h.to
                && h.to > h.from + 1
                && self.k.refs(h.refs).iter().any(|r| !matches!(r, Ref::Place(_)))
        })
    }
}
