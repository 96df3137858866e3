//! The language of a text: by whatlang's trigrams; languages in Arabic script first by the letters that only
//! they have, as Sorani Kurdish and Pashto are not among whatlang's.

use whatlang::Lang;

/// Bytes of the text that are looked at.
const SAMPLE: usize = 6_000;
/// Letters below which a text is too short to tell more than its script.
const SHORT: usize = 40;

/// Letters that tell a language in Arabic script, and how many of a thousand letters must be of them.
const LETTERS: [(&str, &str, usize); 4] =
    [("ps", "ټډړږښګڼېۍ", 25), ("ckb", "ێۆڕڵەڤ", 60), ("ur", "ٹڈڑںےھہ", 40), ("fa", "پچژگکی", 50)];

/// The language as BCP 47 names it; `und` where nothing tells.
pub(crate) fn language(text: &str) -> String {
    let sample = sample(text);
    let script = Script::of(sample);
    let code = match script {
        Script { letters: 0, .. } => "und",
        s if s.arabic * 2 > s.letters => arabic_script(sample, s.arabic),
        s if s.latin * 2 > s.letters && s.letters < SHORT => "en",
        _ => trigrams(sample).unwrap_or("und"),
    };
    code.to_owned()
}

/// The middle of a long text, so that labels at its head weigh little.
fn sample(text: &str) -> &str {
    let skip = if text.len() > 2 * SAMPLE { SAMPLE / 2 } else { 0 };
    let from = (skip..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let to = (from + SAMPLE).min(text.len());
    let to = (from..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    &text[from..to]
}

#[derive(Clone, Copy)]
struct Script {
    letters: usize,
    arabic: usize,
    latin: usize,
}

impl Script {
    fn of(text: &str) -> Script {
        let mut out = Script { letters: 0, arabic: 0, latin: 0 };
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            out.letters += 1;
            out.arabic += usize::from(matches!(c, '\u{600}'..='\u{6FF}' | '\u{FB50}'..='\u{FEFC}'));
            out.latin += usize::from(c.is_ascii() || ('\u{C0}'..='\u{24F}').contains(&c));
        }
        out
    }
}

fn arabic_script(text: &str, letters: usize) -> &'static str {
    let share =
        |set: &str| text.chars().filter(|c| set.contains(*c)).count() * 1000 / letters.max(1);
    let told = LETTERS.iter().find(|(_, set, least)| share(set) >= *least);
    told.map_or("ar", |t| t.0)
}

fn trigrams(text: &str) -> Option<&'static str> {
    whatlang::detect_lang(text).map(two_letters)
}

/// Codes of ISO 639-1 for those of ISO 639-3 that whatlang gives.
fn two_letters(lang: Lang) -> &'static str {
    let code = lang.code();
    let pair = CODES.split(' ').find_map(|p| p.strip_prefix(code)?.strip_prefix(':'));
    pair.unwrap_or(code)
}

const CODES: &str = "eng:en rus:ru cmn:zh spa:es por:pt ita:it ben:bn fra:fr deu:de ukr:uk kat:ka ara:ar hin:hi \
                     jpn:ja heb:he yid:yi pol:pl amh:am jav:jv kor:ko nob:nb dan:da swe:sv fin:fi tur:tr nld:nl \
                     hun:hu ces:cs ell:el bul:bg bel:be mar:mr kan:kn ron:ro slv:sl hrv:hr srp:sr mkd:mk lit:lt \
                     lav:lv est:et tam:ta vie:vi urd:ur tha:th guj:gu uzb:uz pan:pa aze:az ind:id tel:te pes:fa \
                     mal:ml ori:or mya:my nep:ne sin:si khm:km tuk:tk aka:ak zul:zu sna:sn afr:af lat:la slk:sk \
                     cat:ca tgl:tl hye:hy";

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages_of_one_script_are_told_apart() {
        for (text, want) in [
            ("أعلنت وزارة الري اليوم بدء العمل في السد الجديد بعد سنوات من التأخير", "ar"),
            ("وزارت نیرو امروز آغاز کار ساخت سد تازه را پس از سال‌ها تأخیر اعلام کرد و گفت", "fa"),
            (
                "وزارت آبپاشی نے آج نئے ڈیم پر کام شروع کرنے کا اعلان کیا ہے اور کہا کہ یہ منصوبہ",
                "ur",
            ),
            ("وەزارەتی ئاودێری ئەمڕۆ دەستپێکردنی کارکردن لە بەنداوی نوێ ڕاگەیاند", "ckb"),
            ("د اوبو لګولو وزارت نن د نوي بند د جوړولو د کار د پیل کېدو اعلان وکړ او ښایي", "ps"),
            (
                "The ministry of irrigation said on Wednesday that work on the dam had begun after years of delay",
                "en",
            ),
            (
                "Das Ministerium teilte am Mittwoch mit, dass die Arbeiten am Staudamm nach Jahren begonnen haben",
                "de",
            ),
            ("", "und"),
            ("123 - 456", "und"),
        ] {
            assert_eq!(language(text), want, "{text}");
        }
    }
}
