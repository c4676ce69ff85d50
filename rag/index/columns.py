"""All passages of an index as numpy columns, the form in which filters and scores read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

NEVER = 99999999  # a day number after every day


def day_number(stamp: str) -> int:
    """Return 20231031 for an ISO stamp of that day, 0 for an unknown time: what filters compare."""
    return int(stamp[:10].replace("-", "")) if stamp else 0


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable:
    """All passages in a fixed order (article id, then place), as columns; read once a generation."""

    generation: int
    ids: list[str]
    article_ids: list[str]
    outlets: list[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    days: NDArray[np.int64]  # day_number of the article's ``dated``
    untils: NDArray[np.int64]  # day_number from which a newer version replaces it; NEVER for the newest
    rows: Mapping[str, int]  # passage id -> place in the columns
    stories: list[str]  # id of the first article of the story; of its own article where copies were not looked for
    bare: NDArray[np.bool_]  # has no vector, because it repeats that first article word for word
    firsts: NDArray[np.int64]  # a row of this first article, -1 where there is none

    @classmethod
    def of(cls, generation: int, rows: Sequence[Sequence[Any]], stories: Mapping[str, str], bare: Mapping[str, set[str]]) -> Self:
        """Build it from rows of (id, article id, outlet, start, end, published, updated, superseded), in order.

        :param stories: article id -> id of its story's first article; ``bare``: article id -> its passages without a vector.
        """
        ids, articles = [r[0] for r in rows], [r[1] for r in rows]
        places = {article: n for n, article in enumerate(articles)}
        return cls(
            generation,
            ids,
            articles,
            [r[2] for r in rows],
            np.array([r[3] for r in rows], np.int64),
            np.array([r[4] for r in rows], np.int64),
            np.array([max(day_number(r[5]), day_number(r[6])) for r in rows], np.int64),
            np.array([day_number(r[7]) or NEVER for r in rows], np.int64),
            {i: n for n, i in enumerate(ids)},
            [stories[a] for a in articles],
            np.array([i in bare.get(a, ()) for i, a in zip(ids, articles, strict=True)], bool),
            np.array([places.get(stories[a], -1) for a in articles], np.int64),
        )

    @property
    def versioned(self) -> bool:
        """Whether some passages are of versions that a newer one has replaced."""
        return bool((self.untils < NEVER).any())


def drop_repeats(keep: NDArray[np.bool_], table: PassageTable) -> NDArray[np.bool_]:
    """Return the rows of ``keep`` without those that only repeat the first article of their story word for word.

    A copy is dropped only where that first article is kept itself; where a filter leaves it out, its copies are read instead. Being
    the earliest, it is never the one that ``as_of`` leaves out.
    """
    first_kept = (table.firsts >= 0) & keep[table.firsts]
    result: NDArray[np.bool_] = keep & ~(table.bare & first_kept)
    return result
