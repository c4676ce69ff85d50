"""Say of two quoted sentences whether they are about one event and cover the same (pure)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.dates.calendar import days_between
from rag.dates.reader import Date, same_date
from rag.language.data import phrases
from rag.language.names import name_words, ordinary, same_word
from rag.language.text import meaningful, plain, sentences, stem
from rag.records import Quote
from rag.sources.independence import APART
from rag.sources.statement import Statement, read_sentence

_SCOPE = phrases("claims.json", "scope")
_BOTH = re.compile(
    r"\b(?P<one>[A-Z][\w.’'-]*)(?:-led)?\s+(?:and|&)\s+(?P<two>[A-Z][\w’'-]*|coalition|allied|allies|foreign|international|partner)\b"
)
_TIME_WORDS = frozenset(stem(w) for w in (
    "monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december "
    "today yesterday night morning evening day week month year time early late hour say said tell told report number total accord official "
    "least people person kill dead died deaths toll wounded injured hurt after").split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a quote, with what is needed to compare it with others."""

    statement: Statement
    quote: Quote
    start: int  # offset in the quote's text
    names: frozenset[str]  # words of names, without the speaker's
    topic: frozenset[str]  # stems of its content words, without names, numbers, times and the speaker
    title_names: frozenset[str]
    title_topic: frozenset[str]
    scope: frozenset[str]
    pairs: tuple[tuple[str, str], ...]  # "US and coalition": two groups that a count covers together

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.statement.text

    @property
    def attribution(self) -> str:
        """Its speaker, as written; empty if it names none."""
        return self.statement.speaker

    @property
    def published(self) -> str:
        """ISO day of its article, empty if not stated."""
        return self.quote.article.dated[:10]


def said_in(quotes: Sequence[Quote], question: str = "") -> list[Said]:
    """Return the sentences of the quotes, in order.

    A capital at the start of a sentence is a name where the word is one elsewhere in the quotes, their titles or the question.
    """
    read_quotes = [read_sentence(q.text, q.article.dated) for q in quotes]
    texts = [read_sentence(question), *read_quotes, *(read_sentence(q.article.title, q.article.dated) for q in quotes)]
    known = frozenset(w for t in texts for n in t.names if n.sure for w in n.words)
    twice = Counter(w for r in read_quotes for w in {w for n in r.names if not n.sure for w in n.words})
    known |= {w for w, count in twice.items() if count > 1 and w not in ordinary()}
    return [_said(q, read_sentence(q.text[s:e], q.article.dated), s, known) for q in quotes for s, e in sentences(q.text)]


def _said(quote: Quote, said: Statement, start: int, known: frozenset[str]) -> Said:
    title, whole, by = (
        read_sentence(quote.article.title, quote.article.dated),
        read_sentence(quote.text, quote.article.dated),
        read_sentence(said.speaker),
    )
    own_names = _names(said, known) - by.name_words
    if not own_names and len(said.text) < len(quote.text):  # "The number of injured is 23." goes with the sentence beside it
        own_names = _names(whole, known)
    return Said(
        said, quote, start, own_names, _topic(said, known) - by.stems, _names(title, known), _topic(title, known),
        frozenset(m.group().lower() for m in _SCOPE.finditer(said.text)),
        tuple((m["one"], m["two"]) for m in _BOTH.finditer(said.text)),
    )  # fmt: skip


def _names(said: Statement, known: frozenset[str]) -> frozenset[str]:
    return frozenset(w for n in said.names for w in n.words if len(w) > 1 and (n.sure or w in known))


def _topic(said: Statement, known: frozenset[str]) -> frozenset[str]:
    named = [n for n in said.names if n.sure or known.intersection(n.words)]
    plainer = [t.word for t in said.tokens if not any(n.start <= t.start < n.end for n in named)]
    return frozenset(s for w in meaningful(plainer) if not w[0].isdigit() and (s := stem(w)) not in _TIME_WORDS and len(s) > 2)


def names_asked(question: str) -> frozenset[str]:
    """Return the words of the names that a question certainly gives."""
    return frozenset(w for n in read_sentence(question).names if n.sure for w in n.words)


def share_names(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words of names have one in common, in some spelling."""
    return bool(a & b) or any(same_word(x, y) for x in a for y in b)


def same_time(a: Said, b: Said) -> bool:
    """Whether two statements are of about the same time: published within ``APART`` days, or stating the same day, or both undated."""
    apart = days_between(a.published, b.published)
    return apart <= APART if apart is not None else (not a.published and not b.published) or days_agree(a, b) is True


def days_agree(a: Said, b: Said) -> bool | None:
    """Whether the days that two statements state can be the same; None when either states no day."""
    one, two = [d for d in a.statement.days if d.precision == "day"], [d for d in b.statement.days if d.precision == "day"]
    if one and two:
        return any(x.first == y.first for x in one for y in two)
    left, right = ([d for d in _specific_days(s) if d.month] for s in (a, b))
    return any(same_date(x, y) for x in left for y in right) if left and right else None


def _specific_days(said: Said) -> list[Date]:
    """Return the dates of a statement that state a day of the month or a weekday."""
    return [d for d in said.statement.dates if d.day or d.weekday >= 0]


def same_scope(a: Said, b: Said) -> bool:
    """Whether two counts cover the same: no "confirmed", "per day" or "and coalition" that only one of them has."""
    return a.scope == b.scope and not _wider(a, b) and not _wider(b, a)


def _wider(a: Said, b: Said) -> bool:
    covered = b.statement.words
    for one, two in a.pairs:
        has_one = any(same_word(w, o) for w in name_words(one) for o in b.names) or plain(one) in covered
        has_two = any(same_word(w, o) for w in name_words(two) for o in b.names) or plain(two) in covered
        if has_one and not has_two:
            return True
    return False


def same_event(a: Said, b: Said) -> bool:
    """Whether two statements are about one event: their days do not differ, and they share names and topic."""
    agree = days_agree(a, b)
    if agree is False:
        return False
    if a.quote.article.id == b.quote.article.id and a.start == b.start and a.quote.n == b.quote.n:
        return True
    common = len(a.topic & b.topic)
    wide = len((a.topic | a.title_topic) & (b.topic | b.title_topic))
    if agree is None and bool(_specific_days(a)) != bool(_specific_days(b)):
        return share_names(a.names, b.names) and common >= (1 if a.published and b.published else 2)
    if a.names and b.names:
        if share_names(a.names, b.names):
            return bool(agree) or common >= 1 or wide >= 2
        return (
            share_names(a.names | a.title_names, b.names | b.title_names)
            and ((bool(agree) and wide >= 2) or common >= 3)
            and not (a.names - a.title_names and b.names - b.title_names and common < 3)
        )
    if share_names(a.names | a.title_names, b.names | b.title_names):
        return (bool(agree) and common >= 1) or common >= 2
    return common >= (2 if agree else 3)
