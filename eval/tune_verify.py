"""Fit the checker's learned judge on claims that people judged: ``python -m eval.tune_verify`` prints its table and writes its weights."""

import argparse
import json
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.stats import bootstrap
from rag import verify
from rag.claims import FEATURES, Source, Vectors, features, shortlist
from rag.text import sentences

BENCH = Path(__file__).parents[2] / "shared" / "bench"
FOLDS, REPEATS, STRENGTH = 8, 3, 0.01  # the strength of the ridge was chosen among 0.003 to 0.3 by the cross-validated AUC
WORDS_ONLY = [n for n in FEATURES if not re.match(r"late|cos|near1$|back|tokens", n)]
Row = NDArray[np.float32]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its page, whether people found it supported, and the group that must not be split between folds."""

    text: str
    page: tuple[str, ...]
    supported: bool
    set: str
    group: str
    published: str = ""
    title: str = ""


def wice(path: Path) -> Iterator[Claim]:
    """Read claims about cited web pages; partly supported counts as not supported, as the set's README scores it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield of_page(row["claim"], row["evidence_sentences"], row["label"] == "supported", "wice")


def qags(path: Path) -> Iterator[Claim]:
    """Read sentences of news summaries with the votes of a crowd."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = untokenized(row["evidence"])
        claim = of_page(row["claim"], [text[a:b] for a, b in sentences(text)], row["label"] == "supported", row["set"])
        yield replace(claim, text=untokenized(row["claim"]), group=row["id"].rsplit("-", 1)[0])


def of_page(text: str, page: Sequence[str], supported: bool, kind: str) -> Claim:
    """Take title and date, where a page gives them in lines of their own, as what is shown beside every quote."""
    meta = dict(m.groups() for m in (re.match(r"\(meta data\) ([A-Z ]+): (.*)", line, re.S) for line in page) if m)
    beside = "\n".join(meta.get(k, "") for k in ("TITLE", "PUBLISHER", "AUTHOR")).strip()
    published = re.search(r"\d{4}-\d\d-\d\d", meta.get("PUBLISHED DATETIME", ""))
    rest = tuple(line for line in page if not line.startswith("(meta data)"))
    return Claim(
        text,
        rest or tuple(page),
        supported,
        kind,
        sha256("\n".join(page).encode()).hexdigest(),
        published.group() if published else "",
        beside,
    )


def untokenized(text: str) -> str:
    """Join what a tokenizer of the summaries' source has parted: "36, 000", "$ 5", "half - back"."""
    text = re.sub(r"(?<=\d), (?=\d{3}\b)|(?<=\d)\. (?=\d)", lambda m: m.group()[0], text)
    return re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"(?<=[$£€]) (?=\d)", "", text))


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
    """Return the signals of all claims, shape (n, len(FEATURES))."""
    return np.stack([features(c.text, *sources(c, encoder)) for c in claims])


def page_checker(encoder: verify.TokenEncoder) -> Callable[[str, Sequence[str]], tuple[float, bool]]:
    """Return the shipped judge in the form of a checker's suite: (claim, sentences of a page) -> (probability, supported)."""

    def checker(text: str, page: Sequence[str]) -> tuple[float, bool]:
        claim = of_page(text, [untokenized(p) for p in page], False, "")
        probability = verify.score(claim.text, *sources(claim, encoder))
        return probability, probability >= float(verify.model()["thresholds"]["page"])

    return checker


def fit(rows: Row, truth: Truth, weight: NDArray[np.float64], names: Sequence[str]) -> dict[str, Any]:
    """Fit a ridge logistic regression on the named signals and return it as readable terms."""
    from sklearn.linear_model import LogisticRegression

    part = rows[:, [FEATURES.index(n) for n in names]].astype(np.float64)
    mean, scale = part.mean(axis=0), np.maximum(part.std(axis=0), 1e-6)
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
    """Weigh rows so that each set counts alike, mean 1."""
    weight = np.array([1 / (sets == s).sum() for s in sets])
    return np.asarray(weight * len(sets) / weight.sum())


def cross_validated(rows: Row, truth: Truth, sets: NDArray[np.str_], groups: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    """Return out-of-fold probabilities, the mean over repeated deals."""
    out = np.zeros(len(rows))
    for seed in range(REPEATS):
        fold = folds(groups, seed)
        for k in range(FOLDS):
            away = fold != k
            out[~away] += predict(fit(rows[away], truth[away], balanced(sets[away]), names), rows[~away]) / REPEATS
    return out


def auc(truth: Truth, score: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks, ties counted half; nan when one class is missing."""
    good, bad = score[truth], score[~truth]
    if not len(good) or not len(bad):
        return float("nan")
    return float(((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2))


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


def table(truth: Truth, score: NDArray[np.float64], sets: NDArray[np.str_], groups: Sequence[str]) -> list[dict[str, Any]]:
    """Return the cross-validated figures with their 95% intervals."""
    lines = []
    for name, kinds in (
        ("wice", ["wice"]),
        ("qags", ["cnndm", "xsum"]),
        ("qags cnndm", ["cnndm"]),
        ("qags xsum", ["xsum"]),
        ("answers", ["answers"]),
    ):
        at = np.flatnonzero(np.isin(sets, kinds))
        if not len(at):
            continue
        t, s = truth[at], score[at]
        said = decided(t, s, [groups[i] for i in at])
        for metric, value in (
            ("AUC", lambda i, t=t, s=s: auc(t[i], s[i])),
            ("F1", lambda i, t=t, d=said: f1(t[i], d[i])),
            ("balanced accuracy", lambda i, t=t, d=said: accuracy(t[i], d[i])),
        ):
            low, high = bootstrap(lambda picks, value=value: value(np.asarray(picks)), len(at))
            lines.append(
                {
                    "set": name,
                    "metric": metric,
                    "value": round(value(np.arange(len(at))), 3),
                    "low": round(low, 3),
                    "high": round(high, 3),
                    "n": len(at),
                }
            )
    return lines


def thresholds(truth: Truth, score: NDArray[np.float64], sets: NDArray[np.str_]) -> dict[str, float]:
    """Fit the borders on out-of-fold scores.

    ``supported``: best balanced accuracy over all sets; ``partial``: nineteen of twenty supported claims lie above it;
    ``page``: best F1 for a claim against a whole page.
    """
    page = sets == "wice"
    return {
        "supported": round(best_threshold(truth, score, accuracy), 4),
        "partial": round(float(np.quantile(score[truth], 0.05)), 4),
        "page": round(best_threshold(truth[page], score[page], f1), 4),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Read the sets, cross-validate, print, fit on everything and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.tune_verify", description=__doc__)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--cache", type=Path, help="a file that keeps the vectors between runs")
    parser.add_argument("--out", type=Path, default=verify.WEIGHTS)
    given = parser.parse_args(argv)
    claims = [*wice(given.bench / "wice" / "pairs.jsonl"), *qags(given.bench / "qags" / "pairs.jsonl")]
    encoder = Cached(_encoder(), given.cache)
    rows = matrix(claims, encoder)
    encoder.save()
    truth, sets, groups = np.array([c.supported for c in claims]), np.array([c.set for c in claims]), [c.group for c in claims]
    score = cross_validated(rows, truth, sets, groups, FEATURES)
    words_score = cross_validated(rows, truth, sets, groups, WORDS_ONLY)
    lines = table(truth, score, sets, groups)
    show(lines, f"cross-validated by page, {FOLDS} folds, {REPEATS} deals")
    show(table(truth, words_score, sets, groups), "the same without vectors")
    weight = balanced(sets)
    write(given.out, fit(rows, truth, weight, FEATURES), fit(rows, truth, weight, WORDS_ONLY), thresholds(truth, score, sets), lines)


def show(lines: Sequence[dict[str, Any]], title: str) -> None:
    """Print one table."""
    print(f"{title}\n{'set':12}{'metric':20}{'value':>7}  95% interval     n")  # noqa: T201 - a script's table
    for line in lines:
        print(f"{line['set']:12}{line['metric']:20}{line['value']:7.3f}  {line['low']:.3f} to {line['high']:.3f}  {line['n']:4d}")  # noqa: T201 - a script's table


def write(path: Path, full: dict[str, Any], words: dict[str, Any], limits: dict[str, float], lines: Sequence[dict[str, Any]]) -> None:
    """Write the weights with where they come from."""
    made = {
        "script": "python -m eval.tune_verify", "made": datetime.now(UTC).date().isoformat(), "model": "ridge logistic regression", "strength": STRENGTH,
        "data": "WiCE (Kamoi et al. 2023; partly supported counts as not), QAGS (Wang et al. 2020)", "scores": [" ".join(str(v) for v in line.values()) for line in lines],
    }  # fmt: skip
    path.write_text(json.dumps({"provenance": made, "thresholds": limits, "full": full, "words": words}, indent=1) + "\n", encoding="utf-8")


def _encoder() -> verify.TokenEncoder:
    from rag.embed import SentenceEmbedder
    from rag.models import sentence_encoder
    from rag.settings import load_settings

    return SentenceEmbedder(sentence_encoder(load_settings()), threads=1)


if __name__ == "__main__":
    main()
