"""Measure how well copied articles are found: precision, recall and F1 of pairs, on a set made from public news by edits.

``python -m eval.bench.copies`` measures on the half that no threshold was chosen on, ``--half dev`` on the other.

How the set is made, the same in every run. Of the articles of a public news set, every sixth is copied two or three times by
the edits of :mod:`eval.bench.rewrite`, alone and together. Half as many get a look-alike a week later, made to the same pattern: a column
with other numbers and half of its sentences about other things, or the same form filled in with other numbers and names. All
others stay as they are, as look-alikes: reports of the same events by other hands, yearly columns, local versions.
A pair is right when one article is a copy of the other or both are copies of a third. The public sets also hold real copies,
which nobody has labelled: of two articles that share half of their five-word runs within three weeks, one is left out. So the
figures are for the edits; how well untouched copies are separated from close versions is not measured here.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from eval.bench import rewrite
from eval.scores.stats import SEED, bootstrap
from eval.suites.cases import BENCH
from ingest.copies.duplicates import find_stories
from ingest.sync import update
from rag.dates.calendar import iso_day
from rag.errors import CaseError, DatelineError
from rag.language.text import words
from rag.models.encoders import StaticEmbedder
from rag.records import Article
from rag.settings import Settings

HALVES = {"dev": "realtimeqa-dev", "test": "realtimeqa-dev2"}
EVERY = 6
TIMED, TIMES = 300, 5  # articles of the set that are ingested with and without copies, and how often each
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CopySet:
    """Articles, what each was made from (itself when untouched), how it was edited, and how many were left out."""

    articles: tuple[Article, ...]
    origin: Mapping[str, str]
    edit: Mapping[str, str]
    left_out: int


@dataclass(frozen=True, slots=True)
class FoundPairs:
    """Pairs found and pairs to be found, each ordered by id."""

    found: frozenset[Pair]
    truth: frozenset[Pair]

    def scores(self, counts: Mapping[Pair, int] | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1; ``counts`` weighs the pairs."""
        weigh = (lambda pairs: sum(counts[p] for p in pairs)) if counts is not None else len
        right, found, truth = weigh(self.found & self.truth), weigh(self.found), weigh(self.truth)
        return right / found if found else 1.0, right / truth if truth else 1.0, 2 * right / (found + truth) if found + truth else 1.0


def read_articles(folder: Path) -> list[Article]:
    """Read the dated articles of a public set that are long enough to be cut.

    :raises CaseError: when the set is missing.
    """
    file = folder / "corpus.jsonl"
    if not file.is_file():
        raise CaseError(f"{file} is missing. The public sets are described in eval/README.md")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [Article(r["id"], r["title"], r["text"], r["source"], published=r["date"], url=r["url"]) for r in rows]
    return [a for a in found if iso_day(a.published) and len(a.text) >= 800]


def make_copy_set(articles: Sequence[Article], seed: int = SEED) -> CopySet:
    """Return a set of ``articles`` with edited copies and look-alikes of some of them."""
    originals = without_twins(articles)
    rng = random.Random(seed)
    edits = list(rewrite.EDITS.items())
    result, origin, edit = list(originals), {a.id: a.id for a in originals}, {a.id: "untouched" for a in originals}
    for turn, base in enumerate(originals[::EVERY]):
        for n in range(rng.randint(2, 3)):
            name, steps = edits[(turn * 2 + n) % len(edits)]
            copy = rewrite.copy(base, steps, rng, n)
            result.append(copy)
            origin[copy.id], edit[copy.id] = base.id, name
    for turn, (base, other) in enumerate(zip(originals[3 :: EVERY * 2], originals[9 :: EVERY * 2], strict=False)):
        name, step = (("column", rewrite.column), ("template", rewrite.template))[turn % 2]
        alike = step(base, other, rng)
        result.append(alike)
        origin[alike.id], edit[alike.id] = alike.id, name
    rng.shuffle(result)
    return CopySet(tuple(result), origin, edit, len(articles) - len(originals))


def without_twins(articles: Sequence[Article], share: float = 0.5, days: int = 21) -> list[Article]:
    """Leave out the later of two articles that share ``share`` of the smaller one's five-word runs, at most ``days`` apart.

    Counted in full and by other units than the finder's, so that the finder's misses stay in.
    """
    runs = {a.id: _runs(a.text) for a in articles}
    owners: dict[int, list[int]] = defaultdict(list)
    gone: set[int] = set()
    for n, article in enumerate(articles):
        shared = Counter(m for run in runs[article.id] for m in owners.get(run, ()))
        for m, count in shared.items():
            other = articles[m]
            first, second = iso_day(article.published), iso_day(other.published)
            apart = abs((first - second).days) if first and second else 0
            if m not in gone and apart <= days and count >= share * min(len(runs[article.id]), len(runs[other.id])):
                gone.add(n)
        if n not in gone:
            for run in runs[article.id]:
                owners[run].append(n)
    return [a for n, a in enumerate(articles) if n not in gone]


def _runs(text: str) -> set[int]:
    found = words(text)
    return {hash(tuple(found[n : n + 5])) for n in range(len(found) - 4)}


def story_pairs(story_of: Mapping[str, str]) -> frozenset[Pair]:
    """Return all pairs of articles with the same story."""
    members: dict[str, list[str]] = defaultdict(list)
    for article, story in story_of.items():
        members[story].append(article)
    return frozenset(p for group in members.values() for p in combinations(sorted(group), 2))


def score_interval(outcome: FoundPairs, origin: Mapping[str, str], part: int) -> tuple[float, float]:
    """95% interval of a score (0 precision, 1 recall, 2 F1), drawing whole stories: their pairs stand or fall together."""
    units: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(outcome.found | outcome.truth):
        units[min(origin[i] for i in pair)].append(pair)
    groups = [units[name] for name in sorted(units)]

    def statistic(drawn: list[int]) -> float:
        counts: Counter[Pair] = Counter(pair for n in drawn for pair in groups[n])
        return outcome.scores(counts)[part]

    return bootstrap(statistic, len(groups))


def report_lines(copy_set: CopySet, outcome: FoundPairs) -> Iterable[str]:
    """Yield the lines of the report."""
    kinds = Counter(copy_set.edit.values())
    copied = sum(kinds[kind] for kind in rewrite.EDITS)
    yield f"{len(copy_set.articles)} articles: {copied} edited copies, {kinds['column']} columns, {kinds['template']} filled-in forms;"
    yield f"{copy_set.left_out} left out as unlabelled copies; {len(outcome.truth)} pairs to find, {len(outcome.found)} found"
    for part, name in enumerate(("precision", "recall", "F1")):
        low, high = score_interval(outcome, copy_set.origin, part)
        yield f"{name:10} {outcome.scores()[part]:.3f}  [{low:.3f}, {high:.3f}]"
    yield "recall by edit (copy to its original):"
    for kind in rewrite.EDITS:
        pairs = [(copy_set.origin[i], i) for i, edit in copy_set.edit.items() if edit == kind]
        hit = sum(pair in outcome.found for pair in pairs)
        yield f"  {kind:22} {hit}/{len(pairs)}"
    wrong = outcome.found - outcome.truth
    kinds = Counter(_kind({copy_set.edit[a], copy_set.edit[b]}) for a, b in wrong)
    yield f"wrong pairs: {len(wrong)}" + "".join(f"; {count} with {kind}" for kind, count in sorted(kinds.items()))


def share_of_ingest(
    articles: Sequence[Article],
    *,
    ingest: Callable[[Settings, list[Path]], object],
    clock: Callable[[], float] = time.process_time,
    times: int = TIMES,
) -> float:
    """Return the share of ingest that finding copies takes: what it takes longer with them than without, the median of ``times`` each.

    A first pair of runs, which loads libraries, is not counted. Counted in processor time, so that neighbours on the machine do not
    count; that of the process which reads the files is not in it. Copies found need no vectors, which is time saved: the share may be
    below 0.
    """
    spent: dict[bool, list[float]] = {True: [], False: []}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        rows = ({"id": a.id, "title": a.title, "text": a.text, "source": a.source, "date": a.published, "url": a.url} for a in articles)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for turn in range(2 * (times + 1)):
            with_copies = turn % 2 == 0
            settings = Settings(index_dir=Path(folder) / f"index{turn}", copies=with_copies)
            began = clock()
            ingest(settings, [file])
            spent[with_copies].append(clock() - began)
    return 1 - median(spent[False][1:]) / median(spent[True][1:])


def _kind(edits: set[str]) -> str:
    return next((kind for kind in ("column", "template") if kind in edits), "untouched ones or copies only")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report; return 2 when the public set is missing."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.copies", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=sorted(HALVES), default="test")
    parser.add_argument("--sets", type=Path, default=BENCH, metavar="DIR")
    parser.add_argument("--pairs", action="store_true", help="print the ids of every pair that is wrong or missed")
    args = parser.parse_args(argv)
    try:
        copy_set = make_copy_set(read_articles(args.sets / HALVES[args.half]))
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    outcome = FoundPairs(story_pairs(find_stories(copy_set.articles)), story_pairs(copy_set.origin))
    print(*report_lines(copy_set, outcome), sep="\n")
    timed = copy_set.articles[:TIMED]
    share = share_of_ingest(timed, ingest=partial(update, embedder=StaticEmbedder()))
    print(f"finding copies takes {share:.1%} of the time to ingest {len(timed)} articles")
    if args.pairs:
        for pair in sorted(outcome.found ^ outcome.truth):
            print("missed" if pair in outcome.truth else "wrong ", *pair, "|", *(copy_set.edit[i] for i in pair))
    return 0


if __name__ == "__main__":
    sys.exit(main())
