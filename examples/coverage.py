#!/usr/bin/env python3
"""How much of running Arabic has no reading in the lexicon.

    pip install wordfreq
    cargo build --release --example words
    python3 examples/coverage.py target/release/examples/words data/ar [--top 5000,60000] [--list 200] [--all FILE]

The first argument is the program of `cargo run --example words`, the second the data folder (with `codes.toml`
beside it). Every word of wordfreq's large Arabic list (Robyn Speer, CC BY-SA 4.0; only its frequencies are used, and
nothing of it is kept) is read alone. A word is covered when a lexeme of the lexicon stands behind one of its
readings; words that the program reads by their shape only («- Unknown», «- Noun» behind an article) are not.
Latin, digits and signs are no matter of the lexicon and count as covered.

Printed: for each size of list the share of running text without a reading and the number of such words; then the
words left, each with its weight in parts per million and the share left when it and all before it were covered.
"""

import argparse
import os
import re
import subprocess
import sys

READING = re.compile(r"^  [→ ] (\S+) (\w+) ")
ARABIC = re.compile(r"[\u0620-\u064A\u0671-\u06D3]")


def read(program, data, words, batch=3000):
    """Yields for each word whether a lexeme stands behind it."""
    env = dict(os.environ, MIZAN_DATA=os.path.abspath(data))
    for at in range(0, len(words), batch):
        part = words[at : at + batch]
        out = subprocess.run([program, *part], env=env, check=True, capture_output=True, text=True).stdout
        yield from pair(part, out.splitlines())


def pair(words, lines):
    """Puts the printed tokens back to their words: a word may fall into several tokens."""
    tokens = []
    for line in lines:
        found = READING.match(line)
        if found:
            tokens[-1][1] = tokens[-1][1] or found[1] != "-" or found[2] in ("Latin", "Number", "Punct")
        else:
            tokens.append([line, False])
    at = 0
    for word in words:
        length, covered = 0, True
        while length < len(re.sub(r"\s", "", word)) and at < len(tokens):
            length += len(re.sub(r"\s", "", tokens[at][0]))
            covered = covered and tokens[at][1]
            at += 1
        yield covered
    if at != len(tokens):
        sys.exit(f"{len(tokens) - at} tokens too many: the words cannot be told apart")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built example `words`")
    parser.add_argument("data", help="the data folder, such as data/ar")
    parser.add_argument("--top", default="5000,60000", help="sizes of the list, with commas between")
    parser.add_argument("--list", type=int, default=200, metavar="N", help="print the N heaviest words left")
    parser.add_argument("--all", metavar="FILE", help="write every word left here: weight in ppm, tab, word")
    args = parser.parse_args()
    try:
        import wordfreq
    except ImportError:
        sys.exit("wordfreq is missing: pip install wordfreq")
    sizes = sorted(int(n) for n in args.top.split(","))
    words = wordfreq.top_n_list("ar", sizes[-1], wordlist="large")
    weights = [wordfreq.word_frequency(w, "ar", wordlist="large") for w in words]
    arabic = [w for w in words if ARABIC.search(w)]
    covered = dict(zip(arabic, read(args.program, args.data, arabic)))
    for size in sizes:
        left = [(f, w) for f, w in zip(weights[:size], words[:size]) if not covered.get(w, True)]
        whole = sum(weights[:size])
        share = sum(f for f, _ in left) / whole
        print(f"top {size:6}: {100 * share:.3f} % of running text without a reading, {len(left)} words")
    rest = share
    for f, w in left[: args.list]:
        rest -= f / whole
        print(f"{1e6 * f:8.1f}  {100 * rest:6.3f} %  {w}")
    if args.all:
        with open(args.all, "w", encoding="utf-8") as out:
            out.writelines(f"{1e6 * f:.2f}\t{w}\n" for f, w in left)


if __name__ == "__main__":
    main()
