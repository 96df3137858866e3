//! Agreement: does a word belong to the phrase before it, as adjective, name or second part of a construct?

use super::{head, lexeme_class};
use mizan_data::Knowledge;
use mizan_data::model::{Class, NONE, Pos};
use mizan_text::{Analysis, Text, feat};

pub(super) fn agrees(
    text: &Text<'_>,
    k: &Knowledge,
    from: usize,
    at: usize,
    a: &Analysis,
    last: &Analysis,
) -> bool {
    let adjective = matches!(a.pos, Pos::Adj | Pos::Participle | Pos::Ordinal)
        || text.readings(at).iter().any(|r| {
            matches!(r.pos, Pos::Adj)
                && r.det == a.det
                && r.prep.is_none()
                && r.conj.is_none()
                && r.cost <= a.cost
        });
    let title = matches!(lexeme_class(k, last), Class::Person | Class::Title);
    // An unknown word with the article is a name behind a title, and an adjective where its ending agrees.
    let ending = a.has(feat::FEM) && last.has(feat::FEM | feat::PLUR);
    let given = matches!(last.pos, Pos::Proper | Pos::Unknown)
        && text.readings(at).iter().any(|r| r.pos == Pos::Proper && r.cost <= a.cost);
    let name = given
        || matches!(a.pos, Pos::Proper | Pos::Unknown | Pos::Latin)
        || (a.lex == NONE && a.det && (title || ending));
    let nominal_too = text
        .readings(at)
        .iter()
        .any(|r| matches!(r.pos, Pos::Noun | Pos::Participle) && r.cost <= a.cost);
    // «لم تقصف الطائرات المدينة»: a place is no adjective of what acts on it, though its letters could be.
    let place = a.pos == Pos::Noun && lexeme_class(k, a) == Class::Place;
    let adjective = adjective && (!nominal_too || (!place && in_accord(text, k, at, a, last)));
    if k.is("grammar.one", text.word(at))
        || last.has(feat::DUAL) && k.is("grammar.two", text.word(at))
    {
        return true;
    }
    if cases_part(text, at) || counts_anew(text, k, from, at) {
        return false;
    }
    // «آخر هجوم», «أعنف غارة»: what is most precedes its noun.
    if at == from + 1 && !a.det && k.is("grammar.elative", text.stem(at - 1)) {
        return true;
    }
    // «صندوق خليجي بناء»: behind a nationality that describes stands no second part of a construct.
    if lexeme_class(k, last) == Class::Nationality && at > from + 1 && !last.det {
        return !a.det && adjective && !nominal_too;
    }
    // «قدم ثلاثة وزراء استقالتهم», «لقي جنود مصرعهم»: their act and their end are no part of who they are.
    let act = a.pos == Pos::Masdar || k.is("grammar.end_of_life", text.stem(at));
    if act && a.pron.is_some() && lexeme_class(k, last).animate() {
        return false;
    }
    match last.pos {
        Pos::Punct => name && !a.det,
        Pos::Number | Pos::Quant => !(stands_alone(text, at, a) && takes_genitive(text, k, at - 1)),
        Pos::Dem => true,
        Pos::Proper | Pos::Unknown | Pos::Latin if !last.det => {
            let same_case = tanwin(text, at - 1) && tanwin(text, at);
            name || (adjective && (a.det || same_case))
        }
        _ if last.det => {
            if a.det {
                // «الدول الثلاث»: how many they are describes them.
                let how_many = a.pos == Pos::Number && last.has(feat::PLUR);
                adjective || name || how_many
            } else {
                // «الرئيس بشار», but no «المتظاهرون جون».
                let many = last.has(feat::PLUR) && last.has(feat::ABSOLUTE);
                name && lexeme_class(k, last).animate() && !many
            }
        }
        _ if last.pron.is_some() => a.det && adjective,
        _ if last.has(feat::ABSOLUTE) && !last.has(feat::CONSTRUCT) => adjective && !a.det,
        Pos::Adj | Pos::Participle if !text.readings(at - 1).iter().any(|r| r.pos == Pos::Noun) => {
            (a.det && at == from + 1) || (!a.det && adjective)
        }
        // «لقي 41 شخصا حتفهم»: behind tanwin stands no second part of a construct.
        _ if tanwin(text, at - 1)
            && last.has(feat::ACC)
            && last.lex != NONE
            && a.pron.is_some() =>
        {
            false
        }
        // A noun with the alef of tanwin is no second part of a construct.
        _ => adjective || !stands_alone(text, at, a),
    }
}

/// A noun with the alef of tanwin.
fn stands_alone(text: &Text<'_>, at: usize, a: &Analysis) -> bool {
    tanwin(text, at) && a.has(feat::ACC) && a.lex != NONE
}

/// «تظاهر الآلاف احتجاجا»: hundreds and thousands count a genitive; an accusative behind them is another phrase.
fn takes_genitive(text: &Text<'_>, k: &Knowledge, at: usize) -> bool {
    const HUNDRED: u64 = 100;
    let number = k.tables.numbers.get(text.stem(at)).is_some_and(|(n, _)| *n >= HUNDRED);
    number || k.is("quantity.vague_scales", text.stem(at))
}

/// «مفجرون سياسيين»: a sound plural in the nominative and one in another case are two phrases.
fn cases_part(text: &Text<'_>, at: usize) -> bool {
    let plural = |t: usize| {
        text.reading(t).has(feat::PLUR | feat::DUAL) && text.reading(t).has(feat::ABSOLUTE)
    };
    let (before, here) = (text.word(at - 1), text.word(at));
    let nominative = before.ends_with("ون") || before.ends_with("ان");
    plural(at - 1) && plural(at) && nominative && here.ends_with("ين")
}

/// «مفجر انتحاري 42 مجندا»: a number with what it counts, behind somebody, opens a phrase of its own.
fn counts_anew(text: &Text<'_>, k: &Knowledge, from: usize, at: usize) -> bool {
    let a = text.reading(at);
    let number = matches!(a.pos, Pos::Number) && !a.det;
    let follows = at + 1 < text.tokens.len() && text.reading(at + 1).pos.nominal();
    number && follows && lexeme_class(k, text.reading(head(text, k, from, at))).animate()
}

/// Alef of tanwin: an accusative that stands alone.
fn tanwin(text: &Text<'_>, at: usize) -> bool {
    text.word(at).ends_with('ا')
        && text
            .words(text.whole(at))
            .trim_end_matches(['\u{064B}', '\u{064C}', '\u{064D}'])
            .ends_with('ا')
}

/// An adjective that could be a noun must agree with the word before it, in gender, number and case.
fn in_accord(text: &Text<'_>, k: &Knowledge, at: usize, a: &Analysis, last: &Analysis) -> bool {
    use feat::{ABSOLUTE, ACC, FEM, PLUR, SING};
    if lexeme_class(k, a) == Class::Nationality || last.feat == 0 || a.feat == 0 {
        return true;
    }
    if matches!(last.pos, Pos::Number | Pos::Quant) {
        return true;
    }
    // شاب شرطيا: only one of them carries the accusative.
    if !a.det
        && tanwin(text, at)
        && !tanwin(text, at - 1)
        && a.has(ACC)
        && last.has(SING)
        && !last.has(FEM)
    {
        return false;
    }
    let fem = |x: &Analysis| x.has(FEM) && !x.has(feat::MASC);
    let plural = |x: &Analysis| x.has(PLUR) && !x.has(SING);
    let sound = |x: &Analysis| plural(x) && x.has(ABSOLUTE);
    // «منع المتظاهرون الشاحنات»: no sound feminine describes a sound masculine, nor the other way: «منعت السلطات الصحافيين».
    let masculine = |x: &Analysis| sound(x) && x.has(feat::MASC) && !fem(x);
    match (plural(last), plural(a)) {
        (true, true) => !(masculine(last) && fem(a) || fem(last) && masculine(a)),
        (true, false) => fem(a) && !sound(last),
        (false, true) => false,
        (false, false) => fem(a) == fem(last) || last.pos == Pos::Proper,
    }
}

/// An indefinite doer before an indefinite thing may be subject and object side by side.
pub(super) fn may_split(text: &Text<'_>, k: &Knowledge, at: usize) -> bool {
    let (last, a) = (text.reading(at - 1), text.reading(at));
    let class = lexeme_class(k, last);
    // «مجموعة قراصنة»: a word for many is of those behind it.
    let animate = (class.animate() && class != Class::Group) || last.pos == Pos::Adj;
    let name =
        matches!(a.pos, Pos::Adj | Pos::Participle | Pos::Proper | Pos::Unknown | Pos::Latin);
    animate && !last.definite() && !a.det && !name
}
