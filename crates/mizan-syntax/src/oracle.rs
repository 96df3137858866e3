//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): how many gold arcs a move makes impossible.

use crate::parser::{Config, Move};

/// Gold arcs that are lost by a move. `gold` gives each word's head; the root is the number of words.
pub(crate) fn cost(c: &Config, m: Move, gold: &[u32]) -> usize {
    let (next, words) = (c.next, c.words);
    let hangs_on = |child: u32, head: u32| gold[child as usize] == head;
    if m == Move::Shift {
        let stranded = c.stack.iter().filter(|s| hangs_on(**s, next)).count();
        let below = c.stack.len().saturating_sub(1);
        return stranded + c.stack[..below].iter().filter(|s| hangs_on(next, **s)).count();
    }
    let Some(top) = c.top(0) else { return 0 };
    let mut lost = (next..words).filter(|b| hangs_on(*b, top)).count();
    let own = gold[top as usize];
    let under = c.top(1);
    if m == Move::Left && own != next {
        lost += usize::from(own > next && own <= words || under == Some(own));
    }
    if m == Move::Right && under != Some(own) {
        lost += usize::from(own >= next && own <= words);
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relation::Rel;

    #[test]
    fn the_gold_moves_of_a_small_sentence_cost_nothing() {
        // 0 <- 1 (root) -> 2
        let gold = [1, 3, 1, 3];
        let mut c = Config::new(3, 0);
        for m in [Move::Shift, Move::Left, Move::Shift, Move::Shift, Move::Right] {
            assert_eq!(cost(&c, m, &gold), 0, "{m:?} at {}", c.next);
            c.apply(m, Rel::Dep);
        }
        assert!(c.finished());
    }

    #[test]
    fn hanging_the_root_on_another_word_costs() {
        let gold = [1, 3, 1, 3];
        let mut c = Config::new(3, 0);
        c.apply(Move::Shift, Rel::Dep);
        c.apply(Move::Shift, Rel::Dep);
        assert!(cost(&c, Move::Right, &gold) > 0);
    }
}
