"""Read the sentences of quotes as comparable statements with names, topic, days, speaker and scope (pure)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.dates.events import EventDate, event_dates
from rag.dates.stated import Date, date_stated, dates, same_date
from rag.language.names import name_words, names, ordinary, same_word
from rag.language.text import content_words, sentences, stem
from rag.records import Quote
from rag.sources.speaker import speaker, without_speaker

_SCOPE = re.compile(
    r"\b(?:confirmed|suspected|probable|daily|per (?:day|week|month|year|capita|person)|a (?:day|week|month|year)|weekly|monthly|quarterly|"
    r"annual(?:ly)?|yearly|capital|"
    r"nationwide|worldwide|domestic|overseas|(?<!with )half|average|alone|city|this (?:week|month|year)|last (?:week|month|year)|"
    r"first (?:half|quarter)|its own|badly|seriously|critically)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?P<one>[A-Z][\w.’'-]*)(?:-led)?\s+(?:and|&)\s+(?P<two>[A-Z][\w’'-]*|coalition|allied|allies|foreign|international|partner)\b"
)
_TIME_WORDS = frozenset(stem(w) for w in (
    "monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december "
    "today yesterday night morning evening day week month year time early late hour say said tell told report number total accord official "
    "least more than about people person kill killed dead died deaths toll wounded injured hurt after").split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a quote, with what is needed to compare it with others."""

    text: str
    quote: Quote
    start: int  # offset in the quote's text
    title: str
    attribution: str  # the speaker, as written; empty if none is named
    names: frozenset[str]  # words of names, without the speaker's
    topic: frozenset[str]  # stems of its content words, without names, numbers, times and the speaker
    title_names: frozenset[str]
    title_topic: frozenset[str]
    days: tuple[EventDate, ...]
    partial: tuple[Date, ...]  # dates as written, for articles without a publication date
    scope: frozenset[str]
    pairs: tuple[tuple[str, str], ...]  # "US and coalition": two groups that a count covers together

    @property
    def published(self) -> str:
        """ISO day of its article, empty if not stated."""
        return self.quote.article.dated[:10]


def _statement(quote: Quote, text: str, start: int, known: frozenset[str]) -> Statement:
    attribution, article = speaker(text), quote.article
    content = without_speaker(text, attribution)
    own_names, title_names = _names(content, known), _names(article.title, known)
    if not own_names and len(text) < len(quote.text):  # "The number of injured is 23." goes with the sentence beside it
        own_names = _names(quote.text, known)
    return Statement(
        text, quote, start, article.title, attribution, own_names, _topic(content, own_names),
        title_names, _topic(article.title, title_names),
        tuple(event_dates(text, article.dated)), tuple(dates(text)),
        frozenset(m.group().lower() for m in _SCOPE.finditer(content)),
        tuple((m["one"], m["two"]) for m in _BOTH.finditer(content)),
    )  # fmt: skip


def statements(quotes: Sequence[Quote], question: str = "") -> list[Statement]:
    """Return the sentences of the quotes as statements, in order.

    A capital at the start of a sentence is a name where the word is one elsewhere in the quotes, their titles or the question.
    """
    texts = [question, *(q.text for q in quotes), *(q.article.title for q in quotes)]
    known = frozenset().union(*(_names(text, frozenset()) for text in texts))
    twice = Counter(w for q in quotes for w in {w for n in names(q.text) if not n.sure for w in name_words(n.text)})
    known |= {w for w, count in twice.items() if count > 1 and w not in ordinary()}
    return [_statement(q, q.text[s:e], s, known) for q in quotes for s, e in sentences(q.text)]


def _names(text: str, known: frozenset[str]) -> frozenset[str]:
    taken = tuple((d.start, d.end) for d in dates(text))
    return frozenset(w for n in names(text, taken) for w in name_words(n.text) if len(w) > 1 and (n.sure or w in known))


def _topic(text: str, named: frozenset[str]) -> frozenset[str]:
    return frozenset(
        s for w in content_words(text) if not w[0].isdigit() and w not in named and (s := stem(w)) not in _TIME_WORDS and len(s) > 2
    )


def share_names(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words of names have one in common, in some spelling."""
    return bool(a & b) or any(same_word(x, y) for x in a for y in b)


def days_agree(a: Statement, b: Statement) -> bool | None:
    """Whether the days that two statements state can be the same; None when either states no day."""
    one, two = [d for d in a.days if d.precision == "day"], [d for d in b.days if d.precision == "day"]
    if one and two:
        return any(x.start == y.start for x in one for y in two)
    left, right = [d for d in a.partial if d.day or d.weekday >= 0], [d for d in b.partial if d.day or d.weekday >= 0]
    if not left or not right:
        return None
    firm = [(x, y) for x in left for y in right if same_date(x, y) and x.month and y.month]
    if firm:
        return True
    left, right = [d for d in left if d.month], [d for d in right if d.month]
    if not left or not right:
        return None
    published = [s.published for s in (a, b) if s.published]
    return any(date_stated(x, [y], published) for x in left for y in right)


def _specific_days(statement: Statement) -> list[Date]:
    """Return the dates of a statement that state a day of the month or a weekday."""
    return [d for d in statement.partial if d.day or d.weekday >= 0]


def same_scope(a: Statement, b: Statement) -> bool:
    """Whether two counts cover the same: no "confirmed", "per day" or "and coalition" that only one of them has."""
    return a.scope == b.scope and not _wider(a, b) and not _wider(b, a)


def _wider(a: Statement, b: Statement) -> bool:
    low = b.text.lower()
    covered = {*re.findall(r"[\w’'-]+", low)}
    for one, two in a.pairs:
        has_one = any(same_word(w, o) for w in name_words(one) for o in b.names) or one.lower() in covered
        has_two = any(same_word(w, o) for w in name_words(two) for o in b.names) or two.lower() in covered
        if has_one and not has_two:
            return True
    return False


def same_event(a: Statement, b: Statement) -> bool:
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
    return common >= (2 if agree else 3) and (not a.names or not b.names)
