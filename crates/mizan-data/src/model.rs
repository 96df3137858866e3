//! The tables that the compact form holds, as plain data.
//!
//! Words in them are folded where they serve matching and original where they are shown.

use serde::{Deserialize, Serialize};
// The keys are the language data's own: a fast hash is safe, and one order of keys makes the compact form
// the same on every build.
use rustc_hash::FxHashMap as HashMap;

/// What part a word plays. Numbers are stable within one compact form only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Pos {
    Verb,
    Masdar,
    Participle,
    Noun,
    Adj,
    Proper,
    Number,
    Ordinal,
    Prep,
    Conj,
    Sub,
    Rel,
    Dem,
    Pron,
    Neg,
    Future,
    Adverb,
    Quant,
    Particle,
    Interrogative,
    Latin,
    Punct,
    Unknown,
}

impl Pos {
    /// All parts of speech, in the order of their numbers.
    pub const ALL: [Pos; 23] = [
        Pos::Verb,
        Pos::Masdar,
        Pos::Participle,
        Pos::Noun,
        Pos::Adj,
        Pos::Proper,
        Pos::Number,
        Pos::Ordinal,
        Pos::Prep,
        Pos::Conj,
        Pos::Sub,
        Pos::Rel,
        Pos::Dem,
        Pos::Pron,
        Pos::Neg,
        Pos::Future,
        Pos::Adverb,
        Pos::Quant,
        Pos::Particle,
        Pos::Interrogative,
        Pos::Latin,
        Pos::Punct,
        Pos::Unknown,
    ];
    /// The part of speech with this number.
    #[must_use]
    pub fn from_u8(n: u8) -> Pos {
        Pos::ALL.get(n as usize).copied().unwrap_or(Pos::Unknown)
    }
    /// The part of speech that a data file calls by this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Pos> {
        Pos::ALL.into_iter().find(|p| format!("{p:?}").eq_ignore_ascii_case(name))
    }
    /// Can this word stand in a noun phrase?
    #[must_use]
    pub fn nominal(self) -> bool {
        use Pos::{Adj, Latin, Masdar, Noun, Number, Ordinal, Participle, Proper, Quant, Unknown};
        matches!(
            self,
            Masdar | Participle | Noun | Adj | Proper | Number | Ordinal | Quant | Latin | Unknown
        )
    }
}

/// What sort of thing a noun names: the file it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Class {
    None,
    Person,
    Group,
    Armed,
    Body,
    Weapon,
    Vehicle,
    Facility,
    Place,
    Event,
    Speech,
    Time,
    Money,
    Thing,
    Abstract,
    Nationality,
    Casualty,
    Title,
}

impl Class {
    /// All classes with the names that data files use.
    pub const NAMES: [(&'static str, Class); 18] = [
        ("none", Class::None),
        ("person", Class::Person),
        ("group", Class::Group),
        ("armed", Class::Armed),
        ("body", Class::Body),
        ("weapon", Class::Weapon),
        ("vehicle", Class::Vehicle),
        ("facility", Class::Facility),
        ("place", Class::Place),
        ("event", Class::Event),
        ("speech", Class::Speech),
        ("time", Class::Time),
        ("money", Class::Money),
        ("thing", Class::Thing),
        ("abstract", Class::Abstract),
        ("nationality", Class::Nationality),
        ("casualty", Class::Casualty),
        ("title", Class::Title),
    ];
    /// The class that a data file calls by this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Class> {
        Class::NAMES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
    }
    /// Can it act: a person, a group, an armed force or a body?
    #[must_use]
    pub fn animate(self) -> bool {
        matches!(
            self,
            Class::Person
                | Class::Group
                | Class::Armed
                | Class::Body
                | Class::Casualty
                | Class::Title
        )
    }
}

/// No lexeme, sector or state.
pub const NONE: u32 = u32::MAX;

/// A dictionary word.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lexeme {
    /// As a dictionary prints it, without vowels.
    pub lemma: String,
    /// Part of speech.
    pub pos: Pos,
    /// Sort of thing.
    pub class: Class,
    /// For verbal nouns and participles the verb's lexeme, else [`NONE`].
    pub verb: u32,
    /// For agents the index of the agent, for nationality adjectives that of the state, else [`NONE`].
    pub extra: u32,
}

/// One way to read a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Index of the lexeme.
    pub lex: u32,
    /// Part of speech.
    pub pos: Pos,
    /// Feature bits, see [`crate::verb::feat`].
    pub feat: u32,
}

impl Reading {
    /// Eight bytes for the compact form.
    #[must_use]
    pub fn pack(self) -> u64 {
        u64::from(self.lex) << 40 | u64::from(self.pos as u8) << 32 | u64::from(self.feat)
    }
    /// The reverse of [`Reading::pack`].
    #[must_use]
    pub fn unpack(bits: u64) -> Reading {
        Reading {
            lex: (bits >> 40) as u32,
            pos: Pos::from_u8((bits >> 32) as u8),
            feat: bits as u32,
        }
    }
}

/// A row of the one table of codes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Code {
    /// event, mode, context, sector, intl or finding.
    pub kind: String,
    /// The code itself.
    pub code: String,
    /// For modes, the event type.
    #[serde(default)]
    pub parent: Option<String>,
    /// For events and modes, 1–4.
    #[serde(default)]
    pub quad: Option<u8>,
    /// PLOVER's score, −10 to 10.
    #[serde(default)]
    pub score: Option<f32>,
    /// For events, the type that one only announced belongs to, by PLOVER's rule that type and auxiliary
    /// which equal another type are that type.
    #[serde(default)]
    pub announced: Option<String>,
    /// For findings: error, warning or note.
    #[serde(default)]
    pub severity: Option<String>,
    /// English name.
    pub en: String,
    /// Arabic name.
    pub ar: String,
    /// What it means, or for findings what to do.
    #[serde(default)]
    pub help: Option<String>,
}

/// An actor of the table.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Actor {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub kind: String,
    /// Codes with the dates (yyyymmdd, limits included) between which they hold.
    pub roles: Vec<Role>,
}

/// A code that an actor carries for a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Role {
    pub code: String,
    pub from: Option<u32>,
    pub to: Option<u32>,
}

/// A state.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct State {
    pub iso2: String,
    pub iso3: String,
    pub name_ar: String,
    pub name_en: String,
}

/// A common noun that names an agent: its sector and, for bodies that each state has, a key for ids.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Agent {
    pub lemma: String,
    pub sector: String,
    /// Part of the id of such a body of a state, such as `army` in `lb-army`.
    pub org: Option<String>,
    pub name_en: String,
}

/// A named place.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Place {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub kind: String,
    pub country: String,
    pub admin1: Option<String>,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    pub population: u32,
}

/// What a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Ref {
    Actor {
        index: u32,
        loaded: bool,
    },
    Place(u32),
    State(u32),
    /// A capital or seat that stands for its state when it acts.
    Seat(u32),
    /// A ministry, by field.
    Ministry {
        field: u32,
        minister: bool,
    },
    /// A phrase that names an agent.
    Agent(u32),
    /// A title before a person's name.
    Title(u32),
}

/// A field of government, as in وزارة الداخلية.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Ministry {
    pub field: String,
    pub key: String,
    pub name_en: String,
    pub code: String,
}

/// The slot that an argument fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Slot {
    Source,
    Target,
    /// Both sides of a reciprocal event.
    Partner,
    Place,
    Means,
    None,
}

/// How a trigger stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum TriggerKind {
    Verb,
    Masdar,
    Noun,
}

/// A word that opens a frame, with what must stand beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Trigger {
    /// The frame that it opens.
    pub frame: u32,
    /// How it stands.
    pub kind: TriggerKind,
    /// Folded words, one of which must follow within a few words; empty for none.
    pub with: Vec<String>,
    /// Prepositions, one of which must govern a phrase of the clause; empty for none.
    pub preps: Vec<String>,
    /// Folded words that must not follow within two words.
    pub without: Vec<String>,
}

/// What counts as an event of one kind, and how its arguments stand.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Frame {
    /// Such as `ar.assault.strike`.
    pub id: String,
    pub event: String,
    pub mode: Option<String>,
    /// Which slot the grammatical subject fills.
    pub subject: Slot,
    pub object: Slot,
    /// Which slot the second part of a construct state fills.
    pub genitive: Slot,
    pub preps: Vec<(String, Slot)>,
    /// Does an unmarked verb before a single noun phrase read as passive?
    pub passive: bool,
    /// The frame is wrong when one of these stands in the sentence (folded).
    pub never: Vec<String>,
    /// The frame needs one of these in the sentence (folded); empty for none.
    pub needs: Vec<String>,
    /// Status the frame gives by itself, such as `future` for announced acts.
    pub status: Option<String>,
    /// Contexts the frame gives by itself.
    pub contexts: Vec<String>,
    /// Base belief, 0–1, before the clause is weighed.
    pub weight: f32,
    /// The event is felt on both sides: partners are all sources.
    pub reciprocal: bool,
    /// Class that the object must have, if known; empty for any.
    pub object_class: Vec<Class>,
    /// The slot must be filled for the frame to hold.
    pub required: Vec<Slot>,
    /// Lemmas (folded) of which one must head the subject; empty for any.
    pub subject_words: Vec<String>,
    /// Only who can act is its doer: a subject of things gives no event.
    pub doer_acts: bool,
    /// Its target is a party: where the words name a decision, an offer or an act, it is whose that is.
    pub whose: bool,
    /// It tells a loss, which may have a cause without anybody's hand.
    pub loss: bool,
    /// The verb must stand behind لن: the frame is of what a party says that it will not do.
    pub refused: bool,
    /// Aimed at somebody: whom its demands and slogans name, or who did the act it names, is the target.
    pub aimed: bool,
}

/// A mode told by words in the clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ModeWords {
    pub event: String,
    pub mode: String,
    pub words: Vec<String>,
}

/// How a reporting word stands to what it reports.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReportWord {
    pub stance: String,
    /// The word is a phrase such as بحسب that puts the speaker behind it.
    pub source_after: bool,
}

/// The forms of dates that a word can open, as bits.
#[allow(missing_docs)]
pub mod opens {
    /// «من 3 إلى 7»، «بين».
    pub const RANGE: u16 = 1;
    /// «منذ»، «قبل»، «حتى»: open at one end, or a length of time.
    pub const SIDE: u16 = 1 << 1;
    pub const DAY: u16 = 1 << 2;
    pub const HOLIDAY: u16 = 1 << 3;
    pub const MONTH: u16 = 1 << 4;
    /// «مطلع»، «نهاية» of a month, a year, a week.
    pub const PART: u16 = 1 << 5;
    pub const YEAR: u16 = 1 << 6;
    /// Quarters, seasons, decades, centuries.
    pub const SHARE: u16 = 1 << 7;
    /// «الأيام الثلاثة الماضية».
    pub const WINDOW: u16 = 1 << 8;
    pub const DEICTIC: u16 = 1 << 9;
    pub const WEEKDAY: u16 = 1 << 10;
}

/// A day with a name, such as a feast.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Holiday {
    /// Folded.
    pub names: Vec<String>,
    /// Of the Hijri calendar, else of the Gregorian.
    pub hijri: bool,
    pub month: i8,
    pub day: i8,
    /// How many days it lasts.
    pub days: i8,
    /// For a day that was once only.
    pub year: Option<i16>,
}

/// A set of words that can say for sure that a word is not in it: bits by hash (a Bloom filter of one hash).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Starts {
    bits: Vec<u64>,
}

/// 2^19 bits, 64 KiB: some 18,000 words leave 96 of 100 others outside.
const STARTS: u32 = 19;

impl Starts {
    fn place(parts: [&[u8]; 3]) -> (usize, u64) {
        let step = |h: u64, b: &u8| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        let hash = parts.iter().flat_map(|p| p.iter()).fold(0xcbf2_9ce4_8422_2325, step);
        // The high bits of FNV are mixed best.
        let bit = (hash ^ hash >> 32) as u32 >> (32 - STARTS);
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    /// Adds a word.
    pub fn insert(&mut self, word: &str) {
        self.bits.resize(1 << (STARTS - 6), 0);
        let (at, bit) = Starts::place([word.as_bytes(), &[], &[]]);
        self.bits[at] |= bit;
    }

    /// False where the parts together are surely none of the words.
    #[must_use]
    pub fn may_hold(&self, parts: [&str; 3]) -> bool {
        let (at, bit) = Starts::place(parts.map(str::as_bytes));
        self.bits.get(at).is_some_and(|b| b & bit != 0)
    }
}

/// A family of words with a name, such as hedges or residue phrases.
pub type WordLists = HashMap<String, Vec<String>>;

/// The same in English and Arabic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Words {
    pub en: String,
    pub ar: String,
}

/// A rule of the audit as its file holds it; names, severity and what to do stand in the table of codes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A code of kind `finding`.
    pub code: String,
    /// Languages that it reads: ar, en.
    pub reads: Vec<String>,
    /// Why it is off unless it is asked for by its code; none for a rule that is on.
    #[serde(default)]
    pub off: Option<String>,
    /// What a finding says; `{0}`, `{1}` … are filled in.
    pub message: Words,
    /// Why it matters.
    pub why: Words,
    /// What to do, in Arabic; the table of codes has it in English.
    pub help_ar: String,
    /// Texts that must give the finding.
    pub bad: Vec<Specimen>,
    /// Texts that must not.
    pub good: Vec<Specimen>,
}

/// A text beside a rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specimen {
    /// ar or en.
    pub lang: String,
    /// A page, as text or HTML.
    pub text: String,
    /// Its day of publication, where the text does not state it.
    #[serde(default)]
    pub published: Option<String>,
    /// The words on which findings must stand, in order; empty where any place will do.
    #[serde(default)]
    pub marks: Vec<String>,
}

/// A word of one side for another or for itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Loaded {
    /// Folded phrases.
    pub forms: Vec<String>,
    /// The rule that finds it.
    pub rule: String,
    /// The name that takes no side.
    pub neutral: String,
    /// A key of `reasons`.
    pub reason: String,
    /// Folded phrases in which it is no such word.
    pub never: Vec<String>,
}

/// Tables that are decoded when a reader is built.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Tables {
    pub hash: String,
    pub codes: Vec<Code>,
    pub lexemes: Vec<Lexeme>,
    pub actors: Vec<Actor>,
    pub states: Vec<State>,
    pub agents: Vec<Agent>,
    pub places: Vec<Place>,
    pub ministries: Vec<Ministry>,
    /// Sectors of titles, by index; empty where a title tells no public office.
    pub titles: Vec<String>,
    /// Words that describe an actor named before: folded word → kinds such as `person_GOV`.
    pub descriptions: HashMap<String, Vec<String>>,
    pub name_refs: Vec<Vec<Ref>>,
    pub frames: Vec<Frame>,
    pub triggers: Vec<Trigger>,
    /// Lexeme → triggers.
    pub openers: HashMap<u32, Vec<u32>>,
    pub modes: Vec<ModeWords>,
    /// Lexeme of a reporting verb or folded phrase → how it reports.
    pub report_verbs: HashMap<u32, String>,
    pub report_phrases: Vec<(String, ReportWord)>,
    /// Light verbs: lexeme → which slot the subject of the verb fills of the noun's frame.
    pub light_verbs: HashMap<u32, Slot>,
    /// Verbs that set a status on what they govern: lexeme → status.
    pub scope_verbs: HashMap<u32, String>,
    /// Particles and phrases that set a status.
    pub scope_words: HashMap<String, String>,
    /// Every other word list, by file and name, such as `zone.residue`.
    pub lists: WordLists,
    /// Words of a brief, by language, file and key, such as `ar.words.title`; several wordings take turns.
    pub texts: HashMap<String, Vec<String>>,
    /// Pairs of spellings that print uses for the same words, folded.
    pub spellings: Vec<(String, String)>,
    /// Rules of the audit, by code.
    pub rules: Vec<Rule>,
    pub loaded: Vec<Loaded>,
    /// Why loaded words take a side.
    pub reasons: HashMap<String, Words>,
    /// Number words: folded → (value, multiplies).
    pub numbers: HashMap<String, (u64, bool)>,
    /// Ordinal words, folded.
    pub ordinals: HashMap<String, u32>,
    /// Month names: folded → (calendar, number).
    pub months: HashMap<String, (String, u8)>,
    /// Weekdays: folded → 1 (Monday) to 7.
    pub weekdays: HashMap<String, u8>,
    /// Decades: folded name → first year of it within its century.
    pub decades: HashMap<String, u32>,
    pub holidays: Vec<Holiday>,
    /// First word of a holiday's names → the holiday and the whole name.
    pub holiday_names: HashMap<String, Vec<(u32, String)>>,
    /// Folded words with which a date can open, with bits of [`opens`] for the forms that they can open.
    pub date_starts: HashMap<String, u16>,
    /// Counted things: lexeme → what they count as.
    pub counted: HashMap<u32, String>,
    /// Words that tell what befell those counted: lexeme → what.
    pub losses: HashMap<u32, String>,
    /// Categories of people: lexeme → civilian, child, ….
    pub categories: HashMap<u32, String>,
    /// Folded noun or sign, alone or with the ISO code of its state → ISO 4217.
    pub currencies: HashMap<String, String>,
    /// Fractions under one, and above one what the number before is divided by.
    pub fractions: HashMap<String, f64>,
    /// Context words: lexeme or folded word → contexts.
    pub contexts: HashMap<String, Vec<String>>,
    /// Nouns and verbs that state ties or stances: folded lemma → (kind, how).
    pub ties: HashMap<u32, (String, String)>,
    /// Weights of the confidence model by feature name.
    pub weigh: HashMap<String, f32>,
    /// First words of all names, names of one word, and the first two words of others without a space:
    /// most words of a text begin none.
    pub name_starts: [Starts; 3],
    /// Names of one word, folded → index into `name_refs`: found without a walk where no longer name can start.
    pub short_names: HashMap<String, u32>,
    /// How many leading bytes of each key the names automaton may share; for bounds on walks.
    pub longest_name: u32,
}
