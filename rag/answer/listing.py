"""Which quotes name the members that a question wants listed: the fullest list first, then those that add a member (pure)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.language.names import Name
from rag.question.asked import read_asked
from rag.records import Quote
from rag.sources.statement import Statement, read_sentence

MOST = 3  # quotes
LIKELY = 0.3  # share of the best quote's score from which another may hold members
SURE = 0.7  # share from which one may lengthen a full list
# What stands between two members of a list: a comma or "and", an age, a title.
_BETWEEN = re.compile(
    r"(?:\s*,?\s*\d{1,3})?\s*(?:,|;|&|\band\b|\bor\b)(?:\s*(?:,|;|&|\b(?:and|or|the|also)\b|\d{1,3}|[A-Z][a-z]{1,4}\.))*\s*"
)


def list_quotes(question: str, quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return the numbers of the quotes that list what is asked for, fullest first; empty where the question wants no list.

    Further quotes follow as they name members that those before do not: any where few are named yet, later only
    a list that is about as likely as the best quote.
    """
    if not read_asked(question).many or not quotes:
        return ()
    asked = read_sentence(question)
    best = max(q.score for q in quotes)
    likely = [q for q in quotes if q.score >= LIKELY * best]
    named = {q.n: members(read_sentence(q.text, q.article.dated), asked, _answer(q)) for q in likely}
    order = sorted(likely, key=lambda q: (-len(named[q.n]) if len(named[q.n]) > 1 else -1, -q.score, q.n))
    chosen, held = [order[0].n], set(named[order[0].n])
    for quote in order[1:]:
        new = named[quote.n] - held
        if len(chosen) < MOST and new and (len(held) < 2 + len(chosen) or (len(new) > 1 and quote.score >= SURE * best)):
            chosen.append(quote.n)
            held |= named[quote.n]
    return tuple(chosen)


def _answer(quote: Quote) -> tuple[int, int]:
    return (quote.answer[0] - quote.start, quote.answer[1] - quote.start) if quote.answer[1] else (0, 0)


def members(said: Statement, asked: Statement, answer: tuple[int, int] = (0, 0)) -> frozenset[str]:
    """Return the members of the longest list of names in a sentence, the last word of each; of names alone the one it has.

    Names of the question itself are none. With ``answer``, the (start, end) that the reader takes for the answer, the list is one of
    which it holds a name, unless it holds one alone beside a list of three or more.
    """
    names = [n for n in said.names if not asked.name_words.issuperset(n.words)]
    runs: list[list[Name]] = [[names[0]]] if names else []
    for one, two in pairwise(names):
        if not _BETWEEN.fullmatch(said.text, one.end, two.start):
            runs.append([])
        runs[-1].append(two)
    start, end = answer
    longest = max(runs, key=len, default=[])
    answering = max((r for r in runs if not end or any(n.start < end and start < n.end for n in r)), key=len, default=[])
    return frozenset(n.words[-1] for n in (longest if len(longest) > 2 > len(answering) else answering))
