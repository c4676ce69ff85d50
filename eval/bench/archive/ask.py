"""Ask questions of one index, or of two in turn, in this process; ``python -m eval.bench.archive.ask`` writes what each took as JSON.

A process of its own, so that its memory is that of asking alone.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.bench.archive.add import add_and_find
from eval.bench.archive.times import quote_seconds, timed
from eval.bench.speed import WARM_UP, chosen_cases
from eval.options import DEPTH
from eval.reports.results import peak_memory_mb
from eval.scores.metrics import hit_at
from eval.scores.outcome import ranked_keys
from eval.suites.cases import Case, Suite
from eval.suites.read import read_suite
from rag.records import EVERYTHING, Filters

if TYPE_CHECKING:
    from rag.assistant import Assistant

SOME, MOST = 0.05, 10  # share of the articles that the filter by outlet leaves at least, and how many outlets it names at most
FIRST = 4  # articles among which a labelled one is to be
WAYS = ("none", "day", "outlets", "both")


def main(argv: Sequence[str] | None = None) -> int:
    """Write one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.archive.ask", description=__doc__)
    parser.add_argument("what", choices=sorted(TASKS))
    parser.add_argument("index", nargs="+", help="one index, or two to be asked in turn")
    parser.add_argument("--suite", default="realtimeqa-dev")
    parser.add_argument("--questions", type=int, default=100)
    args = parser.parse_args(argv)
    began = time.perf_counter()
    assistants = [open_assistant(Path(index)) for index in args.index]
    opened = time.perf_counter() - began
    found = TASKS[args.what](assistants, read_suite(args.suite), args.questions)
    json.dump({**found, "open_s": opened, "peak_mb": peak_memory_mb()}, sys.stdout)
    for assistant in assistants:
        assistant.close()
    return 0


def open_assistant(index: Path) -> "Assistant":
    """Return an assistant that answers from the quotes alone."""
    from rag.assistant import Assistant

    return Assistant.open(index, llm=False)


def ask_first(assistants: Sequence["Assistant"], suite: Suite, questions: int) -> dict[str, Any]:
    """Ask questions without filter; return the seconds that the first took, and each of the rest."""
    spent = list(quote_seconds(assistants[0], chosen_cases(suite, questions)))
    return {"first_s": spent[0], "later_s": spent[1:]}


def ask_in_turn(assistants: Sequence["Assistant"], suite: Suite, questions: int) -> dict[str, Any]:
    """Ask each question of each index in each way; return way -> one list an index of (seconds, seconds of processor)."""
    cases = chosen_cases(suite, questions + WARM_UP)
    some = [some_outlets(assistant.store.outlets()) for assistant in assistants]
    spent: dict[str, list[list[tuple[float, float]]]] = {way: [[] for _ in assistants] for way in WAYS}
    for n, case in enumerate(cases):
        for way in WAYS:
            order = range(len(assistants)) if n % 2 else range(len(assistants) - 1, -1, -1)
            for place in order:
                took = timed(assistants[place], case.question, ways_of(case, some[place])[way])
                if n >= WARM_UP:
                    spent[way][place].append(took)
    return {"spent": spent}


def some_outlets(counts: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Return the smallest outlets that have SOME of all articles together, of those with at least a share that lets MOST reach it."""
    total, names, held = sum(n for _, n in counts), list[str](), 0
    for name, n in sorted(counts, key=lambda pair: (pair[1], pair[0])):
        if n * MOST >= SOME * total and held < SOME * total:
            names.append(name)
            held += n
    return tuple(names)


def ways_of(case: Case, outlets: tuple[str, ...]) -> dict[str, Filters]:
    """Return the filters of each of WAYS for a question: none, its own day, some outlets, both."""
    day = Filters(as_of=case.as_of)
    return {"none": EVERYTHING, "day": day, "outlets": Filters(outlets=outlets), "both": replace(day, outlets=outlets)}


def find_hits(assistants: Sequence["Assistant"], suite: Suite, questions: int) -> dict[str, Any]:
    """Search for every labelled question on its own day; return for each index id -> whether a labelled article is among the FIRST."""
    del questions  # all of them
    cases = [case for case in suite.cases if case.scored and case.relevant]
    hits: list[dict[str, float]] = []
    for assistant in assistants:
        ranked = {case.id: ranked_keys(assistant.search(case.question, k=DEPTH, **case.filters.given()), by_stem=False) for case in cases}
        hits.append({case.id: hit_at(FIRST, ranked[case.id], case.relevant) for case in cases})
    return {"hits": hits}


def added(assistants: Sequence["Assistant"], suite: Suite, questions: int) -> dict[str, Any]:
    """Add articles one at a time to the index of an open assistant; say how soon each is found and what the next question takes."""
    cases = chosen_cases(suite, questions + WARM_UP)
    return {"added": list(add_and_find(assistants[0], cases))}


TASKS: Mapping[str, Callable[[Sequence["Assistant"], Suite, int], dict[str, Any]]] = {
    "first": ask_first, "turn": ask_in_turn, "hits": find_hits, "add": added,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
