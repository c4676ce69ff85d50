"""Ingest files uploaded on the page in a background thread, and keep the state of each for display."""

import hashlib
import os
import queue
import re
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol
from uuid import uuid4

from rag.errors import DatelineError, IndexBusy

Stage = Literal["waiting", "reading", "added", "changed", "unchanged", "failed"]
BATCH = 25  # files a call once there are many: each call costs a commit
ONE_BY_ONE = 20  # up to so many files are ingested one at a time, for progress that can be watched
KEPT_ROWS = 500
BUSY_S = 3.0  # until files are tried again that came while another ingest wrote
SAFE = re.compile(r"[^\w.\- ]+")


class IngestReport(Protocol):
    """The report of an ingest: counts of articles, and failures as (place, reason)."""

    @property
    def added(self) -> int:
        """How many articles are new."""

    @property
    def changed(self) -> int:
        """How many were replaced."""

    @property
    def unchanged(self) -> int:
        """How many were in the index already."""

    @property
    def deleted(self) -> int:
        """How many were left out because a person deleted them."""

    @property
    def failed(self) -> Sequence[tuple[str, str]]:
        """File, or file:line, and the reason."""


Ingest = Callable[[list[Path]], IngestReport]


@dataclass(frozen=True, slots=True)
class Row:
    """One uploaded file and its state."""

    name: str
    stage: Stage = "waiting"
    reason: str = ""
    path: Path | None = None
    was_there: bool = False  # before it was given now: then the file stays, whatever becomes of it


def safe_name(name: str, digest: str) -> str:
    """A file name that stays inside its folder, with the content's digest so that equal names do not collide."""
    base = SAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or "article"
    stem, dot, suffix = base.rpartition(".")
    stem, suffix = (stem, f".{suffix}") if dot and stem else (base, "")
    return f"{stem[:80]}.{digest[:8]}{suffix[:10]}"


@dataclass
class Uploader:
    """A queue of files with one worker; ``ingest`` puts files into the index, ``done`` is called when the queue is empty."""

    ingest: Ingest
    folder: Path
    done: Callable[[], None] = lambda: None
    rows: list[Row] = field(default_factory=list)
    again_s: float = BUSY_S
    _todo: "queue.SimpleQueue[tuple[int, int]]" = field(default_factory=queue.SimpleQueue)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _worker: threading.Thread | None = None

    def add_files(self, files: Sequence[str | Path]) -> None:
        """Keep copies of ``files`` in the upload folder and queue them; what cannot be copied is listed as failed."""
        self._enqueue([self._kept(Path(f)) for f in files])

    def add_bytes(self, name: str, data: bytes) -> None:
        """Keep ``data`` as a file of the upload folder and queue it."""
        self._enqueue([self._written(name, data)])

    def resume(self, files: Sequence[Path]) -> None:
        """Queue files that are in the upload folder already: the program ended before they were read."""
        if files:
            self._enqueue([Row(path.name, path=path, was_there=True) for path in files])

    def add_failure(self, name: str, reason: str) -> None:
        """List something that never became a file."""
        self._enqueue([Row(name, "failed", reason)])

    @property
    def busy(self) -> bool:
        """Whether any file still waits or is read."""
        return self.unread > 0

    @property
    def unread(self) -> int:
        """How many files still wait or are read."""
        return sum(row.stage in {"waiting", "reading"} for row in self.rows)

    def _kept(self, source: Path) -> Row:
        try:
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as err:
            return _not_kept(source.name, err)
        return self._put(source.name, digest, lambda begun: shutil.copyfile(source, begun))

    def _written(self, name: str, data: bytes) -> Row:
        return self._put(name, hashlib.sha256(data).hexdigest(), lambda begun: begun.write_bytes(data))

    def _put(self, name: str, digest: str, write: Callable[[Path], object]) -> Row:
        """Write a file under a hidden name of its own, which no ingest reads, and give it its name when it is whole."""
        kept = self.folder / safe_name(name, digest)
        begun = kept.with_name(f".{kept.name}.{uuid4().hex}")
        try:
            self.folder.mkdir(exist_ok=True)  # in the folder of the index, which is there
            write(begun)
            there = kept.exists()
            os.replace(begun, kept)
        except OSError as err:
            with suppress(OSError):
                begun.unlink(missing_ok=True)
            return _not_kept(name, err)
        return Row(name, path=kept, was_there=there)

    def _enqueue(self, new: Sequence[Row]) -> None:
        with self._lock:
            if not self.busy:
                del self.rows[: max(0, len(self.rows) - KEPT_ROWS)]
            first = len(self.rows)
            self.rows.extend(new)
            step = 1 if len(new) <= ONE_BY_ONE else BATCH
            for at in range(first, len(self.rows), step):
                self._todo.put((at, min(at + step, len(self.rows))))
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._run, daemon=True, name="feed")
                self._worker.start()

    def _run(self) -> None:
        while True:
            first, last = self._todo.get()
            batch = [i for i in range(first, last) if self.rows[i].stage == "waiting"]
            if batch:
                self._set(batch, "reading")
                self._ingest_batch(batch)
            if not self.busy:
                self.done()

    def _ingest_batch(self, batch: Sequence[int]) -> None:
        paths = [p for i in batch if (p := self.rows[i].path) is not None]
        try:
            outcome = self.ingest(paths)
        except IndexBusy:
            self._wait(batch)
            return
        except DatelineError as err:
            self._set(batch, "failed", str(err))
            return
        except Exception as err:  # the worker must live on for the files after these
            self._set(batch, "failed", f"{type(err).__name__}: {err}")
            return
        for i in batch:
            path = self.rows[i].path
            if path is None:
                continue
            whole = [reason for where, reason in outcome.failed if Path(str(where)).name == path.name]
            parts = [
                f"{str(where).rpartition(':')[2]}: {reason}"
                for where, reason in outcome.failed
                if Path(str(where)).name.startswith(f"{path.name}:")
            ]
            if whole or (parts and not (outcome.added or outcome.changed or outcome.unchanged or outcome.deleted)):
                self._set([i], "failed", (whole or parts)[0])
                if not self.rows[i].was_there:
                    path.unlink(missing_ok=True)
            else:
                more = f"; {len(parts) - 3} more" if len(parts) > 3 else ""
                self._set([i], _stage(outcome), f"left out: {'; '.join(parts[:3])}{more}" if parts else "")

    def _wait(self, batch: Sequence[int]) -> None:
        """Put files back to wait while another ingest writes."""
        self._set(batch, "waiting", "another ingest is writing to the index")
        self._todo.put((batch[0], batch[-1] + 1))
        time.sleep(self.again_s)

    def _set(self, which: Sequence[int], stage: Stage, reason: str = "") -> None:
        for i in which:
            self.rows[i] = replace(self.rows[i], stage=stage, reason=reason)


def _not_kept(name: str, err: OSError) -> Row:
    return Row(name, "failed", f"could not be kept: {err.strerror or err}")


def _stage(outcome: IngestReport) -> Stage:
    """The final stage of a file, from the counts of its batch."""
    if outcome.added:
        return "added"
    return "changed" if outcome.changed else "unchanged"
