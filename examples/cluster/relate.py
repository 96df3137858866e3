"""Series and balance by SQL over what the cluster coded, with the numbers of `mizan relations` and `mizan balance`.

    python relate.py --remote sc://localhost:50051 coded series "TUR *" "SYR *"
    python relate.py coded balance "SYR *" --between "TUR *" "RUS *"         # starts Sail here

A side is an id (``un``), a code (``TUR MIL``: exactly this) or a pattern (``TUR *``: this and all under it). Counted are
events, each once however many actors it names (`--count events`): reports of one happening are gathered into stories
by the archive alone. Events are those over the threshold, by month of their day.

A page's id must name it across all inputs, as addresses do.
"""

from __future__ import annotations

import argparse
import functools
import json
import pathlib

# An officer known by title and name counts by the office, across pages.
# An event whose side is nobody known has one row without a name.
ACTORS = """
  SELECT doc, event, CASE WHEN id LIKE 'name:%' THEN concat('office:', code) ELSE id END id, code FROM (
    SELECT doc, event, id, element_at(split({codes}, '; '), pos + 1) code
    FROM {events} LATERAL VIEW posexplode(split({ids}, '; ')) one AS pos, id WHERE {ids} IS NOT NULL) WHERE code <> ''
  UNION ALL
  SELECT doc, event, '', '' FROM {events} WHERE coalesce(replace({codes}, '; ', ''), '') = ''
"""

# Who acts on whom: sources on targets; where what is done is mutual, sources on one another too, and on nobody else.
PAIRS = """
  SELECT s.doc, s.event, s.id a, s.code a_code, t.id b, t.code b_code
  FROM sources s JOIN targets t ON s.doc = t.doc AND s.event = t.event
  UNION ALL
  SELECT s.doc, s.event, s.id, s.code, t.id, t.code
  FROM sources s JOIN sources t ON s.doc = t.doc AND s.event = t.event AND concat(s.id, s.code) <> concat(t.id, t.code)
  JOIN {events} e ON e.doc = s.doc AND e.event = s.event WHERE e.mutual = 1 AND s.code <> '' AND t.code <> ''
"""

SERIES = """
  WITH sources AS ({sources}), targets AS ({targets}), pairs AS ({pairs}),
  told AS (SELECT DISTINCT doc, event FROM pairs WHERE ({way}))
  SELECT date_format(e.day, 'yyyy-MM') month, count(*) events,
         sum(CASE WHEN e.quad = 1 THEN 1 ELSE 0 END) q1, sum(CASE WHEN e.quad = 2 THEN 1 ELSE 0 END) q2,
         sum(CASE WHEN e.quad = 3 THEN 1 ELSE 0 END) q3, sum(CASE WHEN e.quad = 4 THEN 1 ELSE 0 END) q4,
         sum(e.score) score_sum, avg(e.score) score_mean
  FROM {events} e JOIN told ON e.doc = told.doc AND e.event = told.event
  WHERE e.day IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def events(spark, coded: str):
    """The table of events of all inputs that were coded."""
    inputs = [p for p in sorted(pathlib.Path(coded).iterdir()) if p.is_dir() and not p.name.startswith("_")]
    tables = [spark.read.parquet(str(p)).where("table = 'events'") for p in inputs]
    return functools.reduce(lambda one, other: one.unionByName(other), tables)


def is_side(which: str, column: str) -> str:
    """The condition that an actor is of a side."""
    which = which.replace("'", "''").strip()
    if which == "*":
        return "true"
    if which.endswith(" *"):
        base = which[:-2].replace("%", "").replace("_", "\\_")
        return f"({column}_code = '{base}' OR {column}_code LIKE '{base} %')"
    if which.replace(" ", "").replace("-", "").isupper():
        return f"{column}_code = '{which}'"
    return f"{column} = '{which}'"


def statement(events: str, a: str, b: str, both: bool) -> str:
    """SQL of a series between two sides over a table of events."""
    part = lambda ids, codes: ACTORS.format(ids=ids, codes=codes, events=events)  # noqa: E731
    way = f"{is_side(a, 'a')} AND {is_side(b, 'b')}"
    if both:
        way = f"({way}) OR ({is_side(b, 'a')} AND {is_side(a, 'b')})"
    return SERIES.format(
        sources=part("sources", "source_codes"), targets=part("targets", "target_codes"),
        pairs=PAIRS.format(events=events), way=way, events=events,
    )


def series(spark, events: str, a: str, b: str, both: bool = False) -> list[dict]:
    """One row for each month in which there are events between the sides."""
    return [row.asDict() for row in spark.sql(statement(events, a, b, both)).collect()]


def balance(spark, events: str, of: str, between: list[str]) -> list[dict]:
    """One row for each month and partner: cooperation and conflict in both directions, and the partner's shares."""
    sides = {partner: {r["month"]: r for r in series(spark, events, of, partner, both=True)} for partner in between}
    out = []
    for month in sorted({m for rows in sides.values() for m in rows}):
        rows = {partner: found[month] for partner, found in sides.items() if month in found}
        count = {p: (r["q1"] + r["q2"], r["q3"] + r["q4"]) for p, r in rows.items()}
        total = [sum(c[k] for c in count.values()) for k in (0, 1)]
        for partner in between:
            cooperation, conflict = count.get(partner, (0, 0))
            out.append({
                "month": month, "partner": partner, "cooperation": cooperation, "conflict": conflict,
                "cooperation_share": cooperation / total[0] if total[0] else None,
                "conflict_share": conflict / total[1] if total[1] else None,
                "score_mean": rows[partner]["score_mean"] if partner in rows else None,
            })  # fmt: skip
    return out


def main() -> None:
    from code_pages import session

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--remote", help="address of a Spark Connect server; without it Sail is started here")
    parser.add_argument("coded", help="the folder that code_pages.py wrote")
    asked = parser.add_subparsers(dest="what", required=True)
    pair = asked.add_parser("series")
    pair.add_argument("a")
    pair.add_argument("b")
    pair.add_argument("--both", action="store_true")
    of = asked.add_parser("balance")
    of.add_argument("of")
    of.add_argument("--between", nargs="+", required=True)
    args = parser.parse_args()
    with session(args.remote) as spark:
        events(spark, args.coded).createOrReplaceTempView("events")
        if args.what == "series":
            rows = series(spark, "events", args.a, args.b, args.both)
        else:
            rows = balance(spark, "events", args.of, args.between)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
