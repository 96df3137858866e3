"""Extractors to compare with, each if it is installed: bytes and address in; text, title, authors, date out."""
import json, os, pathlib, subprocess, tempfile, time
from sets import bytes_of


def mizan(command):
    """All pages in one run of the example `extract`, which tells the time that reading took."""
    def run(pages):
        with tempfile.TemporaryDirectory() as folder:
            rows = []
            for n, page in enumerate(pages):
                path = pathlib.Path(folder, f"{n}.html")
                path.write_bytes(bytes_of(page))
                rows.append(f"{path}\t{page.url}\n")
            done = subprocess.run(command, input="".join(rows), capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()], float(done.stderr.split()[-1])
    return run


def each(read):
    def run(pages):
        out, spent = [], 0.0
        for page in pages:
            data = bytes_of(page)
            start = time.perf_counter()
            try:
                out.append(read(data, page.url))
            except Exception as error:
                out.append({"text": "", "error": str(error)})
            spent += time.perf_counter() - start
        return out, spent
    return run


def trafilatura():
    from trafilatura import bare_extraction

    def read(data, url):
        found = bare_extraction(data, url=url or None, include_comments=False, include_tables=True, with_metadata=True)
        if found is None:
            return {"text": ""}
        found = found if isinstance(found, dict) else found.as_dict()
        return {"text": found.get("text") or "", "title": found.get("title"), "published": found.get("date"),
                "authors": [a.strip() for a in (found.get("author") or "").split(";") if a.strip()]}
    return each(read)


def readability():
    import lxml.html, readability as module

    def read(data, url):
        doc = module.Document(data.decode("utf-8", "replace"))
        return {"text": lxml.html.fromstring(doc.summary()).text_content(), "title": doc.short_title()}
    return each(read)


def newspaper4k():
    import newspaper

    def read(data, url):
        found = newspaper.article(url or "http://page.example", input_html=data.decode("utf-8", "replace"), fetch_images=False)
        return {"text": found.text, "title": found.title, "authors": found.authors, "published": str(found.publish_date or "")[:10] or None}
    return each(read)


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(data, url):
        tree = HTMLTree.parse(bytes_to_str(data, detect_encoding(data)))
        return {"text": extract_plain_text(tree, main_content=True), "title": tree.title}
    return each(read)


def htmldate():
    from htmldate import find_date
    return each(lambda data, url: {"text": "", "published": find_date(data.decode("utf-8", "replace"), original_date=True)})


def program(variable):
    """Any other extractor: a command of the environment with the interface of the example `extract`."""
    return mizan(os.environ[variable].split())


PEERS = {"trafilatura": trafilatura, "readability": readability, "newspaper4k": newspaper4k, "resiliparse": resiliparse, "htmldate": htmldate}
