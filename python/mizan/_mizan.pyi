from typing import Iterator, Sequence

__version__: str

def read(
    data: bytes, url: str | None = None, published: str | None = None, id: str | None = None, all: bool = False
) -> str: ...
def parse(data: bytes) -> list[str]: ...
def code(
    texts: Sequence[str],
    ids: Sequence[str | None] | None = None,
    urls: Sequence[str | None] | None = None,
    published: Sequence[str | None] | None = None,
    threads: int | None = None,
    all: bool = False,
) -> list[str]: ...
def code_tables(
    texts: Sequence[str],
    ids: Sequence[str | None] | None = None,
    urls: Sequence[str | None] | None = None,
    published: Sequence[str | None] | None = None,
    threads: int | None = None,
    all: bool = False,
) -> list[bytes]: ...
def code_pages(
    pages: Sequence[tuple[str | None, bytes, str | None, str | None, str | None]],
    threads: int | None = None,
    all: bool = False,
) -> list[bytes]: ...
def data_hash() -> str: ...

class Pages(Iterator[tuple[str, str, str | None, bytes, str | None]]):
    def __iter__(self) -> Pages: ...
    def __next__(self) -> tuple[str, str, str | None, bytes, str | None]: ...

def pages(path: str) -> Pages: ...
