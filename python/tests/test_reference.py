"""docs/python.md names every function, argument and column that there is."""

import inspect
import pathlib

import pytest

import mizan

pytest.importorskip("pyarrow")
REFERENCE = pathlib.Path(__file__).parents[2].joinpath("docs/python.md").read_text(encoding="utf-8")
FUNCTIONS = [name for name in mizan.__all__ if inspect.isfunction(getattr(mizan, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_and_their_arguments(name):
    arguments = inspect.signature(getattr(mizan, name)).parameters
    line = next(line for line in REFERENCE.splitlines() if line.startswith(f"| `{name}("))
    assert [a for a in arguments if a not in line] == []


@pytest.mark.parametrize("kind", ["events", "claims", "problems", "pages"])
def test_columns(kind):
    start = REFERENCE.index(f"**{kind}**")
    section = REFERENCE[start : REFERENCE.find("\n**", start + 2) if kind != "pages" else None]
    table = getattr(mizan.code_pages([]), kind)
    assert [c for c in table.schema.names if f"`{c}`" not in section] == []


def test_pages_from_bytes_alone():
    tables = mizan.code_pages(["قتل الجيش السوري خمسة مدنيين في حلب.".encode(), "<p>text</p>"], ids=["a", "b"])
    assert tables.pages.column("doc").to_pylist() == ["a", "b"]
    assert tables.events.column("type").to_pylist() == ["ASSAULT"]
