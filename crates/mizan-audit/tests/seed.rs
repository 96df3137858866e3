//! The page that the first user brought: what its audit must say, and what it must not.

#![allow(clippy::unwrap_used, clippy::panic)]

use mizan_audit::{Auditor, Finding, Selection, Severity};
use mizan_code::{Options, Reader};
use std::path::PathBuf;

fn seed() -> Option<Vec<u8>> {
    let shared = std::env::var_os("MIZAN_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let page = std::fs::read_dir(shared.join("seed")).ok().and_then(|mut d| d.next());
    match page.and_then(Result::ok) {
        Some(entry) => Some(std::fs::read(entry.path()).unwrap()),
        None if std::env::var_os("MIZAN_REQUIRE_SHARED").is_some() => {
            panic!("MIZAN_REQUIRE_SHARED is set and {} has no seed page", shared.display())
        }
        None => {
            eprintln!("skipped: no shared/seed on this machine");
            None
        }
    }
}

fn findings() -> Option<Vec<Finding>> {
    let bytes = seed()?;
    let reader = Reader::builtin().unwrap();
    let page = reader.page(&bytes, None);
    let record = reader.record(&page, None, Options::default());
    Some(Auditor::new(reader.knowledge()).audit(&page, &record, &Selection::default()))
}

#[test]
fn the_audit_of_the_seed_page() {
    let Some(found) = findings() else { return };
    let of = |code: &str| -> Vec<&str> {
        found.iter().filter(|f| f.code == code).map(|f| f.text.as_str()).collect()
    };
    assert_eq!(of("MZ001").len(), 1, "the doubled title");
    assert!(of("MZ010")[0].starts_with("سأقدّم لك"), "the residue");
    assert_eq!(of("MZ013"), ["سأقدّم لك"]);
    assert_eq!(of("MZ015"), ["التي طلبتها"]);
    assert_eq!(of("MZ003"), ["فريق العمل"], "the author without a name");
    assert_eq!(of("MZ021"), ["مراكز أبحاث غربية"], "the vague source");
    assert_eq!(of("MZ028"), ["مراكز أبحاث غربية"], "the quoted study without a name");
    assert_eq!(of("MZ030"), ["مليشيات"]);
    assert_eq!(of("MZ031"), ["الحكومة السورية الشرعية"]);
    assert_eq!(of("MZ032"), ["قسد"], "the name kept at a distance");
    assert_eq!(of("MZ011").len(), 1, "opinion after the report");
    let figures = found.iter().filter(|f| f.code.starts_with("MZ04") || f.code.starts_with("MZ05"));
    assert_eq!(figures.count(), 0, "no false finding of figures or dates");
    assert_eq!(found.iter().filter(|f| f.severity == Severity::Error).count(), 3);
}
