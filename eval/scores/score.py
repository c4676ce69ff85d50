"""Score a case by every metric: None where a metric does not apply, the worst value where the case failed; and means over cases."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.scores import metrics as m
from eval.scores import stats
from eval.scores.outcome import Outcome
from eval.scores.right import both_sides, first_right, forms, given_words, right, to_answer, wanted_forms, wrong_shown
from eval.suites.cases import Case

Measure = Callable[[Case, Outcome], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """A named measure; ``applies`` looks at the case alone, so that a failure cannot leave the mean."""

    name: str
    about: str
    applies: Callable[[Case], bool]
    measure: Measure  # may return None where an answered case has nothing to say, such as the citations of a decline
    needs: str = "answer"  # answer | ranked | wording: the part of an outcome it reads
    lower: bool = False  # lower is better, so a failed case scores 1
    share: bool = True  # from 0 to 1; of a measure that is not, a failed case is left out: it has no worst value


def _answerable(case: Case) -> bool:
    return not case.unanswerable and bool(wanted_forms(case))


def _labelled(case: Case) -> bool:
    return not case.unanswerable and bool(case.relevant)


def _words(_: Case, outcome: Outcome) -> float:
    return float(m.word_count(outcome.text))


def _one_value(case: Case) -> bool:
    return to_answer(case) and not case.sides and len(wanted_forms(case)) == 1


def _short(measure: Callable[[str, Sequence[str]], float]) -> Measure:
    """Measure the answer in a line; none, and that of a decline, scores 0."""
    return lambda case, outcome: measure(outcome.short, forms(case)) if outcome.short and outcome.status != "declined" else 0.0


def _ranking(k: int, measure: Callable[[int, Sequence[str], tuple[str, ...]], float]) -> Measure:
    return lambda case, outcome: measure(k, outcome.ranked or (), case.relevant)


def _quote_ranking(k: int, measure: Callable[[int, Sequence[str], tuple[str, ...]], float]) -> Measure:
    """Quotes ranked by their number; relevant is a quote that states an accepted form."""

    def score(case: Case, outcome: Outcome) -> float:
        keys = [str(q.n) for q in outcome.quotes]
        relevant = tuple(str(q.n) for q in outcome.quotes if m.contains(q.text, forms(case)))
        return measure(k, keys, relevant) if relevant else 0.0

    return score


def _in_quotes(*, lenient: bool) -> Measure:
    def score(case: Case, outcome: Outcome) -> float:
        together = "\n".join(q.text for q in outcome.quotes)
        if case.all_of and not lenient:
            return m.contains_all(together, wanted_forms(case))
        return m.contains(together, forms(case), lenient=lenient)

    return score


def _contains(*, lenient: bool) -> Measure:
    return lambda case, outcome: (
        m.contains_all(given_words(outcome), wanted_forms(case))
        if case.all_of and not case.answers
        else m.contains(given_words(outcome), case.answers, lenient=lenient)
    )


def _choice(case: Case, outcome: Outcome) -> float:
    return float(m.choose(case.choices, given_words(outcome), [q.text for q in outcome.quotes]) == case.choice)


def _as_of(case: Case, outcome: Outcome) -> float:
    return m.contains(given_words(outcome), case.answers) * (1 - _outdated(case, outcome))


def _outdated(case: Case, outcome: Outcome) -> float:
    return m.says_outdated(given_words(outcome), case.answers, case.outdated)


def _instead(case: Case, outcome: Outcome) -> float:
    return _outdated(case, outcome) * (1 - m.contains(given_words(outcome), case.answers))


def _declined(_: Case, outcome: Outcome) -> float:
    return float(outcome.status == "declined")


def _answered_only(measure: Measure) -> Measure:
    return lambda case, outcome: None if outcome.status == "declined" else measure(case, outcome)


def _support(_: Case, outcome: Outcome) -> float | None:
    return sum(s == "supported" for s in outcome.support) / len(outcome.support) if outcome.support else None


def _verbatim(_: Case, outcome: Outcome) -> float | None:
    if not outcome.quotes:
        return None
    return float(all(q.verbatim for q in outcome.quotes) and outcome.citations_hold)


def _unchanged(case: Case, outcome: Outcome) -> float | None:
    if m.wording_recall(case.question, case.standalone, outcome.wording) is not None:
        return None
    return float(outcome.wording.strip() == case.question.strip())


def _always(_: Case) -> bool:
    return True


def _timed(case: Case) -> bool:
    return bool(case.outdated) and not case.unanswerable


def _follow_up(case: Case) -> bool:
    return bool(case.standalone)


METRICS: tuple[Metric, ...] = (
    Metric(
        "right",
        "declined, both sides, or right and nothing wrong",
        lambda c: c.unanswerable or bool(wanted_forms(c)) or bool(c.sides),
        right,
    ),
    Metric("right_answerable", "right, of those to answer", to_answer, right),
    Metric("first_right", "the first sentence says all of it and nothing wrong", to_answer, first_right),
    Metric(
        "wrong_shown",
        "an answer is shown that is not right, of all cases",
        lambda c: c.unanswerable or to_answer(c),
        wrong_shown,
        lower=True,
    ),
    Metric("refused", "declined, of those to decline (refusal recall)", lambda c: c.unanswerable, _declined),
    Metric("false_refusal", "declined, of those to answer", lambda c: not c.unanswerable, _declined, lower=True),
    Metric("words", "words of an answer, of those answered", _always, _answered_only(_words), share=False),
    Metric("short_exact", "the answer in a line is an accepted form (SQuAD), where one value is wanted", _one_value, _short(m.exact_match)),
    Metric("short_f1", "its token F1 with the nearest form", _one_value, _short(m.token_f1)),
    Metric("contains", "the answer says an accepted form", _answerable, _contains(lenient=False)),
    Metric("contains_lenient", "or 80% of the words of a long one", _answerable, _contains(lenient=True)),
    Metric("quotes_contain", "the quotes together say an accepted form", _answerable, _in_quotes(lenient=False)),
    Metric("quotes_contain_lenient", "or 80% of the words of a long one", _answerable, _in_quotes(lenient=True)),
    Metric("exact_match", "SQuAD exact match", lambda c: bool(c.answers), lambda c, o: m.exact_match(given_words(o), c.answers)),
    Metric("token_f1", "SQuAD token F1", lambda c: bool(c.answers), lambda c, o: m.token_f1(given_words(o), c.answers)),
    Metric(
        "strict", "all values and no wrong one", lambda c: bool(c.all_of), lambda c, o: m.strict_match(given_words(o), c.all_of, c.wrong)
    ),
    Metric("values_said", "share of the values said", lambda c: bool(c.all_of), lambda c, o: m.share_said(given_words(o), c.all_of)),
    Metric("multiple_choice", "the choice the evidence points at", lambda c: not c.unanswerable and c.choice >= 0, _choice),
    Metric("as_of_right", "right value and none of another time", _timed, _as_of),
    Metric("outdated", "a value of another time is said", _timed, _outdated, lower=True),
    Metric("outdated_instead", "and the right one is not", _timed, _instead, lower=True),
    Metric("both_sides", "all values in conflict said, or marked disputed", lambda c: bool(c.sides), both_sides),
    Metric("both_values", "all values in conflict said", lambda c: bool(c.sides), lambda c, o: m.contains_all(given_words(o), c.sides)),
    Metric(
        "citation_precision",
        "cited articles that are labelled",
        _labelled,
        _answered_only(lambda c, o: m.citation_precision(o.cited, c.relevant)),
    ),
    Metric("citation_recall", "labelled articles that are cited", _labelled, lambda c, o: m.citation_recall(o.cited, c.relevant)),
    Metric("quotes_verbatim", "all quotes at their offsets, citations among them", _always, _verbatim),
    Metric("sentence_support", "sentences the checker supports", _always, _answered_only(_support)),
    Metric("invented_markers", "the model made up a marker", _always, _answered_only(lambda _, o: float(o.invented > 0)), lower=True),
    Metric("quote_hit@1", "the first quote says it", _answerable, _quote_ranking(1, m.hit_at)),
    Metric("quote_hit@4", "one of four quotes says it", _answerable, _quote_ranking(4, m.hit_at)),
    Metric("quote_mrr@10", "1 / rank of the first quote that says it", _answerable, _quote_ranking(10, m.reciprocal_rank_at)),
    Metric("quote_ndcg@10", "nDCG of the quotes that say it", _answerable, _quote_ranking(10, m.ndcg_at)),
    Metric("hit@1", "a labelled article first", _labelled, _ranking(1, m.hit_at), needs="ranked"),
    Metric("hit@4", "one among four articles", _labelled, _ranking(4, m.hit_at), needs="ranked"),
    Metric("hit@10", "one among ten articles", _labelled, _ranking(10, m.hit_at), needs="ranked"),
    Metric("recall@10", "labelled articles among ten", _labelled, _ranking(10, m.recall_at), needs="ranked"),
    Metric("mrr@10", "1 / rank of the first labelled article", _labelled, _ranking(10, m.reciprocal_rank_at), needs="ranked"),
    Metric("ndcg@10", "nDCG over articles", _labelled, _ranking(10, m.ndcg_at), needs="ranked"),
    Metric(
        "wording_recall",
        "words a follow-up lacks that its wording adds",
        _follow_up,
        lambda c, o: m.wording_recall(c.question, c.standalone, o.wording),
        needs="wording",
    ),
    Metric(
        "wording_noise",
        "words added that do not belong",
        _follow_up,
        lambda c, o: m.wording_noise(c.question, c.standalone, o.wording),
        needs="wording",
        lower=True,
    ),
    Metric("wording_kept", "left alone, of those that stand alone", _follow_up, _unchanged, needs="wording"),
)
LOWER = frozenset(metric.name for metric in METRICS if metric.lower)
ABOUT = {metric.name: metric.about for metric in METRICS} | {
    "refusal_precision": "to decline, of those declined",
    "refusal_balanced_accuracy": "mean of refused and of not falsely refused; 0.5 is chance",
    "refusal_auc": "confidence tells answerable from not; 0.5 is chance",
    "top_score_auc": "score of the best passage tells answerable from not",
}


def score_case(case: Case, outcome: Outcome, parts: frozenset[str]) -> dict[str, float | None]:
    """Scores of one case for every metric that reads one of ``parts`` (answer, ranked, wording)."""
    return {metric.name: _metric_value(metric, case, outcome) for metric in METRICS if metric.needs in parts}


def _metric_value(metric: Metric, case: Case, outcome: Outcome) -> float | None:
    if not metric.applies(case):
        return None
    if outcome.error:
        return float(metric.lower) if metric.share else None
    value = metric.measure(case, outcome)
    return None if value is None else round(value, 6)


def means(scores: Sequence[Mapping[str, float | None]], failed: Sequence[bool]) -> dict[str, stats.Mean]:
    """Mean and interval of each metric that applies at least once."""
    names = [metric.name for metric in METRICS if scores and metric.name in scores[0]]
    found = {name: stats.mean_of([row[name] for row in scores], failed) for name in names}
    return {name: mean for name, mean in found.items() if mean is not None}


def refusal_means(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> dict[str, stats.Mean]:
    """Refusal over the whole set: precision, balanced accuracy, and AUC of the confidence; empty without both classes.

    A run without answers has only the AUC of the score of its best passage.

    A failed case counts as the wrong decision, at the confidence furthest from right.
    """
    to_refuse = [case.unanswerable for case in cases]
    if len(set(to_refuse)) < 2 or all(o.ranked is None for o in outcomes):
        return {}
    answers = any(o.status for o in outcomes)
    refused = [(not t) if o.error else o.status == "declined" for t, o in zip(to_refuse, outcomes, strict=True)]
    sure = [float(t) if o.error else o.confidence for t, o in zip(to_refuse, outcomes, strict=True)]
    failed = sum(bool(o.error) for o in outcomes)

    def with_interval(statistic: Callable[[list[bool], list[int]], float]) -> stats.Mean:
        def drawn(picks: list[int]) -> float:
            truth = [to_refuse[i] for i in picks]
            return statistic(truth, picks) if len(set(truth)) == 2 else math.nan

        low, high = stats.bootstrap(drawn, len(cases))
        return stats.Mean(drawn(list(range(len(cases)))), low, high, len(cases), 0, failed)

    ranked = with_interval(lambda truth, picks: m.auc([not t for t in truth], [sure[i] for i in picks]))
    if not answers:
        return {"top_score_auc": ranked}
    return {
        "refusal_precision": with_interval(lambda truth, picks: m.precision_recall_f1(truth, [refused[i] for i in picks])[0]),
        "refusal_balanced_accuracy": with_interval(lambda truth, picks: m.balanced_accuracy(truth, [refused[i] for i in picks])),
        "refusal_auc": ranked,
    }
