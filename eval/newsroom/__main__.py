"""How well are files read: ``python -m eval.newsroom``, on invented pages, exports and PDFs, by field.

A half of the styles, "held", is for measuring only: whoever works on the reading looks at the errors of "dev". An article that
is missing counts as wrong in every column. Intervals are 95% bootstraps over the styles. Invented dates are those given where a
file states none, or of another day than it states.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.newsroom.read import KINDS, by_dateline, by_libraries, files, write
from eval.newsroom.records import File
from eval.newsroom.score import COLUMNS, Found, Scored, score_file
from eval.scores.stats import bootstrap

PINNED = Path(__file__).parent / "reached.json"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the set, read it, print the table; with ``--errors`` what is wrong before it."""
    parser = argparse.ArgumentParser(prog="python -m eval.newsroom", description=__doc__)
    parser.add_argument("--half", choices=("dev", "held"), default="", help="only this half of the styles (all)")
    parser.add_argument("--beside", action="store_true", help="trafilatura and htmldate on the same pages, days instead of minutes")
    parser.add_argument("--errors", action="store_true", help="what is wrong, file by file; read those of the half dev only")
    parser.add_argument("--keep", type=Path, default=None, metavar="DIR", help="write the files there and leave them")
    parser.add_argument("--pin", action="store_true", help=f"write what the half held reaches into {PINNED.name}, which the README shows")
    args = parser.parse_args(argv)
    if args.pin and (args.errors or args.half == "dev"):
        parser.error("--pin is for the half held, whose errors nobody reads")
    made = files("held" if args.pin else args.half)
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        write(made, folder)
        found = by_dateline(made, folder)
    scored = [s for f in made for s in score_file(f, found.get(f.name, []))]
    if args.errors:
        print(*error_lines(scored), sep="\n")
    rows = {kind: [s for s in scored if s.file.kind == kind] for kind in KINDS}
    beside = _beside([f for f in made if f.kind == "pages"], found) if args.beside or args.pin else {}
    print(heading())
    for name, of in (rows | beside).items():
        print(row(name, of, spare(made, found, name)))
    if args.pin:
        PINNED.write_text(json.dumps(figures(rows | beside), indent=1) + "\n", encoding="utf-8")
    return 0


def _beside(web: Sequence[File], found: Mapping[str, list[Found]]) -> dict[str, list[Scored]]:
    """Return the scores of the libraries on pages, and our own as they are compared with those."""
    by = {"libraries": by_libraries(web), "ours, days": found}
    return {name: [s for f in web for s in score_file(f, got.get(f.name, []), days=True)] for name, got in by.items()}


def figures(rows: Mapping[str, Sequence[Scored]]) -> dict[str, Any]:
    """Return what is pinned of rows: of each its size, its invented dates and, by column, the share right with its interval, 0 to 1."""
    pinned: dict[str, Any] = {}
    for name, of in rows.items():
        shares = {column: [round(x, 3) for x in part] for column in COLUMNS if (part := share(of, column))}
        pinned[name] = {"n": len(of), **shares, "invented": sum(s.invented for s in of)}
    return {"command": "python -m eval.newsroom --pin", "made": f"{datetime.now(UTC):%Y-%m-%d}", "rows": pinned}


def error_lines(scored: Sequence[Scored]) -> Iterator[str]:
    """Name every file with errors and what they are."""
    for s in scored:
        yield from (f"{s.file.name}: {wrong}" for wrong in s.wrong)


def heading() -> str:
    """Return the names of the columns."""
    return f"{'':11}{'n':>4}" + "".join(f"{column:>15}" for column in COLUMNS) + f"{'invented':>10}{'missing':>9}{'spare':>7}"


def row(name: str, scored: Sequence[Scored], more: int) -> str:
    """Return a line: of every column the share right and its interval; how many dates were invented; articles missing, and read but not there."""
    cells = "".join(f"{_cell(scored, column):>15}" for column in COLUMNS)
    return f"{name:11}{len(scored):>4}{cells}{sum(s.invented for s in scored):>10}{sum(s.missing for s in scored):>9}{more:>7}"


def _cell(scored: Sequence[Scored], column: str) -> str:
    found = share(scored, column)
    return f"{found[0]:.2f} {found[1]:.2f}-{found[2]:.2f}" if found else "-"


def share(scored: Sequence[Scored], column: str) -> tuple[float, float, float] | None:
    """Return the share right of a column and its 95% interval over the styles; None for one that the program does not have."""
    each: dict[str, list[bool]] = {}
    for s in scored:
        if (right := s.right[column]) is not None:
            each.setdefault(s.file.style, []).append(right)
    groups = list(each.values())

    def drawn_share(drawn: Sequence[int]) -> float:
        return sum(sum(groups[i]) for i in drawn) / sum(len(groups[i]) for i in drawn)

    return (drawn_share(range(len(groups))), *bootstrap(drawn_share, len(groups))) if groups else None


def spare(made: Sequence[File], found: Mapping[str, list[Found]], kind: str) -> int:
    """Return how many more articles were read from files of a kind than stand in them."""
    return sum(max(0, len(found.get(f.name, [])) - len(f.articles)) for f in made if f.kind == kind)


if __name__ == "__main__":
    sys.exit(main())
