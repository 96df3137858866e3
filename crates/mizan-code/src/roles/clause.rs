//! What the verb of a clause says of the phrases around it: subject, object, or the one of a passive.

use super::{Arg, arg, auxiliary, people_in};
use crate::chunk::{Elem, Parse};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Frame, Pos, Slot};
use mizan_text::{Analysis, Text, feat};

/// A verb with what stands around it, before its roles are decided.
pub(super) struct Clause<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) k: &'a Knowledge,
    pub(super) p: &'a Parse,
    pub(super) elem: usize,
    pub(super) verb: Analysis,
    pub(super) frame: Option<&'a Frame>,
    /// Subject of the verb that this one is joined to.
    pub(super) inherited: &'a [Arg],
    /// Groups of joined phrases behind the verb, without preposition.
    pub(super) bare: Vec<Vec<usize>>,
    pub(super) before: Vec<usize>,
    /// A relative pronoun lies between `before` and the verb.
    pub(super) related: bool,
    pub(super) phrases: Vec<usize>,
}

/// Subject, object, and whether the verb is passive.
type Decision = (Vec<Arg>, Vec<Arg>, bool);

impl Clause<'_> {
    fn args(&self, list: &[usize], why: &'static str) -> Vec<Arg> {
        list.iter().map(|c| arg(self.p, *c, why)).collect()
    }

    fn first(&self, why: &'static str) -> Vec<Arg> {
        self.bare.first().map_or(Vec::new(), |l| self.args(l, why))
    }

    fn subject_before(&self) -> Vec<Arg> {
        self.args(&self.before, "subject before the verb")
    }

    fn inherited(&self) -> Vec<Arg> {
        self.inherited.to_vec()
    }

    /// Joined by و to a verb whose subject is known.
    fn joined(&self) -> bool {
        self.verb.conj.is_some() && !self.inherited.is_empty()
    }

    /// Plural or dual: full agreement, so the subject stands before the verb.
    fn plural(&self) -> bool {
        self.verb.has(feat::PLUR | feat::DUAL) && !self.verb.has(feat::SING)
    }

    fn can_passive(&self) -> bool {
        self.frame.is_some_and(|f| f.passive) && self.verb.has(feat::PASSIVE)
    }

    fn is_passive(&self, token: usize) -> bool {
        let only = self.verb.has(feat::PASSIVE) && !self.verb.has(feat::ACTIVE);
        let prep = |c: &usize| self.p.chunks[*c].prep.as_deref();
        let agent = self.phrases.iter().filter_map(prep).any(|prep| self.k.is("preps.agent", prep));
        let told = || self.k.is("grammar.passive_forms", self.text.stem(token));
        only || agent || told() || (self.can_passive() && marked_passive(self.text, token))
    }

    fn class(&self, phrase: usize) -> Class {
        self.p.chunks[phrase].class
    }

    pub(super) fn decide(&self, token: usize) -> Decision {
        if self.is_passive(token) {
            return self.passive();
        }
        if self.verb.pron.is_some() {
            return self.with_pronoun();
        }
        if self.related && !self.before.is_empty() {
            return self.relative();
        }
        let transitive = self.frame.is_none_or(|f| f.object != Slot::None);
        if transitive && self.bare.is_empty() && self.suffers_before() {
            return self.passive();
        }
        match (self.bare.len(), transitive) {
            (0, _) => (self.dropped(), Vec::new(), false),
            (1, true) => self.one(),
            (1, false) => (self.intransitive(), Vec::new(), false),
            _ => self.two(),
        }
    }

    /// «ستة جنود قتلوا في كمين»: a transitive verb without an object, behind who suffers it.
    fn suffers_before(&self) -> bool {
        let fits = self.before.first().is_some_and(|c| self.fits_object(self.class(*c)));
        self.can_passive() && fits && !self.joined() && !self.target_by_preposition()
    }

    fn passive(&self) -> Decision {
        const WHY: &str = "the one noun phrase of a passive verb";
        // A joined passive has a subject of its own; it does not share that of the verb before.
        let before: &[usize] = if self.verb.conj.is_some() { &[] } else { &self.before };
        let object = if self.bare.is_empty() { self.args(before, WHY) } else { self.first(WHY) };
        (Vec::new(), object, true)
    }

    fn with_pronoun(&self) -> Decision {
        let mut subject = self.first("subject behind a verb with an object pronoun");
        if subject.is_empty() && self.joined() {
            subject = self.inherited();
        }
        let taken_up = if self.related || self.describes() { &self.before[..] } else { &[] };
        (subject, self.args(taken_up, "taken up by the pronoun of the verb"), false)
    }

    /// «عسكريين خطفهم مقاتلون»: right behind an indefinite noun the verb describes it.
    fn describes(&self) -> bool {
        let before = self.elem.checked_sub(1).map(|i| self.p.elems[i]);
        let Some(Elem::Phrase(c)) = before else { return false };
        !self.p.chunks[c].definite && self.verb.conj.is_none() && self.before == [c]
    }

    fn relative(&self) -> Decision {
        if self.bare.is_empty() && self.suffers_before() {
            return self.passive();
        }
        if !self.bare.is_empty() && resumed(self.text, self.k, self.p, self.elem) {
            return (self.first("subject behind the verb of a relative clause"), Vec::new(), false);
        }
        let mut subject = self.args(&self.before, "noun that the relative clause describes");
        subject.iter_mut().for_each(|a| self.narrow(a));
        (subject, self.first("object behind the verb of a relative clause"), false)
    }

    /// «تفريق شبان هتفوا», «صفوف المتظاهرين الذين هتفوا»: a plural verb describes the people of a construct, not the
    /// act or the thing before them.
    fn narrow(&self, subject: &mut Arg) {
        if !self.plural() || self.class(subject.chunk).animate() {
            return;
        }
        if let Some(from) = people_in(self.text, self.k, self.p, subject.chunk) {
            subject.from = from;
        }
    }

    /// The subject before the verb, or that of the verb it is joined to: «خطفوا وقتلوا».
    fn own_subject(&self) -> Vec<Arg> {
        let own = if self.joined() { self.inherited() } else { self.subject_before() };
        if own.is_empty() { self.inherited() } else { own }
    }

    /// No noun phrase behind the verb: the subject stands before it or is that of the verb before.
    fn dropped(&self) -> Vec<Arg> {
        let own = if self.joined() { self.inherited() } else { self.subject_before() };
        if own.is_empty() && (self.plural() || self.taken_up_by_sub() || self.controlled()) {
            return self.inherited();
        }
        own
    }

    /// «قرر الحزب أن ينسحب»: who decides, plans or promises does what stands behind أن.
    fn controlled(&self) -> bool {
        let before = &self.p.elems[..self.elem];
        let Some(Elem::Sub(t)) = before.last() else { return false };
        let governs = before.iter().rev().find_map(|e| match *e {
            Elem::Verb(v) => Some(self.text.reading(v).lex),
            _ => None,
        });
        let plans = |lex| self.k.tables.scope_verbs.get(&lex).is_some_and(|s| s == "future");
        self.k.is("grammar.subjunctive", self.text.word(*t))
            && self.verb.has(feat::SUBJ)
            && governs.is_some_and(plans)
    }

    /// «قال نصر إنه تعرض»: the pronoun of إنّ right before the verb stands for the one who spoke.
    fn taken_up_by_sub(&self) -> bool {
        let before = self.elem.checked_sub(1).map(|i| self.p.elems[i]);
        matches!(before, Some(Elem::Sub(t)) if self.text.reading(t).pron.is_some()
            || self.k.is("grammar.sub_pronoun", self.text.word(t)))
    }

    /// One noun phrase behind a verb that takes no object.
    fn intransitive(&self) -> Vec<Arg> {
        let thing = !self.class(self.bare[0][0]).animate();
        // «ذكرت الصحف أن متظاهرين ألقوا الحجارة»: a plural verb has its own subject where one stands before it.
        let dropped = self.plural() && (self.joined() || self.before.is_empty());
        if (dropped || (self.joined() && thing)) && !self.inherited.is_empty() {
            return self.inherited();
        }
        let can = |class: Class| class.animate() || class == Class::Vehicle;
        let doer_before = self.before.first().is_some_and(|c| thing && can(self.class(*c)));
        if doer_before || (self.plural() && !self.before.is_empty()) {
            return self.subject_before();
        }
        self.first("subject behind the verb")
    }

    /// «أما الائتلاف فقد دعا الفصائل»: what stands behind أما is the subject of the verb behind ف.
    fn topic(&self) -> bool {
        let answered = |e: &Elem| match *e {
            Elem::Other(t) | Elem::Verb(t) => self.text.word(t).starts_with('ف'),
            _ => false,
        };
        let near = self.p.elems[self.elem.saturating_sub(1)..=self.elem].iter().any(answered);
        let open = self.before.first().map_or(0, |c| self.p.chunks[*c].from);
        let opens = |t: usize| self.k.is("grammar.as_for", self.text.word(t));
        near && open > self.p.sentence.from && opens(open - 1)
    }

    /// «كانت الحركة قد خطفت …»: between كان and قد stands the subject.
    fn after_done(&self) -> bool {
        let before = &self.p.elems[..self.elem];
        let done = matches!(before.last(), Some(Elem::Other(t)) if self.k.is("grammar.done", self.text.word(*t)));
        let open = self.before.first().map_or(0, |c| self.p.elem_of(self.p.chunks[*c].from));
        let was = open.checked_sub(1).map(|i| self.p.elems[i]);
        done && matches!(was, Some(Elem::Verb(t)) if auxiliary(self.k, self.text, t))
    }

    fn two(&self) -> Decision {
        const OBJECT: &str = "object behind the verb";
        if self.plural() || after_sub(self.p, &self.before) || self.after_done() || self.topic() {
            return (self.own_subject(), self.first(OBJECT), false);
        }
        if self.joined() && !self.class(self.bare[0][0]).animate() {
            return (self.inherited(), self.first(OBJECT), false);
        }
        let second = self.args(&self.bare[1], "second noun phrase behind the verb");
        (self.first("first noun phrase behind the verb"), second, false)
    }

    /// One noun phrase behind a transitive verb: object, subject, both in one, or the one of a passive.
    fn one(&self) -> Decision {
        let known_before = self
            .before
            .first()
            .is_some_and(|c| self.verb.conj.is_none() && self.class(*c) != Class::Time);
        if self.topic() {
            return (self.subject_before(), self.first("object behind the verb"), false);
        }
        if self.plural() || known_before {
            return (self.own_subject(), self.first("object behind the verb"), false);
        }
        if let Some(decision) = self.side_by_side() {
            return decision;
        }
        let fits = self.fits_object(self.class(self.bare[0][0]));
        if self.joined() && fits {
            return self.joined_object();
        }
        // «أكد الجيش أنه قتل مسلحين»: who fights and speaks of himself did it.
        let fighter = self.inherited.first().is_some_and(|a| self.class(a.chunk) == Class::Armed);
        if fits && fighter && self.taken_up_by_sub() {
            return (self.inherited(), self.first("object behind the verb"), false);
        }
        if self.can_passive() && fits && !self.target_by_preposition() {
            return (Vec::new(), self.first("the one noun phrase of an unmarked passive"), true);
        }
        (self.first("subject behind the verb"), Vec::new(), false)
    }

    /// An indefinite doer and an indefinite object that were taken for one construct.
    fn side_by_side(&self) -> Option<Decision> {
        let c = self.bare[0][0];
        let chunk = &self.p.chunks[c];
        let at = chunk.split.filter(|at| chunk.from < *at)?;
        let doer =
            Arg { from: chunk.from, to: at, chunk: c, why: "doer before a second indefinite noun" };
        let object = Arg { from: at, to: chunk.wide, chunk: c, why: "second indefinite noun" };
        Some((vec![doer], vec![object], false))
    }

    /// A joined verb keeps its subject, unless it is a passive beside another passive.
    fn joined_object(&self) -> Decision {
        let acts = self.inherited.iter().any(|a| self.class(a.chunk).animate());
        let active = !self.can_passive() || acts;
        let subject = if active { self.inherited() } else { Vec::new() };
        (subject, self.first("object behind the joined verb"), !active)
    }

    fn fits_object(&self, class: Class) -> bool {
        let open = |f: &Frame| f.object_class.is_empty() || f.object_class.contains(&class);
        class == Class::None || self.frame.is_none_or(open)
    }

    fn target_by_preposition(&self) -> bool {
        let Some(frame) = self.frame else { return false };
        let targets = |prep: &str| frame.preps.iter().any(|(p, s)| *s == Slot::Target && p == prep);
        self.phrases.iter().any(|c| self.p.chunks[*c].prep.as_deref().is_some_and(targets))
    }
}

/// Does the first of these phrases open the clause right behind أنّ or إنّ?
fn after_sub(p: &Parse, before: &[usize]) -> bool {
    let Some(first) = before.first() else { return false };
    let elem = p.elem_of(p.chunks[*first].from);
    elem > 0 && matches!(p.elems[elem - 1], Elem::Sub(_))
}

/// A preposition with a pronoun (عنها، فيه) behind the verb takes up the noun before the relative clause.
fn resumed(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize) -> bool {
    p.elems.get(elem + 1).is_some_and(|e| match *e {
        Elem::Other(t) => {
            text.reading(t).pos == Pos::Prep
                && k.list("grammar.taken_up").iter().any(|x| text.word(t).ends_with(x.as_str()))
        }
        _ => false,
    })
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
