//! The address bar as a question: every view can be shared by its address.

use crate::error::{Web, WebError};
use mizan_archive::{COUNTED, Filter, Groups, Slice, Sort, day};
use std::collections::BTreeMap;

/// Rows of a table at once.
const ROWS: usize = 50;
/// The most rows that may be asked for at once.
const MOST: usize = 500;
/// Values of one field.
const VALUES: usize = 50;

/// The fields of an address, each with its values; empty ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    fields: BTreeMap<String, Vec<String>>,
}

/// Fields that narrow which events count, as the command line has them.
const FILTERS: [&str; 17] = [
    "group",
    "pair",
    "actor",
    "source",
    "target",
    "type",
    "mode",
    "quad",
    "place",
    "from",
    "to",
    "outlet",
    "zone",
    "status",
    "confidence",
    "claimant",
    "stance",
];

impl View {
    pub fn parse(query: Option<&str>) -> View {
        let mut out = View::default();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = value.trim();
            if value.is_empty() || name == "lang" {
                continue;
            }
            let values = out.fields.entry(name.into_owned()).or_default();
            if values.len() < VALUES {
                values.push(value.to_owned());
            }
        }
        out
    }

    /// The first value of a field; empty where there is none.
    pub fn one(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// The values of a field, of those that a person wrote in one box each part.
    pub fn many(&self, name: &str) -> Vec<String> {
        let all = self.fields.get(name).into_iter().flatten();
        let parts = all.flat_map(|v| v.split([',', '،', ';', '؛']));
        parts.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).take(VALUES).collect()
    }

    /// All values of a field in one line, as they stand in its box.
    pub fn line(&self, name: &str) -> String {
        self.many(name).join(", ")
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Is this one of the values of a field?
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.many(name).iter().any(|v| v == value)
    }

    /// Is anything asked for that narrows?
    pub fn narrowed(&self) -> bool {
        FILTERS.iter().any(|f| self.has(f))
    }

    /// How many fields narrow.
    pub fn narrowings(&self) -> usize {
        FILTERS.iter().filter(|f| self.has(f)).count()
    }

    fn query_of(fields: &BTreeMap<String, Vec<String>>) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        for (name, values) in fields {
            values.iter().for_each(|v| {
                out.append_pair(name, v);
            });
        }
        out.finish()
    }

    /// The question as the query of an address.
    pub fn query(&self) -> String {
        View::query_of(&self.fields)
    }

    /// The same with one field otherwise; an empty value takes it away. Another question starts at its first page.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut fields = self.fields.clone();
        if name != "page" {
            fields.remove("page");
        }
        if value.is_empty() {
            fields.remove(name);
        } else {
            fields.insert(name.to_owned(), vec![value.to_owned()]);
        }
        View::query_of(&fields)
    }

    /// Only the fields that narrow which events count, for a link to another view of the same events.
    pub fn narrowing(&self) -> String {
        let mut fields = self.fields.clone();
        fields.retain(|name, _| FILTERS.contains(&name.as_str()));
        View::query_of(&fields)
    }

    /// The fields that the form of filters has no box for, to be carried along hidden.
    pub fn unseen(&self) -> Vec<(String, String)> {
        let boxed = |n: &str| n != "pair" && (FILTERS.contains(&n) || n == "all");
        let kept = self.fields.iter().filter(|(n, _)| !boxed(n) && *n != "page");
        kept.flat_map(|(n, vs)| vs.iter().map(|v| (n.clone(), v.clone()))).collect()
    }

    pub fn page(&self) -> usize {
        self.one("page").parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    pub fn rows(&self) -> usize {
        self.one("rows").parse().unwrap_or(ROWS).clamp(1, MOST)
    }

    pub fn slice(&self) -> Web<Slice> {
        let sort = match self.one("sort") {
            "" => Sort::Latest,
            name => Sort::named(name).ok_or_else(|| {
                WebError::question(format!(
                    "«{name}» is no order; there are latest, oldest, sure, unsure, hostile, friendly"
                ))
            })?,
        };
        let skip = (self.page() - 1) * self.rows();
        if skip as u64 > COUNTED {
            let words = format!(
                "a list is shown as far as {COUNTED} rows; ask for less: a time, a type, an actor"
            );
            return Err(WebError::question(words));
        }
        Ok(Slice { limit: self.rows(), skip, sort })
    }

    fn day(&self, name: &str, last: bool) -> Web<Option<i32>> {
        let text = self.one(name);
        if text.is_empty() {
            return Ok(None);
        }
        let (start, end) = day::span(text).ok_or_else(|| {
            WebError::question(format!("«{text}» is no day: give 2025-01-31, 2025-01 or 2025"))
        })?;
        Ok(Some(if last { end } else { start }))
    }

    /// Two sides that act on one another: `pair=USA *|SYR GOV`.
    fn pairs(&self) -> Web<Vec<(String, String)>> {
        let all = self.fields.get("pair").into_iter().flatten();
        all.map(|p| match p.split_once('|') {
            Some((a, b)) => Ok((a.trim().to_owned(), b.trim().to_owned())),
            None => Err(WebError::question(format!("«{p}» is no pair: give two sides as a|b"))),
        })
        .collect()
    }

    /// Named groups of actors: `group=allies=USA *|FRA *`, after which `allies` stands for all of them.
    fn groups(&self) -> Web<Groups> {
        let all = self.fields.get("group").into_iter().flatten();
        let one = |g: &String| -> Web<(String, Vec<String>)> {
            let (name, members) = g.split_once('=').ok_or_else(|| {
                WebError::question(format!(
                    "«{g}» is no group: give its name and members as name=a|b"
                ))
            })?;
            let members = members.split('|').map(|m| m.trim().to_owned()).filter(|m| !m.is_empty());
            Ok((name.trim().to_owned(), members.collect()))
        };
        Ok(Groups::of(all.map(one).collect::<Web<Vec<_>>>()?)?)
    }

    /// Which events count.
    pub fn filter(&self) -> Web<Filter> {
        let confidence = match self.one("confidence") {
            "" => None,
            text => Some(text.parse::<f64>().ok().filter(|c| (0.0..=1.0).contains(c)).ok_or_else(
                || {
                    WebError::question(format!(
                        "«{text}» is no confidence: give a number from 0 to 1"
                    ))
                },
            )?),
        };
        let (from, to) = (self.day("from", false)?, self.day("to", true)?);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(WebError::question("the last day lies before the first"));
        }
        Ok(Filter {
            actor: self.many("actor"),
            groups: self.groups()?,
            pairs: self.pairs()?,
            source: self.many("source"),
            target: self.many("target"),
            types: self.many("type"),
            modes: self.many("mode"),
            quads: self.many("quad"),
            places: self.many("place"),
            from,
            to,
            outlets: self.many("outlet"),
            zones: self.many("zone"),
            statuses: self.many("status"),
            confidence,
            all: self.one("all") == "1",
            claimant: self.many("claimant"),
            stances: self.many("stance"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let v =
            View::parse(Some("type=ASSAULT&type=PROTEST&actor=sdf%2C+isis&from=2025-01&page=3&x="));
        assert_eq!(v.many("type"), ["ASSAULT", "PROTEST"]);
        assert_eq!(v.many("actor"), ["sdf", "isis"]);
        assert_eq!(View::parse(Some(&v.query())), v);
        assert!(
            v.with("sort", "oldest").contains("sort=oldest")
                && !v.with("sort", "oldest").contains("page=")
        );
        assert!(v.with("page", "4").contains("page=4"));
        assert_eq!(v.slice().map(|s| s.skip).ok(), Some(100));
        assert!(!v.has("x"));
        let unseen = View::parse(Some("type=AID&all=1&page=2&pair=a|b&sort=sure")).unseen();
        assert_eq!(unseen.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["pair", "sort"]);
    }

    #[test]
    fn days_are_first_and_last() {
        let f = View::parse(Some("from=2025-02&to=2025-02")).filter().expect("a filter");
        assert_eq!(f.to.zip(f.from).map(|(t, f)| t - f), Some(27));
        assert!(View::parse(Some("from=2025-03&to=2025-02")).filter().is_err());
        assert!(View::parse(Some("from=yesterday")).filter().is_err());
        assert!(View::parse(Some("confidence=2")).filter().is_err());
        assert!(View::parse(Some("sort=best")).slice().is_err());
        assert!(View::parse(Some("group=allies%3DUSA+*|FRA+*&actor=allies")).filter().is_ok());
        assert!(View::parse(Some("group=allies")).filter().is_err());
    }
}
