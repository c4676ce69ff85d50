"""Read dates as a text states them, part by part, without resolving them to a day (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
WEEKDAYS = {d: i for i, d in enumerate("mon tue wed thu fri sat sun".split())}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_DAY2 = r"(?:\s?(?:to|-|–|—|and|until|through)\s?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d))?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_FORMS = tuple(
    re.compile(form, flags)
    for form, flags in (
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<mm>[01]\d)-(?P<day>[0-3]\d)(?!\d)", 0),
        (rf"\b{_DAY}{_DAY2}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?", re.I),
        (rf"\b{_MONTH}\s+{_DAY}{_DAY2}(?:,?\s+{_YEAR}\b)?", re.I),
        (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", re.I),
        (r"\b(?P<year>(?:19|20)\d\d)[/–-](?P<yy>\d\d)\b(?![-–/]\d)", 0),
        (
            r"\b(?P<weekday>Mon|Tues?|Wednes|Wed|Thurs?|Thur|Fri|Satur|Sat|Sun)(?:day)?s?\b(?=[^a-z]|$)"
            r"(?<=day|ays|Mon|Tue|Wed|Thu|hur|Fri|Sat|Sun)",
            0,
        ),
        (r"\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.I),
        (rf"\b{_MONTH}(?=\W|$)", 0),
        (r"(?<![\w$€£.,:/-])(?P<year>(?:1[5-9]|20)\d\d)(?P<decade>'?s)?(?![\w%:]|[.,]\d|-\d\d\d)", 0),
    )
)
_COUNTED = re.compile(r"\s+(?:[a-z]{3,}(?<!s)\s+)?(?!was\b|has\b|is\b|as\b|its\b|his\b|this\b|towards\b|across\b|includes\b)[a-z]+s\b")
_IN = re.compile(
    r"\b(?:in|since|of|by|during|until|till|before|after|from|to|and|through|between|early|late|mid|year|around|the|season|fiscal)[\s-]$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as a text states it; 0 or -1 where it does not."""

    text: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1  # 0 is Monday
    decade: bool = False  # "the 1990s"


def dates(text: str) -> list[Date]:
    """Return the dates of ``text`` in order: full, month and day, month and year, month, weekday, year, decade."""
    found: list[Date] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(d.start < match.end() and match.start() < d.end for d in found) and _plausible(text, match):
                found += _dates_of_match(match)
    return sorted(found, key=lambda d: (d.start, d.day))


def _plausible(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a date: not "may", "march" or "sun" as a word, and no year that is a count ("2000 troops")."""
    got = match.groupdict()
    if match.re is _FORMS[-2]:  # a month alone
        word = match.group("month")
        return word not in {"May", "March", "Mar", "Jan", "Sep", "Dec"} or bool(
            _IN.search(text[: match.start()]) and not re.match(r"\s+[a-z]+ed\b", text[match.end() :])
        )
    if match.re is _FORMS[5]:
        return (
            match.group().lower().endswith(("day", "days"))
            or match.group("weekday") not in {"Sun", "Sat"}
            or text[match.end() : match.end() + 1] in ",."
        )
    if match.re is _FORMS[-1]:
        return bool(_IN.search(text[: match.start()])) or not _COUNTED.match(text[match.end() :])
    return int(got.get("day") or 1) <= 31


def _dates_of_match(match: re.Match[str]) -> list[Date]:
    got = match.groupdict()
    month = MONTHS[got["month"][:3].lower()] if got.get("month") else int(got.get("mm") or 0)
    weekday = WEEKDAYS[got["weekday"][:3].lower()] if got.get("weekday") else -1
    if got.get("yy"):  # the season 2018-19 names two years
        first = int(got["year"])
        return [Date(match.group(), match.start(), match.end(), year) for year in (first, first // 100 * 100 + int(got["yy"]))]
    days = [int(got[k]) for k in ("day", "day2") if got.get(k)] or [0]
    year = int(got.get("year") or 0)
    return [Date(match.group(), match.start(), match.end(), year, month, day, weekday, bool(got.get("decade"))) for day in days]


def calendar_date(iso: str) -> Date | None:
    """Return the day of an ISO stamp as a Date with its weekday; None when it states no full day."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return None
    return Date(iso[:10], 0, 0, day.year, day.month, day.day, day.weekday())


def same_date(a: Date, b: Date) -> bool:
    """Whether two dates can be the same: they share a stated part and no stated part differs."""
    if a.decade != b.decade:
        whole, other = (a, b) if a.decade else (b, a)
        return bool(other.year) and other.year // 10 == whole.year // 10
    pairs = [(a.year, b.year), (a.month, b.month), (a.day, b.day), (a.weekday + 1, b.weekday + 1)]
    stated = [(x, y) for x, y in pairs if x and y]
    return bool(stated) and all(x == y for x, y in stated)


def date_stated(claim: Date, sources: Iterable[Date], published: Iterable[str] = ()) -> bool:
    """Whether every part of ``claim`` is stated by one source date, completed by the publication days where it leaves parts open.

    "31 October 2023" is stated by "Oct. 31" in an article of 2023, and by "Tuesday" in an article of that day or the six after it.
    """
    days = [d for d in (calendar_date(iso) for iso in published) if d]
    full = [_complete(source, day) for source in sources for day in days]
    return any(same_date(claim, source) and _states_all(source, claim) for source in [*sources, *full, *days])


def _states_all(source: Date, claim: Date) -> bool:
    return all(
        not c or s
        for c, s in (
            (claim.year, source.year),
            (claim.month, source.month),
            (claim.day, source.day),
            (claim.weekday + 1, source.weekday + 1),
        )
    )


def _complete(source: Date, published: Date) -> Date:
    """Fill the open parts of a date from the day its article was published, looking back."""
    out = date(published.year, published.month, published.day)
    if source.weekday >= 0 and not source.day:
        day = out - timedelta(days=(out.weekday() - source.weekday) % 7)
        return Date(source.text, source.start, source.end, day.year, day.month, day.day, source.weekday)
    if source.month and not source.year:
        year = out.year - (source.month > out.month + 1)  # an article of January that says December means the last one
        weekday = source.weekday
        if source.day:
            try:
                weekday = date(year, source.month, source.day).weekday()
            except ValueError:
                return source
        return Date(source.text, source.start, source.end, year, source.month, source.day, weekday)
    return source
