#!/usr/bin/env python3
"""Scores Mizan and its peers on public benchmarks: score.py --extract PROGRAM [--peers a,b] [--worst N] SET=FOLDER ...

SET is one of scrapinghub, trafilatura, wcxb-dev, wcxb-test, newspaper4k, htmldate, fundus; FOLDER a checkout of it.
PROGRAM is `target/release/examples/extract` (cargo build --release -p mizan-page --example extract). Peers that are
not installed are told and left out. README.md says where the sets come from.
"""
import argparse, json, pathlib, statistics
import metrics, peers
from sets import SETS


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", default="target/release/examples/extract")
    parser.add_argument("--peers", default="")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--out", help="a file for what each read, as JSON")
    parser.add_argument("sets", nargs="+", metavar="SET=FOLDER")
    return parser.parse_args()


def readers(asked, extract):
    out = {"mizan": peers.mizan([extract])}
    for name in filter(None, asked.split(",")):
        try:
            out[name] = peers.PEERS[name]()
        except ImportError as error:
            print(f"{name} is not installed: {error}")
    return out


def cell(pages, whole):
    low, high = metrics.limits(pages, whole, draws=300)
    return f"{whole(pages):.3f} ({low:.3f}–{high:.3f})"


def text_cell(name, pages, read):
    if name not in metrics.TEXT:
        return "", []
    one, whole = metrics.TEXT[name]
    got = [one(p, r.get("text")) for p, r in zip(pages, read)]
    return cell(got, whole), got


def field_cells(pages, read):
    titled = [(p, r) for p, r in zip(pages, read) if p.title]
    titles = [metrics.same_title(p, r.get("title")) for p, r in titled]
    authors = [metrics.author_counts(p, r.get("authors")) for p, r in zip(pages, read) if p.authors]
    dates = [metrics.date_counts(p, r.get("published")) for p, r in zip(pages, read) if p.dated]
    yield f"{statistics.mean(titles):.3f}" if titles else ""
    yield f"{metrics.mean_f1(authors):.3f}" if authors else ""
    if not dates:
        yield ""
        return
    hit, wrong, missing = map(sum, zip(*dates))
    # As htmldate's script counts it: a wrong date is no missing one.
    yield f"P {metrics.ratio(hit, wrong):.3f} R {metrics.ratio(hit, missing):.3f} F1 {metrics.pooled_f1(dates):.3f}"


def worst(name, pages, got, number):
    score = lambda c: metrics.f1(metrics.ratio(c[0], c[1]), metrics.ratio(c[0], c[2]))
    for value, counts, page in sorted(((score(c), c, p) for c, p in zip(got, pages)), key=lambda x: x[0])[:number]:
        print(f"  {value:.3f} {page.key} {page.url[:90]} hit {counts[0]} beside {counts[1]} missing {counts[2]}")


def main():
    args = arguments()
    run = readers(args.peers, args.extract)
    print("| set | pages | extractor | text F1 (95 %) | under .1 | title | authors | dates | ms a page |\n|---|---|---|---|---|---|---|---|---|")
    kept = {}
    for row in args.sets:
        name, folder = row.split("=", 1)
        pages = list(SETS[name](pathlib.Path(folder)))
        for who, read in run.items():
            found, spent = read(pages)
            text, got = text_cell(name, pages, found)
            low = sum(metrics.mean_f1([c]) < 0.1 for c in got) if got else ""
            cells = [name, len(pages), who, text, low, *field_cells(pages, found), f"{spent * 1000 / max(1, len(pages)):.2f}"]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)
            if who == "mizan" and args.worst and got:
                worst(name, pages, got, args.worst)
            kept[f"{name}/{who}"] = {p.key: f for p, f in zip(pages, found)}
    if args.out:
        pathlib.Path(args.out).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
