"""The same over Ray Data: Parquet of pages in, Parquet of events, claims, problems and pages out.

    python code_ray.py --out coded pages/*.parquet          # --address HOST:6379 for a cluster that stands

The columns and the counts are those of ``code_pages.py``, whose functions it calls.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))


def coded(batch):
    """For ``map_batches``: a table of pages in, a table of rows of every kind out."""
    import code_pages
    import pyarrow as pa

    made = list(code_pages.code_rows(batch.to_batches()))
    return pa.Table.from_batches(made, schema=code_pages.schema())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--address", help="a Ray cluster; without it one is started here")
    args = parser.parse_args()
    import ray

    folder = str(pathlib.Path(__file__).parent.resolve())
    ray.init(address=args.address, runtime_env={"env_vars": {"PYTHONPATH": folder}}, log_to_driver=False)
    rows = ray.data.read_parquet(args.inputs).map_batches(coded, batch_format="pyarrow", batch_size=256)
    rows.write_parquet(str(args.out.resolve()), partition_cols=["table", "month"])
    back = ray.data.read_parquet(str(args.out.resolve())).to_pandas()
    counts = {k: int(n) for k, n in back.groupby("table", observed=True).size().items()}
    pages = back[back["table"] == "pages"]
    for kind in ["events", "claims", "problems"]:
        told = int(pages[f"n_{kind}"].sum())
        if counts.get(kind, 0) != told:
            raise SystemExit(f"{counts.get(kind, 0)} rows of {kind}, and the pages tell of {told}")
    print(json.dumps(dict(sorted(counts.items()))))


if __name__ == "__main__":
    main()
