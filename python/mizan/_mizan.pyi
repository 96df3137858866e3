from typing import Sequence

__version__: str

def read(
    data: bytes, url: str | None = None, published: str | None = None, id: str | None = None, all: bool = False
) -> str: ...
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
) -> tuple[bytes, bytes, bytes]: ...
def data_hash() -> str: ...
