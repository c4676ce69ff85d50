"""Real commands of ``dateline`` in children of a process that has imported all they need, so that a run takes its own time only."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

CRASHED = 70  # the exit code of a child whose work raised
PATIENCE_S = 600.0  # for a command to end, on a machine that has much else to do


class Ended(NamedTuple):
    """How a command ended (-9 by SIGKILL), all that it wrote, and after how many seconds."""

    code: int
    out: str
    seconds: float


def load() -> None:
    """Import what the commands import, and open nothing: a child must be able to begin as a new process would."""
    import chromadb  # noqa: F401
    import llama_index.core.ingestion  # noqa: F401

    import ingest.deletion
    import ingest.pipeline
    import ingest.rebuild  # noqa: F401
    import ui.cli  # noqa: F401
    from rag.models.encoders import StaticEmbedder

    StaticEmbedder().embed(["read once"])


def started(work: Callable[[], int | None], out: Path) -> int:
    """Start a child in a session of its own that does some work, its output in a file; return its id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = CRASHED
    try:
        os.setsid()
        stream, nothing = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), os.open(os.devnull, os.O_RDONLY)
        for old, new in ((nothing, 0), (stream, 1), (stream, 2)):
            os.dup2(old, new)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        code = work() or 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def command(argv: Sequence[str]) -> Callable[[], int | None]:
    """Return a run of ``dateline`` with these arguments, as work for :func:`started`."""

    def run() -> int:
        from ui.cli import main

        return main(list(argv))

    return run


def waited(pid: int, out: Path, began: float) -> Ended:
    """Wait for a child to end; one that does not in PATIENCE_S is killed, and its code is -9."""
    until = time.monotonic() + PATIENCE_S
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    return Ended(os.waitstatus_to_exitcode(status), out.read_text(errors="replace"), time.monotonic() - began)


def run(work: Callable[[], int | None], out: Path) -> Ended:
    """Do some work in a child, to its end."""
    began = time.monotonic()
    return waited(started(work, out), out, began)


def answer_of(work: Callable[[], Any], out: Path) -> Any:
    """Return what some work in a child returns, by way of JSON.

    :raises RuntimeError: with its output, when it fails.
    """
    place = out.with_suffix(".json")
    place.unlink(missing_ok=True)
    ended = run(lambda: place.write_text(json.dumps(work())) and None, out)
    if ended.code or not place.exists():
        raise RuntimeError(ended.out[-2000:] or f"ended with {ended.code}")
    return json.loads(place.read_text())
