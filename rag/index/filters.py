"""What may be read, and which days count most."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
import numpy as np
from numpy.typing import NDArray
from rag.index.columns import NEVER, PassageTable, day_number, one_place
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import sentences, stems
from rag.models.encoders import WEIGHTS, SentenceEmbedder, StaticEmbedder, Vectors, unit
from rag.models.reader import Read, Reader
from rag.records import Article, Evidence, Passage
from rag.sources.stories import first_of, says_the_same


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be read: ISO days, both ends included; an empty field does not filter."""

    after: str = ""
    before: str = ""
    outlets: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether undated articles are out, because nobody can say on which side they fall."""
        return bool(self.after or self.before)

    def where(self, *, versions: bool = False) -> dict[str, Any] | None:
        """Return Chroma's form of the filter, None when there is nothing to filter (it refuses an empty clause).

        :param versions: whether the index holds earlier versions; their rows have ``was`` and ``until`` in place of ``day``. Without
            a filter they are not left out here: on 30,000 passages a clause costs 75 ms, asking for some more rows costs one.
        """
        clauses = self._days("day")
        if versions and self.before:
            in_force = [*self._days("was"), {"until": {"$gt": day_number(self.before)}}]
            clauses = [{"$or": [{"$and": clauses}, {"$and": in_force}]}]
        elif versions and self.outlets and not clauses:
            clauses = [{"day": {"$gte": 0}}]
        if self.outlets:
            clauses.append({"outlet": {"$in": list(self.outlets)}})
        return None if not clauses else clauses[0] if len(clauses) == 1 else {"$and": clauses}

    def _days(self, name: str) -> list[dict[str, Any]]:
        clauses: list[dict[str, Any]] = []
        if self.dated:
            clauses.append({name: {"$gte": max(day_number(self.after), 1)}})
        if self.before:
            clauses.append({name: {"$lte": day_number(self.before)}})
        return clauses

    def mask(self, table: PassageTable) -> NDArray[np.bool_]:
        """Return which rows of the table pass: of an article's versions the one of the last day, the newest when none is given."""
        keep = table.untils > (day_number(self.before) or NEVER - 1)
        if self.dated:
            keep &= table.days >= max(day_number(self.after), 1)
        if self.before:
            keep &= table.days <= day_number(self.before)
        if self.outlets:
            keep &= np.isin(np.array(table.outlets), list(self.outlets))
        return keep

    def admit(self, article: Article) -> bool:
        """Whether one article passes."""
        day = day_number(article.dated)
        late_enough = not self.dated or day >= max(day_number(self.after), 1)
        return late_enough and (not self.before or day <= day_number(self.before)) and (not self.outlets or article.source in self.outlets)


@dataclass(frozen=True, slots=True)
class Focus:
    """The ISO days (both included) whose reports count most, and how much, 0 to 1, distance from them counts."""

    first: str = ""
    last: str = ""
    weight: float = 0.0
    newest: bool = False  # the days give way to that of the newest report among the best: "the latest attack" may be years old


ALL = Filters()
ANY_DAY = Focus()
