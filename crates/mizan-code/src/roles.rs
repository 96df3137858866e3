//! Grammar of arguments: who stands as subject and object of a verb, what belongs to a verbal noun.

mod clause;
pub(crate) mod tree;

use crate::chunk::{Chunk, Elem, Parse, lexeme_class};
use clause::Clause;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Frame, Pos, Slot};
use mizan_text::{Text, feat};

/// A phrase that fills a place, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arg {
    /// Tokens.
    pub from: usize,
    pub to: usize,
    pub chunk: usize,
    pub why: &'static str,
}

/// What stands around a verb.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    pub subject: Vec<Arg>,
    pub object: Vec<Arg>,
    /// Phrases with prepositions, in order.
    pub phrases: Vec<usize>,
    pub passive: bool,
    /// First token behind the reach of the verb.
    pub end: usize,
}

/// Why an adjective of nationality is the doer of its act.
pub(crate) const NATIONAL: &str = "the act's adjective of nationality";

pub(crate) fn arg(p: &Parse, chunk: usize, why: &'static str) -> Arg {
    let c = &p.chunks[chunk];
    Arg { from: c.from, to: c.wide, chunk, why }
}

/// What is gathered to the right of an element.
#[derive(Default)]
struct Right {
    /// Groups of joined phrases without preposition.
    bare: Vec<Vec<usize>>,
    /// Phrases with prepositions.
    with: Vec<usize>,
    commas: usize,
}

/// Phrases without and with preposition to the right of an element, within its clause.
fn right(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    elem: usize,
) -> (Vec<Vec<usize>>, Vec<usize>, usize) {
    let mut r = Right::default();
    let mut end = p.sentence.to;
    let mut i = elem;
    while i + 1 < p.elems.len() {
        i += 1;
        match p.elems[i] {
            Elem::Verb(t) if r.described(p, t) => {}
            Elem::Verb(_) if r.bare.len() == 1 && bare_clause(text, p, i).is_some() => {
                // «خطف مسلحون يرتدون زي الشرطة مهندسا»: the object of the clause is not the verb's.
                if matches!(p.elems.get(i + 1), Some(Elem::Phrase(_))) {
                    i += 1;
                }
            }
            Elem::Verb(t) | Elem::Sub(t) | Elem::Rel(t) => {
                end = t;
                break;
            }
            Elem::Mark(t) => match text.word(t) {
                "\"" | "'" | "(" | ")" | "-" => {}
                "،" | "," if r.commas == 0 && !r.bare.is_empty() => match aside(text, k, p, i) {
                    Some(close) => i = close,
                    None => r.commas += 1,
                },
                _ => {
                    end = t;
                    break;
                }
            },
            Elem::Other(_) => {}
            Elem::Phrase(_) if part_of_those(text, k, p, i) => {}
            Elem::Phrase(c) => r.place(text, k, p, c),
        }
    }
    (r.bare, r.with, end)
}

/// The comma that closes an aside of time or place opened by the comma at `i`: «، أمس الجمعة،».
fn aside(text: &Text<'_>, k: &Knowledge, p: &Parse, i: usize) -> Option<usize> {
    for (n, e) in p.elems.iter().enumerate().skip(i + 1).take(6) {
        match *e {
            Elem::Mark(t) => return matches!(text.word(t), "،" | ",").then_some(n),
            Elem::Verb(_) | Elem::Sub(_) | Elem::Rel(_) => return None,
            Elem::Phrase(c) if p.chunks[c].conj => return None,
            Elem::Phrase(c) => {
                let time = lexeme_class(k, text.reading(p.chunks[c].head)) == Class::Time;
                if p.chunks[c].prep.is_none() && !time {
                    return None;
                }
            }
            Elem::Other(_) => {}
        }
    }
    None
}

impl Right {
    /// Does the verb describe the phrase before it, as in مواقع تحتوي على أسلحة?
    fn described(&self, p: &Parse, verb: usize) -> bool {
        self.bare.last().and_then(|l| l.last()).is_some_and(|c| p.chunks[*c].wide > verb)
    }

    fn place(&mut self, text: &Text<'_>, k: &Knowledge, p: &Parse, c: usize) {
        let chunk = &p.chunks[c];
        if chunk.prep.is_some() {
            return self.with.push(c);
        }
        if timed(text, k, chunk) || self.commas > 0 || k.is("grammar.manner", text.word(chunk.from))
        {
            return;
        }
        if year(text, chunk.from, chunk.to) {
            return;
        }
        if !chunk.conj {
            return self.bare.push(vec![c]);
        }
        // و joins to the phrase it touches; behind a phrase with a preposition it shares that.
        match self.bare.last_mut() {
            Some(last) if self.with.is_empty() => last.push(c),
            _ if self.with.last().is_some_and(|w| p.chunks[*w].wide + 1 >= chunk.from) => {
                self.with.push(c);
            }
            _ => {}
        }
    }
}

/// A time, or a day counted by one: «السابع من ديسمبر».
pub(crate) fn timed(text: &Text<'_>, k: &Knowledge, c: &Chunk) -> bool {
    let time = |t: usize| lexeme_class(k, text.reading(t)) == Class::Time;
    let counted = matches!(text.reading(c.head).pos, Pos::Ordinal | Pos::Number);
    time(c.head) || counted && (c.from..c.to).any(time)
}

/// «في يناير 2008»: the year of a date stands as a phrase of its own and fills no place.
fn year(text: &Text<'_>, from: usize, to: usize) -> bool {
    let word = text.word(from);
    let of_our_time = |year: u32| (1900..2100).contains(&year);
    to == from + 1 && word.len() == 4 && word.parse().is_ok_and(of_our_time)
}

/// «قتل جنديان شرق بغداد»: a side of a place says where, unless the frame acts on places and has none beside it.
fn without_sides(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    frame: Option<&Frame>,
    bare: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let side = |c: usize| {
        let chunk = &p.chunks[c];
        chunk.to > chunk.from + 1
            && k.is("region.adverbs", text.stem(chunk.head))
            && !text.reading(chunk.head).det
    };
    let on_places = frame.is_some_and(|f| {
        f.object != Slot::None
            && (f.object_class.is_empty() || f.object_class.contains(&Class::Place))
    });
    let others = bare.iter().filter(|l| !side(l[0])).count();
    if on_places && others < 2 {
        return bare;
    }
    bare.into_iter().filter(|l| !side(l[0])).collect()
}

/// The nearest phrase on the left that can be the subject, and whether a relative pronoun lies between.
fn left(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> (Vec<usize>, bool) {
    if let Some(c) = described_noun(text, k, p, elem) {
        return (vec![c], true);
    }
    let mut commas = 0;
    let (mut related, mut people) = (false, false);
    let mut found: Vec<usize> = Vec::new();
    let mut i = behind_bare_clause(text, p, elem).unwrap_or(elem);
    while i > 0 {
        i -= 1;
        match p.elems[i] {
            Elem::Rel(t) => {
                related = true;
                people = k.is("grammar.those_who", text.stem(t));
            }
            // «الذين كانوا يطالبون»: كان opens no clause of its own.
            Elem::Verb(t) if i + 1 == elem && auxiliary(k, text, t) => {}
            Elem::Verb(t) => {
                if let Some(open) = relative_of(p, i) {
                    // A relative clause between subject and verb is stepped over.
                    i = open;
                    found.clear();
                    commas = 0;
                } else if !auxiliary(k, text, t) {
                    break;
                }
            }
            Elem::Sub(_) => break,
            Elem::Mark(t) => match text.word(t) {
                "\"" | "'" | "(" | ")" | "-" => {}
                "،" | "," if commas < 3 && found.is_empty() => commas += 1,
                _ => break,
            },
            Elem::Other(_) => {}
            Elem::Phrase(c) => {
                let chunk = &p.chunks[c];
                // «إن 64 قتلوا»: right before its verb a number counts who it was.
                if text.reading(chunk.head).pos == Pos::Number && i + 1 != elem {
                    continue;
                }
                if let Some(open) = (commas > 0).then(|| inside_relative(text, p, i)).flatten() {
                    i = open;
                    found.clear();
                    continue;
                }
                // «السكان في مدينة كذا الذين خرجوا»: those who act are people, not where they live.
                if people && chunk.prep.is_some() && people_in(text, k, p, c).is_none() {
                    continue;
                }
                if related {
                    found.push(c);
                    break;
                }
                if part_of_those(text, k, p, i) {
                    commas += 1;
                    continue;
                }
                if chunk.prep.is_some() || timed(text, k, chunk) {
                    continue;
                }
                found.push(c);
                if !chunk.conj {
                    break;
                }
            }
        }
    }
    found.reverse();
    (found, related)
}

/// «هجوم استهدف مسجدا»: a verb right behind an indefinite event noun describes it.
fn described_noun(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> Option<usize> {
    let helped = elem > 0 && matches!(p.elems[elem - 1], Elem::Verb(t) if auxiliary(k, text, t));
    let before = p.elems.get(elem.checked_sub(1 + usize::from(helped))?)?;
    let (Elem::Verb(t), Elem::Phrase(c)) = (p.elems[elem - usize::from(helped)], *before) else {
        return None;
    };
    let chunk = &p.chunks[c];
    // So does one behind somebody indefinite: «من قبل متظاهرين اعتصموا», «لتفريق شبان كانوا يهتفون».
    let event = (!helped && is_act(text, k, p, c)) || people_in(text, k, p, c).is_some();
    let bare = text.reading(t).conj.is_none() && !chunk.definite && chunk.prep.is_some();
    (event && bare).then_some(c)
}

/// The first noun of a phrase that names people: the head, or one of its construct («صفوف المتظاهرين»).
pub(crate) fn people_in(text: &Text<'_>, k: &Knowledge, p: &Parse, chunk: usize) -> Option<usize> {
    let c = &p.chunks[chunk];
    if c.class.animate() {
        return Some(c.head);
    }
    let named = |t: usize| p.hits_at(t).next().is_some();
    (c.head..c.to).find(|t| !named(*t) && lexeme_class(k, text.reading(*t)).animate())
}

/// Does the phrase name an act: an event noun or a verbal noun?
pub(crate) fn is_act(text: &Text<'_>, k: &Knowledge, p: &Parse, chunk: usize) -> bool {
    let head = text.reading(p.chunks[chunk].head);
    head.pos == Pos::Masdar || lexeme_class(k, head) == Class::Event
}

/// The relative pronoun that opens the clause of a verb element, if it stands right before it.
fn relative_of(p: &Parse, elem: usize) -> Option<usize> {
    (elem.saturating_sub(2)..elem).rev().find(|i| matches!(p.elems[*i], Elem::Rel(_)))
}

/// «انتحاري يقود شاحنة مفخخة فجر نفسه»: the element behind the noun whose describing clause lies
/// right before this verb.
fn behind_bare_clause(text: &Text<'_>, p: &Parse, elem: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let conj = matches!(p.elems[elem], Elem::Verb(t) if text.reading(t).conj.is_some());
    let inside = |e: &Elem| matches!(e, Elem::Phrase(_) | Elem::Other(_));
    // «انتحاريا يقود شاحنة، فجر نفسه»: a comma may close the clause.
    let close = elem - usize::from(elem > 0 && p.comma(text, elem - 1));
    let verb = (close.saturating_sub(LONGEST)..close).rev().find(|i| !inside(&p.elems[*i]))?;
    (!conj && matches!(p.elems[verb], Elem::Verb(_)))
        .then(|| bare_clause(text, p, verb))?
        .map(|noun| noun + 1)
}

/// The indefinite noun that a present verb right behind it describes: its element.
fn bare_clause(text: &Text<'_>, p: &Parse, verb: usize) -> Option<usize> {
    let (Elem::Verb(t), Elem::Phrase(c)) = (p.elems[verb], p.elems[verb.checked_sub(1)?]) else {
        return None;
    };
    let (a, c) = (text.reading(t), &p.chunks[c]);
    let describes = a.has(feat::IMPF) && a.conj.is_none() && !a.future;
    (describes && !c.definite && c.class.animate() && c.prep.is_none()).then_some(verb - 1)
}

/// «بينهم طفلان»: a phrase that names some of those before it.
fn part_of_those(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> bool {
    let Elem::Phrase(c) = p.elems[elem] else { return false };
    let among = |t: usize| k.is("grammar.among", text.word(t));
    let from = p.chunks[c].from;
    (from > p.sentence.from && among(from - 1)) || among(from)
}

/// The relative pronoun of the clause that an element closes, looking back over its verb.
fn inside_relative(text: &Text<'_>, p: &Parse, elem: usize) -> Option<usize> {
    for i in (0..elem).rev() {
        match p.elems[i] {
            Elem::Verb(_) => return relative_of(p, i),
            Elem::Mark(t) if matches!(text.word(t), "،" | "." | ":") => return None,
            Elem::Sub(_) => return None,
            _ => {}
        }
    }
    None
}

fn auxiliary(k: &Knowledge, text: &Text<'_>, token: usize) -> bool {
    let lex = text.reading(token).lex;
    k.tables
        .lexemes
        .get(lex as usize)
        .is_some_and(|l| k.is("aux.verbs", &mizan_text::fold(&l.lemma)))
}

/// The roles around a verb. `frame` tells what the verb expects; `inherited` is the subject of the
/// verb it is joined to.
pub(crate) fn of_verb(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    elem: usize,
    frame: Option<&Frame>,
    inherited: &[Arg],
) -> Roles {
    let Elem::Verb(token) = p.elems[elem] else { return Roles::default() };
    let (bare, phrases, end) = right(text, k, p, elem);
    let bare = without_sides(text, k, p, frame, bare);
    let (before, related) = left(text, k, p, elem);
    let verb = *text.reading(token);
    let clause =
        Clause { text, k, p, elem, verb, frame, inherited, bare, before, related, phrases };
    let (subject, object, passive) = clause.decide(token);
    let mut roles = Roles { subject, object, passive, phrases: clause.phrases, end };
    // Reading a tree costs more than all else: it is asked where a frame waits for what is missing.
    if let Some(frame) = frame {
        let wants = frame.object != Slot::None && roles.object.is_empty();
        tree::View { text, k, p }.complete(token, (inherited, wants), &mut roles);
    }
    roles
}

/// What belongs to a verbal noun or event noun: its genitive inside the phrase, and phrases behind it.
pub(crate) struct NounRoles {
    /// Tokens of the genitive.
    pub genitive: Option<(usize, usize)>,
    /// A bare phrase behind: object in the accusative, or the other side.
    pub accusative: Option<usize>,
    pub phrases: Vec<usize>,
    /// Verb that governs the noun.
    pub verb: Option<usize>,
    /// Element of that verb.
    pub verb_elem: Option<usize>,
    pub end: usize,
}

pub(crate) fn of_noun(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    chunk: usize,
) -> NounRoles {
    let c = &p.chunks[chunk];
    let elem = p.elem_of(token);
    let (bare, phrases, end) = right(text, k, p, elem);
    let mut from = token + 1;
    // Adjectives of the event noun itself are no genitive.
    while from < c.to
        && !p.hits.iter().any(|h| h.from == from)
        && (matches!(text.reading(from).pos, Pos::Adj | Pos::Ordinal | Pos::Participle)
            || k.is("grammar.several", text.word(from))
            || lexeme_class(k, text.reading(from)) == Class::Time)
        && text.reading(from).det == text.reading(token).det
    {
        from += 1;
    }
    let genitive = (from < c.to && text.reading(token).pron.is_none() && !text.reading(token).det)
        .then_some((from, c.wide));
    let accusative = bare.first().and_then(|l| l.first()).copied().filter(|_| genitive.is_some());
    let (verb, verb_elem) = governor(text, k, p, elem, c.prep.as_deref());
    NounRoles { genitive, accusative, phrases, verb, verb_elem, end }
}

/// The verb to the left whose clause the noun stands in. «قام مسلحون يرتدون بزات بخطف …»: a clause that describes the
/// doer is stepped over, where the noun stands behind ب and the verb of the clause lends no noun its tense.
fn governor(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    elem: usize,
    prep: Option<&str>,
) -> (Option<usize>, Option<usize>) {
    let mut i = elem;
    while i > 0 {
        i -= 1;
        match p.elems[i] {
            Elem::Verb(t) => {
                let lends = k.tables.light_verbs.contains_key(&text.reading(t).lex);
                match bare_clause(text, p, i).filter(|_| prep == Some("ب") && !lends) {
                    Some(noun) => i = noun,
                    None => return (Some(t), Some(i)),
                }
            }
            Elem::Sub(_) | Elem::Rel(_) => return (None, None),
            Elem::Mark(t) if matches!(text.word(t), "." | ":" | "؛" | "؟") => {
                return (None, None);
            }
            // «، وهي توقيع …»: a pronoun opens a clause without a verb.
            Elem::Other(t) if text.reading(t).pos == Pos::Pron => return (None, None),
            _ => {}
        }
    }
    (None, None)
}
