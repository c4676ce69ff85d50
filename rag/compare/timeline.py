"""Build a timeline of a topic from ranked sentences: one dated, cited entry for each event (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from rag.compare.statements import Statement, same_event, statements
from rag.dates.events import EventDate, event_dates
from rag.language.names import name_words, names, same_word
from rag.language.numbers import numbers
from rag.language.text import content_words, stem, words
from rag.records import Article, Quote
from rag.sources.independence import NO_STORIES, count_independent

_SAID_ON = re.compile(
    r"\b(?:said|says|told|reported|announced|confirmed|stated|according to|statement|speaking)\b[^,;.]{0,40}\b(?:on\s+|issued\s+on\s+)?$",
    re.I,
)
_SINCE = re.compile(r"\bsince\b[^,;.]*$", re.I)
_HANGS = re.compile(r"\b(?:earlier|before|after|later|ago|previous|following|next)\b", re.I)
# Words that match the topic "attacks on X"; other topics are matched by their own words.
_ATTACK = re.compile(r"\b(?:attack|assault|strike|struck|target|fired|launch|rocket|missile|drone|shell|bomb|raid)\w*", re.I)
_LISTED = re.compile(r"\b(?:timelines?|chronology|history|sequence|events?|list|course|what happened)\b", re.I)
_PICTURE = re.compile(r"\((?:[A-Z][\w.]*\s?){1,4}/\s?\w+\)|\bgetty\b|\bhandout\b|\bphoto by\b", re.I)
_THE = re.compile(r"(?:\b(?:the|this|that|same)|day[’']s)\s+(?:same\s+)?([a-z]+)\b", re.I)
LIMIT = 40  # entries
_WORDY = 320  # characters: a longer sentence represents an entry only when there is no shorter one


class RankedSentence(Protocol):
    """A ranked sentence: its article, its offsets in it and its text."""

    @property
    def article(self) -> Article:
        """The article it stands in."""
        ...

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An event: its ISO days, both ends included, and the sentence that reports it."""

    start: str
    end: str
    precision: str  # day, month, year or range
    phrase: str  # the words of the sentence that say when
    quote: Quote
    also: tuple[Quote, ...] = ()  # other articles' sentences on the same event
    independent: int = 1  # independent reports among them

    def to_dict(self) -> dict[str, Any]:
        """Every field, JSON-ready; articles without their full text."""
        row = asdict(self)
        for part in (row["quote"], *row["also"]):
            del part["article"]["text"]
        return row


@dataclass(frozen=True, slots=True)
class _Dated:
    quote: Quote
    statement: Statement
    when: EventDate


def build_timeline(
    topic: str, candidates: Sequence[Quote | RankedSentence], limit: int = LIMIT, story_of: Mapping[str, str] = NO_STORIES
) -> tuple[Entry, ...]:
    """Return the events of ``topic`` by date; sentences on one event become one entry, led by the best ranked.

    Only dates that a sentence itself states are used, resolved from its article's date; in an undated article only full dates are.
    With ``story_of`` (article id -> story id) copies are no independent reports of an entry.
    """
    found: list[_Dated] = []
    quotes = [_to_quote(n, c) for n, c in enumerate(candidates, start=1)]
    for statement in statements(quotes, topic):
        if when := main_event_date(statement.text, statement.quote.article.dated) if _about(topic, statement) else None:
            found.append(_Dated(_sentence_quote(statement), statement, when))
    groups: list[list[_Dated]] = []
    for item in found:
        home = next((g for g in groups if any(_one_event(item, other) or _refers_back(topic, item, other) for other in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    best = sorted(groups, key=lambda g: min(i.quote.n for i in g))[:limit]
    return tuple(_entry(n, group, story_of) for n, group in enumerate(sorted(best, key=_sort_key), start=1))


def main_event_date(sentence: str, published: str) -> EventDate | None:
    """Return the date of the event in a sentence: its first day that is not the day of a remark, else a range, else a month; or None.

    A date after "since" is where a count begins, and a year alone is too vague: neither dates an event.
    """
    stated = [
        d for d in event_dates(sentence, published) if not d.phrase.lower().startswith("since") and not _SINCE.search(_before(sentence, d))
    ]
    days = sorted(
        (d for d in stated if d.precision == "day"), key=lambda d: bool(_HANGS.search(d.phrase))
    )  # "a day earlier" only where no date is stated
    event_days = [d for d in days if not _SAID_ON.search(_before(sentence, d))]
    wide = [d for d in stated if d.precision in {"range", "month"}]
    preferred = event_days or [d for d in wide if d.precision == "range"] or days or wide
    return preferred[0] if preferred else None


def _before(sentence: str, when: EventDate) -> str:
    return sentence[: max(sentence.find(when.phrase), 0)]


def _to_quote(n: int, candidate: Quote | RankedSentence) -> Quote:
    if isinstance(candidate, Quote):
        return Quote(n, candidate.text, candidate.start, candidate.end, candidate.article, candidate.score)
    span: tuple[int, int] = getattr(candidate, "span")  # noqa: B009 - of rag.search.select.Ranked
    return Quote(n, candidate.text, *span, candidate.article, float(getattr(candidate, "probability", 0.0)))


def _sentence_quote(statement: Statement) -> Quote:
    """Return a quote of this one sentence."""
    start = statement.quote.start + statement.start
    return Quote(statement.quote.n, statement.text, start, start + len(statement.text), statement.quote.article, statement.quote.score)


def _about(topic: str, statement: Statement) -> bool:
    """Whether a statement is on the topic: its article has every name of it, and the sentence shares its other words."""
    if _PICTURE.search(statement.text):
        return False
    asked = _LISTED.sub(" ", topic)
    named = [w for n in names(asked) for w in name_words(n.text) if len(w) > 2]
    article = statement.quote.article
    if named:
        held = frozenset(name_words(f"{article.title} {article.text}"))
        if not all(w in held or any(same_word(w, h) for h in held) for w in dict.fromkeys(named)):
            return False
    topic_stems = {stem(w) for w in content_words(asked) if w not in named and len(w) > 2}
    sentence_stems = {stem(w) for w in words(statement.text)}
    if any(_ATTACK.fullmatch(w) for w in content_words(asked)):
        return bool(_ATTACK.search(statement.text))
    names_topic = any(w in sentence_stems or any(same_word(w, h) for h in statement.names) for w in named)
    return (
        bool(topic_stems & sentence_stems)
        if topic_stems and not names_topic
        else names_topic or len(topic_stems & sentence_stems) >= max(1, len(topic_stems) // 2)
    )


def _one_event(a: _Dated, b: _Dated) -> bool:
    if (a.when.start, a.when.end) != (b.when.start, b.when.end):
        return False
    if _restates(a.statement, b.statement):
        return True
    shared = a.statement.topic & b.statement.topic
    union = a.statement.topic | b.statement.topic
    figures = {n.value for n in numbers(a.statement.text)} & {n.value for n in numbers(b.statement.text)} - {1.0}
    return same_event(a.statement, b.statement) and (len(shared) >= 3 or len(shared) >= 0.25 * len(union) or bool(figures and shared))


def _refers_back(topic: str, a: _Dated, b: _Dated) -> bool:
    """Whether one of two sentences on the same day refers back to the topic as "the attack", "Tuesday's attack"."""
    if (a.when.start, a.when.end, a.when.precision) != (b.when.start, b.when.end, "day"):
        return False
    topic_stems = {stem(w) for w in content_words(topic)}
    return any(stem(m[1].lower()) in topic_stems for statement in (a.statement, b.statement) for m in _THE.finditer(statement.text))


def _restates(a: Statement, b: Statement) -> bool:
    one, two = {stem(w) for w in content_words(a.text)}, {stem(w) for w in content_words(b.text)}
    return len(one & two) >= 0.6 * max(min(len(one), len(two)), 1)


def _sort_key(group: Sequence[_Dated]) -> tuple[str, str, int]:
    return group[0].when.start, group[0].when.end, min(i.quote.n for i in group)


def _entry(n: int, group: Sequence[_Dated], story_of: Mapping[str, str]) -> Entry:
    """Make an entry of sentences on one event: the best ranked that is not too long leads, and each other article adds one."""
    chosen = min(group, key=lambda i: (len(i.quote.text) > _WORDY, i.quote.n, i.statement.start))
    others: dict[str, Quote] = {}
    for item in group:
        if item.quote.article.id != chosen.quote.article.id:
            others.setdefault(item.quote.article.id, item.quote)
    lead, when = chosen.quote, chosen.when
    return Entry(
        when.start,
        when.end,
        when.precision,
        when.phrase,
        Quote(n, lead.text, lead.start, lead.end, lead.article, lead.score),
        tuple(others.values()),
        count_independent((i.quote.article for i in group), story_of),
    )
