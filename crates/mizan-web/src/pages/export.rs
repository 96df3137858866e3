//! Just this view as a file.

use crate::app::App;
use crate::error::{Web, WebError};
use crate::ui::Ui;
use crate::view::View;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use mizan_archive::export::{Format, cell};
use mizan_archive::{ArchiveError, EventRow, Side};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::sync::Arc;

/// Events of one file at most; the command line has no bound.
const MOST: u64 = 1_000_000;

pub async fn export(
    State(app): State<Arc<App>>,
    _ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    exported(&app, &View::parse(query.as_deref())).await
}

/// The file that an address asks for: `format` and the filters.
pub async fn exported(app: &Arc<App>, view: &View) -> Web<Response> {
    let filter = view.filter()?;
    let name = view.one("format").to_owned();
    let (kind, ending) = match name.as_str() {
        "csv" => ("text/csv; charset=utf-8", "csv"),
        "json" => ("application/x-ndjson", "jsonl"),
        "plover" => ("application/x-ndjson", "jsonl"),
        "acled" => ("text/csv; charset=utf-8", "csv"),
        "geojson" => ("application/geo+json", "geojson"),
        "gexf" | "graphml" => ("application/xml", name.as_str()),
        "gold" => ("text/plain; charset=utf-8", "gold"),
        other => {
            return Err(WebError::question(format!(
                "«{other}» is no format; there are csv, json, plover, acled, geojson, gexf, graphml, gold"
            )));
        }
    };
    let file = format!("mizan-{name}.{ending}");
    let format = name.clone();
    let bytes = app
        .pool
        .ask(move |a| match format.as_str() {
            "csv" | "json" => {
                let mut out = Rows { out: Vec::new(), json: format == "json", rows: 0 };
                out.head();
                a.each_event(&filter, |e| out.row(&e))?;
                Ok(out.out)
            }
            name => {
                let format = Format::named(name).unwrap_or(Format::Plover);
                let mut out = BufWriter::new(Vec::new());
                a.write(format, &filter, &mut out)?;
                out.flush().map_err(|e| failed(&e))?;
                out.into_inner().map_err(|e| failed(e.error()))
            }
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

fn failed(e: &std::io::Error) -> ArchiveError {
    ArchiveError::Question(format!("the file could not be written: {e}"))
}

/// Events as rows of CSV, or lines of JSON.
struct Rows {
    out: Vec<u8>,
    json: bool,
    rows: u64,
}

const HEAD: [&str; 22] = [
    "id",
    "story",
    "day",
    "day_to",
    "type",
    "mode",
    "quad",
    "score",
    "status",
    "zone",
    "sources",
    "source_codes",
    "targets",
    "target_codes",
    "place",
    "place_precision",
    "figures",
    "claimant",
    "confidence",
    "outlet",
    "sentence",
    "page",
];

impl Rows {
    fn head(&mut self) {
        if !self.json {
            self.out.extend_from_slice(HEAD.join(",").as_bytes());
            self.out.push(b'\n');
        }
    }

    fn row(&mut self, e: &EventRow) -> Result<(), ArchiveError> {
        self.rows += 1;
        if self.rows > MOST {
            let words = format!("more than {MOST} events; ask for fewer, or use `mizan export`");
            return Err(ArchiveError::Question(words));
        }
        if self.json {
            serde_json::to_writer(&mut self.out, e).map_err(|e| failed(&e.into()))?;
        } else {
            let cells: Vec<String> = cells(e).iter().map(|c| cell(c)).collect();
            self.out.extend_from_slice(cells.join(",").as_bytes());
        }
        self.out.push(b'\n');
        Ok(())
    }
}

fn cells(e: &EventRow) -> [String; 22] {
    let words = |all: &[Side]| all.iter().map(|s| s.text.clone()).collect::<Vec<_>>().join("; ");
    let codes = |all: &[Side]| {
        all.iter().map(|s| s.code.clone().unwrap_or_default()).collect::<Vec<_>>().join("; ")
    };
    let spot = e.place.as_ref().and_then(|p| p.place.as_ref());
    let mut figures = String::new();
    for q in &e.quantities {
        let _ = write!(
            figures,
            "{}{} {}; ",
            q.relation,
            q.low.or(q.high).unwrap_or(0.0),
            q.of.as_deref().unwrap_or("")
        );
    }
    [
        e.id.to_string(),
        e.story.to_string(),
        e.day.clone().unwrap_or_default(),
        e.day_to.clone().unwrap_or_default(),
        e.event.clone(),
        e.mode.clone().unwrap_or_default(),
        e.quad.to_string(),
        e.score.to_string(),
        e.status.clone(),
        e.zone.clone(),
        words(&e.sources),
        codes(&e.sources),
        words(&e.targets),
        codes(&e.targets),
        e.place.as_ref().map(|p| p.text.clone()).unwrap_or_default(),
        spot.map(|s| s.precision.clone()).unwrap_or_default(),
        figures.trim_end_matches("; ").to_owned(),
        e.claimant.as_ref().map(|c| c.text.clone()).unwrap_or_default(),
        format!("{:.3}", e.confidence),
        e.outlet.clone(),
        e.sentence.clone(),
        e.key.clone(),
    ]
}
