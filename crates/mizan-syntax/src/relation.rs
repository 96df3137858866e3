//! Relations of Universal Dependencies v2, with the subtypes that Mizan keeps.

macro_rules! relations {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// How a word hangs on its head.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Rel { $($variant),+ }

        impl Rel {
            /// All relations, in the order of their numbers.
            pub const ALL: &'static [Rel] = &[$(Rel::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];
        }
    };
}

relations! {
    Root "root", Nsubj "nsubj", NsubjPass "nsubj:pass", Obj "obj", Iobj "iobj", Obl "obl", OblTmod "obl:tmod",
    Nmod "nmod", Amod "amod", Nummod "nummod", Det "det", Appos "appos", Flat "flat", Compound "compound",
    CompoundPrt "compound:prt", Conj "conj", Cc "cc", AclRelcl "acl:relcl", Acl "acl", Ccomp "ccomp", Csubj "csubj",
    CsubjPass "csubj:pass", Xcomp "xcomp", Advcl "advcl", Advmod "advmod", Aux "aux", AuxPass "aux:pass", Cop "cop", Case "case",
    Mark "mark", Fixed "fixed", Parataxis "parataxis", Dislocated "dislocated", Vocative "vocative",
    Discourse "discourse", Orphan "orphan", Expl "expl", Goeswith "goeswith", List "list", Reparandum "reparandum",
    NmodPoss "nmod:poss", OblAgent "obl:agent", Dep "dep", Punct "punct",
}

impl Rel {
    /// The relation with this UD name; a subtype that is not kept counts as its type.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Rel> {
        let find = |n: &str| Rel::NAMES.iter().position(|k| *k == n).map(|i| Rel::ALL[i]);
        find(name).or_else(|| find(name.split(':').next().unwrap_or(name)))
    }
    /// Its UD name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Rel::NAMES[self as usize]
    }
    /// The relation with this number.
    #[must_use]
    pub fn from_u8(n: u8) -> Rel {
        Rel::ALL.get(n as usize).copied().unwrap_or(Rel::Dep)
    }
    /// Function words and marks: no content of their own.
    #[must_use]
    pub fn functional(self) -> bool {
        use Rel::{Aux, AuxPass, Case, Cc, CompoundPrt, Cop, Det, Fixed, Mark, Punct};
        matches!(self, Aux | AuxPass | Case | Cc | CompoundPrt | Cop | Det | Fixed | Mark | Punct)
    }
    /// Subjects of any kind.
    #[must_use]
    pub fn subject(self) -> bool {
        matches!(self, Rel::Nsubj | Rel::NsubjPass | Rel::Csubj | Rel::CsubjPass)
    }
    /// The head of a clause of its own.
    #[must_use]
    pub fn clausal(self) -> bool {
        use Rel::{Acl, AclRelcl, Advcl, Ccomp, Csubj, CsubjPass, Parataxis, Root, Xcomp};
        matches!(
            self,
            Acl | AclRelcl | Advcl | Ccomp | Csubj | CsubjPass | Parataxis | Root | Xcomp
        )
    }
}
