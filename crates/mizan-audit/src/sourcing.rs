//! Rules of sourcing: who says so.

use crate::phrase::{Hit, longest};
use crate::rule::{Arg, Draft};
use crate::scene::{List, Scene, Sentence};
use fnv::FnvHashSet;
use mizan_code::record::{ActorMention, Claim, Event};
use mizan_data::model::{Class, NONE};
use mizan_page::{BlockKind, Zone};
use mizan_text::{Kind, Pos, Span, fold};

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    impersonal(s, out);
    let vague = vague(s);
    for hit in &vague {
        let draft = Draft::new("MZ021", Some(s.span(*hit)));
        out.push(draft.arg(s.words(*hit)).arg(vague.len()));
    }
    grave(s, out);
    speakerless(s, out);
    postless(s, out);
    channels(s, out);
    lonely(s, out);
    unheard(s, out);
    studies(s, out);
}

/// «يقال إن»: nobody says it.
fn impersonal(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let mut end = 0;
    let first = s.hits(List::ImpersonalFirst).filter(|h| heads_clause(s, *h));
    let mut hits: Vec<Hit> = s.hits(List::Impersonal).chain(first).collect();
    hits.sort_by_key(|h| h.from);
    for hit in hits {
        let at = s.span(hit).0;
        let Some(sentence) = s.sentence_at(at) else { continue };
        // «لم ترد أنباء عن»: that nothing is told is no claim.
        let denied =
            (hit.from.saturating_sub(2)..hit.from).any(|t| s.text.reading(t).pos == Pos::Neg);
        if hit.from >= end && !denied && !s.quoted(at) && !s.named_speaker(sentence) {
            end = hit.to;
            out.push(Draft::new("MZ020", Some(s.span(hit))).arg(s.words(hit)));
        }
    }
}

/// Nothing stands before it in its clause, so the verb has no subject.
fn heads_clause(s: &Scene<'_>, hit: Hit) -> bool {
    let start = s.sentence_at(s.span(hit).0).is_some_and(|x| x.from == hit.from);
    let before = hit.from.checked_sub(1).and_then(|t| s.text.tokens.get(t));
    start || before.is_some_and(|t| matches!(t.kind, Kind::Punct | Kind::Break))
}

/// Sources that are not named, the longest phrase where two overlap.
fn vague(s: &Scene<'_>) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    for sentence in s.sentences.iter().filter(|x| x.zone != Zone::Residue) {
        let definite = |h: &Hit| !s.is_english() && s.text.reading(h.from).det;
        let always = s
            .hits_in(List::Vague, sentence)
            .filter(|h| !definite(h) || beside_saying(s, sentence, *h));
        let speaking = s.hits_in(List::VagueSpeaking, sentence).filter(|h| speaks(s, sentence, *h));
        let mut hits: Vec<Hit> = always.chain(speaking).collect();
        hits.retain(|h| !s.quoted(s.span(*h).0) && !placed(s, *h));
        out.extend(longest(hits));
    }
    out
}

/// A verb of saying stands beside it.
fn speaks(s: &Scene<'_>, sentence: &Sentence, hit: Hit) -> bool {
    // «وأضاف المصدر»: one that was brought in before.
    if !s.is_english() && s.text.reading(hit.from).det {
        return false;
    }
    beside_saying(s, sentence, hit)
}

fn beside_saying(s: &Scene<'_>, sentence: &Sentence, hit: Hit) -> bool {
    let near = |v: Hit| {
        let before = v.to <= hit.from && hit.from - v.to <= usize::from(s.is_english());
        let after = hit.to <= v.from && v.from - hit.to <= 1;
        before || after
    };
    s.hits_in(List::Saying, sentence).any(near)
}

/// «مصدر في وزارة الدفاع»: where it stands is told, so half of the source is.
fn placed(s: &Scene<'_>, hit: Hit) -> bool {
    // «مسؤول إسرائيلي»: whose official is told.
    let lex = s.text.reading(hit.to).lex;
    let nation =
        s.k.tables.lexemes.get(lex as usize).is_some_and(|l| l.class == Class::Nationality);
    if nation {
        return true;
    }
    let next = s.hits_from(List::Placed, hit.to, hit.to + 2).next();
    next.is_some_and(|p| s.is_english() || s.actor_in(p.from, p.to + 3).is_some())
}

/// How a speaker is known: by id, else by words.
fn key(speaker: &ActorMention) -> String {
    speaker.actor.as_ref().map_or_else(|| fold(&speaker.text), |a| a.id.clone())
}

fn speakers(s: &Scene<'_>) -> Vec<String> {
    let mut all: Vec<String> =
        s.record.claims.iter().filter_map(|c| c.speaker.as_ref()).map(key).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A grave charge on a page where one source speaks.
fn grave(s: &Scene<'_>, out: &mut Vec<Draft>) {
    if speakers(s).len() != 1 || s.hits(List::Unverified).next().is_some() {
        return;
    }
    let told = |h: &Hit| {
        let sentence = s.sentence_at(s.span(*h).0)?;
        let known = |m: &&ActorMention| m.actor.is_some();
        let claim = s.claims_in(sentence.span).find_map(|c| c.speaker.as_ref().filter(known))?;
        let near = |c: Hit| c.to <= h.from && h.from - c.to <= 4;
        let committed = s.hits_in(List::Committing, sentence).any(near);
        (committed && sentence.reports() && sentence.is_body()).then_some(claim)
    };
    if let Some((hit, speaker)) = s.hits(List::Grave).find_map(|h| Some((h, told(&h)?))) {
        let name = speaker.actor.as_ref().map_or(&speaker.text, |a| &a.name_ar);
        out.push(Draft::new("MZ022", Some(s.span(hit))).arg(s.words(hit)).arg(name.as_str()));
    }
}

/// Least words of a quotation that somebody must have said.
const SPEECH: usize = 4;

fn speakerless(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for q in &s.quotes {
        let Some(block) = s.block(q.block) else { continue };
        let prose = block.zone == Zone::Report
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let words = s.text.words(q.span).split_whitespace().count();
        let before = q.block.checked_sub(1).and_then(|n| s.block(n)).map(|b| b.span);
        let spoken = |span: Span| {
            s.claims_in(span).next().is_some()
                || s.has_within(List::Saying, span)
                || s.has_within(List::Speaking, span)
        };
        let alone = prose && words >= SPEECH && !spoken(block.span) && !before.is_some_and(spoken);
        if alone && is_speech(s, q.span, words) && !titled(s, q.span) {
            out.push(Draft::new("MZ023", Some(q.span)));
        }
    }
}

/// A name or a phrase in marks has no verb.
fn is_speech(s: &Scene<'_>, quote: Span, words: usize) -> bool {
    const LONG: usize = 10;
    let (from, to) = (s.token_at(quote.0), s.token_at(quote.1));
    words >= LONG || (from..to).any(|t| s.text.reading(t).pos == Pos::Verb)
}

/// «رواية «رجال في الشمس»»: a title or a slogan, not speech.
fn titled(s: &Scene<'_>, quote: Span) -> bool {
    let at = s.token_at(quote.0);
    s.ends_before(List::Titled, at, 3)
}

/// A person of the tables who speaks and is brought in without a post.
fn postless(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let person = |c: &Claim| {
        let speaker = c.speaker.as_ref()?.actor.as_ref()?;
        (speaker.kind == "person" && !speaker.id.contains(':')).then(|| speaker.id.clone())
    };
    let ids: FnvHashSet<String> = s.record.claims.iter().filter_map(person).collect();
    let mut seen: FnvHashSet<&str> = FnvHashSet::default();
    for m in &s.record.mentions.actors {
        let Some(actor) = m.actor.as_ref().filter(|a| ids.contains(&a.id)) else { continue };
        let span = s.bytes(m.span);
        let in_body = s.sentence_at(span.0).is_some_and(|x| x.is_body() && x.reports());
        let folded = fold(&m.text);
        let named = crate::names::is_name(s, &folded, &actor.id) || folded.contains(' ');
        if in_body && named && seen.insert(&actor.id) && !described(s, m) {
            out.push(Draft::new("MZ024", Some(span)).arg(m.text.as_str()));
        }
    }
}

/// A title, a post or a word for what somebody does stands near the name.
fn described(s: &Scene<'_>, mention: &ActorMention) -> bool {
    /// Tokens before and behind a name in which its post stands.
    const NEAR: usize = 8;
    let span = s.bytes(mention.span);
    let Some(sentence) = s.sentence_at(span.0) else { return true };
    let (from, to) = (s.token_at(span.0), s.token_at(span.1.saturating_sub(1)) + 1);
    let range = from.saturating_sub(NEAR).max(sentence.from)..(to + NEAR).min(sentence.to);
    let is_title = |t: usize| {
        let lex = s.text.reading(t).lex;
        lex != NONE
            && s.text.reading(t).pos != Pos::Proper
            && s.k
                .tables
                .lexemes
                .get(lex as usize)
                .is_some_and(|l| matches!(l.class, Class::Title | Class::Person))
    };
    let title = |t: usize| {
        s.k.names.get(s.text.core(t)).is_some_and(|n| {
            s.k.refs(n as u32).iter().any(|r| matches!(r, mizan_data::model::Ref::Title(_)))
        })
    };
    let post = s.hits_from(List::Post, range.start, range.end).next().is_some();
    post || range.clone().any(|t| is_title(t) || title(t))
}

/// A medium says, and nobody told it.
fn channels(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for c in &s.record.claims {
        let Some(channel) = c.channel.as_ref().filter(|_| c.speaker.is_none()) else { continue };
        let Some(sentence) = s.sentence_at(s.claim_at(c)) else { continue };
        let is_medium = channel.actor.as_ref().is_none_or(|a| a.code.contains("JRN"));
        // «نقلت الوكالة عن»: it says whom it quotes, whether or not that was read.
        let quotes = (sentence.from..sentence.to).any(|t| s.k.is("audit.quoting", s.text.word(t)));
        let own =
            s.has(List::OwnStaff, sentence) || s.named_speaker(sentence) || !is_medium || quotes;
        if !own && sentence.is_body() {
            let span = s.bytes(channel.span);
            out.push(Draft::new("MZ025", Some(span)).arg(channel.text.as_str()));
        }
    }
}

/// Marks without a partner; a quotation that goes on in the next paragraph opens anew there.
fn lonely(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for mark in &s.lonely {
        let next = s.page.blocks.get(mark.block + 1);
        let goes_on = next.is_some_and(|b| {
            let first = s.text.words(b.span).trim_start().chars().next();
            first.is_some_and(|c| matches!(c, '«' | '»' | '“' | '”' | '"' | '„'))
        });
        if !goes_on {
            out.push(Draft::new("MZ026", Some(mark.span)).arg(s.text.words(mark.span)));
        }
    }
}

/// Fewer sentences than this are a flash, to which the answer comes later.
const FLASH: usize = 3;

fn unheard(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let body = s.sentences.iter().filter(|x| x.is_body() && x.reports()).count();
    if body < FLASH || s.hits(List::NoComment).next().is_some() {
        return;
    }
    let heard = speakers(s);
    let states = states(s);
    let mut told: Vec<&str> = Vec::new();
    for e in s.record.events.iter().filter(|e| accuses(e)) {
        let source =
            |id: &str| e.sources.iter().any(|m| m.actor.as_ref().is_some_and(|a| a.id == id));
        for target in &e.targets {
            let Some(actor) = target.actor.as_ref().filter(|a| !a.id.contains(':')) else {
                continue;
            };
            let answers =
                heard.binary_search(&actor.id).is_ok() || speaks_for(&states, &actor.code);
            if !answers && !source(&actor.id) && !told.contains(&actor.id.as_str()) {
                told.push(&actor.id);
                let span = s.bytes(target.span);
                let name = Arg::named(&actor.name_en, &actor.name_ar);
                out.push(Draft::new("MZ027", Some(span)).arg(name));
            }
        }
    }
}

fn accuses(e: &Event) -> bool {
    let charge = e.mode.as_deref().is_none_or(|m| m == "allege");
    e.event == "ACCUSE"
        && charge
        && e.zone == "report"
        && matches!(e.status, "occurred" | "ongoing")
}

/// States of which some body speaks.
fn states<'a>(s: &Scene<'a>) -> FnvHashSet<&'a str> {
    let of = |c: &'a Claim| {
        let actor = c.speaker.as_ref().and_then(|m| m.actor.as_ref())?;
        actor.code.split(' ').next()
    };
    s.record.claims.iter().filter_map(of).filter(|c| !c.is_empty() && *c != "-").collect()
}

/// Does a body of the same state speak: a ministry for its country?
fn speaks_for(states: &FnvHashSet<&str>, code: &str) -> bool {
    let mut parts = code.split(' ');
    let state = parts.next().unwrap_or("");
    parts.next().is_none_or(|x| matches!(x, "GOV" | "MIL")) && states.contains(state)
}

/// Exact words of a study that has no name.
fn studies(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for sentence in s.sentences.iter().filter(|x| x.zone != Zone::Residue) {
        let mut end = 0;
        for hit in s.hits_in(List::Study, sentence) {
            let at = s.span(hit);
            let Some(quote) = s.quotes_within((at.1, sentence.span.1)).first() else { continue };
            let first = s.token_at(quote.span.0);
            let named = s.actor_in(hit.to, (hit.to + 5).min(first)).is_some()
                || s.is_english() && s.hits_in(List::By, sentence).any(|h| h.from == hit.to);
            if hit.from >= end && !named && !s.quoted(at.0) {
                end = hit.to;
                out.push(Draft::new("MZ028", Some(at)).arg(s.words(hit)));
            }
        }
    }
}
