"""The Assistant, the class behind the Python API: it asks, streams, searches and makes timelines from one index."""

import logging
import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from rag.answer import write
from rag.answer.archive import answer_archive
from rag.answer.check import verify
from rag.answer.cite import cite, cite_plainly
from rag.answer.opening import opening, partial_figures
from rag.answer.short import line, short_answer
from rag.compare.brief import tell
from rag.compare.timeline import Entry, build_timeline, whole
from rag.errors import LLMError, ModelMissing
from rag.index.store import Store
from rag.language.foreign import language_of
from rag.llm.evidence import LARGE, found_none, with_passages
from rag.llm.speed import evidence_tokens, recall, remember, speeds_file
from rag.models.encoders import SentenceEmbedder, StaticEmbedder
from rag.models.reader import Reader
from rag.question.asked import read_asked
from rag.question.carried import Exchange
from rag.question.fresh import freshness_notes, freshness_of
from rag.question.request import Request, read_filters, read_request
from rag.reading import CHOSEN, Clock, Reading, gather_brief, gather_evidence, gather_versus, whose_words
from rag.records import Answer, Article, Event, Evidence, Given, Quote, Sentence, Short, Status
from rag.search import decide
from rag.search.notices import Notices
from rag.search.retrieve import Retriever, evidence
from rag.search.unreal import NOTES, unreal
from rag.settings import Settings, load_settings
from rag.sources.years import named_years

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

log = logging.getLogger(__name__)

History = Sequence[str | Answer | Exchange]
DECLINE = "The articles do not say."
FOUND_NONE = "The model found no answer in what it read"
CHECK = 0.05  # share of the time for one question that is kept for the check
CLOSE_CALL = 0.2  # above the threshold of an answer: within it a model that finds no answer makes a decline of it
OTHER_YEARS = "No sentence that was found is of {}. Ask without the year to see what comes nearest."
NO_TOTAL = "No report states a total; these are the figures reported."
NOT_ALL = "There may be more than these: the articles name them, and do not say that they are all."


class Assistant:
    """Answers questions from one index. Safe to call from several threads."""

    whose_words = staticmethod(whose_words)  # what decides between the model's words, the quotes' and a decline

    def __init__(self, store: Store, retriever: Retriever, settings: Settings, llm: "Callable[[], LLM] | None" = None) -> None:
        self.store, self.retriever, self.settings = store, retriever, settings
        self._llm = llm  # called at the first answer that needs it; None: from the quotes alone

    @classmethod
    def open(cls, index: str | Path | None = None, *, settings: Settings | None = None, llm: bool = True) -> Self:
        """Open an index; ``llm=False`` answers from the quotes alone.

        :raises IndexMissing, IndexMismatch, ModelMissing: each message names the command that mends it.
        """
        settings = settings or load_settings()
        if index is not None:
            settings = replace(settings, index_dir=Path(index))
        from rag.models.local import sentence_encoders

        static = StaticEmbedder()
        store = Store.open(settings, models=static.name)
        encoders = sentence_encoders(settings)
        retriever = Retriever(store, static, SentenceEmbedder(encoders), Reader(encoders))
        return cls(store, retriever, settings, _lazy_llm(settings) if llm and settings.llm != "none" else None)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def ask(self, question: str, **given: Any) -> Answer:  # noqa: ANN401 - the arguments of stream
        """Answer from the articles, or decline; takes the arguments of :meth:`stream`."""
        for event in self.stream(question, **given):
            if event.answer is not None:
                return event.answer
        raise AssertionError("stream ended without an answer")

    def stream(
        self, question: str, *, history: History = (), use_window: bool = True, llm: bool = True, **given: Unpack[Given]
    ) -> Iterator[Event]:
        """Yield the quotes, then the checked answer; where a model writes, before it the quotes' own answer and the model's words.

        The quotes' answer stands unless the model's words, come in time, pass the check.

        :param given: as_of, after, before: days, as ISO or in words ("1 Nov 2023", "yesterday"); with ``as_of`` nothing later is
            read. outlets: one name or several; only these are read.
        :param history: the user's earlier questions, oldest first, or better the answers to them, whose names a follow-up may mean.
            Where two persons fit it alike, the answer is a decline that asks which, with ``choices``.
        :param use_window: whether time words of the question itself narrow what is read.
        :raises InputError: for an empty question or a day that cannot be understood.
        """
        clock = Clock()
        request = self._request(question, given, history, use_window=use_window)
        if request.choices:
            asked_back = Sentence(f"Do you mean {' or '.join(request.between)}?", "supported")
            yield Event(
                "answer", answer=replace(self._finish(request, Reading(), [asked_back], clock, writer="quotes"), choices=request.choices)
            )
            return
        if request.archive and (found := answer_archive(request.archive, request, self.store, self.retriever.keywords)):
            clock.lap("archive")
            yield Event("quotes", quotes=found.quotes)
            fresh = freshness_of(request, self.store)
            notes = (*found.notes, *freshness_notes(request, fresh))
            yield Event("answer", answer=replace(found, timings_ms=clock.laps, freshness=fresh, notes=notes))
            return
        reading = _gather(request)(request, self.retriever, self.settings, clock)
        yield Event("quotes", quotes=reading.quotes)
        if not reading.answers:
            yield Event("answer", answer=self._decline(request, reading, clock))
            return
        plain = self._from_quotes(request, reading, clock)
        if self._llm is None or not llm or reading.told or reading.settled:
            yield Event("answer", answer=plain)
            return
        yield Event("draft", draft=plain)
        yield Event("answer", answer=(yield from self._written(request, reading, clock, self._llm)))

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """Return up to ``k`` passages of different articles, best first; ``given`` as in :meth:`stream`."""
        request = self._request(query, given)
        return evidence(self.retriever.search(request.searched, request.filters, request.focus, self.settings.passages), k)

    def timeline(self, topic: str, *, k: int | None = None, **given: Unpack[Given]) -> tuple[Entry, ...]:
        """Return the days of ``topic`` that matter, oldest first, one cited sentence each; ``given`` as in :meth:`stream`.

        :param k: entries at most; None: as many as the topic has days that matter.
        """
        request = self._request(topic, given)
        found = self.retriever.articles(request.question, request.filters)
        stories = self.store.story_of({a.id for a in found})

        def build(standing: Sequence[Article]) -> tuple[Entry, ...]:
            return build_timeline(request.question, whole(standing), k, stories)

        return Notices(self.retriever, request.filters).settled(build, found, lambda made: [e.quote.article for e in made])

    def as_retriever(self, k: int = 8, **given: Unpack[Given]) -> "BaseRetriever":
        """Return this assistant as a LlamaIndex retriever; ``given`` are as_of, after, before and outlets, as for :meth:`search`."""
        from rag.llamaindex import NewsRetriever

        return NewsRetriever(self, k, **given)

    def as_query_engine(self, **given: Any) -> "BaseQueryEngine":  # noqa: ANN401 - the arguments of stream
        """Return this assistant as a LlamaIndex query engine; ``given`` goes to :meth:`stream`: as_of, after, before, outlets ..."""
        from rag.llamaindex import NewsQueryEngine

        return NewsQueryEngine(self, **given)

    # --- the steps

    def _request(self, question: str, given: Given, history: History = (), *, use_window: bool = True) -> Request:
        keywords = self.retriever.keywords
        return read_request(question, read_filters(**given), self.store, history, use_window=use_window, keywords=keywords)

    def _written(self, request: Request, reading: Reading, clock: Clock, get: "Callable[[], LLM]") -> Generator[Event, None, Answer]:
        """Yield the model's words as they come; return the answer in its checked words, or that of the quotes with a note why."""
        until = time.monotonic() - clock.total_s + self.settings.deadline_s
        try:
            model = get()
            name = str(getattr(model.metadata, "model_name", "") or "llm")
            evidence, large = self._evidence(reading, model, name)
            written = ""
            for token in write.stream_words(
                request.question,
                evidence,
                model,
                as_of=request.filters.as_of,
                deadline_s=until - CHECK * self.settings.deadline_s - time.monotonic(),
                passages=len(evidence) > len(reading.chosen),
                large=large,
                learn=lambda speed: remember(self._speeds, name, speed),
            ):
                if not written:
                    clock.lap("first_token")
                written += token
                yield Event("token", token=token)
            clock.lap("compose")
            if found_none(written):
                return self._doubted(request, reading, clock)
            checked = write.to_check(written, reading.quotes, evidence)
            judged, invented = verify(
                write.finished(written), checked, self.retriever.encoder, keep_unsupported=True, question=request.question, until=until
            )
            quotes, judged = write.with_cited(reading.quotes, checked, judged)
            worded = replace(reading, quotes=quotes)
            shown, note = self.whose_words(worded, request, judged)
            if shown != "quotes":
                clock.lap("verify")
            if shown == "neither":
                return self._decline(request, reading, clock, note)
            if shown == "model":
                sentences = [s for s in judged if self.settings.keep_unsupported or s.support != "unsupported"]
                return self._finish(request, worded, sentences, clock, writer=name, invented=invented)
            note += "; the quotes speak for themselves."
        except (LLMError, ModelMissing) as err:
            log.warning("no model wrote the answer: %s", type(err).__name__)
            log.debug("why no model wrote it", exc_info=err)  # a server's message may hold words of the prompt
            note = str(err)
        return self._from_quotes(request, reading, clock, note)

    def _evidence(self, reading: Reading, model: "LLM", name: str) -> tuple[tuple[Quote, ...], bool]:
        """Return what the model reads, and whether it is so much that it may find no answer in it."""
        fits = write.window(model)
        tokens = min(self.settings.quote_tokens or evidence_tokens(recall(self._speeds, name), self.settings.answer_s, fits), fits)
        if tokens <= CHOSEN:
            return reading.chosen, False
        first = max(q.n for q in reading.quotes) + 1
        return with_passages(reading.chosen, reading.found, tokens, first=first), tokens >= LARGE

    @property
    def _speeds(self) -> Path:
        return speeds_file(self.settings.models_dir)

    def _doubted(self, request: Request, reading: Reading, clock: Clock) -> Answer:
        """Return what is right when the model finds no answer: a decline where the decision was close, else the quotes' own."""
        if reading.confidence < decide.threshold() + CLOSE_CALL:
            return self._decline(request, reading, clock, FOUND_NONE)
        return self._from_quotes(request, reading, clock, f"{FOUND_NONE}; the quotes speak for themselves.")

    def _from_quotes(self, request: Request, reading: Reading, clock: Clock, note: str = "") -> Answer:
        """Return the answer in the quotes' own words."""
        sentences = _quoted(request, reading)
        clock.lap("verify")
        return self._finish(request, reading, sentences, clock, writer="quotes", notes=[note] if note else [])

    def _decline(self, request: Request, reading: Reading, clock: Clock, note: str = "") -> Answer:
        """Return a decline with the nearest quotes; nothing else that was found is said."""
        nearest, years = Reading(reading.chosen, reading.confidence, known=reading.known), sorted(named_years(request.searched))
        notes = [note] if note else [OTHER_YEARS.format(" and ".join(years))] if years and not nearest.quotes else []
        return self._finish(request, nearest, [Sentence(DECLINE, "supported")], clock, writer="quotes", notes=notes)

    def _finish(
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
        cited = {n for s in sentences for n in s.citations}
        stood_on = [q for q in reading.quotes if q.n in cited]
        citations, independent = cite(stood_on, self.store, request.filters) if self.settings.copies else cite_plainly(stood_on)
        compared, fresh = reading.compared, freshness_of(request, self.store)
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
        left_out = self.store.counts()["undated"] if request.filters.dated else 0
        plural = "s have no stated date and were" if left_out > 1 else " has no stated date and was"
        return [f"{left_out} article{plural} left out, since a time was asked for."] if left_out else []


def _gather(request: Request) -> Callable[[Request, Retriever, Settings, Clock], Reading]:
    return gather_brief if request.brief else gather_versus if request.versus else gather_evidence


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


def _lazy_llm(settings: Settings) -> "Callable[[], LLM]":
    def get() -> "LLM":
        from rag.llm.client import get_llm

        return get_llm(settings)

    return get
