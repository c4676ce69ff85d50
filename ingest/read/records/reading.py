"""What is known of a file of records as a whole: what the user said of its fields and dates, which fields came, which were used."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from ingest.read.failures import Fields, Note, Said
from ingest.read.limits import Limits
from ingest.read.records.names import WRAPPERS, bare
from ingest.read.records.order import Dates, Order
from ingest.read.records.told import Paths, field_paths

_MOST_NAMES = 500  # names of a file that are counted  # equivalent: no file has so many on purpose


class Tally(NamedTuple):
    """What a range of a file adds to what is known of the whole: dates left open, what stood for a date, names, those used."""

    open: Mapping[str, int]
    unread: Mapping[str, int]
    seen: Mapping[str, int]
    used: Mapping[str, int]


@dataclass(slots=True)
class Reading:
    """One file of records while it is read."""

    order: Order = field(default_factory=lambda: Order("", tuple))
    paths: Paths = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, limits: Limits, dates: Dates) -> Self:
        """Begin a file, whose columns of ``dates`` can be looked through."""
        return cls(Order(limits.day_order, dates), field_paths(limits.fields))

    def saw(self, names: Mapping[str, Any]) -> None:
        """Count the names of a record."""
        self.saw_times(dict.fromkeys(names, 1))

    def saw_times(self, names: Mapping[str, int]) -> None:
        """Count names, each so many times; where there are too many of them nothing new is."""
        if len(self.seen) < _MOST_NAMES:
            self.seen.update(names)

    def saw_no_record(self, names: Mapping[str, Any]) -> None:
        """Take back the names of what turned out to hold records and to be none."""
        self.seen.subtract(names.keys())

    def tally(self) -> Tally:
        """Return what was counted so far."""
        return Tally(self.order.open, self.order.unread, self.seen, self.used)

    def add(self, tally: Tally) -> None:
        """Add what was counted in the next range of the file."""
        self.order.open.update(tally.open)
        self.order.unread.update(tally.unread)
        self.saw_times(tally.seen)
        self.used.update(tally.used)

    def end(self, where: str) -> Iterator[Said]:
        """Yield what is to be said of the file ``where`` when it is read."""
        if note := self.order.note():
            yield Note(where, note)
        if self.seen:
            yield Fields(where, {name: n for name, n in self.seen.items() if n > 0}, dict(self.used))


def lookup(row: Mapping[str, Any], path: str, depth: int = 0) -> tuple[str, Any] | None:
    """Return the name at the top of a record and the value that a path of names leads to, in an object that wraps it too."""
    if path in row:
        return path, row[path]
    first, _, rest = path.partition(".")
    for name, value in row.items():
        if bare(name) == bare(path):
            return name, value
        if rest and bare(name) == bare(first):
            parts = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
            found = [held[1] for part in parts if isinstance(part, dict) and (held := lookup(part, rest))]
            if found:
                return name, found[0] if len(found) == 1 else found
    for name, value in row.items():
        if depth < 2 and isinstance(value, dict) and bare(name) in WRAPPERS and (held := lookup(value, path, depth + 1)):
            return name, held[1]
    return None
