"""A question on the page with its answer so far, as a frozen record that each step replaces by a fuller one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.records import EVERYTHING, Answer, Filters, Quote

State = Literal["searching", "waiting", "writing", "done", "stopped", "failed"]
Mode = Literal["model", "extract", "quotes"]

MODES: Mapping[str, Mode] = {
    "Written by the model, then checked": "model",
    "The articles' own sentences": "extract",
    "Only the quotes": "quotes",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What the reader chose beside a question: which articles are read, and who writes the answer."""

    filters: Filters = EVERYTHING
    mode: Mode = "model"
    use_window: bool = True  # whether time words of the question itself narrow the search


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, the wording that was searched, and as much of the answer as there is."""

    question: str  # as typed
    searched: str = ""  # stand-alone wording that was searched
    form: Form = field(default_factory=Form)
    state: State = "searching"
    place: int = 0  # questions ahead in the queue while waiting
    quotes: tuple[Quote, ...] = ()
    draft: str = ""  # what the model has written so far, not yet checked
    answer: Answer | None = None  # while running the quotes' own, which stands until the model's words have passed
    error: str = ""
    quotes_s: float = 0.0  # seconds from the question to its quotes
    seconds: float = 0.0

    @property
    def shown_quotes(self) -> tuple[Quote, ...]:
        """The quotes of the checked answer, or those found so far."""
        return self.answer.quotes if self.answer is not None else self.quotes

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.state in {"searching", "waiting", "writing"}

    def cited(self) -> frozenset[int]:
        """Numbers of the quotes that the answer cites."""
        return frozenset(c.n for c in self.answer.citations) if self.answer is not None else frozenset()

    def quote(self, n: int) -> Quote | None:
        """The quote numbered ``n``, if the turn has it."""
        return next((q for q in self.shown_quotes if q.n == n), None)


def history_of(turns: tuple[Turn, ...]) -> tuple[str | Answer, ...]:
    """Earlier answers, oldest first; where there is none, the question as it was searched, else as typed. None of turns that failed."""
    return tuple(t.answer or t.searched or t.question for t in turns if not t.error)
