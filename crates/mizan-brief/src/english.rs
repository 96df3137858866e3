//! English as a brief needs it.

use crate::texts::Texts;
use mizan_archive::Side;

/// The English name of a side; none where only Arabic words are known.
pub(crate) fn name(side: &Side) -> Option<String> {
    let id = side.id.as_deref()?;
    let name = side.name_en.as_deref().filter(|n| !n.is_empty() && n.is_ascii())?;
    let name = name.split(" (").next().unwrap_or(name);
    // «Civilians» as a kind of people is no name.
    Some(if id.starts_with("kind:") { name.to_lowercase() } else { name.to_owned() })
}

/// «one civilian», «9 civilians».
pub(crate) fn count(texts: Texts<'_>, n: u64, noun: &str) -> Option<String> {
    let forms = texts.all(&format!("counted.{noun}"));
    let form = forms.get(usize::from(n != 1))?;
    Some(format!("{n} {}", form.trim()))
}
