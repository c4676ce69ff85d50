"""Rules for dates stated by day, month, quarter, season or year in English text (pure)."""

import re
from datetime import date

from rag.dates.calendar import SEASONS, Range, add_months, month_end, no_days, season, valid_date
from rag.dates.rule import TimeContext, rules
from rag.language.data import word_list
from rag.language.pattern import Pattern

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![a-z\d]|[,.]\d|\s?%|:\d)"
YEAR = r"(?:1[5-9]|2[01])\d\d(?![\w%]|[,.]\d)"
DAY_BEFORE = r"(?:\b(?P<wd>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day|\.)?),?\s+(?:the\s+)?)?"
FREE = r"(?<![\w/$€£.])"  # a number that is not the tail of another one
SHORT_DAYS = {name: n for n, name in enumerate("mon tue wed thu fri sat sun".split())}
MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}


def month(name: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return MONTHS[name[:3].lower()]


_PAST_CUE = Pattern(r"\b(?:since|after|until|till|by|as\s+of|as\s+at)\s+$")
NEAR = 21  # days: a day without its year that comes so soon is taken as coming


def with_year(context: TimeContext, number: int, day: int, at: int, to: int, weekday: int = -1) -> date | None:
    """Return a day with its year inferred: the last one up to today, or the next one where the words speak of the future.

    A weekday stated (0 is Monday) decides where only one of the two falls on it.
    """
    ref = context.ref
    past = next((d for y in range(ref.year, ref.year - 9, -1) if y > 0 and (d := valid_date(y, number, day)) and d <= ref), None)
    coming = next((d for y in range(ref.year, min(ref.year + 9, 9999)) if (d := valid_date(y, number, day)) and d >= ref), None)
    if past is None or coming is None:
        return past or coming
    if weekday in (past.weekday(), coming.weekday()):
        return past if past.weekday() == weekday else coming
    much_nearer = context.near and (coming - ref).days <= NEAR
    much_nearer = much_nearer and not _PAST_CUE.search(context.text, max(0, at - 40), at)
    return coming if much_nearer or context.ahead(at, to) else past


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day(m: re.Match[str], context: TimeContext, year: int, number: int, day: int) -> Range | None:
    """Return a day, of the year inferred where ``year`` is 0."""
    weekday = SHORT_DAYS[m["wd"][:3].lower()] if m.groupdict().get("wd") else -1
    found = valid_date(year, number, day) if year else with_year(context, number, day, m.start(), m.end(), weekday)
    return Range(found, found, "day", yearless=not year, stated=bool(year)) if found else None


def _iso(m: re.Match[str], context: TimeContext) -> Range | None:
    return _day(m, context, int(m["y"]), int(m["m"]), int(m["d"]))


def _numeric(m: re.Match[str], context: TimeContext) -> Range | None:
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    if m["sep"] == "." or first > 12:
        return _day(m, context, year, second, first)
    found = _day(m, context, year, first, second)
    return found._replace(note=f"read month first: {found.start}") if found and second <= 12 and first != second else found


_AFTER_MONTH = Pattern(rf"{MONTH}\s+$")
_OF_DAY = Pattern(r"\b(?:on|by|of|since|until|before|after|from|the)\s+$")


def _known_event() -> str:
    adjectives, nouns = ("|".join(word_list("dates.json", name)) for name in ("event_adjectives", "event_nouns"))
    return rf"[-\s,]*(?:(?:{adjectives})\s+)*(?:{nouns})"


_KNOWN_EVENT = Pattern(_known_event)


def _full_day(m: re.Match[str], context: TimeContext) -> Range | None:
    if _AFTER_MONTH.search(m.string, max(0, m.start("d") - 20), m.start("d")):  # "Aug 8-Aug 20"
        return None
    name = m["m"] or m["M"]
    number, day = month(name), _number(m["d"] or m["D"])
    if name in ("may", "march") and not m["y"] and not _OF_DAY.search(_lead(m)):
        return None
    known = word_list("dates.json", "event_years").get(f"{number:02}-{day:02}", 0) if _KNOWN_EVENT.match(m.string, m.end()) else 0
    return _day(m, context, int(m["y"] or known), number, day)


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
    r"|early|mid|late|around|circa|prior to|up to|ahead of|end|start|following|again|back in|year)[\s-]+$"
)
_THEN_MONTH = Pattern(rf"(?:\s*[-\u2013\u2014]\s*|\s+(?:to|vs\.?|versus|and|or|compared\s+(?:with|to))\s+){MONTH}")
_IN_SHORT = Pattern(r"\b(?:in|by|since|until|early|late|mid)[\s-]+$")
_IN_VERB = Pattern(r"\b(?:in|of|by|since|until|during|early|late|mid)[\s-]+$")


def _month(m: re.Match[str], context: TimeContext) -> Range | None:
    number, which = month(m["m"]), (m["which"] or "").lower()
    year = int(m["y"]) if m["y"] else 2000 + int(m["yy"]) if m["yy"] else 0
    if year:
        return Range(date(year, number, 1), month_end(year, number), "month")
    if not which and not _THEN_MONTH.match(m.string, m.end()):
        name, full, verb = m["m"], len(m["m"].rstrip(".")) > 3, m["m"].lower() in ("may", "march")
        # A short form alone is more often a name, "may" and "march" a verb: they are months after "in", not after "and".
        fits = _IN_VERB if verb and name != name.capitalize() else IN_TIME if full or verb else _IN_SHORT
        if not fits.search(_lead(m)):
            return no_days(date(context.ref.year, number, 1), yearless=True) if full and name[0].isupper() and not verb else None
    start = with_year(context, number, 1, m.start(), m.end())
    assert start  # every month has a first day
    if which == "next" and start <= context.ref:
        start = add_months(start, 12)
    elif which == "last" and (start.year, start.month) >= (context.ref.year, context.ref.month):
        start = add_months(start, -12)
    return Range(start, month_end(start.year, number), "month", yearless=True, stated=False)


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _quarter(m: re.Match[str], _scene: TimeContext) -> Range | None:
    size, which, year = 3 if m["kind"][0] in "qQ" else 6, m["n"].lower(), int(m["y"])
    n = 12 // size if which in ("last", "final") else _NTH.get(which) or int(which[0])
    return Range(date(year, (n - 1) * size + 1, 1), month_end(year, n * size), "range") if n * size <= 12 else None


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
_NO_COUNT = Pattern(r"\b(?:the|in|since|during|fiscal|\d{4}\s+and)\s+$")
_COUNTED = re.compile(
    r"(?:\s*(?:to|or|and|[-–—])\s*\d{4})?\s+(?:[a-z]{3,}(?<!s)\s+)?(?!(?:was|has|is|as|its|his|this|towards|across|includes)\b)[a-z]+s\b"
)


def _year(m: re.Match[str], _scene: TimeContext) -> Range | None:
    """Read "in 2023" as its days; "the 2023 final" states the year and means no days; "2000 troops" are a count."""
    lead, first = _lead(m), date(int(m["y"]), 1, 1)
    if IN_TIME.search(lead) and not _NAME_OF.search(lead):
        if _ALONE.match(m.string, m.end()) or lead.lower().endswith(("pre-", "post-")):
            return Range(first, date(first.year, 12, 31), "year")
    return no_days(first) if _NO_COUNT.search(lead) or not _COUNTED.match(m.string, m.end()) else None


def _years(m: re.Match[str], _scene: TimeContext) -> Range | None:
    """Read "from 2018 to 2020" as its days; "the 2018-19 season" states both years and means no days."""
    first, last = int(m["a"]), int(m["b"]) if len(m["b"]) == 4 else int(m["a"][:2] + m["b"])
    if first >= last:
        return None
    found, to, lead = Range(date(first, 1, 1), date(last, 12, 31), "range"), m["to"].strip().lower(), _lead(m)
    if to in ("and", "&"):  # two years, or the ends of a range, which ``find_times`` joins
        return None
    if IN_TIME.search(lead):
        return found if _ALONE.match(m.string, m.end()) else found._replace(precision="")
    counted = len(m["b"]) == 4 and _COUNTED.match(m.string, m.end())
    return None if counted or to.isalpha() else found._replace(precision="")


def _decade(m: re.Match[str], _scene: TimeContext) -> Range | None:
    first = int(m["y"]) if m["y"] else 1900 + int(m["s"])
    if first % 100 == 0 and first < 2000:  # "the 1800s" are a century, or its first years
        return no_days(date(first, 1, 1))
    return Range(date(first, 1, 1), date(first + 9, 12, 31), "range")


def _day_names() -> str:
    names = "|".join(name.replace(" ", r"\s+").replace("'", "['\u2019]") for name in word_list("dates.json", "named_days"))
    return rf"(?<![\w/])(?P<h>{names})(?![\w/]){_OPEN_YEAR}"


def _day_by_name(m: re.Match[str], context: TimeContext) -> Range | None:
    *year, number, day = word_list("dates.json", "named_days")[re.sub(r"\s+", " ", m["h"].lower().replace("\u2019", "'"))].split("-")
    return _day(m, context, int(m["y"] or (year or "0")[0]), int(number), int(day))


def _nth(m: re.Match[str], context: TimeContext) -> Range | None:
    """Read "on the 5th", "by the 12th of last month"."""
    if not _ALONE.match(m.string, m.end()):
        return None
    base = add_months(context.ref.replace(day=1), -1 if m["which"] and m["which"].lower() == "last" else 0)
    found = valid_date(base.year, base.month, _number(m["d"]))
    if found and found > context.ref and not m["which"] and not context.ahead(m.start(), m.end()):
        back = add_months(base, -1)
        found = valid_date(back.year, back.month, _number(m["d"]))
    return Range(found, found, "day", stated=False) if found else None


_TO = r"(?:\s+(?:to|through|thru|until|till|and|&)\s+(?:the\s+)?|\s*[-\u2013\u2014]\s*)"
_OPEN_YEAR = rf"(?:(?:,\s*|\s+(?:of\s+)?|-)(?P<y>{YEAR}))?"
DIGIT = "0"
_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
_DATED_MONTH = (_MONTHS, DIGIT)

ABSOLUTE = rules(
    (
        r"(?<![\d-])(?P<y>(?:1[89]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])",
        _iso, "ymd", (DIGIT,),
    ),
    (r"(?<![\d/.])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/%]|\.\d)", _numeric, "ymd", (DIGIT,)),
    (
        rf"{FREE}(?P<d1>{DAY}){_TO}(?P<d2>{DAY})(?:\s+of)?\s+(?P<m>{MONTH})(?P<M>)(?P<D1>)(?P<D2>){_OPEN_YEAR}",
        _days_of_month, "ymd2", _DATED_MONTH,
    ),
    (
        rf"\b(?P<M>{MONTH})\s+(?P<D1>{DAY}){_TO}(?P<D2>{DAY})(?P<m>)(?P<d1>)(?P<d2>)(?!\s+{MONTH}){_OPEN_YEAR}",
        _days_of_month, "ymd2", _DATED_MONTH,
    ),
    (rf"{DAY_BEFORE}{FREE}(?P<d>{DAY})(?:\s+of\s+|\s+|-)(?P<m>{MONTH})(?P<M>)(?P<D>){_OPEN_YEAR}", _full_day, "ymdw", _DATED_MONTH),
    (rf"{DAY_BEFORE}\b(?P<M>{MONTH})\s+(?:the\s+)?(?P<D>{DAY})(?P<m>)(?P<d>){_OPEN_YEAR}", _full_day, "ymdw", _DATED_MONTH),
    (_day_names, _day_by_name, "ymd", ()),
    (rf"\b(?P<kind>[QH])(?P<n>[1-4])(?:\s+of)?,?\s+(?P<y>{YEAR})", _quarter, "y", (DIGIT,)),
    (
        rf"\b(?P<n>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+(?P<kind>quarter|half)\s+(?:of\s+)?(?P<y>{YEAR})",
        _quarter, "y", ("quarter half", DIGIT),
    ),
    (
        rf"\b(?P<s>spring|summer|autumn|fall|winter)(?:\s+of|,)?\s+(?P<y>{YEAR})(?:[-\u2013/]\d\d(?:\d\d)?)?(?!\s+(?:olympics|games|paralympics))",
        _season, "y", (" ".join(SEASONS), DIGIT),
    ),
    (
        rf"\b(?:(?P<which>last|this|next|this past)\s+)?(?P<m>{MONTH})"
        rf"(?:(?:,\s*|\s+(?:of\s+)?|-)(?P<y>{YEAR})|\s*['\u2019](?P<yy>\d\d)\b)?",
        _month, "ym", (_MONTHS,),
    ),
    (rf"(?<![\w$\u00a3\u20ac.,:/-])(?P<a>{YEAR})(?P<to>/|{_TO})(?P<b>{YEAR}|\d\d(?![\w/%-]))", _years, "y2", (DIGIT,)),
    (r"(?:\b(?P<y>(?:1[5-9]|20)\d0)['\u2019]?s|(?<!\w)['\u2018\u2019](?P<s>[2-9]0)s)\b", _decade, "yD", (DIGIT,)),
    (
        rf"(?<![\w/.$\u00a3\u20ac,:])(?<!\d-)(?P<y>{YEAR})(?!\s?[-\u2013/]\d\d\d)(?!\s*-?(?:year|day|week|strong)\b)(?!:\d)",
        _year, "y", (DIGIT,),
    ),
    (
        r"(?<=\b(?:by|on)\s)the\s+(?P<d>\d{1,2}(?:st|nd|rd|th))(?:\s+of\s+(?P<which>last|this|the)\s+month)?\b",
        _nth, "d", ("the", DIGIT),
    ),
)  # fmt: skip
