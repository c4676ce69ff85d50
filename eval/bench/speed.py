"""Measure how fast Dateline is and how much memory it takes, on this machine as it is now: ``python -m eval.bench.speed``.

A set is ingested into a new index by the command a user types; then questions are asked of it, by the same command each in a
new process ("cold"), and in this process one after another ("warm"). With ``--llm N`` the language model answers N of
them. A figure of a busy machine says little: the load is printed with it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.reports.results import megabytes, peak_memory_mb
from eval.run import spread
from eval.scores.metrics import percentile
from eval.suites.cases import ROOT, Case, Suite, read_rows
from eval.suites.read import read_suite
from rag.errors import CaseError, DatelineError

if TYPE_CHECKING:
    from rag.assistant import Assistant

COLD, WARM_UP = 3, 3  # cold questions; warm ones that are not counted, since they load what is loaded once


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: over ``n`` articles or questions."""

    what: str
    value: str
    n: int

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.what:62}{self.value:>20}  n {self.n}"


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that has run: seconds to its first output and to its end, and the most memory it held."""

    first_s: float
    seconds: float
    peak_mb: float
    output: str
    code: int


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print line by line; 2 for an error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.speed", description=__doc__)
    parser.add_argument("suite", nargs="?", default="realtimeqa-dev", help="a folder of the bench form (realtimeqa-dev)")
    parser.add_argument("--index", type=Path, metavar="DIR", help="measure on this index of the suite; nothing is ingested then")
    parser.add_argument("--questions", type=int, default=100, metavar="N", help="warm questions (100)")
    parser.add_argument("--llm", type=int, default=0, metavar="N", help="questions that the language model answers too (0)")
    args = parser.parse_args(argv)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    try:
        suite = read_suite(args.suite)
        with tempfile.TemporaryDirectory() as folder:
            for figure in measure_speed(suite, args.index, Path(folder) / "index", args.questions, args.llm):
                print(figure, flush=True)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    print(f"load {os.getloadavg()[0]:.1f}")
    return 0


def measure_speed(suite: Suite, index: Path | None, new: Path, questions: int, llm: int) -> Iterator[Figure]:
    """Yield all figures.

    :raises CaseError: if the suite has no corpus of records, or a command fails.
    """
    if suite.corpus is None or suite.by_stem:
        raise CaseError(f"{suite.name} has no corpus.jsonl to ingest")
    if index is None:
        articles = sum(1 for _ in read_rows(suite.corpus))
        yield from ingest_figures(run_dateline("ingest", str(suite.corpus), "--index", str(new)), articles)
    index_dir = index or new
    cases = chosen_cases(suite, max(questions + WARM_UP, llm, COLD))
    yield from cold_figures([run_dateline("ask", "--no-llm", "--index", str(index_dir), "--", case.question) for case in cases[:COLD]])
    yield from warm_figures(index_dir, cases[: questions + WARM_UP])
    if llm:
        yield from answer_figures(index_dir, cases[:llm])


def chosen_cases(suite: Suite, n: int) -> list[Case]:
    """Return ``n`` of the questions that count, spread over the suite."""
    scored = [case for case in suite.cases if case.scored]
    chosen = spread([case.id for case in scored], n)
    return [case for case in scored if case.id in chosen]


def run_dateline(*words: str) -> Ended:
    """Run the command line in a new process, from the project folder.

    :raises CaseError: with its output, if it fails; to decline (3) is no failure.
    """
    ended = run_program([sys.executable, "-m", "ui.cli", *words])
    if ended.code not in {0, 3}:
        raise CaseError(f"dateline {words[0]} failed ({ended.code}): {ended.output.strip()[-500:]}")
    return ended


def run_program(command: Sequence[str]) -> Ended:
    """Run a program; its errors count as output. Linux books at least the memory that the caller holds: keep that small."""
    began = time.perf_counter()
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, env=environ) as process:
        assert process.stdout is not None
        first = process.stdout.read(1)
        first_s = time.perf_counter() - began
        output = (first + process.stdout.read()).decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(first_s, time.perf_counter() - began, megabytes(used.ru_maxrss), output, process.returncode)


def ingest_figures(ended: Ended, articles: int) -> Iterator[Figure]:
    """Yield the figures of an ingest, the start of the program included."""
    yield Figure("ingest, articles/s", f"{articles / ended.seconds:.1f}", articles)
    yield Figure("ingest, peak memory, MB", f"{ended.peak_mb:.0f}", articles)


def cold_figures(ended: Sequence[Ended]) -> Iterator[Figure]:
    """Yield the figures of questions asked each in a new process."""
    firsts = [e.first_s for e in ended]
    yield Figure(
        "dateline ask --no-llm, Enter to quotes, cold, s p50 / most", f"{percentile(firsts, 0.5):.1f} / {max(firsts):.1f}", len(ended)
    )
    yield Figure("dateline ask --no-llm, peak memory, MB", f"{max(e.peak_mb for e in ended):.0f}", len(ended))


def warm_figures(index: Path, cases: Sequence[Case]) -> Iterator[Figure]:
    """Ask ``cases`` one after another and yield what it takes until the quotes are shown."""
    from rag.assistant import Assistant

    assistant = Assistant.open(index, llm=False)
    counts = assistant.store.counts()
    spent = [1000 * s for s in quote_times(assistant, cases)][WARM_UP:]
    assistant.close()
    what = f"quotes shown, warm, {counts['passages']:,} passages, ms p50 / p95"
    yield Figure(what, f"{percentile(spent, 0.5):.0f} / {percentile(spent, 0.95):.0f}", len(spent))
    yield Figure("without LLM, peak memory, MB", f"{peak_memory_mb():.0f}", len(spent))


def quote_times(assistant: "Assistant", cases: Iterable[Case]) -> Iterator[float]:
    """Yield the seconds until the quotes of each question are returned."""
    for case in cases:
        began = time.perf_counter()
        next(assistant.stream(case.question, **case.filters.given()))
        yield time.perf_counter() - began


def answer_figures(index: Path, cases: Sequence[Case]) -> Iterator[Figure]:
    """Answer ``cases`` with the language model and yield what a whole answer takes, of those that it wrote."""
    from rag.assistant import Assistant

    assistant = Assistant.open(index)
    spent = []
    for case in cases:
        began = time.perf_counter()
        answer = assistant.ask(case.question, **case.filters.given())
        if answer.writer != "quotes":
            spent.append(time.perf_counter() - began)
    assistant.close()
    if spent:
        value = f"{percentile(spent, 0.5):.1f} / {percentile(spent, 0.95):.1f}"
        yield Figure(f"whole answer, of {len(cases)} those the LLM wrote, s p50 / p95", value, len(spent))
    yield Figure("with LLM, peak memory without the LLM's own process, MB", f"{peak_memory_mb():.0f}", len(cases))


if __name__ == "__main__":
    sys.exit(main())
