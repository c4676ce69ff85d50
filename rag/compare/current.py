"""Which report gives the figure that stands now: of a count that grows, the newest one (pure)."""

from collections.abc import Sequence

from rag.compare.quantities import Quantity, quantities
from rag.compare.series import COUNTS
from rag.compare.statements import said_in
from rag.question.asked import read_asked
from rag.records import Quote
from rag.sources.statement import read_sentence
from rag.sources.years import named_years, of_years

# Share of the best quote's score from which another may give the newer figure. Of 18 natural questions that ask for a toll it put the right
# one first in five, and no wrong one before a right one; of 1,612 questions of eight other sets, days known, it changed none.
LIKELY = 0.3


def current(question: str, quotes: Sequence[Quote]) -> int:
    """Return the place, among quotes in order of their scores, of the one that gives the figure asked for as it stands; 0 for the first.

    Where the question asks for a count that reports raise as they learn more (dead, missing ...), that is the highest figure of the same
    day or a later one, if the reader takes that figure for the answer too and the report is of the year that the question names.
    """
    wanted = read_asked(question).quantity
    if wanted not in COUNTS or not quotes:
        return 0
    first, day = _counted(question, quotes[0], wanted), quotes[0].article.dated[:10]
    if first is None or not day:
        return 0
    best = (first.number.value, day)
    place = 0
    for n, quote in enumerate(quotes[1:], start=1):
        if quote.score < LIKELY * quotes[0].score:
            break
        found = _counted(question, quote, wanted) if quote.article.dated[:10] >= day and _of_years(question, quote) else None
        if found and found.group == first.group and (found.number.value, quote.article.dated[:10]) > best:
            best, place = (found.number.value, quote.article.dated[:10]), n
    return place


def _counted(question: str, quote: Quote, wanted: str) -> Quantity | None:
    """Return what the quote counts of the thing wanted, by the number that the reader takes for the answer."""
    for said in said_in([quote], question):
        at = quote.start + said.start
        for quantity in quantities(said):
            number = quantity.number
            inside = quote.answer[0] < at + number.end and at + number.start < quote.answer[1]
            if inside and quantity.what == wanted and not quantity.old and number.bound != "vague":
                return quantity
    return None


def _of_years(question: str, quote: Quote) -> bool:
    said, title = (read_sentence(text, quote.article.dated) for text in (quote.text, quote.article.title))
    return of_years(named_years(question), said, title)
