//! What class, id, role and itemprop names say of an element. The names are those that the themes and
//! publishing systems of the Arabic web use (WordPress, Drupal, Blogger, AMP, Bootstrap, BEM).

use std::collections::HashMap;
use std::ops::{BitOr, BitOrAssign};

/// A set of what is known of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u32);

macro_rules! hints {
    ($($name:ident = $bit:expr, $doc:literal;)*) => {
        impl Hints { $(#[doc = $doc] pub const $name: Hints = Hints(1 << $bit);)* }
    };
}

hints! {
    BAD = 0, "Not the article: share bars, navigation, related links, adverts.";
    COMMENTS = 1, "Readers' comments; never the article, however long.";
    HIDDEN = 2, "Not shown.";
    BODY = 3, "The article's text.";
    ARTICLE = 4, "An article, or a post of a list.";
    TITLE = 5, "The headline.";
    KICKER = 6, "The line above the headline.";
    SUBTITLE = 7, "The line below the headline.";
    BYLINE = 8, "Who wrote it.";
    DATE = 9, "When it was published.";
    UPDATED = 10, "When it was changed last.";
    SECTION = 11, "The section of the paper.";
    CAPTION = 12, "Words under a picture.";
    CREDIT = 13, "Whose picture it is.";
    LIVE = 14, "One entry of a live page.";
    PAYWALL = 15, "The text ends here for who has not paid.";
    QUOTE = 16, "A quotation set apart.";
    SOFT = 17, "Bad by its tag alone (form, aside, header, footer): themes wrap whole pages in these.";
    MAIN = 18, "The page's main part.";
    RELATED = 19, "A box of links to other pages, also inside the text.";
    PULL = 20, "A sentence of the text repeated as an ornament.";
    POST = 21, "A message of a forum: the first is the article.";
    WEAK = 22, "Named as a device of the layout (widget, banner, tools), which may hold anything.";
    FRAME = 24, "The page's frame: its foot, its navigation.";
    CONSENT = 23, "What asks for consent: never the article, however long.";
}

impl BitOr for Hints {
    type Output = Hints;
    fn bitor(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }
}

impl BitOrAssign for Hints {
    fn bitor_assign(&mut self, other: Hints) {
        self.0 |= other.0;
    }
}

impl Hints {
    /// Names that speak against an element.
    pub const AGAINST: Hints = Hints::of(&[Hints::BAD, Hints::WEAK]);

    /// All of several.
    pub const fn of(all: &[Hints]) -> Hints {
        let mut bits = 0;
        let mut n = 0;
        while n < all.len() {
            bits |= all[n].0;
            n += 1;
        }
        Hints(bits)
    }

    /// Do the sets share anything?
    pub fn any(self, of: Hints) -> bool {
        self.0 & of.0 != 0
    }
}

/// Whole names, or runs of their parts joined by one hyphen, and what they say.
const NAMES: &[(Hints, &str)] = &[
    (
        Hints::BODY,
        "article-body articlebody article-content article-text article-details entry-content \
         post-content post-body post-text story-body story-content news-body news-content \
         news-details news-text field-name-body field-body node-content wysiwyg rich-text \
         richtext content-body body-content main-text single-content text-body \
         theme-post-content articlecontent storytext newsbody article-txt news-txt txt-news \
         full-text fulltext details-content details-text detail-text text-content content-text \
         topic-content article-inner the-content news-detail story-detail",
    ),
    (Hints::ARTICLE, "hentry h-entry"),
    (Hints::POST, "post-message message-body postbody postmessage bb-wrapper post-body-text"),
    (Hints::MAIN, "main-content"),
    (
        Hints::TITLE,
        "entry-title post-title article-title headline story-title heading-main news-title page-title \
         node-title main-title article-headline title-main",
    ),
    (
        Hints::KICKER,
        "kicker overline pretitle pre-title eyebrow supertitle super-title uptitle up-title \
         shoulder strapline surtitle upper-title title-top top-title",
    ),
    (
        Hints::SUBTITLE,
        "subtitle sub-title subheadline sub-headline deck dek standfirst article-summary \
         chapo article-subtitle article-lead entry-subtitle post-subtitle article-excerpt \
         post-sub-title summary-text news-summary article-intro article-subhead \
         entry-sub-title sub-heading subheading",
    ),
    (
        Hints::BYLINE,
        "byline author authors writer username bigusername by-author author-name post-author article-author \
         author-link reporter submitted meta-author",
    ),
    (
        Hints::DATE,
        "date published posted-on timestamp entry-date post-date publish-date article-date \
         meta-date pubdate news-date date-display-single published-date post-time \
         article-time publication-date date-time date-header thead-date story-date newsdate",
    ),
    (
        Hints::UPDATED,
        "updated modified last-updated last-modified date-updated modified-date update-time \
         updated-date update-date",
    ),
    (
        Hints::SECTION,
        "category cat-links section-name rubric article-section post-category section-title \
         article-category entry-category section-label news-category cat-name post-cats \
         post-cat category-link category-name genre field-section field-category \
         field-rubric",
    ),
    (
        Hints::CAPTION,
        "caption wp-caption-text image-caption photo-caption img-caption media-caption \
         figure-caption tr-caption featured-image-caption img-cap image-cap \
         caption-text single-caption-text main-caption cutline img-txt img-text image-text \
         image-txt photo-text photo-txt pic-text pic-caption picture-caption photo-desc img-desc \
         image-desc photo-description image-description",
    ),
    (
        Hints::CREDIT,
        "credit photo-credit image-credit photo-copyright image-copyright photographer \
         image-source photo-source caption-credit media-credit img-credit copyright-holder",
    ),
    (
        Hints::LIVE,
        "live-entry liveblog-entry live-blog-entry live-post live-update timeline-item \
         live-item liveblog-post live-blog-post update-item coverage-item live-card",
    ),
    (Hints::PULL, "pullquote pull-quote click-to-tweet"),
    (Hints::QUOTE, "quote blockquote quotation twitter-tweet"),
    (
        Hints::PAYWALL,
        "paywall subscriber-only premium-wall paywall-box locked-content subscribe-wall \
         meter-wall regwall",
    ),
    (
        Hints::COMMENTS,
        "comments comment comment-list disqus fb-comments respond commentlist replies reply \
         discussion comments-area",
    ),
    (
        Hints::RELATED,
        "related relatedposts related-posts related-articles related-news related-links \
         relatednews related-content jp-relatedposts read-also readalso \
         also-read see-also more-news more-stories inline-related internal-link more-from \
         you-may-like more-on next-article next-post prev-next post-navigation nav-links irp similar \
         suggested",
    ),
    (Hints::SOFT, "post-footer entry-footer article-footer story-footer"),
    (
        Hints::BAD,
        "views post-views counter popup modal toast lightbox newsletter mailing-list sidebar side-bar references \
         reference reflist share shares sharing sharebar sharethis addthis addtoany a2a \
         sharedaddy social socials breadcrumb breadcrumbs advert advertisement advertising \
         adsbygoogle dfp sponsor sponsored tags tag-list tagcloud post-tags keywords \
         tags-links field-tags labels post-labels popular most-read mostread most-viewed \
         trending recommended recommend recommendations outbrain taboola mgid ob-widget \
         pagination pager page-numbers author-box author-bio about-author authorbox \
         author-info-box skip-link screen-reader-text sr-only visually-hidden \
         element-invisible follow follow-us login signin search searchform rating ratings \
         vote poll weather app-download download-app whatsapp telegram views-count \
         reading-time readtime read-time audio-player edit-link report-error prayer-times \
         exchange-rates site-title site-description logo google-news googlenews gnews \
         notification noprint mw-editsection cite-ref catlinks site-sub push-notification \
         instagram-media",
    ),
    (
        Hints::of(&[Hints::BAD, Hints::FRAME]),
        "nav navbar navigation footer site-footer copyright copyrights",
    ),
    (
        Hints::of(&[Hints::BAD, Hints::CONSENT]),
        "cookie cookies consent gdpr cookie-law privacy privacy-policy privacy-overview \
         onetrust cookiebot",
    ),
    (
        Hints::WEAK,
        "overlay breaking-news breaking topics subscribe subscription ad ads adv banner \
         banners gpt promo promotion menu topbar top-bar submenu widget latest latest-news \
         toolbar tools article-tools print printfriendly font-size fontsize ticker \
         listen player video-js toc carousel teaser teasers card-list \
         signature user-info userinfo branding site-header masthead disclaimer",
    ),
];

/// A set of names to look up in, built once.
pub(crate) struct Lexicon {
    names: HashMap<&'static str, Hints>,
    longest: usize,
}

impl Lexicon {
    pub fn new() -> Self {
        let all = NAMES.iter().flat_map(|(h, names)| names.split_whitespace().map(|n| (n, *h)));
        let names: HashMap<_, _> = all.collect();
        let longest = names.keys().map(|n| n.split('-').count()).max().unwrap_or(1);
        Lexicon { names, longest }
    }

    /// What a class or id attribute says: each name, whole and by runs of its parts.
    ///
    /// The state that a theme writes on a wrapper (`has-sidebar`, `no-ads`, `with-comments`) says
    /// nothing of what stands in it.
    pub fn read(&self, attribute: &str) -> Hints {
        let mut out = Hints::default();
        for name in attribute.split_ascii_whitespace().take(40) {
            out |= self.name(name);
        }
        out
    }

    /// What an id says. Of one made of a heading's words no single word names a device of the page.
    pub fn read_id(&self, id: &str) -> Hints {
        const WORDS: usize = 3;
        let plain = parts(id);
        let words: Vec<&str> = plain.split('-').filter(|p| !p.is_empty()).collect();
        if words.len() < WORDS {
            return self.read(id);
        }
        let most = words.len() / 2 + 1;
        let runs = (most..=words.len()).rev().flat_map(|n| words.windows(n));
        runs.filter_map(|run| self.names.get(run.join("-").as_str()))
            .next()
            .copied()
            .unwrap_or_default()
    }

    fn name(&self, name: &str) -> Hints {
        // `print:hidden`, `u-font-size-22@tablet`, `W(100%)`: rules of style with a condition or a value.
        if name.len() > 80 || name.contains([':', '@', '[', '(', '!', '%', '/']) {
            return Hints::default();
        }
        let name = PREFIXES.iter().find_map(|p| name.strip_prefix(p)).unwrap_or(name);
        let plain = parts(name);
        if let Some(hint) = self.names.get(plain.as_str()) {
            return *hint;
        }
        if STATES.iter().any(|s| name.starts_with(s)) {
            return Hints::default();
        }
        let parts: Vec<&str> = plain.split('-').filter(|p| !p.is_empty()).collect();
        // `lrv-u-font-size-20`, `field--type-entity-reference`, `comments-open`: a rule of style, a type, a state.
        let states =
            |p: &&str| matches!(*p, "u" | "type" | "open" | "closed" | "enabled" | "disabled");
        if parts.iter().any(states) {
            return Hints::default();
        }
        let mut out = Hints::default();
        for from in 0..parts.len() {
            // The longest run wins: `author-box` is no byline.
            let found = (from + 1..=parts.len().min(from + self.longest)).rev().find_map(|to| {
                self.names.get(parts[from..to].join("-").as_str()).map(|h| (*h, to - from))
            });
            if let Some((hint, length)) = found {
                // `live-post__time` is a part of an entry, not one.
                let whole = from + length == parts.len() || !hint.any(Hints::LIVE | Hints::POST);
                let numbered = hint.any(Hints::POST)
                    && parts[from + length..].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
                if !whole && !numbered {
                    continue;
                }
                out |= hint;
                if length > 1 {
                    return out;
                }
            }
        }
        out
    }
}

/// Names of the framework itself, which say nothing.
const PREFIXES: [&str; 7] = [
    "elementor-widget-",
    "elementor-widget",
    "elementor-",
    "wp-block-",
    "tgme_widget_",
    "td-",
    "tie-",
];

/// Beginnings of names that state how a page is laid out.
const STATES: [&str; 18] = [
    "enable",
    "disable",
    "show",
    "expose",
    "has-",
    "no-",
    "with-",
    "is-",
    "category-",
    "tag-",
    "single-",
    "postid-",
    "author-id",
    "type-",
    "status-",
    "format-",
    "page-template",
    "js-",
];

/// `postShareBar`, `post_share__bar` and `post-share-bar` alike.
fn parts(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && lower {
            out.push('-');
        }
        lower = c.is_ascii_lowercase();
        out.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    }
    out
}

/// What an `itemprop` says.
pub(crate) fn itemprop(value: &str) -> Hints {
    match value {
        "articleBody" | "text" => Hints::BODY,
        "headline" => Hints::TITLE,
        "alternativeHeadline" => Hints::SUBTITLE,
        "author" | "creator" => Hints::BYLINE,
        "datePublished" | "dateCreated" => Hints::DATE,
        "dateModified" => Hints::UPDATED,
        "articleSection" => Hints::SECTION,
        "caption" => Hints::CAPTION,
        "comment" => Hints::COMMENTS,
        _ => Hints::default(),
    }
}

/// What a `role` says.
pub(crate) fn role(value: &str) -> Hints {
    match value {
        "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu"
        | "menubar" | "toolbar" => Hints::BAD,
        "tablist" => Hints::WEAK,
        "complementary" => Hints::SOFT,
        "main" => Hints::MAIN,
        "article" => Hints::ARTICLE,
        _ => Hints::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_every_style() {
        let lexicon = Lexicon::new();
        for class in ["post-share", "postShare", "entry__share--top", "jp-relatedposts share"] {
            assert!(lexicon.read(class).any(Hints::BAD | Hints::RELATED), "{class}");
        }
        assert!(lexicon.read("story_body").any(Hints::BODY));
        assert!(lexicon.read("author-box").any(Hints::BAD));
        assert!(!lexicon.read("author-box").any(Hints::BYLINE));
    }

    #[test]
    fn states_of_the_layout_say_nothing() {
        let lexicon = Lexicon::new();
        for class in ["has-sidebar", "no-ads", "shareholder", "heading", "category-news tag-ads2"] {
            assert_eq!(lexicon.read(class), Hints::default(), "{class}");
        }
    }
}
