"""The state that all visitors of the page share: the assistant, the queues, where feedback and uploads go."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Unpack, runtime_checkable
from weakref import WeakSet

from rag.index.database import told
from rag.question.followup import Followup
from rag.records import Answer, Article, Event, Evidence, Given
from rag.settings import Settings
from ui.page.desk.changes import delete, fetch_as_file
from ui.page.desk.queue import Queue
from ui.page.desk.starters import recent_stories, starter_question
from ui.page.desk.uploads import Uploader

if TYPE_CHECKING:
    from rag.compare.timeline import Entry

TRIED = 10  # stories, of whose questions the first answered ones are offered
GREETINGS = 4
TOPICS = 3
PATIENCE_S = 20.0  # how long closing waits for background threads
History = Sequence[str | Answer]  # the answers to the visitor's earlier questions, or these where there is none, oldest first
Rewrite = Callable[[str, History], Followup]


class Shelf(Protocol):
    """The methods of a store that the page calls."""

    @property
    def generation(self) -> int:
        """A number that grows with every change."""

    def counts(self) -> dict[str, object]:
        """Articles, passages, outlets, oldest and newest day, undated."""

    def articles(self, ids: Sequence[str] | None = None, *, light: bool = False) -> list[Article]:
        """Articles by id, or all."""

    def article(self, article_id: str) -> Article:
        """One article; KeyError or an error of ours when there is none."""

    def story_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The story of each article."""

    def copies(self, story: str) -> list[str]:
        """The articles of a story."""

    def outlets(self) -> list[tuple[str, int]]:
        """Outlets with their number of articles."""


class Answers(Protocol):
    """The methods of an assistant that the page calls."""

    @property
    def store(self) -> Shelf:
        """Where the articles are."""

    def stream(
        self, question: str, *, history: History = (), use_window: bool = True, llm: bool = True, **given: Unpack[Given]
    ) -> Iterator[Event]:
        """Quotes first, then tokens, then the checked answer; the answer alone where it only asks which of two is meant."""

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """The passages nearest to a query."""

    def timeline(self, topic: str, *, k: int | None = None, **given: Unpack[Given]) -> "tuple[Entry, ...]":
        """The dated entries on a topic, by day."""


@runtime_checkable
class Stoppable(Protocol):
    """A stream that another thread can end while its next event is being made, by setting ``stop``."""

    stop: threading.Event | None

    def close(self) -> None:
        """End it."""


def not_counted(outcome: str, quotes_s: float, seconds: float) -> None:
    """Count nothing: the default for ``tally``."""


def as_asked(question: str, history: History) -> Followup:
    """The question unchanged: the default for ``rewrite``."""
    return Followup(question)


@dataclass
class Desk:
    """The state of one page on one index."""

    assistant: Answers
    settings: Settings
    rewrite: Rewrite = as_asked
    read_only: bool = False
    reports: Path = Path("runs")
    # two searches and one text at a time: more at once on two cores makes each of them late
    searching: Queue = field(default_factory=lambda: Queue(2))
    writing: Queue = field(default_factory=lambda: Queue(1))
    lends: bool = False  # a question holds something that others wait for, until its stream ends
    # told of each question how it ended (a status of answers, quotes, stopped, failed, refused), seconds to the quotes (0: none) and in all
    tally: Callable[[str, float, float], None] = not_counted
    stops: dict[str, threading.Event] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    jobs: "WeakSet[threading.Thread]" = field(default_factory=WeakSet)  # background threads; see close
    uploader: Uploader | None = None  # None: nothing can be uploaded or deleted
    fetch: Callable[[str], tuple[str, bytes]] = fetch_as_file
    remove: Callable[[Settings, Path, str], None] = delete
    greet_again_s: float = 0.0  # how long a greeting is kept, whatever is added meanwhile: finding one takes ten questions
    _greets: threading.Lock = field(default_factory=threading.Lock)
    _greeted: float = 0.0
    _light: tuple[object, list[Article]] = (None, [])
    _greeting: tuple[object, tuple[str, ...], tuple[str, ...]] = (None, (), ())

    @property
    def store(self) -> Shelf:
        """The articles."""
        return self.assistant.store

    @property
    def feedback(self) -> Path:
        """The file of judgements."""
        return self.settings.index_dir / "feedback.jsonl"

    @property
    def uploads(self) -> Path:
        """The folder of files uploaded on the page."""
        return self.settings.index_dir / "uploads"

    @property
    def unread(self) -> int:
        """How many uploaded files are still being read."""
        return self.uploader.unread if self.uploader is not None else 0

    def copies(self, article_id: str) -> list[Article]:
        """The other articles that carry the same report, without their text."""
        with told(self.settings.index_dir):
            story = self.store.story_of([article_id]).get(article_id, article_id)
            return self.store.articles([i for i in self.store.copies(story) if i != article_id], light=True)

    def delete(self, article_id: str) -> None:
        """Remove one article from the index.

        :raises IndexBusy: while files are being ingested.
        """
        self.remove(self.settings, self.uploads, article_id)

    def catalogue(self) -> list[Article]:
        """All articles without their text, read again only when the index changed."""
        with told(self.settings.index_dir):
            generation = self.store.generation
            if self._light[0] != generation:
                self._light = (generation, self.store.articles(light=True))
            return self._light[1]

    def greeting(self) -> tuple[str, ...] | None:
        """Questions to begin with that this index answers, found again only when it changed; None while another finds the first."""
        found = self._greet()
        return found[1] if found else None

    def topics(self) -> tuple[str, ...]:
        """Topics to begin a timeline with."""
        found = self._greet()
        return found[2] if found else ()

    def _greet(self) -> tuple[object, tuple[str, ...], tuple[str, ...]] | None:
        """Find greeting and topics, one visitor at a time; the others are given those of before, at first None."""
        generation = self.store.generation
        aged = self._greeting[0] is None or time.monotonic() - self._greeted >= self.greet_again_s
        if self._greeting[0] != generation and aged and self._greets.acquire(blocking=False):
            try:
                stories = list(islice(recent_stories(self.catalogue()), TRIED))
                questions = ((starter_question(s, self.store.articles(s.ids)), s.ids) for s in stories)
                asked = islice((q for q, ids in questions if q and self._answers(q, ids)), GREETINGS)
                self._greeting = (generation, tuple(asked), tuple(s.name for s in stories[:TOPICS]))
                self._greeted = time.monotonic()
            finally:
                self._greets.release()
        return self._greeting if self._greeting[0] is not None else None

    def _answers(self, question: str, ids: Sequence[str]) -> bool:
        """Whether articles of ``ids`` answer a question without the language model; False once the desk is closing."""
        if self.closing.is_set():
            return False
        answers = [event.answer for event in self.assistant.stream(question, llm=False) if event.answer is not None]
        return any(a.status != "declined" and not set(ids).isdisjoint(a.article_ids) for a in answers)

    def begin(self, name: str, work: Callable[[], None]) -> threading.Thread:
        """Do ``work`` in the background."""
        job = threading.Thread(target=work, daemon=True, name=name)
        self.jobs.add(job)
        job.start()
        return job

    def close(self) -> None:
        """Stop every question, wait for background threads, and close the index.

        A thread inside a library that is not Python would crash a program that ends around it.
        """
        self.closing.set()
        for flag in list(self.stops.values()):
            flag.set()
        until = time.monotonic() + PATIENCE_S
        for job in list(self.jobs):
            job.join(max(0.0, until - time.monotonic()))
        closing = getattr(self.assistant, "close", None)
        if closing is not None:
            closing()

    def stop(self, session: str) -> None:
        """End what ``session`` has running; nothing running is fine."""
        flag = self.stops.get(session)
        if flag is not None:
            flag.set()
