//! What a brief says, in which order, on which evidence.

use crate::arabic::Case;
use crate::clause::{Told, Writer, bare_figure, capital, quotation};
use crate::date;
use crate::texts::{Lang, Texts, fill};
use crate::{Brief, Evidence, For, Options, Section, Sentence};
use mizan_archive::stored::{Actor, Quantity};
use mizan_archive::{Denial, EventRow, Happening, Id, Source, Standing, Telling};
use mizan_code::Reader;

/// Most reports that one sentence cites.
const CITES: usize = 4;
/// Most sentences of the sections beside what happened.
const BESIDE: usize = 6;
/// Kinds of harm whose figures are set side by side, with the noun that counts them.
const TOLLS: [&str; 7] =
    ["killed", "wounded", "arrested", "displaced", "missing", "abducted", "released"];

pub(crate) struct Plan<'r> {
    w: Writer<'r>,
    options: &'r Options,
    evidence: Vec<Evidence>,
    told: Vec<EventRow>,
    words: usize,
    /// Events whose sentence said who says so.
    attributed: Vec<Id>,
    /// Happenings that the brief has told.
    happened: Vec<Id>,
    /// Something was left out for want of room.
    full: bool,
}

impl<'r> Plan<'r> {
    pub fn new(reader: &'r Reader, options: &'r Options) -> Self {
        Plan {
            w: Writer::new(reader, options.lang, options.calendar),
            options,
            evidence: Vec::new(),
            told: Vec::new(),
            words: 0,
            attributed: Vec::new(),
            happened: Vec::new(),
            full: false,
        }
    }

    fn texts(&self) -> Texts<'r> {
        self.w.texts
    }

    pub fn brief(mut self, telling: &Telling) -> Brief {
        let mut sections = vec![self.section("what", |p| p.what(telling))];
        sections.push(self.section("says", |p| p.says(telling)));
        sections.push(self.section("disputed", |p| p.disputed(telling)));
        if self.options.reader == For::Analyst {
            sections.push(self.section("stands", |p| p.stands(telling)));
            sections.push(self.section("opinion", |p| p.opinion(telling)));
        }
        sections.push(self.section("unknown", |p| p.unknown(telling)));
        sections.retain(|s| !s.sentences.is_empty());
        let t = self.texts();
        let title = match &self.options.about {
            Some(about) => fill(t.one("words.title"), &[about]),
            None => t.one("words.title_all").to_owned(),
        };
        Brief {
            lang: self.options.lang.code(),
            title,
            note: self.note(telling, sections.is_empty()),
            sections,
            evidence_title: t.one("words.evidence").to_owned(),
            evidence: self.evidence,
            told: self.told,
        }
    }

    /// The wording whose turn it is behind `before` sentences of its section.
    fn say(&self, key: &str, before: usize, args: &[&str]) -> String {
        fill(&joined(self.texts().turn(key, before), before == 0), args)
    }

    fn note(&self, telling: &Telling, empty: bool) -> Option<String> {
        let t = self.texts();
        let since = self.options.since.as_deref().map(|s| self.moment(s));
        match (empty, since) {
            (true, Some(since)) => Some(fill(t.one("words.nothing_new"), &[&since])),
            (true, None) => Some(t.one("words.nothing").to_owned()),
            (false, Some(since)) => Some(fill(t.one("words.changed"), &[&since])),
            (false, None) => {
                let more = telling.left_out > 0 || self.full;
                more.then(|| t.one("words.left_out").to_owned())
            }
        }
    }

    fn moment(&self, at: &str) -> String {
        let day = at.get(..10).and_then(|d| d.parse().ok());
        day.map_or_else(|| at.to_owned(), |d| date::day(self.texts(), self.options.calendar, d))
    }

    fn section(
        &mut self,
        key: &'static str,
        make: impl FnOnce(&mut Self) -> Vec<Sentence>,
    ) -> Section {
        let sentences = make(self);
        self.words += sentences.iter().map(|s| s.text.split_whitespace().count()).sum::<usize>();
        let title = self.texts().one(&format!("words.{key}")).to_owned();
        Section { key, title, sentences }
    }

    /// Is there room for so many more words, when `share` of ten of the brief may be used up?
    fn room(&self, used: usize, more: usize, share: usize) -> bool {
        (self.words + used + more) * 10 <= self.options.max_words * share
    }

    /// Happenings in the order of their days; those without a day last. Within a day the weightier comes first.
    fn what(&mut self, telling: &Telling) -> Vec<Sentence> {
        let mut out: Vec<(Option<String>, usize, Sentence)> = Vec::new();
        let mut used = 0;
        for (rank, h) in telling.happenings.iter().enumerate() {
            let Some(e) = happened(h) else { continue };
            let told = self.w.event(e, out.len());
            if self.again(e, &told, &out) {
                continue;
            }
            let size = told.text.split_whitespace().count();
            if !out.is_empty() && !self.room(used, size, 6) {
                self.full = true;
                continue;
            }
            used += size;
            self.happened.push(h.story);
            if told.attributed {
                self.attributed.push(e.id);
            }
            if told.own {
                self.told.push(e.clone());
            }
            let day = e.date.as_ref().and_then(|d| d.from.clone()).or_else(|| e.day.clone());
            let event = told.own.then_some(e.id);
            // Its own report first, then others that tell the same.
            let others = h.reports.iter().filter(|r| r.id != e.id && agrees(r, e));
            let reports = std::iter::once(e).chain(others);
            let reports: Vec<&EventRow> = reports.take(CITES).collect();
            out.push((day, rank, Sentence { text: told.text, cites: Vec::new(), event }));
            let at = out.len() - 1;
            out[at].2.cites = reports.iter().map(|r| self.cite(r)).collect();
        }
        self.planned(telling, used, &mut out);
        out.sort_by(|a, b| {
            let key = |x: &(Option<String>, usize, Sentence)| (x.0.is_none(), x.0.clone(), x.1);
            key(a).cmp(&key(b))
        });
        let mut sentences: Vec<Sentence> = out.into_iter().map(|x| x.2).collect();
        self.renumber(&mut sentences);
        sentences
    }

    /// Would it say what is said already: the same words, the same sentence quoted, or a title whose text is told?
    fn again(&self, e: &EventRow, told: &Told, out: &[(Option<String>, usize, Sentence)]) -> bool {
        if out.iter().any(|o| o.2.text == told.text) {
            return true;
        }
        let same =
            |x: &Evidence| x.page == e.page && (x.sentence == e.sentence || e.sentence == e.title);
        !told.own && self.evidence.iter().any(same)
    }

    /// What is announced and has not come.
    fn planned(
        &mut self,
        telling: &Telling,
        mut used: usize,
        out: &mut Vec<(Option<String>, usize, Sentence)>,
    ) {
        let mut turn = 0;
        for h in &telling.happenings {
            let Some(e) = h.reports.first().filter(|e| e.status == "future" && e.zone == "report")
            else {
                continue;
            };
            let words = quotation(&e.sentence, &e.trigger);
            let text = self.say("words.planned", out.len(), &["", &words]);
            let size = text.split_whitespace().count();
            if turn >= 3 || !self.room(used, size, 7) || self.quoted_already(&e.sentence) {
                continue;
            }
            used += size;
            turn += 1;
            let cites = vec![self.cite(e)];
            out.push((None, usize::MAX, Sentence { text, cites, event: None }));
        }
    }

    fn quoted_already(&self, sentence: &str) -> bool {
        self.evidence.iter().any(|x| x.sentence == sentence)
    }

    /// The evidence in the order in which sentences cite it.
    fn renumber(&mut self, sentences: &mut [Sentence]) {
        let mut order: Vec<usize> = Vec::new();
        for n in sentences.iter().flat_map(|s| &s.cites) {
            if !order.contains(n) {
                order.push(*n);
            }
        }
        for s in sentences.iter_mut() {
            for c in &mut s.cites {
                *c = order.iter().position(|n| n == c).map_or(*c, |n| n + 1);
            }
            s.cites.sort_unstable();
            s.cites.dedup();
        }
        let mut sorted: Vec<Evidence> = Vec::new();
        for (at, n) in order.iter().enumerate() {
            let mut evidence = self.evidence[n - 1].clone();
            evidence.number = at + 1;
            sorted.push(evidence);
        }
        self.evidence = sorted;
    }

    fn cite(&mut self, e: &EventRow) -> usize {
        self.cite_source(&Source::of(e), &e.sentence, Some(e.id))
    }

    fn cite_source(&mut self, source: &Source, sentence: &str, event: Option<Id>) -> usize {
        let known = |x: &&Evidence| x.page == source.page && x.sentence == sentence;
        if let Some(found) = self.evidence.iter().find(known) {
            return found.number;
        }
        let t = self.texts();
        let day = source.published.as_deref().and_then(|d| d.parse().ok());
        let published = day.map_or_else(
            || t.one("words.undated").to_owned(),
            |d| date::day(t, self.options.calendar, d),
        );
        let outlet = Some(source.outlet.as_str()).filter(|o| !o.is_empty());
        self.evidence.push(Evidence {
            number: self.evidence.len() + 1,
            page: source.page,
            event,
            outlet: outlet.unwrap_or_else(|| t.one("words.no_outlet")).to_owned(),
            published,
            sentence: sentence.to_owned(),
            address: source.key.clone(),
            title: source.title.clone(),
        });
        self.evidence.len()
    }

    fn told<'t>(&self, telling: &'t Telling) -> Vec<(&'t Happening, &'t EventRow)> {
        let told = telling.happenings.iter().filter(|h| self.happened.contains(&h.story));
        told.filter_map(|h| Some((h, happened(h)?))).collect()
    }

    /// Sources beyond those that the first section named, and what has none.
    fn says(&mut self, telling: &Telling) -> Vec<Sentence> {
        let mut out: Vec<Sentence> = Vec::new();
        let mut nobody: Vec<(String, usize)> = Vec::new();
        for (h, e) in self.told(telling) {
            let mut speakers: Vec<(String, Vec<usize>)> = Vec::new();
            for r in &h.reports {
                let Some(name) = r.claimant.as_ref().and_then(|c| self.w.name(c)) else { continue };
                let cite = self.cite(r);
                match speakers.iter_mut().find(|s| s.0 == name) {
                    Some(s) => s.1.push(cite),
                    None => speakers.push((name, vec![cite])),
                }
            }
            let said = self.attributed.contains(&e.id);
            let noun = self.w.noun(e);
            if speakers.is_empty() && !said {
                let cite = self.cite(e);
                nobody.push((noun, cite));
            } else if (speakers.len() > 1 || !said && !speakers.is_empty()) && out.len() < BESIDE {
                let names: Vec<String> =
                    speakers.iter().map(|s| self.w.in_case(&s.0, Case::Nom)).collect();
                let text = self.say("words.reported_by", out.len(), &[&noun, &self.list(&names)]);
                let cites = speakers.into_iter().flat_map(|s| s.1).collect();
                out.push(Sentence { text: capital(&text), cites, event: None });
            }
        }
        self.nobody("words.unattributed", nobody, &mut out);
        out
    }

    /// One sentence for all happenings of which the same is lacking.
    fn nobody(&self, key: &str, mut lacking: Vec<(String, usize)>, out: &mut Vec<Sentence>) {
        lacking.truncate(BESIDE);
        let mut nouns: Vec<String> = Vec::new();
        for (noun, _) in &lacking {
            if !noun.is_empty() && !nouns.contains(noun) {
                nouns.push(noun.clone());
            }
        }
        if nouns.is_empty() {
            return;
        }
        let text = self.say(key, out.len(), &[&self.list(&nouns), ""]);
        let mut cites: Vec<usize> = lacking.into_iter().map(|l| l.1).collect();
        cites.sort_unstable();
        cites.dedup();
        let text = capital(text.trim_end());
        out.push(Sentence { text, cites, event: None });
    }

    /// «أ وب وج», «a, b and c».
    fn list(&self, items: &[String]) -> String {
        if self.options.lang == Lang::Ar {
            return items.join(" و");
        }
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    /// Figures side by side, then denials.
    fn disputed(&mut self, telling: &Telling) -> Vec<Sentence> {
        let mut out = Vec::new();
        for (h, e) in self.told(telling) {
            for of in TOLLS {
                if out.len() < BESIDE {
                    out.extend(self.figures(h, e, of, out.len()));
                }
            }
        }
        let told: Vec<Id> =
            self.told(telling).iter().flat_map(|(h, _)| h.reports.iter().map(|r| r.id)).collect();
        let mut seen: Vec<&str> = Vec::new();
        for d in telling.denials.iter().filter(|d| told.contains(&d.event.id)) {
            if out.len() < BESIDE && !seen.contains(&d.sentence.as_str()) {
                seen.push(&d.sentence);
                let denial = self.denial(d, out.len());
                out.push(denial);
            }
        }
        out
    }

    fn figures(&mut self, h: &Happening, e: &EventRow, of: &str, turn: usize) -> Option<Sentence> {
        let mut told: Vec<(Quantity, &EventRow)> = Vec::new();
        for r in &h.reports {
            let own = r
                .quantities
                .iter()
                .filter(|q| q.of.as_deref() == Some(of) && q.role.as_deref() != Some("part"));
            for q in own {
                let again = |x: &(Quantity, &EventRow)| (x.0.low, x.0.high) == (q.low, q.high);
                if !told.iter().any(again) {
                    told.push((q.clone(), r));
                }
            }
        }
        if told.len() < 2 {
            return None;
        }
        let mut parts = Vec::new();
        let mut cites = Vec::new();
        for (q, r) in told.iter().take(CITES) {
            let own = self.w.figure(q, Some(of), Case::Nom);
            let figure =
                own.or_else(|| Some(self.w.in_case(&bare_figure(&self.w, q)?, Case::Nom)))?;
            let cite = self.cite(r);
            parts.push(format!("{} ⟦{cite}⟧", self.figure_by(&figure, r)));
            cites.push(cite);
        }
        let comma = self.texts().one("words.comma");
        let joint =
            if self.options.lang == Lang::Ar { format!("{comma}و") } else { comma.to_owned() };
        let noun = self.w.noun(e);
        let text = self.say("words.figures", turn, &[&noun, &parts.join(&joint)]);
        Some(Sentence { text: capital(&text), cites, event: None })
    }

    /// The figure with who gives it: the speaker, the outlet, or the day of the report.
    fn figure_by(&self, figure: &str, r: &EventRow) -> String {
        let speaker = r.claimant.as_ref().and_then(|c| self.w.name(c));
        let outlet = Some(r.outlet.clone()).filter(|o| !o.is_empty());
        let t = self.texts();
        match speaker.or(outlet) {
            Some(who) => {
                fill(t.one("words.figure_by"), &[figure, &self.w.in_case(&who, Case::Gen)])
            }
            None => match r.published.as_deref().and_then(|d| d.parse().ok()) {
                Some(d) => {
                    let day = date::day(t, self.options.calendar, d);
                    fill(t.one("words.figure_on"), &[figure, &day])
                }
                None => figure.to_owned(),
            },
        }
    }

    fn denial(&mut self, d: &Denial, turn: usize) -> Sentence {
        let words = quotation(&d.sentence, "");
        let text = self.say("words.denied", turn, &["", "", &words]);
        let source = Source::of(&d.event);
        let cite = self.cite_source(&source, &d.sentence, None);
        Sentence { text, cites: vec![cite], event: None }
    }

    fn stands(&mut self, telling: &Telling) -> Vec<Sentence> {
        let own = standings(telling, |zone| zone != "analysis");
        own.into_iter().take(BESIDE).filter_map(|s| self.standing(s)).collect()
    }

    fn standing(&mut self, s: &Standing) -> Option<Sentence> {
        let own = |a: &Actor| {
            let who = a.actor.as_ref()?;
            let name = if self.options.lang == Lang::Ar { &who.name_ar } else { &who.name_en };
            (!name.contains(" - ")).then(|| name.clone())
        };
        let (a, b) = (own(&s.a)?, own(&s.b)?);
        let stance = s.words.is_some();
        let key = format!("words.{}_{}", if stance { "stance" } else { "tie" }, s.kind);
        let wording = Some(self.texts().one(&key)).filter(|w| !w.is_empty())?;
        // «{1.l}»: behind ل, which takes the article in.
        let wording = self.w.agree(wording, &a);
        let words = s.words.as_deref().unwrap_or("");
        let quoted = quotation(words, "");
        let glued = crate::arabic::glued('ل', &b);
        let mut text = fill(&wording.replace("{1.l}", &glued), &[&a, &b, &quoted]);
        if let Some(since) = s.since.as_deref().and_then(|d| self.since(d)) {
            text.push(' ');
            text.push_str(&fill(self.texts().one("words.tie_since"), &[&since]));
        }
        let cite = self.cite_source(&s.source, &s.sentence, None);
        Some(Sentence { text, cites: vec![cite], event: None })
    }

    /// A start as exactly as it is told: a year, a month, a day.
    fn since(&self, told: &str) -> Option<String> {
        match told.len() {
            4 => Some(told.to_owned()),
            7 => {
                let first = format!("{told}-01").parse().ok()?;
                let day = date::day(self.texts(), self.options.calendar, first);
                day.split_once(' ').map(|d| d.1.to_owned())
            }
            10 => told.parse().ok().map(|d| date::day(self.texts(), self.options.calendar, d)),
            _ => None,
        }
    }

    fn opinion(&mut self, telling: &Telling) -> Vec<Sentence> {
        let mut out: Vec<Sentence> = Vec::new();
        for h in &telling.happenings {
            let Some(e) = h.reports.iter().find(|e| e.zone == "analysis") else { continue };
            if h.reports.iter().any(|r| r.zone == "report") || self.quoted_already(&e.sentence) {
                continue;
            }
            let words = quotation(&e.sentence, &e.trigger);
            let text = self.say("words.opinion_of", out.len(), &["", &words]);
            if out.len() >= 4 || !self.room(0, text.split_whitespace().count(), 10) {
                break;
            }
            let cites = vec![self.cite(e)];
            out.push(Sentence { text, cites, event: None });
        }
        for s in standings(telling, |zone| zone == "analysis").into_iter().take(BESIDE) {
            if let Some(mut sentence) = self.standing(s) {
                sentence.text = fill(self.texts().one("words.opinion_tie"), &[&sentence.text]);
                out.push(sentence);
            }
        }
        out
    }

    /// What the reports leave open of acts whose doer and place matter.
    fn unknown(&mut self, telling: &Telling) -> Vec<Sentence> {
        let mut out = Vec::new();
        let matters = |e: &EventRow| matches!(e.event.as_str(), "ASSAULT" | "COERCE");
        let told: Vec<(&Happening, &EventRow)> =
            self.told(telling).into_iter().filter(|(_, e)| matters(e)).collect();
        type Lacks = fn(&EventRow) -> bool;
        let lacks: [(&str, Lacks); 3] = [
            ("words.unknown_source", |e| e.sources.is_empty()),
            ("words.unknown_place", |e| e.place.is_none()),
            ("words.unknown_date", |e| e.date.is_none()),
        ];
        for (key, lack) in lacks {
            let mut open = Vec::new();
            for (h, e) in &told {
                if h.reports.iter().all(lack) {
                    let cite = self.cite(e);
                    open.push((self.w.noun(e), cite));
                }
            }
            self.nobody(key, open, &mut out);
        }
        out
    }
}

/// The report of a happening that tells it as done, in the report's own voice.
fn happened(h: &Happening) -> Option<&EventRow> {
    let told = |e: &&EventRow| {
        let done = matches!(e.status.as_str(), "occurred" | "ongoing")
            || e.status == "historical" && e.date.is_some();
        done && e.zone != "analysis" && !e.sentence.is_empty()
    };
    h.reports.iter().find(told)
}

/// Ties and stances of known actors in reports of some voice, each once, the one with its start first.
fn standings(telling: &Telling, voice: impl Fn(&str) -> bool) -> Vec<&Standing> {
    let id = |a: &Actor| a.actor.as_ref().map(|x| x.id.clone()).filter(|i| !i.contains(':'));
    let mut all: Vec<&Standing> = telling.standings.iter().filter(|s| voice(&s.zone)).collect();
    all.sort_by_key(|s| s.since.is_none());
    let mut seen: Vec<(String, String, &str)> = Vec::new();
    all.retain(|s| {
        let (Some(a), Some(b)) = (id(&s.a), id(&s.b)) else { return false };
        let (x, y) = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        let key = (x, y, s.kind.as_str());
        let fresh = a != b && !seen.contains(&key);
        seen.push(key);
        fresh
    });
    all
}

/// Does a report give no other figure of the same thing?
fn agrees(a: &EventRow, b: &EventRow) -> bool {
    let figure = |q: &Quantity| (q.low.map(f64::to_bits), q.high.map(f64::to_bits));
    a.quantities.iter().filter(|q| q.of.is_some()).all(|q| {
        let same = b.quantities.iter().filter(|x| x.of == q.of);
        same.clone().next().is_none() || same.clone().any(|x| figure(x) == figure(q))
    })
}

/// A wording that joins the sentence before (`+`): by و where there is one; English has none.
fn joined(wording: &str, first: bool) -> String {
    match wording.strip_prefix('+') {
        Some(rest) if first => rest.to_owned(),
        Some(rest) => format!("و{rest}"),
        None => wording.to_owned(),
    }
}
