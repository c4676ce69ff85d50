"""How far an article is from the days that count most, and which passages are from about these days."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from rag.dates.calendar import add_days
from rag.index.columns import PassageTable, day_number
from rag.question.request import Focus

# Days on both sides of those that count most, of which as many passages are looked at as of all: those that fit the words best may be
# years old in a large archive. Of 61 questions of realtimeqa-dev among a million passages 58 have a labelled article among the first
# four, without this 52; of 60 of realtimeqa-dev2, on which nothing was chosen, 57 and 55.
AROUND = 31

Rows = NDArray[np.bool_]  # of the passage table, those that count


def staleness(dated: str, focus: Focus) -> float:
    """Return log(1 + days) between the article and the focus, times its weight; an undated article counts as 365 days away."""
    if not focus.weight:
        return 0.0
    if not dated:
        return focus.weight * float(np.log1p(365))
    day, first, last = (date.fromisoformat(d[:10]) for d in (dated, focus.first, focus.last))
    return focus.weight * float(np.log1p(max((first - day).days, (day - last).days, 0)))


def around(focus: Focus, keep: Rows, table: PassageTable) -> Rows | None:
    """Return the rows of ``keep`` that are from about the days that count most; None where no days do, or most rows are."""
    if not focus.weight:
        return None
    first, last = (date.fromisoformat(day[:10]) for day in (focus.first, focus.last))
    days = [day_number(day.isoformat()) for day in (add_days(first, -AROUND), add_days(last, AROUND))]
    near: Rows = keep & ((table.days >= days[0]) & (table.days <= days[1]))[table.articles]
    number = np.count_nonzero(near)
    return near if 0 < 2 * number < np.count_nonzero(keep) else None
