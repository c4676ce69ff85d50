"""The sketches of all stored articles as files of sorted hashes, so that what one article copies is looked up and nothing read whole."""

import errno
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.copies.duplicates import places_of
from ingest.copies.shingles import Hashes
from rag.index.database import clear_away

LOG = "runs.json"  # names the files that count, and the last article in them; replaced in one step
TWICE = 2  # times as many hashes as the next run a run has, or both become one  # equivalent: how often runs are merged costs time only
LONG = 4_000_000  # hashes of a run at most, of which merging takes some 100 MB  # equivalent: costs time or memory only
Owners = NDArray[np.int32]  # numbers of articles
_NONE = np.zeros(0, np.uint32), np.zeros(0, np.int32)


class Run(NamedTuple):
    """Sorted hashes, and for each the number of the article it is of."""

    hashes: Hashes
    owners: Owners

    def hits(self, hashes: Hashes) -> Owners:
        """Return the owners of ``hashes``, as often as they have one."""
        return np.asarray(self.owners[places_of(self.hashes, hashes)])


class Runs:
    """The runs of one folder, read where they are asked. They can be made anew from the signatures in the store at any time."""

    def __init__(self, folder: Path, index: int = 0, *, look: bool = False) -> None:
        """Read the runs; where they are lost begin anew, unless it is only to ``look``.

        :param index: what tells the index that they are of from all others; those of another are forgotten.
        """
        self._folder, self._index = folder, index
        self.last = 0  # the number of the last article that they know of; of all before it they know
        self._names: list[str] = []
        self._runs: list[Run] = []
        self.lost = False  # they could not be read
        try:
            told = json.loads((folder / LOG).read_text())
            if told["index"] != index:
                raise ValueError(index)
            self._runs = [self._load(name, size) for name, size in told["runs"]]
            self._names, self.last = [name for name, _ in told["runs"]], int(told["last"])
        except (OSError, ValueError, KeyError, TypeError):  # none yet, or lost: they are made anew
            self.lost = True
            if look:
                self.last, self._names, self._runs = 0, [], []
            else:
                self.clear()

    def __len__(self) -> int:
        return sum(len(run.hashes) for run in self._runs)

    def near(self, hashes: Hashes) -> Mapping[int, int]:
        """Return the numbers of articles with any of ``hashes`` in their sketch, and how many."""
        owners, counts = np.unique(np.concatenate([_NONE[1], *(run.hits(hashes) for run in self._runs)]), return_counts=True)
        return dict(zip(owners.tolist(), counts.tolist(), strict=True))

    def add(self, sketches: Sequence[tuple[int, Hashes]], last: int) -> None:
        """Take in the sketches of articles by number; ``last`` is the number up to which all are known then."""
        if sketches:
            hashes, owners = np.concatenate([s for _, s in sketches]), np.repeat([n for n, _ in sketches], [len(s) for _, s in sketches])
            new = _sorted(hashes, owners.astype(np.int32))
            while self._runs and len(self._runs[-1].hashes) < min(TWICE * len(new.hashes), LONG - len(new.hashes)):
                older = self._runs.pop()
                self._names.pop()
                new = _sorted(np.concatenate((older.hashes, new.hashes)), np.concatenate((older.owners, new.owners)))
            self._save(new, f"{last}-{len(new.hashes)}")
        self.last = last
        self._log()

    def clear(self) -> None:
        """Forget all sketches."""
        self.last, self._names, self._runs = 0, [], []
        if not os.path.lexists(self._folder):
            return
        try:
            self._log()
        except OSError as err:
            if err.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            clear_away(self._folder)  # something else is in its place, or it has no rights

    def knows(self, sketches: Iterable[tuple[int, Hashes]]) -> bool:
        """Whether all hashes of articles up to the last known one are in the runs, and the runs in order."""
        found = [np.zeros(0, np.uint64), *(_pairs(run.hashes, run.owners) for run in self._runs)]
        if any((run.hashes[1:] < run.hashes[:-1]).any() for run in self._runs):
            return False
        wanted = [_pairs(hashes, np.full(len(hashes), n, np.int32)) for n, hashes in sketches if n <= self.last]
        return not wanted or bool(np.isin(np.concatenate(wanted), np.concatenate(found)).all())

    def _load(self, name: str, size: int) -> Run:
        hashes, owners = (self._folder / f"{name}.{part}" for part in Run._fields)
        if hashes.stat().st_size != 4 * size or owners.stat().st_size != 4 * size:
            raise ValueError(name)
        return Run(np.memmap(hashes, np.uint32, "r"), np.memmap(owners, np.int32, "r")) if size else Run(*_NONE)

    def _save(self, run: Run, name: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for part, column in zip(Run._fields, run, strict=True):
            column.tofile(self._folder / f"{name}.{part}")
        self._names.append(name)
        self._runs.append(self._load(name, len(run.hashes)))

    def _log(self) -> None:
        """Let the files that are there now count, and delete the others."""
        self._folder.mkdir(parents=True, exist_ok=True)
        told = {
            "index": self._index,
            "last": self.last,
            "runs": [(name, len(run.hashes)) for name, run in zip(self._names, self._runs, strict=True)],
        }
        fresh = self._folder / f"{LOG}.new"
        fresh.write_text(json.dumps(told))
        os.replace(fresh, self._folder / LOG)
        for path in self._folder.iterdir():
            if path.name != LOG and path.stem not in self._names:
                path.unlink()


def _pairs(hashes: Hashes, owners: Owners) -> NDArray[np.uint64]:
    return hashes.astype(np.uint64) << np.uint64(32) | owners.astype(np.uint64)


def _sorted(hashes: Hashes, owners: Owners) -> Run:
    order = np.argsort(hashes, kind="stable")
    return Run(hashes[order], owners[order])
