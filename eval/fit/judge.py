"""Fit the checker's weights and thresholds on claims that people judged, and print their scores: ``python -m eval.fit.judge``."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.fit.judge_data import (
    CachedEncoder,
    JudgedClaim,
    Truth,
    accuracy,
    best_threshold,
    f1,
    generated_claims,
    of_page,
    pairwise_auc,
    qags,
    untokenized,
    wice,
)
from eval.fit.steps import check_libraries
from eval.scores.stats import bootstrap
from eval.suites.cases import BENCH
from rag.answer import check
from rag.answer.missing import Source, Vectors
from rag.answer.support import FEATURES, features, shortlist
from rag.errors import CaseError
from rag.records import Article, Quote

SHARED = BENCH.parent
FOLDS, REPEATS, STRENGTH = 8, 3, 0.003  # the strength of the ridge was chosen among 0.003 to 0.3 by the cross-validated AUC
WORDS_ONLY = [n for n in FEATURES if not n.startswith("late")]
SHARE = {"wice": 0.5, "cnndm": 0.35, "xsum": 0.15, "answers": 1.0, "edits": 0.3}  # of the weight of the rows in a fit
LOST = {"sentence": 0.05, "answer": 0.02}  # a dropped sentence leaves others, a dropped short answer leaves none
TRUST = {"sentence": 0.92, "sentence words": 0.9}  # share of the claims called supported that should be; words alone tell less
LONG = 25  # sentences of a page from which it is long: few of its claims are supported, most claims about a short article are
SHOWN = {
    "wice": ["wice"],
    "qags": ["cnndm", "xsum"],
    "qags cnndm": ["cnndm"],
    "qags xsum": ["xsum"],
    "answers": ["answers"],
    "edits": ["edits"],
}
Row = NDArray[np.float32]


def sources(claim: JudgedClaim, encoder: check.TokenEncoder) -> tuple[Vectors, Vectors, list[Source]]:
    """Return the claim's vectors and the sentences of its page that may carry it."""
    texts = [claim.page[i] for i in shortlist(claim.text, claim.page)]
    vectors, tokens = encoder.embed_tokens([claim.text, *texts])
    published = (claim.published,) if claim.published else ()
    return vectors[0], tokens[0], [Source(t, v, k, published, claim.title) for t, v, k in zip(texts, vectors[1:], tokens[1:], strict=True)]


def matrix(claims: Sequence[JudgedClaim], encoder: check.TokenEncoder) -> Row:
    """Return the signals of claims against whole pages, shape (n, len(FEATURES))."""
    return np.stack([features(c.text, *sources(c, encoder)) for c in claims])


def quoted(claims: Sequence[JudgedClaim], encoder: check.TokenEncoder) -> Row:
    """Return the signals as the checker takes them: against the few of eight quotes that cover a claim best."""
    rows = []
    for claim in claims:
        texts = [claim.page[i] for i in shortlist(claim.text, claim.page, limit=8)]
        quotes = [Quote(n, t, 0, len(t), Article("", claim.title, t, published=claim.published)) for n, t in enumerate(texts, start=1)]
        rows.append(check.Checker(quotes, encoder, question=claim.question).weigh(claim.text)[1])
    return np.stack(rows)


@dataclass(frozen=True, slots=True)
class Sample:
    """Claims as numbers: signals (n, len(FEATURES)), truth, set and group of each, and whether its page is long."""

    rows: Row
    truth: Truth
    sets: NDArray[np.str_]
    groups: tuple[str, ...]
    long: Truth

    @classmethod
    def of(cls, claims: Sequence[JudgedClaim], rows: Row) -> "Sample":
        """Join claims and their signals."""
        long = np.array([len(c.page) >= LONG for c in claims])
        return cls(rows, np.array([c.supported for c in claims]), np.array([c.set for c in claims]), tuple(c.group for c in claims), long)

    def part(self, at: NDArray[np.int64]) -> "Sample":
        """Return the claims at these places."""
        return Sample(self.rows[at], self.truth[at], self.sets[at], tuple(self.groups[int(i)] for i in at), self.long[at])


def page_checker(encoder: check.TokenEncoder) -> Callable[[str, Sequence[str]], tuple[float, bool]]:
    """Return the checker with its shipped weights as a function: (claim, sentences of a page) -> (probability, supported)."""

    def checker(text: str, page: Sequence[str]) -> tuple[float, bool]:
        claim = of_page(text, [untokenized(p) for p in page], False, "")
        probability = check.likelihood(features(claim.text, *sources(claim, encoder)), "page")
        limits = check.model()["thresholds"]["page"]
        return probability, probability >= float(limits["long" if len(claim.page) >= LONG else "short"])

    return checker


def fit_judge(rows: Row, truth: Truth, weight: NDArray[np.float64], names: Sequence[str]) -> dict[str, Any]:
    """Fit a ridge logistic regression on the named signals and return it as readable terms."""
    from sklearn.linear_model import LogisticRegression

    part = rows[:, [FEATURES.index(n) for n in names]].astype(np.float64)
    mean, scale = part.mean(axis=0), np.maximum(part.std(axis=0), 1e-3)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((part - mean) / scale, truth, sample_weight=weight)
    terms = {
        n: {"mean": round(float(m), 5), "scale": round(float(s), 5), "weight": round(float(w), 5)}
        for n, m, s, w in zip(names, mean, scale, model.coef_[0], strict=True)
    }
    return {"intercept": round(float(model.intercept_[0]), 5), "terms": terms}


def predict(model: dict[str, Any], rows: Row) -> NDArray[np.float64]:
    """Return probabilities by the same arithmetic as the checker's."""
    logit = np.full(len(rows), model["intercept"])
    for name, t in model["terms"].items():
        logit += t["weight"] * (rows[:, FEATURES.index(name)] - t["mean"]) / t["scale"]
    return np.asarray(1 / (1 + np.exp(-logit)))


def folds(groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Deal groups to folds at random, each group whole."""
    unique = sorted(set(groups))
    position = dict(zip(unique, np.random.default_rng(seed).permutation(len(unique)), strict=True))
    return np.array([position[g] % FOLDS for g in groups])


def balanced(sets: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weigh rows so that the sets count as in :data:`SHARE`, mean 1."""
    weight = np.array([SHARE[s] / (sets == s).sum() for s in sets])
    return np.asarray(weight * len(sets) / weight.sum())


def cross_validated(sample: Sample, names: Sequence[str]) -> NDArray[np.float64]:
    """Return out-of-fold probabilities, the mean over repeated deals."""
    out = np.zeros(len(sample.rows))
    for seed in range(REPEATS):
        fold = folds(sample.groups, seed)
        for k in range(FOLDS):
            away = fold != k
            model = fit_judge(sample.rows[away], sample.truth[away], balanced(sample.sets[away]), names)
            out[~away] += predict(model, sample.rows[~away]) / REPEATS
    return out


def decided(sample: Sample, score: NDArray[np.float64]) -> Truth:
    """Decide each fold by the borders of the other folds, those for long pages and for short ones."""
    fold, predicted = folds(sample.groups, 0), np.zeros(len(score), bool)
    for k in range(FOLDS):
        limits = borders(sample.part(np.flatnonzero(fold != k)), score[fold != k])
        predicted[fold == k] = (score >= np.where(sample.long, limits["long"], limits["short"]))[fold == k]
    return predicted


def borders(sample: Sample, score: NDArray[np.float64]) -> dict[str, float]:
    """Return the border with the best F1 on long pages and the one with the best balanced accuracy on short ones."""
    found = {}
    for name, at, value in (("long", sample.long, f1), ("short", ~sample.long, accuracy)):
        found[name] = round(best_threshold(sample.truth[at], score[at], value), 4) if at.any() else 1.0
    return found


def figures_by_set(sample: Sample, score: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return the cross-validated figures with their 95% intervals."""
    lines, verdicts = [], decided(sample, score)
    for name, kinds in SHOWN.items():
        at = np.flatnonzero(np.isin(sample.sets, kinds))
        if not len(at):
            continue
        truth, found, predicted = sample.truth[at], score[at], verdicts[at]
        lines += [
            _line(name, "AUC", truth, found, pairwise_auc),
            _line(name, "F1", truth, predicted, f1),
            _line(name, "balanced accuracy", truth, predicted, accuracy),
        ]
    return lines


def _line(name: str, metric: str, truth: Truth, found: NDArray[Any], value: Callable[[Truth, NDArray[Any]], float]) -> dict[str, Any]:
    low, high = bootstrap(lambda picks: value(truth[picks], found[picks]), len(truth))
    return {
        "set": name, "metric": metric, "value": round(value(truth, found), 3), "low": round(low, 3), "high": round(high, 3),
        "n": len(truth),
    }  # fmt: skip


def thresholds(sample: Sample, score: NDArray[np.float64], part: str) -> dict[str, float]:
    """Fit the borders of a model on out-of-fold scores.

    For a claim against a whole page those of :func:`borders`. Else ``supported``: for sentences the lowest from which
    :data:`TRUST` of those without a missing fact are truly supported, for answers the best balanced accuracy; ``partial``: all
    but the share :data:`LOST` of supported claims lie above it.
    """
    kind = part.split()[0]
    if kind == "page":
        return borders(sample, score)
    partial = float(np.quantile(score[sample.truth], LOST[kind]))
    supported = trusted(sample, score, TRUST[part]) if part in TRUST else best_threshold(sample.truth, score, accuracy)
    return {"supported": round(max(supported, partial + 0.001), 4), "partial": round(partial, 4)}


def trusted(sample: Sample, score: NDArray[np.float64], share: float) -> float:
    """Return the lowest score from which ``share`` of the claims that lack no fact are supported."""
    whole = complete(sample.rows)
    right = [float(s) for s in np.unique(score[whole]) if sample.truth[whole & (score >= s)].mean() >= share]
    return min(right, default=1.0)


def complete(rows: Row) -> Truth:
    """Return where no fact, sign, speaker, hedge or clause is missing."""
    return np.asarray(rows[:, FEATURES.index("incomplete")] == 0)


def other_half(sample: Sample, part: str) -> list[str]:
    """Say how many of the claims called supported are so, each half judged by a model and border fitted on the other."""
    half, predicted = folds(sample.groups, 7) % 2, np.zeros(len(sample.truth), bool)
    for h in (0, 1):
        at = np.flatnonzero(half == h)
        own, names = sample.part(at), WORDS_ONLY if part.endswith("words") else FEATURES
        border = thresholds(own, cross_validated(own, names), part)["supported"]
        model = fit_judge(own.rows, own.truth, balanced(own.sets), names)
        predicted[half != h] = predict(model, sample.rows[half != h]) >= border
    predicted &= complete(sample.rows)
    right = sample.truth[predicted]
    low, high = bootstrap(lambda picks: float(right[picks].mean()), len(right))
    called = {s: predicted & (sample.sets == s) for s in np.unique(sample.sets[predicted])}
    shares = ", ".join(f"{s} {sample.truth[at].mean():.3f} of {at.sum()}" for s, at in called.items())
    found = f"{right.mean():.3f} ({low:.3f} to {high:.3f}) of {len(right)} called supported are"
    recall = f"{predicted[sample.truth].mean():.3f} of the supported are called so"
    return [f"fitted on the other half: {found}; {recall} ({shares})"]


def main(argv: Sequence[str] | None = None) -> None:
    """Read the sets, cross-validate, print, fit on everything and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.judge", description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with bench/ and train/")
    parser.add_argument("--cache", type=Path, help="a file that keeps the vectors between runs")
    parser.add_argument("--out", type=Path, default=check.FITTED)
    args = parser.parse_args(argv)
    try:
        check_libraries()
    except CaseError as err:
        parser.error(str(err))
    bench = args.shared / "bench"
    judged = [*wice(bench / "wice" / "pairs.jsonl"), *qags(bench / "qags" / "pairs.jsonl")]
    generated = list(generated_claims(args.shared / "train" / "squadshifts-new-wiki.jsonl"))
    encoder = CachedEncoder(_encoder(), args.cache)
    page = Sample.of(judged, matrix(judged, encoder))
    near = [*judged, *(c for c in generated if c.set == "edits")]
    sentence = Sample.of(near, quoted(near, encoder))
    short = [c for c in generated if c.set == "answers"]
    answer = Sample.of(short, quoted(short, encoder))
    encoder.save()
    write_judge(args.out, {"page": page, "sentence": sentence, "answer": answer})


def show_table(lines: Sequence[dict[str, Any]], title: str) -> None:
    """Print one table."""
    print(f"{title}\n{'set':12}{'metric':20}{'value':>7}  95% interval     n")
    for line in lines:
        print(f"{line['set']:12}{line['metric']:20}{line['value']:7.3f}  {line['low']:.3f} to {line['high']:.3f}  {line['n']:4d}")


def write_judge(path: Path, samples: dict[str, Sample]) -> None:
    """Cross-validate and fit each model, print its table, and write all with where they come from."""
    models: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    scores: list[str] = []
    for kind, sample in samples.items():
        for part, names in ((kind, FEATURES), (f"{kind} words", WORDS_ONLY)):
            score = cross_validated(sample, names)
            lines = figures_by_set(sample, score)
            show_table(lines, f"model {part!r}, cross-validated by page, {FOLDS} folds, {REPEATS} deals")
            limits[part] = thresholds(sample, score, part)
            if kind != "page":
                halves = [f"{part}, {line}" for line in other_half(sample, part)]
                print(*halves, sep="\n")
                scores += halves
            if part == kind:
                scores += [" ".join([part, *(str(v) for v in line.values())]) for line in lines]
            models[part] = fit_judge(sample.rows, sample.truth, balanced(sample.sets), names)
    provenance = {
        "script": "python -m eval.fit.judge", "made": datetime.now(UTC).date().isoformat(), "model": "ridge logistic regression",
        "data": "WiCE (Kamoi et al. 2023; partly supported counts as not), QAGS (Wang et al. 2020), "
        "answers and edits made from SQuADShifts new-wiki (Miller et al. 2020)",
        "strength": STRENGTH, "weights_of_sets": SHARE, "scores": scores,
    }  # fmt: skip
    path.write_text(json.dumps({"provenance": provenance, "thresholds": limits, "models": models}, indent=1) + "\n", encoding="utf-8")


def _encoder() -> check.TokenEncoder:
    from rag.models.encoders import SentenceEmbedder
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    return SentenceEmbedder(sentence_encoders(load_settings()), threads=1)


if __name__ == "__main__":
    main()
