"""Build a timeline of a topic: one cited entry for each day that matters, led by the sentence that most of its reports tell (pure)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rag.compare.days.ranked import Day, Fitted, Line, chosen, told_days
from rag.compare.days.topic import Topic
from rag.compare.days.when import day_told
from rag.compare.statements import Said, said_in, same_event
from rag.dates.calendar import days_between
from rag.dates.reader import Date
from rag.dates.tense import looks_ahead
from rag.language.text import sentences, stem
from rag.records import Article, Quote
from rag.sources.independence import NO_STORIES, count_independent
from rag.sources.statement import Statement, read_sentence

PICTURE = re.compile(r"\((?:[A-Z][\w.]*\s?){1,4}/\s?\w+\)|\bgetty\b|\bhandout\b|\bphoto by\b", re.I)
_THE = re.compile(r"(?:\b(?:the|this|that|same)|day[’']s)\s+(?:same\s+)?([a-z]+)\b", re.I)
# How a sentence opens that leans on another, and an entry of a live page.
_LEANS = re.compile(r"[\"“‘]*(?:But|And|So|Or|Yet|Then|However|Instead|Still|Also|Here|There|Meanwhile|Despite)\b|\d{1,2}:\d\d")
_PERSONAL = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b")  # outside quotation marks it is a column, or speaks to the reader
_WORDY = 320  # characters: a longer sentence represents an entry only when there is no shorter one
_READ = 40  # sentences on a day that are compared with each other
_APART = 2  # days by which reports of one event may differ, where they say the same


@dataclass(frozen=True, slots=True)
class Entry:
    """An event: its ISO days, both ends included, and the sentence that reports it."""

    start: str
    end: str
    precision: str  # day, month, year or range
    phrase: str  # the words of the sentence that say when
    quote: Quote
    also: tuple[Quote, ...]  # other articles' sentences on the same event
    independent: int  # independent reports among them

    def to_dict(self) -> dict[str, Any]:
        """Every field, JSON-ready; articles without their full text."""
        row = asdict(self)
        for part in (row["quote"], *row["also"]):
            del part["article"]["text"]
        return row


@dataclass(frozen=True, slots=True)
class _Told:
    """The sentences of an entry, the leading one first."""

    day: Day
    said: tuple[Said, ...]
    when: Date  # of the leading sentence


def build_timeline(
    topic: str,
    candidates: Sequence[Quote],
    limit: int | None = None,
    story_of: Mapping[str, str] = NO_STORIES,
    model: Fitted | None = None,
) -> tuple[Entry, ...]:
    """Return the days of ``topic`` that matter, by date, one entry each.

    Only times that a sentence itself states are used, resolved from its article's date; in an undated article only full dates are. What
    was planned when it was written is left out. A span such as "last week" is told only where no day in it is.

    :param candidates: quotes of sentences, or of passages of several, of the articles on the topic; of an article in the order of its text.
    :param limit: entries at most; None: as many as the topic has days that matter (``rag.compare.days.chosen``).
    :param story_of: article id -> story id: copies are no independent reports of a day.
    :param model: what ranks the days and says how many; None: what is shipped.
    """
    asked = Topic(topic)
    days = told_days(asked, read_lines(asked, candidates), story_of, model)
    told: list[_Told] = []
    worth = chosen(days, model) if limit is None else days
    for day in sorted(worth, key=lambda d: d.key[2] != "day"):  # spans only where there is room
        if limit is not None and len(told) >= limit:
            break
        found = _tell(topic, day)
        if found is None or _holds_a_day(found, told):
            continue
        twin = next((n for n, other in enumerate(told) if _near_equal(found, other)), None)
        if twin is None:
            told.append(found)
        else:
            told[twin] = replace(told[twin], said=(*told[twin].said, *found.said))
    told.sort(key=lambda t: (t.day.key[:2], t.said[0].quote.n))
    return tuple(_entry(n, t, story_of) for n, t in enumerate(told, start=1))


def whole(articles: Iterable[Article]) -> list[Quote]:
    """Return each article's text as a candidate for a timeline."""
    return [Quote(0, a.text, 0, len(a.text), a) for a in articles]


def read_lines(topic: Topic, candidates: Sequence[Quote]) -> list[Line]:
    """Return the sentences of the articles that are on the topic, each once, numbered in their order, with the time each tells of."""
    on_topic: dict[str, bool] = {}
    places: Counter[str] = Counter()
    seen: set[tuple[str, bool, int]] = set()
    lines: list[Line] = []
    for quote in candidates:
        article = quote.article
        if article.id not in on_topic:
            on_topic[article.id] = topic.holds(article)
        for start, end in sentences(quote.text) if on_topic[article.id] else ():
            if (here := (article.id, quote.headline, quote.start + start)) not in seen:
                seen.add(here)
                said = read_sentence(quote.text[start:end], article.dated)
                part = replace(quote, n=len(lines) + 1, text=said.text, start=quote.start + start, end=quote.start + end)
                lines.append(Line(part, said, places[article.id], day_told(said)))
                places[article.id] += 1
    return lines


def _tell(topic: str, day: Day) -> _Told | None:
    """Return a day's leading sentence with those on the same event; None where no sentence of the day can be told."""
    lines = [line for line in day.lines if not line.said.aside and not PICTURE.search(line.said.text)][:_READ]
    if not lines:
        return None
    reports: dict[str, set[str]] = {}
    for line in lines:
        reports.setdefault(line.quote.article.id, set()).update(line.said.stems)
    used = Counter(s for stems in reports.values() for s in stems)
    lead = max(lines, key=lambda line: (_fit_to_lead(line), _shared(line.said, used), -line.quote.n))
    assert lead.when is not None  # of a day told
    all_said = {said.quote.n: said for said in said_in([line.quote for line in lines], topic)}
    first, asked = all_said[lead.quote.n], read_sentence(topic).stems
    same = [s for n, s in all_said.items() if n != lead.quote.n and (_one_event(first, s) or _refers_back(asked, day, first, s))]
    return _Told(day, (first, *same), lead.when)


def stands_alone(said: Statement) -> bool:
    """Whether a sentence can be read by itself: it leans on none before it, and speaks neither of its writer nor to its reader."""
    leans = said.opens_with_pronoun or _LEANS.match(said.text) is not None
    return not leans and (said.quotes or not _PERSONAL.search(said.text))


def _fit_to_lead(line: Line) -> int:
    """Return how well a sentence can stand for its day, 0 to 5: short, a statement that stands alone, no plan, and dated in words.

    Where the full date is that of the report, it is likelier the stamp of the page, run into the sentence.
    """
    said, when = line.said, line.when
    assert when is not None  # of a day told
    planned = looks_ahead(said.text, when.phrase_start, when.phrase_start + len(when.phrase))
    stamped = bool(when.year) and when.first == said.dated
    good = (said.kind == "statement", stands_alone(said), not planned, not stamped)
    return (len(said.text) <= _WORDY) * (1 + sum(good))


def _shared(said: Statement, used: Counter[str]) -> float:
    """Return how much of what other reports of the day tell a sentence tells: long ones do not gain by their length alone."""
    return sum(used[s] - 1 for s in said.stems) / math.sqrt(max(len(said.stems), 1))


def _holds_a_day(span: _Told, told: Sequence[_Told]) -> bool:
    """Whether a span whose sentence states no day of the month ("in March", "last week") holds a day that is told."""
    first, last, precision = span.day.key
    return precision != "day" and not span.when.day and any(first <= t.day.key[0] and t.day.key[1] <= last for t in told)


def _near_equal(a: _Told, b: _Told) -> bool:
    """Whether two entries tell one event in the same words and figures, dated a little apart and not both by a day of the month."""
    one, two = a.said[0].statement, b.said[0].statement
    if (a.when.day and b.when.day) or (days_between(a.day.key[0], b.day.key[0]) or 0) > _APART or not _restates(one, two):
        return False
    return {n.value for n in one.numbers} == {n.value for n in two.numbers}


def _one_event(a: Said, b: Said) -> bool:
    """Whether two sentences on the same day tell of one event."""
    if _restates(a.statement, b.statement):
        return True
    shared, union = a.topic & b.topic, a.topic | b.topic
    figures = {n.value for n in a.statement.numbers} & {n.value for n in b.statement.numbers} - {1.0}
    return same_event(a, b) and (len(shared) >= 3 or len(shared) >= 0.25 * len(union) or bool(figures and shared))


def _refers_back(asked: frozenset[str], day: Day, a: Said, b: Said) -> bool:
    """Whether one of two sentences on the same day refers back to the topic as "the attack", "Tuesday's attack"."""
    return day.key[2] == "day" and any(stem(m[1].lower()) in asked for said in (a, b) for m in _THE.finditer(said.text))


def _restates(a: Statement, b: Statement) -> bool:
    return len(a.stems & b.stems) >= 0.6 * max(min(len(a.stems), len(b.stems)), 1)


def _entry(n: int, told: _Told, story_of: Mapping[str, str]) -> Entry:
    """Make an entry: each other article adds the first of its sentences."""
    lead = told.said[0].quote
    others: dict[str, Quote] = {}
    for said in told.said:
        if said.quote.article.id != lead.article.id:
            others.setdefault(said.quote.article.id, said.quote)
    independent = count_independent((s.quote.article for s in told.said), story_of)
    return Entry(*told.day.key, told.when.phrase, replace(lead, n=n), tuple(others.values()), independent)
