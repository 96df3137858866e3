"""Each benchmark's own way to score, and confidence limits by drawing pages again (a bootstrap of 1,000)."""
import random, re, statistics
from collections import Counter

WORD = re.compile(r"\w+", re.U)


def shingles(text, n=4):
    words = WORD.findall(text or "")
    return Counter(tuple(words[i:i + n]) for i in range(max(1, len(words) - n + 1)) if words[i:i + n])


def counts(true, got):
    hit = sum((true & got).values())
    return hit, sum(got.values()) - hit, sum(true.values()) - hit


def ratio(hit, miss):
    return hit / (hit + miss) if hit + miss else 0.0


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def by_shingles(page, text):
    """scrapinghub, newspaper4k and fundus: shingles of four words; F1 of the means of precision and recall."""
    return counts(shingles(page.text), shingles(text))


def by_words(page, text):
    """WCXB: words as bags; the mean of the pages' F1."""
    bag = lambda t: Counter(WORD.findall((t or "").lower()))
    return counts(bag(page.text), bag(text))


def by_passages(page, text):
    """trafilatura: passages that must and must not stand, over all pages."""
    flat = lambda t: re.sub(r"\s+", " ", t).strip()
    text = flat(text or "")
    hit = sum(flat(w) in text for w in page.wanted)
    return hit, sum(flat(w) in text for w in page.unwanted), len(page.wanted) - hit


def mean_of_means(all_counts):
    p = [ratio(h, x) for h, x, m in all_counts if h + x]
    r = [ratio(h, m) for h, x, m in all_counts if h + m]
    return f1(statistics.mean(p) if p else 0, statistics.mean(r) if r else 0)


def mean_over_all(all_counts):
    """newspaper4k: as above, but a page with nothing read counts against precision."""
    p = [ratio(h, x) if h + x else float(m == 0) for h, x, m in all_counts]
    r = [ratio(h, m) if h + m else float(x == 0) for h, x, m in all_counts]
    return f1(statistics.mean(p), statistics.mean(r))


def mean_f1(all_counts):
    one = lambda c: 1.0 if not sum(c) else f1(ratio(c[0], c[1]), ratio(c[0], c[2]))
    return statistics.mean(map(one, all_counts))


def pooled_f1(all_counts):
    h, x, m = map(sum, zip(*all_counts))
    return 2 * h / (2 * h + x + m) if h else 0.0


TEXT = {"scrapinghub": (by_shingles, mean_of_means), "newspaper4k": (by_shingles, mean_over_all), "fundus": (by_shingles, mean_over_all),
        "wcxb-dev": (by_words, mean_f1), "wcxb-test": (by_words, mean_f1), "trafilatura": (by_passages, pooled_f1)}


def limits(pages, whole, draws=1000, seed=1):
    """The middle 95 of 100 of what the score of as many pages, drawn with replacement, is."""
    draw = random.Random(seed)
    scores = sorted(whole(draw.choices(pages, k=len(pages))) for _ in range(draws))
    return scores[int(draws * 0.025)], scores[int(draws * 0.975)]


def fold(text):
    return " ".join(WORD.findall((text or "").lower()))


def same_title(page, got):
    return bool(got) and fold(page.title) == fold(got)


def author_counts(page, got):
    """Names as bags of words: who is found, what stands beside, who is missing."""
    bag = lambda names: Counter(WORD.findall(" ".join(n or "" for n in names or []).lower().replace(" and ", " ")))
    return counts(bag(page.authors), bag(got))


def date_counts(page, got):
    """htmldate's evaluation.py."""
    if not got:
        return (0, 0, 1 if page.date else 0)
    return (1, 0, 0) if got == page.date else (0, 1, 0)
