//! A page as the rules see it: its text with tokens, the words of the lists found in it, quotations, sentences.

use crate::phrase::{Hit, Phrases};
use mizan_code::record::{ActorMention, Claim, Record};
use mizan_data::Knowledge;
use mizan_page::{Block, BlockKind, Page, Zone};
use mizan_text::{Span, Text};

macro_rules! lists {
    ($($name:ident = $list:literal,)*) => {
        /// A word list that rules ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum List { $($name,)* }
        const LISTS: &[&str] = &[$($list,)*];
    };
}

lists! {
    Promise = "audit.promise",
    SelfReference = "audit.self_reference",
    Echo = "audit.echo",
    EchoResidue = "audit.echo_residue",
    Requester = "audit.requester",
    Gap = "audit.gap",
    Filler = "audit.filler",
    Impersonal = "audit.impersonal",
    ImpersonalFirst = "audit.impersonal_first",
    Vague = "audit.vague",
    VagueSpeaking = "audit.vague_speaking",
    Placed = "audit.placed",
    Saying = "audit.saying",
    Grave = "audit.grave",
    Committing = "audit.committing",
    Speaking = "audit.speaking",
    Unverified = "audit.unverified",
    Titled = "audit.titled",
    OwnStaff = "audit.own_staff",
    NoComment = "audit.no_comment",
    Study = "audit.study",
    SoCalled = "audit.so_called",
    Insinuating = "audit.insinuating",
    Superlative = "audit.superlative",
    Measured = "audit.measured",
    Speculation = "audit.speculation",
    Opinion = "audit.opinion",
    Whole = "audit.whole_list",
    Changing = "audit.changing",
    Compared = "audit.compared",
    MoneyNoun = "audit.money_noun",
    MeasureNoun = "audit.measure_noun",
    PeopleNoun = "audit.people_noun",
    Points = "audit.points",
    KnownAs = "audit.known_as",
    Post = "audit.post",
    Former = "audit.former",
    RegionHead = "audit.region_head",
    RegionIn = "audit.region_in",
    By = "audit.by",
    Inline = "page.inline",
}

/// The lists, ready to be found.
pub(crate) struct Lists(Phrases);

impl Lists {
    pub fn new(k: &Knowledge) -> Lists {
        Lists(Phrases::of_lists(k, LISTS))
    }
}

/// A sentence with where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub from: usize,
    pub to: usize,
    pub span: Span,
    pub zone: Zone,
    pub kind: BlockKind,
}

impl Sentence {
    pub fn holds(&self, at: u32) -> bool {
        self.span.0 <= at && at < self.span.1
    }

    /// Does a reporter speak here, outside the title's repetitions?
    pub fn reports(&self) -> bool {
        self.zone == Zone::Report
    }

    pub fn is_body(&self) -> bool {
        !matches!(self.kind, BlockKind::Title | BlockKind::Subtitle | BlockKind::Kicker)
    }
}

/// Words between quotation marks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    /// The words, without their marks.
    pub span: Span,
    pub block: usize,
}

/// A mark without its partner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lonely {
    pub span: Span,
    pub block: usize,
}

pub(crate) struct Scene<'a> {
    pub k: &'a Knowledge,
    pub page: &'a Page,
    pub record: &'a Record,
    pub text: Text<'a>,
    pub sentences: Vec<Sentence>,
    pub quotes: Vec<Quote>,
    pub lonely: Vec<Lonely>,
    hits: Vec<Hit>,
    /// Where each character starts, in bytes.
    bytes: Vec<u32>,
}

impl<'a> Scene<'a> {
    pub fn new(k: &'a Knowledge, lists: &Lists, page: &'a Page, record: &'a Record) -> Scene<'a> {
        let text = Text::new(&page.text, k);
        let hits = lists.0.find(&text, 0, text.tokens.len());
        let mut bytes: Vec<u32> = page.text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(page.text.len() as u32);
        let sentences = sentences(&text, &page.blocks);
        let (mut quotes, mut lonely) = (Vec::new(), Vec::new());
        for (n, block) in page.blocks.iter().enumerate() {
            if block.zone != Zone::Boilerplate {
                marks(&page.text, block.span, n, &mut quotes, &mut lonely);
            }
        }
        Scene { k, page, record, text, sentences, quotes, lonely, hits, bytes }
    }

    /// A span of the record in bytes.
    pub fn bytes(&self, span: (u32, u32)) -> Span {
        let at =
            |n: u32| self.bytes.get(n as usize).copied().unwrap_or(self.page.text.len() as u32);
        (at(span.0), at(span.1))
    }

    /// A span in bytes as the record counts.
    pub fn chars(&self, span: Span) -> (u32, u32) {
        let at = |byte: u32| self.bytes.partition_point(|b| *b < byte) as u32;
        (at(span.0), at(span.1))
    }

    /// Where the words of a list stand.
    pub fn hits(&self, list: List) -> impl Iterator<Item = Hit> + '_ {
        self.hits.iter().filter(move |h| h.list == list as usize).copied()
    }

    /// Those in a sentence.
    pub fn hits_in(&self, list: List, s: &Sentence) -> impl Iterator<Item = Hit> + '_ {
        let (from, to) = (s.from, s.to);
        let start = self.hits.partition_point(|h| h.from < from);
        let rest = self.hits[start..].iter().take_while(move |h| h.from < to);
        rest.filter(move |h| h.list == list as usize).copied()
    }

    pub fn has(&self, list: List, s: &Sentence) -> bool {
        self.hits_in(list, s).next().is_some()
    }

    pub fn span(&self, hit: Hit) -> Span {
        hit.span(&self.text)
    }

    pub fn words(&self, hit: Hit) -> &'a str {
        self.text.words(self.span(hit))
    }

    /// Does a place stand between quotation marks?
    pub fn quoted(&self, at: u32) -> bool {
        self.quotes.iter().any(|q| q.span.0 <= at && at < q.span.1)
    }

    pub fn sentence_at(&self, byte: u32) -> Option<&Sentence> {
        let n = self.sentences.partition_point(|s| s.span.1 <= byte);
        self.sentences.get(n).filter(|s| s.holds(byte))
    }

    pub fn block(&self, n: usize) -> Option<&Block> {
        self.page.blocks.get(n)
    }

    pub fn claim_at(&self, claim: &Claim) -> u32 {
        self.bytes(claim.verb.span).0
    }

    pub fn claims_in(&self, span: Span) -> impl Iterator<Item = &'a Claim> + '_ {
        let within = move |c: &&Claim| (span.0..span.1).contains(&self.claim_at(c));
        self.record.claims.iter().filter(within)
    }

    /// Does somebody named say what a sentence says?
    pub fn named_speaker(&self, s: &Sentence) -> bool {
        self.claims_in(s.span).any(|c| c.speaker.is_some())
    }

    /// Does anybody say it, be it a channel or a vague source?
    pub fn attributed(&self, s: &Sentence) -> bool {
        self.claims_in(s.span).next().is_some() || self.has(List::Saying, s)
    }

    /// Actors named within tokens `from..to`.
    pub fn actor_in(&self, from: usize, to: usize) -> Option<&'a ActorMention> {
        let span = self.text.span(from, to.min(self.text.tokens.len()));
        let within = |m: &&ActorMention| (span.0..span.1).contains(&self.bytes(m.span).0);
        self.record.mentions.actors.iter().filter(within).find(|m| m.actor.is_some())
    }

    /// The first token of a span.
    pub fn token_at(&self, byte: u32) -> usize {
        let tokens = &self.text.tokens;
        tokens.partition_point(|t| self.text.folded.to_source(t.end) <= byte)
    }

    pub fn is_english(&self) -> bool {
        self.page.lang == "en"
    }

    /// The day of publication as the record writes dates.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.page.published.as_ref().map(|p| p.date)
    }
}

fn sentences(text: &Text<'_>, blocks: &[Block]) -> Vec<Sentence> {
    let one = |s: &mizan_text::Sentence| {
        let span = (text.whole(s.from).0, text.whole(s.to.saturating_sub(1)).1);
        let at = blocks.partition_point(|b| b.span.1 <= span.0);
        let block = blocks.get(at).filter(|b| b.span.0 < span.1 && b.zone != Zone::Boilerplate)?;
        let (zone, kind) = (block.zone, block.kind);
        Some(Sentence { from: s.from, to: s.to, span, zone, kind })
    };
    text.sentences.iter().filter_map(one).collect()
}

/// Marks of one family open and close one another, whichever way round a keyboard put them.
fn family(c: char) -> Option<u8> {
    match c {
        '«' | '»' => Some(0),
        '“' | '”' | '„' | '‟' | '"' | '❝' | '❞' => Some(1),
        _ => None,
    }
}

/// The quotations of a block, and the marks that have no partner.
fn marks(text: &str, span: Span, block: usize, quotes: &mut Vec<Quote>, lonely: &mut Vec<Lonely>) {
    let words = text.get(span.0 as usize..span.1 as usize).unwrap_or("");
    let mut open: Vec<(u8, u32, u32)> = Vec::new();
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        let (from, to) = (span.0 + at as u32, span.0 + (at + c.len_utf8()) as u32);
        let Some(kind) = family(c) else {
            before = c;
            continue;
        };
        let inches = c == '"' && before.is_numeric() && !open.iter().any(|o| o.0 == kind);
        before = c;
        match open.iter().rposition(|o| o.0 == kind) {
            _ if inches => {}
            Some(n) => {
                quotes.push(Quote { span: (open[n].2, from), block });
                open.truncate(n);
            }
            None => open.push((kind, from, to)),
        }
    }
    for (_, from, to) in open {
        quotes.push(Quote { span: (to, span.1), block });
        lonely.push(Lonely { span: (from, to), block });
    }
}
