"""What a question asks to be counted as one event, and how likely a figure of a report is that count, by fitted weights (pure)."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.compare.figures import Row, rows
from rag.compare.quantities import Quantity
from rag.compare.signals import BACK, PLACED, Event, Signals, acts_in, laid
from rag.compare.statements import Said, names_asked, said_in, share_names
from rag.dates.calendar import days_between
from rag.language.lexicon import ANYONE, CUE, GROUP_OF, PERSONAL
from rag.language.text import stem
from rag.models.encoders import WEIGHTS as MODELS
from rag.question.asked import read_asked
from rag.records import Article, Quote
from rag.search.reports import AFTER
from rag.sources.statement import read_sentence

WEIGHTS = MODELS / "event.json"
LONGEST = 7  # days of an event that its days tell from others
_WHOM = re.compile(
    r"\bhow many\s+(?P<whom>(?:\w[\w'’-]*\s+){1,8}?)(?:(?P<done>were|was|did|died|have|had|are|do|does)|on|in|killed|wounded)\b", re.I
)
Weights = Mapping[str, Mapping[str, float]]  # "first": of a figure's own signals; "second": with those of the figures around it


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may count the event's victims."""

    quantity: Quantity
    place: int  # of its sentence in its article, from 0
    chance: float  # 0 to 1, that it is the count asked for


def read_event(question: str) -> Event | None:
    """Return the event whose victims the question wants counted; None where it asks for another thing or names nothing."""
    whom = _WHOM.search(question)
    what = read_asked(question).quantity
    if what not in PERSONAL and whom and whom["done"]:  # "how many White Helmets rescuers were killed"
        hits = [(hit.start(), name) for name in PERSONAL for hit in CUE[name].finditer(question[whom.end("whom") :])]
        what = min(hits)[1] if hits else ""
    names = names_asked(question)
    if what not in PERSONAL or not names:
        return None
    (on, *_) = said_in([Quote(0, question, 0, len(question), Article("", "", question))])
    days = [d for d in on.statement.days if d.first and d.precision in {"day", "range", "month"}]
    first, last = (min(d.first for d in days), max(d.last for d in days)) if days else ("", "")
    words = whom["whom"] if whom else ""
    groups = [GROUP_OF[s] for w in words.lower().split() if (s := stem(w)) in GROUP_OF]
    asked = read_sentence(words).stems - ANYONE
    where = tuple(dict.fromkeys(m["name"] for m in PLACED.finditer(question) if not read_sentence(m["name"]).days))
    return Event(question, where, what, groups[0] if groups else "", asked, names, on.topic - asked, acts_in(question), first, last)


def figures(event: Event, found: Sequence[Said], fitted: Weights | None = None) -> list[Figure]:
    """Return the figures of the class asked for in the statements, with the chance that each is the count of the event."""
    by = fitted or weights()
    counted = rows(event, found)
    first = [chance(row, by["first"]) for *_, row in counted]
    second = among(counted, first)
    chances = [
        chance(row, by["second"]) if _tells(event, row) and _can_be_of(event, q.said, row) else 0.0
        for (q, *_), row in zip(counted, second, strict=True)
    ]
    return [Figure(q, place, likely) for (q, place, _), likely in zip(counted, chances, strict=True)]


def of_days(event: Event) -> bool:
    """Whether an event is of a day or a few, as those on which the weights were fitted."""
    return bool(event.first) and (days_between(event.first, event.last) or 0) <= LONGEST


def _can_be_of(event: Event, said: Said, row: Signals) -> bool:
    """Whether a sentence can be of the event at all.

    Its report came out within days of it, or it states the day; it states no other day, names no other kind of act, and a name of the
    question stands near. Of an event that no day tells from its like, it has with its headline every name of the question.
    """
    if not of_days(event):
        return all(share_names(frozenset({name}), said.names | said.title_names) for name in event.names)
    late = days_between(event.last, said.published) or 0
    timely = late <= AFTER or said.published < event.last or bool(row.get("day same"))
    return timely and not row.get("day other") and bool(row.get("names any")) and not row.get("act other")


def _tells(event: Event, row: Signals) -> bool:
    """Whether a report says of a figure anything of what happened: the kind of act, or another word that the question has for it."""
    told = ("act same", "act near", "topic any")
    return not (event.acts or event.topic) or any(row.get(name) for name in told)


def among(counted: Sequence[Row], first: Sequence[float]) -> list[Signals]:
    """Return the signals of each figure with those of how likely the others of its report are, and the same figure elsewhere.

    :param first: the chance of each by its own signals alone
    """
    result = []
    where = [(q.said.quote.article.id, q.number.value, place) for q, place, _ in counted]
    for n, (article, value, place) in enumerate(where):
        rival = [k for k, (a, v, _) in enumerate(where) if a == article and v != value]
        again = [k for k, (a, v, _) in enumerate(where) if a == article and v == value and k != n]
        others = [k for k, (a, v, _) in enumerate(where) if a != article and v == value]
        best = max((first[k] for k in rival), default=0.0)
        brief = first[n] if len(laid(counted[n][0].said.quote.article)) <= BACK else 0.0  # too short to say a thing twice
        own = counted[n][2]
        result.append({
            **own,
            "own": _odds(first[n]),
            "likelier than its rivals": float(first[n] > best),
            "rival": _odds(best),
            "again likely": _odds(max((first[k] for k in again), default=brief)),
            "elsewhere likely": _odds(max((first[k] for k in others), default=brief)),
            "smaller than its rival": max((first[k] for k in rival if where[k][1] > value), default=0.0),
            "another toll": best * max(own.get("other toll", 0.0), own.get("toll", 0.0)),
            "another sayer": best * own.get("new sayer", 0.0),
            "of the same": best * own.get("the act", 0.0),
            "behind a likely one": max((first[k] for k in rival if 0 < place - where[k][2] <= BACK), default=0.0),
        })  # fmt: skip
    return result


def _odds(likely: float) -> float:
    """Return log-odds, from -4 to 7."""
    return math.log(max(likely, 0.018) / max(1 - likely, 0.001))


def chance(row: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """Return the chance, 0 to 1, of a figure with these signals."""
    return 1 / (1 + math.exp(-math.fsum(weight.get(name, 0.0) * value for name, value in row.items())))


@lru_cache
def weights(path: Path = WEIGHTS) -> Weights:
    """Read the weights; fitted by ``python -m eval.fit event``."""
    fitted: Weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return fitted
