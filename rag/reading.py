"""Collect the evidence for a question: search, choose the quotes, decide whether they answer, compare what reports say."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest

from rag.answer import judge
from rag.answer.opening import RIVAL, opening
from rag.compare.brief import Told, choose, numbered
from rag.compare.compare import Comparison
from rag.compare.series import current
from rag.compare.versus import Settled, settle
from rag.compare.widen import FoundPassage, count_of, widen
from rag.language.lexicon import PERSONAL
from rag.question.asked import read_asked
from rag.question.request import Request
from rag.records import Article, Quote, Sentence
from rag.search import decide, select
from rag.search.notices import Known, Notices
from rag.search.reason import reason_beside
from rag.search.reports import reports_of
from rag.search.retrieve import Found, Retriever
from rag.search.signals import Question, read_question
from rag.settings import Settings

log = logging.getLogger(__name__)

SLOW_MS = (
    1000.0  # a step that takes longer is worth a line in the log; on two cores all of a question from the quotes takes four fifths of it
)
CHOSEN = 250  # tokens of the quotes that are chosen to answer; a model may be shown more around them
DOUBTED = "The model reads the quotes otherwise, and neither reading is likely enough to be right"
FEWEST = 4  # passages read closely for each part of a question of several


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for a question and whether it answers."""

    quotes: tuple[Quote, ...] = ()
    confidence: float = 0.0  # that the best quote answers; of a question of several parts, the best of theirs
    best: tuple[int, ...] = ()  # numbers of the quotes that answer: of each part that is answered the best, and the reason beside it
    open: tuple[str, ...] = ()  # parts of the question that no quote answers
    compared: Comparison = field(default_factory=Comparison)
    replaced: tuple[Quote, ...] = ()  # quotes of figures that those of the best quotes replace
    ranked: tuple[select.Ranked, ...] = ()
    found: tuple[Found, ...] = ()  # the passages, best first
    settled: Settled | None = None  # of a comparison, when each side has its quote
    told: tuple[Told, ...] = ()  # the sentences of a brief, in order, one a quote
    known: Known = field(default_factory=Known)  # what outlets said of the articles found: corrected, or taken back and left out

    @property
    def chosen(self) -> tuple[Quote, ...]:
        """The quotes chosen to answer, without those that only the comparison added."""
        return tuple(q for q in self.quotes if q.score > 0)

    @property
    def answers(self) -> bool:
        """Whether the quotes hold the answer."""
        return bool(self.best)


class Clock:
    """Milliseconds a step, in order."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    @property
    def total_s(self) -> float:
        """Seconds since the question."""
        return time.perf_counter() - self._start

    def lap(self, step: str) -> None:
        """Book the time since the last lap."""
        now = time.perf_counter()
        spent = round((now - self._last) * 1000, 1)
        log.log(logging.INFO if spent > SLOW_MS else logging.DEBUG, "step %s took %.0f ms", step, spent)
        self.laps[step] = self.laps.get(step, 0.0) + spent
        self.laps["total"] = round((now - self._start) * 1000, 1)
        self._last = now


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One of the questions a question is made of, with what was found for it."""

    question: Question
    found: tuple[Found, ...]
    ranked: tuple[select.Ranked, ...]
    replaced: Quote | None = None  # the quote of a figure that the best one's replaces


def gather_evidence(request: Request, retriever: Retriever, settings: Settings, clock: Clock) -> Reading:
    """Search, choose the quotes, decide whether they answer, and compare what reports say.

    Each of the questions that a question is made of is searched for itself, has its share of the quotes' tokens, and is answered or not
    for itself.
    """
    asked, filters, focus = request.subquestions or (request.searched,), request.filters, request.focus
    close = max(FEWEST, settings.passages // len(asked))
    notices = Notices(retriever, filters)
    founds = [notices.standing(retriever.search(part, filters, focus, close)) for part in asked]
    clock.lap("retrieve")
    period = (request.window.event_after, request.window.event_before)
    parts = [_rank(part, found, retriever, period, notices) for part, found in zip(asked, founds, strict=True)]
    quotes = select.choose_quotes([p.ranked for p in parts], min(settings.quote_tokens or CHOSEN, CHOSEN))
    clock.lap("select")
    if not quotes:
        return Reading(known=notices.known)
    chances = [_decide(p, quotes, retriever) if p.ranked else 0.0 for p in parts]
    answered = [p for p, chance in zip(parts, chances, strict=True) if chance >= decide.threshold()]
    of_parts = [select.quote_of(p.ranked[0], quotes) if p in answered else 0 for p in parts]
    best = dict.fromkeys(n for n in of_parts if n)
    still_open = tuple(p.question.statement.text for p in parts if p not in answered) if best else ()
    replaced = tuple(p.replaced for p in answered if p.replaced)
    merged = notices.unspoiled(_merged(founds))
    reading = Reading(quotes, max(chances), tuple(best), still_open, replaced=replaced, ranked=parts[0].ranked, found=merged)
    if request.versus and all(of_parts):
        reading = replace(reading, settled=settle(request.versus, [q for n in of_parts for q in quotes if q.n == n]))
    clock.lap("decide")
    wanted = read_asked(request.searched)
    if reading.answers or wanted.quantity in PERSONAL:
        passages: list[FoundPassage] = [f for found in founds for f in notices.readable(found)]
        if wanted.quantity or wanted.harm == "asked":
            further = reports_of(request.searched, retriever, filters, period, {f.passage.id for found in founds for f in found})
            passages += notices.readable(further)
        if not reading.answers and not request.subquestions:
            reading = _counted(request.searched, reading, passages)
    if reading.answers:
        stories = retriever.store.story_of({f.article.id for f in passages})
        wide = widen(request.searched, reading.quotes, passages, stories, [r.quote for p in parts for r in p.ranked])
        reading = _with_reason(request.searched, replace(reading, quotes=wide.quotes, compared=wide.compared))
    clock.lap("compare")
    return replace(reading, known=notices.known)


def _counted(question: str, reading: Reading, passages: Sequence[FoundPassage]) -> Reading:
    """Answer by the count of one event's victims, where a report surely gives it; else leave all as it is."""
    sure = count_of(question, reading.quotes, passages)
    if sure is None:
        return reading
    n = sure.n or max(q.n for q in reading.quotes) + 1
    most = sure.score * RIVAL / 2  # what the decision left is no rival of it
    others = tuple(q if q.n == n else replace(q, score=min(q.score, most)) for q in reading.quotes)
    quotes = tuple(sure if q.n == n else q for q in others) if sure.n else (*others, replace(sure, n=n))
    return replace(reading, quotes=quotes, confidence=sure.score, best=(n,))


def _merged(founds: Sequence[Sequence[Found]]) -> tuple[Found, ...]:
    """Return the passages of all parts, the best of each first, none twice."""
    best: dict[str, Found] = {}
    for found in chain.from_iterable(zip_longest(*founds)):
        if found is not None:
            best.setdefault(found.passage.id, found)
    return tuple(best.values())


def gather_versus(request: Request, retriever: Retriever, settings: Settings, clock: Clock) -> Reading:
    """Read each side of a comparison; where one of them has no answer, read the question as any other."""
    sides = gather_evidence(request, retriever, settings, clock)
    if sides.settled:
        return sides
    whole = gather_evidence(replace(request, subquestions=(), versus=None), retriever, settings, clock)
    return replace(whole, open=sides.open) if whole.answers else sides


def gather_brief(request: Request, retriever: Retriever, settings: Settings, clock: Clock) -> Reading:
    """Choose the sentences of a brief; where the articles do not tell of its matter, read the question as any other.

    Of an event that may answer; of a wider matter only the quotes that come nearest are kept.
    """
    assert request.brief is not None
    notices, brief = Notices(retriever, request.filters), request.brief
    found = retriever.search(brief.topic, request.filters, request.focus, close=1)
    clock.lap("retrieve")
    period, stories = (request.window.event_after, request.window.event_before), retriever.store.story_of({f.article.id for f in found})

    def tell(standing: list[Article]) -> tuple[Told, ...]:
        kept = {a.id for a in standing}
        places = dict.fromkeys((f.article, span) for f in notices.readable(found) if f.article.id in kept for span in f.spans)
        sentences = [Quote(n, a.text[slice(*span)], *span, a) for n, (a, span) in enumerate(places, 1)]
        return tuple(choose(brief, sentences, period, stories))

    articles = list({f.article.id: f.article for f in found}.values())
    told = notices.settled(tell, articles, lambda made: [t.quote.article for t in made])
    clock.lap("select")
    if told:
        quotes = numbered(told)
        return Reading(quotes, max(q.score for q in quotes), tuple(q.n for q in quotes), told=told, known=notices.known)
    reading = gather_evidence(request, retriever, settings, clock)
    return reading if request.brief.event else Reading(reading.quotes, reading.confidence)


def _with_reason(question: str, reading: Reading) -> Reading:
    """Add the sentence beside the best quote that says why or how, where the best itself does not."""
    best = next(q for q in reading.quotes if q.n == reading.best[0])
    beside = reason_beside(question, best) if len(reading.best) == 1 else None
    if beside is None:
        return reading
    known = next((q.n for q in reading.quotes if q.article.id == beside.article.id and q.start <= beside.start and beside.end <= q.end), 0)
    number = known or max(q.n for q in reading.quotes) + 1
    quotes = reading.quotes if known else (*reading.quotes, replace(beside, n=number))
    return replace(reading, quotes=quotes, best=(best.n, number))


def _rank(asked: str, found: Sequence[Found], retriever: Retriever, period: tuple[str, str], notices: Notices) -> _Part:
    static, (mini, tokens) = retriever.static.embed([asked]), retriever.read([asked])
    question = read_question(asked, retriever.weight, static[0], mini[0], tokens[0], period)
    ranked, wrong = notices.right(select.rank(question, [f for f in found if f.mini is not None]))
    if at := current(asked, [r.quote for r in ranked]):  # the figure that stands goes before the one that it replaces, as likely to answer
        newest = replace(ranked[at], probability=ranked[0].probability)
        return _Part(question, tuple(found), (newest, *ranked[:at], *ranked[at + 1 :]), ranked[0].quote)
    return _Part(question, tuple(found), tuple(ranked), wrong)


def _decide(part: _Part, quotes: Sequence[Quote], retriever: Retriever) -> float:
    ages = {f.article.id: f.signals["age"] for f in part.found}
    age = min(ages.get(q.article.id, max(ages.values())) for q in quotes[:3])
    return decide.confidence(decide.weigh(part.question, part.ranked, part.found, quotes, age, retriever.static))


def whose_words(reading: Reading, request: Request, written: Sequence[Sentence]) -> tuple[judge.Shown, str]:
    """Decide between a model's checked sentences, the quotes' own answer and a decline; say why where it is not the model's."""
    if all(s.support == "unsupported" for s in written):
        values, why = dict[str, float](), "The model's words were not supported by the quotes"
    else:
        first = opening(request.searched, request.window, reading.best, reading.quotes, reading.compared)
        values, why = judge.signals(request.searched, reading.quotes, first, written), "The model's words are less likely to be right"
    shown = judge.choose(values, reading.confidence)
    return shown, {"model": "", "quotes": why, "neither": DOUBTED}[shown]
