"""Rules for dates stated by day, month, quarter, season or year in English text (pure)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rag.dates.calendar import Range, add_months, month_end, season, valid_date
from rag.dates.tense import looks_ahead
from rag.language.pattern import Pattern

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![a-z\d]|[,.]\d|\s?%|:\d)"
YEAR = r"(?:1[89]|2[01])\d\d(?![\d%]|[,.]\d)"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day|\.)?)"
FREE = r"(?<![\w/$€£.])"  # a number that is not the tail of another one
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
# Days that reports name without their year, known by what follows; everything else takes the nearest year.
NAMED_YEARS = {(9, 11): 2001, (1, 6): 2021, (10, 7): 2023}
NAMED_NOUN = Pattern(r"[-\s,]*(?:(?:terror|terrorist|capitol|hamas)\s+)*(?:attack|assault|massacre|insurrection|riot|hijack|siege)")


@dataclass(frozen=True, slots=True)
class TimeContext:
    """The context in which time expressions are resolved; ``ref`` is today, None where it is unknown."""

    text: str
    ref: date | None
    anchor: date | None = None  # the day last mentioned, for "that Saturday"
    loose: bool = False  # the anchor is only the publication day: good for "two days earlier", not for "that day"
    near: bool = False  # take a coming month that is much nearer than the past one

    def ahead(self, at: int, to: int) -> bool:
        """Whether the words around ``text[at:to]`` speak of the future."""
        return looks_ahead(self.text, at, to)


def month(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return MONTHS[name[:3].lower()]


_PAST_CUE = Pattern(r"\b(?:since|after|until|till|by|as\s+of|as\s+at)\s+$")
_TILL_NOW = Pattern(r"\s+(?:until|till|to)\s+(?:now|today|date)\b")


def with_year(context: TimeContext, number: int, day: int, at: int, to: int) -> date | None:
    """Return a day with its year inferred: the last one up to today, or the next one where the words speak of the future."""
    if context.ref is None:
        return None
    ref = context.ref
    past = next((d for y in range(ref.year, ref.year - 9, -1) if y > 0 and (d := valid_date(y, number, day)) and d <= ref), None)
    coming = next((d for y in range(ref.year, min(ref.year + 9, 9999)) if (d := valid_date(y, number, day)) and d >= ref), None)
    if past is None or coming is None:
        return past or coming
    much_nearer = context.near and not _PAST_CUE.search(context.text, 0, at) and not _TILL_NOW.match(context.text, to)
    much_nearer = much_nearer and (ref - past).days > 300 and (coming - ref).days <= 21
    return coming if context.ahead(at, to) or much_nearer else past


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _iso(m: re.Match[str], _scene: TimeContext) -> Range | None:
    found = valid_date(int(m["y"]), int(m["m"]), int(m["d"]))
    return Range(found, found, "day") if found else None


def _numeric(m: re.Match[str], _scene: TimeContext) -> Range | None:
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    if len(m["y"]) == 2:  # "31.10.23", where the words before it speak of time
        if not re.search(r"\b(?:as of|as at|by|on|since|before|after|until|till|dated|from|to|and|between)\s+$", _lead(m), re.I):
            return None
        year += 2000
    if m["sep"] == "." or first > 12:
        found, note = valid_date(year, second, first), ""
    else:
        found = valid_date(year, first, second)
        note = f"read month first: {found}" if second <= 12 and first != second else ""
    return Range(found, found, "day", note=note) if found else None


_AFTER_MONTH = Pattern(rf"{MONTH}\s+$")


def _full_day(m: re.Match[str], context: TimeContext) -> Range | None:
    if m["d"] and "-" in m[0] and _AFTER_MONTH.search(m.string, 0, m.start("d")):  # "Aug 8-Aug 20"
        return None
    number, day = month(m["m"] or m["M"]), _number(m["d"] or m["D"])
    if (
        (m["m"] or m["M"]) in ("may", "march")
        and not m["y"]
        and not re.search(r"\b(?:on|by|of|since|until|before|after|from|the)\s+$", _lead(m), re.I)
    ):
        return None
    year = int(m["y"]) if m["y"] else NAMED_YEARS.get((number, day)) if NAMED_NOUN.match(m.string, m.end()) else None
    found = valid_date(year, number, day) if year else with_year(context, number, day, m.start(), m.end())
    return Range(found, found, "day", yearless=year is None, stated=year is not None) if found else None


def _days_of_month(m: re.Match[str], context: TimeContext) -> Range | None:
    number = month(m["m"] or m["M"])
    first, last = _number(m["d1"] or m["D1"]), _number(m["d2"] or m["D2"])
    end = valid_date(int(m["y"]), number, last) if m["y"] else with_year(context, number, last, m.start(), m.end())
    start = valid_date(end.year, number, first) if end else None
    if not start or not end or start >= end:
        return None
    return Range(start, end, "range", yearless=not m["y"], stated=bool(m["y"]))


def _lead(m: re.Match[str]) -> str:
    return m.string[max(0, m.start() - 40) : m.start()]


IN_TIME = Pattern(
    r"\b(?:pre|post|in|by|since|until|till|before|after|during|of|from|to|through|throughout|and|or|last|this|next|past|between|as of|than"
    r"|early|mid|late|around|circa|prior to|up to|ahead of|end|start|following|again|back in)[\s-]+$"
)


_THEN_MONTH = Pattern(rf"(?:\s*[-\u2013\u2014]\s*|\s+(?:to|vs\.?|versus|and|or|compared\s+(?:with|to))\s+){MONTH}")


def _month(m: re.Match[str], context: TimeContext) -> Range | None:
    number, which = month(m["m"]), (m["which"] or "").lower()
    year = int(m["y"]) if m["y"] else 2000 + int(m["yy"]) if m["yy"] else 0
    if (
        not year
        and len(m["m"]) == 3
        and m["m"].lower() != "may"
        and not which
        and not _THEN_MONTH.match(m.string, m.end())
        and not re.search(r"\b(?:in|by|since|until|early|late|mid)[\s-]+$", _lead(m), re.I)
    ):
        return None  # a short form alone is more often a name
    if (
        not year
        and not which
        and not (IN_TIME.search(_lead(m)) and not re.match(r"\s+\d", m.string[m.end() :]))
        and not _THEN_MONTH.match(m.string, m.end())
    ):
        return None
    if year:
        return Range(date(year, number, 1), month_end(year, number), "month")
    if context.ref is None:
        return None
    start = with_year(context, number, 1, m.start(), m.end())
    if which == "next" and start and start <= context.ref:
        start = add_months(start, 12)
    elif which == "last" and start and (start.year, start.month) == (context.ref.year, context.ref.month):
        start = add_months(start, -12)
    return Range(start, month_end(start.year, number), "month", yearless=True, stated=False) if start else None


_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4, "final": 4}


def _quarter(m: re.Match[str], _scene: TimeContext) -> Range | None:
    kind, which = m["kind"][0].lower(), m["n"].lower()
    n = int(which) if which.isdigit() else _ORDINALS[which]
    size = 3 if kind == "q" else 6
    if kind == "h" and which in ("last", "final", "fourth", "4th"):
        n = 2
    if n * size > 12:
        return None
    year = int(m["y"])
    return Range(date(year, (n - 1) * size + 1, 1), month_end(year, n * size), "range")


def _season(m: re.Match[str], _scene: TimeContext) -> Range | None:
    return season(m["s"], int(m["y"]))


# The words after a year that show it stands by itself ("in 2023 did"), and not in front of a name ("in 2026 Winter Olympics").
_ALONE = Pattern(
    r"\s*(?:$|[?.,;:!)\]\u201d\"'\u2019\u2014\u2013-]|(?:and|or|to|by|but|did|does|do|was|were|is|are|has|had|have|with|when|after|before|because|according|for|on|at|who|which|that|what|how|where"
    r"|from|the|a|an|as|than|compared?|versus|vs|in|of|through|until|till|while|amid|over|about|under|onwards?|alone|would|will|could|can|should|he|she|they|it|its|his|her"
    r"|their|then|so|if|up|into|since|during|against|without|only|by|be|been|being|per|via|until|saw|near|due|despite|following|around|between)\b)"
)
_NAME_OF = Pattern(
    r"\b(?:class|spirit|act|bill|law|treaty|constitution|year|person|word|king|vision|agenda|expo|euro|project|accord|code)\s+of\s+$"
)


def _year(m: re.Match[str], _scene: TimeContext) -> Range | None:
    lead = _lead(m)
    if not re.search(r"\byear\s+$", lead, re.I) and not IN_TIME.search(lead):
        return None
    if _NAME_OF.search(lead) or not (_ALONE.match(m.string, m.end()) or lead.lower().endswith(("pre-", "post-"))):
        return None
    return Range(date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), "year")


def _years(m: re.Match[str], _scene: TimeContext) -> Range | None:
    first, last = int(m["a"]), int(m["b"]) if len(m["b"]) == 4 else int(m["a"][:2] + m["b"])
    if first >= last or not IN_TIME.search(_lead(m)) or not _ALONE.match(m.string, m.end()):
        return None
    return Range(date(first, 1, 1), date(last, 12, 31), "range")


def _decade(m: re.Match[str], _scene: TimeContext) -> Range | None:
    first = int(m["y"]) if m["y"] else 1900 + int(m["s"])
    if first % 100 == 0 and first < 2000:  # "the 1800s" are a century
        return None
    return Range(date(first, 1, 1), date(first + 9, 12, 31), "range")


_HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}


def _holiday(m: re.Match[str], context: TimeContext) -> Range | None:
    number, day = _HOLIDAYS.get(re.sub(r"\s+", " ", m["h"].lower().replace("\u2019", "'")), (7, 4))
    found = date(int(m["y"]), number, day) if m["y"] else with_year(context, number, day, m.start(), m.end())
    return Range(found, found, "day", yearless=not m["y"], stated=bool(m["y"])) if found else None


def _nine_eleven(_m: re.Match[str], _scene: TimeContext) -> Range | None:
    return Range(date(2001, 9, 11), date(2001, 9, 11), "day")


def _nth(m: re.Match[str], context: TimeContext) -> Range | None:
    """Read "on the 5th", "by the 12th of last month"."""
    if context.ref is None or not _ALONE.match(m.string, m.end()):
        return None
    base = add_months(context.ref.replace(day=1), -1 if m["which"] and m["which"].lower() == "last" else 0)
    found = valid_date(base.year, base.month, int(m["d"]))
    if found and found > context.ref and not m["which"] and not context.ahead(m.start(), m.end()):
        back = add_months(base, -1)
        found = valid_date(back.year, back.month, int(m["d"]))
    return Range(found, found, "day", stated=False) if found else None


def _short_year(m: re.Match[str], _scene: TimeContext) -> Range | None:
    year = 2000 + int(m["yy"])
    return Range(date(year, 1, 1), date(year, 12, 31), "year") if IN_TIME.search(_lead(m)) and _ALONE.match(m.string, m.end()) else None


Rule = tuple[Pattern, Callable[[re.Match[str], TimeContext], Range | None]]
_TO = r"(?:\s+(?:to|through|thru|until|till|and|&)\s+(?:the\s+)?|\s*[-\u2013\u2014]\s*)"
_OPEN_YEAR = rf"(?:(?:,\s*|\s+(?:of\s+)?|-)(?P<y>{YEAR}))?"


def _rule(pattern: str, act: Callable[[re.Match[str], TimeContext], Range | None]) -> Rule:
    return Pattern(pattern), act


ABSOLUTE: tuple[Rule, ...] = (
    _rule(
        r"(?<![\d-])(?P<y>(?:1[89]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])",
        _iso,
    ),
    _rule(r"(?<![\d/.])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)(?![\d/%]|\.\d)", _numeric),
    _rule(rf"{FREE}(?P<d1>{DAY}){_TO}(?P<d2>{DAY})(?:\s+of)?\s+(?P<m>{MONTH})(?P<M>)(?P<D1>)(?P<D2>){_OPEN_YEAR}", _days_of_month),
    _rule(rf"\b(?P<M>{MONTH})\s+(?P<D1>{DAY}){_TO}(?P<D2>{DAY})(?P<m>)(?P<d1>)(?P<d2>)(?!\s+{MONTH}){_OPEN_YEAR}", _days_of_month),
    _rule(rf"(?:\b{WEEKDAY},?\s+(?:the\s+)?)?{FREE}(?P<d>{DAY})(?:\s+of\s+|\s+|-)(?P<m>{MONTH})(?P<M>)(?P<D>){_OPEN_YEAR}", _full_day),
    _rule(rf"(?:\b{WEEKDAY},?\s+)?\b(?P<M>{MONTH})\s+(?:the\s+)?(?P<D>{DAY})(?P<m>)(?P<d>){_OPEN_YEAR}", _full_day),
    _rule(r"\b9/11\b(?!/)", _nine_eleven),
    _rule(rf"\b(?P<kind>[QH])(?P<n>[1-4])(?:\s+of)?,?\s+(?P<y>{YEAR})", _quarter),
    _rule(rf"\b(?P<n>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+(?P<kind>quarter|half)\s+(?:of\s+)?(?P<y>{YEAR})", _quarter),
    _rule(
        rf"\b(?P<s>spring|summer|autumn|fall|winter)(?:\s+of|,)?\s+(?P<y>{YEAR})(?:[-\u2013/]\d\d(?:\d\d)?)?(?!\s+(?:olympics|games|paralympics))",
        _season,
    ),
    _rule(
        rf"\b(?:(?P<which>last|this|next|this past)\s+)?(?P<m>{MONTH})"
        rf"(?:(?:,\s*|\s+(?:of\s+)?|-)(?P<y>{YEAR})|\s*['\u2019](?P<yy>\d\d)\b)?",
        _month,
    ),
    _rule(rf"(?<![\d-])(?P<a>{YEAR}){_TO}(?P<b>{YEAR}|\d\d(?!\d))", _years),
    _rule(r"\b(?:(?P<y>(?:18|19|20)\d0)['\u2019]?s|['\u2019](?P<s>[2-9]0)s)\b", _decade),
    _rule(rf"(?<![\d/.$€£])(?<!\d-)(?P<y>{YEAR})(?!\s?[-\u2013/]\d\d)(?!\s*-?(?:year|day|week|strong)\b)", _year),
    _rule(r"['\u2019\u2018](?P<yy>[0-4]\d)(?![\d])(?!s)", _short_year),
    _rule(r"(?<=\b(?:by|on)\s)the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?P<which>last|this|the)\s+month)?\b", _nth),
    _rule(
        rf"\b(?P<h>christmas\s+eve|christmas\s+day|boxing\s+day|new\s+year['\u2019]s\s+(?:eve|day)|fourth\s+of\s+july|july\s+fourth){_OPEN_YEAR}",
        _holiday,
    ),
)
