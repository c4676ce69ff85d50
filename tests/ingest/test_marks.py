"""Fingerprints are looked up one by one, and all at once when many are asked for; what a run stores counts from then on."""

from collections.abc import Iterable
from typing import cast

import pytest

from ingest import marks
from ingest.marks import Marks
from rag.index.store import Store


class Counting:
    """A store that says what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[list[str] | None] = []

    def known(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        held = {f"a{n}": f"mark {n}" for n in range(9)}
        self.asked.append(None if ids is None else list(ids))
        return held if ids is None else {i: held[i] for i in self.asked[-1] or [] if i in held}


def test_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MANY", 3)
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
