//! The page that the first user brought, read whole. It stands in `shared/`, not on a user's machine.

#![allow(clippy::unwrap_used, clippy::panic)]

use mizan_code::record::{ActorMention, Event, Record};
use mizan_code::{Options, Reader};
use std::path::PathBuf;

fn seed() -> Option<Vec<u8>> {
    let shared = std::env::var_os("MIZAN_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let page = std::fs::read_dir(shared.join("seed"))
        .ok()
        .and_then(|mut d| d.next())
        .and_then(Result::ok)
        .map(|e| e.path());
    match page {
        Some(path) => Some(std::fs::read(path).unwrap()),
        None if std::env::var_os("MIZAN_REQUIRE_SHARED").is_some() => {
            panic!("MIZAN_REQUIRE_SHARED is set and {} has no seed page", shared.display())
        }
        None => {
            eprintln!("skipped: no shared/seed on this machine");
            None
        }
    }
}

fn record(all: bool) -> Option<(Record, String)> {
    let bytes = seed()?;
    let reader = Reader::builtin().unwrap();
    let page = reader.page(&bytes, None);
    Some((reader.record(&page, None, Options::all(all)), page.text))
}

fn ids(list: &[ActorMention]) -> Vec<&str> {
    list.iter().filter_map(|m| m.actor.as_ref()).map(|a| a.id.as_str()).collect()
}

fn events<'r>(r: &'r Record, event: &str) -> Vec<&'r Event> {
    r.events.iter().filter(|e| e.event == event).collect()
}

#[test]
fn head_and_zones() {
    let Some((r, text)) = record(false) else { return };
    assert!(
        r.page.title.as_ref().unwrap().text.starts_with("عملية مشتركة مع وزارة الداخلية السورية")
    );
    assert_eq!(r.page.blocks.iter().filter(|b| b.kind == "title").count(), 1);
    assert_eq!(r.page.blocks.iter().filter(|b| b.kind == "duplicate").count(), 2);
    let published = r.page.published.as_ref().unwrap();
    assert_eq!(
        (published.from.as_deref(), published.text.as_str()),
        (Some("2025-11-30"), "٣٠ نوفمبر ٢٠٢٥")
    );
    assert_eq!(r.page.byline.as_ref().unwrap().text, "فريق العمل");
    assert_eq!(r.page.section.as_ref().unwrap().text, "أخبار سورية");
    let zones: Vec<&str> =
        r.page.blocks.iter().filter(|b| b.zone != "boilerplate").map(|b| b.zone).collect();
    let residue = zones.iter().position(|z| *z == "residue").unwrap();
    assert!(
        zones[..residue].iter().all(|z| *z == "report")
            && zones[residue + 1..].iter().all(|z| *z == "analysis")
    );
    assert!(r.findings.iter().any(|f| f.code == "MZ010"));
    let chars: Vec<char> = text.chars().collect();
    for label in ["مشاركة:", "اقرأ أيضاً:"] {
        let tail = r.page.blocks.iter().filter(|b| b.kind == "tail");
        assert!(
            tail.map(|b| chars[b.span.0 as usize..b.span.1 as usize].iter().collect::<String>())
                .any(|t| t == label),
            "{label}"
        );
    }
}

#[test]
fn the_operation() {
    let Some((r, _)) = record(false) else { return };
    let assaults: Vec<&Event> = events(&r, "ASSAULT")
        .into_iter()
        .filter(|e| e.zone == "report" && e.status == "occurred")
        .collect();
    let modes: Vec<_> = assaults.iter().filter_map(|e| e.mode.as_deref()).collect();
    assert!(modes.contains(&"destroy") && modes.contains(&"aerial"), "{modes:?}");
    let main = assaults.iter().find(|e| e.date.is_some()).unwrap();
    let date = main.date.as_ref().unwrap();
    assert_eq!(
        (date.from.as_deref(), date.to.as_deref()),
        (Some("2025-11-24"), Some("2025-11-27"))
    );
    let sources: Vec<&str> = assaults.iter().flat_map(|e| ids(&e.sources)).collect();
    for id in ["us-centcom", "cjtf-oir", "sy-interior", "sy-army"] {
        assert!(sources.contains(&id), "{id} in {sources:?}");
    }
    assert!(assaults.iter().all(|e| ids(&e.targets).contains(&"isis")));
    let places: Vec<&str> = assaults
        .iter()
        .filter_map(|e| e.place.as_ref()?.place.as_ref())
        .map(|p| p.id.as_str())
        .collect();
    assert!(places.contains(&"SY:region") && places.contains(&"SY03"), "{places:?}");
    let counts: Vec<_> = assaults
        .iter()
        .flat_map(|e| &e.quantities)
        .map(|q| (q.of.as_deref().unwrap_or(""), q.low.map(|n| n.0 as u32), q.relation))
        .collect();
    assert!(
        counts.contains(&("sites", Some(15), ">")) && counts.contains(&("shells", Some(130), ">")),
        "{counts:?}"
    );
    let claim = r.claims.iter().find(|c| Some(&c.id) == main.claim.as_ref()).unwrap();
    assert_eq!(claim.speaker.as_ref().unwrap().actor.as_ref().unwrap().id, "us-centcom");
}

#[test]
fn nothing_else_occurred_in_the_report() {
    let Some((r, _)) = record(false) else { return };
    let others: Vec<_> = r
        .events
        .iter()
        .filter(|e| e.zone == "report" && e.status == "occurred")
        .filter(|e| !matches!(e.event.as_str(), "ASSAULT" | "COOPERATE" | "COERCE"))
        .map(|e| (&e.event, &e.trigger.text))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    let ninety = r.mentions.quantities.iter().any(|q| q.low.is_some_and(|n| n.0 == 90.0));
    assert!(!ninety, "the ordinal is no count");
}

#[test]
fn cooperation_seizure_aid() {
    let Some((r, _)) = record(false) else { return };
    let joint = events(&r, "COOPERATE");
    assert!(joint.iter().any(|e| e.contexts.iter().any(|c| c == "military")
        && ids(&e.sources).contains(&"us-centcom")
        && ids(&e.sources).contains(&"sy-interior")));
    assert!(events(&r, "COERCE").iter().any(
        |e| e.mode.as_deref() == Some("seize") && e.quantities.iter().all(|q| q.low.is_none())
    ));
    let on_site =
        |e: &&Event| e.place.as_ref().is_some_and(|p| p.text == "الموقع" && p.place.is_none());
    assert!(events(&r, "COERCE").iter().any(on_site));
    let aid = events(&r, "AID");
    assert!(
        aid.iter()
            .any(|e| e.status == "ongoing" && ids(&e.sources) == ["cjtf-oir"] && e.date.is_none())
    );
    assert!(!r.events.iter().any(|e| e.status == "occurred"
        && e.date.as_ref().is_some_and(|d| d.from.as_deref().is_some_and(|f| f < "2020"))));
}

#[test]
fn cooper_and_his_pledge() {
    let Some((r, _)) = record(false) else { return };
    let his: Vec<_> = r
        .claims
        .iter()
        .filter(|c| {
            c.speaker.as_ref().and_then(|s| s.actor.as_ref()).is_some_and(|a| a.id == "cooper-brad")
        })
        .filter_map(|c| c.quote.as_ref())
        .collect();
    assert!(
        his.iter().any(|q| q.text.starts_with("هذه العملية") && q.text.ends_with("حول العالم"))
    );
    assert!(his.iter().any(
        |q| q.text.starts_with("سنظل يقظين") && q.text.trim_end_matches('.').ends_with("حازم")
    ));
    assert!(events(&r, "THREATEN").iter().any(|e| e.status == "future"
        && ids(&e.sources) == ["cooper-brad"]
        && ids(&e.targets) == ["isis"]));
}

#[test]
fn coalition_support_and_merger() {
    let Some((r, _)) = record(false) else { return };
    assert!(r.events.iter().any(|e| matches!(e.event.as_str(), "AGREE" | "SUPPORT")
        && ids(&e.sources).iter().any(|s| *s == "sy-gov" || *s == "al-mustafa")));
    assert!(r.claims.iter().any(|c| {
        c.speaker.as_ref().and_then(|s| s.actor.as_ref()).is_some_and(|a| a.id == "al-mustafa")
    }));
    assert!(events(&r, "SUPPORT").iter().any(|e| e.status == "historical"
        && ids(&e.sources) == ["global-coalition"]
        && ids(&e.targets) == ["sdf"]));
    assert!(r.events.iter().any(|e| matches!(e.event.as_str(), "CONSULT" | "AGREE")
        && e.status == "ongoing"
        && e.zone == "analysis"));
}

#[test]
fn ties_and_stances() {
    let Some((r, _)) = record(false) else { return };
    let tie = |kind: &str, a: &str, b: &str| {
        r.ties.iter().find(|t| {
            t.kind == kind
                && ids(std::slice::from_ref(&t.a)) == [a]
                && ids(std::slice::from_ref(&t.b)) == [b]
        })
    };
    assert!(r.ties.iter().any(|t| t.kind == "partner"
        && ids(std::slice::from_ref(&t.a)) == ["sdf"]
        && t.status == "weakening"
        && t.from.as_ref().is_some_and(|d| d.from.as_deref() == Some("2014-01-01"))));
    assert_eq!(tie("partner", "sy-gov", "us-gov").map(|t| t.status), Some("becoming"));
    assert!(tie("joins", "sy-gov", "global-coalition").is_some());
    let stance = |toward: &str, direction: &str| {
        r.stances.iter().any(|s| {
            ids(std::slice::from_ref(&s.of)) == ["us-gov"]
                && ids(std::slice::from_ref(&s.toward)) == [toward]
                && s.direction == direction
        })
    };
    assert!(stance("sdf", "cooler") && stance("sy-gov", "warmer"));
    assert!(!stance("sdf", "warmer") && !stance("sy-gov", "cooler"));
}
