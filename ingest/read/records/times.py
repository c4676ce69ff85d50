"""The times of records as ISO 8601: seconds since 1970, compact times, those of mails and programs, and 03/04/2024 by its file."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from ingest.article.stamps import read_stamp
from ingest.read.records.names import bare

DayFirst = Callable[[str], bool | None]  # of a date like 03/04/2024: whether its day comes first, None where nothing says it
SLASHED = re.compile(r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\w|[/.-]\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+ ?(?:Z|[+-]\d\d:?\d\d)?)?")
_NUMBER = re.compile(r"(\d{9,19})(?:\.\d*)?")
_COMPACT = re.compile(r"((?:18|19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_PROGRAM = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d)(?::\d\d)? (?:([+-]\d{4}|[A-Z]{2,4}) )?(\d{4})")
_SHORT_YEAR = re.compile(r"(?:[A-Za-z]{3,9}\.?,? )?(\d{1,2})[- ]([A-Za-z]{3})[- ](\d\d)(?=$| \d)")  # mail's until 2001 (RFC 822)
_NET = re.compile(r"/?Date\((\d{9,19})(?:[+-]\d{4})?\)/?")
_ODD_ZONE = re.compile(r"(?<=:\d\d) (?![AP]M$)[A-Z]{2,5}$")  # of mail, which nobody knows: the day is stated all the same
_ZONE_NAME = re.compile(r"\[[\w/+-]{1,40}\]$")
_UNSET: Final = ("0000-", "0001-", "1899-12-3", "1900-01-01", "1970-01-01", "9999-")  # how programs write that there is none
_FIRST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  # before which nobody counted seconds for an article
_DAY = 86_400  # seconds
_INNER: Final = "date datetime iso iso8601 utc value numberlong numberint timestamp seconds epoch ms millis rendered raw".split()


def stamp(value: Any, day_first: DayFirst) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as a time that :func:`ingest.article.stamps.read_stamp` reads; empty where it states none, or leaves its day open."""
    if isinstance(value, str):
        said = value.strip()
        if not _ISO.fullmatch(said):
            said = _other(said, day_first) if said[:60] and any(map(str.isdigit, said)) else ""
        return "" if said.startswith(_UNSET) else said
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _compact(f"{value:.0f}") or _since_1970(float(value)) if abs(value) < 1e20 else ""
    if isinstance(value, dict):
        held = {bare(str(name)): part for name, part in value.items()}
        return next((iso for name in _INNER if name in held and (iso := stamp(held[name], day_first))), "")
    if isinstance(value, list) and value:
        return _listed(value) if isinstance(value[0], int) else stamp(value[0], day_first)
    return ""


def is_unset(said: str) -> bool:
    """Whether it is how programs write that there is no time."""
    return said.startswith(_UNSET) or not said.strip("0-:. T")


def _other(said: str, day_first: DayFirst) -> str:
    if len(said) > 100:
        return ""
    if found := _COMPACT.fullmatch(said):
        return _compact(said)
    if found := (_NUMBER.fullmatch(said) or _NET.fullmatch(said)):
        return _since_1970(float(found[1]))
    if found := SLASHED.match(said):
        return read_stamp(f"{day}{said[found.end() :]}") if (day := slashed(found, day_first)) else ""
    if found := _PROGRAM.fullmatch(said):
        said = f"{found[2]} {found[1]} {found[5]} {found[3]} {found[4] or ''}".strip()
    elif found := _SHORT_YEAR.match(said):
        said = f"{found[1]} {found[2]} {2000 + int(found[3]) if int(found[3]) < 70 else 1900 + int(found[3])}{said[found.end() :]}"
    said = _ZONE_NAME.sub("", said)
    return read_stamp(said) or read_stamp(_ODD_ZONE.sub("", said))


def slashed(found: re.Match[str], day_first: DayFirst) -> str:
    """Return the day of a date like 25/04/2024; empty where nothing tells its order, or it is no day."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    order = day_first(found[0]) if len(year) == 2 or (first <= 12 and second <= 12 and first != second) else first > 12
    if order is None:
        return ""
    day, month = (first, second) if order else (second, first)
    full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)
    return _iso_day(full, month, day)


def _compact(said: str) -> str:
    found = _COMPACT.fullmatch(said)
    if found is None or not _iso_day(int(found[1]), int(found[2]), int(found[3])):
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return read_stamp(f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{found[7] or ''}") if found[4] else day


def _since_1970(number: float) -> str:
    """Return a count of seconds since 1970, or of thousandths to billionths of one, as a time; empty if not from 1990 to tomorrow.

    Other numbers are ids and counts as often.
    """
    for unit in (1, 1e3, 1e6, 1e9):
        if _FIRST <= number / unit < datetime.now(UTC).timestamp() + _DAY:
            return datetime.fromtimestamp(int(number // unit), UTC).isoformat()
    return ""


def _listed(parts: list[Any]) -> str:
    """Return [2024, 3, 5, 21, 15] as a time."""
    if not 3 <= len(parts) <= 7 or not all(isinstance(part, int) for part in parts):
        return ""
    day = _iso_day(*parts[:3])
    return read_stamp(f"{day}T{parts[3]:02}:{parts[4]:02}") if day and len(parts) > 4 else day


def _iso_day(year: int, month: int, day: int) -> str:
    try:
        return datetime(year, month, day).date().isoformat()
    except ValueError:
        return ""
