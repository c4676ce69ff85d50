"""The Assistant, the class behind the Python API: it asks, streams, searches and makes timelines from one index."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from rag.answer import write
from rag.answer.archive import answer_archive
from rag.answer.check import verify
from rag.answer.cite import cite, cite_plainly
from rag.answer.opening import opening, partial_figures
from rag.answer.short import short_answer
from rag.compare.brief import tell
from rag.compare.timeline import Entry, build_timeline
from rag.errors import LLMError, ModelMissing
from rag.index.store import Store
from rag.language.foreign import language_of
from rag.models.encoders import SentenceEmbedder, StaticEmbedder
from rag.models.reader import Reader
from rag.question.asked import read_asked
from rag.question.carried import Exchange
from rag.question.request import Request, read_filters, read_request
from rag.reading import Clock, Reading, fault, gather_brief, gather_evidence, gather_versus
from rag.records import Answer, Event, Evidence, Given, Quote, Sentence, Short, Status
from rag.search.retrieve import Retriever, evidence
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

log = logging.getLogger(__name__)

History = Sequence[str | Answer | Exchange]
DECLINE = "The articles do not say."
NO_TOTAL = "No report states a total; these are the figures reported."
NOT_ALL = "There may be more than these: the articles name them, and do not say that they are all."


class Assistant:
    """Answers questions from one index. Safe to call from several threads."""

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
        """Yield the quotes, then the model's words as they come, then the checked answer.

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
            yield Event("answer", answer=replace(found, timings_ms=clock.laps))
            return
        reading = _gather(request)(request, self.retriever, self.settings, clock)
        yield Event("quotes", quotes=reading.quotes)
        if not reading.answers:
            yield Event("answer", answer=self._finish(request, reading, [Sentence(DECLINE, "supported")], clock, writer="quotes"))
            return
        written, writer, notes = "", "quotes", list[str]()
        if self._llm is not None and llm and not (reading.told or reading.settled):
            try:
                model = self._llm()
                left = self.settings.deadline_s - clock.total_s
                for token in write.stream_words(request.question, reading.chosen, model, deadline_s=left, as_of=request.filters.as_of):
                    if not written:
                        clock.lap("first_token")
                    written += token
                    yield Event("token", token=token)
                writer = str(getattr(model.metadata, "model_name", "") or "llm")
            except (LLMError, ModelMissing) as err:
                log.warning("no model wrote the answer: %s", type(err).__name__)
                log.debug("why no model wrote it", exc_info=err)  # a server's message may hold words of the prompt
                notes.append(str(err))
            clock.lap("compose")
        sentences, invented = self._check(request, reading, written) if writer != "quotes" else ([], [])
        wrong = fault(reading, request, sentences, self.retriever.reader)
        if wrong:
            if writer != "quotes":
                notes.append(f"{wrong}; the quotes speak for themselves.")
            sentences, writer = _from_quotes(request, reading), "quotes"
        clock.lap("verify")
        yield Event("answer", answer=self._finish(request, reading, sentences, clock, writer=writer, notes=notes, invented=invented))

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """Return up to ``k`` passages of different articles, best first; ``given`` as in :meth:`stream`."""
        request = self._request(query, given)
        return evidence(self.retriever.search(request.searched, request.filters, request.focus, self.settings.passages), k)

    def timeline(self, topic: str, *, k: int = 40, **given: Unpack[Given]) -> tuple[Entry, ...]:
        """Return up to ``k`` dated entries on ``topic``, oldest first, one cited sentence each; ``given`` as in :meth:`stream`."""
        request = self._request(topic, given)
        found = self.retriever.search(request.question, request.filters)
        quotes = [Quote(n, f.article.text[a:b], a, b, f.article) for f in found for n, (a, b) in enumerate(f.spans, start=1)]
        return build_timeline(request.question, quotes, k, self.store.story_of({f.article.id for f in found}))

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

    def _check(self, request: Request, reading: Reading, written: str) -> tuple[list[Sentence], list[int]]:
        return verify(
            write.finished(written),
            reading.quotes,
            self.retriever.encoder,
            keep_unsupported=self.settings.keep_unsupported,
            question=request.question,
        )

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
        compared = reading.compared
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
                *([NOT_ALL] if reading.answers and not reading.told and read_asked(request.searched).many else []),
                *(f"The articles do not say: {part}" for part in reading.open),
                *([reading.settled.note] if reading.settled and reading.settled.note else []),
                *request.notes,
                *self._undated(request),
                *_foreign(reading),
            ),
            tuple(invented),
            clock.laps,
            series=compared.series,
            differences=compared.differences,
            corrections=compared.corrections,
            short=_short(request, reading, sentences) if status == "answered" else None,
            independent=independent,
            after=request.filters.after,
            before=request.filters.last,
            outlets=request.filters.outlets,
        )

    def _undated(self, request: Request) -> list[str]:
        left_out = self.store.counts()["undated"] if request.filters.dated else 0
        plural = "s have no stated date and were" if left_out > 1 else " has no stated date and was"
        return [f"{left_out} article{plural} left out, since a time was asked for."] if left_out else []


def _gather(request: Request) -> Callable[[Request, Retriever, Settings, Clock], Reading]:
    return gather_brief if request.brief else gather_versus if request.versus else gather_evidence


def _from_quotes(request: Request, reading: Reading) -> list[Sentence]:
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
