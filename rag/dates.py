"""What time a question is about, and the dates people type."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rag.datewords import Scene, Span, add
from rag.errors import InputError
from rag.records import Window
from rag.reldates import find, in_year, looks_ahead, looks_back, nearest

EXAMPLES = '"2023-11-01", "1 Nov 2023", "Nov 2023", "yesterday" or "last week"'


def day(iso: str) -> date | None:
    """Return the day of an ISO date or time; None where it states none or no real one."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def parse_day(text: str, asked: date | None = None, *, end: bool = False) -> str:
    """Return the ISO day that a person meant; of a month, week or year its first day, or its last with ``end``.

    Raises InputError for anything else; ``asked`` (today by default) is what "yesterday" hangs on.
    """
    wanted = text.strip().strip("\"'.,")
    plain = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", wanted)
    if plain:
        wanted = f"year {plain[1]}" if not plain[2] else wanted
    try:
        if plain and plain[2]:
            first = date(int(plain[1]), int(plain[2]), 1)
            return (add(date(first.year + first.month // 12, first.month % 12 + 1, 1), -1) if end else first).isoformat()
        spans = find(Scene(f"in {wanted}", asked or date.today()))
    except ValueError:
        spans = []
    if len(spans) != 1 or spans[0].to != len(wanted) + 3 or not re.fullmatch(r"in (?:year |on |the )?", f"in {wanted}"[: spans[0].at]):
        raise InputError(f"Cannot read {text!r} as a date. Write it like {EXAMPLES}.")
    return (spans[0].end if end else spans[0].start).isoformat()


_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|h|hrs|hours|o['\u2019]clock)?|noon|midnight)(?:\s+(?:local\s+time|gmt|utc|et|est|edt|bst|cet))?(?:\s+on|,)"
_FILL = rf"(?:\s+(?:and\s+including|{_CLOCK}|about|around|roughly|just|the\s+(?:very\s+)?(?:morning|evening|night|afternoon|early\s+hours)\s+of|on|in|at|the))*\s+$"
_KNOWN = re.compile(
    r"\b(?:as\s+(?:of|at|from\s+what\s+was\s+known\s+(?:by|on))|as\s+(?:known|reported|counted|stood|things\s+stood|it\s+stood|they\s+stood)(?:\s+(?:on|by|in|at))?"
    r"|(?P<by>by)|(?P<until>(?<!up )(?:until|till|til))|(?<!run[- ])up\s+(?:to|until|till)|through|no\s+later\s+than|not\s+later\s+than|(?:on|in)\s+or\s+before)"
    + _FILL,
    re.I,
)
_BEFORE = re.compile(r"\b(?:(?<!after and )(?<!after or )(?<!not )before|prior\s+to|earlier\s+than|preceding)" + _FILL, re.I)
_AFTER = re.compile(r"\b(?:(?<!before and )(?<!before or )after|following|later\s+than)" + _FILL, re.I)
_SINCE = re.compile(r"\b(?:since(?:\s+[^?.;,]{1,60}\s(?:in|on))?|as\s+from|from)" + _FILL, re.I)
_DAYS_AROUND = re.compile(
    r"\b(?:in\s+)?(?:the\s+)?(?:run[- ]up\s+to|(?:hours|days|weeks|months|years)\s+(?:before|leading\s+up\s+to|(?P<after>after|following))|(?:the\s+)?pre|(?P<post>post))(?:\s+(?:the\s+)?|-)$",
    re.I,
)
_FROM_THEN = re.compile(r"\b(?:starting|beginning)" + _FILL, re.I)
_ONWARDS = re.compile(
    r"\s*,?\s*(?:onwards?|forward|and\s+(?:later|after)|(?:until|till|to|and)\s+(?:now|today|date|the\s+present))\b", re.I
)
_PUBLISHED = re.compile(
    r"\b(?:articles|stories|coverage|news|(?<!made )(?<!make )(?<!making )(?<!makes )headlines|reporting|reports|dispatches|newspapers|papers)"
    r"(?:\s+(?:that\s+)?(?:were\s+|was\s+)?(?:published|printed|written|filed|posted|out|dated|dating))?\s+(?:from|of|in|on|between|during|for|over|dated)(?:\s+the)?\s+$",
    re.I,
)
_IN = re.compile(r"\b(?:(?:on|in|during|at|over|of|between|from|for|throughout)\s+(?:the\s+)?)$", re.I)
_DEADLINE = re.compile(
    r"\b(?:plan|pledg|promis|vow|aim|target|goal|deadline|due|must|should|will|would|going to|hope|expect|want|agree|commit|order|requir|need|set to|supposed"
    r"|schedul|ask|told|urg|demand|project|forecast|predict|ultimatum|intend)",
    re.I,
)
_TENURE = re.compile(
    r"\b(?:wh(?:o|ich\s+\w+)\s+(?:was|were|had\s+been)|served?|ruled?|led|remain|held|hold|lived?|reign|stay|last(?:ed)?|extend|postpon|delay|suspend|ban(?:ned)?"
    r"|valid|jail|work(?:ed)?|ran|run)\w*\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:known|count(?:ed)?|report(?:ed)?|record(?:ed)?|confirm(?:ed)?|how\s+many|how\s+much|toll|killed|say|said)\b", re.I
)
_REPORT = re.compile(r"\b(?:articles?|reports?|pieces?|reported)\b", re.I)
_THING = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:attacks?|strikes?|massacre|assault|insurrection|riots?|election|vote|earthquake|quake|raid|coup|shooting|bombing|summit|referendum)\b",
    re.I,
)
_LATEST = re.compile(
    r"\b(?:the\s+latest|latest|most\s+recent(?:ly)?|newest|right\s+now|(?:by|until|as\s+of|for)\s+now|now(?!-)|current(?!\s+account)|currently|at\s+(?:the\s+moment|present)"
    r"|lately|(?:last|past)\s+few\s+(?:hours|days|weeks)|(?:what['\u2019]s|what\s+is|anything)\s+new|any\s+(?:news|updates?)\s+(?:on|about|from)|presently|nowadays|these\s+days|as\s+(?:things|it)\s+stands?|so\s+far|to\s+date|up\s+to\s+date|still|recently|recent|today|tonight|this\s+(?:week|morning|afternoon|evening)"
    r"|yet(?=\s*\?))\b",
    re.I,
)


class _Bounds:
    """Collects the two windows of one question."""

    def __init__(self) -> None:
        self.after: list[date] = []
        self.before: list[date] = []
        self.events: list[tuple[date | None, date | None]] = []


def _start_of(span: Span) -> bool:
    return span.edge in ("start", "beginning")


def _long_ago(span: Span, asked: date) -> bool:
    """Whether "before 1990" is history: no report of those days is meant (a bare year, more than ten years back)."""
    return span.precision == "year" and asked.year - span.end.year > 10


def _sort(span: Span, text: str, asked: date, bounds: _Bounds) -> int:
    """File one expression under what may be read or when it happened; return where its phrase begins."""
    lead, rest = text[: span.at], text[span.to :]
    several = len(_REPORT.findall(text)) > 1  # "the report of 1 May and the one after 6 May": both are wanted
    thing = bool(re.search(r"\bthe\s+$", lead, re.I)) and bool(_THING.match(rest))
    if m := _DAYS_AROUND.search(lead):  # "in the weeks before 5 May", "post-2020": when it happened, not when it was known
        bounds.events.append((span.start, None) if m["after"] or m["post"] else (None, add(span.start, -1)))
    elif m := _KNOWN.search(lead):
        deadline = bool(m["by"] and _DEADLINE.search(lead[: m.start()])) or span.start > asked
        long_ago = bool(m["until"]) and _long_ago(span, asked)
        tenure = bool(m["until"] and _TENURE.search(lead[: m.start()]) and not _COUNTED.search(lead[: m.start()]))
        last = span.start if _start_of(span) else span.end
        if deadline or tenure or thing or long_ago:
            bounds.events.append((None, last))
        else:
            bounds.before.append(last)
    elif m := _BEFORE.search(lead):
        whole = span.edge in ("end", "close")
        last = span.end if whole else add(span.start, -1)
        if thing or several or span.start > asked or _long_ago(span, asked):
            bounds.events.append((None, last))
        else:
            bounds.before.append(last)
    elif m := _AFTER.search(lead):
        first = span.start if thing else add(span.end, 1)
        (bounds.events.append((first, None)) if first > asked or several else bounds.after.append(first))
    elif (m := _SINCE.search(lead)) and (not m[0].lower().startswith("from") or _ONWARDS.match(rest)):
        (bounds.events.append((span.start, None)) if span.start > asked or several else bounds.after.append(span.start))
    elif m := _FROM_THEN.search(lead):
        bounds.events.append((span.start, None))
    elif (m := _PUBLISHED.search(lead)) and not several:
        bounds.after.append(span.start)
        bounds.before.append(span.end)
    else:
        m = None if re.match(r"['\u2019]s\b", rest) else _IN.search(lead)
        first = min(span.start, add(asked, -6)) if text[span.at : span.to].lower() == "this week" else span.start
        bounds.events.append((first, asked if _ONWARDS.match(rest) else span.end))
    return m.start() if m else span.at


def understand(question: str, asked: date, newest: date | None = None, history: Sequence[str] = ()) -> Window:
    """Return the time a question is about, by rules.

    ``asked`` is the day of the asker (or the as-of date); with ``newest`` (the newest article) that is "now" if it is
    earlier. ``history`` holds ISO dates of the conversation, newest last, for "that Saturday".
    Bounds that contradict each other are dropped: a window may be too wide, never wrong.
    """
    now = min(asked, newest) if newest else asked
    anchor = next((d for d in map(day, reversed(history)) if d), None)
    spans = find(Scene(question, now, anchor, near=not looks_back(question), ahead=lambda at, to: looks_ahead(question, at, to)))
    stated = [s for s in spans if s.stated and s.precision in ("day", "month", "range")]
    named = {int(y) for y in re.findall(r"(?<![\d-])20\d\d(?![\d-])", question) if abs(int(y) - now.year) < 2} if not stated else set()
    for n, s in enumerate(spans):
        if s.yearless and stated:
            spans[n] = nearest(s, min(stated, key=lambda o: abs(o.at - s.at)).start)
        elif s.yearless and len(named) == 1:  # "the 2025 awards in September"
            spans[n] = in_year(s, named.pop())
    bounds = _Bounds()
    phrases: list[str] = []
    for span in spans:
        begin = _sort(span, question, now, bounds)
        onwards = _ONWARDS.match(question, span.to)
        words = question[begin : onwards.end() if onwards else span.to].strip()
        phrases.append(f"{words} ({span.note})" if span.note else words)
    latest = next(
        (
            m
            for m in _LATEST.finditer(question)
            if not _title(question, m.start()) and not question[: m.start()].lower().endswith("before ")
        ),
        None,
    )
    if latest and not any(latest[0] in p for p in phrases):
        phrases.append(latest[0])
    return _window(bounds, "; ".join(phrases), bool(latest))


def _title(text: str, at: int) -> bool:
    """Whether a word is part of a name: a capital inside a sentence ("Both Sides Now", the "Today" show)."""
    return text[at].isupper() and bool(re.search(r"[\w,\u201d\u201c\"'\u2018\u2019]\s*$", text[:at])) and not text[:at].isspace()


def _window(bounds: _Bounds, phrase: str, latest: bool) -> Window:
    if any(a and any(a < b for b in bounds.after) for a, _ in bounds.events):  # it also asks about a time before "after"
        bounds.events += [(b, None) for b in bounds.after]
        bounds.after = []
    after, before = max(bounds.after, default=None), max(bounds.before, default=None)
    if after and before and after > before:
        after = before = None
    firsts = [a for a, _ in bounds.events if a]
    lasts = [b for _, b in bounds.events if b]
    first, last = min(firsts, default=None), max(lasts, default=None)
    if first and last and first > last:
        first = last = None
    return Window(_iso(after), _iso(before), phrase, latest, _iso(first), _iso(last))


def _iso(found: date | None) -> str:
    return found.isoformat() if found else ""
