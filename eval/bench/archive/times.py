"""How long one question takes an assistant in this process."""

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eval.suites.cases import Case
from rag.records import EVERYTHING, Filters

if TYPE_CHECKING:
    from rag.assistant import Assistant


def timed(assistant: "Assistant", question: str, filters: Filters) -> tuple[float, float]:
    """Return the seconds until the quotes are there, on the clock and of this process's processor time."""
    began, worked = time.perf_counter(), time.process_time()
    next(assistant.stream(question, **filters.given()))
    return time.perf_counter() - began, time.process_time() - worked


def quote_seconds(assistant: "Assistant", cases: Sequence[Case]) -> Iterator[float]:
    """Yield the seconds until the quotes of each question are there, without filter."""
    for case in cases:
        yield timed(assistant, case.question, EVERYTHING)[0]
