#!/usr/bin/env python3
"""Makes corpus/page: our own articles (articles*.txt) in shells after the templates of the Arabic web.

Run from anywhere: python3 corpus/page/make/make.py
Writes ../NN-name.html and ../NN-name.json, the page that a reader should get out of it.

articles*.txt: `@name` begins an article, named after its shell. Then a letter and a text a line:
T title, K kicker, S subtitle, L section, B byline, O the words of a dateline before the date, D moment,
C caption, P paragraph, H subhead, Q quotation, I item, R row of a table with | between cells,
E the moment of a live entry, which the paragraphs after it belong to.
"""
import datetime, html, json, pathlib, sys

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent
esc = html.escape


def articles():
    all_, now = [], None
    for name in ("articles1.txt", "articles2.txt"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                now = {"name": line[1:], "body": []}
                all_.append(now)
            elif line.strip():
                key, text = line[0], line[2:].strip()
                if key in "PHQIRCE":
                    now["body"].append((key, text))
                else:
                    now[key] = text
    return all_


# --- words around articles, ours ---------------------------------------------------------------
NAV = "الرئيسية أخبار سياسة اقتصاد رياضة ثقافة منوعات فيديو صور رأي تكنولوجيا صحة".split()
OTHER = [
    "وزير المالية يعلن موعد صرف المستحقات المتأخرة للموظفين",
    "فريق طبي ينجح في زراعة كلية لطفلة عمرها ست سنوات",
    "أسعار الذهب ترتفع مع تراجع الدولار في الأسواق العالمية",
    "انطلاق معرض الكتاب الدولي بمشاركة ثلاثين داراً للنشر",
    "حريق في مستودع للأخشاب والدفاع المدني يسيطر عليه",
    "المنتخب الوطني يستعد لمواجهة حاسمة في التصفيات",
    "خبراء يحذرون من موجة حر تضرب المنطقة الأسبوع المقبل",
    "قمة مرتقبة لبحث مستقبل التعاون في مجال الطاقة",
    "ممثل شهير يكشف تفاصيل مسلسله الجديد في رمضان",
    "شركة ناشئة تطور تطبيقاً لتعليم الأطفال البرمجة",
]
TEASER = [
    "في تقرير موسع نستعرض أبرز ما شهدته الأسواق خلال الشهر الماضي من تقلبات وأسبابها كما يراها المتعاملون والخبراء في القطاع المصرفي.",
    "حوار خاص مع الفنان الذي عاد إلى المسرح بعد غياب عشر سنوات يتحدث فيه عن بداياته وعن أعماله المقبلة وعن رأيه في جمهور اليوم.",
    "تعرف على أفضل عشر وجهات سياحية لقضاء العطلة الشتوية مع العائلة وبميزانية محدودة وفق تقييمات المسافرين.",
]
COMMENTS = [
    ("متابع من الخليج", "بارك الله فيكم على هذا الموضوع المهم، ونتمنى أن تنقلوا صوت الناس إلى المسؤولين لأن الوضع لم يعد يحتمل أي تأجيل آخر."),
    ("أبو سامر", "كلام جميل لكن أين التنفيذ؟ سمعنا هذه الوعود قبل سنوات ولم يتغير شيء، والمواطن وحده يدفع الثمن كل مرة."),
    ("Nour88", "شكراً على الخبر، هل يمكن أن تنشروا رقم الهاتف للتواصل؟"),
]
COOKIE = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك وتحليل حركة الزيارات. بمتابعة التصفح فإنك توافق على سياسة الخصوصية."
LETTER = "اشترك في نشرتنا البريدية ليصلك أهم الأخبار كل صباح، يمكنك إلغاء الاشتراك في أي وقت."
ABOUT = "موقع إخباري مستقل تأسس عام 2011 ويعنى بنقل الأحداث العربية والدولية على مدار الساعة بحياد ومهنية، ويضم شبكة مراسلين في خمس عشرة عاصمة."
RIGHTS = "جميع الحقوق محفوظة © 2025"
OUTLETS = ["صحيفة الميدان", "موقع الساحل الإخباري", "جريدة الضفاف", "شبكة مرسى", "صدى الشمال", "المنارة نيوز", "بوابة النهر"]

MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
SYRIAC = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"]
MAGHREB = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Page:
    """An article with what a shell asks of it."""

    def __init__(self, number, a):
        self.number, self.a, self.name = number, a, a["name"]
        self.title = a["T"]
        self.at = datetime.datetime.fromisoformat(a["D"])
        self.iso = a["D"] if len(a["D"]) > 19 else a["D"][:16] + ":00" + a["D"][16:]
        self.outlet = OUTLETS[number % len(OUTLETS)]
        self.host = ["almaydan", "sahelnews", "aldifaf", "marsa-net", "sadashamal", "manaranews", "annahr"][number % 7]
        self.body = a["body"]
        self.url = f"https://www.{self.host}.example/news/{20000 + number}"
        # What the shell shows; a shell strikes out what it does not.
        self.want = {
            "title": self.title, "subtitle": a.get("S"), "section": a.get("L"),
            "authors": [a["B"]] if "B" in a else [], "outlet": self.outlet,
            "published": self.moment(), "updated": None, "lang": "ar", "url": self.url, "kicker": None,
            "problems": [],
        }
        self.extra = []

    def moment(self):
        text = self.at.strftime("%Y-%m-%dT%H:%M")
        zone = self.at.strftime("%z")
        return text + ("Z" if zone == "+0000" else zone[:3] + ":" + zone[3:])

    def no_time(self):
        self.want["published"] = self.at.strftime("%Y-%m-%d")

    def local(self):
        self.want["published"] = self.at.strftime("%Y-%m-%dT%H:%M")

    def drop(self, *fields):
        for f in fields:
            self.want[f] = [] if f == "authors" else None

    def of(self, *kinds):
        return [t for k, t in self.body if k in kinds]

    def date(self, months=MONTHS, day=False, time=False, digits=None, comma=True):
        text = f"{self.at.day} {months[self.at.month - 1]} {self.at.year}"
        if day:
            text = DAYS[self.at.weekday()] + ("، " if comma else " ") + text
        if time:
            text += f" - {self.at:%H:%M}"
        return text.translate(digits) if digits else text


def ld(p, kind="NewsArticle", **more):
    value = {
        "@context": "https://schema.org", "@type": kind, "headline": p.title,
        "mainEntityOfPage": {"@type": "WebPage", "@id": p.url}, "url": p.url,
        "datePublished": p.iso, "inLanguage": "ar",
        "publisher": {"@type": "Organization", "name": p.outlet, "logo": {"@type": "ImageObject", "url": "https://cdn.example/logo.png"}},
    }
    if "B" in p.a:
        value["author"] = {"@type": "Person", "name": p.a["B"]}
    if "L" in p.a:
        value["articleSection"] = p.a["L"]
    value.update(more)
    return '<script type="application/ld+json">' + json.dumps(value, ensure_ascii=False) + "</script>"


def og(p, date=True, section=True, updated=None):
    out = [f'<meta property="og:title" content="{esc(p.title)}">', '<meta property="og:type" content="article">',
           f'<meta property="og:site_name" content="{esc(p.outlet)}">', f'<meta property="og:url" content="{p.url}">',
           f'<meta property="og:description" content="{esc(p.of("P")[0][:90])}">',
           '<meta name="twitter:card" content="summary_large_image">']
    if date:
        out.append(f'<meta property="article:published_time" content="{p.iso}">')
    if updated:
        out.append(f'<meta property="article:modified_time" content="{updated}">')
    if section and "L" in p.a:
        out.append(f'<meta property="article:section" content="{esc(p.a["L"])}">')
    return "\n".join(out)


def head(p, *parts, title=None, charset="utf-8"):
    title = title if title is not None else f"{p.title} | {p.outlet}"
    return (f'<!DOCTYPE html>\n<html lang="ar" dir="rtl">\n<head>\n<meta charset="{charset}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{esc(title)}</title>\n'
            + "\n".join(parts) + '\n<style>.x{display:none} @font-face{font-family:"Droid"}</style>\n'
            '<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag("js",new Date());</script>\n</head>\n')


def nav(tag="nav", cls="main-nav", item="menu-item", n=9):
    items = "".join(f'<li class="{item}"><a href="/{i}">{t}</a></li>' for i, t in enumerate(NAV[:n]))
    return f'<{tag} class="{cls}"><ul>{items}</ul></{tag}>'


def links(cls, label, n=4, start=0, tag="h3", teaser=False):
    items = ""
    for i in range(n):
        t = OTHER[(start + i) % len(OTHER)]
        more = f"<p>{TEASER[i % 3]}</p>" if teaser else ""
        items += f'<li class="item"><a href="/news/{i + 5}"><img src="t{i}.jpg" alt="{t}"></a><h4><a href="/news/{i + 5}">{t}</a></h4>{more}</li>'
    return f'<div class="{cls}"><{tag}>{label}</{tag}><ul>{items}</ul></div>'


def share(cls="share-buttons"):
    names = ["فيسبوك", "تويتر", "واتساب", "تيليجرام", "نسخ الرابط"]
    return f'<div class="{cls}"><span>شارك</span>' + "".join(f'<a href="#" class="s{i}">{n}</a>' for i, n in enumerate(names)) + "</div>"


def tags(cls="post-tags", label="الوسوم:"):
    return f'<div class="{cls}"><span>{label}</span> <a href="/tag/1" rel="tag">أخبار عاجلة</a> <a href="/tag/2" rel="tag">تقارير</a> <a href="/tag/3" rel="tag">الشرق الأوسط</a></div>'


def comments(cls="comments-area"):
    rows = "".join(f'<li class="comment"><div class="comment-author">{w}</div><div class="comment-content"><p>{t}</p></div><a class="comment-reply-link" href="#">رد</a></li>' for w, t in COMMENTS)
    return f'<div id="comments" class="{cls}"><h3>3 تعليقات</h3><ol class="comment-list">{rows}</ol><form><label>اترك تعليقا</label><textarea></textarea><button>إرسال</button></form></div>'


def footer(p, cls="site-footer"):
    return f'<footer class="{cls}"><p>{ABOUT}</p><ul><li><a href="/about">من نحن</a></li><li><a href="/contact">اتصل بنا</a></li><li><a href="/privacy">سياسة الخصوصية</a></li></ul><p>{RIGHTS} {p.outlet}</p></footer>'


def sidebar(cls="sidebar", tag="aside"):
    return f'<{tag} class="{cls}">{links("widget popular-posts", "الأكثر قراءة", 5, 3)}<div class="widget"><h3>النشرة البريدية</h3><p>{LETTER}</p></div>{links("widget", "مقالات مختارة", 3, 6, teaser=True)}</{tag}>'


def cookie():
    return f'<div id="cookie-notice" class="cookie-notice"><p>{COOKIE}</p><button>موافق</button></div>'


def paras(p, wrap="<p>{}</p>", h="<h2>{}</h2>", q="<blockquote><p>{}</p></blockquote>", between=None):
    """The body as it is; `between` stands after its second paragraph."""
    out, n, items, rows = [], 0, [], []

    def flush():
        if items:
            out.append("<ul>" + "".join(f"<li>{esc(t)}</li>" for t in items) + "</ul>")
            items.clear()
        if rows:
            cells = [[esc(c.strip()) for c in r.split("|")] for r in rows]
            top = "<tr>" + "".join(f"<th>{c}</th>" for c in cells[0]) + "</tr>"
            rest = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in cells[1:])
            out.append(f'<table class="table" border="1"><thead>{top}</thead><tbody>{rest}</tbody></table>')
            rows.clear()

    for k, t in p.body:
        if k == "I":
            items.append(t)
            continue
        if k == "R":
            rows.append(t)
            continue
        flush()
        if k == "P":
            out.append(wrap.format(esc(t, quote=False)))
            n += 1
            if between and n == 2:
                out.append(between)
        elif k == "H":
            out.append(h.format(esc(t)))
        elif k == "Q":
            out.append(q.format(esc(t, quote=False)))
    flush()
    return "\n".join(out)


SHELLS = {}


def shell(f):
    SHELLS[f.__name__.strip("_").replace("_", "-")] = f
    return f


exec((HERE / "shells.py").read_text(encoding="utf-8"))

KINDS = {"P": "paragraph", "H": "subhead", "Q": "quotation", "I": "list", "R": "cell", "C": "caption"}


def want(p):
    body, live = [], None
    for k, t in p.body:
        if k == "E":
            live = t
        elif k == "R":
            body += [["cell", c.strip()] for c in t.split("|")]
        else:
            body.append([("live" if live and k == "P" else KINDS[k]), t])
    shown = p.extra
    out = dict(p.want)
    out["body"] = shown if shown else body
    return out


def main():
    made = articles()
    for number, a in enumerate(made, 1):
        p = Page(number, a)
        text = SHELLS[p.name](p)
        stem = f"{number:02}-{p.name}"
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        suffix = "txt" if p.name.startswith("text-") else "html"
        (OUT / f"{stem}.{suffix}").write_bytes(data)
        (OUT / f"{stem}.json").write_text(json.dumps(want(p), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(len(made), "pages")


main()
