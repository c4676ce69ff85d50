"""Measure Dateline: ``python -m eval SUITE...``, ``--all``, ``--gate`` or ``--pin``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from rag.errors import DatelineError
from rag.language.control import written_out


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, which may hold anything."""
        super().error(written_out(message))


def parser() -> argparse.ArgumentParser:
    """Return the command line of ``python -m eval``."""
    p = _Parser(prog="python -m eval", description="Measure Dateline on a suite of cases; no judge model, no network.")
    p.add_argument(
        "suites", nargs="*", metavar="SUITE", help="a .jsonl of ours, a folder of the bench form (see eval/README.md), or a name"
    )
    p.add_argument("--pool", action="store_true", help="score the questions of several suites as one; each is asked of its own index")
    p.add_argument("--all", action="store_true", help="every set in --sets, its figures in one table")
    p.add_argument("--sets", type=Path, default=None, metavar="DIR", help="folder of the bench sets (default: ../shared/bench)")
    p.add_argument("--gate", action="store_true", help="fail (exit 1) if the seeds suite is under its pinned floors")
    p.add_argument("--pin", action="store_true", help="pin today's figures of the seeds suite as floors")
    p.add_argument("--allow-lower", action="store_true", help="with --pin: let a floor sink")
    p.add_argument(
        "--from-feedback", type=Path, metavar="FILE", help="judgements of the page (feedback.jsonl) as cases, on the index in use"
    )
    p.add_argument("--corpus", type=Path, default=None, metavar="DIR", help="ask one suite of these articles in place of its own")
    p.add_argument("--limit", type=int, default=0, metavar="N", help="N cases, spread over the suite by a hash of their ids")
    p.add_argument("--kind", action="append", default=[], metavar="KIND", help="only cases of this kind; may be given again")
    p.add_argument("--no-llm", dest="llm", action="store_false", help="answer from the quotes alone")
    p.add_argument("--quote-tokens", type=int, default=0, metavar="N", help="evidence that the language model reads (default: measured)")
    p.add_argument("--deadline", type=float, default=0.0, metavar="S", help="seconds for one question, 3600 at most (default: the setting)")
    p.add_argument("--retrieval-only", action="store_true", help="search only, answer nothing")
    p.add_argument("--as-of", action=argparse.BooleanOptionalAction, default=True, help="hand the case's day to the system")
    p.add_argument("--baseline", type=Path, default=None, metavar="RUN", help="folder of an earlier run to test against")
    p.add_argument("--baselines", action="store_true", help="run BM25 alone and dense MiniLM alone beside it")
    p.add_argument("--out", type=Path, default=None, metavar="DIR", help="where the result files go (default: runs/SUITE)")
    p.add_argument("--resume", action="store_true", help="go on with the stopped run in --out; refused if code, suite or options changed")
    p.add_argument("--fresh", action="store_true", help="ask again what the cache holds")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 when the gate fails, 2 for an error, 130 when stopped."""
    from eval import commands
    from eval.suites.cases import ROOT
    from rag.settings import load_settings, start_log

    typed = list(sys.argv[1:] if argv is None else argv)
    args = parser().parse_args(typed)
    args.typed = typed
    if args.limit < 0:
        parser().error("--limit is a number of cases, 0 or more")
    try:
        if level := load_settings(ROOT).log:  # without one, what `dateline -v` asked for stays
            start_log(level)
        if args.gate or args.pin:
            return commands.gate(args)
        if args.all:
            return commands.run_all(args)
        if args.pool and len(args.suites) < 2:
            parser().error("--pool scores several suites as one; name at least two")
        if not args.suites and not args.from_feedback:
            parser().error("name a suite, or give --all, --gate or --pin")
        if args.pool:
            return commands.run_pooled(args)
        return commands.run_several(args, args.suites) if len(args.suites) > 1 else commands.run_one(args)
    except DatelineError as err:
        print(written_out(f"error: {err}"), file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while an index was made; a stop among the questions is a result of its own
        print("Stopped. What is done is kept; the same command goes on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
