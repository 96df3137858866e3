//! Losses that nobody's hand caused: accidents, weather, illness.

use super::Found;
use crate::chunk::Parse;
use crate::roles;
use mizan_data::Knowledge;
use mizan_text::Text;

/// What the words of a sentence say of the cause of its losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An accident, with nobody's hand in it.
    Accident,
    /// Somebody's hand.
    Hand,
    /// Nothing: the page may.
    Untold,
}

/// The cause that a sentence names.
pub(crate) fn cause(text: &Text<'_>, k: &Knowledge, p: &Parse) -> Cause {
    let says = |list: &str| {
        let stands = |w: &String| p.mentions(text, p.sentence.from, p.sentence.to, w);
        k.list(list).iter().any(stands)
    };
    if says("cause.hand") {
        Cause::Hand
    } else if says("cause.accident") {
        Cause::Accident
    } else {
        Cause::Untold
    }
}

/// «أسفر حريق عن مقتل ثلاثة», «قتل عامل إثر سقوطه من سقالة»: a loss by accident, or on a page of an accident, that has no doer
/// who could act, is no act of anybody.
pub(super) fn drop_accidents(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    of_page: bool,
    found: &mut Vec<Found>,
) {
    let loss = |f: &Found| k.tables.frames[f.frame as usize].loss;
    let acts =
        |f: &Found| f.sources.iter().any(|a| !roles::is_act(text, k, p, a.chunk) && animate(p, a));
    if !found.iter().any(|f| loss(f) && !acts(f)) {
        return;
    }
    let accident = match cause(text, k, p) {
        Cause::Accident => true,
        Cause::Hand => false,
        Cause::Untold => of_page,
    };
    if accident {
        found.retain(|f| !loss(f) || acts(f));
    }
}

fn animate(p: &Parse, a: &roles::Arg) -> bool {
    p.chunks[a.chunk].class.animate() || p.hits_in(a.from, a.to).next().is_some()
}
