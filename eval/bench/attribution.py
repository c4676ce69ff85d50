"""Measure how well the source of a statement is found, on marked articles: ``python -m eval.bench.attribution FILE.jsonl``.

An attribution found is right when an attribution marked has a source that overlaps its source and a content that overlaps its
content; one marked is found in the same way. Those marked without a source or a content are not counted. The weights were
fitted on the articles before the last 100, which are ``--last``.
"""

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.fit.attribution import HELD_BACK, read_articles
from rag.language.text import sentences
from rag.sources.attribution import Attribution, attributions

SAMPLES = 1000  # of the articles, for the interval

Span = Sequence[int]
Find = Callable[[str], Sequence[Attribution]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found and what was marked in one article."""

    found: int
    found_right: int
    marked: int
    marked_right: int


def count_article(row: Mapping[str, Any], find: Find = attributions) -> Counts:
    """Compare what is found in the sentences of an article with what is marked."""
    text = row["text"]
    found = [((_moved(a.source, s),), (_moved(a.content, s),)) for s, e in sentences(text) for a in find(text[s:e])]
    marked = [(a["source"], a["content"]) for a in row["attributions"] if a["source"] and a["content"]]
    pairs = [
        (f, m) for f, (source, content) in enumerate(found) for m, (x, y) in enumerate(marked) if _touch(source, x) and _touch(content, y)
    ]
    return Counts(len(found), len({f for f, _ in pairs}), len(marked), len({m for _, m in pairs}))


def figures(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of all articles together, each 0 to 1."""
    precision = sum(c.found_right for c in counts) / max(sum(c.found for c in counts), 1)
    recall = sum(c.marked_right for c in counts) / max(sum(c.marked for c in counts), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def interval(counts: Sequence[Counts], samples: int = SAMPLES) -> tuple[float, float]:
    """Return the bounds of F1's 95% interval, by drawing articles anew."""
    draw = random.Random(0)
    drawn = sorted(figures(draw.choices(counts, k=len(counts)))[2] for _ in range(samples))
    return drawn[round(0.025 * samples)], drawn[round(0.975 * samples) - 1]


def main(argv: Sequence[str] | None = None) -> int:
    """Print precision, recall, F1 and its interval."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.attribution", description=__doc__)
    parser.add_argument("file", type=Path, help="articles with their attributions, one a line")
    parser.add_argument("--last", action="store_true", help=f"the last {HELD_BACK} articles, not those before them")
    args = parser.parse_args(argv)
    articles = read_articles(args.file)
    counts = [count_article(row) for row in (articles[-HELD_BACK:] if args.last else articles[:-HELD_BACK])]
    precision, recall, f1 = figures(counts)
    low, high = interval(counts)
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]", end="  ")
    print(f"found {sum(c.found for c in counts)}  marked {sum(c.marked for c in counts)}  articles {len(counts)}")
    return 0


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s < f and t < e for s, e in a for t, f in b)


if __name__ == "__main__":
    raise SystemExit(main())
