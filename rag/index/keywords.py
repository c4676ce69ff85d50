"""BM25 over every passage with its headline, by tantivy's index beside the store, which grows as passages come and go.

An index knows passages by row number only. Filters are a mask over these numbers, so that neither a day nor an outlet is kept twice.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tantivy import Occur, Order, Query

from rag.errors import KeywordsDamaged
from rag.index.keywords_files import CHECKED, PARTS, READING, broken, empty_searcher, engine, mark, open_searcher, schema, stamp, terms
from rag.language.spelling import first_letter_changed

K1 = 1.2  # with b = .75 Robertson's usual values, and the only ones tantivy has
SPARE = 24  # passages fetched beyond those wanted: equal scores at the edge are told apart by row number
FEW, NARROW = 2000, 0.05  # kept rows, and share of all, up to which the engine is given each row; above, its hits are masked
PARTLY = 40_000  # kept rows up to which it is given each where the first hits hold too few of them  # equivalent: costs time only
SAMPLE = 16_000  # rows whose scores say what mean and spread are; of fewer all
DIGITS = 4  # decimals of a BM25 score that mean something: those behind hang on the order in which the engine adds
STEPS = 1024  # in 1, and what a sum of weights consists of: such sums are exact in the engine's numbers of 32 bits
EXACTLY = 10  # decimals of a STEP
EXACT = 10_000  # passages with a stem up to which the deleted ones among them are counted one by one

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Scored = list[tuple[int, float]]


class Keywords:
    """One commit of the index, readable from many threads; later commits do not change it."""

    fault = ""  # why nothing is found by words, where that is so

    def __init__(self, folder: Path, known: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self._stamp = stamp(folder)
        self._searcher = open_searcher(folder)
        bad, self._known = broken(folder, CHECKED, known)
        if bad:
            raise KeywordsDamaged(folder, f"{', '.join(bad)} is not as it was written")
        with engine(folder):
            self.generation, reading = mark(self._searcher)
            self._written = sum(self._searcher.doc_freq("part", part) for part in range(PARTS + 1))  # deleted ones too, until merged away
            self.size = self._searcher.num_docs - 1
        if reading != READING:
            raise KeywordsDamaged(folder, "it was written by another version of this program")
        self._by_letter: dict[str, list[str]] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return a reader of the newest commit.

        :raises KeywordsDamaged: when the index is missing, cut, flipped or of another version.
        """
        return cls(folder)

    @staticmethod
    def open_or_empty(folder: Path, known: frozenset[str] = frozenset()) -> "Keywords":
        """Return a reader of the newest commit, or of nothing where the index is damaged, until it is mended."""
        try:
            return Keywords(folder, known)
        except KeywordsDamaged as err:
            return _NoKeywords(folder, err.what)

    def refresh(self) -> "Keywords":
        """Return itself where nothing was committed since it was opened, else a reader of the newest commit."""
        return self if stamp(self.folder) == self._stamp else self.open_or_empty(self.folder, self._known)

    # --- ranking

    def best(self, stems: Sequence[str], k: int, keep: Mask | None = None, *, ties: bool = False) -> Scored:
        """Return the ``k`` best passages' rows with their BM25 scores above 0, best first, equal scores by row number.

        :param keep: which rows count, by row number; rows beyond its end do not.
        :param ties: return all that score as the last one does, for a caller who orders equal ones otherwise.
        """
        return self._top(self._scoring(stems), k, keep, ties)

    def scores(self, stems: Sequence[str], rows: Iterable[int]) -> NDArray[np.float32]:
        """Return the BM25 score of each row, 0 where it holds no stem or is not there; shape (n,)."""
        wanted, query = list(rows), self._scoring(stems)
        if query is None:
            return np.zeros(len(wanted), np.float32)
        found: dict[int, float] = {}
        for at in range(0, len(wanted), FEW):
            near = wanted[at : at + FEW]
            found |= zip(*map(np.ndarray.tolist, self._hits(_within(query, _of_rows(near)), FEW)), strict=True)
        return np.array([found.get(row, 0.0) for row in wanted], np.float32)

    def spread(self, stems: Sequence[str], keep: Mask | None = None) -> tuple[float, float]:
        """Return mean and standard deviation of BM25 over all rows that are kept, with the zeros of those without a stem.

        Of more than ``SAMPLE`` rows a fixed sample says it, the same for every question.
        """
        query = self._scoring(stems)
        if query is None:
            return 0.0, 0.0
        number, scores = self._sample(query, keep)
        mean = float(scores.sum()) / max(number, 1)
        return mean, math.sqrt(max(float(scores @ scores) / max(number, 1) - mean * mean, 0.0))

    def heaviest(
        self,
        weights: Mapping[str, float],
        k: int,
        keep: Mask | None = None,
        *,
        all_of: Sequence[str] = (),
        any_of: Sequence[str] = (),
        ties: bool = False,
    ) -> Scored:
        """Return the ``k`` rows with the largest sum of weights of the stems they hold, largest first, equal ones by row number.

        Weights are read in ``STEPS``, see :func:`step`. Rows whose sum is 0 are among them only where ``all_of`` or ``any_of`` says which
        rows are meant.

        :param all_of: stems that a row must hold, whatever they weigh; ``any_of``: stems of which it must hold one.
        :param keep: as in :meth:`best`; so is ``ties``.
        """
        weighed = [(Occur.Should, Query.const_score_query(_term(s), step(w))) for s, w in weights.items() if step(w)]
        needed = [(Occur.Must, Query.const_score_query(q, 0.0)) for q in _needed(all_of, any_of)]
        return self._top(Query.boolean_query(needed + weighed), k, keep, ties, EXACTLY) if needed or weighed else []

    # --- stems

    def __contains__(self, stem: str) -> bool:
        return self.count(stem) > 0

    def count(self, stem: str) -> int:
        """Return how many passages hold a stem, in their text or headline."""
        with engine(self.folder):
            return self._alive("stems", terms([stem])[0])

    def rarity(self, stem: str) -> float:
        """Return a stem's inverse document frequency as a share of the highest, 0 to 1; 1 for a stem of at most one passage."""
        size = max(self.size, 1)
        return math.log1p(size / max(self.count(stem), 1)) / math.log1p(size)

    def rows(self, *stems: str, any_of: Sequence[str] = (), most: int | None = None) -> Rows:
        """Return the rows that hold all of some stems, and one of ``any_of`` if given, ascending, the first ``most``; shape (n,)."""
        held = [self.count(s) for s in stems] + ([sum(map(self.count, any_of))] if any_of else [])
        limit = min(held, default=0) if most is None else min(most, *held)
        if limit <= 0:
            return np.zeros(0, np.int64)
        query = Query.boolean_query([(Occur.Must, q) for q in _needed(stems, any_of)])
        with engine(self.folder):
            hits = self._searcher.search(query, limit, count=False, order_by_field="row", order=Order.Asc).hits
        return np.fromiter((row for row, _ in hits), np.int64, len(hits))

    def near(self, stem: str, distance: Callable[[str], int], most: int) -> dict[str, int]:
        """Return the stems of the index that are at most ``most`` from a stem, with their distance.

        Read are those with its first letter, and those one edit of that letter away, which is as far as another first letter may be.

        :param distance: of another stem, for one whose length differs by at most ``most``.
        """
        if not stem:
            return {}
        changed = filter(self.__contains__, first_letter_changed(stem))  # first: a distance of long words is slow
        others = {*self._beginning(stem[0]), *changed}
        near = {o: n for o in others if abs(len(o) - len(stem)) <= most and (n := distance(o)) <= most}
        return {other: near[other] for other in sorted(near) if other in self}

    # --- inside

    def _alive(self, field: str, value: str | int) -> int:
        """Return how many passages hold a term, without those deleted and not merged away yet (of many, their usual share)."""
        held = self._searcher.doc_freq(field, value)
        if not held or self._written == self.size + 1:
            return held
        if held > EXACT:
            return max(round(held * (self.size + 1) / self._written), 1)
        found: Any = self._searcher.search(_term(str(value)) if field == "stems" else _part(int(value)), 1)
        return int(found.count)  # which its types leave out

    def _scoring(self, stems: Sequence[str]) -> Query | None:
        """Return the query that scores by BM25 as Lucene has it, None when no stem is in the index.

        tantivy counts deleted passages until they are merged away, so each stem's weight is set right by the passages there are.
        """
        queries = []
        with engine(self.folder):
            for term, times in Counter(terms(stems)).items():
                if alive := self._alive("stems", term):
                    right = _idf(alive, max(self.size, alive)) / (1 + K1)
                    queries.append(
                        Query.boost_query(_term(term), times * right / _idf(self._searcher.doc_freq("stems", term), self._written))
                    )
        return _any(queries) if queries else None

    def _hits(self, query: Query, limit: int, digits: int = DIGITS) -> tuple[Rows, Floats]:
        """Return the rows of the best and their scores."""
        with engine(self.folder):
            hits = self._searcher.search(query, max(min(limit, self._written), 1), count=False).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], np.float64).round(digits)

    def _top(self, query: Query | None, k: int, keep: Mask | None, ties: bool, digits: int = DIGITS) -> Scored:
        kept = self.size if keep is None else int(np.count_nonzero(keep))
        if query is None or not kept or k <= 0:
            return []
        if keep is not None and kept <= min(FEW, self.size * NARROW):
            return _ordered(*self._among(query, np.flatnonzero(keep), digits), k, ties)
        limit = math.ceil((k + SPARE) * max(1.25 * self.size / kept, 1.0)) if keep is not None else k + SPARE
        while True:
            rows, scores = self._hits(query, limit, digits)
            lowest, all_of_them = scores.min(initial=np.inf), len(rows) < limit
            if keep is not None:
                inside = rows < len(keep)
                inside[inside] = keep[rows[inside]]
                rows, scores = rows[inside], scores[inside]
            if all_of_them or np.count_nonzero(scores > lowest) >= k:
                return _ordered(rows, scores, k, ties)
            if keep is not None and kept <= PARTLY:
                return _ordered(*self._among(query, np.flatnonzero(keep), digits), k, ties)
            limit *= 4

    def _among(self, query: Query, rows: Rows, digits: int) -> tuple[Rows, Floats]:
        """Return those of ``rows`` that a query finds, and their scores."""
        parts = (rows[at : at + FEW].tolist() for at in range(0, len(rows), FEW))
        found = [self._hits(_within(query, _of_rows(part)), len(part), digits) for part in parts]
        return np.concatenate([r for r, _ in found]), np.concatenate([s for _, s in found])

    def _sample(self, query: Query, keep: Mask | None) -> tuple[int, Floats]:
        """Return of how many kept rows the scores are known, and those above 0."""
        parts = min(-(-SAMPLE * PARTS // max(self.size, 1)), PARTS)
        if keep is not None:
            dealt = np.zeros(-(-len(keep) // PARTS) * PARTS, bool)
            dealt[: len(keep)] = keep
            number = int(np.count_nonzero(dealt.reshape(-1, PARTS)[:, :parts]))
            if number <= FEW:  # of a narrow filter the rows themselves
                rows = np.flatnonzero(keep)
                chosen = rows[:: max(-(-len(rows) // FEW), 1)].tolist()
                return len(chosen), self._hits(_within(query, _of_rows(chosen)), FEW)[1] if chosen else np.zeros(0)
        if parts < PARTS:
            query = _within(query, _any(_part(n) for n in range(parts)))
        rows, scores = self._hits(query, self._written)
        if keep is None:
            with engine(self.folder):
                return sum(self._alive("part", n) for n in range(parts)), scores
        inside = rows < len(keep)
        inside[inside] = keep[rows[inside]]
        return number, scores[inside]

    def _beginning(self, letter: str) -> list[str]:
        """Return the stems that begin with a letter."""
        if letter not in self._by_letter:
            with engine(self.folder):
                self._by_letter[letter] = [s for s, _ in self._searcher.terms_with_prefix("stems", letter)]
        return self._by_letter[letter]


def step(weight: float) -> float:
    """Return a weight to the nearest of ``STEPS``."""
    return round(weight * STEPS) / STEPS


class _NoKeywords(Keywords):
    """What is asked in place of a damaged index: it holds nothing, and looks whether it was mended."""

    def __init__(self, folder: Path, fault: str) -> None:
        self.folder, self.fault = folder, fault
        self._stamp = stamp(folder)
        self._searcher, self._known = empty_searcher(), frozenset()
        self.generation, self.size, self._written = -1, 0, 1
        self._by_letter = {}


def _idf(held: int, size: int) -> float:
    """Return the inverse document frequency as Lucene and tantivy have it."""
    return math.log1p((size - held + 0.5) / (held + 0.5))


def _term(stem: str) -> Query:
    return Query.term_query(schema(), "stems", terms([stem])[0], "freq")


def _part(number: int) -> Query:
    return Query.term_query(schema(), "part", number, "basic")


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _of_rows(rows: Iterable[int]) -> Query:
    return _any(Query.term_query(schema(), "row", row, "basic") for row in rows)


def _within(query: Query, those: Query) -> Query:
    """Return a query whose hits are of ``those`` too, which adds nothing to their scores."""
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(those, 0.0))])


def _needed(all_of: Sequence[str], any_of: Sequence[str]) -> list[Query]:
    return [*map(_term, all_of), *([_any(map(_term, any_of))] if any_of else [])]


def _ordered(rows: Rows, scores: Floats, k: int, ties: bool) -> Scored:
    best = np.lexsort((rows, -scores))
    last = scores[best[k - 1]] if len(best) > k else -np.inf
    best = best[scores[best] >= last] if ties else best[:k]
    return list(zip(rows[best].tolist(), scores[best].tolist(), strict=True))
