"""Who says what of whom, from what `mizan export parquet --out out` wrote:

    pip install pandas pyarrow
    python examples/export/pandas_read.py out
"""
import sys

import pandas as pd

folder = sys.argv[1]
events = pd.read_parquet(f"{folder}/events.parquet")
claims = pd.read_parquet(f"{folder}/claims.parquet")
arguments = pd.read_parquet(f"{folder}/arguments.parquet")

assert set(arguments.event) <= set(events.id), "every argument belongs to an event"
events["day"] = pd.to_datetime(events.day)
months = events.groupby([events.day.dt.to_period("M"), "quad"]).story.nunique().unstack(fill_value=0)
print(months)
print(claims.groupby(["speaker", "stance"], dropna=False).size().sort_values(ascending=False).head(10))
counts = arguments[arguments.role == "quantity"].groupby("code").low.sum()
print(counts)
