"""Build a timeline of a topic from ranked sentences: one dated, cited entry for each event (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from rag.compare.statements import Said, said_in, same_event, share_names
from rag.dates.reader import Date
from rag.language.lexicon import EVENTS
from rag.language.names import name_words
from rag.language.text import stem
from rag.records import Article, Quote
from rag.sources.independence import NO_STORIES, count_independent
from rag.sources.statement import Statement, read_sentence

_SAID_ON = re.compile(
    r"\b(?:said|says|told|reported|announced|confirmed|stated|according to|statement|speaking)\b[^,;.]{0,40}\b(?:on\s+)?$",
    re.I,
)
_SINCE = re.compile(r"\bsince\b[^,;.]*$", re.I)
_HANGS = re.compile(r"\b(?:earlier|before|after|later|ago|previous|following|next)\b", re.I)
_LISTED = re.compile(r"\b(?:timelines?|chronology|history|sequence|events?|list|course|what happened)\b", re.I)
PICTURE = re.compile(r"\((?:[A-Z][\w.]*\s?){1,4}/\s?\w+\)|\bgetty\b|\bhandout\b|\bphoto by\b", re.I)
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
    also: tuple[Quote, ...]  # other articles' sentences on the same event
    independent: int  # independent reports among them

    def to_dict(self) -> dict[str, Any]:
        """Every field, JSON-ready; articles without their full text."""
        row = asdict(self)
        for part in (row["quote"], *row["also"]):
            del part["article"]["text"]
        return row


@dataclass(frozen=True, slots=True)
class _Dated:
    quote: Quote
    said: Said
    when: Date


def build_timeline(
    topic: str, candidates: Sequence[Quote | RankedSentence], limit: int = LIMIT, story_of: Mapping[str, str] = NO_STORIES
) -> tuple[Entry, ...]:
    """Return the events of ``topic`` by date; sentences on one event become one entry, led by the best ranked.

    Only dates that a sentence itself states are used, resolved from its article's date; in an undated article only full dates are.
    With ``story_of`` (article id -> story id) copies are no independent reports of an entry.
    """
    found: list[_Dated] = []
    quotes = [_to_quote(n, c) for n, c in enumerate(candidates, start=1)]
    for said in said_in(quotes, topic):
        if when := main_event_date(said.statement) if _about(topic, said) else None:
            found.append(_Dated(_sentence_quote(said), said, when))
    groups: list[list[_Dated]] = []
    for item in found:
        home = next((g for g in groups if any(_one_event(item, other) or _refers_back(topic, item, other) for other in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    best = sorted(groups, key=lambda g: min(i.quote.n for i in g))[:limit]
    return tuple(_entry(n, group, story_of) for n, group in enumerate(sorted(best, key=_sort_key), start=1))


def main_event_date(said: Statement) -> Date | None:
    """Return the date of the event in a sentence: its first day that is not the day of a remark, else a range, else a month; or None.

    A date after "since" is where a count begins, and a year alone is too vague: neither dates an event.
    """
    sentence = said.text
    stated = [d for d in said.days if not d.phrase.lower().startswith("since") and not _SINCE.search(sentence[: d.phrase_start])]
    days = sorted(
        (d for d in stated if d.precision == "day"), key=lambda d: bool(_HANGS.search(d.phrase))
    )  # "a day earlier" only where no date is stated
    event_days = [d for d in days if not _SAID_ON.search(sentence[: d.phrase_start])]
    wide = [d for d in stated if d.precision in {"range", "month"}]
    preferred = event_days or [d for d in wide if d.precision == "range"] or days or wide
    return preferred[0] if preferred else None


def _to_quote(n: int, candidate: Quote | RankedSentence) -> Quote:
    if isinstance(candidate, Quote):
        return replace(candidate, n=n)
    span: tuple[int, int] = getattr(candidate, "span")  # noqa: B009 - of rag.search.select.Ranked
    return Quote(n, candidate.text, *span, candidate.article, float(getattr(candidate, "probability", 0.0)))


def _sentence_quote(said: Said) -> Quote:
    """Return a quote of this one sentence."""
    start = said.quote.start + said.start
    return replace(said.quote, text=said.text, start=start, end=start + len(said.text))


def _about(topic: str, said: Said) -> bool:
    """Whether a statement is on the topic: its article has every name of it, and the sentence shares its other words."""
    if PICTURE.search(said.text):
        return False
    asked = _LISTED.sub(" ", topic)
    topic_read, article = read_sentence(asked), said.quote.article
    named = frozenset(w for n in topic_read.names for w in n.words if len(w) > 2)
    held = _article_words(article)
    if not all(share_names(frozenset({w}), held) for w in named):
        return False
    topic_stems = {stem(w) for w in topic_read.content if w not in named and len(w) > 2}
    told = [event for event in EVENTS.values() if any(event.fullmatch(w) for w in topic_read.content)]
    if told:  # "attacks on X" are told of by other words as well
        return any(event.search(said.text) for event in told)
    return share_names(named, said.statement.name_words) or bool(topic_stems & said.statement.stems)


@lru_cache(maxsize=64)  # a whole article is too much to keep among the sentences
def _article_words(article: Article) -> frozenset[str]:
    return frozenset(name_words(f"{article.title} {article.text}"))


def _one_event(a: _Dated, b: _Dated) -> bool:
    if (a.when.first, a.when.last) != (b.when.first, b.when.last):
        return False
    if _restates(a.said, b.said):
        return True
    shared = a.said.topic & b.said.topic
    union = a.said.topic | b.said.topic
    figures = {n.value for n in a.said.statement.numbers} & {n.value for n in b.said.statement.numbers} - {1.0}
    return same_event(a.said, b.said) and (len(shared) >= 3 or len(shared) >= 0.25 * len(union) or bool(figures and shared))


def _refers_back(topic: str, a: _Dated, b: _Dated) -> bool:
    """Whether one of two sentences on the same day refers back to the topic as "the attack", "Tuesday's attack"."""
    if (a.when.first, a.when.last, a.when.precision) != (b.when.first, b.when.last, "day"):
        return False
    topic_stems = read_sentence(topic).stems
    return any(stem(m[1].lower()) in topic_stems for said in (a.said, b.said) for m in _THE.finditer(said.text))


def _restates(a: Said, b: Said) -> bool:
    one, two = a.statement.stems, b.statement.stems
    return len(one & two) >= 0.6 * max(min(len(one), len(two)), 1)


def _sort_key(group: Sequence[_Dated]) -> tuple[str, str, int]:
    return group[0].when.first, group[0].when.last, min(i.quote.n for i in group)


def _entry(n: int, group: Sequence[_Dated], story_of: Mapping[str, str]) -> Entry:
    """Make an entry of sentences on one event: the best ranked that is not too long leads, and each other article adds one."""
    chosen = min(group, key=lambda i: (len(i.quote.text) > _WORDY, i.quote.n, i.said.start))
    others: dict[str, Quote] = {}
    for item in group:
        if item.quote.article.id != chosen.quote.article.id:
            others.setdefault(item.quote.article.id, item.quote)
    lead, when = chosen.quote, chosen.when
    return Entry(
        when.first,
        when.last,
        when.precision,
        when.phrase,
        replace(lead, n=n),
        tuple(others.values()),
        count_independent((i.quote.article for i in group), story_of),
    )
