//! Copies of a page as bad tools, old editors and careless people make them. The words stay the same.

/// Makes a copy of a page.
type Maker = fn(&str) -> Vec<u8>;

/// Name and maker of each kind of copy.
pub const ALL: [(&str, Maker); 11] = [
    ("no-ends", no_ends),
    ("shouting", shouting),
    ("nameless", nameless),
    ("silent", silent),
    ("arabic-1256", arabic_1256),
    ("utf-16", utf_16),
    ("one-line", one_line),
    ("entities", entities),
    ("framed", framed),
    ("mojibake", |html| twice(html, encoding_rs::WINDOWS_1252)),
    ("mojibake-ar", |html| twice(html, encoding_rs::WINDOWS_1256)),
];

/// Months as the east of the Arab world names them.
pub const MONTHS: [&str; 12] = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
];
/// Before the name of who wrote it.
pub const BYLINE: &str = "الكاتب";
/// A line that leads elsewhere, among the paragraphs.
pub const ALSO: &str = "اقرأ أيضاً: وزير المالية يعلن موعد صرف المستحقات المتأخرة";
/// What is copied along from below the article.
pub const TAIL: [&str; 6] = [
    "شارك",
    "مواضيع ذات صلة",
    "فريق طبي ينجح في زراعة كلية لطفلة عمرها ست سنوات",
    "أسعار الذهب ترتفع مع تراجع الدولار في الأسواق العالمية",
    "تابعنا على تيليجرام",
    "جميع الحقوق محفوظة",
];

/// The charset that a page states.
pub fn charset(bytes: &[u8]) -> &'static [u8] {
    let at = bytes.windows(12).any(|w| w == b"windows-1256");
    if at { b"windows-1256" } else { b"utf-8" }
}

/// The tags of a page, each given to `change`; scripts and text stay.
fn tags(html: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>').map(|e| e + 1) else { break };
        let tag = &rest[..end];
        out.push_str(&change(tag));
        rest = &rest[end..];
        if tag.starts_with("<script") || tag.starts_with("<style") {
            let close = rest.find("</").unwrap_or(rest.len());
            let close = rest.find("</script>").or(rest.find("</style>")).unwrap_or(close);
            out.push_str(&rest[..close]);
            rest = &rest[close..];
        }
    }
    out + rest
}

/// End tags that HTML allows to leave out are left out.
fn no_ends(html: &str) -> Vec<u8> {
    let optional =
        ["</p>", "</li>", "</td>", "</th>", "</tr>", "</dd>", "</dt>", "</body>", "</html>"];
    tags(html, |t| if optional.contains(&t) { String::new() } else { t.to_owned() }).into_bytes()
}

/// Names in capitals, values without quotes where that can be.
fn shouting(html: &str) -> Vec<u8> {
    let change = |tag: &str| {
        if tag.starts_with("<script") || tag.starts_with("<!") {
            return tag.to_owned();
        }
        let name = tag.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(tag.len());
        tag[..name].to_ascii_uppercase() + &unquoted(&tag[name..])
    };
    tags(html, change).into_bytes()
}

/// `class="a"` to `class=a`, where the value allows it.
fn unquoted(attributes: &str) -> String {
    let mut out = String::new();
    let mut parts = attributes.split('"');
    out.push_str(parts.next().unwrap_or_default());
    while let (Some(value), after) = (parts.next(), parts.next()) {
        let plain = !value.is_empty()
            && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let spaced = after.is_none_or(|a| a.starts_with([' ', '>', '\n']));
        if plain && spaced {
            out.push_str(value);
        } else {
            out.push_str(&format!("\"{value}\""));
        }
        out.push_str(after.unwrap_or_default());
    }
    out
}

/// Without what names the parts: class, id, itemprop, role.
fn nameless(html: &str) -> Vec<u8> {
    let change = |tag: &str| {
        let mut tag = tag.to_owned();
        for name in ["class", "id", "itemprop", "role", "aria-label", "data-e2e"] {
            for quote in ['"', '\''] {
                while let Some(at) = tag.find(&format!(" {name}={quote}")) {
                    let value = at + name.len() + 3;
                    let end = tag[value..].find(quote).map_or(tag.len() - 1, |e| value + e + 1);
                    tag.replace_range(at..end, "");
                }
            }
        }
        tag
    };
    tags(html, change).into_bytes()
}

/// Without metadata: no meta tags but the charset, no links, no JSON-LD that only describes.
fn silent(html: &str) -> Vec<u8> {
    let html = without(html, "<script type=\"application/ld+json\">", "</script>", "articleBody");
    let drop = |t: &str| {
        let meta = t.starts_with("<meta") && !t.contains("charset");
        meta || t.starts_with("<link")
    };
    tags(&html, |t| if drop(t) { String::new() } else { t.to_owned() }).into_bytes()
}

/// Without the stretches from `open` to `close` that do not hold `keep`.
fn without(html: &str, open: &str, close: &str, keep: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(open) {
        let end = rest[at..].find(close).map_or(rest.len(), |e| at + e + close.len());
        out.push_str(&rest[..at]);
        if rest[at..end].contains(keep) {
            out.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    out + rest
}

/// In windows-1256, and saying so; what it lacks as references.
fn arabic_1256(html: &str) -> Vec<u8> {
    let html = html.replacen("charset=\"utf-8\"", "charset=\"windows-1256\"", 1);
    encoding_rs::WINDOWS_1256.encode(&html).0.into_owned()
}

/// In UTF-16 with its mark.
fn utf_16(html: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(html.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// All on one line, blanks between tags gone, comments put in.
fn one_line(html: &str) -> Vec<u8> {
    let joined: Vec<&str> = html.lines().map(str::trim).collect();
    joined.join("").replace("><div", "><!-- كتلة --><div").into_bytes()
}

/// Every Arabic letter of the text as a reference, by number.
fn entities(html: &str) -> Vec<u8> {
    let mut out = String::new();
    let (mut tag, mut script) = (false, false);
    for (at, c) in html.char_indices() {
        if c == '<' {
            tag = true;
            let rest = &html[at..];
            script = rest.starts_with("<script")
                || rest.starts_with("<style")
                || script && !rest.starts_with("</");
        }
        if !tag && !script && ('\u{600}'..='\u{6FF}').contains(&c) {
            out.push_str(&format!("&#{};", c as u32));
        } else {
            out.push(c);
        }
        tag &= c != '>';
    }
    out.into_bytes()
}

/// In a form within boxes, as old publishing systems wrap their pages.
fn framed(html: &str) -> Vec<u8> {
    let opened = tags(html, |t| {
        if t.starts_with("<body") || t.starts_with("<BODY") {
            format!("{t}<form id=\"form1\"><div class=\"wrapper has-sidebar\"><div><div>")
        } else if t.eq_ignore_ascii_case("</body>") {
            format!("</div></div></div></form>{t}")
        } else {
            t.to_owned()
        }
    });
    opened.into_bytes()
}

/// UTF-8 taken for a code page and encoded again, as a database with the wrong setting gives it out.
fn twice(html: &str, taken_for: &'static encoding_rs::Encoding) -> Vec<u8> {
    taken_for.decode_without_bom_handling(html.as_bytes()).0.into_owned().into_bytes()
}
