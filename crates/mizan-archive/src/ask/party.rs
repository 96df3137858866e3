//! Who a question means: an actor by id or name, a pattern of codes, or a named group of both.

use crate::error::{ArchiveError, Done, Inner};
use mizan_data::fold::fold;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// Members of a group that one file may name.
const MOST: usize = 10_000;

/// Who is meant, as rows of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    /// As the asker wrote it.
    pub name: String,
    /// Rows of actors under their codes, sorted; none where everybody is meant.
    pub(crate) rows: Option<Vec<i64>>,
}

/// Named groups of actors, from a file of a user: `name = ["dz-army", "SYR *"]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups(BTreeMap<String, Vec<String>>);

impl Groups {
    /// Reads a file of groups.
    ///
    /// # Errors
    /// Where it cannot be read or is not of that form, with line and what was expected.
    pub fn read(path: &Path) -> Result<Groups, ArchiveError> {
        let wrong = |e: &dyn std::fmt::Display| {
            ArchiveError::Question(format!(
                "{}: {e}; a group file has lines such as sides = [\"dz-army\", \"SYR *\"]",
                path.display()
            ))
        };
        let text = std::fs::read_to_string(path).map_err(|e| wrong(&e))?;
        Groups::parse(&text).map_err(|e| wrong(&e))
    }

    /// Groups by name, each with its members.
    ///
    /// # Errors
    /// Where they have too many members.
    pub fn of(
        groups: impl IntoIterator<Item = (String, Vec<String>)>,
    ) -> Result<Groups, ArchiveError> {
        let map: BTreeMap<String, Vec<String>> = groups.into_iter().collect();
        let members: usize = map.values().map(Vec::len).sum();
        let many = || ArchiveError::Question(format!("more than {MOST} members of groups"));
        (members <= MOST).then_some(Groups(map)).ok_or_else(many)
    }

    fn parse(text: &str) -> Result<Groups, String> {
        let map: BTreeMap<String, Vec<String>> = toml::from_str(text).map_err(|e| e.to_string())?;
        let members: usize = map.values().map(Vec::len).sum();
        (members <= MOST).then_some(Groups(map)).ok_or_else(|| format!("more than {MOST} members"))
    }
}

impl Party {
    /// Everybody, known or not.
    #[must_use]
    pub fn anybody() -> Party {
        Party { name: "*".to_owned(), rows: None }
    }

    /// Finds who is meant: `*` is everybody; a group's name, its members; an actor's id or name, that actor; a
    /// code, all actors whose code starts with it, `*` standing for any part (`SYR *`, `* MIL`).
    pub(crate) fn find(db: &Connection, text: &str, groups: &Groups) -> Done<Party> {
        let text = text.trim();
        if text == "*" {
            return Ok(Party::anybody());
        }
        let own = [text.to_owned()];
        let wanted = groups.0.get(text).map_or(&own[..], Vec::as_slice);
        let mut rows = Vec::new();
        for one in wanted {
            rows.extend(members(db, one)?);
        }
        // Of a group that serves many archives, some may be in none of this one's pages.
        if rows.is_empty() {
            return Err(nobody(db, text)?);
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(Party { name: text.to_owned(), rows: Some(rows) })
    }

    /// The condition that a column names one of them.
    pub(crate) fn condition(&self, column: &str) -> Option<String> {
        let rows = self.rows.as_ref()?;
        let list = rows.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        Some(format!("{column} IN ({list})"))
    }

    pub(crate) fn has(&self, row: i64) -> bool {
        self.rows.as_ref().is_none_or(|r| r.binary_search(&row).is_ok())
    }
}

/// The rows that an id, a name or a pattern of codes names.
fn members(db: &Connection, text: &str) -> Done<Vec<i64>> {
    let folded = fold(text);
    let mut statement = db.prepare_cached("SELECT id, key, code, name_ar, name_en FROM actor")?;
    let mut rows = statement.query([])?;
    let (mut exact, mut coded) = (Vec::new(), Vec::new());
    while let Some(r) = rows.next()? {
        let text_of = |n: usize| r.get_ref(n).ok().and_then(|v| v.as_str().ok()).unwrap_or("");
        let named = |n: usize| !text_of(n).is_empty() && fold(text_of(n)) == folded;
        if text_of(1) == text || named(3) || named(4) {
            exact.push(r.get(0)?);
        } else if matches(text, text_of(2)) {
            coded.push(r.get(0)?);
        }
    }
    // An id is one actor, even where it looks like the start of a code.
    Ok(if exact.is_empty() { coded } else { exact })
}

/// Does a code fit a pattern? Parts are compared one by one; `*` fits any part, and what is beyond the pattern.
fn matches(pattern: &str, code: &str) -> bool {
    let wanted: Vec<&str> = pattern.split_whitespace().collect();
    let parts: Vec<&str> = code.split_whitespace().collect();
    let upper = |w: &str| w == "*" || w.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    if wanted.is_empty() || !wanted.iter().all(|w| upper(w)) {
        return false;
    }
    let open = wanted.last() == Some(&"*");
    let fixed = if open { &wanted[..wanted.len() - 1] } else { &wanted[..] };
    parts.len() >= fixed.len() && fixed.iter().zip(&parts).all(|(w, p)| *w == "*" || w == p)
}

/// Says that nobody is meant, and who comes near.
fn nobody(db: &Connection, text: &str) -> Done<Inner> {
    let sql = "SELECT key, code FROM actor WHERE key LIKE ?1 OR code LIKE ?1 OR name_en LIKE ?1 ORDER BY key LIMIT 5";
    let like = format!("%{}%", text.chars().take(4).collect::<String>().replace(['%', '_'], ""));
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([like], |r| {
        Ok(format!("{} ({})", r.get::<_, String>(0)?, r.get::<_, String>(1)?))
    })?;
    let near: Vec<String> = rows.collect::<Result<_, _>>()?;
    let hint = if near.is_empty() {
        "`mizan actors` lists who is in the archive".to_owned()
    } else {
        format!("in the archive are {}; `mizan actors` lists all", near.join(", "))
    };
    Ok(Inner::Question(format!(
        "«{text}» is nobody in this archive: give an id, a name, a code such as \"SYR GOV\" or \"SYR *\", or a group of --groups. {hint}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_codes() {
        for (pattern, code, fits) in [
            ("SYR *", "SYR GOV", true),
            ("SYR *", "SYR", true),
            ("SYR", "SYR GOV MIL", true),
            ("SYR GOV", "SYR MIL", false),
            ("* MIL", "USA MIL", true),
            ("* MIL", "USA GOV", false),
            ("SY", "SYR GOV", false),
            ("syr", "SYR GOV", false),
        ] {
            assert_eq!(matches(pattern, code), fits, "{pattern} on {code}");
        }
    }

    #[test]
    fn groups_are_read_and_wrong_ones_told() {
        let groups = Groups::parse("sdf = [\"SYR REB\", \"sdf\"]").expect("a group file");
        assert_eq!(groups.0["sdf"].len(), 2);
        assert!(Groups::parse("sdf = 3").is_err());
    }
}
