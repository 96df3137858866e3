//! A page as the rules see it: its text with tokens, the words of the lists found in it, quotations, sentences.

use crate::phrase::{Hit, Phrases};
use mizan_code::record::{ActorMention, Claim, DateMention, Quantity, Record};
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

/// Words between quotation marks, without the marks; or a mark that has no partner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quote {
    pub span: Span,
    pub block: usize,
}

pub(crate) struct Scene<'a> {
    pub k: &'a Knowledge,
    pub page: &'a Page,
    pub record: &'a Record,
    pub text: Text<'a>,
    pub sentences: Vec<Sentence>,
    /// By where they start.
    pub quotes: Vec<Quote>,
    /// Marks without their partners.
    pub lonely: Vec<Quote>,
    /// What lies between quotation marks, without overlap.
    quoted: Vec<Span>,
    /// For each list its hits, by where they start.
    hits: Vec<Vec<Hit>>,
    /// Where each character starts, in bytes.
    bytes: Vec<u32>,
    claims: Index,
    actors: Index,
    dates: Index,
    quantities: Index,
}

/// Things of the record by the byte at which they start, so that a page is never walked for each of its words.
#[derive(Default)]
struct Index(Vec<(u32, u32)>);

impl Index {
    fn new(starts: impl Iterator<Item = u32>) -> Index {
        let mut all: Vec<(u32, u32)> = starts.enumerate().map(|(n, at)| (at, n as u32)).collect();
        all.sort_unstable();
        Index(all)
    }

    /// Numbers of those that start within a span.
    fn within(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from = self.0.partition_point(|e| e.0 < span.0);
        self.0[from..].iter().take_while(move |e| e.0 < span.1).map(|e| e.1 as usize)
    }
}

impl<'a> Scene<'a> {
    pub fn new(k: &'a Knowledge, lists: &Lists, page: &'a Page, record: &'a Record) -> Scene<'a> {
        let text = Text::new(&page.text, k);
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); LISTS.len()];
        for hit in lists.0.find(&text, 0, text.tokens.len()) {
            hits[hit.list].push(hit);
        }
        let mut bytes: Vec<u32> = page.text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(page.text.len() as u32);
        let sentences = sentences(&text, &page.blocks);
        let (mut quotes, mut lonely) = (Vec::new(), Vec::new());
        for (n, block) in page.blocks.iter().enumerate() {
            if block.zone != Zone::Boilerplate {
                marks(&page.text, block.span, n, &mut quotes, &mut lonely);
            }
        }
        quotes.sort_by_key(|q| q.span);
        let quoted = merged(&quotes);
        let at = |span: (u32, u32)| bytes.get(span.0 as usize).copied().unwrap_or(u32::MAX);
        let m = &record.mentions;
        let claims = Index::new(record.claims.iter().map(|c| at(c.verb.span)));
        let actors = Index::new(m.actors.iter().map(|a| at(a.span)));
        let dates = Index::new(m.dates.iter().map(|d| at(d.span)));
        let quantities = Index::new(m.quantities.iter().map(|q| at(q.span)));
        Scene {
            k,
            page,
            record,
            text,
            sentences,
            quotes,
            lonely,
            quoted,
            hits,
            bytes,
            claims,
            actors,
            dates,
            quantities,
        }
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
        self.hits[list as usize].iter().copied()
    }

    /// Those that start within tokens `from..to`.
    pub fn hits_from(&self, list: List, from: usize, to: usize) -> impl Iterator<Item = Hit> + '_ {
        let all = &self.hits[list as usize];
        let start = all.partition_point(|h| h.from < from);
        all[start..].iter().take_while(move |h| h.from < to).copied()
    }

    /// Those in a sentence.
    pub fn hits_in(&self, list: List, s: &Sentence) -> impl Iterator<Item = Hit> + '_ {
        self.hits_from(list, s.from, s.to)
    }

    pub fn has(&self, list: List, s: &Sentence) -> bool {
        self.hits_in(list, s).next().is_some()
    }

    /// Does one start within a span of bytes?
    pub fn has_within(&self, list: List, span: Span) -> bool {
        self.hits_from(list, self.token_at(span.0), self.token_at(span.1)).next().is_some()
    }

    /// Does one end at most `reach` tokens before a token?
    pub fn ends_before(&self, list: List, at: usize, reach: usize) -> bool {
        /// No phrase of the lists is longer.
        const LONGEST: usize = 12;
        let from = at.saturating_sub(reach + LONGEST);
        self.hits_from(list, from, at).any(|h| h.to <= at && at - h.to <= reach)
    }

    pub fn span(&self, hit: Hit) -> Span {
        hit.span(&self.text)
    }

    pub fn words(&self, hit: Hit) -> &'a str {
        self.text.words(self.span(hit))
    }

    /// Does a place stand between quotation marks?
    pub fn quoted(&self, at: u32) -> bool {
        let n = self.quoted.partition_point(|q| q.1 <= at);
        self.quoted.get(n).is_some_and(|q| q.0 <= at)
    }

    /// Quotations that start within a span.
    pub fn quotes_within(&self, span: Span) -> &[Quote] {
        let from = self.quotes.partition_point(|q| q.span.0 < span.0);
        let to = self.quotes.partition_point(|q| q.span.0 < span.1);
        &self.quotes[from..to.max(from)]
    }

    pub fn sentence_at(&self, byte: u32) -> Option<&Sentence> {
        let n = self.sentences.partition_point(|s| s.span.1 <= byte);
        self.sentences.get(n).filter(|s| s.holds(byte))
    }

    pub fn block(&self, n: usize) -> Option<&Block> {
        self.page.blocks.get(n)
    }

    /// The block that a byte stands in.
    pub fn block_at(&self, byte: u32) -> Option<&Block> {
        let n = self.page.blocks.partition_point(|b| b.span.1 <= byte);
        self.page.blocks.get(n).filter(|b| b.span.0 <= byte)
    }

    pub fn claim_at(&self, claim: &Claim) -> u32 {
        self.bytes(claim.verb.span).0
    }

    pub fn claims_in(&self, span: Span) -> impl Iterator<Item = &'a Claim> + '_ {
        let record = self.record;
        self.claims.within(span).map(move |n| &record.claims[n])
    }

    pub fn quantities_in(&self, span: Span) -> impl Iterator<Item = &'a Quantity> + '_ {
        let record = self.record;
        self.quantities.within(span).map(move |n| &record.mentions.quantities[n])
    }

    pub fn dates_in(&self, span: Span) -> impl Iterator<Item = &'a DateMention> + '_ {
        let record = self.record;
        self.dates.within(span).map(move |n| &record.mentions.dates[n])
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
        let record = self.record;
        let mut found = self.actors.within(span).map(move |n| &record.mentions.actors[n]);
        found.find(|m| m.actor.is_some())
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

/// The spans of quotations, nested ones within the outer.
fn merged(quotes: &[Quote]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for q in quotes {
        match out.last_mut() {
            Some(last) if q.span.0 < last.1 => last.1 = last.1.max(q.span.1),
            _ => out.push(q.span),
        }
    }
    out
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
fn marks(text: &str, span: Span, block: usize, quotes: &mut Vec<Quote>, lonely: &mut Vec<Quote>) {
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
        lonely.push(Quote { span: (from, to), block });
    }
}
