"""Public benchmarks as lists of pages. Each loader takes the folder of a checkout and gives `Page`s; nothing is kept."""
import dataclasses, gzip, json, pathlib, re


@dataclasses.dataclass
class Page:
    key: str
    url: str
    html: pathlib.Path
    text: str | None = None  # the whole body, as annotated
    wanted: list | None = None  # passages that must stand, where no whole body is annotated
    unwanted: list = dataclasses.field(default_factory=list)
    title: str | None = None
    authors: list | None = None
    date: str | None = None
    dated: bool = False  # is the date annotated, be it as none?


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def scrapinghub(folder):
    for key, want in load(folder / "ground-truth.json").items():
        yield Page(key, want["url"], folder / "html" / f"{key}.html.gz", text=want["articleBody"])


def trafilatura(folder):
    tests = folder / "tests" if (folder / "tests").is_dir() else folder
    for url, want in load(tests / "evaldata.json").items():
        found = [p for d in ("cache", "eval") if (p := tests / d / want["file"]).is_file()]
        if found:
            yield Page(want["file"], url, found[0], wanted=want["with"], unwanted=want["without"])


def wcxb(split):
    def pages(folder):
        for path in sorted((folder / split / "ground-truth").glob("*.json")):
            whole = load(path)
            want = whole.get("ground_truth") or {}
            kind = (whole.get("_internal") or {}).get("page_type") or {}
            kind = kind.get("primary", "article") if isinstance(kind, dict) else kind
            html = next(iter((folder / split / "html").glob(path.stem + ".html*")), None)
            if kind == "article" and html:
                yield Page(path.stem, whole.get("url", ""), html, text=want.get("main_content") or "", title=want.get("title"),
                           authors=names(want.get("author")), date=str(want.get("publish_date") or "")[:10] or None, dated=bool(want.get("publish_date")))
    return pages


def names(value):
    if not value:
        return None
    return value if isinstance(value, list) else [value]


def newspaper4k(folder):
    for key, want in load(folder / "articles.json").items():
        html = folder / "html" / f"{key}.html"
        if html.is_file() and html.stat().st_size > 0:
            date = str(want.get("date") or "")[:10]
            yield Page(key, want["url"], html, text=want["articleBody"], title=want.get("title"), authors=names(want.get("authors")),
                       date=date or None, dated=bool(date))


def htmldate(folder):
    tests = folder / "tests" if (folder / "tests").is_dir() else folder
    both = load(tests / "eval_mediacloud_2020.json") | load(tests / "eval_default.json")
    for url, want in both.items():
        found = [p for d in ("test_set", "cache", "eval") if (p := tests / d / want["file"]).is_file()]
        if found:
            yield Page(want["file"], url, found[0], date=want["date"], dated=True)


def fundus(folder):
    root = folder / "tests" / "resources" / "parser" / "test_data"
    for path in sorted(root.glob("*/*.json")):
        pages = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        versions = sorted(load(path).items(), key=lambda v: [int(n) for n in re.findall(r"\d+", v[0])])
        # Versions of a parser stand in the order of the days on which their pages were taken.
        for (version, want), html in zip(versions, pages):
            body = fundus_body(want.get("body"))
            if not body or len(versions) != len(pages):
                continue
            meta = load(path.parent / "meta.info").get(html.name, {}) if (path.parent / "meta.info").is_file() else {}
            yield Page(f"{path.parent.name}/{path.stem}/{version}", meta.get("url", ""), html, text=body, title=want.get("title"),
                       authors=want.get("authors"), date=str(want.get("publishing_date") or "")[:10] or None, dated=bool(want.get("publishing_date")))


def fundus_body(body):
    if not body:
        return ""
    lines = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        lines += list(section.get("headline") or []) + list(section.get("paragraphs") or [])
    return "\n".join(lines)


SETS = {"scrapinghub": scrapinghub, "trafilatura": trafilatura, "wcxb-dev": wcxb("dev"), "wcxb-test": wcxb("test"),
        "newspaper4k": newspaper4k, "htmldate": htmldate, "fundus": fundus}


def bytes_of(page):
    data = page.html.read_bytes()
    return gzip.decompress(data) if page.html.suffix == ".gz" else data
