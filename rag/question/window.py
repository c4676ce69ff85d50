"""Find the time period that a question is about, and the publication dates it limits the search to, by rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.dates.calendar import add_days, iso_day
from rag.dates.rule import Span, TimeContext
from rag.dates.spans import find_times, in_year, to_nearest_year
from rag.language.pattern import Pattern
from rag.records import Window
from rag.sources.statement import read_sentence

_LONGEST = 4000  # characters read of a question; a pasted article is no question


_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|h|hrs|hours|o['’]clock)?|noon|midnight|midday|dawn|dusk|close\s+of\s+(?:play|business|trading)|cob)"
    r"(?:\s+(?:local\s+time|gmt|utc|et|est|edt|bst|cet))?(?:\s+on\b|,|(?=\s))"
)
# What may stand between "as of" and its date.
_FILL = (
    rf"(?:\s+(?:and\s+including|{_CLOCK}|about|around|roughly|just|early|late|the\s+(?:very\s+)?(?:morning|evening|night|afternoon|early\s+hours)\s+of"
    r"|on|in|at|the))*\s+$"
)
_KNOWN = Pattern(
    r"\b(?:as\s+(?:of|at|from\s+what\s+was\s+known\s+(?:by|on))"
    r"|(?:pretend|imagine|suppose|assume)(?:\s+that)?\s+(?:it['\u2019]?s|it\s+is|today\s+is)"
    r"|as\s+(?:(?:we|they|you)\s+)?(?:understood|knew)(?:\s+it)?(?:\s+(?:on|by|in|at))?"
    r"|(?:no|not|nothing|none|never|don['\u2019]?t\s+\w+(?:\s+\w+)?)\s+(?:published\s+|from\s+|dated\s+)?(?:after|later\s+than|newer\s+than|past|beyond)"
    r"|as\s+(?:known|reported|counted|stood|things\s+stood|it\s+stood|they\s+stood)(?:\s+(?:on|by|in|at))?"
    r"|(?P<by>by(?!\s+(?:in|on|at)\b))|(?P<until>(?<!up )(?:until|till|til))|(?<!run[- ])up\s+(?:to|until|till)|through"
    r"|(?:no|not)\s+later\s+than|(?:on|in)\s+or\s+before)" + _FILL
)
_BEFORE = Pattern(r"\b(?:(?<!after and )(?<!after or )(?<!not )before|prior\s+to|earlier\s+than|preceding)" + _FILL)
_AFTER = Pattern(r"\b(?:(?<!before and )(?<!before or )after|following|later\s+than)" + _FILL)
_SINCE = Pattern(r"\b(?:since(?:\s+[^?.;,]{1,60}\s(?:in|on))?|(?P<from>as\s+from|from))" + _FILL)
_FROM_THEN = Pattern(r"\b(?:starting|beginning)" + _FILL)
# "in the weeks before 5 May", "post-2020": when it happened, not when it was known.
_DAYS_AROUND = Pattern(
    r"\b(?:in\s+)?(?:the\s+)?(?:run[- ]up\s+to|(?:hours|days|weeks|months|years)\s+(?:before|leading\s+up\s+to|(?P<after>after|following))"
    r"|pre|(?P<post>post))(?:\s+(?:the\s+)?|-)$"
)
_ONWARDS = Pattern(r"\s*,?\s*(?:onwards?|forward|and\s+(?:later|after)|(?:until|till|to|and)\s+(?:now|today|date|the\s+present))\b")
_PUBLISHED = Pattern(
    r"\b(?:articles|stories|coverage|news|(?<!made )(?<!make )(?<!making )(?<!makes )headlines"
    r"|reporting|reports|dispatches|newspapers|papers)"
    r"(?:\s+(?:that\s+)?(?:were\s+|was\s+)?(?:published|printed|written|filed|posted|out|dated|dating))?"
    r"\s+(?:from|of|in|on|between|during|for|over|dated)(?:\s+the)?\s+$"
)
_IN = Pattern(r"\b(?:(?:on|in|during|at|over|of|between|from|for|throughout)\s+(?:the\s+)?)$")
# "pledged ... by 2020" sets a deadline, "had been counted by 2020" says what was known.
_DEADLINE = Pattern(
    r"\b(?:plan|pledg|promis|vow|aim|target|goal|deadline|due|must|should|will|would|going to|hope|expect|want|agree|commit|order|requir"
    r"|need|set to|supposed|meant|schedul|ask|told|urg|demand|project|forecast|predict|ultimatum|intend)(?!.*\b(?:had|has|have)\b)"
)
_TENURE = Pattern(
    r"\b(?:wh(?:o|ich\s+\w+)\s+(?:was|were|had\s+been)|served?|ruled?|led|remain|held|hold|lived?|reign|stay|last(?:ed)?|extend|postpon|delay|suspend|ban(?:ned)?"
    r"|valid|jail|work(?:ed)?|ran|run)\w*\b"
)
_COUNTED = Pattern(r"\b(?:known|count(?:ed)?|report(?:ed)?|record(?:ed)?|confirm(?:ed)?|how\s+(?:many|much)|toll|killed|sa(?:y|id))\b")
_REPORT = Pattern(r"\b(?:articles?|reports?|pieces?|reported)\b")
_THING = Pattern(
    r"\s+(?:[\w-]+\s+)?(?:attacks?|strikes?|massacre|assault|insurrection|riots?|election|vote|earthquake|quake|raid|coup|shooting|bombing|summit|referendum)\b"
)
_LATEST = Pattern(
    r"\b(?:(?:the\s+)?latest|most\s+recent(?:ly)?|newest|right\s+now|(?:by|until|as\s+of|for)\s+now|now(?!-)|current(?!\s+account)|currently"
    r"|at\s+(?:the\s+moment|present)|lately|(?:last|past)\s+few\s+(?:hours|days|weeks)|(?:what['’]s|what\s+is|anything)\s+new"
    r"|any\s+(?:news|updates?|word)\s+(?:on|about|from)|presently|nowadays|these\s+days|as\s+(?:things|it)\s+stands?|so\s+far|to\s+date|up\s+to\s+date"
    r"|still|recently|recent|today|tonight|this\s+(?:week|morning|afternoon|evening)|yet(?=\s*\?))\b"
)


@dataclass(frozen=True, slots=True)
class _Bound:
    """The bound set by one expression: its days, whether they limit publication (else the event), and where its phrase begins."""

    begin: int
    first: date | None = None
    last: date | None = None
    by_publication: bool = False


def _long_ago(span: Span, now: date) -> bool:
    """Whether "by 1990" is history, for which no report of those days is wanted: ten years back by year, thirty by day."""
    years = now.year - span.end.year
    return years > 30 or (years > 10 and (span.end - span.start).days > 31)


def _known_by(m: re.Match[str], span: Span, now: date, thing: bool) -> _Bound:
    lead = m.string[: m.start()]
    deadline = m["by"] is not None and (_DEADLINE.search(lead) is not None or span.start > now)
    tenure = m["until"] is not None and (span.start > now or (_TENURE.search(lead) is not None and _COUNTED.search(lead) is None))
    last = span.start if span.edge in ("start", "beginning") else span.end
    return _Bound(
        m.start(),
        last=last,
        by_publication=not (deadline or tenure or thing or (_long_ago(span, now) and not m[0].lower().startswith("as"))),
    )


def _bound(span: Span, text: str, now: date) -> _Bound:
    """Return what one expression bounds: publication ("as of", "by", "before", "since", "after", "articles from") or the event."""
    lead, rest = text[: span.at], text[span.to :]
    several = len(_REPORT.findall(text)) > 1  # "the report of 1 May and the one after 6 May": both are wanted
    thing = re.search(r"\bthe\s+$", lead, re.I) is not None and _THING.match(rest) is not None
    if m := _DAYS_AROUND.search(lead):
        return _Bound(m.start(), first=span.start) if m["after"] or m["post"] else _Bound(m.start(), last=add_days(span.start, -1))
    if m := _KNOWN.search(lead):
        return _known_by(m, span, now, thing)
    if m := _BEFORE.search(lead):
        last = span.end if span.edge in ("end", "close") else add_days(span.start, -1)
        return _Bound(m.start(), last=last, by_publication=not (thing or several or span.start > now or _long_ago(span, now)))
    if m := _AFTER.search(lead):
        first = span.start if thing else add_days(span.end, 1)
        return _Bound(m.start(), first=first, by_publication=first <= now and not several)
    if (m := _SINCE.search(lead)) and (not m["from"] or _ONWARDS.match(rest)):
        return _Bound(m.start(), first=span.start, by_publication=span.start <= now and not several)
    if m := _FROM_THEN.search(lead):
        return _Bound(m.start(), first=span.start)
    if (m := _PUBLISHED.search(lead)) and not several:
        return _Bound(m.start(), span.start, span.end, by_publication=True)
    m = None if re.match(r"['’]s\b", rest) else _IN.search(lead)
    # "this week", asked on a Monday, means the days before; it only ranks.
    first = min(span.start, add_days(now, -6)) if text[span.at : span.to].lower() == "this week" else span.start
    return _Bound(m.start() if m else span.at, first, now if _ONWARDS.match(rest) else span.end)


def _spans(question: str, now: date, history: Sequence[str]) -> list[Span]:
    """Find the expressions; those without a year take it from a date or a name's year beside them ("the 2025 awards in May")."""
    anchor = next((d for d in map(iso_day, reversed(history)) if d), None)
    spans = [s for s in find_times(TimeContext(question, now, anchor, near=read_sentence(question).tense != "past")) if s.precision]
    stated = [s for s in spans if s.stated and s.precision != "year"]
    named = {int(y) for y in re.findall(r"(?<![\d-])20\d\d(?![\d-])", question)}
    for n, span in enumerate(spans):
        if span.yearless and stated:
            spans[n] = to_nearest_year(span, min(stated, key=lambda o: abs(o.at - span.at)).start)
        elif span.yearless and len(named) == 1 and abs((year := min(named)) - now.year) < 2:
            spans[n] = in_year(span, year)
    return spans


def question_window(question: str, asked: date, newest: date | None = None, history: Sequence[str] = ()) -> Window:
    """Return the time that a question is about, by rules.

    ``asked`` is the day of the asker (or the as-of date); with ``newest`` (the newest article) that is "now" if it is
    earlier. ``history`` holds ISO dates of the conversation, newest last, for "that Saturday".
    Bounds that contradict each other are dropped, so that a window is rather too wide than wrong.
    """
    question = question[:_LONGEST]
    now = min(asked, newest) if newest else asked
    bounds: list[_Bound] = []
    phrases: list[str] = []
    for span in _spans(question, now, history):
        bound = _bound(span, question, now)
        onwards = _ONWARDS.match(question, span.to)
        words = question[bound.begin : onwards.end() if onwards else span.to].strip()
        phrases.append(f"{words} ({span.note})" if span.note else words)
        bounds.append(bound)
    latest = next((m[0] for m in _LATEST.finditer(question) if _means_now(question, m.start())), "")
    if latest and not any(latest in phrase for phrase in phrases):
        phrases.append(latest)
    return _merge_bounds(bounds, "; ".join(phrases), bool(latest))


def _means_now(text: str, at: int) -> bool:
    """Whether "now", "today" ... is meant: no part of a name ("Both Sides Now", the "Today" show), not after "before"."""
    lead = text[:at].rstrip()
    name = text[at].isupper() and re.search(r"[\w,”“\"'‘’]$", lead) is not None
    return not name and not lead.lower().endswith(" before")


def _merge_bounds(bounds: Sequence[_Bound], phrase: str, latest: bool) -> Window:
    """Merge bounds into one window: of several ends the latest, of several starts the first day that all allow."""
    events = [(b.first, b.last) for b in bounds if not b.by_publication]
    after = max((b.first for b in bounds if b.by_publication and b.first), default=None)
    caps = [b.last for b in bounds if b.by_publication and b.last and not b.first]
    ranges = [b.last for b in bounds if b.by_publication and b.last and b.first]
    before = min((max(found) for found in (caps, ranges) if found), default=None)
    if after and any(first and first < after for first, _ in events):  # it asks about a time before "after", too
        events, after = [*events, (after, None)], None
    if after and before and after > before:
        after = before = None
    first = min((a for a, _ in events if a), default=None)
    last = max((b for _, b in events if b), default=None)
    if last and any(a and not b and a > last for a, b in events):
        last = None
    if first and any(b and not a and b < first for a, b in events):
        first = None
    if first and last and first > last:
        first = last = None
    return Window(_iso(after), _iso(before), phrase, latest, _iso(first), _iso(last))


def _iso(found: date | None) -> str:
    return found.isoformat() if found else ""
