"""Dates that hang on another day ("last week", "on Tuesday", "two days earlier"), and all expressions of a text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rag.datewords import ABSOLUTE, SEASONS, Range, Rule, Scene, Span, add, month_end, season, shift

WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}
_NUMBERS |= {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "a dozen": 12,
    "half a": 0,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
}
_COUNT = r"(?:(?:(?:a\s+)?couple\s+of|a\s+dozen|\d{1,3}|" + "|".join(w for w in _NUMBERS if " " not in w) + r")(?![\w.,]))"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year|decade)s?"

_PAST_UNIT = _UNIT.replace("year|", "year|quarter|")

# Names that hold a day's or a year's word, and habits: neither is a time.
_NAMES = re.compile(
    rf"\b(?:(?:every|each|most|a|any|black|good|super|ash|bloody|cyber|easter|palm|giving|sheffield|ruby|taco|maundy|man|freaky|happy|whit|shrove|casual|blue|bowl)\s+{_WEEKDAY}s?\b"
    rf"|{_WEEKDAY}s\b(?!['\u2019])"
    rf"|{_WEEKDAY}\s+(?:times|telegraph|mail|mirror|express|night\s+(?:live|football|lights)|addams|star|post|herald|world|age|island|business)\b"
    rf"|(?:first|second|third|fourth|last)\s+{_WEEKDAY}\s+(?:of|in)\b|[\u201c\"\u2018'](?:today|yesterday|tomorrow)[\u201d\"\u2019']|even\s+today\b|\bas\s+today\b"
    r"|women['\u2019]s\s+march|march\s+(?:on|madness|for)\b|black\s+september|red\s+october|august\s+(?:wilson|strindberg)|theresa\s+may|brian\s+may"
    r"|the\s+last\s+time|for\s+now-|last\s+year-round)",
    re.I,
)


# Words that look ahead in time and words that look back: the nearest to a date decides on its year or week.
_TENSE = re.compile(
    r"\b(?:(?P<ahead>will|won['\u2019]t|shall|would|must|should|(?:is|are|was|were)\s+(?:set|due|scheduled|slated|expected|going|likely|supposed)|(?:is|are)\s+to"
    r"|(?:tapped|picked|chosen|invited|hired|selected|expect(?:s|ed)?|plan(?:s|ned)?|hopes?|set|going)\s+to|due\s+(?:to|on|in)|scheduled|upcoming|to\s+be\s+held|to\s+take\s+place"
    r"|face\s+off|ahead\s+of|starts?|begins|opens|ends|expires|runs|takes\s+(?:effect|place)|goe?s?\s+to\s+the\s+polls|votes|meets|kicks\s+off|returns|resumes)"
    r"|(?P<back>(?<!\bbe\s)(?:was|were|did|had|has|have|said|told|took|won|died|fell|struck|hit|broke|left|gave|held|met|made|led|began|sank|shot|fled|saw|came|went|got|became|sent|lost"
    r"|paid|kept|ran|rose|found|flew|brought|wrote|spoke|stood|sold|burst|blew|drove|threw|fought|caught|taught|sought|built|[a-z]{2,}ed)))\b",
    re.I,
)


def looks_back(text: str) -> bool:
    """Whether a text has a word of the past."""
    return any(m["back"] for m in _TENSE.finditer(text))


def looks_ahead(text: str, at: int, to: int) -> bool:
    """Whether the words around ``text[at:to]`` speak of the future: those before it in its clause, else those after."""
    before = re.split(r"[.;:?!]\s", text[max(0, at - 90) : at])[-1]
    last = None
    for last in _TENSE.finditer(before):
        pass
    if last is None:
        last = _TENSE.search(text, to, to + 70)
    return last is not None and last["ahead"] is not None


def _count(text: str | None) -> int:
    words = re.sub(r"\s+", " ", (text or "1").lower())
    return int(words) if words.isdigit() else _NUMBERS.get(words, 1)


def _point(day: date) -> Range:
    return Range(day, day, "day", stated=False)


def week(day: date) -> Range:
    """Return Monday to Sunday around a day."""
    monday = add(day, -day.weekday())
    return Range(monday, add(monday, 6), "range", stated=False)


def _unit(day: date, unit: str) -> Range:
    """Return the calendar unit that holds a day."""
    if unit in ("week", "fortnight"):
        return week(day)
    if unit == "month":
        return Range(day.replace(day=1), month_end(day.year, day.month), "month", stated=False)
    if unit == "quarter":
        first = day.month - (day.month - 1) % 3
        return Range(date(day.year, first, 1), month_end(day.year, first + 2), "range", stated=False)
    if unit == "decade":
        first = max(day.year - day.year % 10, 1)
        return Range(date(first, 1, 1), date(min(first + 9, 9999), 12, 31), "range", stated=False)
    if unit == "year":
        return Range(date(day.year, 1, 1), date(day.year, 12, 31), "year", stated=False)
    return _point(day)


def step(day: date, n: int, unit: str) -> date:
    """Return the day ``n`` units on; hours count as whole days, rounded up."""
    if unit == "hour":
        return add(day, -(-abs(n) // 24) * (1 if n > 0 else -1))
    if unit in ("month", "quarter", "year", "decade"):
        return shift(day, n * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return add(day, n * {"week": 7, "fortnight": 14}.get(unit, 1))


def _named_day(m: re.Match[str], scene: Scene) -> Range | None:
    if scene.ref is None:
        return None
    word = re.sub(r"\s+", " ", m["w"].lower())
    back = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1, "the day after tomorrow": 2}
    if word.startswith("this time last"):
        return _point(step(scene.ref, -1, word.split()[-1]))
    if word == "overnight":
        return Range(add(scene.ref, -1), scene.ref, "range", stated=False)
    return _point(add(scene.ref, back.get(word, 0)))


def _ago(m: re.Match[str], scene: Scene) -> Range | None:
    if scene.ref is None:
        return None
    unit = m["unit"].lower()
    then = step(scene.ref, -_count(m["n"]), unit)
    return _unit(then, unit if unit in ("week", "month", "year") else "day" if unit != "decade" else "year")


def _past_span(m: re.Match[str], scene: Scene) -> Range | None:
    unit = m["unit"].lower()
    plural = m[0].lower().endswith("s")
    if scene.ref is None or (not m["n"] and (plural or m["which"].lower() in ("previous", "preceding"))):
        return None
    if not m["n"] and m["which"].lower() == "last" and not re.match(r"(?:in|over|during|within|for|of)\s+the|the", m[0], re.I):
        return None
    return Range(step(scene.ref, -_count(m["n"]), unit), scene.ref, "range", stated=False)


def _calendar_unit(m: re.Match[str], scene: Scene) -> Range | None:
    if scene.ref is None:
        return None
    which, unit, part = m["which"].lower(), m["unit"].lower(), (m["part"] or "").strip().lower()
    found = _unit(step(scene.ref, {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0), unit), unit)
    if part == "later" and which in ("this", "that"):
        return found._replace(start=scene.ref, precision="range") if found.end > scene.ref else found
    if part == "earlier" and which in ("this", "that"):
        return found._replace(end=scene.ref, precision="range") if found.start < scene.ref else found
    return found


def _edge_of_unit(m: re.Match[str], scene: Scene) -> Range | None:
    """Read "the end of the year"; "the year" alone is no time."""
    return _calendar_unit(m, scene) if _EDGE.search(m.string, max(0, m.start() - 20), m.start()) else None


def _weekend(m: re.Match[str], scene: Scene) -> Range | None:
    if scene.ref is None:
        return None
    which = (m["which"] or "").lower()
    saturday = add(scene.ref, -((scene.ref.weekday() - 5) % 7))
    if which in ("next", "coming", "this coming") or (which in ("this", "the") and scene.ahead(m.start(), m.end())):
        saturday = add(saturday, 7) if scene.ref.weekday() < 5 or which == "next" else saturday
    elif which in ("last", "previous") and scene.ref.weekday() >= 5:
        saturday = add(saturday, -7)
    return Range(saturday, add(saturday, 1), "range", stated=False)


def _weekday(m: re.Match[str], scene: Scene) -> Range | None:
    wanted, which = WEEKDAYS[m["d"].lower()], re.sub(r"\s+", " ", (m["which"] or "").lower())
    if which in ("that", "the same", "that same"):
        if scene.anchor is None or scene.loose:
            return None
        # The nearest such day to the one last spoken of: 3 days either way cover a week.
        return _point(add(scene.anchor, (wanted - scene.anchor.weekday() + 3) % 7 - 3))
    base = scene.anchor if which in ("the following", "the previous", "the preceding") else scene.ref
    if base is None or (which == "the following" and scene.loose):
        return None
    gap = (base.weekday() - wanted) % 7
    if which in ("next", "this coming", "coming", "the following") or (which in ("", "this") and scene.ahead(m.start(), m.end())):
        on = (wanted - base.weekday()) % 7
        return _point(add(base, on or (0 if which in ("", "this") else 7)))
    return _point(add(base, -(gap or (7 if which in ("last", "the previous", "the preceding") else 0))))


def _that(m: re.Match[str], scene: Scene) -> Range | None:
    unit, which = m["unit"].lower(), m["which"].lower()
    if scene.anchor is None or (scene.loose and which.split()[-1] not in ("previous", "preceding")):
        return None
    if unit in SEASONS:
        return season(unit, scene.anchor.year)._replace(stated=False)
    moved = {"previous": -1, "preceding": -1, "next": 1, "following": 1}.get(which.split()[-1], 0)
    unit = unit if unit in ("week", "month", "year") else "day"
    return _unit(step(scene.anchor, moved, unit), unit)


def _offset(m: re.Match[str], scene: Scene) -> Range | None:
    """Read "two days later", "the day before" from the day last spoken of."""
    if scene.anchor is None:
        return None
    unit = m["unit"].lower()
    # "A week after the raid, he ...": what is dated is the raid, and that came before.
    back = m["way"].lower() in ("earlier", "before", "previously", "prior") if m["of"] is None else m["way"].lower() == "after"
    if scene.loose and not back:
        return None
    then = step(scene.anchor, -_count(m["n"]) if back else _count(m["n"]), unit)
    return _unit(then, unit if unit in ("month", "year") else "day")


def _season(m: re.Match[str], scene: Scene) -> Range | None:
    if scene.ref is None:
        return None
    which, name = m["which"].lower(), m["s"].lower()
    years = [season(name, y) for y in range(max(scene.ref.year - 2, 1), min(scene.ref.year + 2, 9998))]
    if which == "last":
        fitting = [r for r in years if r.end < scene.ref]
    elif which == "next" or scene.ahead(m.start(), m.end()):
        return next((r._replace(stated=False) for r in years if r.start > scene.ref or (which == "this" and r.end >= scene.ref)), None)
    else:
        fitting = [r for r in years if r.start <= scene.ref]
    return fitting[-1]._replace(stated=False) if fitting else None


def _rule(pattern: str, act: Callable[[re.Match[str], Scene], Range | None]) -> Rule:
    return re.compile(pattern, re.I), act


RELATIVE: tuple[Rule, ...] = (
    _rule(
        r"\b(?P<w>this\s+time\s+last\s+(?:week|month|year)|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|last\s+night|overnight|tomorrow|today|tonight"
        r"|this\s+(?:morning|afternoon|evening)|earlier\s+in\s+the\s+day)\b",
        _named_day,
    ),
    _rule(rf"\b(?P<n>{_COUNT})\s+{_UNIT}\s+ago\b", _ago),
    _rule(
        rf"(?:\b(?:in|over|during|within|for|of)\s+)?(?:\bthe(?:se)?\s+)?\b(?P<which>past|last|previous|preceding)\s+(?:(?P<n>{_COUNT})\s+)?{_PAST_UNIT}\b",
        _past_span,
    ),
    _rule(
        r"\b(?P<part>earlier\s+|later\s+)?(?P<which>this|last|next|previous|coming|following)\s+(?P<unit>week|month|quarter|year|decade)\b(?!-)",
        _calendar_unit,
    ),
    _rule(r"\b(?P<part>)(?P<which>the)\s+(?P<unit>week|month|quarter|year|decade)\b(?!\s+(?:of|when|in|that)\b)", _edge_of_unit),
    _rule(r"\b(?P<which>this\s+coming|last|this|next|previous|coming|the)\s+weekend\b", _weekend),
    _rule(
        rf"\b(?P<which>last|this|next|in(?:\s+the)?)\s+(?P<s>{'|'.join(SEASONS)})\b(?!\s+(?:games|olympics|paralympics|transfer|of)\b)",
        _season,
    ),
    _rule(
        rf"\b(?:(?P<which>this\s+coming|this\s+past|the\s+following|the\s+previous|the\s+preceding|the\s+same|that\s+same|last|next|this|that|coming|past)\s+)?"
        rf"(?P<d>{_WEEKDAY})\b",
        _weekday,
    ),
    _rule(
        rf"\b(?P<n>{_COUNT}|the)\s+{_UNIT}\s+(?P<way>earlier|later|before|after|previously|prior)\b(?P<of>\s+(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+|their\s+)?\w+)?",
        _offset,
    ),
    _rule(
        r"\b(?P<which>that(?:\s+same)?|the\s+same|the\s+next|the\s+following|the\s+previous|the\s+preceding)\s+"
        r"(?P<unit>day|morning|afternoon|evening|night|week|month|year|summer|winter|autumn|spring)\b",
        _that,
    ),
)

_EDGE = re.compile(
    r"(?P<edge>early|mid|middle|late|beginning|start|end|close|first\s+half|second\s+half|(?:first|last|final|opening|closing)\s+(?:days|weeks)"
    r"|(?:first|second|third|fourth|last|final)\s+week|(?:first|last|final)\s+(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d\d?)\s+(?P<unit>month|week|day)s)"
    r"(?:\s+(?:of|in|on|part\s+of|days\s+of))?(?:\s+the)?[\s-]+$",
    re.I,
)
_THE = re.compile(r"\bthe\s+$", re.I)


_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def _cut(span: Span, edge: str) -> tuple[date, date]:
    """Narrow a month, year, week or decade to its early, middle or late part."""
    first, last = span.start, span.end
    days = (last - first).days + 1
    if days < 5:
        return first, last
    words = edge.split()
    if len(words) == 3:  # "first three months"
        n, unit = _count(words[1]), words[2].rstrip("s")
        return (
            (first, min(last, add(step(first, n, unit), -1))) if words[0] == "first" else (max(first, step(add(last, 1), -n, unit)), last)
        )
    if words[-1] == "week" and words[0] in _NTH:
        return add(first, 7 * _NTH[words[0]]), min(last, add(first, 7 * _NTH[words[0]] + 6))
    if edge in ("first half", "second half"):
        middle = date(first.year, 7, 1) if span.precision == "year" else add(first, 15 if days > 20 else days // 2)
        return (first, add(middle, -1)) if edge == "first half" else (middle, last)
    if edge.endswith(("days", "week", "weeks")):
        size = 14 if edge.endswith("weeks") else 7
        return (first, add(first, size - 1)) if edge.startswith(("first", "opening")) else (add(last, 1 - size), last)
    if days > 3000:  # a decade
        cuts = (date(first.year + 3, 12, 31), date(first.year + 6, 12, 31))
    elif span.precision == "month":
        cuts = (add(first, 9), add(first, 19))
    elif span.precision == "year":
        cuts = (date(first.year, 4, 30), date(first.year, 8, 31))
        if edge in ("end", "close"):
            return date(first.year, 12, 1), last
        if edge in ("beginning", "start"):
            return first, date(first.year, 1, 31)
    else:
        cuts = (add(first, days // 3 - 1), add(first, 2 * days // 3 - 1))
    early, middle = cuts
    if edge in ("early", "beginning", "start"):
        return first, early
    return (add(early, 1), middle) if edge in ("mid", "middle") else (add(middle, 1), last)


def _edged(span: Span, text: str) -> Span:
    m = _EDGE.search(text, max(0, span.at - 40), span.at)
    if not m or span.precision == "day":
        return span
    edge = re.sub(r"\s+", " ", m["edge"].lower())
    start, end = _cut(span, edge)
    the = _THE.search(text, max(0, m.start() - 5), m.start())
    return replace(span, start=start, end=end, precision="range", at=the.start() if the else m.start(), edge=edge)


def in_year(span: Span, year: int) -> Span:
    """Move a span without a year of its own to a year."""
    months = (year - span.start.year) * 12
    return replace(span, start=shift(span.start, months), end=shift(span.end, months))


def nearest(span: Span, day: date) -> Span:
    """Move a span without a year of its own to the year that brings it nearest to ``day``."""
    years = [shift(span.start, 12 * k) for k in range(day.year - span.start.year - 1, day.year - span.start.year + 2)]
    return in_year(span, min(years, key=lambda d: abs((d - day).days)).year)


_JOIN = re.compile(
    r"(?:\s+(?:up\s+)?(?:to|through|thru|until|till)\s+(?:the\s+)?|\s*[-\u2013\u2014]\s*|(?P<and>,?\s+(?:and|&)\s+(?:the\s+)?))$", re.I
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.I)


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """Make one range of "between A and B", "from A to B" and "A - B"."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        m = _JOIN.fullmatch(text, last.to, span.at) if last else None
        if not last or not m or (m["and"] and not _BETWEEN.search(text, 0, last.at)):
            out.append(span)
            continue
        if last.yearless and span.stated:
            last = nearest(last, span.start)
            last = replace(last, start=shift(last.start, -12)) if last.start > span.end else last
        elif span.yearless and last.stated:
            span = nearest(span, last.end)
            span = replace(span, end=shift(span.end, 12)) if span.end < last.start else span
        elif last.start > span.end:  # "from Friday to Monday", "from December to March"
            back = -7 if not last.yearless and (last.start - span.end).days < 7 else -12
            last = replace(last, start=add(last.start, back) if back == -7 else shift(last.start, back))
        if last.start > span.end:
            out.append(span)
            continue
        out[-1] = Span(last.start, span.end, "range", last.at, span.to, stated=last.stated and span.stated, note=last.note or span.note)
    return out


# "two days after [the raid on] Tuesday", "the week before 5 May", "the week of 12 May", "the year to March 2023"
_OFFSET_OF = re.compile(rf"\b(?P<n>{_COUNT}|the)\s+{_UNIT}\s+(?P<way>after|before)\s+(?:the\s+)?(?:[\w\u2019'-]+\s+){{0,4}}?$", re.I)
_WEEK_OF = re.compile(r"\b(?:the\s+)?week\s+(?:(?P<end>ending|ended|to)|of|beginning|starting)\s+(?:on\s+)?$", re.I)
_RUN_TO = re.compile(
    rf"\b(?:the\s+)?(?:(?P<n>{_COUNT})\s+)?(?P<unit>month|year|quarter|week)s?\s+(?:to|ending|ended|to\s+the\s+end\s+of)\s+(?:in\s+|on\s+)?$",
    re.I,
)


def _shifted(span: Span, text: str) -> Span:
    """Move a day by the words before it, or widen it to the week or run of months they speak of."""
    low = max(0, span.at - 80)
    if span.precision == "day" and (m := _WEEK_OF.search(text, low, span.at)):
        start, end = (add(span.start, -6), span.end) if m["end"] else (week(span.start).start, week(span.start).end)
        return replace(span, start=start, end=end, precision="range", at=m.start())
    if span.precision in ("day", "month") and (m := _RUN_TO.search(text, low, span.at)):
        return replace(span, start=step(add(span.end, 1), -_count(m["n"]), m["unit"].lower()), precision="range", at=m.start())
    m = _OFFSET_OF.search(text, low, span.at)
    if not m or span.precision != "day" or re.match(r"the\s+\w+s\b", m[0], re.I):
        return span
    unit, sign = m["unit"].lower(), 1 if m["way"].lower() == "after" else -1
    then = step(span.start, sign * _count(m["n"]), unit)
    if m["n"].lower() == "the" and unit not in ("day", "hour"):
        start, end = (add(span.start, 1), then) if sign > 0 else (then, add(span.start, -1))
        return replace(span, start=start, end=end, precision="range", at=m.start(), yearless=False)
    moved = _unit(then, "month" if unit in ("month", "year") else "day")
    return replace(span, start=moved.start, end=moved.end, precision=moved.precision, at=m.start(), yearless=False)


def find(scene: Scene) -> list[Span]:
    """Return the expressions of a text in order, none overlapping."""
    masked = _NAMES.sub(lambda m: "\0" * len(m[0]), scene.text)
    found: list[Span] = []
    for pattern, act in (*ABSOLUTE, *RELATIVE):
        for m in list(pattern.finditer(masked)):
            got = act(m, scene)
            if got is None or "\0" in masked[m.start() : m.end()]:
                continue
            span = Span(got.start, got.end, got.precision, *_trim(m), got.yearless, got.stated, got.note)
            span = _shifted(_edged(span, masked), masked)
            found.append(span)
            masked = masked[: span.at] + "\0" * (span.to - span.at) + masked[span.to :]
    found.sort(key=lambda s: s.at)
    return _joined(found, scene.text)


def _trim(m: re.Match[str]) -> tuple[int, int]:
    lead = len(m[0]) - len(m[0].lstrip())
    return m.start() + lead, m.end() - (len(m[0]) - len(m[0].rstrip()))
