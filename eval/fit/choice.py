"""Fit the judge between the model's words, the quotes' own answer and a decline (``rag.answer.judge``): gather, then fit.

``python -m eval.fit.choice gather`` asks the language model each question once and keeps what it wrote, a line a question, so that
it can be stopped and goes on; ``python -m eval.fit.choice fit`` fits the weights on what there is.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.cache import FOLDER
from eval.fit.steps import check_libraries
from eval.options import Options
from eval.run import choose_cases
from eval.scores.outcome import from_answer
from eval.scores.score import right
from eval.suites.cases import BENCH, ROOT, Case, Suite
from eval.suites.read import read_suite
from eval.systems.dateline import System, open_system
from rag.answer import judge
from rag.answer.opening import opening
from rag.assistant import FOUND_NONE
from rag.errors import CaseError, DatelineError
from rag.records import Answer, Article, Quote, Sentence
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from rag.assistant import Assistant

SUITES = ("realtimeqa-dev", "realtimeqa-dev2")
TOKENS = (250, 1500)  # of evidence: every question is asked with each, as a model on a laptop and one that reads more
ROWS = FOLDER / "judge" / "rows.jsonl"  # text of the sets: in the cache, never in the project
TIE = 0.1  # weight of a question that both or neither got right, against one that tells
STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # inverse strengths of the ridge that are tried
FOLDS = 10
FEWEST = 5  # questions that tell, on either side: fewer, and what is fitted is chance
DOUBT = 0.5  # an answer that is likelier wrong than right is not shown: here a wrong one weighs as much as a right one lost
Array = NDArray[np.float64]


class Recorder:
    """Stands where the judge does: lets the model's words through, and keeps what the judge would be told."""

    def __init__(self, assistant: "Assistant") -> None:
        self._decide, self.seen = assistant.whose_words, dict[str, Any]()
        assistant.whose_words = self

    def __call__(self, reading: Any, request: Any, written: Sequence[Sentence]) -> tuple[judge.Shown, str]:  # noqa: ANN401 - as of rag.reading.whose_words
        """Keep the state; refuse only where no sentence is supported, which leaves nothing to judge."""
        shown, why = self._decide(reading, request, written)
        if all(s.support == "unsupported" for s in written):
            return "quotes", why
        first = opening(request.searched, request.window, reading.best, reading.quotes, reading.compared)
        self.seen = {
            "question": request.searched,
            "quotes": [_quote_row(q) for q in reading.quotes],
            "opening": list(first),
            "written": [[s.text, s.support, list(s.citations)] for s in written],
            "shown": shown == "model",
        }
        return "model", ""


def gather_rows(system: System, suite: Suite, cases: Sequence[Case], tokens: int) -> Iterator[dict[str, Any]]:
    """Ask each case and yield its row: both answers' scores and what the judge would be told, nothing of it where only one answer is.

    A question at which the model failed yields none, so that it is asked again next time.
    """
    recorder = Recorder(system.assistant)
    for case in cases:
        recorder.seen = {}
        draft, answer = _both(system.assistant, case)
        outcome = from_answer(case.id, answer, suite.by_stem)
        if outcome.degraded:
            print(f"{case.id}: {answer.notes[0]}", file=sys.stderr)
            continue
        row = {"id": case.id, "suite": suite.name, "tokens": tokens, "status": answer.status, "model": answer.writer}
        if draft is not None:
            row |= {"quotes_right": right(case, from_answer(case.id, draft, suite.by_stem)), "unanswerable": case.unanswerable}
            row |= {"confidence": draft.confidence, "found_none": any(note.startswith(FOUND_NONE) for note in answer.notes)}
            row |= {"model_right": right(case, outcome), **recorder.seen} if recorder.seen else {}
        yield row


def _both(assistant: "Assistant", case: Case) -> tuple[Answer | None, Answer]:
    """Return the quotes' own answer, None for a decline, and the last one."""
    draft = None
    for event in assistant.stream(case.question, history=case.turns, **case.filters.given()):
        draft = event.draft or draft
        if event.answer is not None:
            return draft, event.answer
    raise AssertionError("stream ended without an answer")


def gather(names: Sequence[str], tokens: Sequence[int], rows: Path, *, limit: int, settings: Settings) -> int:
    """Append a line to ``rows`` for each question that has none yet, ``limit`` at most (0: all); return how many."""
    done = {(row["suite"], row["id"], row["tokens"]) for row in read_rows(rows)}
    rows.parent.mkdir(parents=True, exist_ok=True)
    if rows.is_file() and not rows.read_bytes().endswith(b"\n"):  # a line that a kill cut off must not spoil the next one
        rows.write_bytes(rows.read_bytes() + b"\n")
    added = 0
    for name in names:
        suite = read_suite(BENCH / name if (BENCH / name).is_dir() else name)
        for size in tokens:
            left = [c for c in choose_cases(suite, Options()) if (suite.name, c.id, size) not in done]
            left = left[: limit - added] if limit else left
            if not left:
                continue
            fixed = replace(settings, quote_tokens=size, deadline_s=3600.0)
            with open_system(suite, Options(), settings=fixed) as system, rows.open("a", encoding="utf-8") as file:
                assert isinstance(system, System)
                for row in gather_rows(system, suite, left, size):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
                    added += 1
                    print(f"{added}: {row['suite']} {row['id']} {size} {row.get('quotes_right', '-')} {row.get('model_right', '-')}")
    return added


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows gathered so far; a last line that was cut off is left out."""
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows


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

    Under a half a decline is better: what ``rag.assistant.CLOSE_CALL`` is set by.
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


def _quote_row(quote: Quote) -> dict[str, Any]:
    """Return what the judge reads of a quote, its answer as offsets into its text."""
    answer = [n - quote.start for n in quote.answer] if quote.answer[1] else [0, 0]
    return {
        "n": quote.n,
        "text": quote.text,
        "score": quote.score,
        "answer": answer,
        "headline": quote.headline,
    }


def _quote(row: Mapping[str, Any]) -> Quote:
    text = row["text"]
    article = Article("", text if row["headline"] else "", "" if row["headline"] else text)
    return Quote(row["n"], text, 0, len(text), article, row["score"], row["headline"], tuple(row["answer"]))


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``gather`` or ``fit``; return 0 when done, 2 for an error, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.choice", description=__doc__)
    parser.add_argument("step", nargs="?", choices=("gather", "fit"), default="fit")
    parser.add_argument("--suites", nargs="+", default=list(SUITES), metavar="SUITE")
    parser.add_argument("--quote-tokens", nargs="+", type=int, default=list(TOKENS), metavar="N", help="tokens of evidence, one or several")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="stop after N questions; the same command goes on")
    parser.add_argument("--rows", type=Path, default=ROWS, metavar="FILE", help="where the gathered lines are (default: the cache)")
    parser.add_argument("--out", type=Path, default=judge.FITTED, metavar="FILE", help="where the weights go")
    args = parser.parse_args(argv)
    try:
        if args.step == "gather":
            print(gather(args.suites, args.quote_tokens, args.rows, limit=args.limit, settings=load_settings(ROOT)), "questions gathered")
            return 0
        check_libraries(["sklearn"])
        rows = read_rows(args.rows)
        print("\n".join(found_none_table(rows)))
        fitted = fit(rows)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. What is gathered is kept; the same command goes on.", file=sys.stderr)
        return 130
    args.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted["provenance"], indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
