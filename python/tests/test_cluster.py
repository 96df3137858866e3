"""The cluster's script on Sail in local-cluster mode with several workers: counts add up, and what is done stays done."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

import mizan

pytest.importorskip("pysail")
pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

SCRIPT = pathlib.Path(__file__).parents[2] / "examples" / "cluster" / "code_pages.py"
STRIKE = "قصف الجيش التركي مدينة منبج اليوم وقتل {} مدنيين. وقال الوزير إن القصف مستمر."


def run(out, *inputs):
    env = os.environ | {"SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "3"}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--out", str(out), *map(str, inputs)],
        env=env, capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_counts_add_up_and_a_second_start_goes_on(tmp_path):
    texts = [STRIKE.format(n) for n in ["ثلاثة", "أربعة", "خمسة", "ستة"]] * 25
    days = [f"2025-{1 + n % 3:02}-10" for n in range(len(texts))]
    pages = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"id": [str(n) for n in range(len(texts))], "text": texts, "published": days}), pages)
    lines = tmp_path / "more.jsonl"
    lines.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts[:7])))
    out = tmp_path / "coded"
    total = run(out, pages, lines)
    alone = [r for part in (mizan.code(texts, published=days), mizan.code(texts[:7])) for r in part]
    assert total["pages"] == len(alone) == 107
    assert total["events"] == sum(len(r["events"]) for r in alone)
    assert total["claims"] == sum(len(r["claims"]) for r in alone)
    months = {p.name for p in (out / "pages.parquet" / "table=events").iterdir()}
    assert months == {"month=2025-01", "month=2025-02", "month=2025-03"}
    # What was broken off is done again, whole; what was done is left.
    (out / "_done" / "more.jsonl.json").unlink()
    kept = (out / "_done" / "pages.parquet.json").stat().st_mtime_ns
    assert run(out, pages, lines) == total
    assert (out / "_done" / "pages.parquet.json").stat().st_mtime_ns == kept


def test_ray_on_two_nodes_gives_the_same_counts(tmp_path):
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    texts = [STRIKE.format(n) for n in ["ثلاثة", "أربعة"]] * 30
    pages = tmp_path / "pages.parquet"
    pq.write_table(pa.table({"id": [str(n) for n in range(len(texts))], "text": texts}), pages)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    cluster.add_node(num_cpus=1)
    try:
        command = [sys.executable, str(SCRIPT.with_name("code_ray.py")), "--address", cluster.address, "--out", str(tmp_path / "out"), str(pages)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    finally:
        cluster.shutdown()
    assert done.returncode == 0, done.stderr[-2000:]
    counts = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    alone = mizan.code(texts)
    assert counts["pages"] == len(texts)
    assert counts["events"] == sum(len(r["events"]) for r in alone)
    assert counts["claims"] == sum(len(r["claims"]) for r in alone)
