"""A question's evidence: what was found is read, the best sentences become quotes, and whether they answer is decided."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag import decide, select
from rag.compare import Comparison
from rag.records import Quote
from rag.retrieve import Filters, Focus, Found, Retriever, staleness
from rag.settings import Settings
from rag.signals import Question, read_question
from rag.widen import widen

FEWEST = 4  # passages read closely for each part of a question of several


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for a question and whether it answers."""

    quotes: tuple[Quote, ...] = ()
    confidence: float = 0.0
    compared: Comparison = field(default_factory=Comparison)
    ranked: tuple[select.Ranked, ...] = ()

    @property
    def chosen(self) -> tuple[Quote, ...]:
        """The quotes chosen to answer, without those that only the comparison added."""
        return tuple(q for q in self.quotes if q.score > 0)

    @property
    def answers(self) -> bool:
        """Whether the quotes hold the answer."""
        return bool(self.quotes) and self.confidence >= decide.threshold()


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
        self.laps[step] = self.laps.get(step, 0.0) + round((now - self._last) * 1000, 1)
        self.laps["total"] = round((now - self._start) * 1000, 1)
        self._last = now


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the questions a question is made of, with what was found for it."""

    question: Question
    found: tuple[Found, ...]
    ranked: tuple[select.Ranked, ...]


def read(
    asked: Sequence[str], whole: str, retriever: Retriever, filters: Filters, focus: Focus, settings: Settings, clock: Clock
) -> Reading:
    """Search each of ``asked``, share the quotes' tokens between them, decide, and compare what the quotes say on the ``whole`` question.

    A question of several parts is as well answered as its parts are in the mean: one that only half is answered is answered in part.
    """
    close = settings.passages if len(asked) == 1 else max(FEWEST, settings.passages // len(asked))
    founds = [retriever.search(question, filters, focus, close) for question in asked]
    clock.lap("retrieve")
    parts = [_rank(question, found, retriever) for question, found in zip(asked, founds, strict=True) if found]
    quotes = select.quotes([p.ranked for p in parts], settings.quote_tokens)
    clock.lap("select")
    if not quotes:
        return Reading()
    chances = [_decide(p, quotes, focus, retriever) for p in parts if p.ranked]
    chance = sum(chances) / len(asked)
    clock.lap("decide")
    ranked = tuple(r for p in parts for r in p.ranked)
    reading = Reading(quotes, chance, ranked=ranked)
    if reading.answers:
        wide = widen(whole, quotes, [f for p in parts for f in p.found])
        reading = replace(reading, quotes=wide.quotes, compared=wide.compared)
        clock.lap("compare")
    return reading


def _rank(asked: str, found: Sequence[Found], retriever: Retriever) -> _Part:
    static, (mini, tokens) = retriever.static.embed([asked]), retriever.read([asked])
    question = read_question(asked, retriever.weight, static[0], mini[0], tokens[0])
    return _Part(question, tuple(found), tuple(select.rank(question, [f for f in found if f.mini is not None])))


def _decide(part: _Part, quotes: Sequence[Quote], focus: Focus, retriever: Retriever) -> float:
    quoted = " ".join(f"{q.article.title} {q.text}" for q in quotes)
    age = min(staleness(q.article.dated, focus) for q in quotes[:3])
    return decide.confidence(decide.weigh(part.question, part.ranked, part.found, quoted, age, retriever.static))
