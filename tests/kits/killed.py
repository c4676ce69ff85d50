"""A program for test_sync: ingest, and die by SIGKILL at the n-th step that writes; one forked child a step.

``python -m tests.kits.killed FOLDER FIRST LAST`` ingests FOLDER/before, then FOLDER/after over it, killed at steps FIRST to LAST in turn,
each time from the start in an index of its own; then lets the ingest run to its end. It writes what the steps left, as JSON.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported once, before the children
import llama_index.core.ingestion  # noqa: F401

import ingest.pipeline  # noqa: F401
from rag.index.keywords_writing import KeywordWriter
from rag.index.nearest import Nearest
from rag.index.writing import StoreWriter
from tests.kits.ingest import run, snapshot

STEPS = ((StoreWriter, "_transaction"), (KeywordWriter, "add"), (KeywordWriter, "remove"), (KeywordWriter, "commit"), (Nearest, "follow"))


def die_at(n: int) -> None:
    """Count every call that writes, and kill this process before the n-th."""
    count = 0

    def counted(kind: type, name: str) -> None:
        plain = getattr(kind, name)

        def step(self: object, *given: Any) -> Any:
            nonlocal count
            count += 1
            if count == n:
                os.kill(os.getpid(), signal.SIGKILL)
            return plain(self, *given)

        setattr(kind, name, step)

    for kind, name in STEPS:
        counted(kind, name)


def child(work: Path, index: Path, n: int) -> int:
    """Ingest the second state of the folder, killed at step n (0: never); return the signal that ended it, 0 for none."""
    pid = os.fork()
    if not pid:
        try:
            if n:
                die_at(n)
            run(index, work, prune=True)
        except BaseException as err:
            sys.stderr.write(f"{err!r}\n")
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def main(folder: Path, first: int, last: int) -> None:
    """Write {step: [signal, exit of the next run, what differs from a run that nobody killed]}."""
    work = folder / "work"

    def state(name: str) -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder / name, work)

    def in_child(index: Path, out: Path) -> Any:
        pid = os.fork()
        if not pid:
            out.write_text(json.dumps(snapshot(index), default=str, sort_keys=True))
            os._exit(0)
        os.waitpid(pid, 0)
        return json.loads(out.read_text())

    start, clean = folder / "start", folder / "clean"
    state("before")
    assert child(work, start, 0) == 0
    state("after")
    shutil.copytree(start, clean)  # not from nothing: the earlier versions of what changed are known only to one that was there
    assert child(work, clean, 0) == 0
    wanted = in_child(clean, folder / "clean.json")
    results = {}
    for n in range(first, last + 1):
        index = folder / f"index{n}"
        shutil.copytree(start, index)
        ended = child(work, index, n)
        again = child(work, index, 0)
        left = in_child(index, folder / "killed.json")
        results[n] = [ended, again, [part for part in wanted if left[part] != wanted[part]]]
        shutil.rmtree(index)
    sys.stdout.write(json.dumps({"results": results, "articles": len(wanted["articles"])}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
