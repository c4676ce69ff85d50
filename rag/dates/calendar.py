"""Calendar arithmetic: first and last days of weeks, months, seasons and years (pure)."""

from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year", "range", ""]
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}


class Range(NamedTuple):
    """First and last day of a time expression; without precision it means no days, and ``start`` only carries the parts it states."""

    start: date
    end: date
    precision: Precision
    yearless: bool = False  # its year was inferred
    stated: bool = True  # True: it needs no other day (today, publication) to be resolved
    note: str = ""


def month_end(year: int, number: int) -> date:
    """Return the last day of a month."""
    return date(year, number, monthrange(year, number)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month; stays within years 1 to 9999."""
    count = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, number = divmod(count, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Return the day some days later, within the range of ``date``."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def valid_date(year: int, number: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, number, day)
    except ValueError:
        return None


def season(name: str, year: int) -> Range:
    """Return a northern season; winter begins in December of its year."""
    first, last = SEASONS[name.lower()]
    end = month_end(year + last // 13, (last - 1) % 12 + 1)
    return Range(date(year, first, 1), end, "range")


def single_day(day: date) -> Range:
    """Return one day as a Range, marked as computed from another day."""
    return Range(day, day, "day", stated=False)


def no_days(day: date, *, yearless: bool = False) -> Range:
    """Return a Range for words that state parts of ``day`` and mean no days that can be told."""
    return Range(day, day, "", yearless)


def week_of(day: date) -> Range:
    """Return Monday to Sunday around a day."""
    monday = add_days(day, -day.weekday())
    return Range(monday, add_days(monday, 6), "range", stated=False)


_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def unit_of(day: date, unit: str) -> Range:
    """Return the calendar unit that holds a day."""
    if unit in ("week", "fortnight"):
        return week_of(day)
    if unit not in _MONTHS:
        return single_day(day)
    first = add_months(day.replace(day=1), -((day.year * 12 + day.month - 1) % _MONTHS[unit]))
    last = add_months(first, _MONTHS[unit] - 1)
    precision: Precision = "month" if unit == "month" else "year" if unit == "year" else "range"
    return Range(first, month_end(last.year, last.month), precision, stated=False)


def add_units(day: date, n: int, unit: str) -> date:
    """Return the day ``n`` units later; hours count as whole days, rounded up."""
    if unit == "hour":
        return add_days(day, -(-abs(n) // 24) * (1 if n > 0 else -1))
    return add_months(day, n * _MONTHS[unit]) if unit in _MONTHS else add_days(day, n * {"week": 7, "fortnight": 14}.get(unit, 1))


def days_between(one: str, two: str) -> int | None:
    """Return the days between two ISO dates or times, at least 0; None where either states none or no real one."""
    a, b = iso_day(one), iso_day(two)
    return abs((a - b).days) if a and b else None


def iso_day(iso: str) -> date | None:
    """Return the day of an ISO date or time; None where it states none or no real one."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def say_day(stamp: str) -> str:
    """Return an ISO stamp as people write it: "3 March 2021", of a month "March 2021"; what is no day or month as it is."""
    try:
        day = date.fromisoformat(stamp[:10] if len(stamp) != 7 else f"{stamp}-01")
    except ValueError:
        return stamp
    return f"{day:%B %Y}" if len(stamp) == 7 else f"{day.day} {day:%B %Y}"
