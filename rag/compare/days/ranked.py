"""Rank the days of a topic by what independent reports tell of each, and say how many matter (pure)."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from rag.compare.days.topic import Topic
from rag.dates.reader import Date
from rag.models.encoders import WEIGHTS
from rag.records import Quote
from rag.sources.independence import NO_STORIES
from rag.sources.statement import Statement, read_sentence

SIGNALS = ("told", "published", "next")
LEAD = 5  # first sentences of an article, which say what it is about
Key = tuple[str, str, str]  # first and last ISO day, precision


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence of an article with the time that it tells of."""

    quote: Quote
    said: Statement
    place: int  # among the sentences read of its article, from 0
    when: Date | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day that sentences on the topic state, or a span of days, with what speaks for it."""

    key: Key
    score: float  # 0 or more; only the scores of one topic can be compared
    lines: tuple[Line, ...]  # that tell of it


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is fitted by ``python -m eval.fit timeline``."""

    weights: tuple[float, ...]  # of SIGNALS, 0 or more
    border: float  # share of the strongest day's score from which a day is told, 0 to 1
    fewest: int  # days that are told where there are as many, however weak: those of the shortest timeline that was fitted on


@lru_cache
def fitted(path: Path = WEIGHTS / "timeline.json") -> Fitted:
    """Return what is shipped."""
    row = json.loads(path.read_text(encoding="utf-8"))
    return Fitted(tuple(float(row["weights"][name]) for name in SIGNALS), float(row["border"]), int(row["fewest"]))


def rank_days(signals: Mapping[Key, Sequence[float]], weights: Sequence[float]) -> list[tuple[Key, float]]:
    """Return the days of ``measure`` with their scores, strongest first; equal ones stay in their order."""
    scored = [(key, sum(w * v for w, v in zip(weights, values, strict=True))) for key, values in signals.items()]
    return sorted(scored, key=lambda pair: -pair[1])


def how_many(scores: Sequence[float], border: float, fewest: int) -> int:
    """Return how many of the days with these scores, greatest first, are worth telling."""
    strong = sum(score >= border * scores[0] for score in scores)
    return min(max(strong, fewest), len(scores))


def told_days(topic: Topic, lines: Sequence[Line], story_of: Mapping[str, str] = NO_STORIES, model: Fitted | None = None) -> list[Day]:
    """Return the days that sentences on the topic state, strongest first; of equal ones the first stated."""
    model = model or fitted()
    told, signals = measure(topic, lines, story_of)
    return [Day(key, score, tuple(told[key])) for key, score in rank_days(signals, model.weights)]


def chosen(days: Sequence[Day], model: Fitted | None = None) -> Sequence[Day]:
    """Return those of ``told_days`` that are worth telling."""
    model = model or fitted()
    return days[: how_many([d.score for d in days], model.border, model.fewest)]


def measure(
    topic: Topic, lines: Sequence[Line], story_of: Mapping[str, str] = NO_STORIES
) -> tuple[dict[Key, list[Line]], dict[Key, tuple[float, ...]]]:
    """Return the sentences on the topic by the days that they tell of, and the values of ``SIGNALS`` for each day.

    A value, 0 to 1, is the logarithm of a sum over reports as a share of the greatest; a report and its copies count once. ``told``:
    reports that tell of the day; ``published`` and ``next``: reports of that day and of the day after, each by the share of the topic's
    words in its headline and lead. Newspapers' own timelines have been found to follow both (Tran et al. 2013; Gholipour Ghalandari and
    Ifrim 2020). How central the sentences are, and who still tells of the day a week later, gave no more on topics held out.
    """
    told: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        if line.when and topic.tells(line.said):
            told[line.when.first, line.when.last, line.when.precision].append(line)
    out = _published(topic, lines, story_of)
    sums: dict[Key, dict[str, float]] = {}
    for key, own in told.items():
        stories = {story_of.get(line.quote.article.id, line.quote.article.id) for line in own}
        following = (date.fromisoformat(key[0]) + timedelta(days=1)).isoformat()
        on, after = (out[key[0]], out[following]) if key[2] == "day" else (0.0, 0.0)
        sums[key] = {"told": len(stories), "published": on, "next": after}
    most = {name: max((s[name] for s in sums.values()), default=0.0) or 1.0 for name in SIGNALS}
    return told, {key: tuple(math.log1p(s[name]) / math.log1p(most[name]) for name in SIGNALS) for key, s in sums.items()}


def _published(topic: Topic, lines: Sequence[Line], story_of: Mapping[str, str]) -> defaultdict[str, float]:
    """Return ISO day -> reports of the day, each counted by the share of the topic's words in its headline and lead."""
    leads: dict[str, set[str]] = {}
    days: dict[str, str] = {}
    for line in lines:
        article = line.quote.article
        story = story_of.get(article.id, article.id)
        lead = leads.setdefault(story, set(read_sentence(article.title).stems))
        if line.place < LEAD:
            lead |= line.said.stems
        if article.dated:
            days[story] = min(days.get(story, "9"), article.dated[:10])
    asked = topic.said.stems
    total: defaultdict[str, float] = defaultdict(float)
    for story, day in days.items():
        total[day] += len(asked & leads[story]) / max(len(asked), 1)
    return total
