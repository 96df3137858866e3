"""Codes pages on a cluster over Spark Connect: WARC files or Parquet in; events, claims and problems out.

    python code_pages.py --remote sc://localhost:50051 --out coded crawl-*.warc.gz
    python code_pages.py --out coded pages/*.parquet        # starts Sail here, local-cluster mode

Parquet needs a column ``text`` or ``html``, and may have ``id``, ``url``, ``published``. Workers must see the inputs under
the same paths, and have ``mizan[arrow]``. The same script runs on Spark 4 and on Sail: it asks for ``mapInArrow`` alone.

Out: ``coded/<input>/table=events|claims|problems|pages/month=2025-03/*.parquet``. Each input is written whole or not at
all, with its counts in ``coded/_done/<input>.json``; started again, the script goes on with what is not done. A row of
``pages`` says how many events, claims and problems a page gave, so that the counts can be added up; it holds the page,
its text and its record, so that ``mizan add --parquet coded`` makes an archive without coding anything again.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import pathlib
import shutil
import sys

BATCH = 256
KINDS = ["events", "claims", "problems", "pages"]


def schema() -> "pa.Schema":
    """The columns of all kinds in one, as one call of ``mapInArrow`` gives one table."""
    import mizan
    import pyarrow as pa

    fields = {"table": pa.string(), "month": pa.string(), "doc": pa.string()}
    for table in mizan.code_pages([]):
        for field in table.schema:
            fields.setdefault(field.name, field.type)
    return pa.schema(list(fields.items()))


def rows(pages, ids):
    """One batch of pages as rows of every kind."""
    import mizan
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = schema()
    tables = mizan.code_pages(pages, ids=ids, threads=1)
    months = dict.fromkeys(ids, "unknown")
    for table in (tables.events, tables.pages):
        for doc, day in zip(table.column("doc").to_pylist(), table.column("published").to_pylist()):
            if day:
                months[doc] = f"{day:%Y-%m}"
    for kind, table in zip(KINDS, tables):
        if table.num_rows == 0:
            continue
        month = pa.array([months[d] for d in table.column("doc").to_pylist()], pa.string())
        columns = {"table": pa.repeat(pa.scalar(kind), table.num_rows), "month": month}
        columns |= {name: table.column(name) for name in table.schema.names}
        filled = [
            pc.cast(columns[f.name], f.type) if f.name in columns else pa.nulls(table.num_rows, f.type) for f in whole
        ]
        yield from pa.table(filled, schema=whole).to_batches()


def unnamed(data: bytes, url: str | None) -> str:
    """An id for a page that came without one: of its address, else of its bytes."""
    return hashlib.sha256(url.encode() if url else data).hexdigest()[:16]


def code_rows(batches):
    """For ``mapInArrow``: batches of pages in, rows of every kind out."""
    import mizan

    kinds = {"html": "text/html; charset=utf-8", "text": "text/plain; charset=utf-8"}
    for batch in batches:
        names = set(batch.schema.names)
        column = lambda n: batch.column(n).to_pylist() if n in names else [None] * batch.num_rows  # noqa: E731
        body = "html" if "html" in names else "text"
        held, ids = [], []
        for text, url, name, day in zip(column(body), column("url"), column("id"), column("published")):
            data = (text or "").encode()
            name = None if name is None else str(name)
            # As `mizan add` knows a page: by address or id, else by its text.
            held.append(mizan.Page(name or "", url or name or "", kinds[body], data, None if day is None else str(day)))
            ids.append(name or unnamed(data, url))
        for at in range(0, len(held), BATCH):
            yield from rows(held[at : at + BATCH], ids[at : at + BATCH])


def code_files(batches):
    """For ``mapInArrow``: batches of paths in, the pages of these files coded."""
    import mizan

    for batch in batches:
        for path in batch.column("path").to_pylist():
            held: list[mizan.Page] = []
            for page in mizan.pages(path):
                held.append(page)
                if len(held) == BATCH:
                    yield from coded(held)
                    held = []
            if held:
                yield from coded(held)


def coded(pages):
    yield from rows(pages, [p.url or unnamed(p.data, None) for p in pages])


def ddl(arrow) -> str:
    kinds = {"string": "string", "int64": "bigint", "double": "double", "date32[day]": "date", "binary": "binary"}
    return ", ".join(f"`{f.name}` {kinds[str(f.type)]}" for f in arrow)


def one(spark, path: pathlib.Path, out: pathlib.Path, tasks: int) -> dict[str, int]:
    """Codes one input. Out: how many rows of each kind."""
    place = out / path.name
    shutil.rmtree(place, ignore_errors=True)
    columns = ddl(schema())
    if path.suffix == ".parquet":
        found = spark.read.parquet(str(path)).repartition(tasks).mapInArrow(code_rows, columns)
    else:
        found = spark.createDataFrame([(str(path),)], "path string").mapInArrow(code_files, columns)
    # What `mizan add --parquet` unpacks.
    found.write.mode("overwrite").option("compression", "snappy").partitionBy("table", "month").parquet(str(place))
    back = spark.read.parquet(str(place))
    counts = {r["table"]: r["n"] for r in back.groupBy("table").count().withColumnRenamed("count", "n").collect()}
    told = back.where("table = 'pages'").selectExpr("sum(n_events) e", "sum(n_claims) c", "sum(n_problems) p").collect()[0]
    for kind, sum_ in zip(KINDS, told):
        if counts.get(kind, 0) != sum_:
            raise SystemExit(f"{path}: {counts.get(kind, 0)} rows of {kind}, and the pages tell of {sum_}")
    return counts


@contextlib.contextmanager
def session(remote: str | None):
    """A session at an address of Spark Connect, or with a Sail that is started here."""
    from pyspark.sql import SparkSession

    server = None
    if not remote:
        from pysail.spark import SparkConnectServer

        server = SparkConnectServer(port=0)
        server.start(background=True)
        remote = f"sc://localhost:{server.listening_address[1]}"
    spark = SparkSession.builder.remote(remote).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
        if server:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--remote", help="address of a Spark Connect server; without it Sail is started here")
    parser.add_argument("--tasks", type=int, default=8, help="parts that a Parquet file is coded in")
    args = parser.parse_args()
    names = [path.name for path in args.inputs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        parser.error(f"two inputs are called {twice[0]}, and would share a place under {args.out}: code them into two places")
    with session(args.remote) as spark:
        total = all_of(spark, args)
    print(json.dumps(total))


def all_of(spark, args) -> dict[str, int]:
    """Codes what is not done yet. Out: how many rows of each kind there are of all inputs."""
    done = args.out / "_done"
    done.mkdir(parents=True, exist_ok=True)
    total: dict[str, int] = dict.fromkeys(KINDS, 0)
    for path in args.inputs:
        mark = done / f"{path.name}.json"
        if mark.exists():
            counts = json.loads(mark.read_text())
        else:
            counts = one(spark, path.resolve(), args.out.resolve(), args.tasks)
            mark.write_text(json.dumps(counts))
        for kind, n in counts.items():
            total[kind] += n
        print(f"{path}: {counts}", file=sys.stderr)
    return total


if __name__ == "__main__":
    main()
