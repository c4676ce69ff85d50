"""Make, ingest and measure a whole archive: ``python -m eval.bench.archive make|ingest|measure``.

python -m eval.bench.archive make --out /tmp/million.jsonl      # 40 s of work, 790 MB; never to be published
python -m eval.bench.archive make --passages 10000 --out /tmp/small.jsonl      # holds all of realtimeqa-dev
python -m eval.bench.archive ingest --corpus /tmp/million.jsonl --index /tmp/million [--workers N]
python -m eval.bench.archive ingest --corpus /tmp/small.jsonl --index /tmp/small
python -m eval.bench.archive measure --index /tmp/million --small /tmp/small
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.bench.speed import Figure
from eval.suites.cases import ROOT
from rag.errors import DatelineError

BENCH = ROOT.parent / "shared" / "bench"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the three and print line by line; 2 for an error."""
    args = _arguments(argv)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    try:
        if args.what == "make":
            from eval.bench.archive.make import make

            made = make(args.bench, args.out, args.passages, args.seed)
            copies = f"{made.copies} times the corpora, the last in part"
            print(f"{args.out}: {made.passages:,} passages, {made.articles:,} articles, {made.megabytes:.0f} MB ({copies})")
        elif args.what == "ingest":
            from eval.bench.archive.ingest import ingest_figures

            workers = ["--workers", str(args.workers)] if args.workers else []
            print(*map(line_of, ingest_figures(args.corpus, args.index, workers)), sep="\n")
        else:
            from eval.bench.archive.measure import measure

            for figure in measure(args.index, args.small, args.alone or args.small, args.questions, add=not args.no_add):
                print(line_of(figure), flush=True)
    except (DatelineError, OSError) as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    print(f"load {os.getloadavg()[0]:.1f}")
    return 0


def line_of(figure: Figure) -> str:
    """Return a figure as a line of the table."""
    return f"{figure.what:86} {figure.value:>32}  n {figure.n:,}".rstrip()


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.archive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = parser.add_subparsers(dest="what", required=True)
    make = parts.add_parser("make", help="write an archive as records")
    make.add_argument("--passages", type=int, default=1_010_000, help="an ingest leaves about one in a hundred out (1,010,000)")
    make.add_argument("--out", type=Path, required=True, metavar="FILE")
    make.add_argument("--bench", type=Path, default=BENCH, metavar="DIR", help="where the corpora are")
    make.add_argument("--seed", type=int, default=20231107)
    ingest = parts.add_parser("ingest", help="run dateline ingest and watch it")
    ingest.add_argument("--corpus", type=Path, required=True, metavar="FILE")
    ingest.add_argument("--index", type=Path, required=True, metavar="DIR")
    ingest.add_argument("--workers", type=int, default=0)
    measure = parts.add_parser("measure", help="ask an archive and a small index in turn")
    measure.add_argument("--index", type=Path, required=True, metavar="DIR")
    measure.add_argument("--small", type=Path, required=True, metavar="DIR", help="an index of 10,000 passages")
    measure.add_argument("--alone", type=Path, metavar="DIR", help="an index of the suite's own articles (as --small)")
    measure.add_argument("--questions", type=int, default=100)
    measure.add_argument("--no-add", action="store_true", help="leave the archive as it is: add no article")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
