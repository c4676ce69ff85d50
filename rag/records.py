"""Frozen records that the packages exchange: articles, quotes, filters, answers (standard library only)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

Status = Literal["answered", "disputed", "declined"]
Support = Literal["supported", "partial", "unsupported"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored; every offset of a quote or passage points into ``text``.

    Times are ISO 8601, as precise as the article states them: ``2023-10-31`` for a day,
    ``2023-10-31T12:22+02:00`` for a minute. An empty string is "not stated", never a guess.
    """

    id: str
    title: str
    text: str
    source: str = ""  # the outlet
    byline: str = ""
    published: str = ""
    updated: str = ""
    url: str = ""
    path: str = ""  # where it was read from; not part of its identity
    version_of: str = ""  # an earlier version: id of the newest one, which counts without a date asked for
    superseded: str = ""  # the time of the version that replaced this one
    agency: str = ""  # news agencies that the text credits, under the names of rag.sources, joined by ", "
    incomplete: bool = False  # only the beginning of the article: the rest is behind a paywall, or was cut off by an export
    found: str = ""  # names of the fields that nothing states outright and that were found by other means, by blanks: "published source"

    @property
    def dated(self) -> str:
        """ISO time of this text: the later of published and updated, empty if neither is stated."""
        return max(self.published, self.updated, key=lambda stamp: stamp[:10])


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one article: ``article.text[start:end] == text``."""

    id: str
    article_id: str
    text: str
    start: int  # characters from the start of article.text
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for a question, with its article and its fused score (higher is better)."""

    score: float
    article: Article
    passage: Passage


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim sentence chosen for an answer: ``article.text[start:end] == text``, or of a headline ``article.title[start:end]``."""

    n: int  # its number in the answer, from 1
    text: str
    start: int
    end: int
    article: Article
    score: float = 0.0  # the ranker's probability, 0 to 1, that it holds the answer
    headline: bool = False  # it stands in the article's title, and so do its offsets
    answer: tuple[int, int] = (0, 0)  # the words that answer, as offsets like ``start`` and ``end``; (0, 0) where none were found


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that supports a sentence of the answer: ``article.text[start:end] == quote``, or ``article.title[start:end]``."""

    n: int
    quote: str
    start: int
    end: int
    article: Article
    also: tuple[str, ...] = ()  # other outlets that carry a copy of this article, earliest first
    headline: bool = False  # the quote stands in the article's title, and so do its offsets


def stands_in(part: Quote | Citation) -> str:
    """Return the text of the article into which the offsets of a quote or citation point: the headline or what is under it."""
    return part.article.title if part.headline else part.article.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer and the numbers of the quotes it cites."""

    text: str
    support: Support
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """The answer in a line: the value asked for, verbatim from one quote, with the day and outlet of its report.

    Of a comparison, "Brevia: 9 million; Calden: at least 4 million": the winner first, each value verbatim from its quote.
    """

    text: str  # verbatim from the quote or, ``headline``, from the article's title
    n: int  # number of the quote
    day: str = ""  # for a question of time, the ISO day or range ("2026-02-08", "2026-02") that the words state, resolved
    reported: str = ""  # ISO time of the report, empty if not stated
    outlet: str = ""


class Given(TypedDict, total=False):
    """Filters as a caller gives them: days as ISO or in words, one outlet or several."""

    as_of: str | None  # nothing published later is read, nor anything undated
    after: str | None
    before: str | None
    outlets: str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be read: ISO days, both ends included, and outlets as the articles spell them; an empty field does not filter."""

    as_of: str = ""  # the day the question is asked as of
    after: str = ""
    before: str = ""
    outlets: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """The last day whose articles may be read: the earlier of ``as_of`` and ``before``."""
        return min((day for day in (self.as_of, self.before) if day), default="")

    @property
    def dated(self) -> bool:
        """Whether a date filter is set, which leaves undated articles out."""
        return bool(self.after or self.last)

    def given(self) -> Given:
        """Return the same as arguments of the Assistant."""
        return Given(as_of=self.as_of, after=self.after, before=self.before, outlets=self.outlets)


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Window:
    """The time a question is about; ISO days, both ends included, empty when open.

    ``after`` and ``before`` bound what may be read, by publication: they come only from words that say so
    ("as of", "by", "until", "before", "since", "after", "published in"). ``event_after`` and ``event_before``
    bound when the thing asked about happened ("on 7 October", "last week", "between 3 and 10 May"): reports
    of it come out later too, so they may rank, never exclude.
    """

    after: str = ""
    before: str = ""
    phrase: str = ""  # the words of the question that name the time
    latest: bool = False  # the question wants the newest state of affairs
    event_after: str = ""
    event_before: str = ""

    def __bool__(self) -> bool:
        """Whether it narrows what may be read."""
        return bool(self.after or self.before)


@dataclass(frozen=True, slots=True)
class Value:
    """What one quote says of a quantity or claim, with its speaker and the time it applies to."""

    text: str  # as written: "more than 140", "no casualties"
    what: str  # the quantity or claim: "attacks", "killed", "damage or casualties"
    quote: int  # number of the quote it stands in
    outlet: str = ""  # where it is not stated, the headline
    article_id: str = ""
    attribution: str = ""  # the speaker, as written: "a senior US defense official"; empty: the outlet itself
    number: float | None = None  # None for a claim, a name or a date
    bound: str = ""  # as in rag.language.numbers: ">=" at least, ">" more than, "~" about ...
    unit: str = ""  # "%", a currency sign
    start: str = ""  # ISO days of the period it applies to or was counted up to; empty: no known time
    end: str = ""
    precision: str = ""  # day, month, year, range (as stated in the sentence), published (the article's day), or empty
    phrase: str = ""  # the article's own words of time: "since October 17"; kept for undated articles too
    place: str = ""  # where, of a count of the victims of one event: the places as the question names them
    after: str = ""  # of an undated article, the newest ISO day that it states as past: it is no older than that


@dataclass(frozen=True, slots=True)
class Difference:
    """A conflict between reports: same event, same quantity or claim, about the same time, but values that cannot all be right."""

    what: str
    kind: Literal["number", "claim", "date", "name"]
    sides: tuple[tuple[Value, ...], ...]  # each side's values agree with each other; the best supported side first
    independent: tuple[int, ...] = ()  # independent reports behind each side: copies and retellings of one agency count once


@dataclass(frozen=True, slots=True)
class Correction:
    """A report that says an earlier figure was wrong or has been revised."""

    now: Value
    was: str = ""  # the figure it replaces, as written; empty if not stated
    words: str = ""  # the words that say so


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    ``quotes`` are all that were selected; ``citations`` are those that the sentences cite.
    A declined answer has no sentences' citations; its quotes are the nearest ones found.
    """

    question: str
    status: Status
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    window: Window = Window()
    as_of: str = ""
    confidence: float = 0.0  # probability, 0 to 1, that the quotes hold the answer
    writer: str = "quotes"  # the model that wrote it, or "quotes"
    notes: tuple[str, ...] = ()  # one line each: why no model wrote it, what was left out, undated articles ...
    invented_markers: tuple[int, ...] = ()  # [n] that the model wrote and no quote carries
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    series: tuple[Value, ...] = ()  # the quantity asked for over time, oldest first; what cannot be placed in time comes last
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()
    short: Short | None = None  # None for a decline, and where no single value answers
    independent: int = 0  # independent reports among the articles cited; 0 where copies were not looked for
    after: str = ""  # ISO days and outlets that bounded what was read, after all filters, ``as_of`` and ``window``
    before: str = ""
    outlets: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()  # a question that may mean either of two is declined: its stand-alone wordings, to ask one of them

    @property
    def text(self) -> str:
        """Prose with ``[n]`` markers, or the words of a decline."""
        return " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in self.sentences)

    @property
    def newest(self) -> str:
        """The newest date among the cited articles, empty if none is dated."""
        return max((c.article.dated for c in self.citations), default="")

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Articles cited, in order of first use, each once."""
        return tuple(dict.fromkeys(c.article.id for c in self.citations))

    def to_dict(self) -> dict[str, Any]:
        """Every field, JSON-ready, ``short`` first, with ``text`` and ``newest`` worked out; articles without their full text."""
        row = asdict(self)
        for part in (*row["citations"], *row["quotes"]):
            del part["article"]["text"]
        return {"short": row["short"], "text": self.text, "newest": self.newest, **row}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of ``Assistant.stream``: quotes first, where a model writes a draft and its tokens, then the checked answer."""

    kind: Literal["quotes", "draft", "token", "answer"]
    quotes: tuple[Quote, ...] = ()
    token: str = ""
    answer: Answer | None = None  # the last one
    draft: Answer | None = None  # the quotes' own answer, which stands until the model's words have passed the check
