//! Roles read from the sentence's tree: who is subject and object of a verb.

use super::{Arg, Roles};
use crate::chunk::{Parse, lexeme_class};
use mizan_data::Knowledge;
use mizan_syntax::{Rel, Upos};
use mizan_text::syntax::Part;
use mizan_text::{Analysis, Text, feat};

/// A sentence's tree with what is known of its words.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub text: &'a Text<'a>,
    pub k: &'a Knowledge,
    pub p: &'a Parse,
}

/// A participle's roles and the verb of the clause that it belongs to.
pub(crate) struct Circumstance {
    pub roles: Roles,
    pub verb: Option<usize>,
}

/// How a place or a date stands to an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bearing {
    /// It says of the act itself where or when.
    Own,
    /// It belongs to whom the act fell on: «قصف سوق في البلدة».
    Patient,
    /// It stands in the clause that the act's clause hangs on.
    Above,
    /// It belongs to the doer: «أغلقت السلطات في المحافظة الطريق».
    Doer,
    /// It stands in the clause that says, or in the one that a relative clause describes something of.
    Beyond,
    /// It belongs to another clause.
    Other,
}

/// How far a subject is looked for above a clause that has none: clauses nest, but not without end.
const DEEPEST: usize = 8;

impl<'a> View<'a> {
    fn syntax(&self) -> &'a mizan_text::syntax::Parsed {
        self.p.syntax(self.text, self.k)
    }
    fn tree(&self) -> &'a mizan_syntax::Tree {
        &self.syntax().tree
    }
    fn upos(&self, word: usize) -> Upos {
        self.syntax().words[word].upos
    }
    fn token(&self, word: usize) -> usize {
        self.syntax().words[word].token as usize
    }
    fn reading(&self, word: usize) -> &'a Analysis {
        self.syntax().reading(self.text, word)
    }
    fn is_suffix(&self, word: usize) -> bool {
        self.syntax().words[word].part == Part::Pronoun
    }
    fn kids(&self, word: usize, rel: Rel) -> impl Iterator<Item = usize> + 'a {
        let tree = self.tree();
        tree.children(word).filter(move |c| tree.rel(*c) == rel)
    }

    /// The marker of a phrase: its `case` word, as the lists of prepositions write it.
    fn marker(&self, word: usize) -> Option<usize> {
        self.kids(word, Rel::Case).next()
    }

    /// Is this word a relative pronoun, which stands for the noun before its clause?
    fn relative(&self, word: usize) -> bool {
        self.upos(word) == Upos::Pron
            && self.reading(word).pos == mizan_data::model::Pos::Rel
            && !self.is_suffix(word)
    }

    /// The noun that the relative clause above a word describes.
    fn antecedent(&self, word: usize) -> Option<usize> {
        let tree = self.tree();
        let clause = std::iter::once(word)
            .chain(tree.above(word))
            .find(|w| tree.rel(*w) == Rel::AclRelcl)?;
        tree.head(clause)
    }

    /// A word as an argument: its phrase, without clauses, conjuncts and asides.
    fn arg(&self, word: usize, why: &'static str) -> Option<Arg> {
        let token = self.token(word);
        let chunk = self.p.chunk_of(token)?;
        let (mut from, mut to) = (token, token + 1);
        self.widen(word, &mut from, &mut to);
        for h in self.p.hits_at(token) {
            (from, to) = (from.min(h.from), to.max(h.to));
        }
        Some(Arg { from, to, chunk, why })
    }

    fn widen(&self, word: usize, from: &mut usize, to: &mut usize) {
        for c in self.tree().children(word).filter(|c| self.within(*c)) {
            let t = self.token(c);
            (*from, *to) = ((*from).min(t), (*to).max(t + 1));
            self.widen(c, from, to);
        }
    }

    /// Does a child belong to the words that name its head?
    fn within(&self, child: usize) -> bool {
        match self.tree().rel(child) {
            Rel::Det | Rel::Nummod | Rel::Amod | Rel::Flat | Rel::Compound => true,
            Rel::Nmod => self.marker(child).is_none_or(|m| {
                let form = self.syntax().form(self.text, m);
                self.k.is("preps.names_whose", form)
            }),
            Rel::Appos => {
                let head = self.tree().head(child).unwrap_or(child);
                let (a, b) = (self.token(head.min(child)), self.token(head.max(child)));
                head < child && (a..b).all(|t| self.text.tokens[t].kind != mizan_text::Kind::Punct)
            }
            _ => false,
        }
    }

    /// A word and what is joined to it, as arguments; pronouns are resolved.
    fn group(&self, word: usize, why: &'static str, depth: usize) -> Vec<Arg> {
        let mut out = self.resolve(word, why, depth);
        for c in self.kids(word, Rel::Conj).filter(|c| self.upos(*c) != Upos::Verb) {
            out.extend(self.resolve(c, why, depth));
        }
        out
    }

    /// Whom a word names: itself, or what a pronoun stands for.
    fn resolve(&self, word: usize, why: &'static str, depth: usize) -> Vec<Arg> {
        if self.relative(word) {
            let noun = self.antecedent(word);
            return noun
                .and_then(|a| self.arg(a, "antecedent of the relative clause"))
                .into_iter()
                .collect();
        }
        if self.upos(word) == Upos::Pron {
            return self.pronoun(word, depth);
        }
        self.arg(word, why).into_iter().collect()
    }

    /// Whom a personal pronoun points to: who stands in a clause above it and agrees, its subject before its object before
    /// the rest; never who stands beside the pronoun in its own clause.
    fn pronoun(&self, word: usize, depth: usize) -> Vec<Arg> {
        let tree = self.tree();
        let Some(own) = self.clause_of(word).filter(|_| depth < DEEPEST) else { return Vec::new() };
        if tree.rel(own) == Rel::AclRelcl && self.own_subject(own).is_none_or(|s| s != word) {
            let taken_up = tree.head(own).filter(|n| self.may_point(word, *n));
            if let Some(noun) = taken_up {
                return self.group(noun, "whom the pronoun takes up", depth + 1);
            }
        }
        for above in tree.above(own).filter(|w| self.upos(*w) == Upos::Verb) {
            let found = self.named_in(above, word).find(|n| !tree.under(word, *n));
            if let Some(noun) = found {
                return self.group(noun, "whom the pronoun points to", depth + 1);
            }
        }
        Vec::new()
    }

    /// The clause in which a word stands: the nearest verb above it, or what stands for one.
    fn clause_of(&self, word: usize) -> Option<usize> {
        let tree = self.tree();
        tree.above(word).find(|w| self.upos(*w) == Upos::Verb || tree.rel(*w).clausal())
    }

    /// Who stands in a clause before a pronoun and may be meant by it, by grammatical rank.
    fn named_in(&self, clause: usize, pronoun: usize) -> impl Iterator<Item = usize> + '_ {
        const RANK: [Rel; 4] = [Rel::Nsubj, Rel::NsubjPass, Rel::Obj, Rel::Obl];
        RANK.into_iter()
            .flat_map(move |rel| self.kids(clause, rel))
            .filter(move |n| *n < pronoun && self.may_point(pronoun, *n))
    }

    /// Does a noun that can act agree with a pronoun?
    fn may_point(&self, pronoun: usize, noun: usize) -> bool {
        let named = || {
            let t = self.token(noun);
            self.p.hits_at(t).next().is_some()
        };
        let a = self.reading(noun);
        self.upos(noun) != Upos::Pron
            && (lexeme_class(self.k, a).animate()
                || named()
                || a.pos == mizan_data::model::Pos::Quant)
            && self.pronoun_fits(pronoun, noun)
    }

    /// «وجهت إليه تهمة»: the pronouns behind prepositions of a word, each with its preposition and whom it points to.
    pub(crate) fn oblique_pronouns(&self, token: usize) -> Vec<(String, Vec<Arg>)> {
        let Some(word) = self.syntax().stem(token) else { return Vec::new() };
        let behind = [Rel::Obl, Rel::Nmod, Rel::Obj].into_iter().flat_map(|r| self.kids(word, r));
        behind
            .filter(|c| self.is_suffix(*c))
            .filter_map(|c| {
                let marker = self.marker(c)?;
                Some((self.syntax().form(self.text, marker).to_owned(), self.pronoun(c, 0)))
            })
            .collect()
    }

    fn pronoun_fits(&self, pronoun: usize, noun: usize) -> bool {
        let a = self.syntax().atoms[pronoun].agree;
        let b = self.reading(noun);
        let fem = a & feat::FEM != 0 && a & feat::MASC == 0;
        let masc = a & feat::MASC != 0 && a & feat::FEM == 0;
        let only_masc =
            b.has(feat::MASC) && !b.has(feat::FEM) && b.has(feat::SING) && !b.has(feat::PLUR);
        let only_fem = b.has(feat::FEM) && !b.has(feat::MASC);
        !(fem && only_masc || masc && only_fem)
    }

    fn own_subject(&self, clause: usize) -> Option<usize> {
        self.kids(clause, Rel::Nsubj).chain(self.kids(clause, Rel::NsubjPass)).next()
    }

    /// Does a verb agree with a noun that stands before it or is named in another clause?
    fn agrees(&self, verb: usize, noun: usize) -> bool {
        let (v, n) = (self.reading(verb), self.reading(noun));
        if self.upos(verb) != Upos::Verb {
            return true;
        }
        let (fem, masc) =
            (v.has(feat::FEM) && !v.has(feat::MASC), v.has(feat::MASC) && !v.has(feat::FEM));
        let plural = v.has(feat::PLUR) && !v.has(feat::SING);
        let one = n.has(feat::SING) && !n.has(feat::PLUR | feat::DUAL);
        let man = one && n.has(feat::MASC) && !n.has(feat::FEM);
        let woman = n.has(feat::FEM) && !n.has(feat::MASC);
        let several =
            lexeme_class(self.k, n).animate() && self.kids(noun, Rel::Conj).next().is_some();
        !(fem && man || masc && woman && !plural || plural && man && !several)
    }

    /// The subject of a clause: its own, or by its place in the tree the one it shares.
    fn subject(&self, word: usize, depth: usize) -> Vec<Arg> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let tree = self.tree();
        if let Some(s) = self.kids(word, Rel::Nsubj).next() {
            return self.group(s, "subject", depth);
        }
        let shared = match tree.rel(word) {
            Rel::AclRelcl | Rel::Acl => {
                let noun = tree.head(word);
                return noun
                    .filter(|n| !self.takes_up(word) && self.agrees(word, *n))
                    .and_then(|n| self.arg(n, "antecedent of the clause without a subject"))
                    .into_iter()
                    .collect();
            }
            Rel::Conj | Rel::Xcomp | Rel::Advcl | Rel::Ccomp => tree.head(word),
            _ => None,
        };
        let Some(head) = shared else { return Vec::new() };
        // «طالب الحكومة بأن تفرج عن …»: whom a demand falls on does what is demanded.
        let own = self.own_subject(head);
        match own {
            Some(s) if self.agrees(word, s) => self.group(s, "subject of the clause above", depth),
            Some(_) => self
                .kids(head, Rel::Obj)
                .find(|o| !self.is_suffix(*o) && self.agrees(word, *o))
                .map_or_else(Vec::new, |o| self.group(o, "object of the clause above", depth)),
            None if self.upos(head) == Upos::Verb || tree.rel(head).clausal() => self
                .subject(head, depth + 1)
                .into_iter()
                .filter(|a| self.arg_agrees(word, a))
                .collect(),
            None => Vec::new(),
        }
    }

    fn arg_agrees(&self, verb: usize, a: &Arg) -> bool {
        let head = self.p.chunks[a.chunk].head;
        self.syntax().stem(head).is_none_or(|n| self.agrees(verb, n))
    }

    /// Does a clause take its antecedent up by a pronoun that is no subject: «هجوم شنه مسلحون»?
    fn takes_up(&self, clause: usize) -> bool {
        self.kids(clause, Rel::Obj).any(|o| self.is_suffix(o) || self.relative(o))
            || self.kids(clause, Rel::Nsubj).next().is_some()
    }

    /// The objects of a clause; a pronoun that takes up the antecedent of its relative clause gives that.
    fn objects(&self, word: usize, depth: usize) -> Vec<Arg> {
        let mut out = Vec::new();
        for o in self.kids(word, Rel::Obj) {
            if self.upos(o) == Upos::Pron && self.tree().rel(word) == Rel::AclRelcl {
                out.extend(
                    self.antecedent(word)
                        .and_then(|a| self.arg(a, "antecedent taken up as object")),
                );
            } else {
                out.extend(self.group(o, "object", depth));
            }
        }
        let mut seen = Vec::new();
        out.retain(|a| {
            !seen.contains(&a.from) && {
                seen.push(a.from);
                true
            }
        });
        out
    }

    /// Subject, object and voice of a verb.
    pub(crate) fn verb(&self, token: usize) -> Option<Roles> {
        let word = self.syntax().stem(token)?;
        let clause = match self.tree().rel(word) {
            Rel::Aux | Rel::Cop => self.tree().head(word)?,
            _ => word,
        };
        let mut roles = Roles { object: self.objects(clause, 0), ..Roles::default() };
        let patient: Vec<usize> = self.kids(clause, Rel::NsubjPass).collect();
        if !patient.is_empty() {
            roles.passive = true;
            roles.object =
                patient.iter().flat_map(|s| self.group(*s, "subject of the passive", 0)).collect();
            return Some(roles);
        }
        roles.subject = self.subject(clause, 0);
        Some(roles)
    }

    /// What stands around a participle that tells of the doer of its clause, «، داعيا الأطراف إلى الهدوء»; nothing where it
    /// only describes a noun. `subjects` is the doer of the verb before, for clauses without their own.
    pub(crate) fn circumstance(
        &self,
        token: usize,
        chunk: usize,
        subjects: &[Arg],
    ) -> Option<Circumstance> {
        let word = self.syntax().stem(token)?;
        if !self.adverbial(word) {
            return None;
        }
        let (verb, subject) = self.owner(word);
        let nr = super::of_noun(self.text, self.k, self.p, token, chunk);
        let mut object = self.objects(word, 0);
        if object.is_empty() {
            let behind = |(from, to)| Arg { from, to, chunk, why: "behind the participle" };
            object.extend(nr.genitive.map(behind));
        }
        let subject = if subject.is_empty() { subjects.to_vec() } else { subject };
        let roles = Roles { subject, object, phrases: nr.phrases, passive: false, end: nr.end };
        Some(Circumstance { roles, verb: verb.map(|v| self.token(v)) })
    }

    /// Does a participle stand as an adverbial clause: by the tree, or by its tanwin behind a comma?
    fn adverbial(&self, word: usize) -> bool {
        let tree = self.tree();
        let token = self.token(word);
        let apart = token > self.p.sentence.from && {
            let before = self.text.word(token - 1);
            matches!(before, "،" | ",") || before == "»"
        };
        let tanwin = self.text.word(token).ends_with('ا');
        match tree.rel(word) {
            Rel::Advcl | Rel::Xcomp => true,
            Rel::Conj => {
                tree.head(word).is_some_and(|h| tree.rel(h) == Rel::Advcl || tanwin && h != word)
            }
            _ => tanwin && apart,
        }
    }

    /// The clause that a participle belongs to and its subject: of those above it whose subject agrees the one that says
    /// something («نفت الوزارة أن تكون قواتها قصفت البلدة، متهمة …»), else the nearest.
    fn owner(&self, word: usize) -> (Option<usize>, Vec<Arg>) {
        let tree = self.tree();
        let above = || tree.above(word).take(DEEPEST);
        let subject = |clause: &usize| {
            let own = self.own_subject(*clause).filter(|s| self.describes(word, *s))?;
            Some((*clause, self.group(own, "subject of the clause of the participle", 0)))
        };
        let says = |w: &usize| {
            self.upos(*w) == Upos::Verb
                && self.k.tables.report_verbs.contains_key(&self.reading(*w).lex)
        };
        let told = above().filter(says).find_map(|w| subject(&w));
        match told.or_else(|| above().find_map(|w| subject(&w))) {
            Some((clause, group)) => (Some(clause), group),
            None => (above().find(|w| self.upos(*w) == Upos::Verb), Vec::new()),
        }
    }

    /// Does a participle agree with a noun as an adjective does: «الدول … محذرة», «المتظاهرون … مطالبين»?
    fn describes(&self, participle: usize, noun: usize) -> bool {
        let (a, n) = (self.reading(participle), self.reading(noun));
        let fem = a.has(feat::FEM) && !a.has(feat::MASC);
        let masc = a.has(feat::MASC) && !a.has(feat::FEM) && a.has(feat::SING);
        let one = n.has(feat::SING) && !n.has(feat::PLUR | feat::DUAL);
        let man = one && n.has(feat::MASC) && !n.has(feat::FEM);
        let woman = n.has(feat::FEM) && !n.has(feat::MASC);
        !(fem && man || masc && woman)
    }

    /// Fills what the phrases beside a verb left open, and takes the tree's word where a subject was only carried on from
    /// the verb before and does not agree or stands elsewhere.
    pub(crate) fn complete(
        &self,
        token: usize,
        (inherited, wants_object): (&[Arg], bool),
        roles: &mut Roles,
    ) {
        let carried = roles.subject.first().is_some_and(|s| inherited.iter().any(|i| i == s));
        let Some(mut tree) = self.verb(token) else { return };
        self.split_subject(&tree, roles);
        self.replace_part_of_subject(token, &tree, roles);
        self.replace_object_as_subject(&tree, roles);
        let open = !roles.passive
            && (roles.subject.is_empty() || carried || !self.acts(&roles.subject[0]));
        if !open && !wants_object {
            return;
        }
        // The same phrase cut otherwise is no other subject.
        let same = |t: &Arg| roles.subject.iter().any(|s| s.chunk == t.chunk);
        if tree.subject.iter().any(same) {
            tree.subject.clear();
        }
        let free = |a: &Arg, taken: &[Arg]| !taken.iter().any(|t| t.from < a.to && a.from < t.to);
        if !roles.passive
            && !tree.passive
            && (roles.subject.is_empty() || carried && !tree.subject.is_empty())
        {
            let subject: Vec<Arg> =
                tree.subject.iter().filter(|a| free(a, &roles.object)).cloned().collect();
            if !subject.is_empty() {
                roles.subject = subject;
            }
        }
        self.replace_what_cannot_act(&tree, roles);
        if wants_object && roles.object.is_empty() {
            roles.object = tree.object.into_iter().filter(|a| free(a, &roles.subject)).collect();
        }
    }

    /// «ونشرت مئتي جندي»: the one phrase behind a verb was taken for its subject; the tree has it for the object and knows
    /// another subject that acts.
    fn replace_object_as_subject(&self, tree: &Roles, roles: &mut Roles) {
        let meets = |a: &Arg, b: &Arg| a.from < b.to && b.from < a.to;
        let taken = |s: &Arg| tree.object.iter().any(|o| meets(s, o));
        let apart = |s: &Arg| !roles.subject.iter().any(|r| meets(r, s));
        let acts = tree.subject.first().is_some_and(|s| self.acts(s) && !taken(s) && apart(s));
        if !roles.passive && !tree.passive && acts && roles.subject.first().is_some_and(taken) {
            roles.subject.clone_from(&tree.subject);
            roles.object.clone_from(&tree.object);
        }
    }

    /// «حملت النقابة إدارة المصنع المسؤولية»: subject and object side by side were taken for one phrase.
    fn split_subject(&self, tree: &Roles, roles: &mut Roles) {
        let [subject] = &mut roles.subject[..] else { return };
        let whole = |t: &&Arg| t.from == subject.from && t.to < subject.to;
        let Some(own) = tree.subject.first().filter(whole) else { return };
        let inside = |o: &&Arg| own.to <= o.from && o.from < subject.to;
        if let Some(object) = tree.object.first().filter(inside).filter(|_| !tree.passive) {
            let rest = Arg {
                to: subject.to.max(object.to),
                why: "object beside its subject",
                ..object.clone()
            };
            subject.to = rest.from;
            roles.object = vec![rest];
            roles.passive = false;
        }
    }

    /// «وصف حزب الأمة المعارض هذه المحاكم»: an adjective that the tree has inside the subject is no object.
    fn replace_part_of_subject(&self, token: usize, tree: &Roles, roles: &mut Roles) {
        let word = self.syntax().stem(token);
        let Some(subject) = word.and_then(|w| self.own_subject(w)) else { return };
        let adjective = |a: &Arg| {
            use mizan_data::model::Pos;
            let pos = self.text.reading(self.p.chunks[a.chunk].head).pos;
            let head = self.head_of(a).filter(|_| {
                matches!(pos, Pos::Adj | Pos::Participle | Pos::Ordinal)
                    && self.p.hits_in(a.from, a.to).next().is_none()
            });
            head.is_some_and(|w| w != subject && self.tree().under(w, subject))
        };
        let told = !roles.passive && !tree.passive && !tree.object.is_empty();
        if told && roles.object.first().is_some_and(adjective) {
            roles.object.clone_from(&tree.object);
        }
    }

    /// A subject that can do nothing gives way to one of the tree that can.
    fn replace_what_cannot_act(&self, tree: &Roles, roles: &mut Roles) {
        let some = |list: &[Arg]| list.first().is_some_and(|a| self.acts(a));
        if !roles.passive
            && !tree.passive
            && !roles.subject.is_empty()
            && !some(&roles.subject)
            && some(&tree.subject)
        {
            let mut displaced = std::mem::replace(&mut roles.subject, tree.subject.clone());
            if roles.object.iter().any(|o| roles.subject.iter().any(|s| s.from == o.from)) {
                roles.object.clear();
            }
            if roles.object.is_empty()
                && tree.object.iter().any(|o| displaced.iter().any(|d| d.from == o.from))
            {
                roles.object = std::mem::take(&mut displaced);
            }
        }
    }

    /// Whose is what a phrase names, where that cannot act itself: of whom it is said in a construct, whom its pronoun stands
    /// for, who does it in the clause that describes it.
    pub(crate) fn whose(&self, a: &Arg) -> Option<Arg> {
        if self.acts(a) {
            return None;
        }
        let word = self.head_of(a)?;
        self.owner_in_construct(word, 0).or_else(|| {
            let clause = self.kids(word, Rel::AclRelcl).find(|c| self.takes_up(*c))?;
            let subject = self.kids(clause, Rel::Nsubj).next()?;
            self.group(subject, "who does what is described", 0).into_iter().find(|x| self.acts(x))
        })
    }

    /// Does a noun hang on another noun that stands between a verb and it, and is no act itself?
    pub(crate) fn hangs_elsewhere(&self, noun: usize, verb: usize) -> bool {
        let (Some(n), Some(v)) = (self.syntax().stem(noun), self.syntax().stem(verb)) else {
            return false;
        };
        let Some(head) = self.tree().head(n).filter(|_| self.tree().rel(n) == Rel::Nmod) else {
            return false;
        };
        let framed = self.k.is("grammar.act_of", self.text.stem(self.token(head)));
        self.marker(n).is_some() && head > v && !framed && !self.names_act(head)
    }

    /// Does a word name an act?
    fn names_act(&self, word: usize) -> bool {
        let a = self.reading(word);
        a.pos == mizan_data::model::Pos::Masdar
            || lexeme_class(self.k, a) == mizan_data::model::Class::Event
    }

    /// How a phrase of time bears on the act that a token tells: inside an argument it is of the clause all the same.
    pub(crate) fn bearing_in_time(&self, trigger: usize, at: (usize, usize)) -> Bearing {
        self.bearing_by(trigger, at, |_| Bearing::Own)
    }

    /// How a phrase of place bears on the act that a token tells.
    pub(crate) fn bearing(&self, trigger: usize, at: (usize, usize)) -> Bearing {
        self.bearing_by(trigger, at, |found| found)
    }

    fn bearing_by(
        &self,
        trigger: usize,
        at: (usize, usize),
        seen: impl Fn(Bearing) -> Bearing,
    ) -> Bearing {
        let words = || (at.0..at.1).filter_map(|t| self.syntax().stem(t));
        let phrase = words().min_by_key(|w| self.tree().above(*w).count());
        let (Some(act), Some(phrase)) = (self.syntax().stem(trigger), phrase) else {
            return Bearing::Other;
        };
        let mut clause = act;
        let mut rank = Bearing::Own;
        for _ in 0..DEEPEST {
            match self.reaches(phrase, clause) {
                Some(found) => return rank.max(seen(found)),
                None => {
                    let Some(above) = self.clause_above(clause) else { break };
                    // An act told by a noun stands in the clause of its verb.
                    if self.predicate(clause) {
                        let same = self.shares_scene(clause);
                        rank = rank.max(if same { Bearing::Above } else { Bearing::Beyond });
                    }
                    clause = above;
                }
            }
        }
        Bearing::Other
    }

    fn predicate(&self, word: usize) -> bool {
        self.upos(word) == Upos::Verb || self.tree().rel(word).clausal()
    }

    /// The predicate that a word hangs on at last, its subject apart.
    fn clause_above(&self, word: usize) -> Option<usize> {
        self.tree().above(word).find(|w| self.predicate(*w))
    }

    /// Does the clause of a word tell of the same scene as the one above it?
    fn shares_scene(&self, word: usize) -> bool {
        match self.tree().rel(word) {
            Rel::Ccomp | Rel::AclRelcl | Rel::Acl | Rel::Parataxis | Rel::Root => false,
            _ => {
                !self.predicate(word)
                    || matches!(self.tree().rel(word), Rel::Conj | Rel::Advcl | Rel::Xcomp)
            }
        }
    }

    /// How a phrase hangs on a word: straight, or by an argument of it; nothing where a clause lies between.
    fn reaches(&self, phrase: usize, act: usize) -> Option<Bearing> {
        let tree = self.tree();
        let mut at = phrase;
        while at != act {
            let (head, rel) = (tree.head(at)?, tree.rel(at));
            // «هجوم شنه مسلحون الثلاثاء»: the clause that describes an act tells when and where it was.
            if head == act && rel == Rel::AclRelcl && self.upos(act) != Upos::Verb {
                return Some(Bearing::Own);
            }
            if self.upos(at) == Upos::Verb {
                let of_patient = rel == Rel::AclRelcl && self.argument_of(head, act);
                return of_patient.then_some(Bearing::Patient);
            }
            if rel == Rel::Ccomp {
                return None;
            }
            if head == act {
                return Some(match rel {
                    Rel::Nsubj if at != phrase && !self.names_act(at) => Bearing::Doer,
                    Rel::Obj | Rel::NsubjPass if at != phrase => Bearing::Patient,
                    _ => Bearing::Own,
                });
            }
            at = head;
        }
        Some(Bearing::Own)
    }

    /// Does an act stand beside what a verb says, joined to the verb or told with it, and not in what it says?
    pub(crate) fn beside_saying(&self, verb: usize, act: usize) -> bool {
        let (Some(v), Some(a)) = (self.syntax().stem(verb), self.syntax().stem(act)) else {
            return false;
        };
        let tree = self.tree();
        for w in std::iter::once(a).chain(tree.above(a)) {
            if tree.head(w) == Some(v) {
                return matches!(tree.rel(w), Rel::Conj | Rel::Advcl);
            }
            // «مشيرة إلى أن …»: what a word beside the verb says in its turn is said.
            if tree.rel(w).clausal() {
                return false;
            }
        }
        false
    }

    /// Does a noun hang on an act as one of its arguments, its subject apart?
    fn argument_of(&self, noun: usize, act: usize) -> bool {
        let tree = self.tree();
        let own =
            std::iter::once(noun).chain(tree.above(noun)).find(|w| tree.head(*w) == Some(act));
        own.is_some_and(|w| matches!(tree.rel(w), Rel::Obj | Rel::NsubjPass | Rel::Nmod | Rel::Obl))
    }

    /// The highest word of a phrase in the tree.
    fn head_of(&self, a: &Arg) -> Option<usize> {
        let words = (a.from..a.to).filter_map(|t| self.syntax().stem(t));
        words.min_by_key(|w| self.tree().above(*w).count())
    }

    /// «قرار الحكومة», «جهود وزير السلطنة», «قراره»: who can act in a chain of genitives.
    fn owner_in_construct(&self, word: usize, depth: usize) -> Option<Arg> {
        if depth > DEEPEST {
            return None;
        }
        let bare = self.kids(word, Rel::Nmod).filter(|n| self.marker(*n).is_none());
        for noun in bare {
            let found = self.resolve(noun, "whose it is", 0).into_iter().find(|x| self.acts(x));
            let found = found.or_else(|| self.owner_in_construct(noun, depth + 1));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Can what a phrase names act?
    fn acts(&self, a: &Arg) -> bool {
        use mizan_data::model::Ref;
        let named =
            |h: &crate::names::Hit| self.k.refs(h.refs).iter().any(|r| !matches!(r, Ref::Place(_)));
        let c = &self.p.chunks[a.chunk];
        c.class.animate() || self.p.hits_in(a.from, a.to).any(named)
    }
}
