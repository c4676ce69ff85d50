"""What the ledger writes of a file, and when: a killed run must read again what it may have left half done."""

import time
from typing import cast

import pytest

from ingest.ledger import FORMAT, READING, Ledger
from rag.index.writing import StoreWriter


class Files:
    """Of a store only the table of files."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, tuple[str, ...]]] = {}

    def files(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return path -> mark and ids."""
        return dict(self.held)

    def set_file(self, path: str, mark: str, ids: tuple[str, ...]) -> None:
        """Set one."""
        self.held[path] = (mark, ids)


@pytest.mark.parametrize(
    ("before", "mark", "ids"),
    [
        ((), f"{FORMAT}:digest", ("a",)),
        (("a",), f"{FORMAT}:digest", ("a",)),
        (("a", "b"), READING, ("a", "b")),  # until the articles that left it are removed
    ],
)
def test_a_file_is_done_at_its_end_unless_articles_leave_it(before: tuple[str, ...], mark: str, ids: tuple[str, ...]) -> None:
    store = Files()
    ledger = Ledger(cast("StoreWriter", store))
    ledger.reading("a.jsonl", ["a", *before])
    assert store.held["a.jsonl"][0] == READING
    ledger.end("a.jsonl", "digest", ("a",), before)
    assert store.held["a.jsonl"] == (mark, ids)


def test_a_file_of_many_articles_is_entered_in_time() -> None:
    """Each id is looked up among all: in a list, 40,000 of them took minutes."""
    ledger = Ledger(cast("StoreWriter", Files()))
    many = tuple(f"r{n}" for n in range(40_000))
    started = time.process_time()
    for ids in (many, many[1:]):
        ledger.reading("a.jsonl", ids)
    ledger.end("a.jsonl", "digest", many[1:], many)
    assert ledger.leaving() == [(["r0"], many[1:])]
    assert time.process_time() - started < 3
