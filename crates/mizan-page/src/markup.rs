//! HTML to a flat document: html5gum's tokens, a bounded stack of our own; elements know their parent,
//! lines of text know their element. One pass, one buffer for all text.

use crate::hints::{self, Hints, Lexicon};
use crate::meta::Meta;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use std::collections::HashMap;

/// Deeper markup is flattened: its text is kept, its structure is not.
pub(crate) const DEEPEST: usize = 256;
const MAX_LINES: usize = 200_000;
/// Scripts longer than this are not looked into.
const MAX_SCRIPT: usize = 4 << 20;

/// Programs kept to look for the page's data.
const MAX_PROGRAMS: usize = 200;

/// What an element is, as far as reading needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Root,
    Paragraph,
    Heading(u8),
    Item,
    List,
    Cell,
    Row,
    Table,
    Quote,
    Caption,
    Figure,
    Article,
    Block,
    Break,
    Time,
    Anchor,
    Title,
    Script,
    Skipped,
    Html,
    Body,
    Other,
}

impl Tag {
    fn of(name: &[u8]) -> Tag {
        match name {
            b"p" => Tag::Paragraph,
            b"h1" => Tag::Heading(1),
            b"h2" => Tag::Heading(2),
            b"h3" => Tag::Heading(3),
            b"h4" | b"h5" | b"h6" => Tag::Heading(4),
            b"li" | b"dd" | b"dt" => Tag::Item,
            b"ul" | b"ol" | b"dl" => Tag::List,
            b"td" | b"th" => Tag::Cell,
            b"tr" => Tag::Row,
            b"table" => Tag::Table,
            b"blockquote" => Tag::Quote,
            b"figcaption" => Tag::Caption,
            b"figure" => Tag::Figure,
            b"article" => Tag::Article,
            b"div" | b"section" | b"main" | b"header" | b"address" | b"center" | b"pre"
            | b"tbody" | b"thead" | b"caption" | b"details" | b"summary" | b"footer" | b"aside"
            | b"form" | b"fieldset" => Tag::Block,
            b"br" | b"hr" => Tag::Break,
            b"time" => Tag::Time,
            b"a" => Tag::Anchor,
            b"title" => Tag::Title,
            b"script" => Tag::Script,
            b"style"
            | b"noscript"
            | b"template"
            | b"svg"
            | b"nav"
            | b"button"
            | b"select"
            | b"iframe"
            | b"object"
            | b"canvas"
            | b"audio"
            | b"video"
            | b"dialog"
            | b"textarea"
            | b"amp-ad"
            | b"amp-social-share"
            | b"amp-sidebar"
            | b"amp-consent"
            | b"amp-embed"
            | b"amp-user-notification"
            | b"amp-next-page"
            | b"amp-sticky-ad"
            | b"math"
            | b"label" => Tag::Skipped,
            b"html" => Tag::Html,
            b"body" => Tag::Body,
            _ => Tag::Other,
        }
    }

    /// Does it start and end a line?
    fn is_block(self) -> bool {
        !matches!(self, Tag::Time | Tag::Anchor | Tag::Script | Tag::Other)
    }
}

fn is_bold(name: &[u8]) -> bool {
    matches!(name, b"b" | b"strong")
}

/// Elements of other languages in HTML, where a tag may close itself.
fn is_foreign(name: &[u8]) -> bool {
    matches!(name, b"svg" | b"math")
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"hr"
            | b"img"
            | b"meta"
            | b"link"
            | b"input"
            | b"source"
            | b"wbr"
            | b"area"
            | b"col"
            | b"embed"
            | b"base"
            | b"param"
            | b"track"
            | b"amp-img"
            | b"amp-pixel"
            | b"amp-analytics"
    )
}

/// An element: all but the smallest of what markup says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    pub tag: Tag,
    pub parent: u32,
    pub hints: Hints,
    /// The number of its class attribute, from 1 on; 0 where it has none.
    pub class: u32,
}

/// A line of text: what stands between two borders of blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Bytes of [`Doc::text`].
    pub from: u32,
    pub to: u32,
    /// The element that it stands in.
    pub element: u32,
    /// Its links: a range of [`Doc::links`].
    pub links: (u32, u32),
    /// A `datetime` that stands in it: an index of [`Doc::times`].
    pub time: Option<u32>,
    /// What inline elements of it are.
    pub inline: Hints,
    /// Bytes of it that are set in bold.
    pub bold: u32,
}

/// A page of HTML, flat.
#[derive(Default)]
pub(crate) struct Doc {
    pub elements: Vec<Element>,
    pub pieces: Vec<Piece>,
    pub text: String,
    /// Bytes of `text` that are links.
    pub links: Vec<(u32, u32)>,
    pub times: Vec<String>,
    pub meta: Meta,
    /// Scripts that hold data of a page rather than a program.
    pub data: Vec<String>,
    /// Programs that hold data of the page.
    pub programs: Vec<String>,
    pub too_deep: bool,
}

impl Doc {
    /// The words of a piece.
    pub fn words(&self, piece: &Piece) -> &str {
        &self.text[piece.from as usize..piece.to as usize]
    }

    /// The elements from `at` up to the root.
    pub fn up(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let now = next?;
            let parent = self.elements[now as usize].parent;
            next = (parent != now).then_some(parent);
            Some(now)
        })
    }

    /// What holds for an element holds for all around it.
    pub fn gathered(&self, mut own: Vec<bool>) -> Vec<bool> {
        for e in (1..own.len()).rev() {
            let parent = self.elements[e].parent as usize;
            own[parent] |= own[e];
        }
        own
    }

    /// Bytes of a piece that stand in links.
    pub fn linked(&self, piece: &Piece) -> usize {
        let links = &self.links[piece.links.0 as usize..piece.links.1 as usize];
        links.iter().map(|(from, to)| (to - from) as usize).sum()
    }
}

/// What a script holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Program,
    JsonLd,
    Data,
}

#[derive(Default)]
struct Attributes {
    class: String,
    id: String,
    role: String,
    itemprop: String,
    hidden: bool,
    datetime: Option<String>,
    content: Option<String>,
    property: Option<String>,
    kind: String,
    rel: String,
    href: Option<String>,
    lang: Option<String>,
    title: Option<String>,
}

struct Open {
    name: Box<[u8]>,
    element: u32,
    tag: Tag,
    link: Option<u32>,
    /// Hints that an inline element gives to the line that it stands in.
    inline: Hints,
    /// An inline element that plays a part of its own, such as a byline: its words are a line.
    border: bool,
}

/// Inline elements with a part of their own stand on lines of their own.
const BORDERS: Hints = Hints::of(&[
    Hints::BYLINE,
    Hints::DATE,
    Hints::UPDATED,
    Hints::SECTION,
    Hints::KICKER,
    Hints::CAPTION,
]);
/// Bytes of a line after which it is prose, and no inline element parts it.
const PROSE: usize = 160;

const SOFT_HYPHEN: char = '\u{AD}';

struct Parser<'l> {
    doc: Doc,
    lexicon: &'l Lexicon,
    /// What class and id attributes say, and the number of each.
    seen: HashMap<String, (Hints, u32)>,
    stack: Vec<Open>,
    beyond: usize,
    skipping: usize,
    name: Vec<u8>,
    attribute: Vec<u8>,
    attributes: Attributes,
    script: Option<Script>,
    buffer: String,
    title: bool,
    from: u32,
    first_link: u32,
    time: Option<u32>,
    inline: Hints,
    bolds: usize,
    bold: u32,
    /// Where the text ended when an inline element was closed.
    closed: usize,
}

/// Reads HTML. Linear in its length; the depth of the stack and the number of lines are bounded.
pub(crate) fn parse(html: &str, lexicon: &Lexicon) -> Doc {
    let html = &*crate::selfclosed::close(html);
    let mut parser = Parser::new(lexicon);
    parser.doc.text.reserve(html.len() / 4);
    {
        let callback = |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<()> {
            parser.event(&event);
            None
        };
        let mut emitter = CallbackEmitter::new(callback);
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(()) = token;
        }
    }
    parser.end_line();
    let mut doc = parser.doc;
    loosen_layout_tables(&mut doc);
    doc
}

/// Bytes of text in one cell from which on its table sets out a page rather than data.
const LAYOUT: u32 = 300;

/// Tables that set out a page are blocks; only tables of data keep their cells.
fn loosen_layout_tables(doc: &mut Doc) {
    let mut bytes = vec![0u32; doc.elements.len()];
    for piece in &doc.pieces {
        bytes[piece.element as usize] += piece.to - piece.from;
    }
    let mut layout = vec![false; doc.elements.len()];
    for e in (1..doc.elements.len()).rev() {
        let parent = doc.elements[e].parent as usize;
        bytes[parent] += bytes[e];
        let wide = doc.elements[e].tag == Tag::Cell && bytes[e] > LAYOUT;
        // A wide cell speaks for its table, through rows and groups of rows.
        if (wide || layout[e]) && doc.elements[e].tag != Tag::Table {
            layout[parent] = true;
        }
    }
    layout[0] = false;
    for e in 1..doc.elements.len() {
        let Element { tag, parent, .. } = doc.elements[e];
        // What stands between a table and its cells: rows, and groups of rows, which are blocks.
        layout[e] = match tag {
            Tag::Table => layout[e],
            Tag::Row | Tag::Block => layout[parent as usize],
            Tag::Cell => {
                if layout[parent as usize] {
                    doc.elements[e].tag = Tag::Block;
                }
                false
            }
            _ => false,
        };
        if layout[e] {
            doc.elements[e].tag = Tag::Block;
        }
    }
}

fn utf8(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

impl<'l> Parser<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        let root = Element { tag: Tag::Root, parent: 0, hints: Hints::default(), class: 0 };
        Parser {
            doc: Doc { elements: vec![root], ..Doc::default() },
            lexicon,
            seen: HashMap::new(),
            stack: Vec::new(),
            beyond: 0,
            skipping: 0,
            name: Vec::new(),
            attribute: Vec::new(),
            attributes: Attributes::default(),
            script: None,
            buffer: String::new(),
            title: false,
            from: 0,
            first_link: 0,
            time: None,
            inline: Hints::default(),
            bolds: 0,
            bold: 0,
            closed: usize::MAX,
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                self.attributes = Attributes::default();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute.clear();
                self.attribute.extend_from_slice(name);
                if *name == b"hidden" {
                    self.attributes.hidden = true;
                }
            }
            CallbackEvent::AttributeValue { value } => self.attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => self.open(*self_closing),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } => self.words(value),
            _ => {}
        }
    }

    fn attribute(&mut self, value: &[u8]) {
        let a = &mut self.attributes;
        let text = || utf8(value).into_owned();
        match self.attribute.as_slice() {
            b"class" => a.class = text(),
            b"id" => a.id = text(),
            b"role" => a.role = text(),
            b"itemprop" => a.itemprop = text(),
            b"datetime" => a.datetime = Some(text()),
            b"content" => a.content = Some(text()),
            b"property" | b"name" => a.property = Some(text()),
            b"type" => a.kind = text(),
            b"rel" => a.rel = text(),
            b"href" => a.href = Some(text()),
            b"lang" => a.lang = Some(text()),
            b"title" => a.title = Some(text()),
            b"aria-hidden" => a.hidden |= value == b"true",
            b"style" => {
                let style: String = text().to_ascii_lowercase().split_whitespace().collect();
                a.hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            _ => {}
        }
    }

    fn hints(&mut self, tag: Tag) -> Hints {
        let a = &self.attributes;
        let mut out = match self.name.as_slice() {
            b"form" | b"aside" | b"header" | b"footer" => Hints::SOFT,
            b"main" => Hints::MAIN,
            b"time" => Hints::DATE,
            b"article" => Hints::ARTICLE,
            b"blockquote" => Hints::QUOTE,
            b"figcaption" => Hints::CAPTION,
            _ => Hints::default(),
        };
        if a.hidden {
            out |= Hints::HIDDEN;
        }
        out |= hints::itemprop(&a.itemprop) | hints::role(&a.role);
        if a.rel.split_ascii_whitespace().any(|r| r == "author") {
            out |= Hints::BYLINE;
        }
        if !matches!(tag, Tag::Html | Tag::Body) {
            let (class, id) = (self.name_hints(false), self.name_hints(true));
            out |= class.0 | id.0;
        }
        out
    }

    /// What the class or the id says, and its number; each is read once.
    fn name_hints(&mut self, id: bool) -> (Hints, u32) {
        let text = if id { &self.attributes.id } else { &self.attributes.class };
        if text.is_empty() {
            return (Hints::default(), 0);
        }
        if let Some(known) = self.seen.get(text.as_str()) {
            return *known;
        }
        let read = if id { self.lexicon.read_id(text) } else { self.lexicon.read(text) };
        let known = (read, self.seen.len() as u32 + 1);
        self.seen.insert(text.clone(), known);
        known
    }

    fn open(&mut self, self_closing: bool) {
        let tag = Tag::of(&self.name);
        self.head(tag);
        if tag.is_block() {
            self.end_line();
        }
        let datetime = self.attributes.datetime.take();
        if let Some(moment) = datetime.or_else(|| self.dated_content()) {
            self.time = Some(self.doc.times.len() as u32);
            self.doc.times.push(moment);
        }
        // `<a name="top"/>` marks a place and holds nothing; a drawing may close itself.
        let closed = matches!(tag, Tag::Other | Tag::Anchor) || is_foreign(&self.name);
        if is_void(&self.name) || self_closing && closed {
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            self.doc.too_deep = true;
            return;
        }
        self.imply_ends(tag);
        let hints = self.hints(tag);
        let parent = self.stack.last().map_or(0, |o| o.element);
        let structural = tag.is_block() && tag != Tag::Break;
        let element = if structural {
            let class = self.name_hints(false).1;
            self.doc.elements.push(Element { tag, parent, hints, class });
            (self.doc.elements.len() - 1) as u32
        } else {
            parent
        };
        let inline = if structural { Hints::default() } else { hints };
        let border = inline.any(BORDERS) && self.line_length() < PROSE;
        if border {
            self.end_line();
        }
        let drop = inline
            .any(Hints::BAD | Hints::COMMENTS | Hints::HIDDEN | Hints::CREDIT | Hints::RELATED);
        let tag = if drop && !structural { Tag::Skipped } else { tag };
        self.skipping += usize::from(tag == Tag::Skipped);
        self.part_neighbours(structural, hints);
        let link = (tag == Tag::Anchor).then_some(self.doc.text.len() as u32);
        self.bolds += usize::from(is_bold(&self.name));
        let name = self.name.as_slice().into();
        self.stack.push(Open { name, element, tag, link, inline, border });
        self.title = tag == Tag::Title;
    }

    /// Two inline elements without a blank between them are two words to the eye where their style parts them: in
    /// headings and bylines.
    fn part_neighbours(&mut self, structural: bool, hints: Hints) {
        let within = self.stack.last();
        let styled = within.is_some_and(|o| matches!(o.tag, Tag::Heading(_)))
            || within
                .is_some_and(|o| self.doc.elements[o.element as usize].hints.any(Hints::BYLINE))
            || hints.any(Hints::BYLINE);
        let out = &mut self.doc.text;
        if !structural && styled && self.closed == out.len() && out.len() > self.from as usize {
            out.push(' ');
        }
    }

    /// Bytes of the line at hand.
    fn line_length(&self) -> usize {
        self.doc.text.len() - self.from as usize
    }

    /// Moments in other attributes: microdata and RDFa in `content`, the hAtom microformat in `title`.
    fn dated_content(&mut self) -> Option<String> {
        let a = &mut self.attributes;
        let dated = hints::itemprop(&a.itemprop).any(Hints::DATE)
            || a.property.as_deref().is_some_and(|p| {
                p.split(' ').any(|p| matches!(p, "dc:date" | "dc:created" | "schema:datePublished"))
            });
        if dated && self.name != b"meta" {
            return a.content.clone();
        }
        let hatom = a.class.split(' ').any(|c| matches!(c, "published" | "value-title"));
        a.title.take().filter(|_| hatom)
    }

    /// What stands in the head, and scripts.
    fn head(&mut self, tag: Tag) {
        let a = &mut self.attributes;
        match self.name.as_slice() {
            b"meta" => {
                let name = a
                    .property
                    .take()
                    .or_else(|| (!a.itemprop.is_empty()).then(|| a.itemprop.clone()));
                if let (Some(name), Some(content)) = (name, a.content.take()) {
                    self.doc.meta.tag(&name, &content);
                }
            }
            b"link" if a.rel.eq_ignore_ascii_case("canonical") => {
                self.doc.meta.canonical(a.href.take())
            }
            b"html" => self.doc.meta.lang = a.lang.take(),
            _ => {}
        }
        if tag == Tag::Script {
            let a = &self.attributes;
            self.script = Some(if a.kind.contains("ld+json") {
                Script::JsonLd
            } else if a.kind.contains("json")
                || a.kind.contains("template")
                || a.id == "__NEXT_DATA__"
            {
                Script::Data
            } else {
                Script::Program
            });
            self.buffer.clear();
        }
    }

    /// An end tag that may be left out: a paragraph ends where a block starts, an item where the next does.
    fn imply_ends(&mut self, tag: Tag) {
        let ends: fn(Tag) -> bool = match tag {
            Tag::Item => |t| matches!(t, Tag::Item | Tag::Paragraph),
            Tag::Cell => |t| matches!(t, Tag::Cell | Tag::Paragraph),
            Tag::Row => |t| matches!(t, Tag::Row | Tag::Cell | Tag::Paragraph),
            t if t.is_block() && !matches!(t, Tag::Break | Tag::Title) => |t| t == Tag::Paragraph,
            _ => return,
        };
        let stop: fn(Tag) -> bool = match tag {
            Tag::Item => |t| t == Tag::List,
            _ => |t| t == Tag::Table,
        };
        let inner = self.stack.iter().rev().take(24).take_while(|o| !stop(o.tag));
        let Some(depth) = inner.enumerate().filter(|(_, o)| ends(o.tag)).map(|(n, _)| n).last()
        else {
            return;
        };
        let between = self.stack.len() - 1 - depth;
        let blocked =
            tag == Tag::Paragraph && self.stack[between + 1..].iter().any(|o| o.tag.is_block());
        if !blocked {
            self.unwind(between);
        }
    }

    fn close(&mut self, name: &[u8]) {
        let tag = Tag::of(name);
        if tag == Tag::Script {
            self.end_script();
        }
        if tag.is_block() {
            self.end_line();
            self.title = false;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // Close the nearest open tag of this name; a stray end tag changes nothing.
        if let Some(at) = self.stack.iter().rposition(|o| *o.name == *name) {
            if self.stack[at..].iter().any(|o| o.border) && self.line_length() < PROSE {
                self.end_line();
            }
            self.unwind(at);
        }
    }

    fn unwind(&mut self, at: usize) {
        for open in self.stack.drain(at..) {
            self.skipping -= usize::from(open.tag == Tag::Skipped);
            self.bolds -= usize::from(is_bold(&open.name));
            let now = self.doc.text.len() as u32;
            if let Some(from) = open.link.filter(|from| *from < now) {
                self.doc.links.push((from.max(self.from), now));
            }
            self.inline |= open.inline;
        }
        self.closed = self.doc.text.len();
    }

    fn end_script(&mut self) {
        match self.script.take() {
            Some(Script::JsonLd) => self.doc.meta.json_ld(&self.buffer),
            Some(Script::Data) if self.doc.data.len() < 16 => {
                self.doc.data.push(std::mem::take(&mut self.buffer));
            }
            Some(Script::Program)
                if self.doc.programs.len() < MAX_PROGRAMS
                    && crate::script::holds_data(&self.buffer) =>
            {
                self.doc.programs.push(std::mem::take(&mut self.buffer));
            }
            _ => {}
        }
    }

    fn words(&mut self, value: &[u8]) {
        if self.script.is_some() {
            if self.buffer.len() + value.len() <= MAX_SCRIPT {
                self.buffer.push_str(&utf8(value));
            }
            return;
        }
        if self.title {
            self.doc.meta.head_title(&utf8(value));
            return;
        }
        if self.skipping > 0 {
            return;
        }
        self.push(value);
    }

    /// Text with runs of white space as one blank.
    fn push(&mut self, value: &[u8]) {
        let text = utf8(value);
        // A soft hyphen says where a word may be parted, and is no part of it.
        let text =
            if text.contains(SOFT_HYPHEN) { text.replace(SOFT_HYPHEN, "").into() } else { text };
        let out = &mut self.doc.text;
        let before = out.len();
        let mut rest = text.as_ref();
        while !rest.is_empty() {
            let stop = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
            out.push_str(&rest[..stop]);
            rest = &rest[stop..];
            let after = rest.trim_start();
            if after.len() < rest.len() && out.len() > self.from as usize && !out.ends_with(' ') {
                out.push(' ');
            }
            rest = after;
        }
        if self.bolds > 0 {
            self.bold += (out.len() - before) as u32;
        }
    }

    fn end_line(&mut self) {
        let end = self.doc.text.trim_end_matches(' ').len().max(self.from as usize) as u32;
        // A link may go on over the border of a line.
        for open in &mut self.stack {
            if let Some(from) = &mut open.link {
                if *from < end {
                    self.doc.links.push(((*from).max(self.from), end));
                }
                *from = end;
            }
        }
        let last_link = self.doc.links.len() as u32;
        if end > self.from && self.doc.pieces.len() < MAX_LINES {
            let inline = self.stack.iter().rev().take(8).fold(self.inline, |all, o| all | o.inline);
            self.doc.pieces.push(Piece {
                from: self.from,
                to: end,
                element: self.stack.last().map_or(0, |o| o.element),
                links: (self.first_link, last_link),
                time: self.time,
                inline,
                bold: self.bold,
            });
            self.time = None;
        }
        self.inline = Hints::default();
        self.bold = 0;
        self.doc.text.truncate(end as usize);
        self.first_link = last_link;
        self.from = end;
    }
}
