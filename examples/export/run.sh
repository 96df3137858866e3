#!/usr/bin/env bash
# Reads an export with DuckDB, pandas and R, as far as they can be had here; says which were left out.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mizan=${1:?the program}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$mizan" add "$here/../../samples" --archive "$work/a.db"
"$mizan" export parquet --archive "$work/a.db" --out "$work/out"
"$mizan" export csv --archive "$work/a.db" --out "$work/out"
if python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install duckdb pandas pyarrow; then
    (cd "$work/out" && "$work/venv/bin/python" -c "import duckdb, sys; print(duckdb.sql(sys.stdin.read()))" < "$here/duckdb.sql")
    "$work/venv/bin/python" "$here/pandas_read.py" "$work/out"
else
    echo "left out: DuckDB and pandas (pip cannot install them here)"
fi
if command -v Rscript > /dev/null; then
    Rscript "$here/read.R" "$work/out"
else
    echo "left out: R (Rscript is not installed)"
fi
