//! Events of a sentence: arguments as mentions, cooperation, confidence.

use super::build::{Build, Scene};
use crate::chunk::Parse;
use crate::event;
use crate::event::Found;
use crate::record::{ActorMention, ActorRef, Event, Mention, Quantity, claim_of};
use crate::roles::Arg;
use crate::weigh;
use crate::weigh::Around;
use mizan_data::model::{Class, Pos, Ref, Slot, TriggerKind};
use mizan_text::feat;

/// How many phrases may stand between a verb and the act that it carries.
const CARRIED: usize = 4;

impl Build<'_, '_> {
    pub(super) fn sentence_events(&mut self, p: &Parse, scene: &Scene) {
        let page_year = self.page.published.as_ref().map(|d| d.date.year());
        let old_dates = scene
            .dates
            .iter()
            .filter(|d| {
                page_year.is_some_and(|y| d.to.or(d.from).is_some_and(|x| y - x.year() > 1))
            })
            .map(|d| d.at)
            .collect();
        let setting = event::Setting {
            text: self.text,
            headline: scene.headline,
            old_dates,
            accident: self.accident,
        };
        let found = event::find(self.text, self.k, p, &setting);
        let counts: Vec<usize> = found
            .iter()
            .map(|f| found.iter().filter(|g| self.frame_type(g) == self.frame_type(f)).count())
            .collect();
        let triggers: Vec<usize> = found.iter().map(|f| f.trigger.0).collect();
        let mut others: Vec<String> = found.iter().map(|f| self.frame_type(f).to_owned()).collect();
        others.sort();
        others.dedup();
        for (f, of_type) in found.into_iter().zip(counts) {
            let event = self.event(p, scene, &f, of_type, &triggers, &others);
            if event.event == "ASSAULT" && event.zone == "report" {
                for id in event.targets.iter().filter_map(ActorMention::id) {
                    if !self.hostile.iter().any(|h| h == id) {
                        self.hostile.push(id.to_owned());
                    }
                }
            }
            self.remember_last_doer(p, &f, &event);
            if event.sources.iter().any(|s| s.actor.is_some()) && event.status == "occurred" {
                self.remember_doers(&event);
            }
            self.events.push((event, scene.number, f.clone()));
            self.cooperation(p, scene, &f);
        }
    }

    /// Sources as mentions: «نواصل» is the speaker, «العملية» is who carried it out.
    pub(super) fn sources(&self, p: &Parse, f: &Found) -> Vec<ActorMention> {
        let reading = self.text.reading(f.trigger.0);
        if f.kind == TriggerKind::Verb && reading.has(feat::P1) && !reading.has(feat::P3) {
            return self
                .speaker
                .iter()
                .cloned()
                .map(|s| self.via(s, "the speaker says we"))
                .collect();
        }
        if let Some(doer) = self.carried_doer(p, f) {
            return vec![self.via(doer, "the doer of the sentence before goes on")];
        }
        let mut out = Vec::new();
        for a in &f.sources {
            let mention = self.argument(p, a);
            let mention = self.of_owner(p, a, mention);
            let event = crate::roles::is_act(self.text, self.k, p, a.chunk);
            let chunk = &p.chunks[a.chunk];
            if !event || mention.actor.is_some() {
                out.push(mention);
            } else if let Some(t) = event::act_of_state(self.text, self.k, chunk.head, chunk.to) {
                out.push(self.actor_mention(self.text.span(t, t + 1), self.state_of_adjective(t)));
            } else {
                // Nobody is made up: where no doer is known, the act has none. «قصف» without its article is an act
                // not told before, so nobody who was named did it.
                let told = self.text.reading(chunk.head).definite();
                out.extend(
                    self.doers
                        .iter()
                        .filter(|_| told)
                        .map(|d| ActorMention { actor: d.actor.clone(), ..mention.clone() })
                        .map(|m| self.via(m, "carried out what is named")),
                );
            }
        }
        out
    }

    /// «قوات تابعة لها»: forces that belong to somebody are theirs.
    fn of_owner(&self, p: &Parse, a: &Arg, mention: ActorMention) -> ActorMention {
        if mention.actor.as_ref().is_some_and(|x| !x.id.starts_with("kind:")) {
            return mention;
        }
        let end = (a.to + 2).min(p.sentence.to);
        let belongs = |t: &usize| self.k.is("grammar.belongs", self.text.stem(*t));
        let Some(word) = (a.from..end).find(belongs) else { return mention };
        let view = crate::roles::tree::View { text: self.text, k: self.k, p };
        let theirs = view.oblique_pronouns(word).into_iter().flat_map(|(_, whom)| whom).next();
        let owner = theirs.and_then(|w| self.argument(p, &w).actor);
        match owner {
            Some(actor) => {
                self.via(ActorMention { actor: Some(actor), ..mention }, "whose forces they are")
            }
            None => mention,
        }
    }

    /// «… الشرطة متجرا. وأوقفت سبعة أشخاص»: a feminine verb that opens a sentence behind و, with nobody who
    /// does it, goes on with the doer of the sentence before. A masculine one may as well be a passive.
    fn carried_doer(&self, p: &Parse, f: &Found) -> Option<ActorMention> {
        let (mention, number) = self.last_doer.as_ref()?;
        let a = self.text.reading(f.trigger.0);
        let opens = f.trigger.0 == p.sentence.from && a.conj == Some('و') && f.sources.is_empty();
        let feminine = a.has(feat::FEM) && !a.has(feat::MASC) && a.has(feat::PERF);
        let own = f
            .targets
            .first()
            .is_some_and(|t| f.passive && self.text.reading(p.chunks[t.chunk].head).has(feat::FEM));
        let next = *number + 1 == self.sentences.len().saturating_sub(1);
        (f.kind == TriggerKind::Verb && opens && feminine && !own && next).then(|| mention.clone())
    }

    /// Remembers who did the first act of a sentence, if the doer is feminine by its noun.
    fn remember_last_doer(&mut self, p: &Parse, f: &Found, event: &Event) {
        let number = self.sentences.len().saturating_sub(1);
        if self.last_doer.as_ref().is_some_and(|d| d.1 == number) {
            return;
        }
        let feminine = f.sources.first().map_or(event.sources.len() == 1, |a| {
            let c = &p.chunks[a.chunk];
            let animate = crate::chunk::lexeme_class(self.k, self.text.reading(c.head));
            let broken = self.text.reading(c.head).has(feat::PLUR)
                && animate != mizan_data::model::Class::Person;
            broken || self.text.reading(c.head).has(feat::FEM)
        });
        let known = event.sources.first().filter(|_| feminine && f.kind == TriggerKind::Verb);
        if let Some(s) = known {
            self.last_doer = Some((s.clone(), number));
        }
    }

    pub(super) fn via(&self, m: ActorMention, why: &str) -> ActorMention {
        ActorMention { actor: m.actor.map(|a| ActorRef { via: why.to_owned(), ..a }), ..m }
    }

    /// Doers of what happened on this page, each once: «العملية» is theirs.
    pub(super) fn remember_doers(&mut self, event: &Event) {
        for s in event
            .sources
            .iter()
            .filter(|s| s.actor.as_ref().is_some_and(|a| !a.id.starts_with("kind:")))
        {
            if self.doers.len() < 6 && !self.doers.iter().any(|d| d.id() == s.id()) {
                self.doers.push(s.clone());
            }
        }
    }

    pub(super) fn frame_type(&self, f: &Found) -> &str {
        &self.k.tables.frames[f.frame as usize].event
    }

    /// An act done together by armed or public bodies is cooperation between them too.
    pub(super) fn cooperation(&mut self, p: &Parse, scene: &Scene, f: &Found) {
        let frame = &self.k.tables.frames[f.frame as usize];
        let partner = |a: &Arg| {
            p.chunks[a.chunk].prep.as_deref().is_some_and(|x| self.k.is("preps.partner", x))
        };
        if frame.reciprocal
            || frame.event == "COOPERATE"
            || !f.sources.iter().any(partner)
            || f.sources.len() < 2
        {
            return;
        }
        let Some((event, number, _)) = self.events.last() else { return };
        let told = |(e, n, _): &(Event, usize, Found)| e.event == "COOPERATE" && n == number;
        if self.events.iter().rev().take(8).any(told) {
            return;
        }
        let mut joint = event.clone();
        joint.event = "COOPERATE".into();
        joint.mode = None;
        joint.frame = format!("{}+partner", event.frame);
        joint.targets = Vec::new();
        joint.quantities = Vec::new();
        joint.score = self.score("COOPERATE", None);
        let armed = joint.sources.iter().any(|s| {
            s.actor.as_ref().is_some_and(|a| a.code.ends_with("MIL") || a.code.ends_with("COP"))
        });
        joint.contexts = if armed { vec!["military".into()] } else { Vec::new() };
        joint.derivation.push("COOPERATE: the act was done together with a partner".into());
        self.events.push((joint, scene.number, f.clone()));
    }

    /// Contexts of the event and of the page's first sentence, each once.
    fn with_page_contexts(&self, mut own: Vec<String>) -> Vec<String> {
        own.extend(self.page_contexts.iter().cloned());
        own.sort();
        own.dedup();
        own
    }

    /// The type that an event of this one belongs to while it is only announced: a visit to come is AGREE.
    fn announced(&self, event: &str) -> Option<&str> {
        let codes = &self.k.tables.codes;
        codes.iter().find(|c| c.kind == "event" && c.code == event)?.announced.as_deref()
    }

    pub(super) fn score(&self, event: &str, mode: Option<&str>) -> f32 {
        let code = |kind: &str, code: &str| {
            self.k
                .tables
                .codes
                .iter()
                .find(|c| {
                    c.kind == kind
                        && c.code == code
                        && (kind == "event" || c.parent.as_deref() == Some(event))
                })
                .and_then(|c| c.score)
        };
        mode.and_then(|m| code("mode", m)).or_else(|| code("event", event)).unwrap_or(0.0)
    }

    pub(super) fn event(
        &mut self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
        of_type: usize,
        triggers: &[usize],
        others: &[String],
    ) -> Event {
        let frame = &self.k.tables.frames[f.frame as usize];
        let sources = self.sources(p, f);
        let targets: Vec<_> = f.targets.iter().map(|a| self.argument(p, a)).collect();
        let (date, date_why) = self.bind_date(p, scene, f, triggers);
        let (place, place_why) = self.bind_place(p, scene, f);
        let quantities = self.bind_counts(p, scene, f);
        let view = crate::roles::tree::View { text: self.text, k: self.k, p };
        let claim = scene
            .reports
            .iter()
            .rev()
            .find(|(r, _)| {
                r.scope.0 <= f.trigger.0
                    && f.trigger.0 < r.scope.1
                    && r.verb.0 != f.trigger.0
                    && f.beside != Some(r.verb.0)
                    && !view.beside_saying(r.verb.0, f.trigger.0)
            })
            .map(|(_, id)| id.clone());
        let denied = self.denied(claim.as_deref(), f);
        let status = if denied { "negated" } else { f.status.name };
        let quoted = scene.quotes.iter().any(|q| q.0 <= f.trigger.0 && f.trigger.0 < q.1);
        let zone = if quoted && scene.zone == "report" { "quote" } else { scene.zone };
        let (mode, mode_why) = self.mode(p, f);
        let announced = (status == "future").then(|| self.announced(&frame.event)).flatten();
        let (kind, mode) = match announced {
            Some(kind) => (kind, None),
            None => (frame.event.as_str(), mode),
        };
        let contexts = self.contexts(p, scene, &frame.contexts);
        let around = Around {
            dated: date.is_some(),
            placed: place.as_ref().is_some_and(|w| w.place.is_some()),
            counted: !quantities.is_empty(),
            claimed: claim.is_some(),
            quoted,
            source_known: sources.iter().any(|s| s.actor.is_some()),
            target_known: targets.iter().any(|s| s.actor.is_some()),
            day: date.as_ref().is_some_and(|d| d.precision == "day"),
            cumulative: self.cumulative(p),
            related: p.in_relative(self.text, f.trigger.0),
            loss: quantities.iter().any(Quantity::harm),
            events_of_type: of_type,
            words: p.sentence.to - p.sentence.from,
            precision: date.as_ref().map(|d| d.precision),
            sectors: [sector(&sources), sector(&targets)],
            depth: f.trigger.0 - p.sentence.from,
            later_verb: self.later_verb(p, f.trigger.0),
            alone: self.alone,
            mode: mode.clone(),
            others: others.iter().filter(|o| **o != frame.event).cloned().collect(),
            stance: claim_of(&self.claims, claim.as_deref()).map(|c| c.stance.clone()),
            vocabulary: match self.options.features || weigh::by_words(self.k, &frame.event) {
                true => scene.vocabulary.get_or_init(|| self.vocabulary(p)),
                false => &[],
            },
        };
        let share = self.share(p, scene, f, &around, (&sources, &targets));
        let confidence =
            (weigh::confidence(self.text, self.k, f, &around) * share * 1000.0).round() / 1000.0;
        let mut derivation = f.notes.clone();
        derivation.push(format!(
            "status {status}: {}",
            if denied { "its claim denies it" } else { &f.status.why }
        ));
        derivation.push(mode_why);
        derivation.push(date_why);
        derivation.push(place_why);
        Event {
            id: String::new(),
            event: kind.to_owned(),
            score: self.score(kind, mode.as_deref()),
            mode,
            contexts: self.with_page_contexts(contexts),
            status,
            zone,
            trigger: self.word_of_act(p, f),
            sources,
            targets,
            date,
            place,
            quantities,
            claim,
            confidence,
            frame: frame.id.clone(),
            sentence: scene.number,
            also: Vec::new(),
            derivation,
            features: self.features(f, &around),
        }
    }

    /// The names of the features of the confidence model, where they are asked for.
    fn features(&self, f: &Found, around: &Around<'_>) -> Vec<String> {
        let mut out = Vec::new();
        if self.options.features {
            let mut tell = |name: &str| out.push(name.to_owned());
            weigh::features(self.text, self.k, f, around, &mut tell);
            weigh::words(
                &self.k.tables.frames[f.frame as usize].event,
                around.vocabulary,
                &mut tell,
            );
        }
        out
    }

    /// How much of its confidence an event keeps that may be none of the news: sport and accidents speak like war, life
    /// beside the news visits, asks and refuses with nobody in it who acts in public, laws speak of what anybody may do.
    /// The shares are a judgement, not fitted weights.
    fn share(
        &self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
        around: &Around<'_>,
        (sources, targets): (&[ActorMention], &[ActorMention]),
    ) -> f32 {
        const LOOK_ALIKE: f32 = 0.4;
        const NOBODY: f32 = 0.6;
        let event = self.frame_type(f);
        let known = sources.iter().any(|s| s.actor.as_ref().is_some_and(|a| self.public_body(a)));
        let harm = matches!(around.mode.as_deref(), None | Some("explosives" | "destroy"));
        let accident = self.accident && event == "ASSAULT" && harm && sources.is_empty();
        let look_alike = (self.sport && !known) || accident || self.anybody(p, scene);
        // Those two are fitted on sentences that hold such cases.
        let fitted = matches!(event, "ASSAULT" | "PROTEST");
        let nobody = !fitted && (self.of_nobody(f, around, sources) || self.of_writer(f, sources));
        let private = !fitted && self.said(f) && self.between_private(p, f, (sources, targets));
        (if look_alike { LOOK_ALIKE } else { 1.0 }) * (if nobody || private { NOBODY } else { 1.0 })
    }

    /// «رفض الطبيب إجراء العملية», «وعد البائع زبائنه»: words between one private person and nobody of public life.
    fn between_private(
        &self,
        p: &Parse,
        f: &Found,
        (sources, targets): (&[ActorMention], &[ActorMention]),
    ) -> bool {
        let public = |m: &ActorMention| {
            m.actor.as_ref().is_some_and(|a| !a.id.starts_with("kind:") || self.public_body(a))
        };
        let [doer] = &f.sources[..] else { return false };
        let head = self.text.reading(p.chunks[doer.chunk].head);
        let one = p.chunks[doer.chunk].class == Class::Person
            && head.has(feat::SING)
            && !head.has(feat::PLUR | feat::DUAL);
        one && !sources.iter().chain(targets).any(public)
    }

    /// No known actor is in it; on a page, a verb without its subject goes on with who was named before.
    fn of_nobody(&self, f: &Found, around: &Around<'_>, sources: &[ActorMention]) -> bool {
        let goes_on = !self.alone && f.kind == TriggerKind::Verb && sources.is_empty();
        !around.source_known && !around.target_known && !goes_on
    }

    /// «نشكر المؤسسة»: who writes in the first person, with no speaker named, is no actor of the news.
    fn of_writer(&self, f: &Found, sources: &[ActorMention]) -> bool {
        let verb = self.text.reading(f.trigger.0);
        let first = verb.has(feat::P1) && !verb.has(feat::P3);
        sources.is_empty() && f.kind == TriggerKind::Verb && first
    }

    /// Does the sentence speak of anybody at all, as laws and declarations do?
    fn anybody(&self, p: &Parse, scene: &Scene) -> bool {
        let says = |w: &String| p.mentions(self.text, p.sentence.from, p.sentence.to, w);
        *scene.anybody.get_or_init(|| self.k.list("grammar.everyone").iter().any(says))
    }

    /// A body that acts in public life: of a state, its forces, courts or an armed group.
    fn public_body(&self, a: &ActorRef) -> bool {
        let sector = a.code.split(' ').nth(1).unwrap_or("");
        matches!(
            sector,
            "GOV" | "MIL" | "COP" | "JUD" | "LEG" | "REB" | "PRM" | "SPY" | "UNO" | "UAF"
        )
    }

    /// The word that tells the act: «مقتل» where a verb of result brings it («أسفر عن مقتل اثنين»), else the trigger.
    fn word_of_act(&self, p: &Parse, f: &Found) -> Mention {
        let verb = self.text.reading(f.trigger.0).lex;
        let result = f.kind == TriggerKind::Verb
            && self.k.tables.light_verbs.get(&verb) == Some(&Slot::None);
        let loss = |t: &usize| self.k.is("grammar.suffers", self.text.stem(*t));
        let told = (f.trigger.1..f.end.min(f.trigger.1 + 3)).find(loss).filter(|_| result);
        let told = told.or_else(|| self.act_carried(p, f));
        let (from, to) = told.map_or_else(|| self.whole_trigger(p, f), |t| (t, t + 1));
        self.tokens(from, to)
    }

    /// «قام محتجون بنصب خيام»: the verbal noun that a verb without an act of its own carries.
    fn act_carried(&self, p: &Parse, f: &Found) -> Option<usize> {
        let verb = crate::chunk::lemma(self.k, self.text.reading(f.trigger.0).lex)?;
        if f.kind != TriggerKind::Verb || !self.k.is("grammar.carries", &verb) {
            return None;
        }
        let act = |c: &&crate::chunk::Chunk| {
            let taken = c.prep.as_deref().is_none_or(|x| self.k.is("grammar.carried_by", x));
            taken && self.text.reading(c.head).pos == Pos::Masdar
        };
        let behind = p.chunks.iter().filter(|c| c.from >= f.trigger.1 && c.to <= f.end);
        behind.take(CARRIED).find(act).map(|c| c.head)
    }

    /// The words that tell the act together where they stand together: «نفذت اعتصاما» with the verb that carries the
    /// noun, «أطلقوا النار» and «خرجوا في مسيرة» with the company that the verb needs.
    fn whole_trigger(&self, p: &Parse, f: &Found) -> (usize, usize) {
        let (from, to) = f.trigger;
        let to = to.max(event::named_by_company(self.text, self.k, p, f));
        if f.kind == TriggerKind::Verb {
            return (from, event::company_behind(self.text, self.k, p, f).unwrap_or(to));
        }
        let lex = |v: usize| self.text.reading(v).lex;
        let takes =
            |v: usize| self.k.tables.light_verbs.get(&lex(v)).is_some_and(|s| *s != Slot::None);
        let occurs = |v: usize| {
            let lemma =
                crate::chunk::lemma(self.k, lex(v)).filter(|_| self.text.reading(v).is_verb());
            lemma.is_some_and(|l| self.k.is("grammar.occurs", &l))
        };
        let chunk = p.chunk_of(from).map(|c| &p.chunks[c]);
        // «أعمال الشغب», «موجة احتجاجات»: the noun that counts or frames an act is part of its name.
        let framed = chunk.is_some_and(|c| c.from < from)
            && self.k.is("grammar.act_of", self.text.stem(from - 1));
        let start = from - usize::from(framed);
        // «مظاهرة عنيفة اندلعت»: its adjectives may stand before the verb.
        let describes = |t: &usize| matches!(self.text.reading(*t).pos, Pos::Adj | Pos::Participle);
        let behind = (to..chunk.map_or(to, |c| c.to)).take_while(describes).last();
        let behind = behind.map_or(to, |t| t + 1);
        // «الاحتجاجات التي وقعت».
        let related = behind < p.sentence.to && self.text.reading(behind).pos == Pos::Rel;
        let behind = behind + usize::from(related);
        match f.light.filter(|v| v + 1 == start && (takes(*v) || occurs(*v))) {
            Some(verb) => (verb, to),
            None if behind < p.sentence.to && occurs(behind) => (start, behind + 1),
            None => (start, to),
        }
    }

    /// Does a finite verb stand before the trigger that is no verb of saying?
    fn later_verb(&self, p: &Parse, trigger: usize) -> bool {
        (p.sentence.from..trigger).any(|t| {
            let a = self.text.reading(t);
            a.is_verb() && !self.k.tables.report_verbs.contains_key(&a.lex)
        })
    }

    /// The dictionary words of a sentence, each once: no names, nationalities or numbers, which would tell the model
    /// whose news it is.
    fn vocabulary(&self, p: &Parse) -> Vec<String> {
        let named = |t: usize| {
            let own = |r: &Ref| !matches!(r, Ref::Agent(_) | Ref::Title(_) | Ref::Ministry { .. });
            p.hits_at(t).any(|h| self.k.refs(h.refs).iter().any(own))
        };
        let mut out: Vec<String> = (p.sentence.from..p.sentence.to)
            .filter(|t| !named(*t))
            .filter_map(|t| {
                let reading = self.text.reading(t);
                let lexeme = self.k.tables.lexemes.get(reading.lex as usize)?;
                let apart = matches!(reading.pos, Pos::Proper | Pos::Number | Pos::Ordinal)
                    || lexeme.class == Class::Nationality;
                (!apart).then(|| mizan_text::fold(&lexeme.lemma))
            })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What a denial reports did not happen, by its speaker's word.
    fn denied(&self, claim: Option<&str>, f: &Found) -> bool {
        let happened = matches!(f.status.name, "occurred" | "ongoing");
        happened && claim_of(&self.claims, claim).is_some_and(|c| c.stance == "deny")
    }

    /// Does the sentence count over a span of time?
    pub(super) fn cumulative(&self, p: &Parse) -> bool {
        let words = self.k.list("grammar.cumulative");
        words.iter().any(|w| crate::status::stands(self.text, p.sentence.from, p.sentence.to, w))
    }
}

/// The sector of the first known actor: REB of «SYR REB».
fn sector(list: &[ActorMention]) -> Option<String> {
    let code = list.iter().find_map(|a| a.actor.as_ref()).map(|a| a.code.as_str())?;
    code.split(' ').nth(1).map(str::to_owned)
}
