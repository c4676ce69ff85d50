"""The Assistant: a question becomes an Answer. The one file that knows all the parts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rag.answer import write
from rag.answer.check import verify
from rag.answer.cite import cite, plain
from rag.compare.timeline import Entry
from rag.compare.timeline import build as build_timeline
from rag.compare.widen import lead
from rag.dates.calendar import iso_day
from rag.dates.typed import parse_day
from rag.errors import InputError, LLMError, ModelMissing
from rag.index.filters import Filters, Focus
from rag.index.store import Store
from rag.models.encoders import SentenceEmbedder, StaticEmbedder
from rag.models.reader import Reader
from rag.question import window
from rag.question.followup import standalone
from rag.question.subquestions import parts
from rag.reading import Clock, Reading, Request, fault, read
from rag.records import Answer, Event, Evidence, Quote, Sentence, Status, Window
from rag.search.retrieve import Retriever, evidence
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.llms import LLM

DECLINE = "The articles do not say."
NOTHING_PASSES = "No article passes the dates and outlets given; `dateline status` shows what there is."
OPEN = 0.35  # how much newness counts when a question names no time: on 162 news questions it lifted article hit@4 by 0.08
LONGEST_QUESTION = 2000  # characters; more is a pasted article, not a question


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
        self,
        question: str,
        *,
        as_of: str | None = None,
        after: str | None = None,
        before: str | None = None,
        outlets: Sequence[str] = (),
        history: Sequence[str] = (),
        use_window: bool = True,
        llm: bool = True,
    ) -> Iterator[Event]:
        """Yield the quotes, then the model's words as they come, then the checked answer.

        :param as_of, after, before: days, as ISO or in words ("1 Nov 2023", "yesterday"); with ``as_of`` nothing later is read.
        :param outlets: read only these.
        :param history: the user's earlier questions, oldest first.
        :param use_window: whether time words of the question itself narrow what is read.
        :raises InputError: for an empty question or a day that cannot be understood.
        """
        clock = Clock()
        request = self._read(question, as_of, after, before, outlets, history, use_window)
        reading = self._find(request, clock)
        yield Event("quotes", quotes=reading.quotes)
        if not reading.answers:
            yield Event("answer", answer=self._finish(request, reading, self._declined(request), clock, writer="quotes"))
            return
        written, writer, notes = "", "quotes", list[str]()
        if self._llm is not None and llm:
            try:
                model = self._llm()
                left = self.settings.deadline_s - clock.total_s
                for token in write.write(request.question, reading.chosen, model, deadline_s=left, as_of=request.as_of):
                    if not written:
                        clock.lap("first_token")
                    written += token
                    yield Event("token", token=token)
                writer = str(getattr(model.metadata, "model_name", "") or "llm")
            except (LLMError, ModelMissing) as err:
                notes.append(str(err))
            clock.lap("compose")
        sentences, invented = self._check(request, reading, written) if writer != "quotes" else ([], [])
        wrong = fault(reading, request.searched, sentences, self.retriever.reader)
        if wrong:
            if writer != "quotes":
                notes.append(f"{wrong}; the quotes speak for themselves.")
            first = lead(reading.quotes, reading.compared, request.window.event_before)
            sentences, writer = write.extract(request.question, first), "quotes"
        clock.lap("verify")
        yield Event("answer", answer=self._finish(request, reading, sentences, clock, writer=writer, notes=notes, invented=invented))

    def search(
        self,
        query: str,
        *,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        outlets: Sequence[str] = (),
        k: int = 5,
    ) -> list[Evidence]:
        """Return up to ``k`` passages of different articles, best first."""
        request = self._read(query, as_of, after, before, outlets, (), use_window=True)
        return evidence(self.retriever.search(request.searched, request.filters, request.focus, self.settings.passages), k)

    def timeline(
        self,
        topic: str,
        *,
        after: str | None = None,
        before: str | None = None,
        as_of: str | None = None,
        outlets: Sequence[str] = (),
        k: int = 40,
    ) -> tuple[Entry, ...]:
        """Return up to ``k`` dated entries on ``topic``, oldest first, one cited sentence each; filters as in :meth:`stream`."""
        request = self._read(topic, as_of, after, before, outlets, (), use_window=True)
        found = self.retriever.search(request.question, request.filters, Focus())
        quotes = [Quote(n, f.article.text[a:b], a, b, f.article) for f in found for n, (a, b) in enumerate(f.spans, start=1)]
        return build_timeline(request.question, quotes, limit=k)

    def as_retriever(self, k: int = 8, **given: Any) -> "BaseRetriever":  # noqa: ANN401 - the filters of search
        """Return this assistant as a LlamaIndex retriever; ``given`` are as_of, after, before and outlets, as for :meth:`search`."""
        from rag.llamaindex import NewsRetriever

        return NewsRetriever(self, k, **given)

    def as_query_engine(self, **given: Any) -> "BaseQueryEngine":  # noqa: ANN401 - the arguments of stream
        """Return this assistant as a LlamaIndex query engine; ``given`` goes to :meth:`stream`: as_of, after, before, outlets ..."""
        from rag.llamaindex import NewsQueryEngine

        return NewsQueryEngine(self, **given)

    # --- the steps

    def _read(
        self,
        question: str,
        as_of: str | None,
        after: str | None,
        before: str | None,
        outlets: Sequence[str],
        history: Sequence[str],
        use_window: bool,
    ) -> Request:
        question = " ".join(question.split())
        if not question:
            raise InputError('The question is empty. Ask something: dateline ask "Who won the election?"')
        if len(question) > LONGEST_QUESTION:
            raise InputError(f"The question has {len(question)} characters, at most {LONGEST_QUESTION} are read. Shorten it.")
        until = parse_day(as_of, end=True) if as_of else ""
        first, last = (parse_day(after) if after else ""), (parse_day(before, end=True) if before else "")
        question = standalone(question, history)
        when = self._window(question, until, history) if use_window else Window()
        lows, highs = [d for d in (first, when.after) if d], [d for d in (until, last, when.before) if d]
        outlets = self._spelled(outlets)
        filters = Filters(max(lows, default=""), min(highs, default=""), outlets)
        if when and not self.retriever.reaches(filters):  # the question's own words must not hide what there is
            note = f"Nothing in the articles is from the time the question names ({when.phrase}); all of them were read."
            given = Filters(first, min((d for d in (until, last) if d), default=""), outlets)
            return Request(question, Window(phrase=when.phrase), until, given, self._focus(Window(), given.before), (note,))
        notes = () if self.retriever.reaches(filters) else (NOTHING_PASSES,)
        return Request(question, when, until, filters, self._focus(when, filters.before), notes)

    def _spelled(self, outlets: Sequence[str]) -> tuple[str, ...]:
        """Return outlets as the articles spell them: "ap" is AP."""
        known = {name.casefold(): name for name, _ in self.store.outlets()} if outlets else {}
        return tuple(known.get(name.casefold(), name) for name in outlets)

    def _window(self, question: str, as_of: str, history: Sequence[str]) -> Window:
        asked = iso_day(as_of) or date.today()
        newest = iso_day(self.store.counts()["newest"])
        said: list[str] = []
        for earlier in history:  # "that Saturday" may lean on a day of an earlier question
            before = window.understand(earlier, asked, newest, said)
            said += [d for d in (before.event_after, before.event_before or before.before) if d]
        return window.understand(question, asked, newest, said)

    def _focus(self, window: Window, before: str) -> Focus:
        """Return the days whose reports count most: those of the event asked about, or the newest when "now" is meant."""
        if window.event_after or window.event_before:
            return Focus(window.event_after or window.event_before, window.event_before or before or window.event_after, 0.5)
        newest = self.store.counts()["newest"]
        if before:
            return Focus(before, before, 1.0)
        return Focus(newest, newest, 1.0 if window.latest else OPEN, newest=window.latest) if newest else Focus()

    def _find(self, request: Request, clock: Clock) -> Reading:
        return read(request.searched, parts(request.searched), self.retriever, request.filters, request.focus, self.settings, clock)

    def _check(self, request: Request, reading: Reading, written: str) -> tuple[list[Sentence], list[int]]:
        return verify(
            write.finished(written),
            reading.quotes,
            self.retriever.encoder,
            keep_unsupported=self.settings.keep_unsupported,
            question=request.question,
        )

    def _declined(self, request: Request) -> list[Sentence]:
        return [Sentence(DECLINE, "supported")]

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
        citations, independent = cite(stood_on, self.store, request.filters) if self.settings.copies else plain(stood_on)
        compared = reading.compared
        status: Status = "declined" if not reading.answers else "disputed" if compared.disputed else "answered"
        return Answer(
            request.question,
            status,
            tuple(sentences),
            citations,
            reading.quotes,
            request.window,
            request.as_of,
            reading.confidence,
            writer,
            (*notes, *request.notes, *self._undated(request)),
            tuple(invented),
            clock.laps,
            series=compared.series,
            differences=compared.differences,
            corrections=compared.corrections,
            independent=independent,
            after=request.filters.after,
            before=request.filters.before,
            outlets=request.filters.outlets,
        )

    def _undated(self, request: Request) -> list[str]:
        left_out = self.store.counts()["undated"] if request.filters.dated else 0
        plural = "s have no stated date and were" if left_out > 1 else " has no stated date and was"
        return [f"{left_out} article{plural} left out, since a time was asked for."] if left_out else []


def _lazy_llm(settings: Settings) -> "Callable[[], LLM]":
    def get() -> "LLM":
        from rag.llm.client import get_llm

        return get_llm(settings)

    return get
