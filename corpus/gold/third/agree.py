#!/usr/bin/env python3
"""How far two hands agree on the third set: agree.py [FOLDER], which is this one where none is named.

Reads the first annotation (open, locked) and the second (second), and prints: Cohen's kappa over the question whether a
sentence tells an event of a type; F1 of events, matched by sentence and type, those with a common trigger word first; of
matched events how often mode and status are the same and how often a slot agrees (both empty, or a word in common).
Words are compared folded, without clitics at their front.
"""
import collections, pathlib, re, sys

MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
FOLD = str.maketrans("أإآىئؤة", "اااييوه", "ء")
STATUSES = {"historical", "future", "hypothetical", "negated", "ongoing", "occurred"}


def words(text):
    """The folded words of a text, each also without what may be glued to its front or end."""
    out = set()
    for word in re.findall(r"[^\W_]+", MARKS.sub("", text).translate(FOLD)):
        forms = {word, re.sub("^[وفبلك]", "", word)}
        forms |= {re.sub("^(ال|لل)", "", f) for f in forms}
        out |= {g for f in forms for g in (f, re.sub("(ها|هم|ه|ا)$", "", f)) if len(g) > 1}
    return out


def read(folder):
    """Report id → its number of sentences and its events."""
    out = {}
    for path in sorted(folder.glob("*.gold")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                at = out.setdefault(line[2:].split(" | ")[0], {"lines": 0, "events": []})
            elif line.startswith("= "):
                at["lines"] += 1
            elif line.startswith("~ "):
                head, *slots = [p.strip() for p in line[2:].split(" | ")]
                kind, *rest = head.split(" ")
                status = rest.pop(0) if rest and rest[0] in STATUSES else "occurred"
                event = {"line": at["lines"], "type": kind.split("/")[0], "mode": kind.partition("/")[2], "status": status, "trigger": " ".join(rest)}
                event |= {s[0]: s[2:] for s in slots if s[1:2] == " "}
                at["events"].append(event)
    return out


def pairs(one, two):
    """Events of both hands that are one: of a sentence and a type, those with a common trigger word first."""
    rank = [(not words(a["trigger"]) & words(b["trigger"]), i, j) for i, a in enumerate(one) for j, b in enumerate(two) if (a["line"], a["type"]) == (b["line"], b["type"])]
    left, right, out = set(), set(), []
    for _, i, j in sorted(rank):
        if i not in left and j not in right:
            left.add(i), right.add(j), out.append((one[i], two[j]))
    return out


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    root = root if root.is_dir() else root.parent
    first, second = read(root / "open") | read(root / "locked"), read(root / "second")
    ids = sorted(first.keys() & second.keys())
    types = sorted({e["type"] for d in (first, second) for r in d.values() for e in r["events"]})
    table, matched, count = collections.Counter(), [], [0, 0]
    for r in ids:
        one, two = first[r]["events"], second[r]["events"]
        has = [{(e["line"], e["type"]) for e in es} for es in (one, two)]
        for cell in ((line, t) for line in range(first[r]["lines"] + 1) for t in types):
            table[cell in has[0], cell in has[1]] += 1
        matched += pairs(one, two)
        count = [count[0] + len(one), count[1] + len(two)]
    total = sum(table.values())
    same = (table[True, True] + table[False, False]) / total
    yes = [sum(v for k, v in table.items() if k[i]) / total for i in (0, 1)]
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    print(f"{len(ids)} reports, {count[0]} and {count[1]} events; kappa {(same - chance) / (1 - chance):.3f}")
    print(f"events F1 {2 * len(matched) / sum(count):.3f}")
    for t in types:
        n = [sum(e["type"] == t for r in ids for e in d[r]["events"]) for d in (first, second)]
        m = sum(a["type"] == t for a, _ in matched)
        print(f"  {t:10} {n[0]:4} {n[1]:4}  F1 {2 * m / max(1, sum(n)):.3f}")
    for slot in ("mode", "status"):
        print(f"{slot} {sum(a[slot] == b[slot] for a, b in matched) / len(matched):.3f}")
    for slot, name in (("S", "source"), ("T", "target"), ("P", "place"), ("D", "date"), ("C", "speaker")):
        told = [(a.get(slot, ""), b.get(slot, "")) for a, b in matched if slot in a or slot in b]
        agree = [bool(words(x) & words(y)) if slot != "D" else x == y for x, y in told]
        print(f"{name} {sum(agree) / max(1, len(told)):.3f} of {len(told)} told by either")


main()
