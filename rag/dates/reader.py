"""Read the dates of a text: the parts that it states, and the days that they mean in an article of a known day (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rag.dates.calendar import Precision, iso_day
from rag.dates.rule import Parts, Span, TimeContext
from rag.dates.spans import find_times
from rag.language.pattern import Pattern

LONGEST = 4000  # characters read of a text
_ANY_DAY = date(2000, 1, 1)  # stands for the day of an undated text, whose days hang on it and are not told


@dataclass(frozen=True, slots=True)
class Date:
    """A date at ``text[start:end]``: its parts as stated (0 or -1 where not), and its days (empty where they cannot be told)."""

    text: str
    start: int
    end: int
    year: int
    month: int
    day: int
    weekday: int  # 0 is Monday
    decade: bool  # "the 1990s": ``year`` is its first
    phrase: str  # the words that say when: "since 5 May", "the early hours of Tuesday"
    phrase_start: int
    first: str = ""  # ISO days, both included; at the second end of a range its last day, without precision
    last: str = ""
    precision: Precision = ""  # "range" is anything between two days that is no calendar month or year

    @property
    def stated(self) -> bool:
        """Whether its words state a part; "yesterday" and "two days later" state none."""
        return bool(self.year or self.month or self.day) or self.weekday >= 0


_SINCE = Pattern(
    r"\bsince\s+(?:the\s+)?(?:(?:night|morning|evening|afternoon|day)\s+of\s+(?:the\s+)?)?(?:early\s+(?:on\s+)?|late\s+(?:on\s+)?)?$"
)
_HOUR = Pattern(r"\b(?:(?:the\s+)?(?:early|small|late)\s+hours\s+of\s+(?:the\s+)?|(?:early|late)\s+(?:on\s+)?)$")
_EVENING = Pattern(r"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)\b")


@lru_cache(maxsize=8192)
def read_dates(text: str, published: str = "") -> tuple[Date, ...]:
    """Return the dates of a text in order, each as precise as it is stated; its first ``LONGEST`` characters are read.

    ``published`` is the ISO day of its article; without one only what states its year means days. "17 to 30 October" and "the
    2018-19 season" give a Date for each end, the first with the days and precision of the whole. Nothing is guessed: "in recent weeks" and
    "several days later" are no dates, "the same day" only beside another date of the text.
    """
    text, ref = text[:LONGEST], iso_day(published)
    found = find_times(TimeContext(text, ref or _ANY_DAY, loose=True, near=True, dated=ref is not None))
    return tuple(d for span in found for d in _dates(span, text, ref))


def _dates(span: Span, text: str, ref: date | None) -> list[Date]:
    last, precision, at = span.end, span.precision, span.at
    if ref and precision and span.start < ref and (since := _SINCE.search(text, max(0, at - 60), at)):
        last, precision, at = ref, "range", since.start()
    elif hour := _HOUR.search(text, max(0, at - 40), at):
        at = hour.start()
    evening = _EVENING.match(text, span.to)
    phrase = text[at : evening.end() if evening else span.to]
    none: Parts = (span.at, span.to, 0, 0, 0, -1, False)
    found = [Date(text[p[0] : p[1]], *p, phrase, at) for p in span.parts or ([none] if precision else [])]
    if precision:
        found[-1] = replace(found[-1], first=last.isoformat(), last=last.isoformat())
        found[0] = replace(found[0], first=span.start.isoformat(), last=last.isoformat(), precision=precision)
    return found


def calendar_date(iso: str) -> Date | None:
    """Return the day of an ISO stamp as a Date with its weekday; None when it states no full day."""
    day = iso_day(iso)
    stamp = day.isoformat() if day else ""
    return Date(stamp, 0, 0, day.year, day.month, day.day, day.weekday(), False, stamp, 0, stamp, stamp, "day") if day else None


def same_date(a: Date, b: Date) -> bool:
    """Whether the parts of two dates can be those of one: they share a stated part and no stated part differs."""
    if a.decade != b.decade:
        whole, other = (a, b) if a.decade else (b, a)
        return other.year // 10 == whole.year // 10
    stated = [(x, y) for x, y in zip(_stated_parts(a), _stated_parts(b), strict=True) if x and y]
    return bool(stated) and all(x == y for x, y in stated)


def date_stated(claim: Date, sources: Iterable[Date], published: Iterable[str] = ()) -> bool:
    """Whether every part of ``claim`` is stated by one source date, by the day that it means, or by a day of publication.

    "31 October 2023" is stated by "Oct. 31", "Tuesday" or "yesterday", each read with the day of an article for which it means that day.
    """
    days = [d for source in sources for d in (source, _completed(source))] + [d for d in map(calendar_date, published) if d]
    return any(same_date(claim, d) and all(s for c, s in zip(_stated_parts(claim), _stated_parts(d), strict=True) if c) for d in days)


def _completed(source: Date) -> Date:
    """Fill the open parts of a date from the days it means."""
    if source.precision == "day":
        return calendar_date(source.first) or source
    return replace(source, year=int(source.first[:4])) if source.first and source.month else source


def _stated_parts(date: Date) -> tuple[int, int, int, int]:
    return date.year, date.month, date.day, date.weekday + 1
