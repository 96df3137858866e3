"""What the cluster coded, as SQL and in the archive: the same numbers, row by row."""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

import pytest

pytest.importorskip("pysail")
pytest.importorskip("pyspark")

ROOT = pathlib.Path(__file__).parents[2]
CLUSTER = ROOT / "examples" / "cluster"
PROGRAM = os.environ.get("MIZAN_PROGRAM", str(ROOT / "target" / "release" / "mizan"))
pytestmark = pytest.mark.skipif(not pathlib.Path(PROGRAM).exists(), reason="the program is not built; MIZAN_PROGRAM names it")

PAIRS = [("ISR *", "SYR *", False), ("USA *", "IRN *", True), ("ISR *", "*", False), ("*", "SYR *", False), ("un", "*", False)]
BETWEEN = ("SYR *", ["ISR *", "RUS *", "TUR MIL"])


def mizan(*args):
    done = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def gold():
    """The reports of our own gold as lines of JSON, each with its day."""
    for path in sorted((ROOT / "corpus" / "gold" / "first").glob("*.gold")):
        for report in path.read_text().split("\n\n"):
            lines = report.splitlines()
            if not lines or not lines[0].startswith("# "):
                continue
            id, day, *_ = [part.strip() for part in lines[0][2:].split("|")]
            text = "\n".join(line[2:] for line in lines if line.startswith("= "))
            yield {"id": f"{path.stem}-{id}", "text": text, "published": day}


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """Reports coded on a cluster, and the archive that these results make."""
    base = tmp_path_factory.mktemp("relate")
    reports = list(gold())
    # Pairs that act on one another in many months, so that there is a series.
    acts = [
        "قصف الجيش التركي مدينة منبج السورية اليوم.",
        "قصف الجيش التركي مواقع للجيش السوري في منبج.",
        "التقى الرئيس السوري الرئيس الروسي في موسكو ووقعا اتفاقا.",
        "فرضت الولايات المتحدة عقوبات على إيران.",
        "أجرى وزير الخارجية الإيراني ونظيره الأمريكي محادثات في جنيف.",
        "قصفت إسرائيل مواقع للجيش السوري قرب دمشق.",
    ]
    for n in range(60):
        reports.append({"id": f"own-{n}", "text": acts[n % 6] + " " + acts[n * 7 % 5], "published": f"2025-{1 + n * 5 % 12:02}-{1 + n % 27:02}"})
    inputs = [base / "reports.jsonl", base / "more.jsonl"]
    for n, lines in enumerate(inputs):
        lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports[n::2]))
    env = os.environ | {"SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2"}
    done = subprocess.run(
        [sys.executable, str(CLUSTER / "code_pages.py"), "--out", str(base / "coded"), *map(str, inputs)],
        env=env, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    said = mizan("add", "--parquet", base / "coded", "--archive", base / "back.db")
    assert f"{len(reports)} new" in said, said
    mizan("add", *inputs, "--archive", base / "direct.db")
    return base


@pytest.fixture(scope="module")
def spark(coded, relate):
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(port=0)
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    relate.events(session, coded / "coded").createOrReplaceTempView("events")
    yield session
    session.stop()
    server.stop()


@pytest.fixture(scope="module")
def relate():
    spec = importlib.util.spec_from_file_location("relate", CLUSTER / "relate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_archive_of_the_clusters_results_is_that_of_the_pages(coded):
    for asked in (["events", "--limit", "100000"], ["claims", "--limit", "100000"], ["stories", "--limit", "100000"]):
        back, direct = (mizan(*asked, "--json", "--archive", coded / f"{name}.db") for name in ("back", "direct"))
        assert json.loads(back) == json.loads(direct)
        assert len(back) > 1000
    assert "0 new" in mizan("add", "--parquet", coded / "coded", "--archive", coded / "back.db")


@pytest.mark.parametrize(("a", "b", "both"), PAIRS)
def test_series_by_sql_are_those_of_the_archive(coded, spark, relate, a, b, both):
    asked = ["relations", a, b, "--count", "events", "--json", "--archive", coded / "back.db"] + ["--both"] * both
    steps = {s["label"]: s for s in json.loads(mizan(*asked))["lines"][0]["steps"]}
    rows = {r["month"]: r for r in relate.series(spark, "events", a, b, both)}
    told = {label for label, s in steps.items() if s["events"]}
    assert told, "no events between the two: nothing is compared"
    assert set(rows) & set(steps) == told
    for label in told:
        step, row = steps[label], rows[label]
        assert row["events"] == step["events"], label
        assert [row[f"q{n}"] for n in (1, 2, 3, 4)] == step["quads"], label
        assert row["score_sum"] == pytest.approx(step["score_sum"], abs=1e-4), label
        assert row["score_mean"] == pytest.approx(step["score_mean"], abs=1e-4), label


def test_the_balance_by_sql_is_that_of_the_archive(coded, spark, relate):
    of, between = BETWEEN
    asked = ["balance", "--of", of, "--between", *between, "--count", "events", "--json", "--archive", coded / "back.db"]
    steps = json.loads(mizan(*asked))["steps"]
    rows = {(r["month"], r["partner"]): r for r in relate.balance(spark, "events", of, between)}
    compared = 0
    for step in steps:
        for partner in step["partners"]:
            row = rows.get((step["label"], partner["partner"]))
            if row is None:
                assert partner["cooperation"] == partner["conflict"] == 0, step["label"]
                continue
            compared += row["cooperation"] + row["conflict"]
            for figure in ("cooperation", "conflict"):
                assert row[figure] == partner[figure], (step["label"], partner["partner"])
            for figure in ("cooperation_share", "conflict_share", "score_mean"):
                assert row[figure] == (pytest.approx(partner[figure], abs=1e-4) if partner[figure] is not None else None)
    assert compared > 20, "hardly anything was compared"
