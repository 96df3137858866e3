//! A house's settings: `mizan.toml`, here or in a folder above.
//!
//! ```toml
//! [audit]
//! select = ["MZ0"]          # as --select; a command's own replace these
//! ignore = ["MZ005"]
//! fail-on = "error"
//! lang = "ar"
//! allow = ["المقاومة"]       # words that the house has chosen to use
//! [audit.severity]
//! MZ030 = "error"
//! ```

use crate::Failure;
use mizan_audit::{Selection, Severity};
use mizan_code::Reader;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAME: &str = "mizan.toml";
/// A file of settings is small.
const MOST: u64 = 1 << 20;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    audit: Audit,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Audit {
    #[serde(default)]
    select: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    allow: Vec<String>,
    fail_on: Option<String>,
    lang: Option<String>,
    #[serde(default)]
    severity: BTreeMap<String, String>,
}

/// The settings with the file that they come from.
#[derive(Debug, Default)]
pub struct Config {
    path: Option<PathBuf>,
    audit: Audit,
}

impl Config {
    pub fn load(given: Option<&Path>) -> Result<Config, Failure> {
        let Some(path) = given.map(Path::to_owned).or_else(nearest) else {
            return Ok(Config::default());
        };
        let wrong = |words: String| Failure::Usage(format!("{}: {words}", path.display()));
        let size =
            std::fs::metadata(&path).map_err(|e| wrong(format!("cannot be read: {e}")))?.len();
        if size > MOST {
            return Err(wrong(format!("{size} bytes are no settings; the limit is {MOST}")));
        }
        let text =
            std::fs::read_to_string(&path).map_err(|e| wrong(format!("cannot be read: {e}")))?;
        let file: File = toml::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        let config = Config { path: Some(path.clone()), audit: file.audit };
        match config.lang() {
            None | Some("ar" | "en") => Ok(config),
            Some(other) => Err(wrong(format!("lang = \"{other}\"; write \"ar\" or \"en\""))),
        }
    }

    pub fn lang(&self) -> Option<&str> {
        self.audit.lang.as_deref()
    }

    fn wrong(&self, words: &str) -> Failure {
        let file = self.path.as_ref().map_or_else(String::new, |p| format!("{}: ", p.display()));
        Failure::Usage(format!("{file}{words}"))
    }

    fn severity(&self, name: &str) -> Result<Severity, Failure> {
        let known = "error, warning or note";
        Severity::from_name(name)
            .ok_or_else(|| self.wrong(&format!("\"{name}\" is no severity; write {known}")))
    }

    /// From which severity on the exit code tells of findings; none for never.
    pub fn fail_on(&self, given: Option<&str>) -> Result<Option<Severity>, Failure> {
        match given.or(self.audit.fail_on.as_deref()).unwrap_or("warning") {
            "never" => Ok(None),
            name => self.severity(name).map(Some),
        }
    }

    /// The rules asked for: those of the command line in place of the file's.
    pub fn selection(
        &self,
        reader: &Reader,
        select: &[String],
        ignore: &[String],
    ) -> Result<Selection, Failure> {
        let or = |given: &[String], own: &[String]| -> Vec<String> {
            if given.is_empty() { own.to_vec() } else { given.to_vec() }
        };
        let severities: Vec<(String, Severity)> = self
            .audit
            .severity
            .iter()
            .map(|(code, name)| Ok((code.clone(), self.severity(name)?)))
            .collect::<Result<_, Failure>>()?;
        let (select, ignore) = (or(select, &self.audit.select), or(ignore, &self.audit.ignore));
        Selection::new(reader.knowledge(), &select, &ignore, &severities)
            .map(|s| s.allowing(&self.audit.allow))
            .map_err(|e| self.wrong(&e.to_string()))
    }
}

/// The nearest file of settings, here or above.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|d| d.join(NAME)).find(|p| p.is_file())
}
