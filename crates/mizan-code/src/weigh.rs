//! Confidence: a logistic model over named features, its weights a table in the language data.
//!
//! Formula: confidence = 1 / (1 + exp(−x)), with x = scale · Σ weights of frame and clause + Σ weights of the
//! sentence's words / √(number of words) + shift. Words are weighed for the types that annotated sentences cover;
//! names and nationalities are none of them, so that a protest in one country is believed like one in another.
//! Without a table the frame's own belief is scaled by status. Fitted on the development half of the gold only
//! (`examples/fit`).

use crate::event::Found;
use mizan_data::Knowledge;
use mizan_data::model::TriggerKind;
use mizan_text::{Text, feat};

/// What the surroundings of an event add.
pub(crate) struct Around<'w> {
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
    /// Dictionary words of the sentence, each once; none where they do not weigh.
    pub vocabulary: &'w [String],
}

impl Around<'_> {
    /// A sentence by itself, as long as those that were picked for annotators: all else is judged as a line of a page.
    fn like_annotated(&self) -> bool {
        const SHORTEST: usize = 9;
        self.alone && self.words >= SHORTEST
    }
}

/// The names of an event's features, one after the other: those that hold have the value 1, all others 0.
///
/// What says how a clause stands to its news holds for every type, and for each in its own measure: such a feature
/// is told twice, behind the type and behind `any`.
struct Features<'s> {
    event: &'s str,
    name: String,
    see: &'s mut dyn FnMut(&str),
}

impl Features<'_> {
    fn tell(&mut self, family: &str, parts: [&str; 3]) {
        self.name.clear();
        self.name.push_str(family);
        for part in parts.iter().filter(|p| !p.is_empty()) {
            self.name.push_str(part);
        }
        (self.see)(&self.name);
    }

    /// A feature of this type of event alone.
    fn own(&mut self, name: &str, value: &str) {
        self.tell(self.event, [".", name, value]);
    }

    /// A feature that every type has.
    fn on(&mut self, name: &str, yes: bool) {
        if yes {
            self.of(name, "");
        }
    }

    fn of(&mut self, name: &str, value: &str) {
        self.tell(self.event, [".", name, value]);
        self.tell("any", [".", name, value]);
    }
}

/// Tells the features of an event by name.
pub(crate) fn features(
    text: &Text<'_>,
    k: &Knowledge,
    f: &Found,
    a: &Around<'_>,
    see: &mut dyn FnMut(&str),
) {
    let frame = &k.tables.frames[f.frame as usize];
    let mut to = Features { event: &frame.event, name: String::with_capacity(64), see };
    let lexeme = k.tables.lexemes.get(text.reading(f.trigger.0).lex as usize);
    to.own("frame.", frame.id.rsplit('.').next().unwrap_or(""));
    to.own("lemma.", &mizan_text::fold(lexeme.map_or("", |l| l.lemma.as_str())));
    to.own("mode.", a.mode.as_deref().unwrap_or("none"));
    to.on("bias", true);
    of_event(&mut to, f);
    of_surroundings(&mut to, a);
    of_trigger(&mut to, text, f);
    of_arguments(&mut to, a);
    let bare = f.targets.is_empty() && f.sources.is_empty();
    to.on("noun_alone", f.kind != TriggerKind::Verb && bare);
}

fn of_event(to: &mut Features<'_>, f: &Found) {
    let kind = match f.kind {
        TriggerKind::Verb => "verb",
        TriggerKind::Masdar => "masdar",
        TriggerKind::Noun => "noun",
    };
    to.of("kind.", kind);
    to.of("status.", f.status.name);
    to.on("source", !f.sources.is_empty());
    to.on("target", !f.targets.is_empty());
    to.on("both", !f.targets.is_empty() && !f.sources.is_empty());
    to.on("back", f.status.back);
    to.on("light", f.light.is_some());
    to.on("passive", f.passive);
    to.on("specific", f.specific);
    to.on("merged", !f.merged.is_empty());
}

fn of_surroundings(to: &mut Features<'_>, a: &Around<'_>) {
    to.on("source_known", a.source_known);
    to.on("target_known", a.target_known);
    to.on("dated", a.dated);
    to.on("placed", a.placed);
    to.on("placed_dated", a.dated && a.placed);
    to.on("counted", a.counted);
    to.on("claimed", a.claimed);
    to.on("quoted", a.quoted);
    to.on("day", a.day);
    to.on("cumulative", a.cumulative);
    to.on("related", a.related);
    to.on("loss", a.loss);
    to.on("several", a.events_of_type > 1);
    to.on("many", a.events_of_type > 2);
    to.on("long", a.words > 45);
    // That a short sentence stands by itself says how it was typed, not what it tells.
    to.on("short", a.words < 12 && (!a.alone || a.like_annotated()));
    to.on("early", a.depth < 4);
    to.on("deep", a.depth > 20);
    to.on("later_verb", a.later_verb);
    to.on("alone", a.like_annotated());
}

fn of_trigger(to: &mut Features<'_>, text: &Text<'_>, f: &Found) {
    let reading = text.reading(f.trigger.0);
    let verb = f.kind == TriggerKind::Verb;
    let adverbial = reading.has(feat::ACC) && text.stem(f.trigger.0).ends_with('ا');
    to.on("article", reading.det);
    to.on("adverbial", !verb && adverbial);
    to.on("present", verb && reading.has(feat::IMPF));
    to.on("perfect", verb && reading.has(feat::PERF));
    to.on("first_person", verb && !reading.has(feat::P3));
    to.on("plural_noun", !verb && reading.has(feat::PLUR));
}

fn of_arguments(to: &mut Features<'_>, a: &Around<'_>) {
    to.of("date.", a.precision.unwrap_or("none"));
    for (side, sector) in ["source.", "target."].iter().zip(&a.sectors) {
        to.of(side, sector.as_deref().unwrap_or("none"));
    }
    to.of("stance.", a.stance.as_deref().unwrap_or("none"));
    a.others.iter().for_each(|event| to.of("beside.", event));
}

/// Do the words of the sentence weigh for events of this type?
pub(crate) fn by_words(k: &Knowledge, event: &str) -> bool {
    k.tables.weigh.contains_key([event, ".scale"].concat().as_str())
}

/// Tells the words of an event's sentence by name.
pub(crate) fn words(event: &str, vocabulary: &[String], see: &mut dyn FnMut(&str)) {
    let mut to = Features { event, name: String::with_capacity(64), see };
    vocabulary.iter().for_each(|word| to.own("word.", word));
}

/// The confidence, 0 to 1, in steps of a thousandth so that it prints the same everywhere.
pub(crate) fn confidence(text: &Text<'_>, k: &Knowledge, f: &Found, a: &Around<'_>) -> f32 {
    let frame = &k.tables.frames[f.frame as usize];
    let w = &k.tables.weigh;
    let weight = |name: &str| w.get(name).copied().unwrap_or(0.0);
    let of_type = |name: &str| w.get([frame.event.as_str(), name].concat().as_str()).copied();
    let p = if of_type(".bias").is_some() {
        let mut sum = 0.0_f32;
        features(text, k, f, a, &mut |name| sum += weight(name));
        // Types that no annotated sentence covers have neither scale nor words.
        if let Some(scale) = of_type(".scale") {
            let mut told = 0.0_f32;
            words(&frame.event, a.vocabulary, &mut |name| told += weight(name));
            let told = told / (a.vocabulary.len().max(1) as f32).sqrt();
            let shift = of_type(".shift").unwrap_or(0.0);
            sum = match (a.like_annotated(), of_type(".page.scale")) {
                (false, Some(scale)) => {
                    let words = of_type(".page.words").unwrap_or(0.0);
                    scale * sum + words * told + of_type(".page.shift").unwrap_or(0.0)
                }
                _ => scale * sum + told + shift,
            };
        }
        let fitted = 1.0 / (1.0 + (-sum).exp());
        // Where few lines taught a type, half of what its frame believes stays.
        let kept = of_type(".prior").unwrap_or(0.0);
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
    w.get([event, ".threshold"].concat().as_str())
        .or_else(|| w.get("threshold"))
        .copied()
        .unwrap_or(0.3)
}
