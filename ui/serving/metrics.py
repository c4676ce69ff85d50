"""Counts and times of the questions, and the state of readers and index, in the text form that Prometheus reads."""

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import generate_latest

OUTCOMES = ("answered", "disputed", "declined", "quotes", "stopped", "failed", "refused")
QUOTES_S = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
ANSWER_S = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 40.0, 60.0)
Figures = Callable[[], Mapping[str, float]]


class Metrics:
    """All of them, kept in the page's process alone: readers have none of their own, so nothing is to be added up.

    :param figures: called at each look; the values of the gauges by their names without ``dateline_``.
    :param pids: processes by role, whose memory is added up; a page that several share counts in parts (PSS).
    """

    def __init__(self, figures: Figures, pids: Callable[[], Mapping[str, Iterable[int]]]) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second line for each count, of when it began
        self._lock = threading.Lock()
        self._figures, self._pids, self._registry = figures, pids, CollectorRegistry()
        self._questions = Counter("dateline_questions", "Questions by how they ended.", ["outcome"], registry=self._registry)
        for outcome in OUTCOMES:
            self._questions.labels(outcome)  # there from the first look, as 0
        self._quotes = Histogram("dateline_quotes_seconds", "From a question to its quotes.", buckets=QUOTES_S, registry=self._registry)
        self._answers = Histogram(
            "dateline_answer_seconds", "From a question to its whole answer.", buckets=ANSWER_S, registry=self._registry
        )
        self._gauges: dict[str, Gauge] = {}
        self._memory = Gauge("dateline_resident_bytes", "Memory in use, shared pages in parts.", ["process"], registry=self._registry)

    def tally(self, outcome: str, quotes_s: float, seconds: float) -> None:
        """Count a question that ended; of one that was answered or declined the times count too."""
        self._questions.labels(outcome).inc()
        if quotes_s:
            self._quotes.observe(quotes_s)
        if outcome in OUTCOMES[:4]:
            self._answers.observe(seconds)

    def text(self) -> bytes:
        """All of them as text, for one who asks at a time."""
        with self._lock:
            self._look()
            return generate_latest(self._registry)

    def _look(self) -> None:
        figures = self._figures()
        for name in self._gauges.keys() - figures.keys():  # what cannot be told now is not told as it was
            self._registry.unregister(self._gauges.pop(name))
        for name, value in figures.items():
            if name not in self._gauges:
                self._gauges[name] = Gauge(f"dateline_{name}", name.replace("_", " ").capitalize() + ".", registry=self._registry)
            self._gauges[name].set(value)
        for role, pids in self._pids().items():
            self._memory.labels(role).set(sum(resident(pid) for pid in pids))


def resident(pid: int) -> int:
    """Bytes of memory that a process has, its share of what it shares; 0 where the system does not say."""
    try:
        rows = (row.split() for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines())
        return next((1024 * int(row[1]) for row in rows if row and row[0] == "Pss:"), 0)
    except (OSError, ValueError):
        return 0
