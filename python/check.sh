#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh environment, and runs tests and notebook there. Where Python's packages
# cannot be had, says so and passes, unless MIZAN_REQUIRE_PYTHON=1.
set -euo pipefail
cd "$(dirname "$0")"
place="${1:-$PWD/target/check}"
rm -rf "$place"
python3 -m venv "$place" || { echo "skipped: no python3 with venv"; exit "${MIZAN_REQUIRE_PYTHON:-0}"; }
pip() { "$place/bin/pip" install --quiet --disable-pip-version-check "$@"; }
if ! pip "maturin>=1.9,<2" pyarrow pandas polars pytest nbclient nbformat ipykernel; then
  echo "skipped: Python's packages cannot be had here"
  exit "${MIZAN_REQUIRE_PYTHON:-0}"
fi
# The cluster's scripts are tested where Sail and Ray can be had; Spark's client needs pandas of the second line.
pip "pysail==0.7.*" "pyspark-client==4.2.*" "pandas<3" "ray[data]" || echo "skipped: the cluster's scripts, Sail and Ray cannot be had here"
# For tests the build shares what the workspace's own tests were built from; a release asks for MIZAN_WHEEL_PROFILE=release.
profile=${MIZAN_WHEEL_PROFILE:-dev}
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/../target}" \
  "$place/bin/maturin" build --profile "$profile" --locked --quiet --out "$place/wheels"
pip --no-deps "$place"/wheels/*.whl
cd "$place" # so that what was installed is tested, not the folder
"$place/bin/python" -m pytest -q "$OLDPWD/tests"
"$place/bin/python" - "$OLDPWD/examples/evidence.ipynb" <<'PY'
import pathlib, sys
import nbformat
from nbclient import NotebookClient

path = pathlib.Path(sys.argv[1])
book = nbformat.read(path, as_version=4)
NotebookClient(book, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
print(f"{path.name}: {sum(c.cell_type == 'code' for c in book.cells)} cells ran")
PY
