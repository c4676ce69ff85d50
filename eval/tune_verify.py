"""Fit the checker's learned judge on claims that people judged: ``python -m eval.tune_verify`` prints its table and writes its weights."""

import argparse
import json
import pickle
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.stats import bootstrap
from eval.verify_data import Claim, made, of_page, qags, wice
from eval.verify_data import untokenized as untokenized
from rag import verify
from rag.claims import FEATURES, features, shortlist
from rag.missing import Source, Vectors
from rag.records import Article, Quote

SHARED = Path(__file__).parents[2] / "shared"
FOLDS, REPEATS, STRENGTH = 8, 3, 0.003  # the strength of the ridge was chosen among 0.003 to 0.3 by the cross-validated AUC
WORDS_ONLY = [n for n in FEATURES if not re.match(r"late|cos|near1$|back|tokens", n)]
SHARE = {"wice": 0.5, "cnndm": 0.35, "xsum": 0.15, "answers": 1.0, "edits": 0.3}  # of the weight of the rows in a fit
LOST = {"sentences": 0.05, "answers": 0.02}  # a dropped sentence leaves others, a dropped short answer leaves none
JUDGED = {"wice", "cnndm", "xsum"}
SHOWN = {
    "wice": ["wice"],
    "qags": ["cnndm", "xsum"],
    "qags cnndm": ["cnndm"],
    "qags xsum": ["xsum"],
    "answers": ["answers"],
    "edits": ["edits"],
}
Row = NDArray[np.float32]
Truth = NDArray[np.bool_]


class Cached:
    """An encoder that keeps the vectors it has made in a file, so that a second fit takes seconds."""

    def __init__(self, encoder: verify.TokenEncoder | None, path: Path | None) -> None:
        self._encoder, self._path, self._grown = encoder, path, False
        self._known: dict[str, tuple[Vectors, Vectors]] = pickle.loads(path.read_bytes()) if path and path.is_file() else {}

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return unit rows and token rows, made once a text."""
        new = sorted({t for t in texts if t not in self._known})
        if new:
            if self._encoder is None:
                raise RuntimeError("vectors are missing in the cache and no encoder was given")
            vectors, tokens = self._encoder.embed_tokens(new)
            self._known |= {t: (v, k.astype(np.float16)) for t, v, k in zip(new, vectors, tokens, strict=True)}
            self._grown = True
        return np.stack([self._known[t][0] for t in texts]), [self._known[t][1].astype(np.float32) for t in texts]

    def save(self) -> None:
        """Write what was added."""
        if self._path and self._grown:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps(self._known))


def sources(claim: Claim, encoder: verify.TokenEncoder) -> tuple[Vectors, Vectors, list[Source]]:
    """Return the claim's vectors and the sentences of its page that may carry it."""
    texts = [claim.page[i] for i in shortlist(claim.text, claim.page)]
    vectors, tokens = encoder.embed_tokens([claim.text, *texts])
    published = (claim.published,) if claim.published else ()
    return vectors[0], tokens[0], [Source(t, v, k, published, claim.title) for t, v, k in zip(texts, vectors[1:], tokens[1:], strict=True)]


def matrix(claims: Sequence[Claim], encoder: verify.TokenEncoder) -> Row:
    """Return the signals of claims against whole pages, shape (n, len(FEATURES))."""
    return np.stack([features(c.text, *sources(c, encoder)) for c in claims])


def quoted(claims: Sequence[Claim], encoder: verify.TokenEncoder) -> Row:
    """Return the signals as the checker takes them: against the few of eight quotes that cover a claim best."""
    rows = []
    for claim in claims:
        texts = [claim.page[i] for i in shortlist(claim.text, claim.page, limit=8)]
        quotes = [Quote(n, t, 0, len(t), Article("", claim.title, t, published=claim.published)) for n, t in enumerate(texts, start=1)]
        rows.append(verify.Checker(quotes, encoder, question=claim.question).weigh(claim.text)[1])
    return np.stack(rows)


@dataclass(frozen=True, slots=True)
class Sample:
    """Claims as numbers: signals (n, len(FEATURES)), truth, set and group of each."""

    rows: Row
    truth: Truth
    sets: NDArray[np.str_]
    groups: tuple[str, ...]

    @classmethod
    def of(cls, claims: Sequence[Claim], rows: Row) -> "Sample":
        """Join claims and their signals."""
        return cls(rows, np.array([c.supported for c in claims]), np.array([c.set for c in claims]), tuple(c.group for c in claims))


def page_checker(encoder: verify.TokenEncoder) -> Callable[[str, Sequence[str]], tuple[float, bool]]:
    """Return the shipped judge in the form of a checker's suite: (claim, sentences of a page) -> (probability, supported)."""

    def checker(text: str, page: Sequence[str]) -> tuple[float, bool]:
        claim = of_page(text, [untokenized(p) for p in page], False, "")
        probability = verify.likelihood(features(claim.text, *sources(claim, encoder)), "page")
        return probability, probability >= float(verify.model()["thresholds"]["page"]["page"])

    return checker


def fit(rows: Row, truth: Truth, weight: NDArray[np.float64], names: Sequence[str]) -> dict[str, Any]:
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
    place = dict(zip(unique, np.random.default_rng(seed).permutation(len(unique)), strict=True))
    return np.array([place[g] % FOLDS for g in groups])


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
            model = fit(sample.rows[away], sample.truth[away], balanced(sample.sets[away]), names)
            out[~away] += predict(model, sample.rows[~away]) / REPEATS
    return out


def auc(truth: Truth, score: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks, ties counted half; nan when one class is missing."""
    good, bad = score[truth], score[~truth]
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2)


def f1(truth: Truth, said: Truth) -> float:
    """F1 of "supported"."""
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def best_threshold(truth: Truth, score: NDArray[np.float64], value: Callable[[Truth, Truth], float]) -> float:
    """Return the threshold with the highest value, taken half-way to the next lower score."""
    order = np.unique(score)
    best = max(range(len(order)), key=lambda i: value(truth, score >= order[i]))
    return float((order[best] + order[max(0, best - 1)]) / 2)


def decided(truth: Truth, score: NDArray[np.float64], groups: Sequence[str]) -> Truth:
    """Decide each fold by the F1 threshold of the other folds."""
    fold, said = folds(groups, 0), np.zeros(len(truth), bool)
    for k in range(FOLDS):
        said[fold == k] = score[fold == k] >= best_threshold(truth[fold != k], score[fold != k], f1)
    return said


def accuracy(truth: Truth, said: Truth) -> float:
    """Balanced accuracy."""
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


def table(sample: Sample, score: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return the cross-validated figures with their 95% intervals."""
    lines = []
    for name, kinds in SHOWN.items():
        at = np.flatnonzero(np.isin(sample.sets, kinds))
        if not len(at):
            continue
        truth, found = sample.truth[at], score[at]
        said = decided(truth, found, [sample.groups[int(i)] for i in at])
        lines += [
            _line(name, "AUC", truth, found, auc),
            _line(name, "F1", truth, said, f1),
            _line(name, "balanced accuracy", truth, said, accuracy),
        ]
    return lines


def _line(name: str, metric: str, truth: Truth, found: NDArray[Any], value: Callable[[Truth, NDArray[Any]], float]) -> dict[str, Any]:
    low, high = bootstrap(lambda picks: value(truth[picks], found[picks]), len(truth))
    return {
        "set": name, "metric": metric, "value": round(value(truth, found), 3), "low": round(low, 3), "high": round(high, 3),
        "n": len(truth),
    }  # fmt: skip


def thresholds(sample: Sample, score: NDArray[np.float64]) -> dict[str, float]:
    """Fit the borders on out-of-fold scores.

    ``supported``: best balanced accuracy over all rows; ``partial``: all but the share :data:`LOST` of supported claims lie above it;
    ``page``: best F1 on WiCE, for a verdict on a claim against a whole page.
    """
    truth, wice_at = sample.truth, sample.sets == "wice"
    supported, partial = (
        best_threshold(truth, score, accuracy),
        float(np.quantile(score[truth], LOST["answers" if "answers" in sample.sets else "sentences"])),
    )
    limits = {"supported": round(max(supported, partial + 0.001), 4), "partial": round(partial, 4)}
    return limits | ({"page": round(best_threshold(truth[wice_at], score[wice_at], f1), 4)} if set(sample.sets) <= JUDGED else {})


def main(argv: Sequence[str] | None = None) -> None:
    """Read the sets, cross-validate, print, fit on everything and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.tune_verify", description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with bench/ and train/")
    parser.add_argument("--cache", type=Path, help="a file that keeps the vectors between runs")
    parser.add_argument("--out", type=Path, default=verify.WEIGHTS)
    given = parser.parse_args(argv)
    bench = given.shared / "bench"
    judged = [*wice(bench / "wice" / "pairs.jsonl"), *qags(bench / "qags" / "pairs.jsonl")]
    built = list(made(given.shared / "train" / "squadshifts-new-wiki.jsonl"))
    encoder = Cached(_encoder(), given.cache)
    page = Sample.of(judged, matrix(judged, encoder))
    near = [*judged, *(c for c in built if c.set == "edits")]
    sentence = Sample.of(near, quoted(near, encoder))
    short = [c for c in built if c.set == "answers"]
    answer = Sample.of(short, quoted(short, encoder))
    encoder.save()
    write(given.out, {"page": page, "sentence": sentence, "answer": answer})


def show(lines: Sequence[dict[str, Any]], title: str) -> None:
    """Print one table."""
    print(f"{title}\n{'set':12}{'metric':20}{'value':>7}  95% interval     n")
    for line in lines:
        print(f"{line['set']:12}{line['metric']:20}{line['value']:7.3f}  {line['low']:.3f} to {line['high']:.3f}  {line['n']:4d}")


def write(path: Path, samples: dict[str, Sample]) -> None:
    """Cross-validate and fit each model, print its table, and write all with where they come from."""
    models: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    scores: list[str] = []
    for kind, sample in samples.items():
        for part, names in ((kind, FEATURES), (f"{kind} words", WORDS_ONLY)):
            score = cross_validated(sample, names)
            lines = table(sample, score)
            show(lines, f"model {part!r}, cross-validated by page, {FOLDS} folds, {REPEATS} deals")
            if part == kind:
                limits[kind] = thresholds(sample, score)
                scores += [" ".join([part, *(str(v) for v in line.values())]) for line in lines]
            models[part] = fit(sample.rows, sample.truth, balanced(sample.sets), names)
    made_by = {
        "script": "python -m eval.tune_verify", "made": datetime.now(UTC).date().isoformat(), "model": "ridge logistic regression",
        "data": "WiCE (Kamoi et al. 2023; partly supported counts as not), QAGS (Wang et al. 2020), "
        "answers and edits made from SQuADShifts new-wiki (Miller et al. 2020)",
        "strength": STRENGTH, "weights_of_sets": SHARE, "scores": scores,
    }  # fmt: skip
    path.write_text(json.dumps({"provenance": made_by, "thresholds": limits, "models": models}, indent=1) + "\n", encoding="utf-8")


def _encoder() -> verify.TokenEncoder:
    from rag.embed import SentenceEmbedder
    from rag.models import sentence_encoder
    from rag.settings import load_settings

    return SentenceEmbedder(sentence_encoder(load_settings()), threads=1)


if __name__ == "__main__":
    main()
