"""Measure how well the reader tells answered questions from unanswered ones: ``python -m eval.bench.unanswered``.

The questions are those of SQuAD 2.0 (Rajpurkar et al., ACL 2018) on the pages that the reader is never trained on (``HELD_OUT_PAGES`` of
eval/fit/gather.py), about half of them written so that their paragraph looks right and does not answer. A paragraph scores the largest
margin of its sentences. Printed are the AUC of that score (0.5 is chance) and, of the questions that have an answer, the token F1 and
exact match of the reader's span, as SQuAD counts them; each with n and a 95% bootstrap interval over the questions.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.reports.table import interval
from eval.run import spread
from eval.scores import metrics as m
from eval.scores.stats import Mean, bootstrap, mean_of
from eval.suites.cases import BENCH, ROOT, read_rows
from rag.errors import CaseError, DatelineError
from rag.language.text import sentences

FILE = BENCH.parent / "train" / "squad2-dev-half.jsonl"
MOST_WORDS = 150  # a longer paragraph is read in pieces of whole sentences, or the reader would cut its end off

Span = tuple[int, int]
Read = Callable[
    [str, Sequence[str]], tuple[float, str]
]  # a question and the pieces of its paragraph: largest margin, text of the best span


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one paragraph; without ``answers`` it has none."""

    id: str
    question: str
    paragraph: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """What the reader made of a question: the largest margin, and the text of its best span."""

    asked: Asked
    margin: float
    span: str


def main(argv: Sequence[str] | None = None) -> int:
    """Read, print the figures; 0 too where the file is not at hand, 2 for an error."""
    from eval.fit.gather import HELD_OUT_PAGES

    parser = argparse.ArgumentParser(prog="python -m eval.bench.unanswered", description=__doc__)
    parser.add_argument("--file", type=Path, default=FILE, help="questions by paragraph (default: ../shared/train/squad2-dev-half.jsonl)")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="N questions, spread over the file by a hash of their ids")
    args = parser.parse_args(argv)
    if not args.file.is_file():
        print(f"SKIPPED: {args.file} is not here, so nothing was measured")
        return 0
    try:
        asked = read_questions(args.file, HELD_OUT_PAGES, args.limit)
        read = open_reader()
        print(*lines([Scored(a, *read(a.question, pieces(a.paragraph))) for a in asked]), sep="\n")
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    return 0


def read_questions(file: Path, pages: Sequence[str], limit: int = 0) -> list[Asked]:
    """Return the questions on ``pages``, or ``limit`` of them.

    :raises CaseError: if there are none, or only with or only without an answer.
    """
    asked = [a for n, row in read_rows(file) if row["title"] in pages for a in _questions(row, n)]
    chosen = spread([a.id for a in asked], limit)
    asked = [a for a in asked if a.id in chosen]
    if len({bool(a.answers) for a in asked}) < 2:
        raise CaseError(f"{file} holds no questions with and without an answer on {', '.join(pages)}")
    return asked


def _questions(page: Mapping[str, Any], line: int) -> Iterator[Asked]:
    for n, question in enumerate(page["questions"]):
        answers = tuple(dict.fromkeys(answer["text"] for answer in question["answers"]))
        yield Asked(f"{line}-{n}", question["question"], page["context"], answers)


def pieces(paragraph: str) -> list[str]:
    """Return a paragraph in pieces of whole sentences of up to MOST_WORDS words; a longer sentence is a piece of its own."""
    out, begin, words = list[Span](), 0, 0
    for start, end in sentences(paragraph):
        count = len(paragraph[start:end].split())
        if out and words + count <= MOST_WORDS:
            out[-1] = (begin, end)
        else:
            begin, words = start, 0
            out.append((start, end))
        words += count
    return [paragraph[start:end] for start, end in out]


def open_reader() -> Read:
    """Return the function that reads with Dateline's reader."""
    from rag.models.local import sentence_encoders
    from rag.models.reader import Page, Reader
    from rag.settings import load_settings

    reader = Reader(sentence_encoders(load_settings(ROOT)))

    def read(question: str, parts: Sequence[str]) -> tuple[float, str]:
        reads = reader.read(question, [Page(part) for part in parts], [sentences(part) for part in parts])
        margins = [max(r.margins, default=-math.inf) for r in reads]
        best = margins.index(max(margins))
        return margins[best], parts[best][slice(*reads[best].answer)]

    return read


def auc_mean(scored: Sequence[Scored]) -> Mean:
    """Return the AUC of the margin, answered against not, with its interval; both occur in ``scored``."""

    def drawn(picks: list[int]) -> float:
        truth = [bool(scored[i].asked.answers) for i in picks]
        return m.auc(truth, [scored[i].margin for i in picks]) if len(set(truth)) == 2 else math.nan

    low, high = bootstrap(drawn, len(scored))
    return Mean(drawn(list(range(len(scored)))), low, high, len(scored))


def lines(scored: Sequence[Scored]) -> list[str]:
    """Return the lines of the table."""
    answered = [s for s in scored if s.asked.answers]
    never = [False] * len(answered)
    found = {
        "auc": auc_mean(scored),
        "span f1": mean_of([m.token_f1(s.span, s.asked.answers) for s in answered], never),
        "span exact": mean_of([m.exact_match(s.span, s.asked.answers) for s in answered], never),
    }
    about = {
        "auc": f"margin tells {len(answered)} answered from {len(scored) - len(answered)} unanswered",
        "span f1": "token F1 of the best span, of those answered",
        "span exact": "and exact match",
    }
    shown = {name: interval({"value": mean.value, "low": mean.low, "high": mean.high}) for name, mean in found.items() if mean}
    return [f"{'metric':12}{'mean [95%]':22}{'n':6}what it is"] + [
        f"{name:12}{text:22}{(mean.n if (mean := found[name]) else 0):<6}{about[name]}" for name, text in shown.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
