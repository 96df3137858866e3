//! One page into one record: sentences in order, with what was named and who spoke before.

use super::Options;
use super::merge::{MERGE_BACK, absorb, same_happening};
use super::offsets::Offsets;
use crate::actor::{self, Memory};
use crate::chunk::Parse;
use crate::claim;
use crate::claim::Report;
use crate::event::Found;
use crate::event::cause::{self, Cause};
use crate::place;
use crate::place::Where;
use crate::quantity;
use crate::record::{
    ActorMention, ActorRef, Claim, DateMention, Event, Mention, Mentions, PlaceMention, Quantity,
    SentenceOut, Stance, Tie,
};
use crate::roles::Arg;
use crate::tie::Seen;
use crate::when;
use crate::when::When;
use mizan_data::Knowledge;
use mizan_data::model::Class;
use mizan_data::model::Pos;
use mizan_data::model::Ref;
use mizan_page::BlockKind;
use mizan_page::Page;
use mizan_text::Span;
use mizan_text::Text;

/// What is being built.
pub(super) struct Build<'a, 'p> {
    pub(super) k: &'a Knowledge,
    pub(super) page: &'a Page,
    pub(super) text: &'a Text<'p>,
    pub(super) parses: Vec<(Parse, usize)>,
    pub(super) options: Options,
    pub(super) offsets: Offsets<'p>,
    pub(super) memory: Memory,
    pub(super) speaker: Option<ActorMention>,
    /// The last body that spoke.
    pub(super) issuer: Option<ActorMention>,
    pub(super) mentions: Mentions,
    pub(super) events: Vec<(Event, usize, Found)>,
    pub(super) claims: Vec<Claim>,
    pub(super) ties: Vec<Tie>,
    pub(super) stances: Vec<Stance>,
    pub(super) sentences: Vec<SentenceOut>,
    /// Tolls with who tells them, by their place among the quantities; for rival ones.
    pub(super) tolls: Vec<super::tolls::Toll>,
    /// Actors by how often they were named.
    pub(super) tally: Vec<(u32, ActorMention)>,
    pub(super) unresolved_date: bool,
    /// Who did the last act that happened.
    pub(super) doers: Vec<ActorMention>,
    /// The doer of the last sentence that had one, feminine by its noun, and that sentence.
    pub(super) last_doer: Option<(ActorMention, usize)>,
    /// Words of the page that tell sport, or an accident in its first sentence.
    pub(super) sport: bool,
    /// Contexts that the first sentence of a page of several tells.
    pub(super) page_contexts: Vec<String>,
    /// The page is one sentence.
    pub(super) alone: bool,
    pub(super) accident: bool,
    /// Ids of actors that the report tells attacks on.
    pub(super) hostile: Vec<String>,
}

/// What was read of one sentence before its events.
pub(super) struct Scene {
    pub(super) zone: &'static str,
    pub(super) headline: bool,
    pub(super) number: usize,
    pub(super) dates: Vec<When>,
    pub(super) places: Vec<Where>,
    pub(super) counts: Vec<(usize, quantity::Count)>,
    pub(super) quotes: Vec<(usize, usize)>,
    /// Reports with the ids of their claims.
    pub(super) reports: Vec<(Report, String)>,
    /// What its words say of the setting, read when its first event asks.
    pub(super) contexts: std::cell::OnceCell<Vec<String>>,
    /// Its dictionary words, likewise.
    pub(super) vocabulary: std::cell::OnceCell<Vec<String>>,
    /// It speaks of anybody at all, as laws do.
    pub(super) anybody: std::cell::OnceCell<bool>,
}

impl<'a, 'p> Build<'a, 'p> {
    pub fn new(
        k: &'a Knowledge,
        page: &'a Page,
        text: &'a Text<'p>,
        parses: Vec<(Parse, usize)>,
        options: Options,
    ) -> Self {
        let day = page.published.as_ref().map(|p| {
            p.date.year() as u32 * 10_000 + p.date.month() as u32 * 100 + p.date.day() as u32
        });
        let mut build = Build {
            k,
            page,
            text,
            parses,
            options,
            offsets: Offsets::new(text.source),
            memory: Memory { day, ..Memory::default() },
            speaker: None,
            issuer: None,
            mentions: Mentions::default(),
            events: Vec::new(),
            claims: Vec::new(),
            ties: Vec::new(),
            stances: Vec::new(),
            sentences: Vec::new(),
            tolls: Vec::new(),
            tally: Vec::new(),
            unresolved_date: false,
            doers: Vec::new(),
            last_doer: None,
            sport: false,
            alone: false,
            page_contexts: Vec::new(),
            accident: false,
            hostile: Vec::new(),
        };
        build.run();
        build
    }

    pub(super) fn run(&mut self) {
        if !super::output::is_read(&self.page.lang) {
            return;
        }
        self.count_states();
        self.subject();
        let parses = std::mem::take(&mut self.parses);
        for (parse, block) in &parses {
            self.sentence(parse, *block);
        }
        self.parses = parses;
        self.rival_tolls();
        self.merge();
        self.number();
    }

    /// The page's own state is known before its first sentence is read.
    pub(super) fn count_states(&mut self) {
        if let Some(s) = place::home(self.k, self.page) {
            self.memory.count_state(s);
        }
        for (parse, _) in &self.parses {
            for hit in &parse.hits {
                if let Some(s) = place::states(self.k, hit.refs) {
                    self.memory.count_state(s);
                }
            }
            for t in parse.sentence.from..parse.sentence.to {
                if let Some(s) = actor::nationality(self.text, self.k, t) {
                    self.memory.count_state(s);
                }
            }
        }
    }

    /// What the page is about, where that tells acts from their look-alikes.
    fn subject(&mut self) {
        // So many sentences with words of sport make a page of sport.
        const ENOUGH: usize = 2;
        let says = |p: &Parse, list: &str| {
            (p.sentence.from..p.sentence.to)
                .any(|t| self.k.is(list, self.text.word(t)) || self.k.is(list, self.text.stem(t)))
        };
        self.alone = self.parses.len() < 2;
        if let Some((first, _)) = self.parses.first().filter(|_| !self.alone) {
            self.page_contexts = self.sentence_contexts(first);
        }
        let sport = self.parses.iter().filter(|(p, _)| says(p, "grammar.sport")).count();
        // The title or the first sentence says what the page is about.
        let opening = self.parses.iter().take(2).map(|(p, _)| cause::cause(self.text, self.k, p));
        let told = opening.filter(|c| *c != Cause::Untold);
        let accident = told.clone().next().is_some() && told.clone().all(|c| c == Cause::Accident);
        self.sport = sport >= ENOUGH && sport * 4 >= self.parses.len();
        self.accident = accident;
    }

    pub(super) fn mention(&self, span: Span) -> Mention {
        Mention { text: self.text.words(span).to_owned(), span: self.offsets.span(span) }
    }

    pub(super) fn tokens(&self, from: usize, to: usize) -> Mention {
        self.mention(self.text.span(from, to))
    }

    pub(super) fn actor_mention(&self, span: Span, actor: Option<ActorRef>) -> ActorMention {
        ActorMention {
            text: self.text.words(span).to_owned(),
            span: self.offsets.span(span),
            actor,
        }
    }

    /// A phrase as an actor mention; its words end before closing marks.
    pub(super) fn argument(&self, p: &Parse, arg: &Arg) -> ActorMention {
        let mut c = p.chunks[arg.chunk].clone();
        if arg.from >= c.from && arg.to <= c.wide && (arg.from, arg.to) != (c.from, c.wide) {
            c.wide = arg.to;
            if arg.from > c.head || arg.to <= c.to {
                c.to = c.to.min(arg.to);
                if arg.from > c.from {
                    c.from = arg.from;
                    c.head = (arg.from..arg.to)
                        .find(|t| {
                            self.text.reading(*t).pos.nominal()
                                && !matches!(self.text.reading(*t).pos, Pos::Number | Pos::Quant)
                        })
                        .unwrap_or(arg.from);
                }
            }
        }
        let actor = if arg.why == crate::roles::NATIONAL {
            self.state_of_adjective(arg.from)
        } else {
            actor::read(self.text, self.k, p, &c, &self.memory, true)
                .or_else(|| self.owner(p, arg, &c))
        };
        let mut to = arg.to;
        while to > arg.from + 1
            && self.text.reading(to - 1).pos == Pos::Punct
            && !matches!(self.text.word(to - 1), ")" | "\"")
        {
            to -= 1;
        }
        self.actor_mention(self.text.span(self.behind_count(arg, to), to), actor)
    }

    /// «غارة إسرائيلية»: the government of the state whose adjective it is.
    pub(super) fn state_of_adjective(&self, token: usize) -> Option<ActorRef> {
        let state = actor::nationality(self.text, self.k, token)?;
        Some(actor::state_government(self.k, state, crate::roles::NATIONAL))
    }

    /// Where the words behind a count start: «خمسة جنود» names soldiers, how many is a quantity.
    fn behind_count(&self, arg: &Arg, to: usize) -> usize {
        let count = |t: usize| {
            self.text.reading(t).pos == Pos::Number
                || self.k.is("grammar.count_words", self.text.stem(t))
        };
        // «مجموعات صغيرة من المتظاهرين»: what describes the count goes with it.
        let describes =
            |t: usize| self.text.reading(t).pos == Pos::Adj && !self.text.reading(t).det;
        let mut at = arg.from;
        while at + 1 < to && count(at) {
            let noun = self.text.reading(at).pos == Pos::Noun;
            at += 1;
            at += (at..to).take_while(|t| noun && describes(*t)).count();
            if at == to {
                break;
            }
            let of = self.k.is("grammar.of", self.text.word(at))
                || self.k.is("grammar.about", self.text.word(at));
            at += usize::from(of && at + 1 < to);
        }
        let left = (at..to).any(|t| self.text.reading(t).pos.nominal() && !count(t));
        if left { at } else { arg.from }
    }

    /// «تهديد للتنظيم»: the owner that completes a phrase of things stands for it.
    pub(super) fn owner(&self, p: &Parse, arg: &Arg, c: &crate::chunk::Chunk) -> Option<ActorRef> {
        if c.class.animate() {
            return None;
        }
        let inside = p
            .chunks
            .iter()
            .filter(|o| o.from >= c.to && o.to <= arg.to && o.prep.as_deref() == Some("ل"));
        inside
            .filter_map(|o| actor::read(self.text, self.k, p, o, &self.memory, true))
            .next()
            .map(|a| ActorRef { via: format!("owner: {}", a.via), ..a })
    }

    pub(super) fn sentence(&mut self, p: &Parse, block: usize) {
        self.memory.sentence = self.sentences.len();
        let scene = self.scene(p, block);
        self.sentences.push(SentenceOut {
            span: self.offsets.span(self.whole_sentence(p)),
            zone: scene.zone,
        });
        if scene.zone == "residue" {
            return;
        }
        let seen = self.actors(p, &scene.dates);
        let reports = claim::find(self.text, self.k, p);
        let scene = Scene { reports: self.claims_of(p, &scene, reports), ..scene };
        self.note_tolls(p, &scene);
        self.sentence_mentions(&scene);
        self.sentence_events(p, &scene);
        self.relations(p, &scene, &seen);
        for s in seen {
            if let Some(actor) = &s.mention.actor {
                self.memory.remember(actor, &s.mention.text, None);
            }
        }
    }

    /// Its bytes with what is glued to its first word.
    pub(super) fn whole_sentence(&self, p: &Parse) -> Span {
        let span = self.text.span(p.sentence.from, p.sentence.to);
        (self.text.whole(p.sentence.from).0, span.1)
    }

    pub(super) fn scene(&mut self, p: &Parse, block: usize) -> Scene {
        let block = &self.page.blocks[block];
        // An entry of a live page has a day of its own.
        let now = block.at.map(|m| m.date).or(self.page.published.as_ref().map(|d| d.date));
        let dates = when::find(self.text, self.k, p.sentence, &p.hits, now);
        if now.is_none()
            && dates.iter().any(|d| d.from.is_none() && d.to.is_none() && d.basis == "no dateline")
        {
            self.unresolved_date = true;
        }
        let state = self.memory.state();
        let finder = quantity::Finder::new(self.text, self.k, p, &dates, state);
        let counts = quantity::find(&finder);
        Scene {
            zone: block.zone.name(),
            headline: matches!(block.kind, BlockKind::Title | BlockKind::Subhead),
            number: self.sentences.len(),
            places: place::find(&place::Finder {
                text: self.text,
                k: self.k,
                p,
                memory: &self.memory,
            }),
            counts,
            quotes: claim::quotes(self.text, p),
            dates,
            reports: Vec::new(),
            contexts: std::cell::OnceCell::new(),
            vocabulary: std::cell::OnceCell::new(),
            anybody: std::cell::OnceCell::new(),
        }
    }

    /// Actors of a sentence, in order; persons unknown to the table are remembered by their last name.
    pub(super) fn actors(&mut self, p: &Parse, dates: &[When]) -> Vec<Seen> {
        let mut out = Vec::new();
        for c in &p.chunks {
            let dated = dates.iter().any(|d| d.at.0 <= c.head && c.head < d.at.1);
            if dated || out.last().is_some_and(|s: &Seen| c.from < s.to) {
                continue;
            }
            let read = self.actor_here(p, c);
            for (actor, to) in read {
                let from = self.named_from(p, c, &actor);
                // A man's or a woman's own name tells nothing of its ending; a title before it does.
                let name =
                    actor.kind == "person" && p.hits_in(c.from, c.to).any(|h| h.from <= c.head);
                let gender = actor::coref::gender(self.text, self.k, c.head).filter(|_| !name);
                let mention = self.actor_mention(self.text.span(from, to), Some(actor));
                if let Some(actor) = &mention.actor {
                    self.memory.remember(actor, &mention.text, gender);
                }
                out.push(Seen { from, to, mention });
            }
        }
        out.extend(self.inner_states(p, &out));
        out.sort_by_key(|s| s.from);
        for s in &out {
            self.mentions.actors.push(s.mention.clone());
            match self.tally.iter_mut().find(|t| t.1.id() == s.mention.id()) {
                Some(t) => t.0 += 1,
                None => self.tally.push((1, s.mention.clone())),
            }
        }
        out
    }

    /// Whom a phrase names, and where the mention ends: one, or both of a pair.
    fn actor_here(&self, p: &Parse, c: &crate::chunk::Chunk) -> Vec<(ActorRef, usize)> {
        let (text, k, memory) = (self.text, self.k, &self.memory);
        let both = actor::coref::pair(text, k, c, memory);
        if !both.is_empty() {
            return both.into_iter().map(|a| (a, c.to)).collect();
        }
        let own = actor::read(text, k, p, c, memory, self.acts(p, c));
        // An owner that stands behind the phrase is named by its own.
        let own = own.filter(|a| !a.via.starts_with("owner behind"));
        let general = own.as_ref().is_none_or(|a| a.id.starts_with("kind:"));
        let titled = if general { actor::person::titled(text, k, p, c, memory) } else { None };
        let office = general || own.as_ref().is_some_and(|a| a.via.starts_with("ministry"));
        let named = if office { self.name_behind(p, c) } else { None };
        named
            .or(titled.map(|(a, to)| (a, to.max(c.to))))
            .or_else(|| own.map(|a| (a, c.to)))
            .into_iter()
            .collect()
    }

    /// Does the phrase stand where a state acts, not only where it lies? «طلب من تركيا» acts, «عاد من تركيا» does not.
    fn acts(&self, p: &Parse, c: &crate::chunk::Chunk) -> bool {
        let Some(prep) = p.governing(c) else { return true };
        let whom = (c.from.saturating_sub(4).max(p.sentence.from)..c.from).any(|t| {
            let words = [self.text.stem(t), self.text.word(t)];
            words.iter().any(|w| self.k.is("coreference.from_whom", w))
        });
        !self.k.is("coreference.of_place", prep) || (whom && !self.k.is("grammar.in", prep))
    }

    /// Where the words of the actor start: «قرار وزارة الداخلية» names the ministry, not its decision.
    fn named_from(&self, p: &Parse, c: &crate::chunk::Chunk, actor: &ActorRef) -> usize {
        let of_head = c.class.animate() || p.hits_in(c.from, c.to).any(|h| h.from <= c.head);
        if of_head || actor.id.starts_with("kind:") || actor.via.starts_with("points back") {
            return c.from;
        }
        let names = |h: &&crate::names::Hit| {
            h.from > c.head
                && self.k.refs(h.refs).iter().any(|r| match r {
                    Ref::Actor { index, .. } => {
                        self.k.tables.actors[*index as usize].id == actor.id
                    }
                    Ref::Ministry { .. } => actor.via.starts_with("ministry"),
                    _ => false,
                })
        };
        let found = p.hits_in(c.from, c.to).find(names);
        found.map_or(c.from, |h| h.from)
    }

    /// «وزير الخارجية التركي هاكان فيدان»: the person of the table whose name stands right behind his office.
    fn name_behind(&self, p: &Parse, c: &crate::chunk::Chunk) -> Option<(ActorRef, usize)> {
        let next = p.chunks.iter().find(|n| n.from >= c.to)?;
        let comma = self.text.word(c.to) == "،" && next.from == c.to + 1;
        let apposed = (next.from == c.to || comma) && next.prep.is_none() && !next.conj;
        let person = matches!(c.class, Class::Person | Class::Title | Class::Body);
        let actor = (apposed && person)
            .then(|| actor::read(self.text, self.k, p, next, &self.memory, true))??;
        (actor.kind == "person" && actor.via.starts_with("table")).then_some((actor, next.to))
    }

    /// States inside phrases headed by an act: توقيع سوريا، انضمام تركيا.
    pub(super) fn inner_states(&self, p: &Parse, seen: &[Seen]) -> Vec<Seen> {
        let free = |h: &&crate::names::Hit| !seen.iter().any(|s| s.from < h.to && h.from < s.to);
        p.hits
            .iter()
            .filter(free)
            .filter_map(|h| {
                let c = p.chunks.iter().find(|c| c.from <= h.from && h.to <= c.to)?;
                let state = self.k.refs(h.refs).iter().find_map(|r| match r {
                    Ref::State(s) | Ref::Seat(s) => Some(*s),
                    _ => None,
                })?;
                let region = self.k.is("region.words", self.text.stem(c.head));
                let act = !region
                    && (self.text.reading(c.head).pos == Pos::Masdar || c.class == Class::Event);
                act.then(|| Seen {
                    from: h.from,
                    to: h.to,
                    mention: self.actor_mention(
                        self.text.span(h.from, h.to),
                        Some(actor::state_government(self.k, state, "a state whose act is named")),
                    ),
                })
            })
            .collect()
    }

    pub(super) fn date(&self, w: &When) -> DateMention {
        let m = self.tokens(w.at.0, w.at.1);
        DateMention {
            text: m.text,
            span: m.span,
            from: w.from.map(|d| d.to_string()),
            to: w.to.map(|d| d.to_string()),
            precision: w.precision,
            calendar: w.calendar,
            basis: w.basis.clone(),
        }
    }

    pub(super) fn place(&self, w: &Where) -> PlaceMention {
        let m = self.tokens(w.at.0, w.at.1);
        PlaceMention { text: m.text, span: m.span, place: Some(w.place.clone()) }
    }

    pub(super) fn quantity(&self, c: &quantity::Count) -> Quantity {
        let m = self.tokens(c.at.0, c.at.1);
        Quantity {
            text: m.text,
            span: m.span,
            of: c.of.clone(),
            low: c.low,
            high: c.high,
            relation: c.relation,
            unit: c.unit.clone(),
            whom: c.whom.clone(),
            role: c.role,
        }
    }

    pub(super) fn sentence_mentions(&mut self, scene: &Scene) {
        let dates: Vec<_> = scene.dates.iter().map(|d| self.date(d)).collect();
        let places: Vec<_> = scene.places.iter().map(|w| self.place(w)).collect();
        let counts: Vec<_> = scene.counts.iter().map(|c| self.quantity(&c.1)).collect();
        let quotes: Vec<_> = scene.quotes.iter().map(|q| self.tokens(q.0, q.1)).collect();
        self.mentions.dates.extend(dates);
        self.mentions.places.extend(places);
        self.mentions.quantities.extend(counts);
        self.mentions.quotes.extend(quotes);
    }

    /// The same event told in several sentences is one, with all its evidence.
    pub(super) fn merge(&mut self) {
        let mut out: Vec<(Event, usize, Found)> = Vec::new();
        for (event, n, found) in std::mem::take(&mut self.events) {
            // Tellings of one happening stand near one another; looking back is bounded.
            let near = out.len().saturating_sub(MERGE_BACK);
            match out[near..].iter_mut().find(|(e, _, _)| same_happening(e, &event)) {
                Some((e, _, _)) => absorb(e, event),
                None => out.push((event, n, found)),
            }
        }
        self.events = out;
    }
}
