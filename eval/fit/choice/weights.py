"""Fit which answer is shown, the model's words or the quotes' own, and whether either is, on the gathered rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answer import judge
from rag.errors import CaseError
from rag.records import Article, Quote, Sentence

TIE = 0.1  # weight of a question that both or neither got right, against one that tells
STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # inverse strengths of the ridge that are tried
FOLDS = 10
FEWEST = 5  # questions that tell, on either side: fewer, and what is fitted is chance
DOUBT = 0.5  # an answer that is likelier wrong than right is not shown: here a wrong one weighs as much as a right one lost
Array = NDArray[np.float64]


def values_of(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the judge's signals of a gathered row."""
    quotes = [_quote(q) for q in row["quotes"]]
    written = [Sentence(text, support, tuple(cited)) for text, support, cited in row["written"]]
    return judge.signals(row["question"], quotes, row["opening"], written)


def fit(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fitted weights with how they were made and what they reach on questions left out of the fit.

    :raises CaseError: where hardly any question tells, because both answers are right on it or neither.
    """
    told = [row for row in rows if "model_right" in row]
    table = np.array([[values_of(row)[name] for name in judge.SIGNALS] for row in told]).reshape(len(told), len(judge.SIGNALS))
    model, quotes = (np.array([float(row[f"{of}_right"]) for row in told]) for of in ("model", "quotes"))
    ids = np.array([row["id"] for row in told])
    if min(len(set(ids[model > quotes])), len(set(ids[model < quotes]))) < FEWEST:
        raise CaseError(
            f"{(model > quotes).sum()} questions on which only the model is right and {(model < quotes).sum()} on which only the quotes "
            "are: too few to fit a judge. Gather more: python -m eval.fit.choice gather"
        )
    fold, named = _folds(ids.tolist()), [_named(values) for values in table]

    def fitted(part: Any, strength: float) -> dict[str, Any]:  # noqa: ANN401 - a mask, or a slice of all
        return fit_weights(table[part], model[part], quotes[part], strength)

    tried = {strength: _left_out(fold, named, partial(fitted, strength=strength)) for strength in STRENGTHS}
    best = max(STRENGTHS, key=lambda s: (shown_right(tried[s], model, quotes, 0.5), -s))
    threshold = best_threshold(tried[best], model, quotes)
    as_asked = np.array([float(row["shown"]) for row in told])
    reached = {
        "questions": len(told),
        "quotes": round(float(quotes.mean()), 3),
        "model": round(float(model.mean()), 3),
        "as decided when asked": round(shown_right(as_asked, model, quotes, 0.5), 3),
        "judge, left out": round(shown_right(tried[best], model, quotes, threshold), 3),
        "either": round(float(np.maximum(model, quotes).mean()), 3),
        "model shown": round(float((tried[best] >= threshold).mean()), 3),
    }
    shown = dict(zip(map(_key, told), np.where(tried[best] >= threshold, model, quotes).tolist(), strict=True))
    doubt, doubted = fit_doubt([row for row in rows if "quotes_right" in row], shown)
    about = {
        "script": "python -m eval.fit.choice fit",
        "made": f"{datetime.now(UTC):%Y-%m-%d}",
        "data": ", ".join(sorted({f"{row['suite']} with {row['tokens']} tokens by {row['model']}" for row in told})),
        "strength": best,
        "right": reached,
        "doubt": doubted,
    }
    return {"provenance": about, **fitted(slice(None), best), "threshold": threshold, "doubt": doubt}


def fit_doubt(rows: Sequence[Mapping[str, Any]], shown: Mapping[tuple[Any, ...], float]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the weights for whether what is shown is right, and what they reach on questions left out of the fit.

    :param rows: those with an answer from the quotes, which stands where the model's words were not supported.
    :param shown: of each row with both answers, by :func:`_key`, whether the one that the judge shows is right.
    :raises CaseError: where hardly any of them is wrong, or right.
    """
    right_ = np.array([shown.get(_key(row), float(row["quotes_right"])) for row in rows])
    if min(len({row["id"] for row, ok in zip(rows, right_, strict=True) if ok == value}) for value in (0, 1)) < FEWEST:
        raise CaseError(
            f"{right_.sum():.0f} answers shown are right and {(1 - right_).sum():.0f} wrong, of too few questions to fit a doubt. "
            "Gather more: python -m eval.fit.choice gather"
        )
    values = [judge.doubt_signals(values_of(row) if _key(row) in shown else {}, row["confidence"]) for row in rows]
    table, even = np.array([[each[name] for name in judge.DOUBT] for each in values]), np.ones(len(rows))
    fold = _folds([row["id"] for row in rows])

    def fitted(part: Any, strength: float) -> dict[str, Any]:  # noqa: ANN401 - a mask, or a slice of all
        return ridge(table[part], right_[part], even[part], judge.DOUBT, strength)

    tried = {strength: _left_out(fold, values, partial(fitted, strength=strength)) for strength in STRENGTHS}
    best = min(STRENGTHS, key=lambda s: float(-np.log(np.where(right_ > 0, tried[s], 1 - tried[s])).mean()))
    kept = tried[best] >= DOUBT
    reached = {
        "questions": len(rows),
        "strength": best,
        "right": {"without it": int(right_.sum()), "still shown, out of fold": int(right_[kept].sum())},
        "wrong": {"without it": int((1 - right_).sum()), "still shown, out of fold": int((1 - right_[kept]).sum())},
    }
    return {**fitted(slice(None), best), "threshold": DOUBT}, reached


def found_none_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for each step of confidence: of the questions at which the model found no answer, how often the quotes were right.

    Under a half a decline is better: what ``rag.assistant.saying.CLOSE_CALL`` is set by.
    """
    steps = [n / 10 for n in range(10)]
    none = [row for row in rows if row.get("found_none")]
    parts = [(low, [row["quotes_right"] for row in none if low <= row["confidence"] < low + 0.1]) for low in steps]
    return [f"found none at confidence {low:.1f} to {low + 0.1:.1f}: quotes right in {sum(p):.0f} of {len(p)}" for low, p in parts if p]


def fit_weights(table: Array, model: Array, quotes: Array, strength: float) -> dict[str, Any]:
    """Return intercept and terms of a ridge logistic regression for which of both answers is the right one."""
    chance = (1 + model - quotes) / 2  # a half where both or neither is right
    return {**ridge(table, chance, np.where(model == quotes, TIE, 1.0), judge.SIGNALS, strength), "threshold": 0.5}


def ridge(table: Array, chance: Array, weight: Array, names: Sequence[str], strength: float) -> dict[str, Any]:
    """Return intercept and terms of a ridge logistic regression; ``chance`` is the probability, 0 to 1, that a row's answer is yes."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = table.mean(0), table.std(0)
    used = np.flatnonzero(scale > 1e-9)
    scaled = (table[:, used] - mean[used]) / scale[used]
    both = np.concatenate([scaled, scaled]), np.repeat([1, 0], len(table)), np.concatenate([weight * chance, weight * (1 - chance)])
    kept = both[2] > 0
    fitted = LogisticRegression(C=strength, max_iter=1000).fit(both[0][kept], both[1][kept], sample_weight=both[2][kept])
    terms = {
        names[int(i)]: {"mean": round(float(mean[i]), 5), "scale": round(float(scale[i]), 5), "weight": round(float(w), 5)}
        for i, w in zip(used, fitted.coef_[0], strict=True)
    }
    return {"intercept": round(float(fitted.intercept_[0]), 5), "terms": terms}


def shown_right(chances: Array, model: Array, quotes: Array, threshold: float) -> float:
    """Return the share of questions whose shown answer is right: the model's from ``threshold`` on, else the quotes'."""
    return float(np.where(chances >= threshold, model, quotes).mean())


def best_threshold(chances: Array, model: Array, quotes: Array) -> float:
    """Return the threshold with the most shown right; of equals the one nearest to a half."""
    grid = [n / 100 for n in range(20, 81)]
    return max(grid, key=lambda t: (round(shown_right(chances, model, quotes, t), 6), -abs(t - 0.5)))


def _left_out(fold: NDArray[np.int64], values: Sequence[Mapping[str, float]], fit_part: Callable[[Any], dict[str, Any]]) -> Array:
    """Return the probability of each row by a fit of the rows outside its fold."""
    fits = [fit_part(fold != n) for n in range(FOLDS)]
    return np.array([judge.likelihood(each, fits[n]) for each, n in zip(values, fold, strict=True)])


def _folds(ids: Sequence[str]) -> NDArray[np.int64]:
    """Return a fold for each row, the same for every row of one question."""
    order = np.random.default_rng(0).permutation(sorted(set(ids))).tolist()
    fold = {name: n % FOLDS for n, name in enumerate(order)}
    return np.array([fold[name] for name in ids])


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["suite"], row["id"], row["tokens"]


def _named(values: Array) -> dict[str, float]:
    return dict(zip(judge.SIGNALS, values.tolist(), strict=True))


def _quote(row: Mapping[str, Any]) -> Quote:
    text = row["text"]
    article = Article("", text if row["headline"] else "", "" if row["headline"] else text)
    return Quote(row["n"], text, 0, len(text), article, row["score"], row["headline"], tuple(row["answer"]))
