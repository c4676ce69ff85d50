"""What the ledger writes of a file, and when: a killed run must read again what it may have left half done."""

import time
from collections.abc import Iterable
from typing import cast

import pytest

from ingest.ledger import FORMAT, READING, Ledger, Marks
from rag.index.store import Store
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


class Counting:
    """A store that says what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[list[str] | None] = []

    def known(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        held = {f"a{n}": f"mark {n}" for n in range(9)}
        self.asked.append(None if ids is None else list(ids))
        return held if ids is None else {i: held[i] for i in self.asked[-1] or [] if i in held}


def test_fingerprints_are_looked_up_one_by_one_and_all_at_once_when_many_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.ledger.MANY", 3)
    store = Counting()
    found = Marks(cast("Store", store))
    assert (found.get("a1"), found["a1"], "a1" in found, found.get("new"), "new" in found) == ("mark 1", "mark 1", True, None, False)
    assert store.asked == [["a1"], ["new"]]
    with pytest.raises(KeyError, match="new"):
        found["new"]
    found["new"] = "its mark"
    found["a2"] = "another"
    assert (found["new"], found["a2"], store.asked) == ("its mark", "another", [["a1"], ["new"]])
    assert [found.get(f"a{n}") for n in (3, 4, 5, 2, 1)] == ["mark 3", "mark 4", "mark 5", "another", "mark 1"]
    assert store.asked == [["a1"], ["new"], ["a3"], None]
    assert (found.get("b"), found["new"], len(store.asked)) == (None, "its mark", 4)
