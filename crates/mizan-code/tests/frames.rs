//! Every example and never-example of the frames in `data/ar/frame`, one named test each.
//!
//! An example must give its event with the actors, mode and status it states; a never-example must
//! give no event of the file's type that is said to have happened and passes the threshold.

#![allow(clippy::unwrap_used)]

use libtest_mimic::{Arguments, Failed, Trial};
use mizan_code::record::{ActorMention, Event};
use mizan_code::{Options, Reader};
use mizan_data::compile::{Example, frame_files};
use mizan_data::fold::fold;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// A folder of data in place of the built-in one, so that frames can be written without a build: `MIZAN_DATA=data/ar`.
fn other_data() -> Option<PathBuf> {
    std::env::var_os("MIZAN_DATA").map(PathBuf::from)
}

static READER: LazyLock<Arc<Reader>> = LazyLock::new(|| {
    let reader = match other_data() {
        Some(dir) => Reader::from_dir(&dir).unwrap(),
        None => Reader::builtin().unwrap(),
    };
    Arc::new(reader)
});

fn words(list: &[ActorMention]) -> String {
    list.iter().map(|m| fold(&m.text)).collect::<Vec<_>>().join(" / ")
}

fn slot(name: &str, wanted: Option<&String>, found: &[ActorMention]) -> Result<(), String> {
    let Some(wanted) = wanted else { return Ok(()) };
    let given = words(found);
    let ok = if wanted.is_empty() {
        found.is_empty()
    } else {
        found.iter().any(|m| fold(&m.text) == fold(wanted))
    };
    if ok { Ok(()) } else { Err(format!("{name}: expected «{wanted}», found «{given}»")) }
}

fn fits(e: &Event, x: &Example) -> Result<(), String> {
    slot("source", x.source.as_ref(), &e.sources)?;
    slot("target", x.target.as_ref(), &e.targets)?;
    if let Some(mode) = x.mode.as_ref().filter(|m| e.mode.as_ref() != Some(m)) {
        return Err(format!("mode: expected {mode}, found {:?}", e.mode));
    }
    match x.status.as_ref().filter(|s| e.status != s.as_str()) {
        Some(status) => Err(format!("status: expected {status}, found {}", e.status)),
        None => Ok(()),
    }
}

fn example(event: &str, x: &Example) -> Result<(), Failed> {
    let record = READER.code(&x.text, None, None, Options::ALL);
    let of_type: Vec<&Event> = record.events.iter().filter(|e| e.event == event).collect();
    if of_type.is_empty() {
        let others: Vec<_> =
            record.events.iter().map(|e| format!("{} by {}", e.event, e.trigger.text)).collect();
        return Err(format!("no {event} in «{}»; found {others:?}", x.text).into());
    }
    let problems: Vec<String> = of_type.iter().filter_map(|e| fits(e, x).err()).collect();
    if problems.len() < of_type.len() {
        Ok(())
    } else {
        Err(format!("«{}»: {}", x.text, problems.join("; ")).into())
    }
}

fn never(event: &str, text: &str) -> Result<(), Failed> {
    let record = READER.code(text, None, None, Options::default());
    match record.events.iter().find(|e| e.event == event && e.happened()) {
        Some(e) => {
            Err(format!("{event} by «{}» in «{text}» (frame {})", e.trigger.text, e.frame).into())
        }
        None => Ok(()),
    }
}

fn main() {
    let args = Arguments::from_args();
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ar");
    let dir = other_data().unwrap_or_else(own);
    let files = frame_files(&dir).unwrap_or_else(|errors| {
        errors.iter().for_each(|e| eprintln!("{e}"));
        std::process::exit(1)
    });
    let mut trials = Vec::new();
    for (_, file) in files {
        for frame in file.frame {
            let base = format!("{}::{}", file.event.to_lowercase(), frame.id);
            for (n, x) in frame.examples.into_iter().enumerate() {
                let event = file.event.clone();
                trials.push(Trial::test(format!("{base}::example_{}", n + 1), move || {
                    example(&event, &x)
                }));
            }
            for (n, text) in frame.never_examples.into_iter().enumerate() {
                let event = file.event.clone();
                trials.push(Trial::test(format!("{base}::never_{}", n + 1), move || {
                    never(&event, &text)
                }));
            }
        }
    }
    libtest_mimic::run(&args, trials).exit()
}
