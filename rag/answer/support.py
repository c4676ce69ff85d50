"""Compute the features from which a model judges how well source sentences support a claim (numpy only)."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.forms import TextForms, text_forms
from rag.answer.missing import Held, Missing, Source, Vectors, missing, shared_stems
from rag.language.meaning import opposites
from rag.language.numbers import Number, compatible, lets_write
from rag.language.wording import BACKWARD, HEDGES, LIMIT

_PART = 4  # stems in a window of a claim
_NEAR = 0.3  # what similarity counts beside the share of words and facts that a source covers
_NEW_WORDS, _NEW_SHARE = 2, 0.15  # words, and share of the claim's, for which a further source is worth citing


def shortlist(claim: str, texts: Sequence[str], limit: int = 24) -> list[int]:
    """Return the positions of the sentences of a long source that share most with a claim, rarer stems counting more; in text order."""
    claim_stems, stems = text_forms(claim).stems, [text_forms(t).stems for t in texts]
    counts = Counter(word for s in stems for word in s & claim_stems)
    rarity = {word: math.log(1 + len(texts) / n) for word, n in counts.items()}
    worth = [sum(rarity[word] for word in claim_stems & s) / (1 + 0.01 * len(s)) for s in stems]
    return sorted(sorted(range(len(texts)), key=lambda i: (-worth[i], i))[:limit])


def cover(claim: str, sources: Sequence[Source], near: Sequence[float], limit: int = 3) -> list[int]:
    """Return the positions of the fewest sources that cover the claim, best first.

    The first covers most words and facts, ``near`` (similarity and hints, about 0 to 1) deciding between equals; a further one
    states a fact that is missing, or two words and a seventh of the claim's.
    """
    stated, held = text_forms(claim), Held.all(sources)
    words = frozenset().union(*(c.content for c in stated.clauses)) or stated.sense_set
    has = [(words & h.text.sense_set, frozenset(n for n, f in enumerate(stated.said) if h.has(f))) for h in held]
    size = max(1, len(words) + 2 * len(stated.said))
    chosen: list[int] = []
    had: tuple[frozenset[str], frozenset[int]] = (frozenset(), frozenset())
    while len(chosen) < min(limit, len(sources)):
        gains = {i: (len(w - had[0]), len(f - had[1])) for i, (w, f) in enumerate(has) if i not in chosen}
        best = max(gains, key=lambda i: (round((gains[i][0] + 2 * gains[i][1]) / size + _NEAR * near[i] * (not chosen), 6), near[i], -i))
        new, facts = gains[best]
        if chosen and not facts and not (new >= _NEW_WORDS and new >= _NEW_SHARE * len(words)):
            break
        chosen.append(best)
        had = (had[0] | has[best][0], had[1] | has[best][1])
    return chosen


FEATURES = (
    "stems tokens cov1 cov2 cov3 cov_all near1 cov_near1 cos1 cos2 cos3 cos_gap bigram1 bigram3 bigram_all pair_same run1 run3 run_all "
    "late1 late3 late_all late_all_min late_all_p10 late_all_p25 late3_p10 late1_p10 late1_p25 back1 "
    "numbers numbers_lost1 numbers_lost3 numbers_lost dates dates_lost3 dates_lost names names_lost1 names_lost3 names_lost parts_lost "
    "facts_lost facts_lost3 opposed cues hedge_lost limit_lost rare_lost1 rare_lost3 rare_lost jac1 "
    "odd_lost1 odd_lost3 odd_lost odd_lost_n turned clash order1 backward spread part_min part_mean part_p25 "
    "late_part_min late_part_mean asked ask_cov ask_near "
    "clauses clause_min clause_mean clauses_lost swapped scattered speakers hedges"
).split()


def features(claim: str, vector: Vectors, tokens: Vectors, sources: Sequence[Source], answer: str = "") -> NDArray[np.float32]:
    """Return the signals named in :data:`FEATURES` for one claim against its sources (at least one), shape (len(FEATURES),).

    ``answer`` is given when the claim is a question followed by a short answer.
    """
    claim_forms, texts = text_forms(claim), [text_forms(s.text) for s in sources]
    near = np.array([float(s.vector @ vector) for s in sources])
    chosen = cover(claim, sources, near.tolist())
    top = [sources[i] for i in chosen]
    best = int(np.argmax(near + np.array([shared_stems(claim_forms, t) for t in texts])))
    n = max(1, len(claim_forms.stems))
    unions = [frozenset().union(*(texts[i].stems for i in chosen[:k])) for k in (1, 2, 3)]
    everything = frozenset().union(*(t.stems for t in texts))
    ranked = np.sort(near)[::-1]
    late = _best_similarities(tokens, sources)
    f: dict[str, float] = {"stems": len(claim_forms.stems), "tokens": len(tokens)}
    f |= {f"cov{k}": len(claim_forms.stems & u) / n for k, u in zip((1, 2, 3), unions, strict=True)}
    f |= {"cov_all": len(claim_forms.stems & everything) / n, "near1": near[best], "cov_near1": shared_stems(claim_forms, texts[best])}
    f |= {"cos1": ranked[0], "cos2": ranked[:2][-1], "cos3": float(ranked[:3].mean()), "cos_gap": ranked[0] - float(ranked[:8].mean())}
    f |= _order_signals(claim_forms, texts, best, chosen)
    f |= _late_signals(late, best, chosen)
    back = sources[best].tokens @ tokens.T if len(tokens) and len(sources[best].tokens) else np.zeros((1, 1))
    f["back1"] = float(back.max(axis=1).mean())
    f |= _fact_signals(claim, claim_forms, sources, [sources[best]], top)
    f |= _loss_signals(claim_forms, texts[best], unions[2], everything)
    f |= _clause_signals(claim_forms, sources)
    f |= _window_signals(claim_forms, texts, tokens, sources)
    f |= _answer_signals(claim_forms, text_forms(answer), texts, near) if answer else {"asked": 0.0, "ask_cov": 0.0, "ask_near": 0.0}
    near_text = " ".join(s.text for s in top)
    f["limit_lost"] = float(len(set(LIMIT.findall(claim.lower())) - set(LIMIT.findall(near_text.lower()))))
    f["jac1"] = len(claim_forms.stems & texts[best].stems) / max(1, len(claim_forms.stems | texts[best].stems))
    f["backward"], f["spread"] = float(bool(BACKWARD.search(claim))), float(len(chosen))
    return np.array([f[name] for name in FEATURES], np.float32)


def _clause_signals(claim_forms: TextForms, sources: Sequence[Source]) -> dict[str, float]:
    """Return how many clauses the claim has, and how well one source holds each: the worst of them and the average."""
    held = Held.all(sources)
    best = [max(h.holds(c) for h in held) for c in claim_forms.clauses]
    return {"clauses": len(best), "clause_min": min(best), "clause_mean": sum(best) / len(best)}


def _window_signals(claim_forms: TextForms, texts: Sequence[TextForms], tokens: Vectors, sources: Sequence[Source]) -> dict[str, float]:
    """Return how well each window of the claim (of stems, of tokens) is covered by one source: its weakest window and averages."""
    parts = [frozenset(claim_forms.facts.order[i : i + _PART]) for i in range(max(1, len(claim_forms.facts.order) - _PART + 1))]
    held_parts = np.array([max(len(p & t.stems) / max(1, len(p)) for t in texts) for p in parts])
    late = _best_similarities(tokens, sources)
    sums = np.cumsum(np.vstack([np.zeros((1, late.shape[1])), late]), axis=0)
    width = min(2 * _PART, len(late))
    windows = ((sums[width:] - sums[:-width]) / width).max(axis=1)
    return {
        "part_min": float(held_parts.min()), "part_mean": float(held_parts.mean()), "part_p25": float(np.quantile(held_parts, 0.25)),
        "late_part_min": float(windows.min()), "late_part_mean": float(windows.mean()),
    }  # fmt: skip


def _answer_signals(claim_forms: TextForms, answer: TextForms, texts: Sequence[TextForms], near: NDArray[np.float64]) -> dict[str, float]:
    """Return how well the sources that have the answer's words also cover the question."""
    asked = claim_forms.stems - answer.stems
    holding = [i for i, t in enumerate(texts) if 2 * len(answer.stems & t.stems) >= len(answer.stems)]
    covers = [len(asked & texts[i].stems) / max(1, len(asked)) for i in holding]
    return {"asked": 1.0, "ask_cov": max(covers, default=0.0), "ask_near": max((float(near[i]) for i in holding), default=0.0)}


def _loss_signals(claim_forms: TextForms, near: TextForms, three: frozenset[str], every: frozenset[str]) -> dict[str, float]:
    """Return what the claim has and the sources lack or state differently."""
    f = {"hedge_lost": float(len(HEDGES.intersection(near.tokens).difference(claim_forms.tokens)))}
    rare = [s for s in claim_forms.stems if len(s) >= 6 or s[0].isdigit()]
    for key, pool in (("1", near.stems), ("3", three), ("", every)):
        f[f"rare_lost{key}"] = sum(s not in pool for s in rare) / max(1, len(rare))
        f[f"odd_lost{key}"] = len(claim_forms.facts.odd - pool) / max(1, len(claim_forms.facts.odd))
    f["odd_lost_n"] = float(len(claim_forms.facts.odd - every))
    f["turned"] = float(len(_turned(claim_forms, near)))
    f["clash"] = float(sum(_clashes(n, near) for n in claim_forms.facts.numbers))
    shared = [s for s in claim_forms.facts.order if s in near.stems]
    f["order1"] = _longest_order(shared, [s for s in near.facts.order if s in claim_forms.stems]) / max(1, len(shared))
    return f


def _turned(claim_forms: TextForms, near: TextForms) -> set[str]:
    """Return the words of the claim for which the nearest source has the opposite."""
    there = near.sense_set - claim_forms.sense_set
    return {s for s in claim_forms.sense_set - near.sense_set if opposites(s) & there}


def _clashes(number: Number, near: TextForms) -> bool:
    """Whether the nearest source counts the same noun and none of its figures agrees."""
    rivals = [n for n in near.facts.numbers if n.noun and n.noun == number.noun]
    return bool(rivals) and not any(compatible(number, n) or lets_write(number, n) for n in near.facts.numbers)


def _longest_order(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            row[j], previous = (previous + 1 if x == y else max(row[j], row[j - 1])), row[j]
    return row[-1]


def _best_similarities(tokens: Vectors, sources: Sequence[Source]) -> NDArray[np.float32]:
    """Return the best similarity of each claim token in each source, shape (n_tokens, n_sources)."""
    rows = [(tokens @ s.tokens.T).max(axis=1) if len(s.tokens) and len(tokens) else np.zeros(max(1, len(tokens))) for s in sources]
    return np.asarray(np.stack(rows, axis=1), np.float32)


def _late_signals(late: NDArray[np.float32], best: int, chosen: Sequence[int]) -> dict[str, float]:
    one, three, every = late[:, best], late[:, list(chosen)].max(axis=1), late.max(axis=1)
    return {
        "late1": float(one.mean()), "late3": float(three.mean()), "late_all": float(every.mean()), "late_all_min": float(every.min()),
        "late_all_p10": float(np.quantile(every, 0.1)), "late_all_p25": float(np.quantile(every, 0.25)),
        "late3_p10": float(np.quantile(three, 0.1)),
        "late1_p10": float(np.quantile(one, 0.1)), "late1_p25": float(np.quantile(one, 0.25)),
    }  # fmt: skip


def _order_signals(claim_forms: TextForms, texts: Sequence[TextForms], best: int, chosen: Sequence[int]) -> dict[str, float]:
    """Return how many neighbouring stems of the claim the sources have as neighbours, in one sentence, and in runs."""
    pairs = list(zip(claim_forms.facts.order, claim_forms.facts.order[1:], strict=False))
    n = max(1, len(pairs))
    have = [set(zip(t.facts.order, t.facts.order[1:], strict=False)) for t in texts]
    three: set[tuple[str, str]] = set().union(*(have[i] for i in chosen))
    every: set[tuple[str, str]] = set().union(*have)
    runs = [_longest_run(claim_forms.facts.order, t.facts.order) for t in texts]
    size = max(1, len(claim_forms.facts.order))
    return {
        "bigram1": sum(p in have[best] for p in pairs) / n, "bigram3": sum(p in three for p in pairs) / n,
        "bigram_all": sum(p in every for p in pairs) / n,
        "pair_same": sum(any(a in t.stems and b in t.stems for t in texts) for a, b in pairs) / n,
        "run1": runs[best] / size, "run3": max(runs[i] for i in chosen) / size, "run_all": max(runs) / size,
    }  # fmt: skip


def _longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the length of the longest common run of stems."""
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            row[j], previous = (previous + 1 if x == y else 0), row[j]
            best = max(best, row[j])
    return best


def _fact_signals(
    claim: str, claim_forms: TextForms, sources: Sequence[Source], one: Sequence[Source], three: Sequence[Source]
) -> dict[str, float]:
    lost, lost1, lost3 = missing(claim, sources), missing(claim, one), missing(claim, three)
    n = max(1, len(claim_forms.facts.numbers) + len(claim_forms.facts.dates) + len(claim_forms.facts.names))

    def share(m: Missing) -> float:
        return (len(m.numbers) + len(m.dates) + len(m.names) + 0.5 * len(m.parts)) / n

    cues = claim_forms.facts.negations > 0
    return {
        "numbers": len(claim_forms.facts.numbers), "numbers_lost1": len(lost1.numbers), "numbers_lost3": len(lost3.numbers),
        "numbers_lost": len(lost.numbers),
        "dates": len(claim_forms.facts.dates), "dates_lost3": len(lost3.dates), "dates_lost": len(lost.dates),
        "names": len(claim_forms.facts.names), "names_lost1": len(lost1.names),
        "names_lost3": len(lost3.names), "names_lost": len(lost.names),
        "clauses_lost": len(lost.clauses), "swapped": len(lost.swapped), "scattered": len(lost.scattered), "speakers": len(lost.speakers),
        "hedges": len(lost.hedges), 
        "parts_lost": len(lost.parts), "facts_lost": share(lost), "facts_lost3": share(lost3), "opposed": len(lost3.opposed),
        "cues": float(cues != any(text_forms(s.text).facts.negations > 0 for s in three)),
    }  # fmt: skip
