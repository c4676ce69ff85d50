"""Compute the features from which a model judges how well source sentences support a claim (numpy only)."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.forms import TextForms, text_forms
from rag.answer.missing import Held, Missing, Source, Vectors, missing, shared_stems
from rag.language.numbers import Number, compatible, lets_write

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


FEATURES = (  # 26 of 71 tried: leaving out the others one group at a time raised the cross-validated AUC from .805 to .821
    "jac1 bigram1 bigram3 bigram_all late_all_p10 late_all_p25 late3_p10 late1_p10 late1_p25 part_min part_mean part_p25 "
    "numbers_lost1 names_lost1 numbers_lost dates_lost names_lost parts_lost facts_lost facts_lost3 clash spread incomplete "
    "asked ask_cov ask_near"
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
    late = _best_similarities(tokens, sources)
    f = _order_signals(claim_forms, texts, best, chosen) | _late_signals(late, best, chosen) | _window_signals(claim_forms, texts)
    f |= _fact_signals(claim, claim_forms, sources, [sources[best]], top)
    f |= _answer_signals(claim_forms, text_forms(answer), texts, near) if answer else {"asked": 0.0, "ask_cov": 0.0, "ask_near": 0.0}
    f["clash"] = float(sum(_clashes(n, texts[best]) for n in claim_forms.facts.numbers))
    f["jac1"] = len(claim_forms.stems & texts[best].stems) / max(1, len(claim_forms.stems | texts[best].stems))
    f["spread"] = float(len(chosen))
    return np.array([f[name] for name in FEATURES], np.float32)


def _window_signals(claim_forms: TextForms, texts: Sequence[TextForms]) -> dict[str, float]:
    """Return how well each window of the claim's stems is covered by one source: the weakest window and averages."""
    parts = [frozenset(claim_forms.facts.order[i : i + _PART]) for i in range(max(1, len(claim_forms.facts.order) - _PART + 1))]
    held = np.array([max(len(p & t.stems) / max(1, len(p)) for t in texts) for p in parts])
    return {"part_min": float(held.min()), "part_mean": float(held.mean()), "part_p25": float(np.quantile(held, 0.25))}


def _answer_signals(claim_forms: TextForms, answer: TextForms, texts: Sequence[TextForms], near: NDArray[np.float64]) -> dict[str, float]:
    """Return how well the sources that have the answer's words also cover the question."""
    asked = claim_forms.stems - answer.stems
    holding = [i for i, t in enumerate(texts) if 2 * len(answer.stems & t.stems) >= len(answer.stems)]
    covers = [len(asked & texts[i].stems) / max(1, len(asked)) for i in holding]
    return {"asked": 1.0, "ask_cov": max(covers, default=0.0), "ask_near": max((float(near[i]) for i in holding), default=0.0)}


def _clashes(number: Number, near: TextForms) -> bool:
    """Whether the nearest source counts the same noun and none of its figures agrees."""
    rivals = [n for n in near.facts.numbers if n.noun and n.noun == number.noun]
    return bool(rivals) and not any(compatible(number, n) or lets_write(number, n) for n in near.facts.numbers)


def _best_similarities(tokens: Vectors, sources: Sequence[Source]) -> NDArray[np.float32]:
    """Return the best similarity of each claim token in each source, shape (n_tokens, n_sources)."""
    rows = [(tokens @ s.tokens.T).max(axis=1) if len(s.tokens) and len(tokens) else np.zeros(max(1, len(tokens))) for s in sources]
    return np.asarray(np.stack(rows, axis=1), np.float32)


def _late_signals(late: NDArray[np.float32], best: int, chosen: Sequence[int]) -> dict[str, float]:
    """Return how near the claim's least near tokens are to the best source, to the chosen ones and to all."""
    one, three, every = late[:, best], late[:, list(chosen)].max(axis=1), late.max(axis=1)
    shares = (("late_all_p10", every, 0.1), ("late_all_p25", every, 0.25), ("late3_p10", three, 0.1), ("late1_p10", one, 0.1))
    return {name: float(np.quantile(x, q)) for name, x, q in (*shares, ("late1_p25", one, 0.25))}


def _order_signals(claim_forms: TextForms, texts: Sequence[TextForms], best: int, chosen: Sequence[int]) -> dict[str, float]:
    """Return the share of the claim's neighbouring stems that are neighbours in the best source, in the chosen ones and in all."""
    pairs = list(zip(claim_forms.facts.order, claim_forms.facts.order[1:], strict=False))
    have = [set(zip(t.facts.order, t.facts.order[1:], strict=False)) for t in texts]
    pools = {"bigram1": have[best], "bigram3": set().union(*(have[i] for i in chosen)), "bigram_all": set().union(*have)}
    return {name: sum(p in pool for p in pairs) / max(1, len(pairs)) for name, pool in pools.items()}


def _fact_signals(
    claim: str, claim_forms: TextForms, sources: Sequence[Source], one: Sequence[Source], three: Sequence[Source]
) -> dict[str, float]:
    lost, lost1, lost3 = missing(claim, sources), missing(claim, one), missing(claim, three)
    n = max(1, len(claim_forms.facts.numbers) + len(claim_forms.facts.dates) + len(claim_forms.facts.names))

    def share(m: Missing) -> float:
        return (len(m.numbers) + len(m.dates) + len(m.names) + 0.5 * len(m.parts)) / n

    return {
        "numbers_lost1": len(lost1.numbers), "names_lost1": len(lost1.names),
        "numbers_lost": len(lost.numbers), "dates_lost": len(lost.dates), "names_lost": len(lost.names), "parts_lost": len(lost.parts),
        "facts_lost": share(lost), "facts_lost3": share(lost3), "incomplete": float(bool(lost)),
    }  # fmt: skip
