//! The view for a person: the page's head, events by zone, the sentence with its parts marked.
//!
//! Right-to-left text stands between isolates (U+2068 … U+2069), so that a terminal which orders
//! text by the bidirectional algorithm does not scramble the line around it.

use anstyle::{AnsiColor, Style};
use mizan_code::record::{ActorMention, Event, Quantity, Record, claim_of};
use mizan_page::Page;
use std::io::Write;

const FIRST_STRONG: char = '\u{2068}';
const POP: char = '\u{2069}';

/// Text kept apart from the direction of what stands around it; control characters are shown as blanks.
pub fn isolate(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let clean: String = text
        .chars()
        .map(|c| {
            if c.is_control()
                || ('\u{202A}'..='\u{202E}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
            {
                ' '
            } else {
                c
            }
        })
        .collect();
    format!("{FIRST_STRONG}{clean}{POP}")
}

/// Standard output, with colour as asked.
pub fn output(color: &str) -> anstream::AutoStream<std::io::Stdout> {
    let choice = match color {
        "always" => anstream::ColorChoice::Always,
        "never" => anstream::ColorChoice::Never,
        _ => anstream::ColorChoice::Auto,
    };
    anstream::AutoStream::new(std::io::stdout(), choice)
}

fn style(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(color.into()))
}

/// Actor mentions as words with their reading.
pub fn names(list: &[ActorMention]) -> String {
    let one = |m: &ActorMention| match &m.actor {
        Some(a) => format!("{} [{} {}]", isolate(&m.text), a.id, a.code),
        None => isolate(&m.text),
    };
    if list.is_empty() {
        "nobody named".to_owned()
    } else {
        list.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

/// One line an event, tab between cells: file, id, type, mode, status, zone, sources, targets, date, place, confidence.
pub fn lines(out: &mut impl Write, name: &str, record: &Record) -> std::io::Result<()> {
    for e in &record.events {
        let who = |l: &[ActorMention]| {
            l.iter()
                .map(|m| {
                    m.actor
                        .as_ref()
                        .map_or_else(|| m.text.replace(['\t', '\n'], " "), |a| a.id.clone())
                })
                .collect::<Vec<_>>()
                .join(",")
        };
        writeln!(
            out,
            "{name}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.3}",
            e.id,
            e.event,
            e.mode.as_deref().unwrap_or("-"),
            e.status,
            e.zone,
            who(&e.sources),
            who(&e.targets),
            when(e),
            place(e),
            e.confidence
        )?;
    }
    Ok(())
}

fn when(e: &Event) -> String {
    match e.date.as_ref().map(|d| (d.from.as_deref(), d.to.as_deref(), d.text.as_str())) {
        Some((Some(a), Some(b), _)) if a == b => a.to_owned(),
        Some((Some(a), Some(b), _)) => format!("{a} to {b}"),
        Some((Some(a), None, _)) => format!("from {a}"),
        Some((_, _, words)) => isolate(words),
        None => "-".to_owned(),
    }
}

fn place(e: &Event) -> String {
    match e.place.as_ref().map(|m| (m.place.as_ref(), m.text.as_str())) {
        Some((Some(p), _)) => format!("{} [{} {}]", p.name_en, p.id, p.precision),
        Some((None, words)) => isolate(words),
        None => "-".to_owned(),
    }
}

/// A whole page.
pub fn page(out: &mut impl Write, name: &str, page: &Page, record: &Record) -> std::io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    writeln!(out, "{dim}── {name}{dim:#}")?;
    if let Some(title) = &record.page.title {
        writeln!(out, "{bold}{}{bold:#}", isolate(&title.text))?;
    }
    let head = head(record);
    if let Some(line) = &record.page.subtitle {
        writeln!(out, "{}", isolate(&line.text))?;
    }
    writeln!(out, "{}", head.join(" · "))?;
    for zone in ["report", "quote", "analysis"] {
        let events: Vec<&Event> = record.events.iter().filter(|e| e.zone == zone).collect();
        if !events.is_empty() {
            writeln!(out, "\n{bold}{}{bold:#}", zone.to_uppercase())?;
        }
        for e in events {
            event(out, page, record, e)?;
        }
    }
    if record.events.is_empty() {
        writeln!(out, "no events found")?;
    }
    ties(out, record)?;
    notes(out, record)?;
    writeln!(out)
}

/// What the page says of itself, in one line.
fn head(record: &Record) -> Vec<String> {
    let page = &record.page;
    let names = match &page.byline {
        Some(line) => Some(isolate(&line.text)),
        None => (!page.authors.is_empty()).then(|| isolate(&page.authors.join("، "))),
    };
    let all = [
        page.published_at.as_ref().map(|at| format!("published {at}")),
        page.updated_at.as_ref().map(|at| format!("updated {at}")),
        names.map(|n| format!("by {n}")),
        page.section_name.as_ref().map(|s| format!("section {}", isolate(s))),
        page.outlet.as_ref().map(|o| isolate(o)),
        Some(format!("language {}", record.lang)),
    ];
    all.into_iter().flatten().collect()
}

fn event(out: &mut impl Write, page: &Page, record: &Record, e: &Event) -> std::io::Result<()> {
    let strong = Style::new().bold();
    let color = if e.score < 0.0 { style(AnsiColor::Red) } else { style(AnsiColor::Green) };
    let mode = e.mode.as_ref().map_or(String::new(), |m| format!(" {m}"));
    writeln!(
        out,
        "\n  {strong}{}{strong:#} {color}{}{mode}{color:#} · {} · score {:.1} · confidence {:.2}",
        e.id, e.event, e.status, e.score, e.confidence
    )?;
    writeln!(out, "     who    {}", names(&e.sources))?;
    if !e.targets.is_empty() {
        writeln!(out, "     whom   {}", names(&e.targets))?;
    }
    if e.date.is_some() || e.place.is_some() {
        writeln!(out, "     when   {}   where {}", when(e), place(e))?;
    }
    if !e.quantities.is_empty() {
        writeln!(
            out,
            "     count  {}",
            e.quantities.iter().map(quantity).collect::<Vec<_>>().join("; ")
        )?;
    }
    if !e.contexts.is_empty() {
        writeln!(out, "     about  {}", e.contexts.join(", "))?;
    }
    let claim = claim_of(&record.claims, e.claim.as_deref());
    if let Some(c) = claim {
        let who =
            c.speaker.as_ref().map_or_else(|| "nobody named".to_owned(), |s| isolate(&s.text));
        writeln!(out, "     says   {who} ({})", c.stance)?;
    }
    let Some(s) = record.sentences.get(e.sentence) else { return Ok(()) };
    writeln!(out, "     {}", marked(&page.text, s.span, e))
}

fn quantity(q: &Quantity) -> String {
    let of = q.of.as_deref().unwrap_or("things");
    let bound = match (q.relation, q.low, q.high) {
        ("=", Some(n), _) => n.to_string(),
        ("<" | "<=", _, Some(n)) => format!("{} {n}", q.relation),
        (_, Some(n), _) => format!("{} {n}", q.relation),
        _ => "not stated".to_owned(),
    };
    format!("{of} {bound} ({})", isolate(&q.text))
}

/// The sentence with trigger, sources, targets, date and place coloured. Offsets are characters.
fn marked(text: &str, span: (u32, u32), e: &Event) -> String {
    let mut marks: Vec<((u32, u32), Style)> =
        vec![(e.trigger.span, Style::new().bold().underline())];
    marks.extend(e.sources.iter().map(|m| (m.span, style(AnsiColor::Cyan))));
    marks.extend(e.targets.iter().map(|m| (m.span, style(AnsiColor::Yellow))));
    marks.extend(e.date.iter().map(|m| (m.span, style(AnsiColor::Magenta))));
    marks.extend(e.place.iter().map(|m| (m.span, style(AnsiColor::Blue))));
    let style_at = |at: u32| marks.iter().find(|(s, _)| s.0 <= at && at < s.1).map(|m| m.1);
    let mut out = String::from(FIRST_STRONG);
    let mut open: Option<Style> = None;
    for (n, c) in text.chars().skip(span.0 as usize).take((span.1 - span.0) as usize).enumerate() {
        let now = style_at(span.0 + n as u32);
        if now != open {
            if let Some(s) = open {
                out.push_str(&format!("{s:#}"));
            }
            if let Some(s) = now {
                out.push_str(&format!("{s}"));
            }
            open = now;
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    if let Some(s) = open {
        out.push_str(&format!("{s:#}"));
    }
    out.push(POP);
    out
}

fn ties(out: &mut impl Write, record: &Record) -> std::io::Result<()> {
    let name =
        |m: &ActorMention| m.actor.as_ref().map_or_else(|| isolate(&m.text), |a| a.id.clone());
    if !record.ties.is_empty() || !record.stances.is_empty() {
        writeln!(out, "\nTIES AND STANCES")?;
    }
    for t in &record.ties {
        let since = t
            .from
            .as_ref()
            .and_then(|d| d.from.clone())
            .map_or(String::new(), |d| format!(" since {d}"));
        writeln!(out, "  {} {} {}{since} ({})", name(&t.a), t.kind, name(&t.b), t.status)?;
    }
    for s in &record.stances {
        writeln!(
            out,
            "  {} toward {}: {} ({})",
            name(&s.of),
            name(&s.toward),
            s.direction,
            isolate(&s.words.text)
        )?;
    }
    Ok(())
}

fn notes(out: &mut impl Write, record: &Record) -> std::io::Result<()> {
    for f in record.findings.iter().chain(&record.problems) {
        writeln!(out, "  {} {}", f.code, isolate(&f.message))?;
    }
    Ok(())
}
