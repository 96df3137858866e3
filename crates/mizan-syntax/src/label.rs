//! Features of an arc for the choice of its relation.

use crate::features::{ATOMS, State, Templates, WIDTH, put, rel_atom, step};
use crate::parser::{Config, set_atom};
use crate::relation::Rel;
use crate::word::Atoms;
use std::sync::LazyLock;

const PLACES: [&str; 11] = ["h", "c", "cl", "cr", "hl", "hr", "p", "n", "hp", "pe", "u"];
const EXTRA: [&str; 7] = ["side", "far", "agree", "hset", "cset", "domain", "uset"];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let text = "
        h.pos c.pos side\nh.lemma c.pos side\nh.pos c.lemma side\nh.lemma c.lemma\nc.lemma\nc.pos c.morph\nc.class side\nh.class c.class
        h.pos h.morph c.pos c.morph\ncl.lemma c.pos h.pos\ncl.lemma h.lemma\ncl.lemma c.lemma\ncl.rel c.pos h.pos\ncl.pos cl.rel c.class
        c.pos h.pos hset side\nh.lemma hset c.pos\nh.morph hset c.morph c.pos side\nh.pos hset c.class side\ncset c.pos h.pos side\ncset c.lemma
        h.pos c.pos far side\nh.pos c.pos agree side\nh.pos c.pos agree side hset\nc.pos h.pos p.pos\nc.pos h.pos n.pos\nc.pos p.lemma\nc.lemma n.pos
        c.pos h.pos hr.rel side\nc.pos h.pos hl.rel\nc.class h.lemma side\nc.class h.class cl.lemma\nc.morph side h.pos hr.rel\nc.pos cr.rel h.pos
        h.class h.morph c.class side\nc.class h.pos h.morph side\nh.pos h.lemma c.morph side\nc.pos c.class hset\nhp.pos h.pos c.pos
        c.lemma h.class\ncl.lemma h.class c.pos\ncl.lemma cl.pos c.pos cset\np.pos c.pos n.pos h.pos\npe.lemma c.pos h.pos side\npe.lemma c.class h.class\npe.lemma hset c.pos side\npe.lemma hr.rel c.pos h.pos\nhl.rel h.pos c.pos u.pos uset side\nhl.rel h.lemma c.class side\nhl.rel hset c.pos c.agree h.agree u.agree\nh.lemma c.class hset\nu.pos h.pos c.pos\nh.agree c.agree hset side\nh.pos h.state c.pos c.state side\nh.pos h.state hset c.pos c.state side\nh.pos h.state h.agree c.pos c.state c.agree side\nh.lemma c.state c.class\nc.pos c.state c.class h.pos side\ndomain h.pos c.pos side\ndomain c.lemma\ndomain h.lemma c.pos\ndomain c.pos cl.lemma h.pos\ndomain c.pos c.class side";
    Templates::new(text, &PLACES, &EXTRA)
});

/// Features of the arc from `pair.0`, the head, to `pair.1` that is about to be drawn.
pub(crate) fn features(c: &Config, pair: (u32, u32), atoms: &[Atoms], out: &mut Vec<u32>) {
    TEMPLATES.features(&state(c, pair, atoms), out);
}

fn state(c: &Config, (head, child): (u32, u32), atoms: &[Atoms]) -> State {
    let mut out = [0; ATOMS];
    // What lies on the stack below the arc: the verb that a joined verb may share its subject with.
    let under = if child < head { c.top(1) } else { c.top(2) };
    let around = |at: Option<u32>| at.filter(|w| *w < c.words);
    let places = [
        Some(head),
        Some(child),
        c.last_left(Some(child)),
        c.last_right(Some(child), 0),
        c.last_left(Some(head)),
        c.last_right(Some(head), 0),
        around(child.checked_sub(1)),
        around(Some(child + 1)),
        around(head.checked_sub(1)),
        c.before(Some(child)),
        under,
    ];
    for (place, word) in places.into_iter().enumerate() {
        let Some(w) = word else { continue };
        let rel = if (2..6).contains(&place) { rel_atom(c.rel[w as usize]) } else { 0 };
        put(&mut out, place, &atoms[w as usize], rel);
    }
    let at = PLACES.len() * WIDTH;
    out[at] = 1 + u32::from(child < head);
    out[at + 1] = step(head.abs_diff(child) as usize);
    out[at + 2] = 1 + u32::from(atoms[head as usize].agree == atoms[child as usize].agree);
    out[at + 3] = set_atom(c.children[head as usize]);
    out[at + 4] = set_atom(c.children[child as usize]);
    out[at + 5] = c.domain;
    out[at + 6] = under.map_or(0, |w| set_atom(c.children[w as usize]));
    out
}

/// The relation with the best score among the known ones; of equals the first. Marks and only they are `punct`.
pub(crate) fn best(scores: &[i32], pos: u32, known: u64) -> Rel {
    let mark = crate::word::Upos::Punct as u32 + 1;
    if pos == mark {
        return Rel::Punct;
    }
    let open = Rel::ALL.iter().filter(|r| !matches!(r, Rel::Root | Rel::Punct));
    let rank = |r: &Rel| (known >> *r as u64 & 1, scores[*r as usize]);
    open.copied().rev().max_by_key(rank).unwrap_or(Rel::Dep)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_atom_that_a_template_names_is_known() {
        assert!(super::TEMPLATES.sound());
    }
}
