//! Conjugation: every unvowelled form of a verb from its lemma and imperfective stems.
//!
//! In: a row of the Camel Morph verb table (lemma, pattern, stems). Out: folded surfaces with
//! the features that print leaves open kept together (an unvowelled قتل is active or passive).
//! Classes: sound, assimilated, hollow, doubled, defective, hamza-final. Source of the stems:
//! Camel Morph MSA (Khairallah et al. 2024); of the endings: any grammar of written Arabic.

use crate::fold::fold;
use std::collections::HashMap;

/// Feature bits of a reading. Several of one kind mean that print does not tell them apart.
pub mod feat {
    #![allow(missing_docs)]
    pub const P1: u32 = 1;
    pub const P2: u32 = 1 << 1;
    pub const P3: u32 = 1 << 2;
    pub const MASC: u32 = 1 << 3;
    pub const FEM: u32 = 1 << 4;
    pub const SING: u32 = 1 << 5;
    pub const DUAL: u32 = 1 << 6;
    pub const PLUR: u32 = 1 << 7;
    pub const ACTIVE: u32 = 1 << 8;
    pub const PASSIVE: u32 = 1 << 9;
    pub const PERF: u32 = 1 << 10;
    pub const IMPF: u32 = 1 << 11;
    pub const IMPER: u32 = 1 << 12;
    pub const INDIC: u32 = 1 << 13;
    pub const SUBJ: u32 = 1 << 14;
    pub const MASDAR: u32 = 1 << 15;
    pub const PART_ACT: u32 = 1 << 16;
    pub const PART_PASS: u32 = 1 << 17;
    /// The form can head a construct state (no closing nun).
    pub const CONSTRUCT: u32 = 1 << 18;
    /// The form cannot head a construct state.
    pub const ABSOLUTE: u32 = 1 << 19;
    /// Accusative by its ending (ين, or alef of tanwin).
    pub const ACC: u32 = 1 << 20;
    /// Nominative by its ending (ون, ان).
    pub const NOM: u32 = 1 << 21;
}
use feat::{
    ACTIVE, DUAL, FEM, IMPER, IMPF, INDIC, MASC, P1, P2, P3, PASSIVE, PERF, PLUR, SING, SUBJ,
};

/// One verb of the table, as the compiler needs it.
#[derive(Debug, Clone)]
pub struct Verb {
    /// Vowelled lemma without the trailing vowel mark.
    pub lemma: String,
    /// Unvowelled lemma, hamzas kept.
    pub bare: String,
    /// Pattern with root places and without short vowels, such as `ٱ1ت23`; shadda stays.
    pub pattern: String,
    /// Imperfective vowel of form I: `ُ`, `ِ`, `َ`, or none.
    pub vowel: Option<char>,
    /// The table calls it transitive.
    transitive: bool,
    perf: Vec<(String, bool)>,
    impf: Vec<(String, bool)>,
}

/// Stems of one cell: folded, with whether the vowelled stem closes in a doubled letter.
fn stems(cell: &str) -> Vec<(String, bool)> {
    cell.split('|').filter(|s| !s.is_empty()).map(|s| (fold(s), s.ends_with('ّ'))).collect()
}

impl Verb {
    /// Reads a row: lemma, lemma_bare, root, pattern, transitivity, perfective, _, imperfective, …
    #[must_use]
    pub fn from_row(cells: &[&str]) -> Option<Self> {
        let [lemma, bare, _, pattern, transitivity, perf, _, impf, ..] = cells else { return None };
        let vowel = lemma.rsplit_once('-').and_then(|(_, v)| v.chars().next());
        let cut = |s: &str| s.split('-').next().unwrap_or(s).to_owned();
        // Some rows write the closing hamza in the stem (نْشِئ), most leave it to the ending (لْج).
        let open: String = impf
            .split('|')
            .map(|s| s.trim_end_matches(['ئ', 'أ', 'ؤ', 'ء']))
            .collect::<Vec<_>>()
            .join("|");
        let impf = if cut(bare).ends_with(['أ', 'ئ', 'ؤ', 'ء']) { open.as_str() } else { impf };
        Some(Verb {
            lemma: cut(lemma),
            bare: cut(bare),
            pattern: cut(pattern)
                .chars()
                .filter(|c| !matches!(c, '\u{064B}'..='\u{0650}' | '\u{0652}'))
                .collect(),
            vowel,
            transitive: transitivity.contains("trans") && *transitivity != "intrans",
            perf: stems(perf),
            impf: stems(impf),
        })
    }

    fn defective(&self) -> bool {
        let last = self.bare.chars().next_back();
        matches!(last, Some('ى'))
            || (last == Some('ا') && self.bare.chars().count() > 2)
            || (last == Some('ي') && !self.perf.iter().any(|s| s.0.ends_with('ي')))
    }
    fn hamza_final(&self) -> bool {
        matches!(self.bare.chars().next_back(), Some('أ' | 'ء' | 'ئ' | 'ؤ'))
    }
    fn hollow(&self) -> bool {
        self.pattern.ends_with("ا3")
    }
    fn doubled(&self) -> bool {
        self.pattern.ends_with("2ّ") || self.pattern.ends_with("3ّ")
    }
    fn derived_t(&self) -> bool {
        self.pattern.starts_with('ت')
    }
    /// Form I: the bare root with its vowels.
    pub(crate) fn form_one(&self) -> bool {
        self.pattern.starts_with('1')
            && !self.pattern.contains("2ّ3")
            && !self.pattern.contains("2ّى")
            && !self.pattern.contains("1ا2")
            && !self.pattern.contains('4')
    }

    /// All surfaces with their features, the same surface once.
    #[must_use]
    pub fn forms(&self) -> HashMap<String, u32> {
        let mut out = Forms::default();
        self.perfect(&mut out);
        self.imperfect(&mut out);
        out.0
    }

    fn perfect(&self, out: &mut Forms) {
        let lemma = fold(&self.bare);
        if self.defective() {
            return self.perfect_defective(&lemma, out);
        }
        let short = self.consonant_stem(&lemma);
        let both = if self.hollow() { ACTIVE } else { ACTIVE | PASSIVE };
        out.vocalic(&lemma, both);
        out.consonantal(&short, both);
        if self.hamza_final() {
            let base = chop(&lemma);
            out.add(format!("{base}ووا"), P3 | MASC | PLUR | PERF | both);
            out.add(format!("{lemma}وا"), P3 | MASC | PLUR | PERF | both);
        }
        for passive in self.passive_perfect(&lemma) {
            out.vocalic(&passive, PASSIVE);
        }
    }

    fn perfect_defective(&self, lemma: &str, out: &mut Forms) {
        let base = chop(lemma);
        let weak = if self.bare.ends_with('ا') { 'و' } else { 'ي' };
        let ya = self.bare.ends_with('ي');
        let both = if ya { ACTIVE | PASSIVE } else { ACTIVE };
        out.add(lemma.to_owned(), P3 | MASC | SING | PERF | both);
        let she = if ya { lemma } else { base };
        out.add(format!("{she}ت"), P3 | FEM | SING | PERF | both);
        out.add(format!("{base}{weak}ا"), P3 | MASC | DUAL | PERF | ACTIVE);
        out.add(format!("{base}ا"), P3 | MASC | SING | PERF | ACTIVE);
        out.add(format!("{base}وا"), P3 | MASC | PLUR | PERF | ACTIVE | PASSIVE);
        out.consonantal(&format!("{base}{weak}"), both);
        out.add(format!("{base}ي"), P3 | MASC | SING | PERF | PASSIVE);
        out.add(format!("{base}يت"), P3 | FEM | SING | PERF | PASSIVE);
    }

    fn consonant_stem(&self, lemma: &str) -> String {
        if self.hollow()
            && let Some(s) = self.perf.iter().map(|s| &s.0).min_by_key(|s| s.len())
            && s.len() >= 4
        {
            return s.clone();
        }
        if self.doubled()
            && let Some((s, _)) =
                self.perf.iter().find(|(s, closed)| !closed && s.len() > lemma.len())
        {
            return s.clone();
        }
        lemma.to_owned()
    }

    /// Passive perfects that print tells from the active.
    fn passive_perfect(&self, lemma: &str) -> Vec<String> {
        if self.hollow() {
            return replace_last(lemma, 'ا', "ي").into_iter().collect();
        }
        if self.hamza_final() {
            // أُنشئ، قُرئ: the hamza sits on ya behind an i.
            return vec![format!("{}ي", chop(lemma))];
        }
        if self.pattern.contains("1ا2") {
            return replace_first_inner(lemma, 'ا', "و").into_iter().collect();
        }
        Vec::new()
    }

    /// أخذ، أكل، أمر: the table gives the stem of the imperative, which has lost its hamza.
    fn lost_hamza(&self, stem: &str) -> bool {
        self.form_one()
            && self.bare.starts_with('أ')
            && !self.doubled()
            && stem.chars().count() == 2
            && self.bare.chars().count() == 3
            && !self.defective()
            && !self.hollow()
            && !self.hamza_final()
    }

    fn imperfect(&self, out: &mut Forms) {
        let open = self.impf.iter().map(|s| s.0.as_str()).max_by_key(|s| s.len());
        let Some(long) = self.vocalic_imperfect(open) else { return };
        if self.lost_hamza(&long) {
            out.add(long.clone(), P2 | MASC | SING | IMPER | ACTIVE);
            let voice = ACTIVE | PASSIVE;
            out.present(&format!("ا{long}"), voice);
            return out.present(&format!("و{long}"), PASSIVE);
        }
        if self.defective() {
            return self.imperfect_defective(&long, out);
        }
        if self.hamza_final() {
            return self.imperfect_hamza(&long, out);
        }
        let voice = if self.hollow() { ACTIVE } else { ACTIVE | PASSIVE };
        out.present(&long, voice);
        for (stem, _) in &self.impf {
            out.singulars(stem, SUBJ | ACTIVE | if self.hollow() { 0 } else { PASSIVE });
            out.add(format!("ي{stem}ن"), P3 | FEM | PLUR | IMPF | ACTIVE);
            out.add(stem.clone(), P2 | MASC | SING | IMPER | ACTIVE);
        }
        for passive in self.passive_imperfect(&long) {
            out.present(&passive, PASSIVE);
        }
    }

    fn vocalic_imperfect(&self, open: Option<&str>) -> Option<String> {
        if self.doubled()
            && let Some((s, _)) = self.impf.iter().find(|(_, closed)| *closed)
        {
            return Some(s.clone());
        }
        open.map(str::to_owned)
    }

    fn passive_imperfect(&self, long: &str) -> Vec<String> {
        if self.hollow() {
            let medial = long.char_indices().skip(1).filter(|(_, c)| matches!(c, 'و' | 'ي')).last();
            return medial
                .map(|(at, c)| format!("{}ا{}", &long[..at], &long[at + c.len_utf8()..]))
                .into_iter()
                .collect();
        }
        if self.form_one() && self.bare.starts_with('و') && !long.starts_with('و') {
            return vec![format!("و{long}")];
        }
        Vec::new()
    }

    fn imperfect_defective(&self, stem: &str, out: &mut Forms) {
        let waw = self.form_one() && self.vowel == Some('\u{064F}');
        let end = if waw { 'و' } else { 'ي' };
        out.singulars(
            &format!("{stem}{end}"),
            INDIC | SUBJ | ACTIVE | if waw { 0 } else { PASSIVE },
        );
        out.singulars(&format!("{stem}ا"), INDIC | ACTIVE | PASSIVE);
        out.singulars(stem, SUBJ | ACTIVE | PASSIVE);
        out.add(format!("ي{stem}ون"), P3 | MASC | PLUR | IMPF | INDIC | ACTIVE | PASSIVE);
        out.add(format!("ي{stem}وا"), P3 | MASC | PLUR | IMPF | SUBJ | ACTIVE | PASSIVE);
        out.duals(&format!("{stem}{end}"));
        if waw {
            out.singulars(&format!("{stem}ي"), INDIC | PASSIVE);
        } else {
            out.add(format!("ي{stem}ين"), P3 | FEM | PLUR | IMPF | ACTIVE);
        }
    }

    fn imperfect_hamza(&self, stem: &str, out: &mut Forms) {
        let ends: &[&str] = if self.hollow() {
            if self.vowel == Some('\u{064E}') { &["اء", "ا"] } else { &["يء", "ي"] }
        } else if self.derived_t() || (self.form_one() && self.vowel == Some('\u{064E}')) {
            &["ا"]
        } else {
            &["ي", "ا"]
        };
        for end in ends {
            out.present(&format!("{stem}{end}"), ACTIVE | PASSIVE);
        }
        out.add(format!("ي{stem}وون"), P3 | MASC | PLUR | IMPF | INDIC | ACTIVE);
        out.add(format!("ي{stem}ووا"), P3 | MASC | PLUR | IMPF | SUBJ | ACTIVE);
    }

    /// The verbal nouns and participles that the pattern gives (forms II–X and quadriliterals),
    /// with their features; verbal nouns as a dictionary prints them, participles folded.
    #[must_use]
    pub fn nominals(&self) -> Vec<(String, u32)> {
        let mut out: Vec<(String, u32)> =
            self.masdars().into_iter().map(|m| (m, feat::MASDAR)).collect();
        out.extend(self.participles());
        out
    }

    fn masdars(&self) -> Vec<String> {
        let b: Vec<char> = self.bare.chars().collect();
        let n = b.len();
        let s = |from: usize, to: usize| b[from..to].iter().collect::<String>();
        let weak = self.defective();
        let hamza = self.hamza_final();
        if self.form_one() && self.transitive && n == 3 && !weak && !self.hollow() {
            // فَعْل is the usual verbal noun of transitive verbs; others are written in masdars.tsv.
            return vec![self.bare.clone()];
        }
        if self.form_one() || n < 3 {
            return Vec::new();
        }
        let p = self.pattern.as_str();
        if p.starts_with("12ّ") && n == 3 {
            return if weak || hamza {
                vec![format!("ت{}{}", s(0, 2), if weak { "ية" } else { "ئة" })]
            } else {
                vec![format!("ت{}ي{}", s(0, 2), b[2])]
            };
        }
        if p.starts_with("1ا2") && n == 4 {
            let stem = if weak { format!("{}ا", s(0, 3)) } else { s(0, 4) };
            return vec![format!("م{stem}ة")];
        }
        if p.starts_with('أ') {
            return fourth(&b, self.hollow(), self.doubled(), weak, hamza);
        }
        if p.starts_with('ت') {
            return vec![if weak {
                format!("{}ي", s(0, n - 1))
            } else if hamza {
                format!("{}ؤ", s(0, n - 1))
            } else {
                self.bare.clone()
            }];
        }
        if p.starts_with('ٱ') {
            return infinitive_with_alef(&b, self.hollow(), self.doubled(), weak, p);
        }
        if p.contains('4') || n == 4 {
            return vec![format!("{}ة", self.bare)];
        }
        Vec::new()
    }

    fn participles(&self) -> Vec<(String, u32)> {
        let lemma = fold(&self.bare);
        let active = feat::PART_ACT;
        let passive = feat::PART_PASS;
        if self.form_one() {
            let r: Vec<char> = lemma.chars().collect();
            if r.len() == 3 && !self.hollow() && !self.defective() && !self.doubled() {
                return vec![
                    (format!("{}ا{}{}", r[0], r[1], r[2]), active),
                    (format!("م{}{}و{}", r[0], r[1], r[2]), passive),
                ];
            }
            if r.len() == 3 && self.defective() {
                return vec![(format!("{}ا{}ي", r[0], r[1]), active)];
            }
            return Vec::new();
        }
        let mut out = Vec::new();
        if let Some(long) =
            self.vocalic_imperfect(self.impf.iter().map(|s| s.0.as_str()).max_by_key(|s| s.len()))
        {
            if self.defective() {
                out.push((format!("م{long}ي"), active | passive));
            } else if self.hollow() {
                out.push((format!("م{long}"), active));
                out.extend(
                    self.passive_imperfect(&long).into_iter().map(|p| (format!("م{p}"), passive)),
                );
            } else {
                out.push((format!("م{long}"), active | passive));
            }
        }
        out
    }
}

/// إفعال of form IV with its weak kinds: إقامة، إعطاء، إنشاء، إعداد، إيقاع.
fn fourth(b: &[char], hollow: bool, doubled: bool, weak: bool, hamza: bool) -> Vec<String> {
    let n = b.len();
    if n < 3 {
        return Vec::new();
    }
    let r: String = b[1..].iter().collect();
    if hollow {
        return vec![format!("إ{r}ة")];
    }
    if doubled {
        return vec![format!("إ{}ا{}", r, b[n - 1])];
    }
    let body: String = b[1..n - 1].iter().collect();
    let body = body.strip_prefix('و').map_or(body.clone(), |rest| format!("ي{rest}"));
    vec![if weak || hamza { format!("إ{body}اء") } else { format!("إ{body}ا{}", b[n - 1]) }]
}

/// Forms VII–X and their like: the alef goes before the last letter; hollow X takes ta marbuta.
fn infinitive_with_alef(
    b: &[char],
    hollow: bool,
    doubled: bool,
    weak: bool,
    pattern: &str,
) -> Vec<String> {
    let n = b.len();
    if hollow {
        if pattern.starts_with("ٱست") {
            return vec![format!("{}ة", b.iter().collect::<String>())];
        }
        // اغتال → اغتيال، انهار → انهيار
        let text: String = b.iter().collect();
        let at = text.rfind('ا').unwrap_or(0);
        return vec![format!("{}ي{}", &text[..at], &text[at..])];
    }
    let body: String = b[..n - 1].iter().collect();
    // استولى → استيلاء، استورد → استيراد: و behind the i of this form is ي.
    let body = match body.strip_prefix("استو") {
        Some(rest) if pattern.starts_with("ٱست") => format!("استي{rest}"),
        _ => body,
    };
    if weak || matches!(b[n - 1], 'أ' | 'ئ') {
        return vec![format!("{body}اء")];
    }
    if doubled {
        return vec![format!("{}ا{}", b.iter().collect::<String>(), b[n - 1])];
    }
    vec![format!("{body}ا{}", b[n - 1])]
}

fn chop(s: &str) -> &str {
    s.char_indices().next_back().map_or(s, |(at, _)| &s[..at])
}

fn replace_last(s: &str, c: char, with: &str) -> Option<String> {
    s.rfind(c)
        .filter(|&at| at > 0)
        .map(|at| format!("{}{with}{}", &s[..at], &s[at + c.len_utf8()..]))
}

fn replace_first_inner(s: &str, c: char, with: &str) -> Option<String> {
    let (at, _) = s.char_indices().skip(1).find(|(_, x)| *x == c)?;
    Some(format!("{}{with}{}", &s[..at], &s[at + c.len_utf8()..]))
}

#[derive(Default)]
struct Forms(HashMap<String, u32>);

impl Forms {
    fn add(&mut self, surface: String, features: u32) {
        *self.0.entry(surface).or_insert(0) |= features;
    }
    /// Perfect endings that begin with a vowel or are none.
    fn vocalic(&mut self, stem: &str, voice: u32) {
        for (end, f) in [
            ("", MASC | SING),
            ("ت", FEM | SING),
            ("ا", MASC | DUAL),
            ("تا", FEM | DUAL),
            ("وا", MASC | PLUR),
        ] {
            self.add(format!("{stem}{end}"), P3 | PERF | voice | f);
        }
    }
    /// Perfect endings that begin with a consonant.
    fn consonantal(&mut self, stem: &str, voice: u32) {
        for (end, f) in [
            ("ت", P1 | P2 | MASC | FEM | SING),
            ("نا", P1 | PLUR),
            ("ن", P3 | FEM | PLUR),
            ("تم", P2 | PLUR),
            ("تما", P2 | DUAL),
        ] {
            // A stem that closes in the letter its ending opens with writes it once: شننّا، أثبتّ.
            let first = end.chars().next().unwrap_or(' ');
            let stem = if matches!(first, 'ن' | 'ت') {
                stem.strip_suffix(first).unwrap_or(stem)
            } else {
                stem
            };
            self.add(format!("{stem}{end}"), PERF | voice | f);
        }
    }
    fn singulars(&mut self, stem: &str, rest: u32) {
        for (start, f) in [
            ("ي", P3 | MASC | SING),
            ("ت", P3 | P2 | FEM | MASC | SING),
            ("ا", P1 | SING),
            ("ن", P1 | PLUR),
        ] {
            self.add(format!("{start}{stem}"), IMPF | rest | f);
        }
    }
    fn duals(&mut self, stem: &str) {
        for start in ["ي", "ت"] {
            let gender = if start == "ي" { MASC } else { FEM };
            self.add(
                format!("{start}{stem}ان"),
                P3 | gender | DUAL | IMPF | INDIC | ACTIVE | PASSIVE,
            );
            self.add(
                format!("{start}{stem}ا"),
                P3 | gender | DUAL | IMPF | SUBJ | ACTIVE | PASSIVE,
            );
        }
    }
    fn present(&mut self, stem: &str, voice: u32) {
        self.singulars(stem, INDIC | SUBJ | voice);
        for (start, p) in [("ي", P3), ("ت", P2)] {
            self.add(format!("{start}{stem}ون"), p | MASC | PLUR | IMPF | INDIC | voice);
            self.add(format!("{start}{stem}وا"), p | MASC | PLUR | IMPF | SUBJ | voice);
        }
        self.duals(stem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verb(row: &str) -> Verb {
        Verb::from_row(&row.split('\t').collect::<Vec<_>>()).expect("row")
    }

    #[test]
    fn hollow_doubled_defective() {
        let aghtal = verb("ٱِغْتَال\tاغتال\tغول\tٱِ1ْتَا3\ttrans\tٱِغْتَال|ٱِغْتَل\t\tغْتَال|غْتَل\t\t");
        let forms = aghtal.forms();
        assert!(
            forms["اغتيل"] & PASSIVE != 0
                && forms["يغتال"] & IMPF != 0
                && forms.contains_key("اغتالوا")
        );
        assert_eq!(aghtal.nominals()[0].0, "اغتيال");
        let shann = verb("شَنّ-ُ\tشن-\tشنن\t1َ2ّ-ُ\ttrans\tشَنَن|شَنّ\t\tشُنّ|شْنُن\t\t");
        let forms = shann.forms();
        assert!(
            forms.contains_key("شنت") && forms.contains_key("يشن") && forms.contains_key("شننا")
        );
        let daa = verb("دَعَا-ُ\tدعا-\tدعو\t1َ2َا-ُ\ttrans\tدَع\t\tدْع\t\t");
        let forms = daa.forms();
        for f in ["دعا", "دعت", "دعوا", "يدعو", "يدعون", "دعي", "تدعو"] {
            assert!(forms.contains_key(f), "{f}");
        }
        let masha = verb("مَشَى-ِ\tمشى-\tمشي\t1َ2َى-ِ\tintrans\tمَش\t\tمْش\t\t");
        assert!(masha.forms()["يمشين"] & FEM != 0);
        let asab = verb("أَصَاب\tأصاب\tصوب\tأَ1َا3\ttrans\tأَصَاب|أَصَب\t\tصِب|صِيب\t\t");
        assert!(asab.forms()["اصيب"] & PASSIVE != 0);
        assert_eq!(asab.nominals()[0].0, "إصابة");
    }

    #[test]
    fn sound_forms_and_their_nouns() {
        let v = verb("ٱِعْتَقَل\tاعتقل\tعقل\tٱِ1ْتَ2َ3\ttrans\tٱِعْتَقَل\t\tعْتَقِل\t\t");
        let forms = v.forms();
        assert!(forms["اعتقل"] & (ACTIVE | PASSIVE) == ACTIVE | PASSIVE);
        assert!(forms.contains_key("يعتقلون") && forms.contains_key("اعتقلت"));
        let nominals: Vec<_> = v.nominals().into_iter().map(|n| n.0).collect();
        assert_eq!(nominals, ["اعتقال", "معتقل"]);
        let w = verb("أَوْقَع\tأوقع\tوقع\tأَ1ْ2َ3\ttrans\tأَوْقَع\t\tوقِع\t\t");
        assert_eq!(w.nominals()[0].0, "إيقاع");
    }
}
