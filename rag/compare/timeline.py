"""A timeline of any topic from ranked sentences: what happened when, each entry a dated, cited sentence (pure)."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from rag.compare.statements import Statement, same_event, statements
from rag.dates.events import EventDate, event_dates
from rag.language.names import name_words, names, same_word
from rag.language.numbers import numbers
from rag.language.text import content_words, stem, words
from rag.records import Article, Quote
from rag.sources.independence import count_independent_quotes

_SAID_ON = re.compile(
    r"\b(?:said|says|told|reported|announced|confirmed|stated|according to|statement|speaking)\b[^,;.]{0,40}\b(?:on\s+|issued\s+on\s+)?$",
    re.I,
)
_SINCE = re.compile(r"\bsince\b[^,;.]*$", re.I)
_HANGS = re.compile(r"\b(?:earlier|before|after|later|ago|previous|following|next)\b", re.I)
# What "attacks on X" may be told as; other topics go by their own words.
_ATTACK = re.compile(r"\b(?:attack|assault|strike|struck|target|fired|launch|rocket|missile|drone|shell|bomb|raid)\w*", re.I)
_LISTED = re.compile(r"\b(?:timelines?|chronology|history|sequence|events?|list|course|what happened)\b", re.I)
_PICTURE = re.compile(r"\((?:[A-Z][\w.]*\s?){1,4}/\s?\w+\)|\bgetty\b|\bhandout\b|\bphoto by\b", re.I)
_THE = re.compile(r"(?:\b(?:the|this|that|same)|day[’']s)\s+(?:same\s+)?([a-z]+)\b", re.I)
LIMIT = 40  # entries
_WORDY = 320  # characters: longer sentences stand for an entry only when no shorter one tells it


class RankedSentence(Protocol):
    """A ranked sentence: its article, its place there and its text."""

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
    """Something that happened: ISO days, both ends included, and the sentence that tells it."""

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
    said: Statement
    when: EventDate


def build_timeline(topic: str, candidates: Sequence[Quote | RankedSentence], limit: int = LIMIT) -> tuple[Entry, ...]:
    """Return what the candidates tell of ``topic``, by date; sentences of one event become one entry, best ranked first.

    Only days that a sentence itself states are used, read from its article's date: an undated article is placed by full dates alone.
    """
    found: list[_Dated] = []
    quotes = [_quote(n, c) for n, c in enumerate(candidates, start=1)]
    for said in statements(quotes, topic):
        if when := happened(said.text, said.quote.article.dated) if _about(topic, said) else None:
            found.append(_Dated(_cut(said), said, when))
    groups: list[list[_Dated]] = []
    for item in found:
        home = next((g for g in groups if any(_one_event(item, other) or _refers(topic, item, other) for other in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    best = sorted(groups, key=lambda g: min(i.quote.n for i in g))[:limit]
    return tuple(_entry(n, group) for n, group in enumerate(sorted(best, key=_place), start=1))


def happened(sentence: str, published: str) -> EventDate | None:
    """Return when the thing a sentence tells happened: its first day that is not when somebody said so, else a range, else a month.

    A date behind "since" is where a count begins and a year alone says too little: neither places an event.
    """
    told = [
        d for d in event_dates(sentence, published) if not d.phrase.lower().startswith("since") and not _SINCE.search(_before(sentence, d))
    ]
    days = sorted(
        (d for d in told if d.precision == "day"), key=lambda d: bool(_HANGS.search(d.phrase))
    )  # "a day earlier" only where no date is told
    own = [d for d in days if not _SAID_ON.search(_before(sentence, d))]
    wide = [d for d in told if d.precision in {"range", "month"}]
    told_best = own or [d for d in wide if d.precision == "range"] or days or wide
    return told_best[0] if told_best else None


def _before(sentence: str, when: EventDate) -> str:
    return sentence[: max(sentence.find(when.phrase), 0)]


def _quote(n: int, candidate: Quote | RankedSentence) -> Quote:
    if isinstance(candidate, Quote):
        return Quote(n, candidate.text, candidate.start, candidate.end, candidate.article, candidate.score)
    span: tuple[int, int] = getattr(candidate, "span")  # noqa: B009 - of rag.search.select.Ranked
    return Quote(n, candidate.text, *span, candidate.article, float(getattr(candidate, "probability", 0.0)))


def _cut(said: Statement) -> Quote:
    """Return the one sentence of its quote."""
    start = said.quote.start + said.start
    return Quote(said.quote.n, said.text, start, start + len(said.text), said.quote.article, said.quote.score)


def _about(topic: str, said: Statement) -> bool:
    """Whether a statement is on the topic: its article names every name of it, and the sentence tells of its matter."""
    if _PICTURE.search(said.text):
        return False
    asked = _LISTED.sub(" ", topic)
    named = [w for n in names(asked) for w in name_words(n.text) if len(w) > 2]
    article = said.quote.article
    if named:
        held = frozenset(name_words(f"{article.title} {article.text}"))
        if not all(w in held or any(same_word(w, h) for h in held) for w in dict.fromkeys(named)):
            return False
    matter = {stem(w) for w in content_words(asked) if w not in named and len(w) > 2}
    own = {stem(w) for w in words(said.text)}
    if any(_ATTACK.fullmatch(w) for w in content_words(asked)):
        return bool(_ATTACK.search(said.text))
    told_name = any(w in own or any(same_word(w, h) for h in said.names) for w in named)
    return bool(matter & own) if matter and not told_name else told_name or len(matter & own) >= max(1, len(matter) // 2)


def _one_event(a: _Dated, b: _Dated) -> bool:
    if (a.when.start, a.when.end) != (b.when.start, b.when.end):
        return False
    if _restates(a.said, b.said):
        return True
    shared = a.said.topic & b.said.topic
    union = a.said.topic | b.said.topic
    figures = {n.value for n in numbers(a.said.text)} & {n.value for n in numbers(b.said.text)} - {1.0}
    return same_event(a.said, b.said) and (len(shared) >= 3 or len(shared) >= 0.25 * len(union) or bool(figures and shared))


def _refers(topic: str, a: _Dated, b: _Dated) -> bool:
    """Whether one of two sentences of a day speaks of what the other tells as "the attack", "Tuesday's attack"."""
    if (a.when.start, a.when.end, a.when.precision) != (b.when.start, b.when.end, "day"):
        return False
    matter = {stem(w) for w in content_words(topic)}
    return any(stem(m[1].lower()) in matter for said in (a.said, b.said) for m in _THE.finditer(said.text))


def _restates(a: Statement, b: Statement) -> bool:
    one, two = {stem(w) for w in content_words(a.text)}, {stem(w) for w in content_words(b.text)}
    return len(one & two) >= 0.6 * max(min(len(one), len(two)), 1)


def _place(group: Sequence[_Dated]) -> tuple[str, str, int]:
    return group[0].when.start, group[0].when.end, min(i.quote.n for i in group)


def _entry(n: int, group: Sequence[_Dated]) -> Entry:
    """Make an entry of sentences on one event: the best ranked that is not too long stands for it, one more from each other article."""
    chosen = min(group, key=lambda i: (len(i.quote.text) > _WORDY, i.quote.n, i.said.start))
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
        count_independent_quotes([lead, *others.values()]),
    )
