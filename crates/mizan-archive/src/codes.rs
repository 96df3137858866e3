//! The table of codes, as far as the archive needs it: which quad class an event type has.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Row {
    kind: String,
    code: String,
    quad: Option<u8>,
    score: Option<f64>,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    code: Vec<Row>,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table: Result<Table, _> = toml::from_str(include_str!("../../../data/codes.toml"));
    table.map(|t| t.code).unwrap_or_default()
});

/// PLOVER's quad classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub enum Quad {
    VerbalCooperation = 1,
    MaterialCooperation = 2,
    VerbalConflict = 3,
    MaterialConflict = 4,
}

impl Quad {
    /// All four, in the order of their numbers.
    pub const ALL: [Quad; 4] = [
        Quad::VerbalCooperation,
        Quad::MaterialCooperation,
        Quad::VerbalConflict,
        Quad::MaterialConflict,
    ];

    /// Its name in output and filters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Quad::VerbalCooperation => "verbal-cooperation",
            Quad::MaterialCooperation => "material-cooperation",
            Quad::VerbalConflict => "verbal-conflict",
            Quad::MaterialConflict => "material-conflict",
        }
    }
}

/// The quad class of an event type, 1–4; 0 for a type that the table does not hold.
#[must_use]
pub fn quad(event: &str) -> u8 {
    TABLE.iter().find(|r| r.kind == "event" && r.code == event).and_then(|r| r.quad).unwrap_or(0)
}

/// PLOVER's score of a type and mode: the mode's own where it has one.
#[must_use]
pub fn score(event: &str, mode: Option<&str>) -> Option<f64> {
    let of_mode = TABLE.iter().find(|r| {
        r.kind == "mode" && Some(r.code.as_str()) == mode && r.parent.as_deref() == Some(event)
    });
    let of_type = || TABLE.iter().find(|r| r.kind == "event" && r.code == event);
    of_mode.and_then(|r| r.score).or_else(|| of_type().and_then(|r| r.score))
}

/// Types in which the two sides stand alike: reports may name them in either order, or both as those who act.
#[must_use]
pub fn mutual(event: &str) -> bool {
    matches!(event, "CONSULT" | "AGREE" | "COOPERATE")
}

/// All event types, in the order of the table.
pub fn types() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|r| r.kind == "event").map(|r| r.code.as_str())
}

/// Is there such a mode of this type?
#[must_use]
pub fn has_mode(event: &str, mode: &str) -> bool {
    TABLE.iter().any(|r| r.kind == "mode" && r.code == mode && r.parent.as_deref() == Some(event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert_eq!(types().count(), 16);
        assert_eq!(quad("ASSAULT"), 4);
        assert_eq!(quad("CONSULT"), 1);
        assert!(has_mode("CONSULT", "visit"));
        assert_eq!(score("CONSULT", Some("visit")), Some(4.0));
        assert_eq!(score("CONSULT", None), Some(2.5));
    }
}
