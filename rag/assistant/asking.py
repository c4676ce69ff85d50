"""The Assistant, the class behind the Python API: it asks, streams, searches and makes timelines from one index."""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from rag.answer import write
from rag.answer.archive import answer_archive
from rag.answer.check import verify
from rag.assistant.saying import Saying
from rag.compare.timeline import Entry, build_timeline, whole
from rag.errors import LLMError, ModelMissing
from rag.index.database import told
from rag.index.store import Store
from rag.llm.evidence import LARGE, found_none, with_passages
from rag.llm.speed import evidence_tokens, recall, remember, speeds_file
from rag.models.encoders import SentenceEmbedder, StaticEmbedder
from rag.models.reader import Reader
from rag.question.arguments import read_filters, read_flag, read_number, read_question
from rag.question.carried import Exchange
from rag.question.fresh import freshness_notes, freshness_of
from rag.question.request import Request, read_request
from rag.reading import CHOSEN, Clock, Reading, gather_brief, gather_evidence, gather_versus, whose_words
from rag.records import Answer, Article, Event, Evidence, Given, Quote, Sentence
from rag.search.notices import Notices
from rag.search.retrieve import Retriever, evidence
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

log = logging.getLogger(__name__)

History = Sequence[str | Answer | Exchange]
CHECK = 0.05  # share of the time for one question that is kept for the check


class Assistant:
    """Answers questions from one index. Safe to call from several threads."""

    whose_words = staticmethod(whose_words)  # what decides between the model's words, the quotes' and a decline

    def __init__(self, store: Store, retriever: Retriever, settings: Settings, llm: "Callable[[], LLM] | None" = None) -> None:
        self.store, self.retriever, self.settings = store, retriever, settings
        self._saying = Saying(store, copies=settings.copies)
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
        with told(settings.index_dir):
            store = Store.open(settings, models=static.name)
            encoders = sentence_encoders(settings)
            retriever = Retriever(store, static, SentenceEmbedder(encoders), Reader(encoders))
        return cls(store, retriever, settings, _lazy_llm(settings) if llm and settings.llm != "none" else None)

    @property
    def faults(self) -> tuple[str, ...]:
        """What of the index is lost or behind, a line each with the next step; answers say it in their notes."""
        with told(self.settings.index_dir):
            return self.retriever.faults

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
        :raises InputError: for an empty question, a day that cannot be understood, anything of another type; it names the argument.
        """
        with told(self.settings.index_dir):
            for event in self._stream(question, history, use_window=use_window, llm=llm, given=given):
                noted = event.answer and replace(event.answer, notes=(*event.answer.notes, *self.retriever.faults))
                yield replace(event, answer=noted) if noted else event

    def _stream(self, question: str, history: History, *, use_window: bool, llm: bool, given: Given) -> Iterator[Event]:
        clock = Clock()
        use_window, llm = read_flag(use_window, "use_window"), read_flag(llm, "llm")
        request = self._request(read_question(question), given, history, use_window=use_window)
        if request.choices:
            asked_back = Sentence(f"Do you mean {' or '.join(request.between)}?", "supported")
            yield Event(
                "answer",
                answer=replace(self._saying.finish(request, Reading(), [asked_back], clock, writer="quotes"), choices=request.choices),
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
            yield Event("answer", answer=self._saying.decline(request, reading, clock))
            return
        plain = self._saying.from_quotes(request, reading, clock)
        if self._llm is None or not llm or reading.told or reading.settled:
            yield Event("answer", answer=plain)
            return
        yield Event("draft", draft=plain)
        yield Event("answer", answer=(yield from self._written(request, reading, clock, self._llm)))

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """Return up to ``k`` passages of different articles, best first; ``given`` as in :meth:`stream`."""
        with told(self.settings.index_dir):
            k, request = read_number(k, "k"), self._request(read_question(query, "query"), given)
            return evidence(self.retriever.search(request.searched, request.filters, request.focus, self.settings.passages), k)

    def timeline(self, topic: str, *, k: int | None = None, **given: Unpack[Given]) -> tuple[Entry, ...]:
        """Return the days of ``topic`` that matter, oldest first, one cited sentence each; ``given`` as in :meth:`stream`.

        :param k: entries at most; None: as many as the topic has days that matter.
        """
        with told(self.settings.index_dir):
            return self._timeline(topic, None if k is None else read_number(k, "k"), given)

    def _timeline(self, topic: str, most: int | None, given: Given) -> tuple[Entry, ...]:
        request = self._request(read_question(topic, "topic"), given)
        found = self.retriever.articles(request.question, request.filters)
        stories = self.store.story_of({a.id for a in found})

        def build(standing: Sequence[Article]) -> tuple[Entry, ...]:
            return build_timeline(request.question, whole(standing), most, stories)

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
        from rag.llm.client import open_llm

        until = time.monotonic() - clock.total_s + self.settings.deadline_s
        try:
            model, name, context = open_llm(get, until - time.monotonic())
            evidence, large = self._evidence(reading, name, context)
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
                return self._saying.doubted(request, reading, clock)
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
                return self._saying.decline(request, reading, clock, note)
            if shown == "model":
                sentences = [s for s in judged if self.settings.keep_unsupported or s.support != "unsupported"]
                return self._saying.finish(request, worded, sentences, clock, writer=name, invented=invented)
            note += "; the quotes speak for themselves."
        except (LLMError, ModelMissing) as err:
            log.warning("no model wrote the answer: %s", type(err).__name__)
            log.debug("why no model wrote it", exc_info=err)  # a server's message may hold words of the prompt
            note = str(err)
        return self._saying.from_quotes(request, reading, clock, note)

    def _evidence(self, reading: Reading, name: str, context: int) -> tuple[tuple[Quote, ...], bool]:
        """Return what the model of this name and context window reads, and whether it is so much that it may find no answer in it."""
        fits = write.window(context)
        tokens = min(self.settings.quote_tokens or evidence_tokens(recall(self._speeds, name), self.settings.answer_s, fits), fits)
        if tokens <= CHOSEN:
            return reading.chosen, False
        first = max(q.n for q in reading.quotes) + 1
        return with_passages(reading.chosen, reading.found, tokens, first=first), tokens >= LARGE

    @property
    def _speeds(self) -> Path:
        return speeds_file(self.settings.models_dir)


def _gather(request: Request) -> Callable[[Request, Retriever, Settings, Clock], Reading]:
    return gather_brief if request.brief else gather_versus if request.versus else gather_evidence


def _lazy_llm(settings: Settings) -> "Callable[[], LLM]":
    def get() -> "LLM":
        from rag.llm.client import get_llm

        return get_llm(settings)

    return get
