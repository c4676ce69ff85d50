"""Apply date and outlet filters: as a Chroma clause, to the columns of passages, to one article."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.columns import NEVER, PassageTable, day_number
from rag.records import Article, Filters


def where(filters: Filters, *, versions: bool = False) -> dict[str, Any] | None:
    """Return Chroma's form of the filters, None when there is nothing to filter (it refuses an empty clause).

    :param versions: whether the index holds earlier versions; their rows have ``was`` and ``until`` in place of ``day``. Without
        a filter they are not left out here: on 30,000 passages a clause costs 75 ms, asking for some more rows costs one.
    """
    clauses = _days(filters, "day")
    if versions and filters.last:
        in_force = [*_days(filters, "was"), {"until": {"$gt": day_number(filters.last)}}]
        clauses = [{"$or": [{"$and": clauses}, {"$and": in_force}]}]
    elif versions and filters.outlets and not clauses:
        clauses = [{"day": {"$gte": 0}}]
    if filters.outlets:
        clauses.append({"outlet": {"$in": list(filters.outlets)}})
    return None if not clauses else clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _days(filters: Filters, name: str) -> list[dict[str, Any]]:
    clauses: list[dict[str, Any]] = []
    if filters.dated:
        clauses.append({name: {"$gte": max(day_number(filters.after), 1)}})
    if filters.last:
        clauses.append({name: {"$lte": day_number(filters.last)}})
    return clauses


def mask(filters: Filters, table: PassageTable) -> NDArray[np.bool_]:
    """Return which rows of the table pass: of an article's versions the one current on the last day, the newest when no day is given."""
    keep = table.untils > (day_number(filters.last) or NEVER - 1)
    if filters.dated:
        keep &= table.days >= max(day_number(filters.after), 1)
    if filters.last:
        keep &= table.days <= day_number(filters.last)
    if filters.outlets:
        keep &= np.isin(np.array(table.outlets), list(filters.outlets))
    return keep


def admits(filters: Filters, article: Article) -> bool:
    """Whether one article passes the filters."""
    day = day_number(article.dated)
    late_enough = not filters.dated or day >= max(day_number(filters.after), 1)
    early_enough = not filters.last or day <= day_number(filters.last)
    return late_enough and early_enough and (not filters.outlets or article.source in filters.outlets)
