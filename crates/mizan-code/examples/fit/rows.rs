//! What the model learns from: annotated sentences, and lines of our own reports.

use mizan_code::record::Event;
use mizan_code::{Options, Reader, gold};
use std::collections::{BTreeMap, HashMap};

/// Numbers of the features that an event has.
pub type Features = Vec<usize>;

pub struct Row {
    pub yes: bool,
    /// Too few votes to be counted in figures; its votes still teach.
    pub open: bool,
    /// Judged by several annotators, one by one.
    pub voted: bool,
    /// A line of a report made after a real page.
    pub page: bool,
    /// Share of the annotators who accept, 0 to 1.
    pub share: f32,
    /// How much the row teaches.
    pub counts: f32,
    /// The features of its clause and frame, for each event of the type.
    pub events: Vec<Features>,
    /// The words of its sentence, and how many there were before rare ones were left out.
    pub words: Features,
    pub length: usize,
}

pub struct Data {
    /// The feature that each number stands for.
    pub names: Vec<String>,
    pub rows: BTreeMap<String, Vec<Row>>,
    index: HashMap<String, usize>,
}

/// Every event, with its features.
const ASKED: Options = Options { all: true, features: true };

/// Our own reports, and how much a line of theirs teaches beside a sentence that several annotators judged: the first set
/// is short and easy, the third is made after real pages. Half of the third stays locked and teaches nothing.
const OWN: [(&str, f32, bool); 2] =
    [("corpus/gold/first", 0.25, false), ("corpus/gold/third/open", 0.9, true)];

/// How much our own reports teach at most of a type that annotated sentences cover.
const BESIDE: f32 = 0.25;

/// Features that fewer rows have are left out: they would learn single sentences.
const RARE: usize = 5;

impl Data {
    pub fn load(gold: &str, reader: &Reader) -> Result<Self, Box<dyn std::error::Error>> {
        let mut data = Data { names: Vec::new(), rows: BTreeMap::new(), index: HashMap::new() };
        data.sentences(gold, reader)?;
        data.reports(reader)?;
        data.common();
        Ok(data)
    }

    fn sentences(&mut self, gold: &str, reader: &Reader) -> Result<(), Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(format!("{gold}/sentences.jsonl"))?;
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let label = row["label"].as_str().unwrap_or("");
            let event = row["event"].as_str().unwrap_or("").to_owned();
            let record = reader.code(row["text"].as_str().unwrap_or(""), None, None, ASKED);
            let told = record.events.iter().filter(|e| e.event == event && e.happened());
            let votes = |side: &str| row[side].as_f64().unwrap_or(0.0) as f32;
            let share = votes("accept") / (votes("accept") + votes("reject")).max(1.0);
            let row = self.row(&told.collect::<Vec<_>>(), share, 1.0);
            let (yes, open) = (label == "yes", label == "ambiguous");
            self.rows.entry(event).or_default().push(Row { yes, open, voted: true, ..row });
        }
        Ok(())
    }

    /// The reports of our own teach every type; a row is a line with its events of one type, or one that was missed. Only
    /// for types that no annotated sentence covers do they count in the figures, and only those made after real pages.
    fn reports(&mut self, reader: &Reader) -> Result<(), Box<dyn std::error::Error>> {
        let covered: Vec<String> = self.rows.keys().cloned().collect();
        for (folder, counts, real) in OWN {
            self.folder(reader, (folder, counts, real), &covered)?;
        }
        Ok(())
    }

    fn folder(
        &mut self,
        reader: &Reader,
        (folder, counts, real): (&str, f32, bool),
        covered: &[String],
    ) -> Result<(), Box<dyn std::error::Error>> {
        for report in gold::folder(std::path::Path::new(folder))? {
            let record = reader.code(&report.text(), None, Some(report.published), ASKED);
            let mut lines: BTreeMap<(usize, &str), Vec<&Event>> = BTreeMap::new();
            for e in &record.events {
                let told = std::iter::once(&e.sentence).chain(&e.also);
                let line =
                    told.map(|s| report.line_of(record.sentences[*s].span.0)).find(|l| *l > 0);
                if let Some(line) = line {
                    lines.entry((line, &e.event)).or_default().push(e);
                }
            }
            for g in report.events.iter().filter(|g| real && g.line > 0) {
                lines.entry((g.line, &g.event)).or_default();
            }
            for ((line, event), events) in lines {
                let yes = report.events.iter().any(|g| g.event == event && g.line == line);
                let open = !real || covered.iter().any(|c| c == event);
                // Where annotators judged sentences of the type, what one hand of ours wrote teaches less.
                let counts = if open { counts.min(BESIDE) } else { counts };
                let row = self.row(&events, f32::from(u8::from(yes)), counts);
                self.rows.entry(event.to_owned()).or_default().push(Row {
                    yes,
                    open,
                    page: real,
                    ..row
                });
            }
        }
        Ok(())
    }

    fn row(&mut self, told: &[&Event], share: f32, counts: f32) -> Row {
        let mut all: Vec<Features> = told.iter().map(|e| self.numbered(e)).collect();
        let mut words = Features::new();
        for features in &mut all {
            words = features.extract_if(.., |n| self.names[*n].contains(".word.")).collect();
        }
        Row {
            yes: false,
            open: false,
            voted: false,
            page: false,
            share,
            counts,
            events: all,
            length: words.len(),
            words,
        }
    }

    /// The features of an event as numbers.
    fn numbered(&mut self, e: &Event) -> Features {
        let mut number = |name: &String| {
            *self.index.entry(name.clone()).or_insert_with(|| {
                self.names.push(name.clone());
                self.names.len() - 1
            })
        };
        e.features.iter().map(&mut number).collect()
    }

    fn common(&mut self) {
        let mut rows_with = vec![0usize; self.names.len()];
        for row in self.rows.values().flatten() {
            let mut seen: Features =
                row.events.iter().flatten().chain(&row.words).copied().collect();
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter().for_each(|n| rows_with[n] += 1);
        }
        for row in self.rows.values_mut().flatten() {
            row.events.iter_mut().for_each(|e| e.retain(|n| rows_with[*n] >= RARE));
            row.words.retain(|n| rows_with[*n] >= RARE);
        }
    }
}
