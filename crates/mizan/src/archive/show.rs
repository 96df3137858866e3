//! `mizan show`: what an id stands for, down to its sentence and how it was found.

use super::{At, Print, list};
use crate::view::{isolate, names};
use crate::{Common, Failure, Outcome};
use clap::Args;
use mizan_archive::stored::{Actor, Event};
use mizan_archive::{Archive, Id, Kind, Opened};
use std::io::Write;

#[derive(Args)]
pub struct ShowArgs {
    /// Id of an event, a story, a claim or a page, or its first digits.
    id: String,
    /// Also how the event was found, read anew from the page's bytes.
    #[arg(long)]
    derivation: bool,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    print: Print,
}

pub fn run(args: &ShowArgs, common: &Common) -> Result<Outcome, Failure> {
    let archive = args.at.read()?;
    let (page, id) = archive.open_page(&args.id)?;
    if args.print.json {
        return json(&archive, &page, id);
    }
    let mut out = anstream::stdout().lock();
    match id.kind {
        Kind::Story => {
            let story = archive.story(&args.id)?;
            story.iter().try_for_each(|s| list::story(&mut out, s))?;
        }
        Kind::Event => {
            event(&mut out, &page, id)?;
            head(&mut out, &page)?;
            if args.derivation {
                derivation(&mut out, &archive, &page, id, common)?;
            }
        }
        Kind::Claim => {
            let claim = archive.claim(&args.id)?;
            serde_json::to_writer_pretty(&mut out, &claim).map_err(std::io::Error::from)?;
            writeln!(out)?;
            head(&mut out, &page)?;
        }
        Kind::Page => {
            head(&mut out, &page)?;
            writeln!(out)?;
            for e in page.record.events.iter().filter(|e| common.all || e.shown) {
                event(&mut out, &page, e.id())?;
            }
            writeln!(out, "{}", isolate_lines(&page.text))?;
        }
    }
    Ok(Outcome::Whole)
}

/// The text of a page, each line an isolate of its own.
fn isolate_lines(text: &str) -> String {
    text.lines().map(isolate).collect::<Vec<_>>().join("\n")
}

fn json(archive: &Archive, page: &Opened, id: Id) -> Result<Outcome, Failure> {
    let mut out = anstream::stdout().lock();
    let value = match id.kind {
        Kind::Story => serde_json::to_value(archive.story(&id.to_string())?),
        Kind::Claim => serde_json::to_value(archive.claim(&id.to_string())?),
        Kind::Event => serde_json::to_value(archive.event(&id.to_string())?),
        Kind::Page => serde_json::to_value(&page.record).map(|mut record| {
            if let Some(map) = record.as_object_mut() {
                map.insert("id".to_owned(), page.id.to_string().into());
                map.insert("key".to_owned(), page.key.clone().into());
                map.insert("text".to_owned(), page.text.clone().into());
            }
            record
        }),
    };
    let value = value.map_err(|e| Failure::Data(e.to_string()))?;
    serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(Outcome::Whole)
}

fn who(list: &[Actor]) -> String {
    let mentions: Vec<_> = list.iter().map(mention).collect();
    names(&mentions)
}

/// As the page view of `mizan read` takes it.
fn mention(a: &Actor) -> mizan_code::record::ActorMention {
    mizan_code::record::ActorMention {
        text: a.text.clone(),
        span: a.span,
        actor: a.actor.as_ref().map(|w| mizan_code::record::ActorRef {
            id: w.id.clone(),
            name_ar: w.name_ar.clone(),
            name_en: w.name_en.clone(),
            code: w.code.clone(),
            kind: w.kind.clone(),
            via: w.via.clone(),
        }),
    }
}

fn event(out: &mut impl Write, page: &Opened, id: Id) -> std::io::Result<()> {
    let Some(e) = page.event(id.bits) else {
        return writeln!(out, "{id} is no event of the page any more (a person rejected it)");
    };
    let bold = anstyle::Style::new().bold();
    writeln!(
        out,
        "{bold}{id}{bold:#} {} {} · {} · {} · score {:.1} · confidence {:.2} · frame {}",
        e.event,
        e.mode.as_deref().unwrap_or(""),
        e.status,
        e.zone,
        e.score,
        e.confidence,
        e.frame
    )?;
    parts(out, page, e)?;
    for n in std::iter::once(e.sentence).chain(e.also.iter().copied()) {
        writeln!(out, "  {}", isolate(&page.sentence(n)))?;
    }
    e.corrected.iter().try_for_each(|c| writeln!(out, "  corrected: {}", isolate(c)))?;
    writeln!(out)
}

fn parts(out: &mut impl Write, page: &Opened, e: &Event) -> std::io::Result<()> {
    writeln!(out, "  who    {}", who(&e.sources))?;
    writeln!(out, "  whom   {}", who(&e.targets))?;
    if let Some(d) = &e.date {
        let end = |t: &Option<String>| t.clone().unwrap_or_else(|| "…".to_owned());
        writeln!(out, "  when   {} to {} ({})", end(&d.from), end(&d.to), isolate(&d.text))?;
    }
    if let Some(p) = &e.place {
        let known =
            p.place.as_ref().map_or(String::new(), |s| format!("{} [{}] ", s.name_en, s.precision));
        writeln!(out, "  where  {known}({})", isolate(&p.text))?;
    }
    for q in &e.quantities {
        writeln!(out, "  count  {} ({})", q.of.as_deref().unwrap_or("things"), isolate(&q.text))?;
    }
    if let Some(c) = page.record.claim_of(e) {
        let speaker =
            c.speaker.as_ref().map_or_else(|| "nobody named".to_owned(), |s| isolate(&s.text));
        writeln!(out, "  says   {speaker} ({}, {})", c.stance, c.kind)?;
    }
    Ok(())
}

fn head(out: &mut impl Write, page: &Opened) -> std::io::Result<()> {
    writeln!(out, "page {} {}", page.id, isolate(&page.key))?;
    let head = &page.record.page;
    if let Some(title) = &head.title {
        writeln!(out, "  {}", isolate(&title.text))?;
    }
    let published = head.published_at.as_deref().unwrap_or("no date");
    let outlet = head.outlet.as_deref().map_or_else(|| "outlet not stated".to_owned(), isolate);
    writeln!(out, "  {outlet} · {published} · read with data {} by {}", page.run.0, page.run.1)?;
    for (added, stands) in &page.versions {
        writeln!(out, "  version added {added}{}", if *stands { " (stands)" } else { "" })?;
    }
    for c in &page.corrections {
        let undone = c.undone.as_ref().map_or(String::new(), |u| format!(", undone {u}"));
        writeln!(
            out,
            "  correction {} {} by {} on {}{undone}",
            c.number,
            c.what,
            isolate(&c.who),
            c.at
        )?;
    }
    Ok(())
}

/// Reads the page anew to tell how the event was found; only the same data give the same derivation.
fn derivation(
    out: &mut impl Write,
    archive: &Archive,
    page: &Opened,
    id: Id,
    common: &Common,
) -> Result<(), Failure> {
    let reader = crate::reader(common)?;
    let Some(e) = page.event(id.bits) else { return Ok(()) };
    let material = archive.material(page)?;
    let found = material.explain(&reader, &e.id);
    let Some(explanation) = found.filter(|x| x.event.trigger.text == e.trigger.text) else {
        writeln!(
            out,
            "read anew, the page gives another event here: the data have changed; `mizan recode` shows what"
        )?;
        return Ok(());
    };
    writeln!(out)?;
    crate::explain::print(out, &explanation)?;
    Ok(())
}
