"""Find syndicated and near-duplicate articles and group them into stories (pure).

Sketches propose pairs, a closer look at both texts decides. A pair is judged by its two articles alone, never by what else is
in the index, so the stories are the same in whatever order the articles came in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.copies.shingles import Hashes, covers, shared_share, shingles, sketch
from rag.dates.calendar import iso_day
from rag.language.names import names
from rag.language.numbers import numbers
from rag.records import Article
from rag.sources.stories import first_of

# Fitted by eye on one half of `python -m eval.bench.copies`, checked on the other.
NEAR = 21  # days within which copies of a report appear; later the same words are more likely a yearly column
SHARE = 0.5  # of the smaller article's shingles that the other holds
SHARE_LATER = 0.9  # the same for articles further apart
SIZE = 0.2  # the smaller set over the larger: a brief inside a long round-up is not the round-up
BRIEF = 20  # shingles: a few sentences are the same only when nearly all of both is
SHARE_BRIEF = 0.8
SHARE_SURE = 0.97  # so much of the same text leaves no room for other facts: numbers and names are in the shingles
FACTS = 0.5  # of the numbers, and of the names, of the article with fewer that the other has too
FEW = 4  # fewer numbers or names than this say nothing
READ = 100_000  # characters of an article whose numbers and names are compared; longer ones take seconds to read
SLACK = 0.2  # what a sketch may be off by, so that no pair is lost before the closer look
HITS = 3  # hashes two sketches must share to be compared at all


@dataclass(frozen=True)
class Look:
    """An article read closely; its parts are worked out when they are asked for."""

    article: Article

    @cached_property
    def hashes(self) -> Hashes:
        """The hashes of all shingles of its text."""
        return shingles(self.article.text)

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The values of the numbers in its text up to READ, in whatever form they are written."""
        return frozenset(n.value for n in numbers(self.article.text[:READ]))

    @cached_property
    def names(self) -> frozenset[tuple[str, ...]]:
        """The names in its text up to READ that are surely names."""
        return frozenset(n.words for n in names(self.article.text[:READ]) if n.sure)


def same_report(a: Look, b: Look) -> bool:
    """Whether two articles are one report: cut, reordered, reworded in part or under another headline, but the same text.

    Reports of one event by other hands share few runs of words; columns made to a pattern share many, but come out weeks apart
    or have other numbers and names.
    """
    small, large = sorted((len(a.hashes), len(b.hashes)))
    if not small or small < SIZE * large or (small < HITS and small < large):
        return False
    share = shared_share(a.hashes, b.hashes)
    if share < (SHARE_BRIEF if small < BRIEF else SHARE if _near(a.article, b.article) else SHARE_LATER):
        return False
    if share >= SHARE_SURE and small >= BRIEF:
        return True
    return _agree(a.numbers, b.numbers) and _agree(a.names, b.names)


def _near(a: Article, b: Article) -> bool:
    first, second = iso_day(a.published or a.updated), iso_day(b.published or b.updated)
    return first is None or second is None or abs((first - second).days) <= NEAR


def _agree(a: frozenset[object], b: frozenset[object]) -> bool:
    fewer = min(len(a), len(b))
    return fewer < FEW or len(a & b) >= FACTS * fewer


class Finder:
    """Sketches of all articles so far, asked for those that a new one may be a copy of.

    Hashes lie in sorted runs that are merged as they grow, so that adding and asking stay cheap for any number of articles.
    """

    def __init__(self, sketches: Mapping[str, Hashes]) -> None:
        self._ids: list[str] = []
        self._sketches: list[Hashes] = []
        self._places: dict[str, int] = {}  # id -> where its last sketch is
        self._runs: list[tuple[Hashes, NDArray[np.int64]]] = []
        self.add(sketches)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, sketches: Mapping[str, Hashes]) -> None:
        """Take in articles by id; the last sketch of an id counts."""
        start = len(self._ids)
        self._ids += sketches
        self._sketches += sketches.values()
        self._places |= {i: start + n for n, i in enumerate(sketches)}
        if sketches:
            owners = np.repeat(np.arange(start, len(self._ids)), [len(s) for s in sketches.values()])
            self._merge(np.concatenate(list(sketches.values())), owners)

    def sketch_of(self, article_id: str) -> Hashes:
        """Return the sketch of an article; KeyError if it is not known."""
        return self._sketches[self._places[article_id]]

    def near(self, hashes: Hashes) -> list[str]:
        """Return the ids of articles whose sketch shares enough with this one to look closer, in the order they came in."""
        hits = [owners[places_of(run, hashes)] for run, owners in self._runs]
        counts = np.bincount(np.concatenate([*hits, np.zeros(0, np.int64)]))
        often = np.flatnonzero(counts >= min(HITS, max(1, len(hashes))))
        found = zip(often.tolist(), counts[often].tolist(), strict=True)
        return [self._ids[n] for n, shared in found if self._places[self._ids[n]] == n and is_enough(shared, hashes, self._sketches[n])]

    def _merge(self, hashes: Hashes, owners: NDArray[np.int64]) -> None:
        while self._runs and len(self._runs[-1][0]) < 2 * len(hashes):  # equivalent: how often runs are merged costs time only
            older = self._runs.pop()
            hashes, owners = np.concatenate((older[0], hashes)), np.concatenate((older[1], owners))
        order = np.argsort(hashes, kind="stable")
        self._runs.append((hashes[order], owners[order]))


def is_enough(shared: int, one: Hashes, other: Hashes) -> bool:
    """Whether two sketches share so many hashes that their texts are compared; only hashes that both cover are counted."""
    if shared >= (SHARE - SLACK) * min(len(one), len(other)):  # equivalent: saves most of the searches among copies
        return True
    reach, other_reach = covers(one), covers(other)
    in_both = len(one) if reach <= other_reach else int(np.searchsorted(one, other_reach, "right"))
    other_in_both = len(other) if other_reach <= reach else int(np.searchsorted(other, reach, "right"))
    return shared >= (SHARE - SLACK) * min(in_both, other_in_both)


def places_of(run: Hashes, hashes: Hashes) -> NDArray[np.int64]:
    """Return the places in sorted ``run`` that hold any of ``hashes``."""
    first, last = np.searchsorted(run, hashes, "left"), np.searchsorted(run, hashes, "right")
    lengths = last - first
    places: NDArray[np.int64] = np.repeat(first - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
    return places


def find_stories(articles: Iterable[Article]) -> dict[str, str]:
    """Return article id -> story id, the id of the story's first member; an article without copies is its own story."""
    looks = {a.id: Look(a) for a in articles}
    sketches = {i: sketch(look.hashes) for i, look in looks.items()}
    finder = Finder(sketches)
    near = [(i, j) for i in looks for j in finder.near(sketches[i]) if i < j]  # equivalent: each pair once is half the work
    pairs = [(i, j) for i, j in near if same_report(looks[i], looks[j])]
    return story_groups([look.article for look in looks.values()], pairs)


def story_groups(articles: Sequence[Article], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return article id -> id of the first member of all that ``pairs`` link it to."""
    parent = {a.id: a.id for a in articles}

    def top(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        parent[top(a)] = top(b)
    members: dict[str, list[Article]] = {}
    for article in articles:
        members.setdefault(top(article.id), []).append(article)
    return {a.id: first for group in members.values() for first in [first_of(group).id] for a in group}
