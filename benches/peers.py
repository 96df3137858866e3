"""Peers of one stage on the very texts that Mizan was timed on: peers.py NAME < texts.json. Out: a figure a second.

Each is warmed up by one call before it is timed; the best of three runs counts, as for Mizan.
"""

import json
import sys
import time


def trafilatura(pages):
    import trafilatura

    return lambda: [trafilatura.bare_extraction(p, with_metadata=True) for p in pages], len(pages)


def simplemma(texts, once=False):
    from simplemma import Lemmatizer

    words = [word for text in texts for word in text.split()]
    if once:
        words = sorted(set(words))
    # There are no tables of Arabic: every word is looked up in the English ones, and most are not found. It remembers
    # words, so that a fresh one is taken where words are to be new.
    known = Lemmatizer()
    known.lemmatize("word", lang="en")

    def run():
        lemmatizer = Lemmatizer() if once else known
        for word in words:
            lemmatizer.lemmatize(word, lang="en")

    return run, len(words)


def simplemma_once(texts):
    return simplemma(texts, once=True)


def dateparser(texts):
    from dateparser.search import search_dates

    return lambda: [search_dates(text, languages=["ar"]) for text in texts], len(texts)


def rensa(texts):
    """Near-duplicates alone, in memory: MinHash with LSH over runs of five words."""
    from rensa import RMinHash, RMinHashLSH

    def run():
        index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
        for n, text in enumerate(texts):
            words = text.split()
            sketch = RMinHash(num_perm=128, seed=42)
            sketch.update([" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))])
            index.query(sketch)
            index.insert(n, sketch)

    return run, len(texts)


def main():
    texts = json.load(sys.stdin)
    peer = {f.__name__: f for f in (trafilatura, simplemma, simplemma_once, dateparser, rensa)}[sys.argv[1]]
    peer(texts[:1])[0]()
    run, count = peer(texts)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    print(count / best)


if __name__ == "__main__":
    main()
