"""The checker's suite: is a claim supported by its evidence? F1, balanced accuracy and AUC, no judge model."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eval import metrics as m
from eval import stats
from eval.cases import Pair, Suite
from eval.run import Progress
from rag.settings import Settings


class Decide(Protocol):
    """Decides on one claim: (score, higher is more supported; supported or not)."""

    def __call__(self, claim: str, evidence: Sequence[str]) -> tuple[float, bool]:
        """Check ``claim`` against the sentences of ``evidence``."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker said of a pair; a failure is a wrong verdict at the worst score."""

    pair: Pair
    said: bool
    score: float
    error: str = ""


def check_pairs(suite: Suite, checker: Decide, *, limit: int = 0, progress: Progress | None = None) -> tuple[list[Verdict], bool]:
    """Check each pair of ``suite`` (the first ``limit``, 0: all); Ctrl-C keeps what is done and returns False beside it."""
    pairs = suite.pairs[:limit] if limit else suite.pairs
    verdicts: list[Verdict] = []
    try:
        for n, pair in enumerate(pairs):
            if progress:
                progress(n, len(pairs), pair.id)
            verdicts.append(_verdict(pair, checker))
    except KeyboardInterrupt:
        return verdicts, False
    if progress:
        progress(len(pairs), len(pairs), "")
    return verdicts, True


def _verdict(pair: Pair, checker: Decide) -> Verdict:
    try:
        score, said = checker(pair.claim, pair.evidence)
    except Exception as err:  # the run must go on; the pair counts as wrong, at the score furthest from right
        return Verdict(pair, not pair.supported, -math.inf if pair.supported else math.inf, f"{type(err).__name__}: {err}")
    return Verdict(pair, said, round(score, 6))


def means(verdicts: Sequence[Verdict]) -> dict[str, stats.Mean]:
    """F1, precision and recall for "supported", balanced accuracy and AUC, each with its interval."""
    truth = [v.pair.supported for v in verdicts]
    if len(set(truth)) < 2:
        return {}
    said, scores = [v.said for v in verdicts], [v.score for v in verdicts]
    failed = sum(bool(v.error) for v in verdicts)

    def spread(statistic: Callable[[list[int]], float]) -> stats.Mean:
        def drawn(picks: list[int]) -> float:
            return statistic(picks) if len({truth[i] for i in picks}) == 2 else math.nan

        low, high = stats.bootstrap(drawn, len(truth))
        return stats.Mean(statistic(list(range(len(truth)))), low, high, len(truth), 0, failed)

    def part(values: Sequence[Any], picks: list[int]) -> list[Any]:
        return [values[i] for i in picks]

    return {
        "checker_precision": spread(lambda p: m.precision_recall_f1(part(truth, p), part(said, p))[0]),
        "checker_recall": spread(lambda p: m.precision_recall_f1(part(truth, p), part(said, p))[1]),
        "checker_f1": spread(lambda p: m.precision_recall_f1(part(truth, p), part(said, p))[2]),
        "checker_balanced_accuracy": spread(lambda p: m.balanced_accuracy(part(truth, p), part(said, p))),
        "checker_auc": spread(lambda p: m.auc(part(truth, p), part(scores, p))),
    }


def dateline(settings: Settings) -> Decide:
    """Return the checker of Dateline as it judges a claim against a whole page."""
    from eval.tune_verify import page_checker
    from eval.verify_data import untokenized
    from rag.embed import SentenceEmbedder
    from rag.models import sentence_encoder

    judge = page_checker(SentenceEmbedder(sentence_encoder(settings)))
    return lambda claim, evidence: judge(untokenized(claim), evidence)


def to_rows(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """One JSON-ready row a pair."""
    return [
        {
            "id": v.pair.id,
            "case": {"question": v.pair.claim, "kind": v.pair.kind, "supported": v.pair.supported},
            "outcome": {"supported": v.said, "score": v.score if math.isfinite(v.score) else None, "error": v.error},
            "scores": {"checker_accuracy": float(v.said == v.pair.supported)},
        }
        for v in verdicts
    ]
