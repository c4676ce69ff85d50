"""Fit which words of a conversation a follow-up lacks, on half of CANARD's conversations: ``python -m eval.fit followup``."""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.suites.cases import BENCH, Case
from eval.suites.public import fitted_on, read_folder
from rag.question.carried import WEIGHTS, Exchange, stems_of, weighed

PENALTY = 1.0  # inverse strength of the L1 penalty
SEEN = 6  # phrases that a key must stand with
_HEADING = re.compile(r"([^:?]{2,}?)(?:\s*[(,][^:]*)?: ")
Row = tuple[set[str], float]  # the keys of a phrase, and the share of its new words that the stand-alone wording has


def training_rows(cases: Sequence[Case]) -> Iterator[Row]:
    """Yield the phrases of the cases four times: earlier questions as typed or made to stand alone, under a heading or a question."""
    wording = {(case.id.rpartition("-")[0], case.question): case.standalone for case in cases}
    for case in cases:
        talk, held, wanted = case.id.rpartition("-")[0], stems_of(case.question), stems_of(case.standalone)
        turns = [turn if isinstance(turn, Exchange) else Exchange(turn) for turn in case.turns]
        alone = [replace(turn, question=wording.get((talk, turn.question), turn.question)) for turn in turns]
        for typed in (turns, alone):
            for form in (typed, as_questions(typed)):
                for phrase, keys in weighed(case.question, form):
                    new = phrase.stems - held
                    yield keys, len(new & wanted) / len(new)


def as_questions(turns: Sequence[Exchange]) -> list[Exchange]:
    """Return a conversation whose heading is a first question, as one that nobody gave a heading to begins."""
    first = _HEADING.match(turns[0].question)
    return [Exchange(f"What is known about {first[1]}?"), *turns[1:]] if first else list(turns)


def fit_weights(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights of a logistic regression with an L1 penalty; "" is the constant."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(key for keys, _ in rows for key in keys)
    column = {key: n for n, key in enumerate(sorted(key for key, count in counts.items() if count >= SEEN))}
    indices, ends, truths, weights = list[int](), [0], list[bool](), list[float]()
    for keys, share in rows:
        for truth, weight in ((True, share), (False, 1 - share)):
            if weight:
                indices += sorted(column[key] for key in keys if key in column)
                ends.append(len(indices))
                truths.append(truth)
                weights.append(weight / 4)  # each phrase is there in four forms
    table = csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(truths), len(column)))
    fitted = LogisticRegression(l1_ratio=1.0, C=PENALTY, solver="liblinear", tol=0.01, random_state=0, intercept_scaling=5)
    fitted.fit(table, truths, sample_weight=weights)
    values = {key: round(float(fitted.coef_[0][n]), 2) for key, n in column.items()}
    return {"": round(float(fitted.intercept_[0]), 2), **{key: value for key, value in values.items() if value}}


def write_weights(weights: Mapping[str, float], cases: int, path: Path = WEIGHTS) -> None:
    """Write the weights under a head that states their provenance."""
    about: dict[str, Any] = {
        "script": "python -m eval.fit followup",
        "data": f"CANARD dev (Elgohary et al. 2019, CC BY-SA 4.0), {cases} questions: half of the conversations",
        "method": "logistic regression with an L1 penalty over the keys of rag.question.carried.weighed",
    }
    path.write_text(json.dumps({"provenance": about, "weights": weights}, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Fit on one half of CANARD and write the weights; the other half is what ``python -m eval followups`` measures on."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.followups", description=__doc__)
    parser.add_argument("--bench", type=Path, default=BENCH / "followups")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(argv)
    cases = [c for c in read_folder(args.bench).cases if fitted_on(c.kind, c.id)]
    weights = fit_weights(list(training_rows(cases)))
    write_weights(weights, len(cases), args.out)
    print(args.out, len(cases), "questions,", len(weights), "weights")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
