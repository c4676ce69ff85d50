"""Apply date and outlet filters: to the columns of articles and passages, or to one article."""

import numpy as np
from numpy.typing import NDArray

from rag.index.columns import NEVER, PassageTable, day_number
from rag.records import Article, Filters


def days_of(filters: Filters) -> tuple[int, int]:
    """Return the first and last day number that pass; (0, NEVER) where days do not matter, and 0 is an unknown day."""
    return (max(day_number(filters.after), 1) if filters.dated else 0), day_number(filters.last) or NEVER


def admitted(filters: Filters, table: PassageTable) -> NDArray[np.bool_]:
    """Return which articles pass, by number: of versions the one current on the last day, the newest when no day is given."""
    first, last = days_of(filters)
    keep: NDArray[np.bool_] = table.current & (table.untils > min(last, NEVER - 1))
    if filters.dated or filters.last:
        keep &= (table.days >= first) & (table.days <= last)
    if filters.outlets:
        named = np.array([outlet in filters.outlets for outlet in table.outlets], bool)
        keep &= named[table.codes]
    return keep


def mask(filters: Filters, table: PassageTable) -> NDArray[np.bool_]:
    """Return which rows of the table pass."""
    if not (filters.dated or filters.last or filters.outlets or table.versioned):
        return table.whole
    return admitted(filters, table)[table.articles]


def admits(filters: Filters, article: Article) -> bool:
    """Whether one article passes the filters."""
    first, last = days_of(filters)
    return first <= day_number(article.dated) <= last and (not filters.outlets or article.source in filters.outlets)
