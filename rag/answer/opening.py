"""Which quotes an answer consists of: one, unless parts, a list, a total, a dispute or a rival as likely need more (pure)."""

from collections.abc import Sequence

from rag.answer.listing import list_quotes
from rag.compare.compare import Comparison
from rag.compare.quantities import quantities
from rag.compare.statements import names_asked, said_in, share_names
from rag.compare.widen import lead
from rag.language.pattern import Pattern
from rag.language.text import content_words
from rag.question.asked import read_asked
from rag.records import Article, Quote, Window, stands_in
from rag.sources.statement import read_sentence

MOST_FIGURES = 3  # figures shown where no report gives their total
_TOTAL = Pattern(r"\b(?:in (?:total|all)|altogether|overall|combined|all told|total)\b")
_ASKED = Pattern(rf"{_TOTAL.text}|\bhow (?:many|much)\b|\bnumber of\b")  # what says nothing of the matter
_TOTALLED = Pattern(r"\b(?:in (?:total|all)|altogether|overall|combined|all told|totals?|totalled|totaled|totalling|totaling|toll|sum)\b")
RIVAL = 0.7  # share of the best quote's score from which another may be the answer as well
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
    if figures := partial_figures(question, chosen, compared):
        return figures
    if window.latest and read_asked(question).kind == "what" and not read_asked(question).value:
        return newest(chosen)
    first = lead(quotes, compared, window.event_before, harm=read_asked(question).harm == "asked")
    counted = bool(compared.series or compared.corrections)  # what was counted before is history, and no rival of the newest figure
    return first if len(first) != 1 or counted else rivals(first[0], chosen)


def partial_figures(question: str, quotes: Sequence[Quote], compared: Comparison) -> tuple[int, ...]:
    """Return the numbers of the quotes that give different figures of what a question wants in total, best first, where none gives a total.

    Empty where the question asks for no total, where one figure answers, or where they are one figure at different times.
    """
    wanted = read_asked(question).quantity
    if not wanted or not _TOTAL.search(question) or compared.series or compared.corrections or compared.differences:
        return ()
    (asked,) = said_in([Quote(0, whole := _ASKED.sub(lambda _: "", question), 0, len(whole), Article("", "", whole))])[:1]
    named, found = names_asked(question), dict[float, int]()
    for said in said_in(sorted(quotes, key=lambda q: (-q.score, q.n)), question):
        values = [q.number.value for q in quantities(said) if q.what == wanted and not q.old]
        held = said.names | said.title_names
        if values and _TOTALLED.search(said.text):
            return ()
        if asked.topic <= said.topic | said.title_topic and all(share_names(frozenset({name}), held) for name in named):
            for value in values:
                found.setdefault(value, said.quote.n)
    numbers = tuple(dict.fromkeys(found.values()))[:MOST_FIGURES]
    return numbers if len(found) > 1 else ()


def rivals(first: int, quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return ``first`` and the number of the best quote that is about as likely and gives another answer, if there is one.

    On 126 natural questions that the archive answers, all answered, the first sentence alone was right in .46, with such a rival in .54
    of them, at 38 words an answer instead of 27; up to two further ones of .35 of the best's score, as before, took 64 words.
    """
    top = next((q for q in quotes if q.n == first), None)
    if top is None:
        return (first,)
    held = frozenset(read_sentence(top.text, top.article.dated).words)
    for quote in sorted(quotes, key=lambda q: (-q.score, q.n)):
        if quote.score < RIVAL * top.score:
            break
        if quote.n != first and not held.issuperset(content_words(stands_in(quote)[slice(*quote.answer)])):
            return (first, quote.n)
    return (first,)


def newest(quotes: Sequence[Quote]) -> tuple[int, ...]:
    """Return the number of the best quote of the newest report, of those that score a fair share of the best."""
    top = max((q.score for q in quotes), default=0.0)
    likely = [q for q in quotes if q.score >= LIKELY * top]
    return tuple(q.n for q in sorted(likely, key=lambda q: (q.article.dated[:10], q.score, -q.n))[-1:])
