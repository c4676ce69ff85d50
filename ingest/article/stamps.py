"""Parse dates and times as articles state them: whole lines such as "Updated 25 December 2025", and the fields of records (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from ingest.article.months import GLUE, MONTHS, PUBLISHED, UPDATED, WEEKDAYS, any_of

Kind = Literal["published", "updated", ""]

_MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
_WEEKDAY = rf"(?:(?P<weekday>{any_of(WEEKDAYS)})\.?(?:\s*,\s*|\s+|(?=\d)))?(?:(?:the|den|le|el|il)\s+)?"
_YEAR, _DAY = r"(?P<year>(?:18|19|20)\d\d)", r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
_DATES = tuple(
    re.compile(_WEEKDAY + form + r"(?![\w/])", re.IGNORECASE)
    for form in (
        rf"{_DAY}(?:\s+(?:of|de))?[\s-]*{_MONTH}(?:[\s,-]+|\s+del?\s+){_YEAR}",  # 31 October 2023, 31-Oct-2023, 31 de octubre de 2023
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",  # Oct. 31, 2023
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",  # 2023-10-31
        rf"(?P<first>\d{{1,2}})(?P<sep>[./-])\s?(?P<second>\d{{1,2}})(?P=sep)\s?{_YEAR}",  # 31/10/2023; 3/4/2024 only by its weekday
    )
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>\d{1,2})(?:[:.]| ?h ?)(?P<minute24>\d\d)(?::\d\d(?:\.\d+)?)?(?!\d)(?:\s*h\b)?"
    r"|(?P<military>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s*(?:GMT|UTC|hrs?\b))(?:\s*hrs?\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\(?(?:(?:GMT|UTC)\s*)?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?\)?(?![\w-])", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\(?(?P<name>[A-Z]{1,4}T|UTC|MSK|Z)\)?(?!\w)")
_PLACE = re.compile(r"\(?(?P<name>[A-Z][A-Za-z'.]*(?: [A-Z][A-Za-z'.]*){0,2})(?: local)? time\)?(?!\w)", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?P<updated>{UPDATED})(?=[\s:\d])|(?P<published>{PUBLISHED}|(?:publication\s+)?(?:date|datum|fecha|data)(?=\s*:)"
    r"|stand(?=\s*:.{6,40}?(?:\d:\d\d|uhr)))(?=[\s:\d])",  # "Stand: 31.12.2023" is the day of the figures in a text
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
PAST = "1990"  # a day before that, which no label or signature makes the article's, is as likely what the text is about
_LONGEST = 160  # characters: three times with their labels
_GLUE = re.compile(rf"[\s,;:|•·–—/()-]+|{GLUE}\s*", re.IGNORECASE)

# What newspapers mean by their short forms. A name that stands for several zones (IST, CST outside America) is
# read the American way only where the form is American; IST, AST and the like stay unknown rather than guessed.
_ZONES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "HKT": 480, "SGT": 480, "JST": 540,
    "AEST": 600, "AEDT": 660,
}  # fmt: skip
_PLACES = {
    "eastern": "America/New_York", "central european": "Europe/Brussels", "pacific": "America/Los_Angeles", "mountain": "America/Denver",
    "israel": "Asia/Jerusalem", "mecca": "Asia/Riyadh", "makkah": "Asia/Riyadh", "moscow": "Europe/Moscow", "beijing": "Asia/Shanghai",
    "uk": "Europe/London", "new york": "America/New_York", "greenwich mean": "UTC", "universal": "UTC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stated time: ISO 8601 to the day or the minute, and what its label says it is."""

    iso: str
    kind: Kind = ""


def date_line(line: str, day_first: bool | None = None) -> tuple[Stamp, ...]:
    """Return the times of a line that states times and nothing else; empty when it says anything more.

    "Nov. 7, 2031 Updated Nov. 8, 2031, 1:43 a.m. ET" gives two; "Wednesday" and "funeral on December 4, 2023" none. 3/4/2024 is read by
    its weekday if it has one, else in the order of ``day_first``; where that is not known, it says nothing.
    """
    line = line.strip().rstrip(".")
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return ()
    found = read_times(line, 0, day_first)
    return found.stamps if found.end == len(line) and found.clear else ()


@dataclass(frozen=True, slots=True)
class Times:
    """The times that stand at a place of a line, and where they end; not ``clear`` when one of them is no day or could be two."""

    stamps: tuple[Stamp, ...]
    end: int
    clear: bool = True


def read_times(line: str, at: int, day_first: bool | None = None) -> Times:
    """Read labels, days and times of day from ``at`` on for as long as nothing else stands there."""
    stamps: list[Stamp] = []
    current, clear = _Reading(), True
    while at < len(line):
        if label := _LABEL.match(line, at):
            if current.day:
                stamps.append(current.stamp())
                current = _Reading()
            current.kind = "updated" if label["updated"] else "published"
            at = label.end()
        elif day := next((m for form in _DATES if (m := form.match(line, at))), None):
            if current.day:
                stamps.append(current.stamp())
                current = _Reading()
            current.day, at = _day(day, day_first), day.end()
            clear = clear and bool(current.day)
        elif end := current.clock_or_zone(line, at):
            at = end
        else:
            break
    if current.day:
        stamps.append(current.stamp())
    return Times(tuple(stamps), at, clear)


@dataclass(slots=True)
class _Reading:
    """The parts of one time, as far as a line has been parsed."""

    day: str = ""
    clock: str = ""
    zone: str = ""
    kind: Kind = ""

    def stamp(self) -> Stamp:
        return Stamp(_iso(self.day, self.clock, self.zone), self.kind)

    def clock_or_zone(self, line: str, at: int) -> int:
        """Read a time of day, a zone or what stands between; return where it ends, 0 if there is none at ``at``."""
        if found := _TIME.match(line, at):
            clock = "" if self.clock else _clock(found)
            self.clock = clock
            return found.end() if clock else 0
        if self.clock and not self.zone and (zone := _zone(line, at)):
            self.zone = zone[0]
            return zone[1]
        glue = _GLUE.match(line, at)
        return glue.end() if glue else 0


def read_stamp(value: str, day_first: bool | None = None) -> str:
    """Return the ISO form of one stated time, as records and web pages carry it; empty when it cannot be read.

    A midnight of 00:00:00 is how databases write a day, and is kept as the day.
    """
    value = value.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ][\d:.]+ ?(?:Z|[+-]\d\d:?\d\d)?", value):
        try:
            when = datetime.fromisoformat(value.replace(" ", "T", 1).replace(" ", ""))
        except ValueError:
            return ""
        return when.date().isoformat() if not (when.hour or when.minute or when.second) else when.isoformat(timespec="minutes")
    stamps = date_line(value, day_first)
    return stamps[0].iso if len(stamps) == 1 else ""


def _day(found: re.Match[str], day_first: bool | None) -> str:
    parts = found.groupdict()
    if not parts.get("first"):
        month = int(parts["month"]) if parts["month"].isdigit() else MONTHS[parts["month"].lower()]
        return _calendar_day(parts["year"], month, parts["day"])
    one, two = parts["first"], parts["second"]
    read = {True: _calendar_day(parts["year"], int(two), one), False: _calendar_day(parts["year"], int(one), two)}
    possible = {day for day in read.values() if day}
    if len(possible) < 2:
        return next(iter(possible), "")
    # 3/4/2024 is April in one country and March in the next.
    weekday = WEEKDAYS.get((parts["weekday"] or "").lower())
    named = [day for day in possible if weekday and date.fromisoformat(day).isoweekday() == weekday]
    return named[0] if len(named) == 1 else "" if day_first is None else read[day_first]


def _calendar_day(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def _clock(found: re.Match[str]) -> str:
    if found["military"]:
        return f"{found['military'][:2]}:{found['military'][2:4]}"
    hour, minute = (found["hour"] or found["hour24"]), (found["minute"] or found["minute24"] or "0")
    hours = int(hour)
    if found["half"]:
        if not 1 <= hours <= 12 and not found["minute"]:  # "14:30 pm" is written, and clear
            return ""
        hours = hours % 12 + (12 if found["half"].lower() == "p" else 0) if hours <= 12 else hours
    return f"{hours:02d}:{int(minute):02d}" if hours < 24 and int(minute) < 60 else ""


def _zone(line: str, at: int) -> tuple[str, int] | None:
    """Return (zone as name or minutes, where it ends) when a zone begins here; an unknown one reads as ""."""
    space, skip = re.compile(r"\s*").match(line, at), re.compile(r"[\s,–—-]*").match(line, at)
    begin = skip.end() if skip else at
    if found := _OFFSET.match(line, space.end() if space else at) or _OFFSET.match(line, begin):  # the "-" of -0500 is no dash
        minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
        return (str(-minutes if found["sign"] in "-−" else minutes), found.end()) if minutes <= 14 * 60 else None
    if found := _PLACE.match(line, begin):
        place = found["name"].lower().removesuffix(" local").removesuffix(" standard").removesuffix(" daylight")
        return _PLACES.get(place) or _cities().get(place.replace(" ", "_"), ""), found.end()
    if found := _ABBREVIATION.match(line, begin):
        return str(_ZONES.get(found["name"], "")), found.end()
    return None


@lru_cache
def _cities() -> dict[str, str]:
    """Map the city of every zone of the tz database to that zone: jerusalem -> Asia/Jerusalem."""
    names = sorted(name for name in available_timezones() if name.count("/") == 1 and not name.startswith("Etc/"))
    return {name.partition("/")[2].lower(): name for name in names}


def _iso(day: str, clock: str, zone: str) -> str:
    if not clock:
        return day
    local = datetime.fromisoformat(f"{day}T{clock}")
    if zone.lstrip("-").isdigit():
        minutes = int(zone)
        local = local.replace(tzinfo=timezone(timedelta(minutes=minutes)) if minutes else UTC)
    elif zone:
        local = local.replace(tzinfo=ZoneInfo(zone))
    return local.isoformat(timespec="minutes")
