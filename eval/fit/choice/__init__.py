"""Fit the judge between the model's words, the quotes' own answer and a decline (``rag.answer.judge``): gather, then fit.

``python -m eval.fit.choice gather`` asks the language model each question once and keeps what it wrote, a line a question, so that
it can be stopped and goes on; ``python -m eval.fit.choice fit`` fits the weights on what there is.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.fit.choice.ask import ROWS, SUITES, TOKENS, gather, read_rows
from eval.fit.choice.weights import fit, found_none_table
from eval.fit.steps import check_libraries
from eval.suites.cases import ROOT
from rag.answer import judge
from rag.errors import DatelineError
from rag.settings import load_settings

__all__ = ["ROWS", "fit", "gather", "main", "read_rows"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``gather`` or ``fit``; return 0 when done, 2 for an error, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.choice", description=__doc__)
    parser.add_argument("step", nargs="?", choices=("gather", "fit"), default="fit")
    parser.add_argument("--suites", nargs="+", default=list(SUITES), metavar="SUITE")
    parser.add_argument("--quote-tokens", nargs="+", type=int, default=list(TOKENS), metavar="N", help="tokens of evidence, one or several")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="stop after N questions; the same command goes on")
    parser.add_argument("--rows", type=Path, default=ROWS, metavar="FILE", help="where the gathered lines are (default: the cache)")
    parser.add_argument("--out", type=Path, default=judge.FITTED, metavar="FILE", help="where the weights go")
    args = parser.parse_args(argv)
    try:
        if args.step == "gather":
            print(gather(args.suites, args.quote_tokens, args.rows, limit=args.limit, settings=load_settings(ROOT)), "questions gathered")
            return 0
        check_libraries(["sklearn"])
        rows = read_rows(args.rows)
        print("\n".join(found_none_table(rows)))
        fitted = fit(rows)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. What is gathered is kept; the same command goes on.", file=sys.stderr)
        return 130
    args.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted["provenance"], indent=1))
    return 0
