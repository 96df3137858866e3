//! Marks over a text, and the text cut along them.

use mizan_archive::Opened;
use mizan_archive::stored::Event as StoredEvent;
use mizan_audit::Finding;
use mizan_code::record::{Mentions, Record};

/// Something that stands on a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub span: (u32, u32),
    /// event, actor, place, date, quantity, quote or finding.
    pub kind: &'static str,
    /// What a script knows it by: the id of an event, the number of a finding.
    pub key: String,
    /// For an event its quad class, for a finding how grave it is.
    pub shade: &'static str,
}

/// A piece of text that all of the same marks stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Where it starts, in characters of the page's text.
    pub at: u32,
    pub marks: Vec<Mark>,
}

impl Piece {
    /// Its classes: `m` for a marked piece, and each mark's kind and shade.
    pub fn classes(&self) -> String {
        let mut out = String::from("m");
        for m in &self.marks {
            for word in [m.kind, m.shade] {
                if !word.is_empty() && !out.split(' ').any(|w| w == word) {
                    out.push(' ');
                    out.push_str(word);
                }
            }
        }
        out
    }

    /// Keys of the events and findings on it.
    pub fn keys(&self) -> String {
        let keys = self.marks.iter().filter(|m| !m.key.is_empty()).map(|m| m.key.as_str());
        keys.collect::<Vec<_>>().join(" ")
    }

    /// The event that it opens, if it does.
    pub fn event(&self) -> Option<&str> {
        self.marks.iter().find(|m| m.kind == "event").map(|m| m.key.as_str())
    }

    /// Does an event start here? A trigger cut in two is one stop for the keyboard, not two.
    pub fn opens(&self) -> Option<&str> {
        self.marks.iter().find(|m| m.kind == "event" && m.span.0 == self.at).map(|m| m.key.as_str())
    }
}

fn mark(span: (u32, u32), kind: &'static str) -> Mark {
    Mark { span, kind, key: String::new(), shade: "" }
}

pub fn mentions(m: &Mentions, out: &mut Vec<Mark>) {
    out.extend(m.actors.iter().filter(|a| a.actor.is_some()).map(|a| mark(a.span, "actor")));
    out.extend(m.places.iter().filter(|p| p.place.is_some()).map(|p| mark(p.span, "place")));
    out.extend(m.dates.iter().map(|d| mark(d.span, "date")));
    out.extend(m.quantities.iter().map(|q| mark(q.span, "quantity")));
    out.extend(m.quotes.iter().map(|q| mark(q.span, "quote")));
}

pub fn findings(findings: &[Finding], out: &mut Vec<Mark>) {
    for (n, f) in findings.iter().enumerate() {
        if let Some(span) = f.span {
            out.push(Mark {
                span,
                kind: "finding",
                key: format!("f{n}"),
                shade: f.severity.name(),
            });
        }
    }
}

fn quad(event: &str) -> &'static str {
    ["", "q1", "q2", "q3", "q4"][usize::from(mizan_archive::codes::quad(event).min(4))]
}

pub fn stored_events(page: &Opened, out: &mut Vec<Mark>) {
    let shown = page.record.events.iter().filter(|e| e.shown);
    out.extend(shown.map(|e: &StoredEvent| Mark {
        span: e.trigger.span,
        kind: "event",
        key: e.id().to_string(),
        shade: quad(&e.event),
    }));
}

pub fn events(record: &Record, out: &mut Vec<Mark>) {
    out.extend(record.events.iter().map(|e| Mark {
        span: e.trigger.span,
        kind: "event",
        key: e.id.clone(),
        shade: quad(&e.event),
    }));
}

/// The text of a span, cut wherever a mark starts or ends.
pub fn cut(chars: &[char], span: (u32, u32), marks: &[Mark]) -> Vec<Piece> {
    let end = span.1.min(chars.len() as u32);
    let own: Vec<&Mark> = marks
        .iter()
        .filter(|m| m.span.0 < end && span.0 < m.span.1 && m.span.0 < m.span.1)
        .collect();
    let mut borders: Vec<u32> = own
        .iter()
        .flat_map(|m| [m.span.0.max(span.0), m.span.1.min(end)])
        .chain([span.0.min(end), end])
        .collect();
    borders.sort_unstable();
    borders.dedup();
    borders
        .windows(2)
        .map(|w| Piece {
            text: chars[w[0] as usize..w[1] as usize].iter().collect(),
            at: w[0],
            marks: own
                .iter()
                .filter(|m| m.span.0 <= w[0] && w[1] <= m.span.1)
                .map(|m| (*m).clone())
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_the_text_and_carry_all_marks() {
        let text: Vec<char> = "قصف الجيش السوري إدلب أمس".chars().collect();
        let mut marks =
            vec![mark((4, 16), "actor"), mark((10, 21), "place"), mark((0, 3), "event")];
        marks[2].key = "e1".into();
        marks.push(mark((90, 95), "date"));
        let pieces = cut(&text, (0, text.len() as u32), &marks);
        let joined: String = pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(joined, text.iter().collect::<String>());
        let at =
            |n: u32| pieces.iter().rfind(|p| p.at <= n).map(Piece::classes).unwrap_or_default();
        assert_eq!(
            (at(1).as_str(), at(3).as_str(), at(12).as_str()),
            ("m event", "m", "m actor place")
        );
        assert_eq!(pieces[0].opens(), Some("e1"));
        assert!(cut(&text, (30, 40), &marks).is_empty(), "a span beyond the text has no pieces");
    }
}
