"""Run the ingest that a user types on an archive: time, rows a second as it goes, memory of all its processes, size of the index."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.bench.archive.tree import Watch
from eval.bench.speed import Figure
from eval.suites.cases import ROOT
from rag.errors import CaseError

POINTS = 10  # of the rate over time


def ingest_figures(corpus: Path, index: Path, more: Sequence[str] = ()) -> Iterator[Figure]:
    """Ingest a corpus of records by ``dateline ingest`` in a process of its own and yield the figures.

    :raises CaseError: with the end of its output, if it fails.
    """
    with tempfile.TemporaryFile() as out:
        began = time.monotonic()
        command = [sys.executable, "-m", "ui.cli", "ingest", str(corpus), "--index", str(index), *more]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        with Watch(process.pid, file=corpus.resolve()) as watch:
            code = process.wait()
        seconds = time.monotonic() - began
        out.seek(0)
        said = out.read().decode(errors="replace")
    if code:
        raise CaseError(f"dateline ingest failed ({code}): {said.strip()[-500:]}")
    counts = status_of(index)
    articles, passages = counts["articles"], counts["passages"]
    yield Figure("ingest, s", f"{seconds:.0f}", articles)
    yield Figure("ingest, passages/s", f"{passages / seconds:.0f}", passages)
    if rates := [f"{share:.0%} {rate * passages:.0f}" for share, rate in rates_of(watch.read, corpus.stat().st_size)]:
        yield Figure("ingest, passages/s as read, by how much was read: " + ", ".join(rates), "", passages)
    yield Figure("ingest, peak memory of all its processes, MB", f"{watch.peak_mb:.0f}", max(h.processes for h in watch.held))
    yield from size_figures(index, passages)


def status_of(index: Path) -> dict[str, Any]:
    """Return what ``dateline status`` says of an index.

    :raises CaseError: when it cannot be read.
    """
    command = [sys.executable, "-m", "ui.cli", "status", "--json", "--index", str(index)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CaseError(f"{index} cannot be read: {done.stderr.strip()[-300:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rates_of(read: Sequence[tuple[float, int]], size: int) -> list[tuple[float, float]]:
    """Return (share of the file read, shares a second since the point before) at some POINTS, after the pass that takes the digest.

    That pass comes first and runs to the end of the file, from which the reading falls back to its beginning.
    """
    end = max((n for n, (_, done) in enumerate(read, 1) if done), default=0)
    last_fall = max((n for n in range(1, end) if read[n][1] < read[n - 1][1]), default=0)
    points = [(at, done / size) for at, done in read[last_fall:end]]
    out: list[tuple[float, float]] = []
    before = points[0] if points else (0.0, 0.0)
    for at, share in points:
        if share - before[1] >= 1 / POINTS - 1e-9 and at > before[0]:
            out.append((share, (share - before[1]) / (at - before[0])))
            before = (at, share)
    return out


def size_figures(index: Path, passages: int) -> Iterator[Figure]:
    """Yield the size of an index in all and by its parts, the largest first."""
    sizes = sizes_of(index)
    yield Figure("index, MB", f"{sum(sizes.values()) / 1e6:.1f}", passages)
    for name, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Figure(f"  {name}, MB", f"{size / 1e6:.1f}", passages)


def sizes_of(index: Path) -> dict[str, int]:
    """Return the bytes of each file and folder of an index."""
    return {p.name: sum(f.stat().st_size for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file()) for p in sorted(index.iterdir())}
