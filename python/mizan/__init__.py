"""Mizan reads Arabic news into evidence: who did what to whom, when, where, how much, and who says so.

>>> import mizan
>>> record = mizan.read("قصف الجيش التركي مدينة منبج اليوم وقتل ثلاثة مدنيين.", published="2025-03-01")
>>> [(e["type"], e["sources"][0]["actor"]["code"]) for e in record["events"]][0]
('ASSAULT', 'TUR MIL')
"""

from __future__ import annotations

import datetime as _dt
import json as _json
import os
import warnings
from typing import Any, Iterable, Iterator, NamedTuple, Sequence

from . import _mizan

__version__ = _mizan.__version__
__all__ = ["Page", "Tables", "__version__", "code", "code_batches", "code_pages", "code_tables", "data_hash", "pages", "parse", "read"]


def data_hash() -> str:
    """The hash of the language data inside: records with the same hash were read alike."""
    return _mizan.data_hash()


def _day(day: str | _dt.date | None) -> str | None:
    return day.isoformat() if isinstance(day, _dt.date) else day


def read(
    html_or_text: str | bytes,
    *,
    url: str | None = None,
    published: str | _dt.date | None = None,
    id: str | None = None,
    all: bool = False,
) -> dict[str, Any]:
    """Reads one page, as HTML, Markdown or text, into its record (version 1).

    ``published`` is the day that dates such as "yesterday" are counted from, where the page states none. Offsets count
    Unicode scalar values, so that ``text[a:b]`` gives the words. ``all`` keeps events below the threshold of confidence.

    Raises ``ValueError`` on a day that is none.
    """
    data = html_or_text.encode() if isinstance(html_or_text, str) else bytes(html_or_text)
    return _json.loads(_mizan.read(data, url, _day(published), id, all))


def parse(html_or_text: str | bytes) -> list[dict[str, Any]]:
    """The sentences of one page or text as dependency trees, in order.

    Each sentence has its ``text``, its ``span`` and its ``words``; each word ``form``, ``lemma``, ``upos``, ``feats``,
    ``head`` (the place of the word it hangs on, from 0; ``None`` for the root), ``rel`` and ``span``. Labels are those of
    Universal Dependencies v2. Offsets count Unicode scalar values. Never raises on a text.
    """
    data = html_or_text.encode() if isinstance(html_or_text, str) else bytes(html_or_text)
    return [_json.loads(sentence) for sentence in _mizan.parse(data)]


def _strings(values: Iterable[Any] | None) -> list[str | None] | None:
    if values is None:
        return None
    return [None if v is None else _day(v) if isinstance(v, _dt.date) else str(v) for v in values]


def code(
    texts: Sequence[str],
    *,
    ids: Iterable[Any] | None = None,
    urls: Iterable[str | None] | None = None,
    published: Iterable[str | _dt.date | None] | None = None,
    threads: int | None = None,
    all: bool = False,
) -> list[dict[str, Any]]:
    """Codes many texts or pages on ``threads`` threads (all cores where nothing is said), without the interpreter's lock.

    The records come in the order of the texts, and are the same for any number of threads. A text that begins as markup
    is read as a page; any other keeps its own offsets.

    Raises ``ValueError`` where there are not as many ids, urls or days as texts, or a day is none.
    """
    coded = _mizan.code(list(texts), _strings(ids), _strings(urls), _strings(published), threads, all)
    return [_json.loads(record) for record in coded]


class Page(NamedTuple):
    """A document of a file: its name, address or name again, content type, bytes, and day where one was stated."""

    name: str
    url: str
    content_type: str | None
    data: bytes
    published: str | None


def pages(path: str | os.PathLike[str]) -> Iterator[Page]:
    """Streams the documents of a file: the pages of a WARC archive that were answered with success, the lines of
    JSON, or the one document that it is; each also packed with gzip.

    What cannot be read is left out, and warned of.
    """
    stream = iter(_mizan.pages(os.fspath(path)))
    while True:
        try:
            row = next(stream, None)
        except ValueError as error:
            warnings.warn(str(error), stacklevel=2)
            continue
        if row is None:
            return
        yield Page(*row)


class Tables(NamedTuple):
    """Events, claims and problems as ``pyarrow.RecordBatch``; each has ``doc``, the id of its text.

    ``pages`` is there where pages were coded whole: what each was read from, its text, and its record with every event.
    """

    events: Any
    claims: Any
    problems: Any
    pages: Any = None


def _batch(stream: bytes) -> Any:
    import pyarrow as pa

    with pa.ipc.open_stream(stream) as reader:
        return reader.read_next_batch()


def code_tables(
    texts: Sequence[str],
    *,
    ids: Iterable[Any] | None = None,
    urls: Iterable[str | None] | None = None,
    published: Iterable[str | _dt.date | None] | None = None,
    threads: int | None = None,
    all: bool = False,
) -> Tables:
    """Codes texts into tables for pandas, polars, DuckDB or Parquet. Asks for ``pyarrow``."""
    made = _mizan.code_tables(list(texts), _strings(ids), _strings(urls), _strings(published), threads, all)
    return Tables(*(_batch(stream) for stream in made))


def _held(page: Page | bytes | str) -> Page:
    if isinstance(page, (bytes, bytearray, memoryview, str)):
        return Page("", "", None, page.encode() if isinstance(page, str) else bytes(page), None)
    return page


def code_pages(pages: Iterable[Page | bytes | str], *, ids: Iterable[Any] | None = None, threads: int | None = None, all: bool = False) -> Tables:
    """Codes pages whole, from their bytes: the tables, and ``pages``, which ``mizan add --parquet`` takes into an archive.

    In: what :func:`pages` yields, such rows of your own, or bytes alone; ``ids`` name them in the tables, else their
    name does. Asks for ``pyarrow``.
    """
    held = [_held(page) for page in pages]
    named = [p.name or None for p in held] if ids is None else _strings(ids)
    if len(named) != len(held):
        raise ValueError(f"{len(held)} pages and {len(named)} of ids; there must be as many")
    given = [(i, p.data, p.url or None, p.content_type, _day(p.published)) for i, p in zip(named, held)]
    return Tables(*(_batch(stream) for stream in _mizan.code_pages(given, threads, all)))


def code_batches(
    batches: Iterable[Any], *, threads: int | None = None, all: bool = False
) -> Iterator[Tables]:
    """Codes Arrow batches, one after another, in flat memory.

    In: anything that yields tables with a column ``text`` or ``html``, and any of ``id``, ``url``, ``published``:
    ``pyarrow.RecordBatch`` or ``Table``, or whatever speaks Arrow's C interface, such as data frames of polars or
    pandas. Out: a :class:`Tables` for each. Asks for ``pyarrow``.

    Raises ``ValueError`` where there is neither ``text`` nor ``html``.
    """
    import pyarrow as pa

    for batch in batches:
        if not isinstance(batch, (pa.RecordBatch, pa.Table)):
            batch = pa.table(batch)
        names = set(batch.schema.names)
        body = next((name for name in ("text", "html") if name in names), None)
        if body is None:
            raise ValueError(f"a batch needs a column text or html; it has {sorted(names)}")
        column = lambda name: batch.column(name).to_pylist() if name in names else None  # noqa: E731
        texts = ["" if t is None else t for t in column(body)]
        yield code_tables(
            texts, ids=column("id"), urls=column("url"), published=column("published"), threads=threads, all=all
        )
