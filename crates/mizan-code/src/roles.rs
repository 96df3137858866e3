//! Grammar of arguments: who stands as subject and object of a verb, what belongs to a verbal noun.

use crate::chunk::{Elem, Parse, lexeme_class};
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

pub(crate) fn arg(p: &Parse, chunk: usize, why: &'static str) -> Arg {
    let c = &p.chunks[chunk];
    Arg { from: c.from, to: c.wide, chunk, why }
}

/// Phrases without and with preposition to the right of an element, within its clause.
fn right(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> (Vec<Vec<usize>>, Vec<usize>, usize) {
    let mut bare: Vec<Vec<usize>> = Vec::new();
    let mut with: Vec<usize> = Vec::new();
    let mut commas = 0;
    let mut end = p.sentence.to;
    for (i, e) in p.elems.iter().enumerate().skip(elem + 1) {
        match *e {
            Elem::Verb(t) if bare.last().and_then(|l| l.last()).is_some_and(|c| p.chunks[*c].wide > t) => {}
            Elem::Verb(t) | Elem::Sub(t) | Elem::Rel(t) => {
                end = t;
                break;
            }
            Elem::Mark(t) => match text.word(t) {
                "\"" | "'" | "(" | ")" | "-" => {}
                "،" | "," if commas == 0 && !bare.is_empty() => commas += 1,
                _ => {
                    end = t;
                    break;
                }
            },
            Elem::Other(_) => {}
            Elem::Phrase(c) => place(text, k, p, c, i == elem + 1, commas, &mut bare, &mut with),
        }
    }
    (bare, with, end)
}

#[allow(clippy::too_many_arguments)]
fn place(text: &Text<'_>, k: &Knowledge, p: &Parse, c: usize, _first: bool, commas: usize, bare: &mut Vec<Vec<usize>>, with: &mut Vec<usize>) {
    let chunk = &p.chunks[c];
    if chunk.prep.is_some() {
        with.push(c);
        return;
    }
    if matches!(lexeme_class(k, text.reading(chunk.head)), Class::Time) {
        return;
    }
    // و joins to the phrase it touches; behind a comma it opens something else.
    if chunk.conj {
        if let Some(last) = bare.last_mut().filter(|_| with.is_empty() && commas == 0) {
            last.push(c);
        } else if let Some(prev) = with.last().copied().filter(|w| p.chunks[*w].wide >= chunk.from.saturating_sub(1)) {
            // Joined to a phrase with a preposition: it shares the preposition.
            let _ = prev;
            with.push(c);
        }
        return;
    }
    if commas == 0 {
        bare.push(vec![c]);
    }
}

/// The nearest phrase on the left that can be the subject, and whether a relative pronoun lies between.
fn left(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> (Vec<usize>, bool) {
    let mut commas = 0;
    let mut related = false;
    let mut found: Vec<usize> = Vec::new();
    let mut i = elem;
    while i > 0 {
        i -= 1;
        match p.elems[i] {
            Elem::Rel(_) => related = true,
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
                if text.reading(chunk.head).pos == Pos::Number {
                    continue;
                }
                if let Some(open) = (commas > 0).then(|| inside_relative(text, p, i)).flatten() {
                    i = open;
                    found.clear();
                    continue;
                }
                if related {
                    found.push(c);
                    break;
                }
                if chunk.prep.is_some() || lexeme_class(k, text.reading(chunk.head)) == Class::Time {
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

/// The relative pronoun that opens the clause of a verb element, if it stands right before it.
fn relative_of(p: &Parse, elem: usize) -> Option<usize> {
    (elem.saturating_sub(2)..elem).rev().find(|i| matches!(p.elems[*i], Elem::Rel(_)))
}

/// Does the first of these phrases open the clause right behind أنّ or إنّ?
fn after_sub(p: &Parse, before: &[usize]) -> bool {
    let Some(first) = before.first() else { return false };
    let elem = p.elem_of(p.chunks[*first].from);
    elem > 0 && matches!(p.elems[elem - 1], Elem::Sub(_))
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

/// A preposition with a pronoun (عنها، فيه) behind the verb takes up the noun before the relative clause.
fn resumed(text: &Text<'_>, p: &Parse, elem: usize) -> bool {
    p.elems.get(elem + 1).is_some_and(|e| match *e {
        Elem::Other(t) => text.reading(t).pos == Pos::Prep && (text.word(t).ends_with("ها") || text.word(t).ends_with('ه') || text.word(t).ends_with("هم")),
        _ => false,
    })
}

fn auxiliary(k: &Knowledge, text: &Text<'_>, token: usize) -> bool {
    let lex = text.reading(token).lex;
    k.tables.lexemes.get(lex as usize).is_some_and(|l| k.list("aux.verbs").iter().any(|v| *v == mizan_text::fold(&l.lemma)))
}

/// Is the perfect written with a damma on its first letter, as فُعِل?
fn marked_passive(text: &Text<'_>, token: usize) -> bool {
    let a = text.reading(token);
    let source = text.words(text.whole(token));
    let mut letters = 0;
    let skip = a.from / 2;
    for c in source.chars() {
        if c == '\u{064F}' {
            return letters == skip + 1;
        }
        if !('\u{064B}'..='\u{0652}').contains(&c) && c != 'ـ' {
            letters += 1;
        }
        if letters > skip + 1 {
            return false;
        }
    }
    false
}

/// The roles around a verb. `frame` tells what the verb expects; `inherited` is the subject of the verb it is joined to.
pub(crate) fn of_verb(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize, frame: Option<&Frame>, inherited: &[Arg]) -> Roles {
    let Elem::Verb(token) = p.elems[elem] else { return Roles::default() };
    let a = *text.reading(token);
    let (bare, phrases, end) = right(text, k, p, elem);
    let (before, related) = left(text, k, p, elem);
    let agent = phrases.iter().any(|c| p.chunks[*c].prep.as_deref().is_some_and(|x| k.list("preps.agent").iter().any(|g| g == x)));
    let only_passive = a.has(feat::PASSIVE) && !a.has(feat::ACTIVE);
    let joined = a.conj.is_some() && !inherited.is_empty();
    let plural = a.has(feat::PLUR) && !a.has(feat::SING);
    let mut roles = Roles { phrases, end, ..Roles::default() };
    let args = |list: &[usize], why| list.iter().map(|c| arg(p, *c, why)).collect::<Vec<_>>();
    let expects_object = frame.is_none_or(|f| f.object != Slot::None);
    let can_passive = frame.is_some_and(|f| f.passive) && a.has(feat::PASSIVE);

    if only_passive || agent || (can_passive && marked_passive(text, token)) {
        roles.passive = true;
        let first = bare.first().cloned().or_else(|| (!before.is_empty()).then_some(before));
        roles.object = first.map_or(Vec::new(), |list| args(&list, "the one noun phrase of a passive verb"));
        return roles;
    }
    if a.pron.is_some() {
        roles.subject = bare.first().map_or(Vec::new(), |l| args(l, "subject behind a verb with an object pronoun"));
        if related && !before.is_empty() {
            roles.object = args(&before, "taken up by the pronoun of the verb");
        }
        if roles.subject.is_empty() && joined {
            roles.subject = inherited.to_vec();
        }
        return roles;
    }
    if related && !bare.is_empty() && resumed(text, p, elem) {
        roles.subject = args(&bare[0], "subject behind the verb of a relative clause");
        return roles;
    }
    if related && !before.is_empty() {
        roles.subject = args(&before, "noun that the relative clause describes");
        roles.object = bare.first().map_or(Vec::new(), |l| args(l, "object behind the verb of a relative clause"));
        return roles;
    }
    match (bare.len(), expects_object) {
        (0, _) => {
            roles.subject = if joined { inherited.to_vec() } else { args(&before, "subject before the verb") };
            if roles.subject.is_empty() && plural {
                roles.subject = inherited.to_vec();
            }
        }
        (1, true) => one_phrase(text, k, p, frame, &bare[0], &before, Context { joined, plural, can_passive, related }, inherited, &mut roles),
        (1, false) => {
            let fits = plural || (joined && !p.chunks[bare[0][0]].class.animate());
            roles.subject = if fits && !inherited.is_empty() { inherited.to_vec() } else if plural && !before.is_empty() { args(&before, "subject before the verb") } else if !before.is_empty() && !p.chunks[bare[0][0]].class.animate() && p.chunks[before[0]].class.animate() {
                args(&before, "subject before the verb")
            } else {
                args(&bare[0], "subject behind the verb")
            };
        }
        _ => {
            if plural || after_sub(p, &before) {
                roles.subject = if before.is_empty() { inherited.to_vec() } else { args(&before, "subject before the verb") };
                roles.object = args(&bare[0], "object behind the verb");
            } else if joined && !p.chunks[bare[0][0]].class.animate() && expects_object {
                roles.subject = inherited.to_vec();
                roles.object = args(&bare[0], "object behind the verb");
            } else {
                roles.subject = args(&bare[0], "first noun phrase behind the verb");
                roles.object = args(&bare[1], "second noun phrase behind the verb");
            }
        }
    }
    roles
}

#[derive(Clone, Copy)]
struct Context {
    joined: bool,
    plural: bool,
    can_passive: bool,
    related: bool,
}

/// One noun phrase behind a transitive verb: object, subject, both in one, or the one of a passive.
#[allow(clippy::too_many_arguments)]
fn one_phrase(text: &Text<'_>, k: &Knowledge, p: &Parse, frame: Option<&Frame>, bare: &[usize], before: &[usize], context: Context, inherited: &[Arg], roles: &mut Roles) {
    let args = |list: &[usize], why| list.iter().map(|c| arg(p, *c, why)).collect::<Vec<_>>();
    let chunk = &p.chunks[bare[0]];
    let fits = |class: Class| frame.is_none_or(|f| f.object_class.is_empty() || f.object_class.contains(&class) || class == Class::None);
    let target_by_prep = frame.is_some_and(|f| roles.phrases.iter().any(|c| f.preps.iter().any(|(prep, slot)| *slot == Slot::Target && p.chunks[*c].prep.as_deref() == Some(prep))));
    if context.plural || (!before.is_empty() && !context.joined && p.chunks[before[0]].class != Class::Time) {
        roles.subject = if before.is_empty() { inherited.to_vec() } else { args(before, "subject before the verb") };
        roles.object = args(bare, "object behind the verb");
        return;
    }
    if let Some(split) = chunk.split.filter(|at| chunk.from < *at) {
        // An indefinite doer and an indefinite object stand side by side.
        roles.subject = vec![Arg { from: chunk.from, to: split, chunk: bare[0], why: "doer before a second indefinite noun" }];
        roles.object = vec![Arg { from: split, to: chunk.wide, chunk: bare[0], why: "second indefinite noun" }];
        return;
    }
    if context.joined && fits(chunk.class) {
        // A joined verb keeps its subject, unless it is a passive beside another passive.
        if !context.can_passive || inherited.iter().any(|a| p.chunks[a.chunk].class.animate()) {
            roles.subject = inherited.to_vec();
        } else {
            roles.passive = true;
        }
        roles.object = args(bare, "object behind the joined verb");
        return;
    }
    if target_by_prep {
        roles.subject = args(bare, "subject behind the verb; the target has its preposition");
        return;
    }
    if context.can_passive && fits(chunk.class) {
        roles.passive = true;
        roles.object = args(bare, "the one noun phrase of an unmarked passive");
        return;
    }
    let _ = (text, k, context.related);
    roles.subject = args(bare, "subject behind the verb");
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

pub(crate) fn of_noun(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize, chunk: usize) -> NounRoles {
    let c = &p.chunks[chunk];
    let elem = p.elem_of(token);
    let (bare, phrases, end) = right(text, k, p, elem);
    let mut from = token + 1;
    // Adjectives of the event noun itself are no genitive.
    while from < c.to && !p.hits.iter().any(|h| h.from == from) && matches!(text.reading(from).pos, Pos::Adj | Pos::Ordinal | Pos::Participle) && text.reading(from).det == text.reading(token).det {
        from += 1;
    }
    let genitive = (from < c.to && text.reading(token).pron.is_none() && !text.reading(token).det).then_some((from, c.wide));
    let accusative = bare.first().and_then(|l| l.first()).copied().filter(|_| genitive.is_some());
    let (verb, verb_elem) = governor(text, p, elem);
    NounRoles { genitive, accusative, phrases, verb, verb_elem, end }
}

/// The verb to the left whose clause the noun stands in.
fn governor(text: &Text<'_>, p: &Parse, elem: usize) -> (Option<usize>, Option<usize>) {
    for (i, e) in p.elems[..elem].iter().enumerate().rev() {
        match *e {
            Elem::Verb(t) => return (Some(t), Some(i)),
            Elem::Sub(_) | Elem::Rel(_) => return (None, None),
            Elem::Mark(t) if matches!(text.word(t), "." | ":" | "؛" | "؟") => return (None, None),
            // «، وهي توقيع …»: a pronoun opens a clause without a verb.
            Elem::Other(t) if text.reading(t).pos == Pos::Pron => return (None, None),
            _ => {}
        }
    }
    (None, None)
}
