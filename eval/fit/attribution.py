"""Fit the models that find who states what, on marked articles: ``python -m eval.fit.attribution FILE.jsonl``.

The file's rows have ``text`` and ``attributions`` (source, cue and content: lists of [start, end]), as those of PolNeAR (Newell,
Margolin and Ruths, LREC 2018). The last articles are left out: ``python -m eval.bench.attribution --last`` measures on them.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.language.text import sentences, stem
from rag.sources import attribution
from rag.sources.attribution import before_features, cue_features, source_features
from rag.sources.words import FEATURE_WORDS, UTTERS, Words

WEIGHTS = Path(attribution.__file__).parents[1] / "models" / "weights" / "attribution.json"
HELD_BACK = 100  # articles at the end of the file that are never fitted on
KNOWN = 25  # articles that a word must stand in to have its own key
SEEN = {"cue": 3, "source": 6, "head": 6, "before": 2}  # rows that a feature must stand in
PENALTY = {
    "cue": 0.5,
    "source": 0.3,
    "head": 0.3,
    "before": 0.5,
}  # inverse strength of the L1 penalty, the best F1 on the last fifth of the rest
BEHIND_HEAD = frozenset(", ( -- - – — of for in at on from with who that which whose to by and as familiar close".split())
RATE = 0.04  # share of a stem's uses that must be cues, for the words of it to be tried
SAMPLE = (
    "The toll of Monday's fire rose on Sunday, police said.",
    "“We lost the bridge,” said Ann Lee, a nurse of Marl's hospital, “and 12 people were told nothing.”",
    "The road is shut -- and stays so, said the deputy mayor, who had been elected in May; it was denied by the firm that builds it.",
    "Mr. Haddad, calling the plan ''a joke'', quickly added that the \"Marl Front\" could not say when, why or how the 40 men left.",
    'Nine died," she wrote: according to the report, two have never been found because no one looked, they rarely do - so it was put at 9.',
)
Rows = list[tuple[list[str], bool]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the attributions whose cue it has, by the position of the cue's main word."""

    words: Words
    start: int
    cues: Mapping[int, Sequence[Mapping[str, Any]]]

    def inside(self, spans: Sequence[Sequence[int]]) -> list[bool]:
        """Whether each word touches one of the spans."""
        return [any(s + self.start < end and start < e + self.start for start, end in spans) for s, e in self.words.spans]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file: ``text``, and ``attributions`` with the spans of source, cue and content."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def fit_attribution(articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the known words and the weights of the four models."""
    known = known_words(articles)
    marked = list(_marked(articles, known))
    tried = cue_stems(marked)
    rows = training_rows(marked, tried)
    weights = {name: fit_weights(part, SEEN[name], PENALTY[name]) for name, part in rows.items()}
    return {"words": " ".join(sorted(known)), "stems": " ".join(sorted(tried)), **weights}


def known_words(articles: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the words of enough articles that are mostly written in small letters, and those the features name."""
    small, every, held = Counter[str](), Counter[str](), Counter[str]()
    for row in articles:
        words = Words(row["text"], frozenset()).words
        small.update(w for w in words if w.islower())
        every.update(w.lower() for w in words)
        held.update({w for w in words if w.islower()})
    own = {w for w in FEATURE_WORDS if w.islower()}
    return frozenset(w for w, n in held.items() if n >= KNOWN and small[w] > 0.6 * every[w]) | own


def _marked(articles: Sequence[Mapping[str, Any]], known: frozenset[str]) -> Iterator[Marked]:
    every, cues = Counter[str](), Counter[str]()
    for row in articles:
        every.update(Words(row["text"], frozenset()).low)
        for a in row["attributions"]:
            cues.update(w for s, e in a["cue"] for w in Words(row["text"][s:e], frozenset()).low)
    for row in articles:
        for start, end in sentences(row["text"]):
            sentence = Marked(Words(row["text"][start:end], known), start, {})
            heads: dict[int, list[Mapping[str, Any]]] = {}
            low = sentence.words.low
            for a in row["attributions"]:
                places = [j for j, of_cue in enumerate(sentence.inside(a["cue"])) if of_cue and low[j][0].isalpha()]
                if places:
                    heads.setdefault(max(places, key=lambda j: cues[low[j]] / (every[low[j]] + 3)), []).append(a)
            yield Marked(sentence.words, start, heads)


def cue_stems(marked: Sequence[Marked]) -> frozenset[str]:
    """Return the stems of the words that are cues often enough to be tried."""
    every, heads = Counter[str](), Counter[str]()
    for m in marked:
        every.update(map(stem, m.words.low))
        heads.update(stem(m.words.low[i]) for i, found in m.cues.items() for _ in found)
    return frozenset(w for w, n in heads.items() if n > 1 and n > RATE * every[w]) | UTTERS


def training_rows(marked: Sequence[Marked], tried: frozenset[str]) -> dict[str, Rows]:
    """Return the features and truths for each model."""
    rows: dict[str, Rows] = {"cue": [], "source": [], "head": [], "before": []}
    for m in marked:
        for i, word in enumerate(m.words.low):
            if stem(word) in tried:
                rows["cue"].append((cue_features(m.words, i), any(a["source"] for a in m.cues.get(i, ()))))
        for i, found in m.cues.items():
            source, content = m.inside(found[0]["source"]), m.inside(found[0]["content"])
            near = list(source_features(m.words, i))
            rows["source"] += [(features, source[j]) for j, features in near]
            if any(source):
                head = head_of(m.words, source)
                rows["head"] += [(features, j == head) for j, features in near]
            if any(source) and any(content):
                first, end = source.index(True), len(source) - source[::-1].index(True)
                if not first <= i < end:
                    features = before_features(m.words, min(first, i), max(end, i + 1), first > i, i)
                    rows["before"].append((features, content.index(True) < i))
    return rows


def head_of(words: Words, source: Sequence[bool]) -> int:
    """Return the position of the head word of a source: the last word of its first group, before a comma, preposition or clause."""
    first = source.index(True)
    end = next((j for j in range(first + 1, len(source)) if not source[j] or words.low[j] in BEHIND_HEAD), len(source))
    return max((j for j in range(first, end) if words.low[j][0].isalnum()), default=first)


def fit_weights(rows: Rows, seen: int, penalty: float) -> dict[str, float]:
    """Return the weights of a logistic regression with an L1 penalty; "" is the constant."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    if len({truth for _, truth in rows}) < 2:
        return {"": 9.0 if any(truth for _, truth in rows) else -9.0}
    counts = Counter(f for features, _ in rows for f in features)
    column = {f: n for n, f in enumerate(sorted(f for f, count in counts.items() if count >= seen))}
    indices, ends = [], [0]
    for features, _ in rows:
        indices += [column[f] for f in features if f in column]
        ends.append(len(indices))
    table = csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(rows), len(column)))
    fitted = LogisticRegression(penalty="l1", C=penalty, solver="liblinear", tol=0.01, random_state=0, intercept_scaling=5)
    fitted.fit(table, [truth for _, truth in rows])
    values = {f: round(float(fitted.coef_[0][n]), 2) for f, n in column.items()}
    return {"": round(float(fitted.intercept_[0]), 2), **{f: value for f, value in values.items() if value}}


def feature_digest() -> str:
    """Return a digest of the features of some sentences and of their word lists: weights fitted with others do not fit."""
    shown = [" ".join(sorted(FEATURE_WORDS | UTTERS))]
    for sentence in SAMPLE:
        words = Words(sentence, FEATURE_WORDS)
        for i in range(len(words.low)):
            shown += cue_features(words, i)
            shown += [f"{j} {f}" for j, features in source_features(words, i) for f in features]
            shown += [f for inverted in (True, False) for f in before_features(words, i, i + 1, inverted, i)]
    return sha256("\n".join(shown).encode()).hexdigest()[:16]


def main(argv: Sequence[str] | None = None) -> int:
    """Fit on all but the last articles and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.attribution", description=__doc__)
    parser.add_argument("file", type=Path, help="articles with their attributions, one a line")
    parser.add_argument("--leave-out", type=int, default=HELD_BACK, metavar="N", help="leave out the last N articles")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(argv)
    articles = read_articles(args.file)[: -args.leave_out or None]
    spec = fit_attribution(articles)
    about = f"python -m eval.fit.attribution, {len(articles)} articles"
    args.out.write_text(
        json.dumps({"about": about, "features": feature_digest(), **spec}, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    print(args.out, {name: len(spec[name]) for name in SEEN})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
