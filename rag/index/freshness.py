"""On which days an archive and each of its outlets have articles, and how long they are usually silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.dates.calendar import iso_day
from rag.index.columns import PassageTable
from rag.records import Freshness, OutletFreshness

TIMES, LEAST = 3, 3  # a silence is a gap when it is longer than so many times the usual one, and than so many days
USUAL = 0.95  # of the silences between two days with articles, the share that the usual one is not shorter than
ENOUGH = 5  # silences from which the usual one can be told
_SHIFT = 10**6  # more than any day's number

Days = NDArray[np.int64]  # days as ``date.toordinal`` counts them, ascending, each once


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which there are dated articles: of all, and of each outlet."""

    all: Days
    of: dict[str, Days]

    @staticmethod
    def read(table: PassageTable) -> "Calendar":
        """Return the calendar of all articles, worked out once a generation."""
        return _read(table)

    def freshness(self, outlets: Sequence[str] = (), last: str = "", asked: str = "") -> Freshness:
        """Return how new the archive and some of its outlets are.

        No article counts that is dated after ``last_day``.

        :param last: ISO day after which nothing counts, empty for none.
        :param asked: ISO day that a question is about or asked on, empty where it names none.
        """
        until = min(iso_day(last) or last_day(), last_day())
        whole = _until(self.all, until)
        if not len(whole):
            return Freshness()
        newest, day = int(whole[-1]), iso_day(asked)
        behind = max(day.toordinal() - newest, 0) if day else 0
        found = []
        for outlet in outlets:
            own = _until(self.of.get(outlet, whole[:0]), until)
            silent = newest - int(own[-1]) if len(own) else 0
            found.append(OutletFreshness(outlet, _iso(own), silent, silent > limit(own)))
        return Freshness(_iso(whole), behind, behind > limit(whole), tuple(found))


def last_day() -> date:
    """Return the last day that an article can have come out on: tomorrow, which it is somewhere already; a later date is wrong."""
    return date.today() + timedelta(1)


def limit(days: Days) -> float:
    """Return the days of silence from which it is a gap; infinite where too few days are known to tell what is usual."""
    silences = np.diff(days)
    return max(TIMES * float(np.quantile(silences, USUAL)), LEAST) if len(silences) >= ENOUGH else np.inf


def _until(days: Days, last: date) -> Days:
    return days[: np.searchsorted(days, last.toordinal(), side="right")]


def _iso(days: Days) -> str:
    return date.fromordinal(int(days[-1])).isoformat() if len(days) else ""


@lru_cache(maxsize=2)
def _read(table: PassageTable) -> Calendar:
    stated, place = np.unique(table.days[table.current], return_inverse=True)
    ordinals = np.array([_ordinal(int(day)) for day in stated], np.int64)[place] if len(stated) else np.zeros(0, np.int64)
    pairs = np.unique(table.codes[table.current].astype(np.int64)[ordinals > 0] * _SHIFT + ordinals[ordinals > 0])
    starts = np.searchsorted(pairs, np.arange(len(table.outlets) + 1) * _SHIFT)
    of = {outlet: pairs[starts[n] : starts[n + 1]] % _SHIFT for n, outlet in enumerate(table.outlets)}
    return Calendar(np.unique(pairs % _SHIFT), of)


def _ordinal(day: int) -> int:
    """Return a day of the table as ``date.toordinal``; 0 for an unknown one, or for digits that are no day."""
    try:
        return date(day // 10000, day // 100 % 100, day % 100).toordinal()
    except ValueError:
        return 0
