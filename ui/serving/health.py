"""Whether the server can answer, in words, and the figures of its state.

No password is asked for here, so no words are repeated that something else said: they may hold a path. The log has them.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.errors import DatelineError
from ui.page.desk.desk import Desk
from ui.serving.pool import Pool

log = logging.getLogger(__name__)

LOG = "The log of this server says why."


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one server."""

    desk: Desk
    pool: Pool
    model: Callable[[], object] = lambda: None  # raises when the language model's file is not there
    logged: set[str] = field(default_factory=set)  # once each: a monitor looks every few seconds

    def missing(self) -> list[str]:
        """What is missing before questions can be answered, a line each; nothing when it is ready."""
        lines = [self.desk.searching.refusal] if self.desk.searching.is_shut else []
        try:
            if not self.desk.store.counts()["articles"]:
                lines.append("The index holds no article yet. Add some: dateline ingest PATH...")
        except Exception as err:  # whatever reading it may raise: it cannot be read
            self._log(f"the index cannot be read: {type(err).__name__}: {err}")
            lines.append(f"The index cannot be read ({type(err).__name__}). {LOG}")
        if not self.pool.alive:
            lines.append(
                f"No reader can be started. {LOG}" if self.pool.fault else f"No reader is there yet; {self.pool.size} are being started."
            )
        return lines

    def notes(self) -> list[str]:
        """What is missing and can be done without, a line each."""
        lines = []
        if 0 < self.pool.alive < self.pool.size:
            others = f"cannot be started. {LOG}" if self.pool.fault else "are being started."
            lines.append(f"{self.pool.alive} of {self.pool.size} readers are there; the others {others}")
        try:
            self.model()
        except DatelineError as err:
            self._log(f"answering from the quotes alone: {err}")
            lines.append(f"Answering from the quotes alone: the language model's file is not there. {LOG}")
        return lines

    def _log(self, words: str) -> None:
        if words not in self.logged:
            self.logged.add(words)
            log.warning("%s", words)

    def figures(self) -> Mapping[str, float]:
        """The figures of readers, queues and index for :class:`ui.serving.metrics.Metrics`."""
        pool, desk = self.pool, self.desk
        return {
            "queue_length": max(0, len(desk.searching) - desk.searching.slots),
            "writing_queue_length": max(0, len(desk.writing) - desk.writing.slots),
            "readers": pool.size,
            "readers_alive": pool.alive,
            "readers_busy": pool.busy,
            "readers_restarted": pool.restarted,
            **self._index(),
        }

    def _index(self) -> dict[str, float]:
        """The figures of the index; none where it cannot be read, which ``missing`` says in words."""
        try:
            counts: dict[str, Any] = dict(self.desk.store.counts())
            found = {f"index_{name}": float(counts[name]) for name in ("articles", "passages")}
            return {"index_generation": self.desk.store.generation, **found}
        except Exception as err:  # whatever reading it may raise
            log.warning("the index cannot be counted: %s", type(err).__name__)
            return {}
