"""Measure how well the source of a statement is found, on marked articles: ``python -m eval.bench.attribution FILE.jsonl``.

An attribution found is right when an attribution marked has a source that overlaps its source and a content that overlaps its
content; one marked is found in the same way. Those marked without a source or a content are not counted. The weights were
fitted on the articles before the last 100, which are ``--last``.

``--speakers`` measures who is named at each figure, and at the start of each claim in each sentence: the articles are halved by a
hash of their ids, the models fitted on one half and measured on the other, so that all figures are out of the fit.
"""

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from eval.fit.attribution import HELD_BACK, fit_attribution, read_articles
from rag.language.text import sentences, stem
from rag.sources import speaker
from rag.sources.attribution import Attribution, Model, attributions
from rag.sources.speaker import PRONOUNS
from rag.sources.statement import read_sentence
from rag.sources.whose import Said, speaker_in

SAMPLES = 1000  # of the articles, for the interval
TUNED = 0  # the half on which the settings of rag.sources.whose were chosen

Span = Sequence[int]
Find = Callable[[str], Sequence[Attribution]]
T = TypeVar("T")
Ask = Callable[[str, int], Said]

_WORD = re.compile(r"\w+(?:[-.’']\w+)*")
_BEHIND = re.compile(r"(?<=\w)(?:,|\s[(—–-]|\s(?:of|for|in|at|on|from|with|who|that|which|whose|to|by|and|as|familiar|close|cited)\b)")
_NO_HEAD = frozenset("'s s jr sr".split())


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found and what was marked in one article."""

    found: int
    found_right: int
    marked: int
    marked_right: int
    sourced_right: int = 0  # of those marked with their content found: the source has the same head word
    sourced: int = 0
    contents: int = 0  # found, whose content overlaps one marked


@dataclass(frozen=True, slots=True)
class Place:
    """A figure or claim: the head words of who says it as marked and as found; empty where nobody is."""

    kind: str  # "figure", "claim"
    marked: str  # the head of the source; "he" as it stands
    meant: str  # the same, but of a pronoun the head of the last name marked as a source before it: no more than likely
    found: str
    found_name: str  # what ``found`` stands for

    @property
    def right(self) -> bool:
        """Whether the source named is the one marked; a pronoun counts as the name that it likely stands for."""
        return self.meant == self.found_name


def count_article(row: Mapping[str, Any], find: Find = attributions) -> Counts:
    """Compare what is found in the sentences of an article with what is marked."""
    text = row["text"]
    found = [((_moved(a.source, s),), (_moved(a.content, s),)) for s, e in sentences(text) for a in find(text[s:e])]
    marked = [(a["source"], a["content"]) for a in row["attributions"] if a["source"] and a["content"]]
    touching = [(f, m) for f, (_, content) in enumerate(found) for m, (_, y) in enumerate(marked) if _touch(content, y)]
    pairs = [(f, m) for f, m in touching if _touch(found[f][0], marked[m][0])]
    same = {m for f, m in touching if head(_words(text, found[f][0])) == head(_words(text, marked[m][0]))}
    right = len({f for f, _ in pairs}), len(marked), len({m for _, m in pairs})
    return Counts(len(found), *right, len(same), len({m for _, m in touching}), len({f for f, _ in touching}))


def places(row: Mapping[str, Any], ask: Ask = speaker_in) -> Iterator[Place]:
    """Yield the figures of an article, and the start of each marked content in each sentence that it reaches into.

    A figure is a number with a digit that belongs to no date. Of contents within each other the innermost counts. What is
    marked without a source ("reportedly") is left out.
    """
    text = row["text"]
    marked = [a for a in row["attributions"] if a["content"]]
    for s, e in sentences(text):
        figures = [s + n.start for n in read_sentence(text[s:e]).numbers if any(map(str.isdigit, n.text))]
        claims = {min(max(s, x) for x, y in a["content"] if x < e and s < y): 0 for a in marked if _touch([(s, e)], a["content"])}
        for kind, at in [*(("figure", at) for at in figures), *(("claim", at) for at in claims)]:
            holds = [a for a in marked if any(x <= at < y for x, y in a["content"])]
            inner = min(holds, key=lambda a: sum(y - x for x, y in a["content"]), default=None)
            if inner is None or inner["source"]:
                who = _words(text, inner["source"]) if inner else ""
                said = ask(text, at)
                yield Place(kind, head(who), head(_meant(text, marked, inner)) if inner else "", head(said.words), head(said.name))


def head(who: str) -> str:
    """Return the stem of the head word of a source: "spokesman" of "a spokesman for the port, Ann Lee"."""
    group = _BEHIND.split(who.strip(" ,.\"“”'"))[0]
    words = [w for w in _WORD.findall(group) if w.lower() not in _NO_HEAD]
    return stem(words[-1].lower()) if words else ""


_SHARES = ("figures", "claims", "both")


def speaker_figures(found: Sequence[Sequence[Place]]) -> Iterator[str]:
    """Yield a line for figures, claims and both: the share right, with its interval by articles, and of figures nobody says."""
    for name, kinds in zip(_SHARES, (["figure"], ["claim"], ["figure", "claim"]), strict=True):
        of_kind = [[p for p in places if p.kind in kinds] for places in found]
        said = [[p for p in places if p.marked] for places in of_kind]
        every = [p for places in said for p in places]
        named = [p for p in every if p.marked not in PRONOUNS]
        others = [p for p in every if p.marked in PRONOUNS]
        low, high = _drawn(said, _share_right)
        written, another = [p.marked == p.found for p in others], [bool(p.found_name) and not p.right for p in every]
        yield (
            f"{name:8} right {_share([p.right for p in every])} [{low:.3f}, {high:.3f}] n {len(every)}; "
            f"named {_share([p.right for p in named])} n {len(named)}; "
            f"pronouns: as written {_share(written)}, as meant {_share([p.right for p in others])} n {len(others)}; "
            f"nobody named {_share([not p.found_name for p in every])}, another {_share(another)}"
        )
    free = [p for places in found for p in places if not p.marked]
    yield f"figures that nobody says, with a speaker named: {_share([bool(p.found_name) for p in free])} n {len(free)}"


def measure_speakers(articles: Sequence[Mapping[str, Any]], half: int, ask: Ask = speaker_in) -> list[list[Place]]:
    """Return the places of one half (0 or 1) of the articles, with the models fitted on the other."""
    halves: tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]] = [], []
    for row in articles:
        halves[int(sha256(row["id"].encode()).hexdigest(), 16) % 2].append(row)
    fitted = Model(fit_attribution(halves[1 - half]))
    attributions.cache_clear()
    speaker.speaker.cache_clear()
    with patch("rag.sources.attribution.model", return_value=fitted):
        found = [list(places(row, ask)) for row in halves[half]]
    attributions.cache_clear()
    speaker.speaker.cache_clear()
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print precision, recall, F1 and its interval; with ``--speakers``, who is named at figures and claims."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.attribution", description=__doc__)
    parser.add_argument("file", type=Path, help="articles with their attributions, one a line")
    parser.add_argument("--last", action="store_true", help=f"the last {HELD_BACK} articles, not those before them")
    parser.add_argument("--speakers", action="store_true", help="who is named at figures and claims, by halves")
    parser.add_argument("--sentence", action="store_true", help="with --speakers: by the sentence alone")
    args = parser.parse_args(argv)
    articles = read_articles(args.file)
    if args.speakers and args.last:
        found = [list(places(row, by_sentence if args.sentence else speaker_in)) for row in articles[-HELD_BACK:]]
        print("\n".join(speaker_figures(found)))
        return 0
    if args.speakers:
        for half in (0, 1):
            print(f"half {half}, fitted on the other{' (its settings were chosen here)' * (half == TUNED)}")
            for line in speaker_figures(measure_speakers(articles, half, by_sentence if args.sentence else speaker_in)):
                print(f"  {line}")
        return 0
    counts = [count_article(row) for row in (articles[-HELD_BACK:] if args.last else articles[:-HELD_BACK])]
    precision, recall, f1 = figures(counts)
    low, high = interval(counts)
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]", end="  ")
    print(f"found {sum(c.found for c in counts)}  marked {sum(c.marked for c in counts)}  articles {len(counts)}")
    sourced = sum(c.sourced for c in counts)
    part, whole = sum(c.contents for c in counts) / max(sum(c.found for c in counts), 1), sourced / max(sum(c.marked for c in counts), 1)
    print(f"contents alone: precision {part:.3f}  recall {whole:.3f}  F1 {2 * part * whole / max(part + whole, 1e-9):.3f}")
    print(f"of {sourced} contents found, the source has the head word marked: {sum(c.sourced_right for c in counts) / max(sourced, 1):.3f}")
    return 0


def figures(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of all articles together, each 0 to 1."""
    precision = sum(c.found_right for c in counts) / max(sum(c.found for c in counts), 1)
    recall = sum(c.marked_right for c in counts) / max(sum(c.marked for c in counts), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def interval(counts: Sequence[Counts], samples: int = SAMPLES) -> tuple[float, float]:
    """Return the bounds of F1's 95% interval, by drawing articles anew."""
    return _drawn(counts, lambda drawn: figures(drawn)[2], samples)


def by_sentence(text: str, at: int) -> Said:
    """Return who the sentence around an offset names, and no other."""
    s, e = next(((s, e) for s, e in sentences(text) if s <= at < e), (0, 0))
    who = read_sentence(text[s:e]).speaker_at(at - s)
    return Said(who, who)


def _drawn(items: Sequence[T], measure: Callable[[Sequence[T]], float], samples: int = SAMPLES) -> tuple[float, float]:
    draw = random.Random(0)
    drawn = sorted(measure(draw.choices(items, k=len(items))) for _ in range(samples))
    return drawn[round(0.025 * samples)], drawn[round(0.975 * samples) - 1]


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / max(len(right), 1):.3f}"


def _share_right(found: Sequence[Sequence[Place]]) -> float:
    return sum(p.right for places in found for p in places) / max(sum(map(len, found)), 1)


def _meant(text: str, marked: Sequence[Mapping[str, Any]], one: Mapping[str, Any]) -> str:
    """Return the source of an attribution, of a pronoun the nearest one before it that is none."""
    who = _words(text, one["source"])
    if who.lower() not in PRONOUNS:
        return who
    before = [a["source"] for a in marked if a["source"] and a["source"][0][0] < one["source"][0][0]]
    names = (w for source in sorted(before, reverse=True) if (w := _words(text, source)).lower() not in PRONOUNS)
    return next(names, who)


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[s:e] for s, e in spans)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s < f and t < e for s, e in a for t, f in b)


if __name__ == "__main__":
    raise SystemExit(main())
