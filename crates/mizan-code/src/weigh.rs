//! Confidence: a logistic model over named features, its weights a table in the language data.
//!
//! Formula: confidence = 1 / (1 + exp(−Σ weight·feature)). Without a table the frame's own
//! belief is scaled by status. Fitted on the development half of the gold only (`examples/fit.rs`).

use crate::event::Found;
use mizan_data::Knowledge;
use mizan_data::model::TriggerKind;
use mizan_text::{Text, feat};

/// What the surroundings of an event add.
pub(crate) struct Around {
    pub dated: bool,
    pub placed: bool,
    pub counted: bool,
    pub claimed: bool,
    pub quoted: bool,
    pub source_known: bool,
    pub target_known: bool,
    /// A date of one day stands with it.
    pub day: bool,
    /// Words of a count over a span of time stand in the sentence.
    pub cumulative: bool,
    /// The trigger stands in a relative clause.
    pub related: bool,
    pub loss: bool,
    pub events_of_type: usize,
    pub words: usize,
    /// Precision of the date, if one is bound.
    pub precision: Option<&'static str>,
    /// PLOVER sectors of the first source and target that are known.
    pub sectors: [Option<String>; 2],
    /// Words of the sentence before the trigger.
    pub depth: usize,
    /// A finite verb that reports nothing stands before the trigger.
    pub later_verb: bool,
    /// The text is a sentence by itself, with no page around it.
    pub alone: bool,
    pub mode: Option<String>,
    /// Event types of the other triggers of the sentence.
    pub others: Vec<String>,
    /// Stance of the claim that tells it.
    pub stance: Option<String>,
    /// Words of the sentence that say how a report stands to its news (`weigh.words` in the data).
    pub words_of_note: Vec<String>,
}

/// The features of an event by name.
pub(crate) fn features(
    text: &Text<'_>,
    k: &Knowledge,
    f: &Found,
    a: &Around,
) -> Vec<(String, f32)> {
    let frame = &k.tables.frames[f.frame as usize];
    let event = frame.event.as_str();
    let reading = text.reading(f.trigger.0);
    let short = frame.id.rsplit('.').next().unwrap_or("");
    let kind = match f.kind {
        TriggerKind::Verb => "verb",
        TriggerKind::Masdar => "masdar",
        TriggerKind::Noun => "noun",
    };
    let mut out = Vec::with_capacity(64);
    let mut own = |name: &str, value: &str| out.push((format!("{event}.{name}.{value}"), 1.0));
    let lemma = k.tables.lexemes.get(reading.lex as usize).map_or("", |l| l.lemma.as_str());
    own("frame", short);
    own("lemma", &mizan_text::fold(lemma));
    own("mode", a.mode.as_deref().unwrap_or("none"));
    // What says how a clause stands to its news holds for every type, and for each in its own measure.
    let mut on = |name: &str, yes: bool| {
        if yes {
            out.push((format!("{event}.{name}"), 1.0));
            out.push((format!("any.{name}"), 1.0));
        }
    };
    on("bias", true);
    on(&format!("kind.{kind}"), true);
    on(&format!("status.{}", f.status.name), true);
    on("source", !f.sources.is_empty());
    on("target", !f.targets.is_empty());
    on("source_known", a.source_known);
    on("target_known", a.target_known);
    on("back", f.status.back);
    on("light", f.light.is_some());
    on("passive", f.passive);
    on("specific", f.specific);
    on("merged", !f.merged.is_empty());
    on("dated", a.dated);
    on("placed", a.placed);
    on("counted", a.counted);
    on("claimed", a.claimed);
    on("quoted", a.quoted);
    on("article", reading.det);
    on("day", a.day);
    on("cumulative", a.cumulative);
    on("related", a.related);
    on("loss", a.loss);
    on(
        "adverbial",
        f.kind != TriggerKind::Verb
            && reading.has(feat::ACC)
            && text.stem(f.trigger.0).ends_with('ا'),
    );
    on("present", f.kind == TriggerKind::Verb && reading.has(feat::IMPF));
    on("several", a.events_of_type > 1);
    on("many", a.events_of_type > 2);
    on("long", a.words > 45);
    on("short", a.words < 12);
    on("perfect", reading.has(feat::PERF) && f.kind == TriggerKind::Verb);
    on("first_person", f.kind == TriggerKind::Verb && !reading.has(feat::P3));
    on("plural_noun", f.kind != TriggerKind::Verb && reading.has(feat::PLUR));
    on("placed_dated", a.dated && a.placed);
    on("both", !f.targets.is_empty() && !f.sources.is_empty());
    on("early", a.depth < 4);
    on("deep", a.depth > 20);
    on("later_verb", a.later_verb);
    on("alone", a.alone);
    on(&format!("date.{}", a.precision.unwrap_or("none")), true);
    for (side, sector) in ["source", "target"].iter().zip(&a.sectors) {
        on(&format!("{side}.{}", sector.as_deref().unwrap_or("none")), true);
    }
    on(&format!("stance.{}", a.stance.as_deref().unwrap_or("none")), true);
    a.others.iter().for_each(|c| on(&format!("beside.{c}"), true));
    a.words_of_note.iter().for_each(|c| on(&format!("word.{c}"), true));
    on("noun_alone", f.kind != TriggerKind::Verb && f.targets.is_empty() && f.sources.is_empty());
    out
}

/// The confidence, 0 to 1, in steps of a thousandth so that it prints the same everywhere.
pub(crate) fn confidence(k: &Knowledge, f: &Found, features: &[(String, f32)]) -> f32 {
    let frame = &k.tables.frames[f.frame as usize];
    let w = &k.tables.weigh;
    let p = if w.contains_key(&format!("{}.bias", frame.event)) {
        let sum: f32 = features.iter().filter_map(|(name, x)| Some(w.get(name)? * x)).sum();
        let fitted = 1.0 / (1.0 + (-sum).exp());
        // Where few lines taught a type, half of what its frame believes stays.
        let kept = w.get(&format!("{}.prior", frame.event)).copied().unwrap_or(0.0);
        (1.0 - kept) * fitted + kept * prior(f, frame.weight)
    } else {
        prior(f, frame.weight)
    };
    (p * 1000.0).round() / 1000.0
}

fn prior(f: &Found, weight: f32) -> f32 {
    let filled = if f.sources.is_empty() && f.targets.is_empty() { 0.7 } else { 1.0 };
    let status = match f.status.name {
        "occurred" | "ongoing" => 1.0,
        "historical" if f.status.back => 0.5,
        "historical" => 0.85,
        // What is only asked for, refused or feared is told by the clause that governs it.
        "hypothetical" => 0.5,
        _ => 0.8,
    };
    weight * filled * status
}

/// The least confidence that is printed without `--all`: the event type's own, else the common one.
pub(crate) fn threshold(k: &Knowledge, event: &str) -> f32 {
    let w = &k.tables.weigh;
    w.get(&format!("{event}.threshold")).or_else(|| w.get("threshold")).copied().unwrap_or(0.3)
}
