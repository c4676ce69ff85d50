"""Which quotes an answer consists of: one, unless parts, a list, a dispute or a correction need more (pure)."""

from collections.abc import Sequence

from rag.answer.listing import list_quotes
from rag.compare.compare import Comparison
from rag.compare.widen import lead
from rag.question.asked import read_asked
from rag.records import Quote, Window

LIKELY = 0.3  # share of the best quote's score from which a newer report of the matter may be the latest


def opening(question: str, window: Window, best: Sequence[int], quotes: Sequence[Quote], compared: Comparison) -> tuple[int, ...]:
    """Return the numbers of the quotes that answer, in order.

    :param best: number of the best quote of each part of the question that is answered.
    """
    chosen = [q for q in quotes if q.score > 0]
    if len(best) > 1:
        return tuple(best)
    if listed := list_quotes(question, chosen):
        return listed
    if window.latest and read_asked(question).kind == "what" and not read_asked(question).value:
        return newest(chosen)
    return lead(quotes, compared, window.event_before)


def newest(quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return the number of the best quote of the newest report, of those that score a fair share of the best."""
    top = max((q.score for q in quotes), default=0.0)
    likely = [q for q in quotes if q.score >= LIKELY * top]
    return tuple(q.n for q in sorted(likely, key=lambda q: (q.article.dated[:10], q.score, -q.n))[-1:])
