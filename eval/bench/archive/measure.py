"""The figures of an archive of a million passages beside a small index: size, memory, times under filters, hits, one article added."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.archive.ask import WAYS
from eval.bench.archive.ingest import size_figures, status_of
from eval.bench.speed import Figure
from eval.scores.metrics import percentile
from eval.scores.stats import bootstrap, paired_test
from eval.suites.cases import ROOT
from rag.errors import CaseError

Spent = Sequence[tuple[float, float]]  # a question: seconds by the clock, and of the processor
OPENED = 3  # times that the archive is opened anew
SAID = {"none": "no filter", "day": "as_of", "outlets": "outlets with a twentieth", "both": "as_of and outlets"}


def measure(index: Path, small: Path, alone: Path, questions: int, *, add: bool = True) -> Iterator[Figure]:
    """Yield all figures; each part asks in a new process.

    :param alone: an index of the suite's own articles, whose hits are the measure.
    :param add: add articles to the archive and take them out again.
    :raises CaseError: if an index cannot be read or a part fails.
    """
    counts, few = status_of(index), status_of(small)
    passages = counts["passages"]
    yield from size_figures(index, passages)
    yield from first_figures([child("first", [index], questions if not n else 1) for n in range(OPENED)])
    spent = child("turn", [index, small], questions)["spent"]
    sizes = f"{passages:,} against {few['passages']:,} passages"
    for way in WAYS:
        yield from ratio_figures(f"quotes, {SAID[way]}", sizes, *spent[way])
    yield from filter_figures(spent)
    yield hit_figure(*child("hits", [index, alone], 0)["hits"])
    if add:
        yield from added_figures(child("add", [index], questions)["added"])


def child(what: str, indexes: Sequence[Path], questions: int) -> dict[str, Any]:
    """Return what ``eval.bench.archive.ask`` found in a process of its own.

    :raises CaseError: with the end of its output, if it fails.
    """
    command = [sys.executable, "-m", "eval.bench.archive.ask", what, *map(str, indexes), "--questions", str(questions)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CaseError(f"asking ({what}) failed ({done.returncode}): {done.stderr.strip()[-800:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def first_figures(runs: Sequence[dict[str, Any]]) -> Iterator[Figure]:
    """Yield how long opening and the first question take, in the order of the runs, and the memory of the run with most questions."""
    yield Figure("opening, s, run after run", " / ".join(f"{r['open_s']:.1f}" for r in runs), len(runs))
    yield Figure("first question after it, s, run after run", " / ".join(f"{r['first_s']:.1f}" for r in runs), len(runs))
    most = max(runs, key=lambda r: len(r["later_s"]))
    yield Figure("asking, peak memory, MB", f"{most['peak_mb']:.0f}", 1 + len(most["later_s"]))


def ratio_figures(what: str, sizes: str, large: Spent, small: Spent) -> Iterator[Figure]:
    """Yield p50 and p95 of both indexes, and their ratio with a 95% bootstrap interval over the questions."""
    for place, clock in ((0, "ms"), (1, "ms of processor")):
        a, b = ([1000 * row[place] for row in rows] for rows in (large, small))
        for share in (0.5, 0.95):
            value = f"{percentile(a, share):.0f} / {percentile(b, share):.0f}"
            yield Figure(f"{what}, p{100 * share:.0f}, {clock}, {sizes}", f"{value} = {said_ratio(a, b, share)}", len(a))


def said_ratio(a: Sequence[float], b: Sequence[float], share: float) -> str:
    """Return the ratio of two percentiles of paired times with its 95% interval."""
    left, right = np.array(a), np.array(b)

    def ratio(rows: list[int]) -> float:
        return percentile(left[rows].tolist(), share) / percentile(right[rows].tolist(), share)

    low, high = bootstrap(ratio, len(a))
    return f"{ratio(list(range(len(a)))):.2f} [{low:.2f}, {high:.2f}]"


def filter_figures(spent: dict[str, Any]) -> Iterator[Figure]:
    """Yield what each filter costs on the archive, as the ratio to the same questions without."""
    for way in WAYS[1:]:
        large, plain = ([1000 * row[0] for row in spent[name][0]] for name in (way, "none"))
        yield Figure(f"quotes, {SAID[way]} against no filter, p50, the archive", said_ratio(large, plain, 0.5), len(large))


def hit_figure(large: dict[str, float], alone: dict[str, float]) -> Figure:
    """Return hit@4 among all articles and among the suite's own, and the difference with its 95% interval."""
    ids = sorted(large)
    now, before = [large[i] for i in ids], [alone[i] for i in ids]
    test = paired_test(now, before)
    both = f"{sum(now) / len(now):.3f} / {sum(before) / len(before):.3f}"
    return Figure("hit@4 with as_of, hidden / alone", f"{both} = {test.value:+.3f} [{test.low:+.3f}, {test.high:+.3f}]", len(ids))


def added_figures(rows: Sequence[dict[str, float]]) -> Iterator[Figure]:
    """Yield what adding one article takes and costs the next question: its own time without and with the addition before it."""
    ms = {name: [1000 * row[name] for row in rows] for name in rows[0]}
    for name, what in (
        ("findable_s", "one article added, known to an open assistant after"),
        ("ingest_s", "the whole ingest of it"),
        ("found_s", "a search by the open assistant that finds it"),
    ):
        yield Figure(f"{what}, ms p50 / most", f"{percentile(ms[name], 0.5):.0f} / {max(ms[name]):.0f}", len(rows))
    slower = [after - before for after, before in zip(ms["after_s"], ms["same_before_s"], strict=True)]
    yield Figure(
        "next question, slower than the same before, ms p50 / most", f"{percentile(slower, 0.5):.0f} / {max(slower):.0f}", len(rows)
    )
    yield Figure("questions before, ms p50", f"{percentile(ms['before_s'], 0.5):.0f}", len(rows))
