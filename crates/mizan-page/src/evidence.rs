//! Several sources, one answer: statements are grouped by what they say, groups weighed by who says it.
//! The choice and its reason are kept; what loses with weight is a problem.

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Seen on the page by its reader.
    Visible,
    /// JSON-LD of the article.
    JsonLd,
    /// OpenGraph properties.
    OpenGraph,
    /// itemprop and time elements.
    Microdata,
    /// Other meta tags.
    Meta,
    /// `<title>`.
    HeadTitle,
    /// `<link>`.
    Link,
    /// JSON-LD of the site.
    WebSite,
    /// The page's address.
    Address,
    /// The feed that names the page.
    Feed,
    /// Whoever called.
    Given,
}

impl Source {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Source::Visible => "dateline",
            Source::JsonLd => "JSON-LD",
            Source::OpenGraph => "OpenGraph",
            Source::Microdata => "microdata",
            Source::Meta => "metadata",
            Source::HeadTitle => "head title",
            Source::Link => "link",
            Source::WebSite => "site metadata",
            Source::Address => "address",
            Source::Feed => "feed",
            Source::Given => "given",
        }
    }

    /// How far it is believed. What the reader sees beats any one kind of metadata; two kinds that agree
    /// beat it, as a visible date is often that of the last change. JSON-LD and OpenGraph come from one
    /// publishing system, so together they weigh less than twice.
    fn weight(self) -> u32 {
        match self {
            Source::Given => 20,
            Source::Visible => 6,
            Source::JsonLd | Source::OpenGraph | Source::Address | Source::Feed => 4,
            Source::Microdata | Source::Link => 3,
            Source::Meta | Source::HeadTitle | Source::WebSite => 2,
        }
    }
}

/// What was chosen for a field of the page, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// title, published, updated, outlet, byline, section, address.
    pub field: &'static str,
    /// The value taken.
    pub value: String,
    /// Who says so, against whom.
    pub reason: String,
    /// Does a source of weight say otherwise?
    pub contested: bool,
}

/// A group of statements that say the same.
struct Group<T> {
    key: String,
    members: Vec<(Source, T)>,
}

impl<T> Group<T> {
    /// Each kind of source counts once.
    fn weight(&self) -> u32 {
        let mut kinds: Vec<Source> = self.members.iter().map(|m| m.0).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.iter().map(|s| s.weight()).sum()
    }

    fn sources(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (source, _) in &self.members {
            if !names.contains(&source.name()) {
                names.push(source.name());
            }
        }
        names.join(", ")
    }
}

/// Weighs statements. `key` says which of them agree; `show` prints one.
///
/// Of the group that wins, the first member is returned with the weight of the strongest group that lost.
pub(crate) fn weigh<T: Clone>(
    field: &'static str,
    statements: &[(Source, T)],
    key: impl Fn(&T) -> String,
    show: impl Fn(&T) -> String,
) -> Option<((Source, T), Choice)> {
    let mut groups: Vec<Group<T>> = Vec::new();
    for (source, value) in statements {
        let k = key(value);
        match groups.iter_mut().find(|g| g.key == k) {
            Some(group) => group.members.push((*source, value.clone())),
            None => groups.push(Group { key: k, members: vec![(*source, value.clone())] }),
        }
    }
    groups.sort_by_key(|g| std::cmp::Reverse(g.weight()));
    let winner = groups.first()?;
    let first = winner.members.iter().min_by_key(|m| std::cmp::Reverse(m.0.weight()))?.clone();
    let others: Vec<String> = groups[1..]
        .iter()
        .map(|g| format!("{} by {}", show(&g.members[0].1), g.sources()))
        .collect();
    let mut reason = format!("by {}", winner.sources());
    if !others.is_empty() {
        reason.push_str(&format!(", weight {}, against {}", winner.weight(), others.join("; ")));
    }
    let contested = groups.get(1).is_some_and(|g| g.weight() >= 3);
    let choice = Choice { field, value: show(&first.1), reason, contested };
    Some((first, choice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(statements: &[(Source, &str)]) -> (String, bool) {
        let all: Vec<(Source, String)> =
            statements.iter().map(|(s, t)| (*s, (*t).to_owned())).collect();
        let (_, choice) = weigh("published", &all, Clone::clone, Clone::clone).expect("a choice");
        (choice.value, choice.contested)
    }

    #[test]
    fn the_reader_sees_more_than_one_kind_of_metadata_and_less_than_two() {
        assert_eq!(day(&[(Source::JsonLd, "a"), (Source::Visible, "b")]), ("b".into(), true));
        let two = [(Source::JsonLd, "a"), (Source::OpenGraph, "a"), (Source::Visible, "b")];
        assert_eq!(day(&two), ("a".into(), true));
        let same = [(Source::JsonLd, "a"), (Source::JsonLd, "a"), (Source::Visible, "b")];
        assert_eq!(day(&same), ("b".into(), true));
        assert_eq!(day(&[(Source::Visible, "b"), (Source::Meta, "c")]), ("b".into(), false));
    }
}
