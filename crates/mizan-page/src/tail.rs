//! What a page carries around and inside its article: related links, calls to follow, share bars, credits.

use crate::lines::{Line, LineKind, Role};
use mizan_data::Knowledge;
use mizan_data::cues::CueList;
use mizan_text::{Folded, fold};

/// A line at least this long that ends as a sentence does is prose.
const PROSE: usize = 70;

/// What a sentence of any script ends with, or what stands behind its end.
const ENDS: [char; 17] =
    ['.', '؟', '?', '!', '»', '«', '"', '”', '“', '’', '\'', '…', ':', ')', '。', '।', '۔'];

/// Letters and digits at both ends.
fn bare(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_prose(text: &str) -> bool {
    text.chars().count() >= PROSE && text.trim_end().ends_with(ENDS)
}

/// For each line: is it left out as a whole?
pub(crate) fn outside(lines: &[Line], knowledge: &Knowledge) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    if lines.len() < 3 {
        return out;
    }
    let last_prose = lines.iter().rposition(|l| is_prose(&l.text));
    let mut body = false;
    let mut n = 0;
    while n < lines.len() {
        let label = bare(lines[n].folded());
        if is_label(label, lines[n].folded(), knowledge) {
            out[n] = true;
            // After the last prose the page's tail begins; before it, the box ends where prose goes on.
            let end = body && last_prose.is_none_or(|l| l < n);
            while n + 1 < lines.len() && (end || !goes_on(&lines[n + 1..], knowledge)) && body {
                n += 1;
                out[n] = true;
            }
        } else {
            out[n] = is_noise(label, lines[n].folded(), knowledge)
                || body && is_day(&lines[n], knowledge);
            body |= is_prose(&lines[n].text);
        }
        n += 1;
    }
    idle_heads(lines, last_prose.unwrap_or(0), &mut out);
    out
}

/// Runs of short headings behind the last prose head nothing: they are tags.
fn idle_heads(lines: &[Line], last: usize, out: &mut [bool]) {
    const RUN: usize = 3;
    let short = |l: &Line| {
        l.kind == LineKind::Subhead
            && l.role == Role::Body
            && l.at.is_none()
            && l.text.split(' ').count() < 4
            && !l.text.ends_with(['.', ':', '؟', '?', '!'])
    };
    let mut from = 0;
    for run in lines.chunk_by(|a, b| short(a) == short(b)) {
        if short(&run[0]) && run.len() >= RUN && from > last {
            out[from..from + run.len()].fill(true);
        }
        from += run.len();
    }
}

/// A day, perhaps with the hour, alone on its line behind prose: of another page.
fn is_day(line: &Line, knowledge: &Knowledge) -> bool {
    let folded = line.folded();
    let may = line.role == Role::Body && line.live.is_none() && line.at.is_none();
    if !may || folded.len() > 90 || line.kind == LineKind::Cell {
        return false;
    }
    let Some(day) = crate::date::full_date(folded, knowledge) else { return false };
    let weekday = |w: &str| knowledge.tables.weekdays.contains_key(w);
    let rest = [&folded[..day.from], &folded[day.to..]];
    let mut words = rest.into_iter().flat_map(|r| r.split(|c: char| !c.is_alphanumeric()));
    words.all(|w| w.chars().count() < 3 || w.bytes().all(|b| b.is_ascii_digit()) || weekday(w))
}

/// Does the article go on with this line, after a box of links?
fn goes_on(lines: &[Line], knowledge: &Knowledge) -> bool {
    let [line, rest @ ..] = lines else { return false };
    let heading = line.kind == LineKind::Subhead && line.links.is_empty();
    if heading && rest.first().is_some_and(|l| is_prose(&l.text) && l.links.is_empty()) {
        return true;
    }
    let linked: u32 = line.links.iter().map(|l| l.1 - l.0).sum();
    let words = line.text.len() as u32;
    (is_prose(&line.text) && linked * 2 < words)
        || is_residue_like(line, knowledge)
        || line.text.trim_end().ends_with('.') && linked == 0
}

/// Words of a model are no tail: they are evidence, and are shown.
fn is_residue_like(line: &Line, knowledge: &Knowledge) -> bool {
    knowledge.cues(line.folded()).any(|c| c.list == CueList::Residue)
}

/// A label such as «مواضيع ذات صلة» alone, or «اقرأ أيضا: …».
fn is_label(label: &str, folded: &str, knowledge: &Knowledge) -> bool {
    folded.chars().count() < 60
        && knowledge.list("page.tail").iter().any(|t| {
            label == t || (label.starts_with(t.as_str()) && folded.trim_end().ends_with(':'))
        })
}

/// A line of the page's furniture.
fn is_noise(label: &str, folded: &str, knowledge: &Knowledge) -> bool {
    let short = folded.chars().count() < 60;
    let among = |list: &str| knowledge.is(list, label);
    let begins = |list: &str| {
        knowledge.list(list).iter().any(|w| {
            label
                .strip_prefix(w.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
    };
    let credit = |list: &str| short && among(list);
    short && (among("page.share") || begins("page.meter") || begins("page.source"))
        || credit("page.photo")
        || credit("page.agencies")
        || is_sign_off(label, folded, knowledge)
        || is_dateline_alone(folded)
        || folded.chars().count() < 220 && begins("page.consent")
        || is_call(label, folded, knowledge)
        || folded.chars().count() < 120 && begins("page.credit_line")
}

/// Does a line that is left out say whose text this is?
pub(crate) fn is_signed(line: &Line, knowledge: &Knowledge) -> bool {
    let folded = line.folded();
    let label = bare(folded);
    let agency = knowledge.is("page.agencies", label);
    agency || is_sign_off(label, folded, knowledge)
}

/// «--(بترا)», «(النهاية) م ع / ن ف»: how agencies end a report.
fn is_sign_off(label: &str, folded: &str, knowledge: &Knowledge) -> bool {
    let short = folded.chars().count() < 40;
    let begins = |w: &String| {
        label.strip_prefix(w.as_str()).is_some_and(|r| !r.starts_with(char::is_alphabetic))
    };
    short && (knowledge.list("page.sign_off").iter().any(begins) || is_initials(label))
}

/// «(الكرك - الميزان)» alone on a line: where from, and which paper.
fn is_dateline_alone(folded: &str) -> bool {
    let inner = folded.trim().strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    inner.is_some_and(|t| t.chars().count() < 40 && (t.contains(" - ") || t.contains(" / ")))
}

/// «هـ.س / ع.م»: who wrote and who edited, by their initials alone.
fn is_initials(label: &str) -> bool {
    let mut letters = label.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let parted = label.contains(['/', '.', '-']);
    let brief = label.chars().count() < 24 && !label.chars().any(|c| c.is_numeric());
    parted && brief && letters.clone().count() > 1 && letters.all(|w| w.chars().count() < 3)
}

/// A line of hashtags, of an address with its label, or that asks to follow a channel.
fn is_call(label: &str, folded: &str, knowledge: &Knowledge) -> bool {
    let words: Vec<&str> = folded.split_whitespace().collect();
    let tags = words.iter().filter(|w| w.starts_with('#')).count();
    let address = words.iter().any(|w| w.contains("://") || w.starts_with("www."));
    let follows = knowledge.list("page.follow").iter().any(|f| label.starts_with(f.as_str()));
    let among = |phrase: &str| {
        let stands = |at: usize| {
            let (before, after) = (&label[..at], &label[at + phrase.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        };
        label.match_indices(phrase).any(|(at, _)| stands(at))
    };
    let channel = || knowledge.list("page.platform").iter().any(|p| among(p));
    follows && words.len() < 16 && channel()
        || tags > 0 && tags == words.len()
        || address && words.len() < 6
        || address && follows && words.len() < 30
}

/// A line of the page's furniture, by its words.
pub(crate) fn is_furniture(text: &str, knowledge: &Knowledge) -> bool {
    let folded = fold(text);
    let label = bare(&folded);
    is_noise(label, &folded, knowledge) || is_label(label, &folded, knowledge)
}

/// Stretches of a line that lead elsewhere: «اقرأ أيضا: …», «تابعنا على …», also inside a paragraph.
/// In order, not overlapping; bytes of the line.
pub(crate) fn cuts(line: &Line, knowledge: &Knowledge) -> Vec<(usize, usize)> {
    let mut found = knowledge.cues(line.folded()).filter(|c| c.list == CueList::Inline).peekable();
    if found.peek().is_none() {
        return Vec::new();
    }
    let aligned = Folded::new(&line.text);
    let mut out: Vec<(usize, usize)> = Vec::new();
    for cue in found {
        let inside = line.folded()[..cue.from].ends_with(char::is_alphabetic)
            || line.folded()[cue.to..].starts_with(char::is_alphabetic);
        if !inside {
            let (from, after) = aligned.span(&line.text, cue.from as u32, cue.to as u32);
            out.extend(cut(line, from as usize, after as usize));
        }
    }
    out.sort_unstable();
    out.dedup_by(|b, a| {
        let overlap = b.0 <= a.1;
        if overlap {
            a.1 = a.1.max(b.1);
        }
        overlap
    });
    out
}

/// Where a phrase leads from, and how far its words go; none where it is part of a sentence.
fn cut(line: &Line, from: usize, after: usize) -> Option<(usize, usize)> {
    let text = &line.text;
    let before = text[..from].trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '«' | '"' | '*' | '-' | '–' | '|' | '•' | '>' | 'ـ')
    });
    let opens = before.ends_with(['(', '[']);
    let starts = before.is_empty()
        || opens
        || before.ends_with(['.', '!', '؟', '…', '»', '"', '”', ')', ':', '؛']);
    let colon = text[after..].trim_start().starts_with([':', '|', '.', '-', '–', '…', '>', '»']);
    let link =
        line.links.iter().find(|l| (l.0 as usize) <= after + 4 && l.1 as usize > after).or_else(
            || {
                line.links.iter().find(|l| {
                    (l.0 as usize) >= after && text[after..l.0 as usize].chars().count() < 4
                })
            },
        );
    if !starts
        || !(colon || link.is_some() || before.is_empty() && text[after..].chars().count() < 60)
    {
        return None;
    }
    if opens {
        let close = text[after..].find([')', ']'])? + after + 1;
        return Some((before.len() - 1, close));
    }
    let start = link.map_or(from, |l| from.min(l.0 as usize)).max(before.len());
    let end = match link {
        Some(link) => link_run(line, link.1 as usize),
        None => sentence_end(text, after),
    };
    Some((start, end))
}

/// Links that follow one another with nothing but marks between.
fn link_run(line: &Line, mut end: usize) -> usize {
    for link in &line.links {
        if (link.0 as usize) < end {
            continue;
        }
        let between = &line.text[end..link.0 as usize];
        if between.chars().any(char::is_alphanumeric) {
            break;
        }
        end = link.1 as usize;
    }
    let rest = &line.text[end..];
    let marks = rest.len() - rest.trim_start_matches([' ', '.', '»', '"', '|', '*']).len();
    end + marks
}

/// The end of what a phrase without a link leads to: its sentence.
fn sentence_end(text: &str, after: usize) -> usize {
    let skip = text[after..].find(|c: char| c.is_alphanumeric()).map_or(text.len(), |n| after + n);
    text[skip..].find(". ").map_or(text.len(), |n| skip + n + 2)
}

/// The words of a line without what `cuts` says.
pub(crate) fn without(text: &str, cuts: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to) in cuts {
        out.push_str(&text[at..*from]);
        at = *to;
    }
    let rest = &text[at..];
    if !cuts.is_empty() {
        out.truncate(out.trim_end().len());
        if !out.is_empty() && !rest.trim_start().is_empty() {
            out.push(' ');
        }
        out.push_str(rest.trim_start());
    } else {
        out.push_str(rest);
    }
    out
}

/// A caption without whose picture it is: «… (أ ف ب)», «… - رويترز», «… | تصوير: فلان».
pub(crate) fn without_credit<'t>(text: &'t str, knowledge: &Knowledge) -> &'t str {
    let trimmed = text.trim_end_matches(['.', ' ']);
    let is_credit = |part: &str| {
        let folded = fold(part);
        let label = bare(&folded);
        ["page.agencies", "page.photo"].iter().any(|list| knowledge.is(list, label))
            || knowledge.list("page.credit_line").iter().any(|c| label.starts_with(c.as_str()))
    };
    let open = match trimmed.chars().last() {
        Some(')') => trimmed.rfind('('),
        Some(']') => trimmed.rfind('['),
        _ => trimmed.rfind(['-', '–', '—', '|', '©', '/', 'ـ', ':']),
    };
    let open = open.map(|o| {
        if trimmed[o..].starts_with(':') {
            trimmed[..o].rfind(['-', '–', '|', '.', '©', '،']).unwrap_or(o)
        } else {
            o
        }
    });
    match open {
        Some(at) if is_credit(&trimmed[at..]) => trimmed[..at]
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '|' | '(' | '،')),
        _ if is_credit(trimmed) => "",
        _ => text,
    }
}
