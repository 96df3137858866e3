//! A sentence as a tree: what each word hangs on and how, with what the tree is asked for.

use crate::parser::Arc;
use crate::relation::Rel;

/// A dependency tree. Words are known by their index; what they are stands with the front end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tree {
    arcs: Vec<Arc>,
    /// Children of each word, in order, one after the other; where each word's start.
    children: Vec<u32>,
    starts: Vec<u32>,
}

impl Tree {
    /// A tree of these arcs. An arc that leads outside or into a circle makes its word a root.
    #[must_use]
    pub fn new(mut arcs: Vec<Arc>) -> Tree {
        let n = arcs.len();
        for i in 0..n {
            if circular(&arcs, i) {
                arcs[i] = Arc { head: None, rel: Rel::Root };
            }
        }
        let mut starts = vec![0_u32; n + 1];
        for a in &arcs {
            if let Some(h) = a.head {
                starts[h as usize + 1] += 1;
            }
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut at = starts.clone();
        let mut children = vec![0; starts[n] as usize];
        for (i, a) in arcs.iter().enumerate() {
            if let Some(h) = a.head {
                children[at[h as usize] as usize] = i as u32;
                at[h as usize] += 1;
            }
        }
        Tree { arcs, children, starts }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arcs.len()
    }
    /// Is there no word?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }
    /// What a word hangs on.
    #[must_use]
    pub fn head(&self, word: usize) -> Option<usize> {
        self.arcs.get(word).and_then(|a| a.head).map(|h| h as usize)
    }
    /// How a word hangs on its head.
    #[must_use]
    pub fn rel(&self, word: usize) -> Rel {
        self.arcs.get(word).map_or(Rel::Root, |a| a.rel)
    }
    /// What hangs on a word, from first to last.
    pub fn children(&self, word: usize) -> impl DoubleEndedIterator<Item = usize> + Clone + '_ {
        let range = match (self.starts.get(word), self.starts.get(word + 1)) {
            (Some(a), Some(b)) => *a as usize..*b as usize,
            _ => 0..0,
        };
        self.children[range].iter().map(|c| *c as usize)
    }
    /// The first child that hangs on a word in this way.
    #[must_use]
    pub fn child(&self, word: usize, rel: Rel) -> Option<usize> {
        self.children(word).find(|c| self.rel(*c) == rel)
    }
    /// The heads above a word, from its own to the root.
    pub fn above(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(word), |w| self.head(*w))
    }
    /// Does `word` stand under `head`, or is it the head itself?
    #[must_use]
    pub fn under(&self, word: usize, head: usize) -> bool {
        word == head || self.above(word).any(|w| w == head)
    }
    /// First and one past the last word of what hangs under a word, itself with it.
    #[must_use]
    pub fn span(&self, word: usize) -> (usize, usize) {
        let mut todo = vec![word];
        let (mut from, mut to) = (word, word + 1);
        while let Some(w) = todo.pop() {
            (from, to) = (from.min(w), to.max(w + 1));
            todo.extend(self.children(w));
        }
        (from, to)
    }
    /// The word that hangs on nothing.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        self.arcs.iter().position(|a| a.head.is_none())
    }
}

fn circular(arcs: &[Arc], word: usize) -> bool {
    let mut at = word;
    for _ in 0..arcs.len() {
        match arcs.get(at).map(|a| a.head) {
            Some(Some(h)) => at = h as usize,
            Some(None) => return false,
            None => return true,
        }
    }
    true
}

/// Hangs marks where UD wants them: a mark at the end on the root, one that opens or closes a phrase on the head of that phrase,
/// else on the highest word beside it that it may hang on without crossing. `heads` of words are given, `None` for the root.
pub fn attach_marks(heads: &mut [Option<u32>], marks: &[bool]) {
    let n = heads.len();
    let Some(root) = (0..n).find(|i| !marks[*i] && heads[*i].is_none()) else { return };
    for at in (0..n).filter(|i| marks[*i]) {
        let back = (0..at).rev().find(|i| !marks[*i]);
        let on = (at + 1..n).find(|i| !marks[*i]);
        let host = match (back, on) {
            (Some(_), None) | (None, None) => root,
            (None, Some(o)) => climb(heads, o, at, true),
            (Some(b), Some(o)) => {
                let (left, right) = (climb(heads, b, at, false), climb(heads, o, at, true));
                // The phrase that the mark parts from its head is the deeper one.
                if depth(heads, right) >= depth(heads, left) { right } else { left }
            }
        };
        heads[at] = Some(host as u32);
    }
}

/// From a word up, as long as the heads stay on the same side of the mark.
fn climb(heads: &[Option<u32>], from: usize, mark: usize, after: bool) -> usize {
    let mut at = from;
    while let Some(h) = heads[at].map(|h| h as usize) {
        if (h > mark) != after {
            break;
        }
        at = h;
    }
    at
}

fn depth(heads: &[Option<u32>], from: usize) -> usize {
    let mut at = from;
    let mut n = 0;
    while let Some(h) = heads[at] {
        at = h as usize;
        n += 1;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(heads: &[i32]) -> Tree {
        let arc = |h: &i32| match *h {
            -1 => Arc { head: None, rel: Rel::Root },
            h => Arc { head: Some(h as u32), rel: Rel::Dep },
        };
        Tree::new(heads.iter().map(arc).collect())
    }

    #[test]
    fn children_stand_in_order_and_spans_hold_them() {
        let t = tree(&[1, -1, 1, 2]);
        assert_eq!(t.children(1).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(t.span(2), (2, 4));
        assert_eq!(t.above(3).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn a_circle_is_cut_open() {
        let t = tree(&[1, 0, -1]);
        assert!(t.head(0).is_none() || t.head(1).is_none());
        assert_eq!(t.above(0).count() + t.above(1).count(), 1);
    }

    #[test]
    fn marks_hang_on_the_phrase_that_they_part() {
        // a , b c . with b under a, c under b
        let mut heads = [None, None, Some(0), Some(2), None];
        attach_marks(&mut heads, &[false, true, false, false, true]);
        assert_eq!(heads[1], Some(2));
        assert_eq!(heads[4], Some(0));
    }
}
