"""Make the answer to show: its sentences with their citations, the answer in a line, what is told beside it; or a decline."""

from collections.abc import Collection, Sequence

from rag.answer import write
from rag.answer.cite import cite, cite_plainly
from rag.answer.opening import opening, partial_figures
from rag.answer.short import line, short_answer
from rag.compare.brief import tell
from rag.index.store import Store
from rag.language.foreign import language_of
from rag.question.asked import read_asked
from rag.question.fresh import freshness_notes, freshness_of
from rag.question.request import Request
from rag.reading import Clock, Reading
from rag.records import Answer, Sentence, Short, Status
from rag.search import decide
from rag.search.unreal import NOTES, unreal
from rag.sources.years import named_years

DECLINE = "The articles do not say."
FOUND_NONE = "The model found no answer in what it read"
CLOSE_CALL = 0.2  # above the threshold of an answer: within it a model that finds no answer makes a decline of it
OTHER_YEARS = "No sentence that was found is of {}. Ask without the year to see what comes nearest."
NO_TOTAL = "No report states a total; these are the figures reported."
NOT_ALL = "There may be more than these: the articles name them, and do not say that they are all."


class Saying:
    """Makes answers of what was read from one store."""

    def __init__(self, store: Store, *, copies: bool) -> None:
        self._store, self._copies = store, copies

    def doubted(self, request: Request, reading: Reading, clock: Clock) -> Answer:
        """Return what is right when the model finds no answer: a decline where the decision was close, else the quotes' own."""
        if reading.confidence < decide.threshold() + CLOSE_CALL:
            return self.decline(request, reading, clock, FOUND_NONE)
        return self.from_quotes(request, reading, clock, f"{FOUND_NONE}; the quotes speak for themselves.")

    def from_quotes(self, request: Request, reading: Reading, clock: Clock, note: str = "") -> Answer:
        """Return the answer in the quotes' own words."""
        sentences = _quoted(request, reading)
        clock.lap("verify")
        return self.finish(request, reading, sentences, clock, writer="quotes", notes=[note] if note else [])

    def decline(self, request: Request, reading: Reading, clock: Clock, note: str = "") -> Answer:
        """Return a decline with the nearest quotes; nothing else that was found is said."""
        nearest, years = Reading(reading.chosen, reading.confidence, known=reading.known), sorted(named_years(request.searched))
        notes = [note] if note else [OTHER_YEARS.format(" and ".join(years))] if years and not nearest.quotes else []
        return self.finish(request, nearest, [Sentence(DECLINE, "supported")], clock, writer="quotes", notes=notes)

    def finish(
        self,
        request: Request,
        reading: Reading,
        sentences: Sequence[Sentence],
        clock: Clock,
        *,
        writer: str,
        notes: Sequence[str] = (),
        invented: Sequence[int] = (),
    ) -> Answer:
        """Return the answer of these sentences, with what is to be said beside them."""
        cited = {n for s in sentences for n in s.citations}
        stood_on = [q for q in reading.quotes if q.n in cited]
        citations, independent = cite(stood_on, self._store, request.filters) if self._copies else cite_plainly(stood_on)
        compared, fresh = reading.compared, freshness_of(request, self._store)
        status: Status = "declined" if not reading.answers else "disputed" if compared.disputed else "answered"
        return Answer(
            request.question,
            status,
            tuple(sentences),
            citations,
            reading.quotes,
            request.window,
            request.filters.as_of,
            reading.confidence,
            writer,
            (
                *notes,
                *([NO_TOTAL] if reading.answers and _partial(request, reading) else []),
                *([NOT_ALL] if reading.answers and not (reading.told or request.versus) and read_asked(request.searched).many else []),
                *(f"The articles do not say: {part}" for part in reading.open),
                *_not_happened(request, reading, cited),
                *(f"Earlier reported: {line(was)}." for q in reading.replaced if (was := short_answer(request.searched, q))),
                *reading.known.notes(request.searched, stood_on),
                *([reading.settled.note] if reading.settled and reading.settled.note else []),
                *request.notes,
                *self._undated(request),
                *freshness_notes(request, fresh),
                *_foreign(reading),
            ),
            tuple(invented),
            dict(clock.laps),
            series=compared.series,
            differences=compared.differences,
            corrections=compared.corrections,
            short=_short(request, reading, sentences) if status == "answered" else None,
            independent=independent,
            after=request.filters.after,
            before=request.filters.last,
            outlets=request.filters.outlets,
            freshness=fresh,
        )

    def _undated(self, request: Request) -> list[str]:
        left_out = self._store.counts()["undated"] if request.filters.dated else 0
        plural = "s have no stated date and were" if left_out > 1 else " has no stated date and was"
        return [f"{left_out} article{plural} left out, since a time was asked for."] if left_out else []


def _quoted(request: Request, reading: Reading) -> list[Sentence]:
    """Return the answer in the words of the quotes."""
    if reading.told:
        return list(tell(reading.told))
    return write.extract(reading.quotes, reading.best if reading.settled else _opening(request, reading))


def _opening(request: Request, reading: Reading) -> tuple[int, ...]:
    return opening(request.searched, request.window, reading.best, reading.quotes, reading.compared)


def _short(request: Request, reading: Reading, sentences: Sequence[Sentence]) -> Short | None:
    """Return the answer in a line: what the quote that the answer begins with says, where the answer says it too, or how two compare."""
    if reading.settled:
        return reading.settled.short
    first = (
        _opening(request, reading)[:1] if not request.subquestions and not reading.told and not read_asked(request.searched).many else ()
    )
    short = next((short_answer(request.searched, q) for q in reading.quotes if q.n in first), None)
    words = " ".join(short.text.split()) if short else ""
    return short if words and any(words in s.text for s in sentences) else None


def _not_happened(request: Request, reading: Reading, cited: Collection[int]) -> list[str]:
    """Return the note that the quote which the answer begins with takes back what the question presupposes."""
    single = reading.answers and not (request.subquestions or reading.told or reading.settled)
    first = _opening(request, reading)[:1] if single else ()
    return [NOTES[kind] for q in reading.quotes if q.n in first and q.n in cited and (kind := unreal(request.searched, q))]


def _partial(request: Request, reading: Reading) -> tuple[int, ...]:
    return partial_figures(request.searched, reading.chosen, reading.compared)


def _foreign(reading: Reading) -> list[str]:
    """Return the note that what was found is in a language which is not read."""
    found = next(((language, q.article) for q in reading.quotes if (language := language_of(q.text))), None)
    return [f"Only English is read; “{found[1].title}” seems to be in {found[0]}."] if found else []
