"""Measure the checker alone: claims with evidence, labelled by people; F1, balanced accuracy and AUC of its verdicts."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eval.cache import AnswerCache, key_of
from eval.options import Options, Progress
from eval.run import spread
from eval.scores import metrics as m
from eval.scores import stats
from eval.scores.outcome import Outcome
from eval.suites.cases import Pair, Suite
from rag.errors import CaseError
from rag.settings import Settings


class Decide(Protocol):
    """Decides on one claim: (score, higher is more supported; supported or not)."""

    def __call__(self, claim: str, evidence: Sequence[str]) -> tuple[float, bool]:
        """Check ``claim`` against the sentences of ``evidence``."""
        ...


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """The checker's verdict on a pair; a failure counts as a wrong verdict at the worst score."""

    pair: Pair
    supported: bool  # the verdict; the label is ``pair.supported``
    score: float
    error: str = ""


def choose_pairs(suite: Suite, options: Options) -> tuple[Pair, ...]:
    """Return the pairs that ``options`` asks for, in the suite's order; a limit takes those whose ids hash lowest.

    :raises CaseError: if no pair is of a kind that was asked for.
    """
    have = {pair.kind for pair in suite.pairs}
    if unknown := [kind for kind in options.kinds if kind not in have]:
        raise CaseError(f"{suite.name} has no pairs of kind {', '.join(unknown)}. It has: {', '.join(sorted(have)) or 'none'}")
    pairs = [pair for pair in suite.pairs if not options.kinds or pair.kind in options.kinds]
    chosen = spread([pair.id for pair in pairs], options.limit)
    return tuple(pair for pair in pairs if pair.id in chosen)


def check_pairs(
    pairs: Sequence[Pair],
    checker: Decide,
    *,
    digest: str,
    cache: AnswerCache | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> tuple[list[PairVerdict], bool]:
    """Check each pair; after Ctrl-C the verdicts so far are returned, with False.

    :param digest: changes with whatever may change a verdict; verdicts are cached under it.
    :param fresh: check again what the cache holds.
    """
    cache = cache or AnswerCache()
    verdicts: list[PairVerdict] = []
    try:
        for n, pair in enumerate(pairs):
            if progress:
                progress(n, len(pairs), pair.id)
            verdicts.append(_verdict(pair, checker, digest, cache, fresh))
    except KeyboardInterrupt:
        return verdicts, False
    if progress:
        progress(len(pairs), len(pairs), "")
    return verdicts, True


def _verdict(pair: Pair, checker: Decide, digest: str, cache: AnswerCache, fresh: bool) -> PairVerdict:
    key = key_of({"claim": pair.claim, "evidence": pair.evidence, "system": digest})
    cached = None if fresh else cache.get(key)
    if cached:
        return PairVerdict(pair, cached.status == "supported", cached.confidence)
    try:
        score, supported = checker(pair.claim, pair.evidence)
    except Exception as err:  # the run must go on; the pair counts as wrong, at the score furthest from the right one
        return PairVerdict(pair, not pair.supported, -math.inf if pair.supported else math.inf, f"{type(err).__name__}: {err}")
    verdict = PairVerdict(pair, supported, round(score, 6))
    cache.put(key, Outcome(pair.id, status="supported" if supported else "unsupported", confidence=verdict.score))
    return verdict


def pair_means(verdicts: Sequence[PairVerdict]) -> dict[str, stats.Mean]:
    """F1, precision and recall for "supported", balanced accuracy and AUC, each with its interval."""
    truth = [v.pair.supported for v in verdicts]
    if len(set(truth)) < 2:
        return {}
    predicted, scores = [v.supported for v in verdicts], [v.score for v in verdicts]
    failed = sum(bool(v.error) for v in verdicts)

    def with_interval(statistic: Callable[[list[int]], float]) -> stats.Mean:
        def drawn(picks: list[int]) -> float:
            return statistic(picks) if len({truth[i] for i in picks}) == 2 else math.nan

        low, high = stats.bootstrap(drawn, len(truth))
        return stats.Mean(statistic(list(range(len(truth)))), low, high, len(truth), 0, failed)

    def part(values: Sequence[Any], picks: list[int]) -> list[Any]:
        return [values[i] for i in picks]

    return {
        "checker_precision": with_interval(lambda p: m.precision_recall_f1(part(truth, p), part(predicted, p))[0]),
        "checker_recall": with_interval(lambda p: m.precision_recall_f1(part(truth, p), part(predicted, p))[1]),
        "checker_f1": with_interval(lambda p: m.precision_recall_f1(part(truth, p), part(predicted, p))[2]),
        "checker_balanced_accuracy": with_interval(lambda p: m.balanced_accuracy(part(truth, p), part(predicted, p))),
        "checker_auc": with_interval(lambda p: m.auc(part(truth, p), part(scores, p))),
    }


def our_checker(settings: Settings) -> Decide:
    """Return the checker of Dateline as it judges a claim against a whole page."""
    from eval.fit.claims.data import untokenized
    from eval.fit.judge import page_checker
    from rag.models.encoders import SentenceEmbedder
    from rag.models.local import sentence_encoders

    judge = page_checker(SentenceEmbedder(sentence_encoders(settings)))
    return lambda claim, evidence: judge(untokenized(claim), evidence)


def pair_rows(verdicts: Sequence[PairVerdict]) -> list[dict[str, Any]]:
    """One JSON-ready row a pair."""
    return [
        {
            "id": v.pair.id,
            "case": {"question": v.pair.claim, "kind": v.pair.kind, "supported": v.pair.supported},
            "outcome": {"supported": v.supported, "score": v.score if math.isfinite(v.score) else None, "error": v.error},
            "scores": {"checker_accuracy": float(v.supported == v.pair.supported)},
        }
        for v in verdicts
    ]
