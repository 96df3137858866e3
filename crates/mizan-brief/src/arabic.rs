//! Arabic as a brief needs it: case of phrases, gender of their heads, verbs that agree, counted nouns.
//!
//! Unvowelled print shows case in the endings of dual and sound plural and in the alef of tanwin; these are what is
//! changed here. Rules after any grammar of written Arabic (for instance Ryding, *A Reference Grammar of Modern
//! Standard Arabic*, chapters 7 and 15).

use mizan_data::Knowledge;
use mizan_data::model::{Class, NONE, Pos, Ref};
use mizan_text::{Analysis, Text, feat, fold};

/// The case of a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Nom,
    Acc,
    Gen,
}

/// A phrase in a case: its head, and the adjectives behind it that end alike.
pub(crate) fn in_case(k: &Knowledge, phrase: &str, case: Case) -> String {
    let text = Text::new(phrase, k);
    let mut out = String::with_capacity(phrase.len() + 4);
    let mut at = 0;
    for n in 0..text.tokens.len() {
        let span = text.whole(n);
        let word = text.words(span);
        // «سوريا» ends in an alef of its own.
        let named = k.names.get(fold(word)).is_some();
        let by_ending = ending(k, word, text.reading(n), case, named);
        let changed = by_ending.or_else(|| (!named).then(|| plain_alef(k, word, case)).flatten());
        let follows =
            n == 0 || matches!(text.reading(n).pos, Pos::Adj | Pos::Participle | Pos::Noun);
        if changed.is_none() && n > 0 || !follows {
            break;
        }
        out.push_str(&phrase[at as usize..span.0 as usize]);
        out.push_str(changed.as_deref().unwrap_or(word));
        at = span.1;
        // What a number counts keeps the case that the number gives it.
        if changed.is_none() || text.reading(n).pos == Pos::Number {
            break;
        }
    }
    out.push_str(&phrase[at as usize..]);
    out
}

/// «عشرين»، «مئتين»: tens end as sound plurals do, twos of hundred and thousand as duals.
fn tens(k: &Knowledge, word: &str, case: Case) -> Option<String> {
    let twos = k.tables.texts.get("ar.words.twos");
    let is_two = |s: &&str| twos.is_some_and(|l| l.iter().any(|w| w.trim() == *s));
    let dual = word.strip_suffix("ين").or_else(|| word.strip_suffix("ان")).filter(is_two);
    match (dual, case) {
        (Some(stem), Case::Nom) => Some(format!("{stem}ان")),
        (Some(stem), _) => Some(format!("{stem}ين")),
        (None, Case::Nom) => word.strip_suffix("ين").map(|s| format!("{s}ون")),
        (None, _) => tens_stem(k, word).map(|s| format!("{s}ين")),
    }
}

/// «عشرون», not «مليون», whose ending is its own.
fn tens_stem<'w>(k: &Knowledge, word: &'w str) -> Option<&'w str> {
    let stem = word.strip_suffix("ون")?;
    let value = |w: &str| k.tables.numbers.get(&fold(w)).map(|n| n.0);
    (value(word) == value(&format!("{stem}ين"))).then_some(stem)
}

/// «ضباطا»: the alef of a tanwin that is not written, behind a word of the lexicon.
fn plain_alef(k: &Knowledge, word: &str, case: Case) -> Option<String> {
    let stem = word.strip_suffix('ا').filter(|_| case != Case::Acc && !word.starts_with("ال"))?;
    let nominal = |w: &str| k.readings(&fold(w)).any(|r| r.pos.nominal() && r.pos != Pos::Proper);
    (nominal(stem) && !nominal(word)).then(|| stem.to_owned())
}

/// The word with the ending of the case; none where print shows none.
fn ending(k: &Knowledge, word: &str, a: &Analysis, case: Case, named: bool) -> Option<String> {
    let sound = a.has(feat::NOM) || a.has(feat::ACC);
    if a.pos == Pos::Number {
        return tens(k, word, case);
    }
    let swap = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    let plural = || if case == Case::Nom { swap("ين", "ون") } else { swap("ون", "ين") };
    let dual = || if case == Case::Nom { swap("ين", "ان") } else { swap("ان", "ين") };
    let plural = (sound && a.has(feat::PLUR)).then(plural).flatten();
    let ended = plural.or_else(|| (sound && a.has(feat::DUAL)).then(dual).flatten());
    if ended.is_some() {
        return ended;
    }
    let alef = || (a.has(feat::ACC) && !a.det && !named).then(|| swap("ا", "")).flatten();
    let tanwin = || swap("اً", "").or_else(|| swap("ًا", "")).or_else(alef);
    (case != Case::Acc).then(tanwin).flatten()
}

/// Is the head of a phrase feminine, so that a verb before it is?
pub(crate) fn feminine(k: &Knowledge, phrase: &str) -> bool {
    let folded = fold(phrase);
    let listed = |key: &str| {
        k.tables.texts.get(key).is_some_and(|l| l.iter().any(|w| fold(w.trim()) == folded))
    };
    if listed("ar.words.feminine") {
        return true;
    }
    if listed("ar.words.masculine") {
        return false;
    }
    let refs = k.names.get(&folded).map(|n| k.refs(n as u32)).unwrap_or_default();
    if refs.iter().any(|r| matches!(r, Ref::State(_))) {
        return true;
    }
    let text = Text::new(phrase, k);
    let nominal = |t: &usize| text.reading(*t).pos.nominal() && text.reading(*t).pos != Pos::Number;
    let Some(head) = (0..text.tokens.len()).find(nominal) else { return false };
    let a = text.reading(head);
    let word = text.word(head);
    if a.has(feat::PLUR) && !a.has(feat::SING) {
        let class = k.tables.lexemes.get(a.lex as usize).map_or(Class::None, |l| l.class);
        let people = matches!(class, Class::Person | Class::Armed | Class::Casualty | Class::Group);
        let sound = a.has(feat::NOM) || a.has(feat::ACC);
        return word.ends_with("ات") || (!people && !sound && a.lex != NONE);
    }
    a.has(feat::FEM) && !a.has(feat::MASC) || text.words(text.whole(head)).ends_with('ة')
}

/// A preposition of one letter before a phrase.
pub(crate) fn glued(letter: char, phrase: &str) -> String {
    match (letter, phrase.strip_prefix("ال")) {
        ('ل', Some(rest)) => format!("لل{rest}"),
        _ => format!("{letter}{phrase}"),
    }
}

/// The forms of a counted noun: see `data/ar/brief/counted.toml`.
struct Counted<'k> {
    forms: Vec<&'k str>,
}

impl<'k> Counted<'k> {
    fn find(k: &'k Knowledge, noun: &str) -> Option<Counted<'k>> {
        let forms = k.tables.texts.get(&format!("ar.counted.{noun}"))?;
        (forms.len() == 7).then(|| Counted { forms: forms.iter().map(|f| f.trim()).collect() })
    }

    fn one(&self) -> &'k str {
        self.forms[0]
    }

    fn two(&self, case: Case) -> &'k str {
        self.forms[if case == Case::Nom { 1 } else { 3 }]
    }

    /// Behind three to ten, in the genitive.
    fn few(&self) -> &'k str {
        self.forms[4]
    }

    /// Behind eleven to ninety-nine, in the accusative.
    fn many(&self) -> &'k str {
        self.forms[5]
    }

    fn feminine(&self) -> bool {
        self.forms[6] == "f"
    }
}

/// So many of a noun, agreeing as Arabic numbers do; none where the noun is unknown.
pub(crate) fn count(k: &Knowledge, n: u64, noun: &str, case: Case) -> Option<String> {
    let counted = Counted::find(k, noun)?;
    let words = |list: &str| k.tables.texts.get(&format!("ar.words.{list}"));
    Some(match n {
        1 => counted.one().to_owned(),
        2 => counted.two(case).to_owned(),
        3..=10 => {
            let list = if counted.feminine() { "three_fem" } else { "three_masc" };
            let word = words(list)?.get(n as usize - 3)?.trim();
            format!("{word} {}", counted.few())
        }
        _ => {
            let noun = match n % 100 {
                3..=10 => counted.few(),
                11..=99 => counted.many(),
                _ => counted.one(),
            };
            format!("{n} {noun}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizan_code::Reader;
    use std::sync::LazyLock;

    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().expect("a reader"));

    #[test]
    fn endings_follow_the_case() {
        let k = READER.knowledge();
        assert_eq!(in_case(k, "مدنيين", Case::Nom), "مدنيون");
        assert_eq!(in_case(k, "مسلحون مجهولون", Case::Gen), "مسلحين مجهولين");
        assert_eq!(in_case(k, "جندياً", Case::Nom), "جندي");
        assert_eq!(in_case(k, "جنديا", Case::Gen), "جندي");
        assert_eq!(in_case(k, "عشرين أسيراً", Case::Nom), "عشرون أسيراً");
        assert_eq!(in_case(k, "مئتين", Case::Nom), "مئتان");
        assert_eq!(in_case(k, "ضباطا محليين", Case::Gen), "ضباط محليين");
        assert_eq!(in_case(k, "سوريا", Case::Gen), "سوريا");
        assert_eq!(in_case(k, "الجيش السوري", Case::Nom), "الجيش السوري");
        assert_eq!(in_case(k, "أحد المهربين", Case::Nom), "أحد المهربين");
    }

    #[test]
    fn numbers_agree_with_what_they_count() {
        let k = READER.knowledge();
        let said = |n, noun, case| count(k, n, noun, case).expect("a count");
        assert_eq!(said(1, "civilian", Case::Nom), "مدني");
        assert_eq!(said(2, "child", Case::Nom), "طفلان");
        assert_eq!(said(2, "child", Case::Gen), "طفلين");
        assert_eq!(said(3, "woman", Case::Gen), "ثلاث نساء");
        assert_eq!(said(5, "soldier", Case::Nom), "خمسة جنود");
        assert_eq!(said(11, "civilian", Case::Nom), "11 مدنياً");
        assert_eq!(said(100, "person", Case::Gen), "100 شخص");
        assert_eq!(said(105, "civilian", Case::Nom), "105 مدنيين");
        assert_eq!(said(1200, "displaced", Case::Nom), "1200 نازح");
    }

    #[test]
    fn verbs_know_the_gender_of_what_follows() {
        let k = READER.knowledge();
        for masculine in ["الجيش السوري", "العراق", "تنظيم الدولة الإسلامية", "مسلحون", "جنود"]
        {
            assert!(!feminine(k, masculine), "{masculine}");
        }
        for feminine_one in [
            "وزارة الداخلية السورية",
            "تركيا",
            "قوات سوريا الديمقراطية",
            "القيادة المركزية الأميركية",
            "الطائرات",
        ] {
            assert!(feminine(k, feminine_one), "{feminine_one}");
        }
    }

    #[test]
    fn lam_takes_the_article_in() {
        assert_eq!(glued('ل', "الجيش"), "للجيش");
        assert_eq!(glued('ل', "تركيا"), "لتركيا");
        assert_eq!(glued('ب', "الوزير"), "بالوزير");
    }
}
