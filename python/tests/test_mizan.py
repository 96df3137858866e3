"""The package as a researcher uses it."""

import datetime as dt
import json
import threading
import time

import pytest

import mizan

STRIKE = "قصف الجيش التركي مدينة منبج اليوم وقتل ثلاثة مدنيين."
DENIAL = "ونفى الجيش السوري أن يكون قد قصف البلدة، وقال الناطق باسمه إن الخبر كاذب."


def test_a_text_is_read_into_its_record():
    record = mizan.read(STRIKE, published="2025-03-01")
    event = next(e for e in record["events"] if e["trigger"]["text"] == "قصف")
    assert event["type"] == "ASSAULT"
    assert event["sources"][0]["actor"]["code"] == "TUR MIL"
    assert event["date"]["from"] == "2025-03-01"
    a, b = event["trigger"]["span"]
    assert STRIKE[a:b] == "قصف"


def test_a_page_is_read_with_its_head():
    html = f"<html lang=ar><head><title>غارة</title><meta property='og:site_name' content='وكالة'></head><body><article><h1>غارة على منبج</h1><p>{STRIKE}</p></article></body></html>"
    record = mizan.read(html.encode(), url="https://example.org/1", published=dt.date(2025, 3, 1))
    assert record["page"]["outlet"] == "وكالة"
    assert any(e["type"] == "ASSAULT" for e in record["events"])


def test_many_are_coded_in_order_and_alike_on_any_number_of_threads():
    texts = [STRIKE.replace("ثلاثة", n) for n in ["ثلاثة", "أربعة", "خمسة"]] * 20
    ids = range(len(texts))
    one = mizan.code(texts, ids=ids, published=["2025-03-01"] * len(texts), threads=1)
    many = mizan.code(texts, ids=ids, published=["2025-03-01"] * len(texts), threads=4)
    assert json.dumps(one) == json.dumps(many)
    assert [r["id"] for r in one] == [str(i) for i in ids]


def test_other_threads_run_while_texts_are_coded():
    ticks = []
    stop = threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    beside = threading.Thread(target=tick)
    beside.start()
    start = time.perf_counter()
    mizan.code([STRIKE + " " + DENIAL] * 4000, threads=1)
    end = time.perf_counter()
    stop.set()
    beside.join()
    meanwhile = sum(start < t < end for t in ticks)
    assert meanwhile > 10, "the interpreter's lock is held"


def test_tables_hold_what_records_hold():
    pa = pytest.importorskip("pyarrow")
    texts, ids = [STRIKE, DENIAL], ["a", "b"]
    days = [dt.date(2025, 3, 1), None]
    tables = mizan.code_tables(texts, ids=ids, published=days)
    records = mizan.code(texts, ids=ids, published=days)
    rows = tables.events.to_pylist()
    assert [(r["doc"], r["event"], r["type"]) for r in rows] == [
        (rec["id"], e["id"], e["type"]) for rec in records for e in rec["events"]
    ]
    assert tables.claims.num_rows == sum(len(r["claims"]) for r in records)
    assert tables.problems.num_rows == sum(len(r["problems"]) for r in records)
    strike = next(r for r in rows if r["trigger"] == "قصف")
    assert strike["day"] == dt.date(2025, 3, 1) and strike["quad"] == 4
    assert strike["sentence"] == STRIKE
    assert isinstance(tables.events, pa.RecordBatch)


def test_batches_go_in_and_come_out_and_pandas_and_polars_read_them():
    pa = pytest.importorskip("pyarrow")
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    batch = pa.record_batch({"id": ["1", "2", "3"], "text": [STRIKE, None, DENIAL], "published": ["2025-03-01"] * 3})
    out = list(mizan.code_batches([batch, batch.slice(0, 1)]))
    assert len(out) == 2
    frame = out[0].events.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and set(frame["doc"]) <= {"1", "3"}
    assert polars.from_arrow(out[0].events).height == len(frame)
    # Data frames go in as they are.
    rows = {"id": ["1", "3"], "text": [STRIKE, DENIAL]}
    for given in (polars.DataFrame(rows), pandas.DataFrame(rows)):
        [tables] = mizan.code_batches([given])
        assert set(tables.events.to_pandas()["doc"]) <= {"1", "3"} and tables.events.num_rows
    with pytest.raises(ValueError, match="text or html"):
        list(mizan.code_batches([pa.record_batch({"body": ["x"]})]))


def test_pages_are_coded_whole_from_their_bytes():
    pytest.importorskip("pyarrow")
    arabic = f"<html><head><meta charset=windows-1256></head><body><article><h1>غارة</h1><p>{STRIKE}</p></article></body></html>"
    page = mizan.Page("a", "https://example.org/1", "text/html", arabic.encode("cp1256"), "2025-03-01")
    tables = mizan.code_pages([page])
    [row] = tables.pages.to_pylist()
    assert row["bytes"] == page.data and row["origin"] == page.url and row["published"] == dt.date(2025, 3, 1)
    assert STRIKE in row["text"] and row["n_events"] == tables.events.num_rows > 0
    record = json.loads(row["record"])
    a, b = record["events"][0]["trigger"]["span"]
    assert row["text"][a:b] == record["events"][0]["trigger"]["text"]
    assert len(record["shown"]) == len(record["mutual"]) == len(record["events"])
    with pytest.raises(ValueError, match="as many"):
        mizan.code_pages([page], ids=[])


def test_mistakes_are_told():
    with pytest.raises(ValueError, match="published"):
        mizan.read(STRIKE, published="yesterday")
    with pytest.raises(ValueError, match="as many"):
        mizan.code([STRIKE], ids=["1", "2"])


@pytest.mark.parametrize("hostile", ["", "\0" * 10, "<" * 5000, "\u202e" + STRIKE, "ـ" * 9000, b"\xff\xfe\x00"])
def test_odd_texts_are_read(hostile):
    assert mizan.read(hostile)["mizan"] == "1"


def test_pages_of_a_file_are_streamed_and_broken_lines_warned_of(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"url": "https://example.org/1", "text": STRIKE, "published": "2025-03-01"}) + "\n{broken\n" + json.dumps({"id": 7, "text": DENIAL}) + "\n")
    with pytest.warns(UserWarning, match="pages.jsonl:2"):
        found = list(mizan.pages(path))
    assert [p.url for p in found] == ["https://example.org/1", "7"]
    assert found[0].published == "2025-03-01" and found[0].data.decode() == STRIKE
    with pytest.raises(FileNotFoundError):
        list(mizan.pages(tmp_path / "none.warc"))


def test_a_sentence_as_a_tree():
    text = "اتهمت الوزارة المسلحين بقصف القرية."
    (sentence,) = mizan.parse(text)
    words = sentence["words"]
    assert [w["form"] for w in words if w["rel"] == "root"] == ["اتهمت"]
    assert all(w["head"] is None or 0 <= w["head"] < len(words) for w in words)
    assert [text[a:b] for a, b in (w["span"] for w in words)] == [w["form"] for w in words]
