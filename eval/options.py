"""The options of a run, and the protocol of a system that can be measured (Answerer)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.suites.cases import Suite, Turns
from rag.records import EVERYTHING, Answer, Evidence, Filters

DEPTH = 30  # passages asked for, so that ten different articles are among them
Progress = Callable[[int, int, str], None]  # done, of, id of the case that is next


class Answerer(Protocol):
    """A system that is measured: the Assistant, a baseline, or a small stand-in in a test."""

    def search(self, query: str, filters: Filters = EVERYTHING, *, k: int = 5) -> Sequence[Evidence]:
        """Return up to ``k`` passages, best first."""
        ...

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Turns = ()) -> Answer:
        """Return an answer or a decline."""
        ...

    def standalone(self, question: str, history: Turns) -> str:
        """Return the follow-up in words that need no history."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What part of a suite is run, and how."""

    llm: bool = True
    retrieval_only: bool = False
    as_of: bool = True  # hand the case's day to the system
    limit: int = 0  # this many cases, spread over the suite; 0: all
    quote_tokens: int = 0  # of evidence for the language model; 0: as the settings say
    deadline_s: float = 0.0  # seconds for one question; 0: as the settings say
    kinds: tuple[str, ...] = ()  # only these; empty: all that the suite's source says to score

    def outcome_parts(self, suite: Suite) -> frozenset[str]:
        """Return which parts of an outcome such a run fills: answer, ranked, wording."""
        if suite.kind == "wordings":
            return frozenset({"wording"})
        talk = {"wording"} if any(case.history for case in suite.cases) else set()
        return frozenset({"ranked"} | talk if self.retrieval_only else {"answer", "ranked"} | talk)
