"""How far source sentences carry a claim: what of it they hold, as numbers a model can weigh (numpy only)."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answer.missing import Held, Missing, Source, Vectors, held, missing, shared_stems
from rag.language.numbers import Number, compatible, lets_write
from rag.language.wording import BACKWARD, HEDGE, LIMIT, TURN

_PART = 4  # stems in a window of a claim


def shortlist(claim: str, texts: Sequence[str], limit: int = 24) -> list[int]:
    """Choose the sentences of a long source that share most with a claim, rarer stems counting more; in text order."""
    own, stems = held(claim).stems, [held(t).stems for t in texts]
    seen = Counter(word for s in stems for word in s & own)
    rarity = {word: math.log(1 + len(texts) / n) for word, n in seen.items()}
    worth = [sum(rarity[word] for word in own & s) / (1 + 0.01 * len(s)) for s in stems]
    return sorted(sorted(range(len(texts)), key=lambda i: (-worth[i], i))[:limit])


def cover(claim: str, sources: Sequence[Source], vector: Vectors, limit: int = 3) -> list[int]:
    """Choose the fewest sources that hold the claim: the best one, then those that add what is still missing.

    Each step takes the source that adds most stems and facts, similarity deciding between equals; it ends when nothing
    worth a further citation is added.
    """
    own = held(claim)
    near = np.array([float(s.vector @ vector) for s in sources])
    chosen: list[int] = []
    left = set(own.stems)
    while len(chosen) < min(limit, len(sources)):
        gains = [len(left & held(s.text).stems) / max(1, len(own.stems)) + 0.5 * near[i] * (not chosen) for i, s in enumerate(sources)]
        best = max((i for i in range(len(sources)) if i not in chosen), key=lambda i: (gains[i] + 1e-3 * near[i], -i))
        if chosen and len(left & held(sources[best].text).stems) == 0:
            break
        chosen.append(best)
        left -= held(sources[best].text).stems
    return chosen


FEATURES = (
    "stems tokens cov1 cov2 cov3 cov_all near1 cov_near1 cos1 cos2 cos3 cos_gap bigram1 bigram3 bigram_all pair_same run1 run3 run_all "
    "late1 late3 late_all late_all_min late_all_p10 late_all_p25 late3_p10 late1_p10 late1_p25 back1 "
    "numbers numbers_lost1 numbers_lost3 numbers_lost dates dates_lost3 dates_lost names names_lost1 names_lost3 names_lost parts_lost "
    "facts_lost facts_lost3 opposed cues hedge_lost limit_lost rare_lost1 rare_lost3 rare_lost jac1 "
    "odd_lost1 odd_lost3 odd_lost odd_lost_n turned clash order1 backward spread part_min part_mean part_p25 "
    "late_part_min late_part_mean asked ask_cov ask_near"
).split()


def features(claim: str, vector: Vectors, tokens: Vectors, sources: Sequence[Source], answer: str = "") -> NDArray[np.float32]:
    """Return the signals named in :data:`FEATURES` for one claim against its sources (at least one), shape (len(FEATURES),).

    ``answer`` is given when the claim is a question with a short answer behind it.
    """
    own, texts = held(claim), [held(s.text) for s in sources]
    near = np.array([float(s.vector @ vector) for s in sources])
    chosen = cover(claim, sources, vector)
    top = [sources[i] for i in chosen]
    best = int(np.argmax(near + np.array([shared_stems(own, t) for t in texts])))
    n = max(1, len(own.stems))
    unions = [frozenset().union(*(texts[i].stems for i in chosen[:k])) for k in (1, 2, 3)]
    everything = frozenset().union(*(t.stems for t in texts))
    ranked = np.sort(near)[::-1]
    late = _late(tokens, sources)
    f: dict[str, float] = {"stems": len(own.stems), "tokens": len(tokens)}
    f |= {f"cov{k}": len(own.stems & u) / n for k, u in zip((1, 2, 3), unions, strict=True)}
    f |= {"cov_all": len(own.stems & everything) / n, "near1": near[best], "cov_near1": shared_stems(own, texts[best])}
    f |= {"cos1": ranked[0], "cos2": ranked[:2][-1], "cos3": float(ranked[:3].mean()), "cos_gap": ranked[0] - float(ranked[:8].mean())}
    f |= _order_signals(own, texts, best, chosen)
    f |= _late_signals(late, best, chosen)
    back = sources[best].tokens @ tokens.T if len(tokens) and len(sources[best].tokens) else np.zeros((1, 1))
    f["back1"] = float(back.max(axis=1).mean())
    f |= _fact_signals(claim, own, sources, [sources[best]], top)
    f |= _loss_signals(claim, own, texts[best], unions[2], everything, sources[best].text)
    f |= _part_signals(own, texts, tokens, sources)
    f |= _answer_signals(own, held(answer), texts, near) if answer else {"asked": 0.0, "ask_cov": 0.0, "ask_near": 0.0}
    near_text = " ".join(s.text for s in top)
    f["limit_lost"] = float(len(set(LIMIT.findall(claim.lower())) - set(LIMIT.findall(near_text.lower()))))
    f["jac1"] = len(own.stems & texts[best].stems) / max(1, len(own.stems | texts[best].stems))
    f["backward"], f["spread"] = float(bool(BACKWARD.search(claim))), float(len(chosen))
    return np.array([f[name] for name in FEATURES], np.float32)


def _part_signals(own: Held, texts: Sequence[Held], tokens: Vectors, sources: Sequence[Source]) -> dict[str, float]:
    """How well each part of the claim (a window of stems, of tokens) is held by one source: the weakest part tells most."""
    parts = [frozenset(own.order[i : i + _PART]) for i in range(max(1, len(own.order) - _PART + 1))]
    held_parts = np.array([max(len(p & t.stems) / max(1, len(p)) for t in texts) for p in parts])
    late = _late(tokens, sources)
    sums = np.cumsum(np.vstack([np.zeros((1, late.shape[1])), late]), axis=0)
    width = min(2 * _PART, len(late))
    windows = ((sums[width:] - sums[:-width]) / width).max(axis=1)
    return {
        "part_min": float(held_parts.min()), "part_mean": float(held_parts.mean()), "part_p25": float(np.quantile(held_parts, 0.25)),
        "late_part_min": float(windows.min()), "late_part_mean": float(windows.mean()),
    }  # fmt: skip


def _answer_signals(own: Held, answer: Held, texts: Sequence[Held], near: NDArray[np.float64]) -> dict[str, float]:
    """Whether a source that has the answer's words also speaks of what was asked."""
    asked = own.stems - answer.stems
    holding = [i for i, t in enumerate(texts) if 2 * len(answer.stems & t.stems) >= len(answer.stems)]
    covers = [len(asked & texts[i].stems) / max(1, len(asked)) for i in holding]
    return {"asked": 1.0, "ask_cov": max(covers, default=0.0), "ask_near": max((float(near[i]) for i in holding), default=0.0)}


def _loss_signals(claim: str, own: Held, near: Held, three: frozenset[str], every: frozenset[str], near_text: str) -> dict[str, float]:
    """What the claim has and the sources lack, or have otherwise."""
    f = {"hedge_lost": float(len({h.lower() for h in HEDGE.findall(near_text)} - {h.lower() for h in HEDGE.findall(claim)}))}
    rare = [s for s in own.stems if len(s) >= 6 or s[0].isdigit()]
    for key, pool in (("1", near.stems), ("3", three), ("", every)):
        f[f"rare_lost{key}"] = sum(s not in pool for s in rare) / max(1, len(rare))
        f[f"odd_lost{key}"] = len(own.odd - pool) / max(1, len(own.odd))
    f["odd_lost_n"] = float(len(own.odd - every))
    f["turned"] = float(len(_turned(own, near)))
    f["clash"] = float(sum(_clashes(n, near) for n in own.facts.numbers))
    shared = [s for s in own.order if s in near.stems]
    f["order1"] = _longest_order(shared, [s for s in near.order if s in own.stems]) / max(1, len(shared))
    return f


def _turned(own: Held, near: Held) -> set[str]:
    """Words of the claim whose opposite stands in the nearest source in their place."""
    return {w for w in own.stems - near.stems if TURN.get(w, frozenset()) & (near.stems - own.stems)}


def _clashes(number: Number, near: Held) -> bool:
    """Whether the nearest source counts the same noun and none of its figures fits."""
    rivals = [n for n in near.facts.numbers if n.noun and n.noun == number.noun]
    return bool(rivals) and not any(compatible(number, n) or lets_write(number, n) for n in near.facts.numbers)


def _longest_order(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            row[j], previous = (previous + 1 if x == y else max(row[j], row[j - 1])), row[j]
    return row[-1]


def _late(tokens: Vectors, sources: Sequence[Source]) -> NDArray[np.float32]:
    """Best similarity of each claim token in each source, shape (n_tokens, n_sources)."""
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


def _order_signals(own: Held, texts: Sequence[Held], best: int, chosen: Sequence[int]) -> dict[str, float]:
    """Neighbouring stems of the claim found as neighbours, in one sentence, and in runs."""
    pairs = list(zip(own.order, own.order[1:], strict=False))
    n = max(1, len(pairs))
    have = [set(zip(t.order, t.order[1:], strict=False)) for t in texts]
    three: set[tuple[str, str]] = set().union(*(have[i] for i in chosen))
    every: set[tuple[str, str]] = set().union(*have)
    runs = [_longest_run(own.order, t.order) for t in texts]
    size = max(1, len(own.order))
    return {
        "bigram1": sum(p in have[best] for p in pairs) / n, "bigram3": sum(p in three for p in pairs) / n,
        "bigram_all": sum(p in every for p in pairs) / n,
        "pair_same": sum(any(a in t.stems and b in t.stems for t in texts) for a, b in pairs) / n,
        "run1": runs[best] / size, "run3": max(runs[i] for i in chosen) / size, "run_all": max(runs) / size,
    }  # fmt: skip


def _longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the longest run of stems in common."""
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            row[j], previous = (previous + 1 if x == y else 0), row[j]
            best = max(best, row[j])
    return best


def _fact_signals(claim: str, own: Held, sources: Sequence[Source], one: Sequence[Source], three: Sequence[Source]) -> dict[str, float]:
    lost, lost1, lost3 = missing(claim, sources), missing(claim, one), missing(claim, three)
    n = max(1, len(own.facts.numbers) + len(own.facts.dates) + len(own.facts.names))

    def share(m: Missing) -> float:
        return (len(m.numbers) + len(m.dates) + len(m.names) + 0.5 * len(m.parts)) / n

    cues = own.facts.negations > 0
    return {
        "numbers": len(own.facts.numbers), "numbers_lost1": len(lost1.numbers), "numbers_lost3": len(lost3.numbers),
        "numbers_lost": len(lost.numbers),
        "dates": len(own.facts.dates), "dates_lost3": len(lost3.dates), "dates_lost": len(lost.dates),
        "names": len(own.facts.names), "names_lost1": len(lost1.names), "names_lost3": len(lost3.names), "names_lost": len(lost.names),
        "parts_lost": len(lost.parts), "facts_lost": share(lost), "facts_lost3": share(lost3), "opposed": len(lost3.opposed),
        "cues": float(cues != any(held(s.text).facts.negations > 0 for s in three)),
    }  # fmt: skip
