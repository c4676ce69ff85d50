"""A stand-in for the assistant of a reader process: it answers with the question itself, and does what a question tells it to."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import InputError, ModelMissing
from rag.records import Answer, Article, Event, Evidence, Passage, Quote

ARTICLE = Article("a1", "Ferries run again", "The ferries of Port Maren run again.", "Maren Courier", published="2024-01-05")


@dataclass
class Shelf:
    """One article."""

    items: list[Article] = field(default_factory=lambda: [ARTICLE])
    broken: bool = False

    @property
    def generation(self) -> int:
        return len(self.items)

    def counts(self) -> dict[str, object]:
        if self.broken:
            raise OSError("disk I/O error")
        return {"articles": len(self.items), "passages": len(self.items), "outlets": 1, "oldest": "", "newest": "", "undated": 0}

    def articles(self, ids: Any = None, *, light: bool = False) -> list[Article]:
        return [a for a in self.items if ids is None or a.id in ids]

    def article(self, article_id: str) -> Article:
        return {a.id: a for a in self.items}[article_id]

    def story_of(self, ids: Any) -> dict[str, str]:
        return {i: i for i in ids}

    def copies(self, story: str) -> list[str]:
        return [story]

    def outlets(self) -> list[tuple[str, int]]:
        return [("Maren Courier", len(self.items))]


class Parrot:
    """Says what it was asked, and which process says it."""

    def __init__(self, lender: Callable[[], Any]) -> None:
        self.store, self._lender = Shelf(), lender

    def stream(self, question: str, *, llm: bool = True, **given: Any) -> Iterator[Event]:
        """Quotes, words, answer; "sleep N", "die", "fail", "wrong" and "fault" do so between quotes and answer."""
        if question.startswith("once "):
            _die_once(Path(question[5:]))
        if question == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        yield Event("quotes", quotes=(Quote(1, question, 0, len(question), ARTICLE),))
        told = question.split()
        if told[0] == "sleep":
            time.sleep(float(told[1]))
        if told[0] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if told[0] == "wrong":
            raise InputError("“soon” is no day.")
        if told[0] == "missing":
            raise ModelMissing("minilm", "it is not there")
        if told[0] == "fault":
            raise ZeroDivisionError("a fault of ours")
        if llm:
            yield Event("draft", draft=Answer(question, "answered"))
            yield Event("token", token=str(self._lender()))
        yield Event("answer", answer=Answer(question, "answered", notes=(str(os.getpid()), repr(sorted(given.items())))))

    def search(self, query: str, *, k: int = 5, **given: Any) -> list[Evidence]:
        if query.startswith("once "):
            _die_once(Path(query[5:]))
        if query == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if query == "fault":
            raise ZeroDivisionError("a fault of ours")
        return [Evidence(float(k), ARTICLE, Passage("p", "a1", query, 0, len(query)))]

    def timeline(self, topic: str, *, k: int | None = None, **given: Any) -> tuple[Any, ...]:
        return (topic, k, given)


def _die_once(mark: Path) -> None:
    """End this process, unless another has done so before."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def make() -> Callable[[Any], Parrot]:
    """Open nothing."""
    return Parrot


class Broken(Parrot):
    """Finds nothing, for a fault of ours."""

    def search(self, query: str, *, k: int = 5, **given: Any) -> list[Evidence]:
        return super().search("fault")


def make_broken() -> Callable[[Any], Parrot]:
    """Open what answers nothing."""
    return Broken


def make_none() -> Callable[[Any], Parrot]:
    """There is nothing to open."""
    raise ModelMissing("minilm", "it is not there")


def stopped() -> threading.Event:
    """A stop that is set."""
    event = threading.Event()
    event.set()
    return event
