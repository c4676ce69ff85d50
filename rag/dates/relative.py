"""Rules for dates that depend on another day: "last week", "on Tuesday", "two days earlier" (pure)."""

import re

from rag.dates.calendar import SEASONS, Range, add_days, add_units, no_days, season, single_day, unit_of
from rag.dates.rule import Row, TimeContext, rules
from rag.language.pattern import Pattern

WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
WEEKDAYS |= {"tues": 1, "weds": 2, "thurs": 3}
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}
_NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a dozen": 12}
_NUMBERS |= {"fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40}
COUNT = r"(?<!\d[.,])(?:(?:(?:a\s+)?couple\s+of|a\s+dozen|\d{1,3}|" + "|".join(w for w in _NUMBERS if " " not in w) + r")(?![\w.,]))"
UNIT = r"(?P<unit>hour|day|week|fortnight|month|year|decade)s?"

PAST_UNIT = UNIT.replace("year|", "year|quarter|")


def small_number(text: str | None) -> int:
    """Read a small number in words or digits; 1 for None and "the"."""
    words = re.sub(r"\s+", " ", (text or "1").lower())
    return int(words) if words.isdigit() else _NUMBERS.get(words, 1)


def _named_day(m: re.Match[str], context: TimeContext) -> Range | None:
    word = re.sub(r"\s+", " ", m["w"].lower())
    back = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2}
    if word.startswith("this time last"):
        return single_day(add_units(context.ref, -1, word.split()[-1]))
    if word == "overnight":
        return Range(add_days(context.ref, -1), context.ref, "range", stated=False)
    return single_day(add_days(context.ref, back.get(word, 0)))


def _ago(m: re.Match[str], context: TimeContext) -> Range | None:
    unit = m["unit"].lower()
    then = add_units(context.ref, -small_number(m["n"]), unit)
    return unit_of(then, unit if unit in ("week", "month", "year") else "day" if unit != "decade" else "year")


def _past_span(m: re.Match[str], context: TimeContext) -> Range | None:
    unit, which = m["unit"].lower(), m["which"].lower()
    if not m["n"] and (m[0].lower().endswith("s") or which in ("previous", "preceding") or (which == "last" and not m["the"])):
        return None
    return Range(add_units(context.ref, -small_number(m["n"]), unit), context.ref, "range", stated=False)


def _calendar_unit(m: re.Match[str], context: TimeContext) -> Range | None:
    which, unit, part = m["which"].lower(), m["unit"].lower(), (m["part"] or "").strip().lower()
    found = unit_of(add_units(context.ref, {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0), unit), unit)
    if part == "later" and which == "this":
        return found._replace(start=context.ref, precision="range")
    if part == "earlier" and which == "this":
        return found._replace(end=context.ref, precision="range")
    return found


_EDGE_OF = Pattern(r"\b(?:end|close|start|beginning|middle|half|turn|rest)\s+of\s+$")


def _edge_of_unit(m: re.Match[str], context: TimeContext) -> Range | None:
    """Read "the end of the year"; "the year" alone is no time."""
    return _calendar_unit(m, context) if _EDGE_OF.search(m.string, max(0, m.start() - 20), m.start()) else None


def _weekend(m: re.Match[str], context: TimeContext) -> Range | None:
    which = m["which"].lower()
    saturday = add_days(context.ref, -((context.ref.weekday() - 5) % 7))
    if which in ("next", "coming", "this coming") or (which in ("this", "the") and context.ahead(m.start(), m.end())):
        saturday = add_days(saturday, 7) if context.ref.weekday() < 5 or which == "next" else saturday
    elif which in ("last", "previous") and context.ref.weekday() >= 5:
        saturday = add_days(saturday, -7)
    return Range(saturday, add_days(saturday, 1), "range", stated=False)


_AFTER_THAT = Pattern(r"\s+after\s+that\b")


def _hung(found: Range, context: TimeContext) -> Range:
    """Mark a Range counted from a day that an undated text states itself."""
    return found if context.dated else found._replace(stated=True)


def _weekday(m: re.Match[str], context: TimeContext) -> Range | None:
    wanted, which = WEEKDAYS[m["wd"].lower()], re.sub(r"\s+", " ", (m["which"] or "").lower())
    anchor = None if context.loose else context.anchor
    if which in ("that", "the same", "that same"):
        # The nearest such weekday to the day last mentioned: 3 days either way cover a week.
        return _hung(single_day(add_days(anchor, (wanted - anchor.weekday() + 3) % 7 - 3)), context) if anchor else None
    if _AFTER_THAT.match(m.string, m.end()):
        return _hung(single_day(add_days(anchor, (wanted - anchor.weekday() - 1) % 7 + 1)), context) if anchor else None
    hangs = which in ("the following", "the previous", "the preceding")
    base = context.anchor if hangs else context.ref
    if base is None or (which == "the following" and context.loose):
        return None
    gap = (base.weekday() - wanted) % 7
    if which in ("next", "this coming", "coming", "the following") or (which in ("", "this") and context.ahead(m.start(), m.end())):
        on = (wanted - base.weekday()) % 7
        found = single_day(add_days(base, on or (0 if which in ("", "this") else 7)))
    else:
        found = single_day(add_days(base, -(gap or (7 if which in ("last", "the previous", "the preceding") else 0))))
    return _hung(found, context) if hangs else found


def _bare_weekday(_m: re.Match[str], context: TimeContext) -> Range:
    """Read a weekday of no one day: "Fridays", "that Saturday" where no day is mentioned."""
    return no_days(context.ref)


def _habit(m: re.Match[str], context: TimeContext) -> Range | None:
    """Read "every Monday", "Fridays", "the first Sunday of" May."""
    return _bare_weekday(m, context) if m["every"] or m["wds"] or (m["nth"] and m["of"]) else None


def _that(m: re.Match[str], context: TimeContext) -> Range | None:
    unit, which = m["unit"].lower(), m["which"].lower()
    if context.anchor is None or (context.loose and which.split()[-1] not in ("previous", "preceding")):
        return None
    if unit in SEASONS:
        return season(unit, context.anchor.year)
    moved = {"previous": -1, "preceding": -1, "next": 1, "following": 1}.get(which.split()[-1], 0)
    unit = unit if unit in ("week", "month", "year") else "day"
    return _hung(unit_of(add_units(context.anchor, moved, unit), unit), context)


def _offset(m: re.Match[str], context: TimeContext) -> Range | None:
    """Read "two days later", "the day before", counted from the day last mentioned."""
    if context.anchor is None:
        return None
    unit = m["unit"].lower()
    way, several = m["way"].split()[0].lower(), m.string[m.end("unit")] == "s" and m["n"].lower() == "the"
    # "A week after the raid, he ...": what is dated is the raid, and that came before.
    back = way != "later" and (way == "after") == bool(m["of"])
    if several or unit == "hour" or (context.loose and not back):
        return None
    then = add_units(context.anchor, -small_number(m["n"]) if back else small_number(m["n"]), unit)
    return _hung(unit_of(then, unit if unit in ("month", "year") else "day"), context)


def _season(m: re.Match[str], context: TimeContext) -> Range | None:
    which, name, ref = m["which"].lower(), m["s"].lower(), context.ref
    years = [season(name, y)._replace(stated=False) for y in range(max(ref.year - 2, 1), min(ref.year + 2, 9999))]
    if which == "next" or (which != "last" and context.ahead(m.start(), m.end())):
        return next((r for r in years if r.start > ref or (which == "this" and r.end >= ref)), None)
    return next((r for r in reversed(years) if (r.end < ref if which == "last" else r.start <= ref)), None)


_UNITS = "hour hours day days week weeks fortnight fortnights month months quarter quarters year years decade decades"
_ANY_DAY = " ".join(f"{name} {name}s" for name in WEEKDAYS)
_DAY_ROW: Row = (
    rf"\b(?:(?P<which>this\s+coming|this\s+past|the\s+following|the\s+previous|the\s+preceding|the\s+same|that\s+same|last|next|this|that|coming|past)\s+)?"
    rf"(?P<wd>{WEEKDAY})\b",
    _weekday, "w", (_ANY_DAY,),
)  # fmt: skip
HABITS = rules(
    (
        rf"\b(?P<every>(?:every|each|most|a|any)\s+)?(?P<nth>(?:first|second|third|fourth|last)\s+)?(?P<wd>{WEEKDAY})(?P<wds>s(?!['\u2019]))?\b(?P<of>\s+(?:of|in)\b)?",
        _habit, "w", (_ANY_DAY,),
    ),
)  # fmt: skip
RELATIVE = rules(
    (
        r"\b(?P<w>this\s+time\s+last\s+(?:week|month|year)|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|last\s+night|overnight|tomorrow|today|tonight"
        r"|this\s+(?:morning|afternoon|evening)|earlier\s+in\s+the\s+day)\b",
        _named_day, "", ("yesterday overnight tomorrow today tonight last this earlier",),
    ),
    (rf"\b(?P<n>{COUNT})\s+{UNIT}\s+ago\b", _ago, "", ("ago",)),
    (
        rf"(?:\b(?:in|over|during|within|for|of)\s+)?(?P<the>\bthe(?:se)?\s+)?\b(?P<which>past|last|previous|preceding)\s+(?:(?P<n>{COUNT})\s+)?{PAST_UNIT}\b"
        r"(?!\s+(?:of|when|where)\b)",
        _past_span, "", ("past last previous preceding", _UNITS),
    ),
    (
        r"\b(?<!\bthe\s)(?P<part>earlier\s+|later\s+)?(?P<which>this|last|next|previous|coming|following)\s+(?P<unit>week|month|quarter|year|decade)\b(?!-|\s+of\b)",
        _calendar_unit, "", ("this last next previous coming following", _UNITS),
    ),
    (
        r"\b(?P<part>)(?P<which>the)\s+(?P<unit>week|month|quarter|year|decade)\b(?!\s+(?:of|when|in|that)\b)",
        _edge_of_unit, "", ("the", "of", _UNITS),
    ),
    (r"\b(?P<which>this\s+coming|last|this|next|previous|coming|the)\s+weekend\b(?!-)", _weekend, "", ("weekend",)),
    (
        rf"\b(?P<which>last|this|next|in(?:\s+the)?)\s+(?P<s>{'|'.join(SEASONS)})\b(?!\s+(?:games|olympics|paralympics|transfer|of)\b)",
        _season, "", (" ".join(SEASONS),),
    ),
    _DAY_ROW,
)  # fmt: skip
# Those that hang on a day mentioned beside them, read once that day is known.
HANGING = rules(
    _DAY_ROW,
    (
        rf"\b(?P<n>{COUNT}|the)\s+{UNIT}\s+(?P<way>earlier|later|previously|(?:before|after|prior)\b(?P<of>\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+|their\s+)?\w+)?)\b",
        _offset, "", ("earlier later before after previously prior", _UNITS),
    ),
    (
        r"\b(?P<which>that(?:\s+same)?|the\s+same|the\s+next|the\s+following|the\s+previous|the\s+preceding)\s+"
        r"(?P<unit>day|morning|afternoon|evening|night|week|month|year|summer|winter|autumn|spring)\b",
        _that, "", ("that same next following previous preceding",),
    ),
)  # fmt: skip
BARE = rules((rf"\b(?P<wd>{WEEKDAY})\b", _bare_weekday, "w", (_ANY_DAY,)))
