//! One event as one sentence: a wording of its type is filled with its sides, place, day, toll and source, and kept
//! only if Mizan reads the same event out of it; else the report's own words are quoted.

use crate::arabic::{self, Case};
use crate::date::{self, Calendar};
use crate::english;
use crate::texts::{Lang, Texts, fill};
use mizan_archive::stored::Quantity;
use mizan_archive::{EventRow, Side};
use mizan_code::{Options, Reader};
use mizan_data::model::{Class, Pos, Ref};
use mizan_text::{Text, feat, fold};

/// Writes sentences.
pub(crate) struct Writer<'r> {
    pub reader: &'r Reader,
    pub texts: Texts<'r>,
    pub calendar: Calendar,
}

/// A sentence with whether it is told in words of our own.
pub(crate) struct Told {
    pub text: String,
    pub own: bool,
    /// It says who says so.
    pub attributed: bool,
}

/// Longest name of a side, in words, that reads well in a sentence.
const LONG: usize = 6;
/// Longest quotation, in words.
const QUOTE: usize = 45;
/// What befalls people and has a verb of its own in the sentence.
const HARM: [&str; 2] = ["killed", "wounded"];

impl<'r> Writer<'r> {
    pub fn new(reader: &'r Reader, lang: Lang, calendar: Calendar) -> Self {
        Writer { reader, texts: Texts { k: reader.knowledge(), lang }, calendar }
    }

    fn arabic(&self) -> bool {
        self.texts.lang == Lang::Ar
    }

    /// The event in our own words where they are read back as it, else in those of the report.
    pub fn event(&self, e: &EventRow, turn: usize) -> Told {
        let parts = Parts::of(self, e);
        let wordings = parts.wordings(self, e);
        let n = wordings.len();
        for k in 0..n {
            let (wording, sides) = &wordings[(turn + k) % n];
            if parts.repeats(wording) {
                continue;
            }
            let text = parts.sentence(self, wording, turn);
            if !self.arabic() || reads_back(self.reader, &text, e, *sides, &parts) {
                return Told { text, own: true, attributed: parts.speaker.is_some() };
            }
        }
        Told { text: self.quoted(e, turn), own: false, attributed: true }
    }

    /// The report's own words with who published them.
    pub fn quoted(&self, e: &EventRow, turn: usize) -> String {
        let key = if e.outlet.is_empty() { "words.quoted_plain" } else { "words.quoted_outlet" };
        let wording = self.agree(self.texts.turn(key, turn), &e.outlet);
        let day = e.published.as_deref().and_then(|d| d.parse().ok());
        let day = day.map_or_else(
            || self.texts.one("words.undated").to_owned(),
            |d| fill(self.texts.one("words.on_day"), &[&date::day(self.texts, self.calendar, d)]),
        );
        fill(&wording, &[&e.outlet, &quotation(&e.sentence, &e.trigger), &day])
    }

    /// `شن~شنت {S}` with the form that the side behind it asks for.
    pub fn agree(&self, wording: &str, subject: &str) -> String {
        let feminine = self.arabic() && arabic::feminine(self.texts.k, subject);
        let one = |word: &str| match word.split_once('~') {
            Some((_, f)) if feminine => f.to_owned(),
            Some((m, _)) => m.to_owned(),
            None => word.to_owned(),
        };
        wording.split(' ').map(one).collect::<Vec<_>>().join(" ")
    }

    pub fn in_case(&self, phrase: &str, case: Case) -> String {
        if self.arabic() { arabic::in_case(self.texts.k, phrase, case) } else { phrase.to_owned() }
    }

    /// How a side is named: by its own name, or by words of the report that stand on their own; none where they
    /// need the report around them («قواته»).
    pub fn name(&self, side: &Side) -> Option<String> {
        let id = side.id.as_deref().unwrap_or("");
        let tabled = !id.is_empty() && !id.contains(':');
        if !self.arabic() {
            return english::name(side);
        }
        let k = self.texts.k;
        let own =
            side.name_ar.as_deref().filter(|_| tabled).and_then(|n| self.whole_name(n, &side.text));
        let words = bare(&Text::new(&side.text, k)).filter(|w| tabled || !private(k, w, id));
        let people = !tabled;
        let stands = words.as_deref().filter(|w| stands_alone(k, &Text::new(w, k), people));
        // A name of the gazetteer is as good as any, unless it is a side's word for another.
        if let Some(named) = words.as_deref().filter(|w| tabled && neutral_name(k, w)) {
            return Some(named.to_owned());
        }
        // Somebody's office is no state: «نظيره الإيراني» is not Iran.
        let own = own.filter(|o| !k.tables.states.iter().any(|s| s.name_ar == *o));
        // «وزير الخارجية التركي هاكان فيدان» says more than the name that it ends in.
        let fuller = stands.filter(|w| {
            let name = side.name_ar.as_deref().unwrap_or("");
            own.as_deref().is_none_or(|o| fold(w).contains(&fold(o))) || composed(k, name)
        });
        fuller.map(str::to_owned).or(own).or_else(|| stands.map(str::to_owned))
    }

    /// A name of the tables as a sentence has it: «درك - الجزائر» and «وزير الدفاع أوكرانيا» are put together of an
    /// office and its state, which print joins by the adjective: «الدرك الجزائري»، «وزير الدفاع الأوكراني».
    fn whole_name(&self, name: &str, text: &str) -> Option<String> {
        let k = self.texts.k;
        let (office, state) = match name.split_once(" - ") {
            // «السلطات» of the report rather than «سلطة» of the table.
            Some((office, state)) => {
                let own =
                    Some(text).filter(|t| !t.contains(' ')).and_then(|t| t.strip_prefix("ال"));
                let office = own.or(Some(office).filter(|o| !o.contains(' ')))?;
                (format!("ال{office}"), state)
            }
            None => {
                let Some(state) = state_behind(k, name) else { return Some(name.to_owned()) };
                (name[..name.len() - state.len()].trim().to_owned(), state)
            }
        };
        let adjective = nationality(k, state)?;
        let ending = if arabic::feminine(k, &office) { "ة" } else { "" };
        Some(format!("{office} ال{adjective}{ending}"))
    }

    /// How the rest of the brief calls the event: «القصف في دوما».
    pub fn noun(&self, e: &EventRow) -> String {
        let noun = self.texts.event(&e.event, e.mode.as_deref(), "noun");
        let noun = noun.iter().find_map(|n| fitting(n.trim(), &e.sentence)).unwrap_or_default();
        match e.place.as_ref().map(|p| self.place(p)) {
            Some(place) if !place.is_empty() => {
                format!("{noun} {}", self.at_place(&place))
            }
            _ => noun,
        }
    }

    fn at_place(&self, place: &str) -> String {
        let border = self.texts.all("words.borders").iter().any(|b| place.starts_with(b.trim()));
        fill(self.texts.one(if border { "words.on_border" } else { "words.in_place" }), &[place])
    }

    fn place(&self, p: &mizan_archive::stored::Place) -> String {
        if self.arabic() {
            return bare(&Text::new(&p.text, self.texts.k)).unwrap_or_default();
        }
        p.place.as_ref().map_or_else(String::new, |s| s.name_en.clone())
    }

    /// How many of whom, with the bound that the report gives.
    pub fn figure(&self, q: &Quantity, noun: Option<&str>, case: Case) -> Option<String> {
        let whom = q.whom.as_deref();
        let person = noun.or(whom).unwrap_or("person");
        let case_inside = if q.relation == "=" { case } else { Case::Gen };
        let said = |n: f64| -> Option<String> {
            let n = (n >= 1.0 && n.fract() == 0.0).then_some(n as u64)?;
            if self.arabic() {
                return arabic::count(self.texts.k, n, person, case_inside);
            }
            english::count(self.texts, n, person)
        };
        let (low, high) = (q.low, q.high);
        let bound = |key: &str, n: Option<f64>| Some(fill(self.texts.one(key), &[&said(n?)?]));
        match q.relation.as_str() {
            "=" => said(low.or(high)?),
            ">" => bound("words.more", low),
            ">=" => bound("words.at_least", low),
            "<" => bound("words.less", high),
            "<=" => bound("words.at_most", high),
            "~" => bound("words.about", low.or(high)),
            _ => {
                let first = low.filter(|n| n.fract() == 0.0)? as u64;
                Some(fill(self.texts.one("words.between"), &[&first.to_string(), &said(high?)?]))
            }
        }
    }
}

/// The adjective of a state: «أوكراني».
fn nationality<'k>(k: &'k mizan_data::Knowledge, state: &str) -> Option<&'k str> {
    let index = k.tables.states.iter().position(|s| s.name_ar == state)? as u32;
    let of = |l: &&mizan_data::model::Lexeme| l.class == Class::Nationality && l.extra == index;
    k.tables.lexemes.iter().find(of).map(|l| l.lemma.as_str())
}

/// The state whose name ends another name.
fn state_behind<'n>(k: &'n mizan_data::Knowledge, name: &'n str) -> Option<&'n str> {
    let ends = |s: &&mizan_data::model::State| {
        name.strip_suffix(s.name_ar.as_str()).is_some_and(|before| before.ends_with(' '))
    };
    k.tables.states.iter().find(ends).map(|s| s.name_ar.as_str())
}

/// Is it a name of the tables that is nobody's loaded word?
fn neutral_name(k: &mizan_data::Knowledge, words: &str) -> bool {
    let refs = k.names.get(fold(words)).map(|n| k.refs(n as u32)).unwrap_or_default();
    let known = |r: &Ref| matches!(r, Ref::Actor { .. } | Ref::State(_) | Ref::Seat(_));
    refs.iter().any(known) && !refs.iter().any(|r| matches!(r, Ref::Actor { loaded: true, .. }))
}

/// A person whom no table knows and who has no office stays words in the report's own sentence.
fn private(k: &mizan_data::Knowledge, words: &str, id: &str) -> bool {
    let known =
        k.names.get(fold(words)).is_some() || id.starts_with("name:") || id.starts_with("kind:");
    let text = Text::new(words, k);
    !known && matches!(text.reading(0).pos, Pos::Proper | Pos::Unknown)
}

fn composed(k: &mizan_data::Knowledge, name: &str) -> bool {
    name.contains(" - ") || state_behind(k, name).is_some()
}

/// A phrase of the report without what is glued before it: «للقوات» is «القوات».
fn bare(text: &Text<'_>) -> Option<String> {
    let last = text.tokens.len().checked_sub(1)?;
    let (start, end) = (text.span(0, 1).0, text.whole(last).1);
    let words = text.words((start, end));
    let glued = text.reading(0).prep == Some('ل') && text.words(text.whole(0)).starts_with("لل");
    let words =
        if glued { format!("ال{}", words.trim_start_matches('ل')) } else { words.to_owned() };
    (!words.trim().is_empty()).then(|| words.trim().to_owned())
}

/// Short, without marks, and nothing in it points back to another sentence.
fn stands_alone(k: &mizan_data::Knowledge, text: &Text<'_>, people: bool) -> bool {
    let n = text.tokens.len();
    let words = (1..=LONG).contains(&n);
    let plain = (0..n).all(|t| {
        let a = text.reading(t);
        let word = text.word(t);
        let letters = word.chars().all(|c| c.is_alphanumeric() || c == '-');
        let back = a.pron.is_some() && !k.is("audit.counterpart", word);
        letters && !back && !matches!(a.pos, Pos::Pron | Pos::Dem | Pos::Rel | Pos::Verb)
    });
    // «التنظيم» alone is what was named before.
    let head = text.reading(0);
    let many = head.has(feat::PLUR) && (head.has(feat::ACC) || head.has(feat::NOM));
    let lone = n == 1 && head.det && head.pos != Pos::Proper && !(people && many);
    let last = text.reading(n.saturating_sub(1));
    let open =
        matches!(last.pos, Pos::Prep | Pos::Conj | Pos::Quant) || k_class(k, last) == Class::Time;
    // «مدفعي» left over of «قصف مدفعي» names nobody.
    let peer = k.is("audit.counterpart", text.word(0));
    let rest = (head.pos == Pos::Adj && !peer && k_class(k, head) != Class::Nationality)
        || (n == 1 && k_class(k, head) == Class::Event);
    words && plain && !lone && !open && !rest
}

fn k_class(k: &mizan_data::Knowledge, a: &mizan_text::Analysis) -> Class {
    k.tables.lexemes.get(a.lex as usize).map_or(Class::None, |l| l.class)
}

/// The words of the report from its event on, marks made single, not too long.
pub(crate) fn quotation(sentence: &str, trigger: &str) -> String {
    let clean: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_end_matches(['.', '،', ' ']);
    let long = clean.split(' ').count() > QUOTE;
    let from = clean.find(trigger).filter(|_| long && !trigger.is_empty()).unwrap_or(0);
    let from = clean[..from].rfind(' ').map_or(0, |n| n + 1).min(from);
    let words: Vec<&str> = clean[from..].split(' ').collect();
    let cut = words.len() > QUOTE;
    let mut out = words[..words.len().min(QUOTE)].join(" ");
    if cut {
        out.push_str(" …");
    }
    // Marks of quotation and of evidence are the brief's own.
    out.replace(['«', '»', '"', '“', '”'], "'").replace(['⟦', '⟧'], "")
}

/// Which sides a wording names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides {
    source: bool,
    target: bool,
}

/// Of whom the event's only target is counted: «خمسة أشخاص» for «أشخاص».
fn counted(e: &EventRow) -> Option<&Quantity> {
    let [target] = &e.targets[..] else { return None };
    let generic = target.id.as_deref().is_none_or(|i| i.starts_with("kind:"));
    let of = |q: &&Quantity| {
        let harm = q.of.as_deref().is_some_and(|of| HARM.contains(&of));
        !harm && q.role.is_none() && q.text != target.text && q.text.ends_with(&target.text)
    };
    e.quantities.iter().find(of).filter(|_| generic)
}

fn own_act(speaker: &Side, e: &EventRow) -> bool {
    speaker.id.is_some() && e.sources.iter().any(|s| s.id == speaker.id)
}

pub(crate) fn bare_figure(w: &Writer<'_>, q: &Quantity) -> Option<String> {
    if !w.arabic() {
        return w.figure(q, None, Case::Nom);
    }
    let plain = q
        .text
        .chars()
        .all(|c| c.is_alphanumeric() || c == ' ' || ('\u{64b}'..='\u{652}').contains(&c));
    plain.then(|| q.text.clone())
}

/// The parts of a sentence, where they stand on their own.
pub(crate) struct Parts {
    source: Option<String>,
    target: Option<String>,
    place: Option<String>,
    when: Option<String>,
    /// Killed and wounded, as figures of the record.
    toll: Vec<Quantity>,
    speaker: Option<String>,
}

impl Parts {
    fn of(w: &Writer<'_>, e: &EventRow) -> Parts {
        let all = |sides: &[Side]| -> Option<String> {
            let names: Option<Vec<String>> = sides.iter().map(|s| w.name(s)).collect();
            let mut names = names.filter(|n| (1..=3).contains(&n.len()))?;
            names.dedup();
            let glue = |n: &String| if w.arabic() { format!("و{n}") } else { n.clone() };
            let joined = if w.arabic() {
                let rest = names[1..].iter().map(glue);
                std::iter::once(names[0].clone()).chain(rest).collect::<Vec<_>>().join(" ")
            } else {
                names.join(w.texts.one("words.and"))
            };
            Some(joined)
        };
        let toll: Vec<Quantity> = HARM
            .iter()
            .filter_map(|of| {
                e.quantities.iter().find(|q| q.of.as_deref() == Some(of) && q.role.is_none())
            })
            .cloned()
            .collect();
        let place = e.place.as_ref().map(|p| w.place(p)).filter(|p| !p.is_empty());
        Parts {
            source: all(&e.sources),
            target: counted(e).map(|q| bare_figure(w, q)).unwrap_or_else(|| all(&e.targets)),
            place,
            when: w.when(e),
            toll,
            // Who tells of its own act need not be named twice; the section of sources says that it does.
            speaker: e.claimant.as_ref().filter(|c| !own_act(c, e)).and_then(|c| w.name(c)),
        }
    }

    /// Wordings that can be filled, with the sides that each names.
    fn wordings(&self, w: &Writer<'_>, e: &EventRow) -> Vec<(String, Sides)> {
        let told = |key: &str| w.texts.exact(&e.event, e.mode.as_deref(), key);
        let (known, none) = (!e.sources.is_empty(), e.targets.is_empty());
        let harmed =
            e.targets.iter().all(|t| t.id.as_deref().is_none_or(|i| i.starts_with("kind:")));
        let sides = |source, target| Sides { source, target };
        let of = |key: &str, s: Sides| -> Vec<(String, Sides)> {
            told(key).iter().filter_map(|t| Some((fitting(t.trim(), &e.sentence)?, s))).collect()
        };
        match (&self.source, &self.target) {
            _ if !known && !self.toll.is_empty() && harmed => {
                let causes = of("K", sides(false, false));
                let verb = |(t, s): &(String, Sides)| (format!("{{N}} {t}"), *s);
                let cause = |(t, s): &(String, Sides)| (format!("{{C}}{t}"), *s);
                match self.toll.len() {
                    // Two verbs would be read as two happenings.
                    2.. => causes.iter().map(cause).collect(),
                    _ => causes.iter().map(verb).chain(causes.iter().map(cause)).collect(),
                }
            }
            // Those who were hit are told by the toll.
            (Some(_), _) if !self.toll.is_empty() && harmed && !none => of("S", sides(true, false)),
            (Some(_), Some(_)) => of("ST", sides(true, true)),
            (Some(_), None) if none => of("S", sides(true, false)),
            (None, Some(_)) if !known => of("T", sides(false, true)),
            _ => Vec::new(),
        }
    }

    /// Is a side named by a word that the wording has: «نشرت قوات قوات»?
    fn repeats(&self, wording: &str) -> bool {
        let own = fold(wording);
        let words: Vec<&str> = own.split([' ', '~']).filter(|w| w.chars().count() > 3).collect();
        let names = [&self.source, &self.target].into_iter().flatten();
        names.flat_map(|n| fold(n).split(' ').map(str::to_owned).collect::<Vec<_>>()).any(|n| {
            let bare = n.strip_prefix("ال").unwrap_or(&n);
            words.contains(&n.as_str()) || words.contains(&bare)
        })
    }

    fn sentence(&self, w: &Writer<'_>, wording: &str, turn: usize) -> String {
        let subject = if wording.contains("{S") { &self.source } else { &self.target };
        let subject = subject.as_deref().unwrap_or("");
        let cause = wording.strip_prefix("{C}");
        let mut text = w.agree(cause.unwrap_or(wording), subject);
        let counted = text.contains("{N}") || cause.is_some();
        if counted {
            text = text.replace("{N}", &self.toll_verbs(w));
        }
        for (mark, name) in [("S", &self.source), ("T", &self.target)] {
            let Some(name) = name else { continue };
            for (suffix, case) in [("", Case::Nom), (".acc", Case::Acc), (".gen", Case::Gen)] {
                let hole = format!("{{{mark}{suffix}}}");
                if text.contains(&hole) {
                    text = joined(&text, &hole, &w.in_case(name, case), w.arabic());
                }
            }
        }
        if let Some(place) = self.place.as_ref().filter(|p| !text.contains(p.as_str())) {
            text.push(' ');
            text.push_str(&w.at_place(place));
        }
        if let Some(when) = &self.when {
            text.push(' ');
            text.push_str(when);
        }
        if cause.is_some() {
            text = self.caused(w, &text, turn);
        }
        if !counted {
            text.push_str(&self.toll_behind(w, turn));
        }
        if let Some(speaker) = &self.speaker {
            let by = w.agree(w.texts.turn("words.by", turn), speaker);
            text.push_str(&fill(&by, &[&w.in_case(speaker, Case::Gen)]));
        }
        capital(&text)
    }

    /// «قُتل تسعة مدنيين وأصيب 12 شخصاً بجروح».
    fn toll_verbs(&self, w: &Writer<'_>) -> String {
        let one = |q: &Quantity| {
            let figure = w.figure(q, None, Case::Nom)?;
            let verb = w.texts.one(&format!("words.{}_verb", q.of.as_deref()?));
            Some(fill(&w.agree(verb, &figure), &[&figure]))
        };
        let all: Vec<String> = self.toll.iter().filter_map(one).collect();
        all.join(if w.arabic() { " و" } else { w.texts.one("words.and") })
    }

    /// «أسفر قصف مدفعي في سراقب عن مقتل خمسة مدنيين»: `at` is «في قصف مدفعي في سراقب».
    fn caused(&self, w: &Writer<'_>, at: &str, turn: usize) -> String {
        let what = at.split_once(' ').map_or(at, |p| p.1);
        let wording = w.agree(w.texts.turn("words.cause", turn), what);
        fill(&wording, &[what, &self.toll_masdars(w)])
    }

    fn toll_masdars(&self, w: &Writer<'_>) -> String {
        let one = |q: &Quantity| {
            let figure = w.figure(q, None, Case::Gen)?;
            Some(fill(w.texts.one(&format!("words.{}_masdar", q.of.as_deref()?)), &[&figure]))
        };
        let all: Vec<String> = self.toll.iter().filter_map(one).collect();
        all.join(if w.arabic() { " و" } else { w.texts.one("words.and") })
    }

    /// «، ما أدى إلى مقتل تسعة مدنيين».
    fn toll_behind(&self, w: &Writer<'_>, turn: usize) -> String {
        match self.toll_masdars(w) {
            none if none.is_empty() => none,
            toll => fill(w.texts.turn("words.toll", turn), &[&toll]),
        }
    }
}

/// A wording that asks for letters of the report (`?مدفع قصف …`), where the report has them.
fn fitting(wording: &str, sentence: &str) -> Option<String> {
    let Some(rest) = wording.strip_prefix('?') else { return Some(wording.to_owned()) };
    let (asked, words) = rest.split_once(' ')?;
    fold(sentence).contains(&fold(asked)).then(|| words.to_owned())
}

/// Fills a hole; a preposition of one letter before it is glued on.
fn joined(text: &str, hole: &str, name: &str, arabic: bool) -> String {
    for letter in ['ل', 'ب'] {
        let tight = format!(" {letter}{hole}");
        if arabic && text.contains(&tight) {
            return text.replace(&tight, &format!(" {}", arabic::glued(letter, name)));
        }
    }
    text.replace(hole, name)
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

impl Writer<'_> {
    /// The date that the report itself gives.
    fn when(&self, e: &EventRow) -> Option<String> {
        let d = e.date.as_ref()?;
        let from = d.from.as_deref()?.parse().ok()?;
        let to = d.to.as_deref().and_then(|t| t.parse().ok());
        date::when(self.texts, self.calendar, from, to, &d.precision)
    }
}

/// Does Mizan read this event out of our words: type, mode, the sides that are named, day and place?
fn reads_back(reader: &Reader, text: &str, e: &EventRow, sides: Sides, parts: &Parts) -> bool {
    let published = e.published.as_deref().and_then(|d| d.parse().ok());
    let record = reader.code(&format!("{text}."), None, published, Options::ALL);
    let ids = |list: &[mizan_code::record::ActorMention]| -> Vec<String> {
        list.iter().filter_map(|m| m.actor.as_ref()).map(|a| a.id.clone()).collect()
    };
    let known =
        |list: &[Side]| -> Vec<String> { list.iter().filter_map(|s| s.id.clone()).collect() };
    let same = |asked: bool, own: &[Side], read: &[mizan_code::record::ActorMention]| {
        let read = ids(read);
        !asked || known(own).iter().all(|id| id.starts_with("name:") || read.contains(id))
    };
    record.events.iter().any(|x| {
        let day = x.date.as_ref().map(|d| (d.from.clone(), d.to.clone()));
        let told = e.date.as_ref().map(|d| (d.from.clone(), d.to.clone()));
        x.event == e.event
            && x.mode == e.mode
            && x.happened()
            && same(sides.source, &e.sources, &x.sources)
            && same(sides.target, &e.targets, &x.targets)
            && (parts.when.is_none() || day == told)
            && (sides.source || x.sources.is_empty())
    })
}
