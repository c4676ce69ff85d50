"""Who is a copy of whom hangs on the articles alone, in whatever batches and runs they come, change and go; and costs no square of them."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.copies import known, register
from ingest.copies.duplicates import find_stories
from ingest.copies.groups import Groups
from ingest.copies.register import Copies, Row
from rag.index.writing import StoreWriter
from rag.records import Article
from tests.kits.ingest import HashEmbedder

WORDS = [f"{a}{b}{c}" for a in ("harb", "ferr", "quay", "tide") for b in ("ora", "enu", "ilo") for c in ("st", "nk", "rm", "lp", "ck")]


@dataclass
class Memory:
    """What ``Copies`` asks of a store, in memory: a story of which one goes or changes is none any more."""

    folder: Path
    held: dict[str, Article] = field(default_factory=dict)
    told: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    last_number: int = 0
    first_generation: int = 0

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        return {i: i for i in ids if i in self.held}

    def signatures(self, ids: Sequence[str]) -> dict[str, bytes]:
        return {i: self.told[i][1] for i in ids if i in self.told}

    def signatures_of(self, numbers: Iterable[int]) -> list[tuple[int, str, bytes]]:
        return [one for one in self.signatures_after(0) if one[0] in numbers]

    def signatures_after(self, number: int) -> list[tuple[int, str, bytes]]:
        return sorted((n, i, self.told[i][1]) for i, n in self.numbers.items() if n > number and i in self.told)

    def unsigned(self) -> list[str]:
        return sorted(i for i in self.held if i not in self.told)

    def members(self) -> list[tuple[str, str]]:
        return [(i, story) for i, (story, _) in self.told.items() if story not in ("", i)]

    def unsettled(self) -> list[str]:
        return sorted(i for i, (story, _) in self.told.items() if not story)

    def articles(self, ids: Iterable[str], *, light: bool = False) -> list[Article]:
        return [self.held[i] for i in ids if i in self.held]

    def bare(self, ids: Iterable[str]) -> dict[str, set[str]]:
        return {}

    def set_stories(self, rows: Mapping[str, tuple[str, bytes]]) -> None:
        self.told |= {i: row for i, row in rows.items() if i in self.held}

    def add(self, rows: Sequence[Row]) -> None:
        for article, *_ in rows:
            kept = self.told.get(article.id) if self.held.get(article.id) == article else None
            self.remove(article.id)
            self.held[article.id] = article
            self.last_number += 1
            self.numbers[article.id] = self.last_number
            if kept:
                self.told[article.id] = kept

    def remove(self, article_id: str) -> None:
        self.held.pop(article_id, None)
        self.numbers.pop(article_id, None)
        story = self.told.pop(article_id, ("", b""))[0]
        self.told |= {i: ("", signature) for i, (s, signature) in self.told.items() if story and s == story}


def window(name: int, at: int, day: int, words: int = 24) -> Article:
    """Return a text that is a copy of those that begin up to half of its words before or behind it, and of no other."""
    return Article(f"a{name}", "", " ".join(WORDS[at : at + words]), published=f"2024-05-{day:02}")


def put(copies: Copies, store: Memory, batch: Sequence[Article], *, killed: bool = False) -> None:
    unique = list({a.id: a for a in batch}.values())
    copies.rows([(a, a.id) for a in unique])
    store.add([(a, a.id, (), HashEmbedder().embed([])) for a in unique])
    if not killed:
        copies.remember([a.id for a in unique])


ARTICLES = st.builds(window, st.integers(0, 9), st.integers(0, 36), st.integers(1, 9))
BATCHES, GONE = st.lists(st.lists(ARTICLES, max_size=5), max_size=4), st.sets(st.integers(0, 9), max_size=3)
RUNS = st.lists(st.tuples(BATCHES, GONE, st.sampled_from(["", "", "before the end", "in the last batch"])), max_size=4)


@given(RUNS, st.integers(1, 8))
@example([([[window(0, 8, 1), window(1, 0, 1), window(2, 16, 1), window(3, 9, 1)]], {0}, "")], 8)  # two hang together by one that is gone
@example([([[window(0, 0, 1)], [window(1, 2, 2)]], set(), "before the end"), ([[]], set(), "")], 1)  # a copy of one that was alone
@example([([[window(0, 0, 1)]], set(), "in the last batch"), ([[window(1, 2, 2)], [window(2, 4, 2)]], set(), "")], 1)
@settings(max_examples=60, deadline=None)
def test_stories_are_those_of_all_pairs(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[list[list[Article]], set[int], str]], few: int
) -> None:
    store = Memory(Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp())))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "RECENT", few)
        patch.setattr(register, "LOOKS", few)
        for batches, gone, killed in runs:
            copies = Copies(cast("StoreWriter", store), HashEmbedder())
            for n, batch in enumerate(batches, 1):
                put(copies, store, batch, killed=killed == "in the last batch" and n == len(batches))
            if killed:
                continue
            for n in gone:  # of files that do not hold it any more
                store.remove(f"a{n}")
            copies.settle()
            assert {i: story for i, (story, _) in store.told.items()} == find_stories(store.held.values())
            assert all(len(signature) for _, signature in store.told.values())


def test_few_articles_are_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "RECENT", 8)
    monkeypatch.setattr(register, "LOOKS", 3)
    store = Memory(tmp_path)
    copies = Copies(cast("StoreWriter", store), HashEmbedder())
    for n in range(30):
        put(copies, store, [window(n, n % 3, 1 + n % 9)])
        assert len(copies._known._recent) < 8
        assert len(copies._looks) <= 3
    copies.settle()
    assert len({story for story, _ in store.told.values()}) == 1


def test_a_copy_is_not_compared_with_those_that_are_known_to_be_one_report(tmp_path: Path) -> None:
    store = Memory(tmp_path)
    copies = Copies(cast("StoreWriter", store), HashEmbedder())
    for n in range(40):
        put(copies, store, [window(n, n % 3, 1 + n % 9)])
    copies.settle()
    assert len(copies._same_report) == 39
    put(copies, store, [window(0, 30, 1)])  # the others stay together without it
    copies.settle()
    assert len(copies._same_report) <= 2 * 40
    assert {story for story, _ in store.told.values()} == {"a0", "a18"}


def test_a_group_ends_with_a_member_that_changes() -> None:
    groups, (a, b, c, d) = Groups(), (window(n, 0, 9 - n) for n in range(4))
    groups.join(a, b)
    groups.join(c, b)
    assert (groups.together("a0", "a2"), groups.together("a0", "a3"), groups.together("a3", "a3")) == (True, False, False)
    assert (groups.first(a), groups.first(d)) == (c, d)
    assert (groups.dissolve(["a0", "a3"]), groups.together("a1", "a2"), list(groups)) == ({"a0", "a1", "a2"}, False, [])
