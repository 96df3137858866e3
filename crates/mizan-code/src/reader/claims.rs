//! Claims of a sentence: speakers carried on, statements and their issuers, denials.

use super::build::{Build, Scene};
use crate::actor::{self, Gender};
use crate::chunk::Parse;
use crate::claim::Report;
use crate::record::{ActorMention, ActorRef, Claim};
use crate::roles::Arg;
use mizan_data::model::Class;

/// A denial answers what was said shortly before it: so many claims back.
const DENIES_BACK: usize = 64;

impl Build<'_, '_> {
    /// Claims of a sentence; a joined verb without a subject keeps the speaker before.
    pub(super) fn claims_of(
        &mut self,
        p: &Parse,
        scene: &Scene,
        reports: Vec<Report>,
    ) -> Vec<(Report, String)> {
        let mut out = Vec::new();
        for report in reports {
            if let Some(claim) = self.claim(p, scene, &report) {
                out.push((report, claim.id.clone()));
                self.claims.push(claim);
                self.tie_denial();
            }
        }
        out
    }

    fn claim(&mut self, p: &Parse, scene: &Scene, report: &Report) -> Option<Claim> {
        let named = report.speaker.as_ref().map(|a| self.argument(p, a));
        let vague = named.as_ref().is_some_and(|s| s.actor.is_none())
            && report.speaker.as_ref().is_some_and(|a| self.is_vague(p, a));
        let speaker = match named {
            Some(s) => Some(self.settle(p, report, s)),
            None if report.carried => self.carried(report),
            None => None,
        };
        let analysis = scene.zone == "analysis";
        if speaker.is_none() && report.carried && analysis && !self.has_quote(scene, report) {
            return None;
        }
        if !vague {
            self.keep_speaker(speaker.as_ref());
        }
        let within = |q: &&(usize, usize)| q.0 > report.verb.0 && q.0 < report.scope.1;
        Some(Claim {
            id: format!("c{}", self.claims.len() + 1),
            channel: report.channel.as_ref().map(|a| self.argument(p, a)),
            verb: self.tokens(report.verb.0, report.verb.1),
            stance: if vague { "vague".to_owned() } else { report.stance.clone() },
            kind: if analysis && speaker.is_none() { "opinion" } else { "claim" },
            quote: scene.quotes.iter().find(within).map(|q| self.tokens(q.0, q.1)),
            denies: None,
            speaker: speaker.filter(|_| !vague),
        })
    }

    /// The speaker that a verb without a subject goes on with: the last one, if the verb agrees with him;
    /// else the only actor of the sentence before with whom it does.
    fn carried(&self, report: &Report) -> Option<ActorMention> {
        let gender = Gender::of(self.text.reading(report.verb.0));
        let agrees = |id: &str| {
            let known =
                self.memory.named.iter().rev().find(|n| n.actor.id == id).and_then(|n| n.gender);
            gender.is_none() || known.is_none() || known == gender
        };
        let last = self.speaker.as_ref();
        if let Some(s) = last.filter(|s| s.actor.as_ref().is_none_or(|a| agrees(&a.id))) {
            return Some(s.clone());
        }
        let before = self.memory.sentence.checked_sub(1)?;
        let near = |n: &&crate::actor::Named| {
            n.sentence == before && !n.actor.id.starts_with("kind:") && agrees(&n.actor.id)
        };
        let mut fits = self.memory.named.iter().filter(near);
        let only = fits.next().filter(|_| fits.next().is_none())?;
        Some(ActorMention {
            text: String::new(),
            span: self.offsets.span(self.text.span(report.verb.0, report.verb.1)),
            actor: Some(only.actor.clone()),
        })
    }

    /// The last speaker, and the last body that spoke: statements are issued by bodies.
    fn keep_speaker(&mut self, speaker: Option<&ActorMention>) {
        let Some(s) = speaker else { return };
        self.speaker = Some(s.clone());
        if s.actor.as_ref().is_some_and(|a| a.kind != "person") {
            self.issuer = Some(s.clone());
        }
    }

    /// A denial is tied to the last claim of another speaker.
    pub(super) fn tie_denial(&mut self) {
        let Some((last, before)) = self.claims.split_last_mut() else { return };
        if last.stance != "deny" {
            return;
        }
        let own = last.speaker.as_ref().and_then(ActorMention::id);
        let other =
            |c: &&Claim| c.stance != "deny" && c.speaker.as_ref().and_then(ActorMention::id) != own;
        let denied = before.iter().rev().take(DENIES_BACK).find(other);
        last.denies = denied.map(|c| c.id.clone());
    }

    pub(super) fn has_quote(&self, scene: &Scene, report: &Report) -> bool {
        scene.quotes.iter().any(|q| q.0 > report.verb.0)
    }

    pub(super) fn is_vague(&self, p: &Parse, a: &Arg) -> bool {
        let c = &p.chunks[a.chunk];
        let words = (c.head..(c.head + 2).min(c.to)).map(|t| self.text.word(t)).collect::<Vec<_>>();
        let vague = |words: &str| self.k.is("verbs.vague", words);
        vague(&words.join(" ")) || words.first().is_some_and(|w| vague(w))
    }

    /// «البيان» speaks for who issued it; a title and a name behind a comma are one speaker.
    pub(super) fn settle(&self, p: &Parse, report: &Report, named: ActorMention) -> ActorMention {
        let Some(arg) = &report.speaker else { return named };
        let c = &p.chunks[arg.chunk];
        if crate::chunk::lexeme_class(self.k, self.text.reading(c.head)) == Class::Speech {
            let said = self.issuer.as_ref().or(self.speaker.as_ref());
            let issuer = said.and_then(|s| s.actor.clone()).or_else(|| named.actor.clone());
            return ActorMention {
                actor: issuer.map(|a| ActorRef {
                    via: format!("issuer of the statement: {}", a.name_ar),
                    ..a
                }),
                ..named
            };
        }
        let person = p.chunks.get(arg.chunk + 1).filter(|n| {
            n.prep.is_none()
                && !n.conj
                && n.from <= c.to + 1
                && matches!(n.class, Class::Person | Class::Title)
        });
        let Some(next) = person.filter(|n| n.from > c.to && self.text.word(c.to) == "،") else {
            return named;
        };
        let actor = actor::read(self.text, self.k, p, next, &self.memory, true);
        match actor {
            Some(a) if a.kind == "person" => {
                self.actor_mention(self.text.span(arg.from, next.to), Some(a))
            }
            _ => ActorMention {
                text: self.text.words(self.text.span(arg.from, next.to)).to_owned(),
                span: self.offsets.span(self.text.span(arg.from, next.to)),
                ..named
            },
        }
    }
}
