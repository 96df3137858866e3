//! Frames opened by triggers, slots filled, status read: the events of one sentence.

mod aim;
pub(crate) mod cause;
mod happening;
mod slots;
mod triggers;

use crate::chunk::Elem;
use crate::chunk::Parse;
use crate::chunk::lexeme_class;
use crate::roles;
use crate::roles::Arg;
use crate::roles::Roles;
use crate::status;
use crate::status::Case;
use crate::status::Status;
use aim::aim;
use happening::merge;
use mizan_data::Knowledge;
use mizan_data::model::Class;
use mizan_data::model::Frame;
use mizan_data::model::Pos;
use mizan_data::model::Slot;
use mizan_data::model::TriggerKind;
use mizan_text::Text;
use slots::Slots;
pub(crate) use slots::act_of_state;
use slots::adverbial_doer;
use slots::before_verb_phrases;
use slots::cut_at_company;
use slots::described_by;
use slots::genitive;
use slots::headline_partner;
use slots::means;
use slots::nationality_doer;
use slots::resolve_masdar_target;
use triggers::best_with;
use triggers::triggers;

/// An event of a sentence, with tokens in place of mentions.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub frame: u32,
    pub kind: TriggerKind,
    /// Tokens of the trigger.
    pub trigger: (usize, usize),
    pub sources: Vec<Arg>,
    pub targets: Vec<Arg>,
    pub status: Status,
    /// The light verb that carries the noun.
    pub light: Option<usize>,
    /// Verb whose clause the event stands in.
    pub verb: Option<usize>,
    /// For a participle the verb that it stands beside, in no way said by it.
    pub beside: Option<usize>,
    /// What stands as the subject of its verb, whatever the frame makes of it.
    pub subject: Vec<Arg>,
    /// First token behind its clause.
    pub end: usize,
    pub passive: bool,
    pub specific: bool,
    pub notes: Vec<String>,
    /// Triggers of the same happening that were merged in: (frame, token).
    pub merged: Vec<(u32, usize)>,
    /// Which frame each merged target came with: (chunk, frame).
    pub origins: Vec<(usize, u32)>,
}

/// What the sentence's surroundings say.
pub(crate) struct Setting<'t, 's> {
    pub text: &'t Text<'s>,
    pub headline: bool,
    /// Tokens of dates more than a year before the page.
    pub old_dates: Vec<(usize, usize)>,
    /// The page tells of an accident.
    pub accident: bool,
}

/// All events of a sentence.
pub(crate) fn find(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
) -> Vec<Found> {
    let mut subjects: Vec<Arg> = Vec::new();
    let mut objects: Vec<Arg> = Vec::new();
    let mut out: Vec<Found> = Vec::new();
    for (i, e) in p.elems.iter().enumerate() {
        match *e {
            Elem::Verb(t) => {
                let opened = triggers(text, k, p, t);
                let mut roles: Option<Roles> = None;
                // Where the likeliest frame does not hold, the next one may.
                for (n, (frame, specific)) in opened.iter().enumerate() {
                    let own = &k.tables.frames[*frame as usize];
                    let read = roles::of_verb(text, k, p, i, Some(own), &subjects);
                    let opened = Opened { token: t, frame: *frame, specific: *specific };
                    let found = from_verb(text, k, p, setting, opened, &read, &objects, None);
                    if n == 0 || found.is_some() {
                        roles = Some(read);
                    }
                    if let Some(found) = found {
                        out.push(found);
                        break;
                    }
                }
                let roles = roles.unwrap_or_else(|| roles::of_verb(text, k, p, i, None, &subjects));
                if !roles.subject.is_empty() {
                    subjects.clone_from(&roles.subject);
                } else if roles.passive {
                    subjects.clear();
                }
                if !roles.object.is_empty() {
                    objects.clone_from(&roles.object);
                }
            }
            Elem::Phrase(c) => {
                // «في دكا»: words of a name open no frame.
                let named = |t: usize| p.hits_at(t).next().is_some();
                for t in (p.chunks[c].from..p.chunks[c].to).filter(|t| !named(*t)) {
                    let participle = from_participle(text, k, p, setting, (c, t), &subjects);
                    if participle.is_some() {
                        out.extend(participle);
                        continue;
                    }
                    let opened = triggers(text, k, p, t);
                    let found = opened.into_iter().find_map(|(frame, specific)| {
                        from_noun(text, k, p, setting, c, t, frame, specific, &subjects)
                    });
                    let carried = || from_carried(text, k, p, setting, (c, t), &subjects);
                    out.extend(found.or_else(carried));
                }
            }
            _ => {}
        }
    }
    cause::drop_accidents(text, k, p, setting.accident, &mut out);
    merge(text, k, p, &mut out);
    out
}

/// A word and the frame that it opens.
#[derive(Clone, Copy)]
struct Opened {
    token: usize,
    frame: u32,
    /// Its company or its preposition says so.
    specific: bool,
}

/// «…، داعيا الأطراف إلى الهدوء»: a participle that tells what the doer of its clause does beside opens the frames of its
/// verb; its doer is the subject of that clause, and it is as real.
fn from_participle(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    (chunk, token): (usize, usize),
    subjects: &[Arg],
) -> Option<Found> {
    let opened = triggers::of_participle(text, k, p, token);
    if opened.is_empty() {
        return None;
    }
    let around = roles::tree::View { text, k, p }.circumstance(token, chunk, subjects)?;
    let status = Status::beside(around.verb.map(|v| text.reading(v)));
    opened.into_iter().find_map(|(frame, specific)| {
        let opened = Opened { token, frame, specific };
        let given = Some(status.clone());
        let found = from_verb(text, k, p, setting, opened, &around.roles, &[], given)?;
        Some(Found { beside: around.verb, ..found })
    })
}

/// «أقدم رجل على طعن جاره», «تمكن الجيش من مهاجمة الموقع»: a verbal noun that a light verb carries opens the frames of its verb,
/// with the light verb's subject in the place that this says and its genitive as the object.
fn from_carried(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    (chunk, token): (usize, usize),
    subjects: &[Arg],
) -> Option<Found> {
    let opened = triggers::of_masdar(text, k, p, token);
    if opened.is_empty() {
        return None;
    }
    let nr = roles::of_noun(text, k, p, token, chunk);
    let light = light_verb(text, k, p, chunk, &nr)?;
    let carrier = roles::of_verb(text, k, p, nr.verb_elem?, None, subjects);
    let doer: Vec<Arg> = carrier.subject.into_iter().filter(|a| a.chunk != chunk).collect();
    let told = announced(text, k, p, (token, light), &doer);
    let behind = |(from, to)| Arg { from, to, chunk, why: "behind the verbal noun" };
    let (subject, object) = match k.tables.light_verbs[&text.reading(light).lex] {
        Slot::Source if !told => (doer, nr.genitive.map(behind).into_iter().collect()),
        Slot::Target => (nr.genitive.map(behind).into_iter().collect(), doer),
        _ => (Vec::new(), nr.genitive.map(behind).into_iter().collect()),
    };
    let roles = roles::Roles { subject, object, phrases: nr.phrases, passive: false, end: nr.end };
    opened.into_iter().find_map(|(frame, specific)| {
        let case = Case {
            token,
            kind: TriggerKind::Noun,
            light: Some(light),
            verb: nr.verb,
            headline: setting.headline,
            frame_status: k.tables.frames[frame as usize].status.as_deref(),
            refused: false,
            long_ago: long_ago(setting, p, token, nr.end),
        };
        let status = Some(status::of(text, k, p, &case));
        let opened = Opened { token, frame, specific };
        let found = from_verb(text, k, p, setting, opened, &roles, &[], status)?;
        Some(Found { kind: TriggerKind::Masdar, light: Some(light), verb: nr.verb, ..found })
    })
}

#[allow(clippy::too_many_arguments)]
fn from_verb(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    Opened { token, frame: frame_id, specific }: Opened,
    roles: &Roles,
    objects: &[Arg],
    given: Option<Status>,
) -> Option<Found> {
    let frame = &k.tables.frames[frame_id as usize];
    // «أصيب عشرات المتظاهرين»: what befalls them is no act of theirs.
    if roles.passive && !frame.subject_words.is_empty() {
        return None;
    }
    let mut slots = Slots { frame, sources: Vec::new(), targets: Vec::new(), notes: Vec::new() };
    if roles.passive {
        let slot = if frame.object == Slot::None { frame.subject } else { frame.object };
        slots.put(slot, &roles.object, "object of the passive");
    } else {
        slots.put(frame.subject, &roles.subject, "subject");
        slots.put(frame.object, &roles.object, "object");
    }
    if frame.subject == Slot::None && frame.object == Slot::None {
        slots.put(Slot::Target, objects, "object of the verb before");
    }
    // «ضبطت أسلحة» has its object, «أصدر عفوا عن سجناء» has it behind a preposition.
    let behind = |c: &usize| {
        let prep = p.chunks[*c].prep.as_deref();
        frame.preps.iter().any(|(x, s)| *s == Slot::Target && Some(x.as_str()) == prep)
    };
    let governs = slots.targets.iter().any(|t| k.is("grammar.governs", text.word(t.from)));
    if frame.object == Slot::None || roles.phrases.iter().any(behind) || governs {
        let with = best_with(text, k, p, (token, true), |f| f == frame_id);
        cut_at_company(text, k, p, token, &with, &mut slots);
    }
    slots.phrases(text, k, p, &roles.phrases, roles.passive);
    slots.pronouns(text, k, p, token);
    before_verb_phrases(k, p, token, &mut slots);
    resolve_masdar_target(text, k, p, token, &mut slots);
    aim(text, k, p, token, &mut slots);
    if !class_fits(text, k, p, frame, &slots.targets) || !slots.hold(text, k, p) {
        return None;
    }
    aim::at_whose(text, k, p, &mut slots);
    let case = Case {
        token,
        kind: TriggerKind::Verb,
        light: None,
        verb: None,
        headline: setting.headline,
        frame_status: frame.status.as_deref(),
        refused: frame.refused,
        long_ago: long_ago(setting, p, token, roles.end),
    };
    let status = given.unwrap_or_else(|| status::of(text, k, p, &case));
    Some(Found {
        frame: frame_id,
        kind: TriggerKind::Verb,
        trigger: (token, token + 1),
        sources: slots.sources,
        targets: slots.targets,
        notes: slots.notes,
        status,
        light: None,
        verb: Some(token),
        beside: None,
        subject: roles.subject.clone(),
        end: roles.end,
        passive: roles.passive,
        specific,
        merged: Vec::new(),
        origins: Vec::new(),
    })
}

/// The class of the first target must suit the frame, where both are known.
fn class_fits(text: &Text<'_>, k: &Knowledge, p: &Parse, frame: &Frame, targets: &[Arg]) -> bool {
    let Some(first) = targets.first() else { return true };
    let c = &p.chunks[first.chunk];
    let class = if first.from > c.head || first.to <= c.head {
        let noun = (first.from..first.to)
            .find(|t| matches!(text.reading(*t).pos, Pos::Noun | Pos::Masdar | Pos::Participle));
        noun.map_or(Class::None, |t| lexeme_class(k, text.reading(t)))
    } else {
        c.class
    };
    frame.object_class.is_empty()
        || class == Class::None
        || frame.object_class.contains(&class)
        || (class == Class::Body && frame.object_class.contains(&Class::Group))
}

fn long_ago(setting: &Setting<'_, '_>, p: &Parse, token: usize, end: usize) -> bool {
    let inside = |d: &&(usize, usize)| {
        d.0 >= p.sentence.from && d.0 < end.max(token + 12) && d.0 + 25 > token
    };
    setting.old_dates.iter().filter(inside).any(|d| !p.behind_relative(setting.text, token, d.0))
}

/// Where the company ends that stands right behind a verb, or behind its preposition: «أطلقوا النار», «خرجوا في مسيرة».
/// Company that acts is the doer and company that suffers the act its target: neither is part of the trigger.
pub(crate) fn company_behind(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    f: &Found,
) -> Option<usize> {
    let own = &k.tables.frames[f.frame as usize];
    if own.object != Slot::None {
        return None;
    }
    // «خرجوا إلى الشوارع»: another frame of the type may know the company of the verb.
    let with = best_with(text, k, p, (f.trigger.0, true), |other| {
        let frame = &k.tables.frames[other as usize];
        frame.event == own.event && frame.object == Slot::None
    });
    let next = f.trigger.1;
    let at = next + usize::from(text.reading(next).pos == Pos::Prep);
    let acts = lexeme_class(k, text.reading(at)).animate() || text.reading(at).pos == Pos::Quant;
    let found = !with.is_empty() && at < p.sentence.to && !acts;
    (found && status::begins(text, at, &with)).then_some(at + 1)
}

/// Where a noun ends that is the name of an act only by the word behind it: «وقفة احتجاجية», «يوم غضب».
pub(crate) fn named_by_company(text: &Text<'_>, k: &Knowledge, p: &Parse, f: &Found) -> usize {
    let next = f.trigger.1;
    let nominal = next < p.sentence.to && {
        let a = text.reading(next);
        matches!(a.pos, Pos::Noun | Pos::Adj | Pos::Participle | Pos::Masdar) && a.prep.is_none()
    };
    if f.kind == TriggerKind::Verb || !nominal {
        return next;
    }
    let with = best_with(text, k, p, (f.trigger.0, false), |other| other == f.frame);
    let named = with.iter().any(|w| !w.contains(' ') && status::is_word(text, next, w));
    next + usize::from(named)
}

/// The light verb that carries a noun: it governs it directly or by one of its prepositions.
fn light_verb(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    nr: &roles::NounRoles,
) -> Option<usize> {
    let from = p.chunks[chunk].from;
    let taken = p.chunks[chunk].prep.as_deref().is_none_or(|x| k.is("grammar.light", x))
        || claimed(text, k, (from.saturating_sub(2).max(p.sentence.from), from));
    // «بزيارة وسط أنباء عن دعم …»: the tree knows where a noun hangs on another one.
    let noun = p.chunks[chunk].head;
    let view = roles::tree::View { text, k, p };
    nr.verb.filter(|v| {
        taken
            && k.tables.light_verbs.contains_key(&text.reading(*v).lex)
            && !view.hangs_elsewhere(noun, *v)
    })
}

/// Does the word right before, in the same phrase, name the end of the act?
fn ended(text: &Text<'_>, k: &Knowledge, p: &Parse, chunk: usize, token: usize) -> bool {
    let before = token.checked_sub(1).filter(|t| *t >= p.chunks[chunk].from);
    before.is_some_and(|t| {
        text.reading(t).pos == Pos::Masdar
            && !text.reading(t).det
            && k.is("grammar.ends", text.stem(t))
    })
}

/// Does «مسؤوليتها عن» stand among these tokens?
fn claimed(text: &Text<'_>, k: &Knowledge, (from, to): (usize, usize)) -> bool {
    (from..to).any(|t| k.is("grammar.responsibility", text.stem(t)))
}

/// «أعلن الجيش مقتل جندي», «أكد مصدر اعتقال خلية»: who tells of what befell somebody, or only tells
/// what others did, is not its doer. «أعلنت انسحابها» and «أعلن الجيش قصف مواقع» are acts of the speaker.
fn announced(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    (noun, verb): (usize, usize),
    subject: &[Arg],
) -> bool {
    let says = k.tables.report_verbs.contains_key(&text.reading(verb).lex);
    // «أعلنت الجماعة مسؤوليتها عن خطف …»: who claims an act did it.
    if claimed(text, k, (verb + 1, noun)) {
        return false;
    }
    // «أعلن الدفاع المدني مقتل ثلاثة بقصف على …»: nor is he the doer of what caused the loss that he announces.
    let befalls = (verb + 1..=noun).any(|t| k.is("grammar.befalls", text.stem(t)));
    let teller = |a: &Arg| {
        let head = text.stem(p.chunks[a.chunk].head);
        let class = p.chunks[a.chunk].class;
        !class.animate() || k.is("grammar.tellers", head) || k.is("verbs.channels", head)
    };
    says && text.reading(noun).pron.is_none() && (befalls || subject.iter().any(teller))
}

/// The subject of a light verb fills the slot that the verb says, of the noun's frame.
fn light_subject(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    (verb, elem, noun): (usize, usize, usize),
    subjects: &[Arg],
    slots: &mut Slots<'_>,
) {
    let around = roles::of_verb(text, k, p, elem, None, subjects);
    let subject: Vec<Arg> = around.subject.into_iter().filter(|a| a.chunk != chunk).collect();
    if announced(text, k, p, (noun, verb), &subject) {
        return;
    }
    let suffers = slots.frame.subject == Slot::Target;
    let slot = match k.tables.light_verbs[&text.reading(verb).lex] {
        Slot::Source if suffers => Slot::Target,
        slot => slot,
    };
    slots.put(slot, &subject, "subject of the light verb");
}

#[allow(clippy::too_many_arguments)]
fn from_noun(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    chunk: usize,
    token: usize,
    frame_id: u32,
    specific: bool,
    subjects: &[Arg],
) -> Option<Found> {
    let frame = &k.tables.frames[frame_id as usize];
    // «قاطعوا البضائع تضامنا مع …»: the motive of an act is no second act.
    if k.is("grammar.motive", text.word(token)) && !frame.aimed {
        return None;
    }
    // «كسر الحصار», «رفع العقوبات»: the end of an act is no such act.
    if ended(text, k, p, chunk, token) {
        return None;
    }
    let nr = roles::of_noun(text, k, p, token, chunk);
    let mut slots = Slots { frame, sources: Vec::new(), targets: Vec::new(), notes: Vec::new() };
    let light = light_verb(text, k, p, chunk, &nr);
    if let (Some(v), Some(elem)) = (light, nr.verb_elem) {
        light_subject(text, k, p, chunk, (v, elem, token), subjects, &mut slots);
    }
    genitive(text, k, p, chunk, token, &nr, &mut slots);
    if text.reading(token).pron.is_some() && frame.genitive != Slot::None {
        let slot = if frame.genitive == Slot::Source || nr.accusative.is_some() {
            Slot::Source
        } else {
            frame.genitive
        };
        slots.put(slot, subjects, "pronoun of the noun");
    }
    slots.phrases(text, k, p, &nr.phrases, false);
    before_verb_phrases(k, p, token, &mut slots);
    means(text, k, p, chunk, token, &nr, &mut slots, subjects);
    headline_partner(text, p, setting, token, &mut slots);
    slots.drop_things(text, k, p);
    let told = described_by(text, k, p, chunk, &mut slots);
    nationality_doer(text, k, p, chunk, token, &mut slots);
    adverbial_doer(text, k, p, token, &nr, subjects, &mut slots);
    aim(text, k, p, token, &mut slots);
    if !class_fits(text, k, p, frame, &slots.targets) || !slots.hold(text, k, p) {
        return None;
    }
    aim::at_whose(text, k, p, &mut slots);
    let case = Case {
        token,
        kind: TriggerKind::Noun,
        light,
        verb: nr.verb,
        headline: setting.headline,
        frame_status: frame.status.as_deref(),
        refused: frame.refused,
        long_ago: long_ago(setting, p, token, nr.end),
    };
    let status = status::of(text, k, p, &case);
    Some(Found {
        frame: frame_id,
        kind: if text.reading(token).pos == Pos::Masdar {
            TriggerKind::Masdar
        } else {
            TriggerKind::Noun
        },
        trigger: (token, token + 1),
        sources: slots.sources,
        targets: slots.targets,
        notes: slots.notes,
        status,
        light,
        verb: nr.verb,
        beside: None,
        subject: Vec::new(),
        end: told.unwrap_or(nr.end),
        passive: false,
        specific,
        merged: Vec::new(),
        origins: Vec::new(),
    })
}
