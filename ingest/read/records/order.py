"""Whether day or month comes first in dates like 03/04/2024, judged over a whole file: one 25/04/2024 says it for its column (pure)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from ingest.read.records.names import bare
from ingest.read.records.times import SLASHED
from ingest.read.records.told import DAY, MONTH

Dates = Callable[[], Iterable[tuple[str, str]]]  # the columns of a file and what stands in them that may be such a date
_MEMBER = re.compile(r'"([^"\\]{1,80})"\s*:\s*"\s*((?:[A-Za-z]{3,9}\.?,?\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?=["\sT,])')


class Order:
    """The order of the dates of one file, column by column; the file is looked through when the first doubtful date comes.

    A column whose own dates show no order has that of the others, which one program wrote. Dots stand behind a day (CLDR knows no
    language that writes months before them). ``given`` counts where the file shows nothing, and for years of two digits.
    """

    def __init__(self, given: str, dates: Dates) -> None:
        self._given, self._dates = given, dates
        self._shown: Mapping[str, set[bool]] | None = None
        self.open: Counter[str] = Counter()  # doubtful dates by how they are written
        self.unread: Counter[str] = Counter()  # what stands for a date and is none

    def day_first(self, column: str, date: str) -> bool | None:
        """Return whether the day comes first in a doubtful ``date`` of a column; None, and counted, where nothing says so."""
        order = self._by_file(bare(column), date)
        if order is None and self._given:
            order = self._given == DAY
        if order is None:
            self.open[date] += 1
        return order

    def _by_file(self, column: str, date: str) -> bool | None:
        if (found := SLASHED.match(date)) is None or len(found[4]) == 2:
            return None
        if self._shown is None:
            self._shown = shown_orders(self._dates())
        orders = self._shown.get(column) or {order for shown in self._shown.values() for order in shown}
        if len(orders) == 1:
            return next(iter(orders))
        return True if not orders and found[2] == "." else None

    def note(self) -> str:
        """Return what is to be said of the dates that stayed open, and of what stood in their place; empty where nothing is."""
        said = [
            _counted(self.open, "could be read in two ways", f"left undated. Say --{DAY} or --{MONTH}"),
            _counted(self.unread, "cannot be read", "left undated"),
        ]
        return "; ".join(filter(None, said))


def _counted(dates: Counter[str], what: str, so: str) -> str:
    n = dates.total()
    return f"{n:,} {'dates like' if n > 1 else 'date,'} {next(iter(dates))}{',' if n == 1 else ''} {what}: {so}" if n else ""


def shown_orders(dates: Iterable[tuple[str, str]]) -> dict[str, set[bool]]:
    """Return which orders the dates of each column show: one number over 12 shows it."""
    shown: dict[str, set[bool]] = {}
    for column, date in dates:
        if found := SLASHED.match(date.strip()):
            first, second = int(found[1]), int(found[3])
            if len(found[4]) == 4 and (first > 12) != (second > 12) and max(first, second) <= 31:
                shown.setdefault(bare(column), set()).add(first > 12)
    return shown


def json_dates(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the members of JSON that may be such dates, found without reading it as JSON."""
    for text in texts:
        for found in _MEMBER.finditer(text):
            yield found[1], found[2]
