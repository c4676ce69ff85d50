"""Let users ask a page for a long time: ``python -m eval.bench.soak --url http://127.0.0.1:7860 --users 10 --minutes 30``.

They ask the questions of a suite by the page's HTTP interface, without a language model, each at its own pace (``--think`` seconds on
average between an answer and the next question). Counted are errors, answers to somebody else's question, quotes other than the
same question gives when asked alone (a sample, before and, with ``--add``, after), times, and the memory of the server's processes
every ten seconds, whose growth counts from the sixth minute on. ``--add FILE --index DIR`` ingests a file halfway through by the command
a user types. Only a page on this machine is asked. Serve an index of the suite first: dateline chat --index DIR
"""

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from eval.bench.archive.tree import Watch, listeners
from eval.bench.soak.page import ask, own_machine, port_of
from eval.bench.soak.users import Ask, figures, run_users, whole
from eval.bench.speed import chosen_cases
from eval.suites.cases import ROOT
from eval.suites.read import read_suite
from rag.errors import CaseError, DatelineError

EVERY_S = 10.0
SAMPLE = 30  # questions asked alone


def main(argv: Sequence[str] | None = None) -> int:
    """Soak and print; 1 when there were errors, answers of others or other quotes, 2 when nothing could be asked."""
    args = _arguments(argv)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    try:
        bad = soak(args)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    print(f"load {os.getloadavg()[0]:.1f}")
    return int(bad)


def soak(args: argparse.Namespace) -> bool:
    """Run it and print the figures; return whether anything was wrong.

    :raises DatelineError: for a page that is not of this machine or does not answer.
    """
    url = own_machine(args.url)
    questions = [(case.question, case.as_of if args.as_of else "") for case in chosen_cases(read_suite(args.suite), args.questions)]
    sample = questions[:SAMPLE]
    alone = ask_alone(url, sample)
    pids = [args.pid] if args.pid else listeners(port_of(url))
    if not pids:
        raise CaseError(f"No process of this machine is seen to listen at {url}. Give the server's with --pid")
    adding = threading.Timer(args.minutes * 30, add, (args.add, args.index)) if args.add else None
    if adding:
        adding.start()
    with Watch(pids[0], EVERY_S) as watch:
        done = run_users(
            lambda: asker(url), questions, users=args.users, seconds=60 * args.minutes, think_s=args.think, seed=args.seed
        )  # fmt: skip
    if adding:
        adding.join()
        for question, quotes in ask_alone(url, sample).items():
            alone[question] += quotes
    lines = list(figures(done, alone, watch.held, users=args.users, seconds=60 * args.minutes))
    for figure in lines:
        print(f"{figure.what:86} {figure.value:>24}  n {figure.n:,}")
    return any(figure.value != "0" for figure in lines if figure.what.startswith(("errors", "answers")))


def asker(url: str) -> Ask:
    """Return what one user asks with: a connection of its own."""
    from httpx import Client

    from eval.bench.soak.page import DEADLINE_S

    client = Client(timeout=DEADLINE_S)
    return lambda question, day: ask(client, url, question, day)


def ask_alone(url: str, questions: Sequence[tuple[str, str]]) -> dict[str, list[tuple[tuple[str, int, int, str], ...]]]:
    """Ask one question after another.

    :raises CaseError: when not one is answered.
    """
    one = asker(url)
    replies = {question: one(question, day) for question, day in questions}
    found = whole(replies)
    if not found:
        raise CaseError(f"{url} answers no question: {next(iter(replies.values())).error}")
    return found


def add(file: Path, index: Path) -> None:
    """Ingest a file into the index that is asked; say so when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "ingest", str(file.resolve()), "--index", str(index.resolve())],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(f"{file} ingested meanwhile: {'done' if not done.returncode else done.stderr.strip()[-300:]}", flush=True)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="http://127.0.0.1:7860")
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--think", type=float, default=10.0, metavar="S", help="seconds between answer and question, on average (10)")
    parser.add_argument("--suite", default="realtimeqa-dev")
    parser.add_argument("--questions", type=int, default=0, metavar="N", help="of the suite, 0: all")
    parser.add_argument("--as-of", action="store_true", help="give each question its day")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--pid", type=int, default=0, help="the server's first process, where it is not seen by its port")
    parser.add_argument("--add", type=Path, metavar="FILE", help="ingested halfway through")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index that is served, for --add")
    args = parser.parse_args(argv)
    if args.add and not args.index:
        parser.error("--add needs --index")
    return args


if __name__ == "__main__":
    sys.exit(main())
