"""The metrics as small pure functions; eval/scores/score.py decides which of them apply to a case."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from eval.scores.match import found, normal_words, says, squad, without_markers


def hit_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1.0 if one of ``relevant`` is among the first ``k`` (TREC success@k)."""
    return float(any(key in relevant for key in ranked[:k]))


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Share of ``relevant`` among the first ``k`` (TREC recall_k); ``relevant`` is not empty."""
    wanted = set(relevant)
    return len(wanted.intersection(ranked[:k])) / len(wanted)


def reciprocal_rank_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant one, 0.0 if none is among the first ``k`` (TREC recip_rank; its mean is MRR)."""
    return next((1 / rank for rank, key in enumerate(ranked[:k], start=1) if key in relevant), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Normalised discounted gain with gain 0 or 1 and discount log2(rank + 1) (Järvelin and Kekäläinen 2002; TREC ndcg_cut)."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(rank + 1) for rank, key in enumerate(ranked[:k], start=1) if key in wanted)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(wanted)) + 1))
    return gain / ideal


def contains(text: str, forms: Iterable[str], *, lenient: bool = False) -> float:
    """1.0 if ``text`` states one of ``forms``; eval/scores/match.py defines when it does."""
    return float(says(text, forms, lenient=lenient))


def contains_all(text: str, groups: Iterable[Sequence[str]]) -> float:
    """1.0 if ``text`` states one form of every group."""
    groups = [tuple(group) for group in groups]
    stated = found(text, [form for group in groups for form in group])
    return float(all(stated.intersection(group) for group in groups))


def share_said(text: str, groups: Iterable[Sequence[str]]) -> float:
    """Share of the groups of which ``text`` states a form; ``groups`` is not empty."""
    groups = [tuple(group) for group in groups]
    stated = found(text, [form for group in groups for form in group])
    return sum(bool(stated.intersection(group)) for group in groups) / len(groups)


def exact_match(text: str, forms: Iterable[str]) -> float:
    """1.0 if ``text`` equals a form in SQuAD normalisation (Rajpurkar et al. 2016)."""
    return float(squad(text) in {squad(form) for form in forms})


def token_f1(text: str, forms: Iterable[str]) -> float:
    """Best F1 of the bags of words in SQuAD normalisation over ``forms`` (Rajpurkar et al. 2016)."""
    return max((_bag_f1(squad(text).split(), squad(form).split()) for form in forms), default=0.0)


def word_count(text: str) -> int:
    """Words of ``text`` as blanks part them; markers, and marks that stand alone, are none."""
    return sum(any(c.isalnum() for c in word) for word in without_markers(text).split())


def strict_match(text: str, groups: Iterable[Sequence[str]], wrong: Iterable[str]) -> float:
    """1.0 if every right value and no wrong one is stated (the exact match of RAMDocs, Wang et al. 2025)."""
    groups, wrong = [tuple(group) for group in groups], tuple(wrong)
    right = [form for group in groups for form in group]
    stated = found(text, [*right, *wrong])
    bad = stated.intersection(wrong).difference(right)  # a form on both lists is right
    return float(all(stated.intersection(group) for group in groups) and not bad)


def says_outdated(text: str, answers: Sequence[str], outdated: Sequence[str]) -> float:
    """1.0 if a value of another time is stated; not counted where it lies inside a longer hit of a right form."""
    stated = found(text, [*answers, *outdated])
    return float(bool(stated.intersection(outdated).difference(answers)))


def choose(choices: Sequence[str], answer: str, quotes: Sequence[str]) -> int:
    """Index of the choice that answer and quotes hold best; the first of equals.

    A choice scores twice the share of its words in the answer plus the best share in one quote, quote ``i`` (from 0)
    weighted 1 / (1 + 0.1 i). No model reads the choices: this measures whether the evidence points at the right one.
    """
    answer_words, quote_words = set(normal_words(answer)), [set(normal_words(quote)) for quote in quotes]

    def score(choice: str) -> float:
        wanted = set(normal_words(choice)) or {""}
        best = max((len(wanted & quote) / len(wanted) / (1 + 0.1 * i) for i, quote in enumerate(quote_words)), default=0.0)
        return 2 * len(wanted & answer_words) / len(wanted) + best

    scores = [score(choice) for choice in choices]
    return scores.index(max(scores))


def citation_precision(cited: Collection[str], relevant: Collection[str]) -> float:
    """Share of the cited articles that are labelled relevant (ALCE, Gao et al. 2023, with labels for its NLI judge); none cited: 0.0."""
    return len(set(cited) & set(relevant)) / len(set(cited)) if cited else 0.0


def citation_recall(cited: Collection[str], relevant: Collection[str]) -> float:
    """Share of the relevant articles that are cited; ``relevant`` is not empty."""
    return len(set(cited) & set(relevant)) / len(set(relevant))


def precision_recall_f1(truth: Sequence[bool], predicted: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1 of ``predicted`` for the class True; 0.0 where the divisor is 0."""
    both = sum(t and p for t, p in zip(truth, predicted, strict=True))
    precision = both / sum(predicted) if any(predicted) else 0.0
    recall = both / sum(truth) if any(truth) else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def balanced_accuracy(truth: Sequence[bool], predicted: Sequence[bool]) -> float:
    """Mean of the recalls of the two classes, so that a constant answer gets 0.5; both classes occur."""
    right = sum(p for t, p in zip(truth, predicted, strict=True) if t) / sum(truth)
    left = sum(not p for t, p in zip(truth, predicted, strict=True) if not t) / (len(truth) - sum(truth))
    return (right + left) / 2


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve: how often a True scores above a False, ties half (Mann-Whitney U); both classes occur."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, i = [0.0] * len(scores), 0
    while i < len(order):
        j = i
        while j < len(order) and scores[order[j]] == scores[order[i]]:
            j += 1
        for index in order[i:j]:
            ranks[index] = (i + 1 + j) / 2
        i = j
    high = sum(truth)
    total = sum(rank for rank, t in zip(ranks, truth, strict=True) if t)
    return (total - high * (high + 1) / 2) / (high * (len(truth) - high))


def risk_coverage(confidence: Sequence[float], right: Sequence[float]) -> list[tuple[float, float]]:
    """(coverage, share wrong among those answered) when only the most confident are answered, one point a question."""
    order = sorted(range(len(right)), key=lambda i: -confidence[i])
    points, wrong = [], 0.0
    for n, index in enumerate(order, start=1):
        wrong += 1 - right[index]
        points.append((n / len(order), wrong / n))
    return points


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of ``values`` do not exceed, nearest rank; ``values`` is not empty."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def wording_recall(question: str, standalone: str, wording: str) -> float | None:
    """Share of the words ``standalone`` adds to ``question`` that ``wording`` adds too; None if it adds none."""
    wanted = _content(standalone) - _content(question)
    return len(wanted & _content(wording)) / len(wanted) if wanted else None


def wording_noise(question: str, standalone: str, wording: str) -> float:
    """Share of the words ``wording`` adds to ``question`` that ``standalone`` does not hold; 0.0 if it adds none."""
    added = _content(wording) - _content(question)
    return len(added - _content(standalone)) / len(added) if added else 0.0


def _content(text: str) -> set[str]:
    from rag.language.text import content_words, stem

    return {stem(word) for word in content_words(text)}


def _bag_f1(given: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((Counter(given) & Counter(gold)).values())
    if not common:
        return float(not given and not gold)
    precision, recall = common / len(given), common / len(gold)
    return 2 * precision * recall / (precision + recall)
