"""Measure timelines against those that newspapers printed: ``python -m eval timelines``, or ``python -m eval.bench.timelines``.

Each topic is asked of an index of its own articles, as published figures are made, with as many entries as the editor told days, and
with as many as the topic has by itself; beside it stand the days with the most articles. The days are ranked by weights that were
fitted on the other topics, unless ``--shipped`` asks for those of the program, which have seen all.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.fit.timeline import leave_one_out, make_example
from eval.reports.table import interval
from eval.scores.days import agreement_rouge, date_f1
from eval.scores.stats import mean_of
from eval.suites.timelines import FOLDER, Gold, read_timelines
from rag.assistant import Assistant
from rag.compare.days.ranked import Fitted
from rag.compare.timeline import Entry, build_timeline, whole
from rag.errors import DatelineError

COLUMNS = ("exact", "within a day", "own, exact", "own, within", "busiest, exact", "busiest, within")


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one topic."""

    gold: Gold
    scores: tuple[float, ...]  # as COLUMNS
    own: int  # days told when their number is the program's
    rouge: float | None  # None where the set has no words
    seconds: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table; 2 for an error."""
    parser = argparse.ArgumentParser(prog="python -m eval timelines", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="timelines.jsonl beside corpus.jsonl")
    parser.add_argument("--pooled", action="store_true", help="ask all topics of one index of all articles, nearer to a real archive")
    parser.add_argument("--shipped", action="store_true", help="rank by the weights of the program, which were fitted on all topics")
    args = parser.parse_args(argv)
    try:
        golds = read_timelines(args.folder)
        models = {} if args.shipped else leave_one_out([make_example(gold) for gold in golds])
        rows = list(_measured(golds, models, pooled=args.pooled))
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    where = "all articles in one index" if args.pooled else "an index a topic"
    by = "shipped weights, which have seen these topics" if args.shipped else "weights fitted on the other topics"
    print(f"Date-F1 at the editor's number of days and at the program's own; {where}; {by}")
    print(*table_lines(rows), sep="\n")
    return 0


def _measured(golds: Sequence[Gold], models: dict[str, Fitted], *, pooled: bool) -> Iterator[Row]:
    if pooled:
        with opened([row for gold in {g.category: g for g in golds}.values() for row in gold.rows]) as assistant:
            yield from (score(assistant, gold, models.get(gold.id)) for gold in golds)
        return
    for gold in golds:
        with opened(gold.rows) as assistant:
            yield score(assistant, gold, models.get(gold.id))


@contextmanager
def opened(rows: Sequence[dict[str, Any]]) -> Iterator[Assistant]:
    """Give an Assistant on an index of articles, gone afterwards; those that cannot be ingested are named."""
    from ingest.sync import ingest
    from rag.index.writing import StoreWriter
    from rag.models.encoders import StaticEmbedder
    from rag.search.retrieve import Retriever
    from rag.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        corpus, settings, embedder = Path(folder) / "corpus.jsonl", Settings(index_dir=Path(folder) / "index"), StaticEmbedder()
        corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        store = StoreWriter.open(settings, models=embedder.name)
        try:
            for place, reason in ingest([corpus], store, embedder).failed:
                print(f"left out: {place}: {reason}", file=sys.stderr)
            yield Assistant(store, Retriever(store, embedder, None), settings)
        finally:
            store.close()


def score(assistant: Assistant, gold: Gold, model: Fitted | None) -> Row:
    """Ask for one topic and score what comes."""
    began = time.perf_counter()
    own = _timeline(assistant, gold.topic, None, model)
    seconds = time.perf_counter() - began
    asked = _timeline(assistant, gold.topic, len(gold.days), model)
    told = [_days(asked), _days(own), busiest(gold)]
    scores = tuple(date_f1(days, gold.days, within) for days in told for within in (0, 1))
    words = dict[str, str]()
    for day, text in gold.texts:
        words[day] = f"{words.get(day, '')} {text}"
    rouge = agreement_rouge({e.start: e.quote.text for e in asked}, words) if words else None
    return Row(gold, scores, len(_days(own)), rouge, seconds)


def _timeline(assistant: Assistant, topic: str, k: int | None, model: Fitted | None) -> tuple[Entry, ...]:
    """Return what ``Assistant.timeline`` returns, by other weights."""
    if model is None:
        return assistant.timeline(topic, k=k)
    found = assistant.retriever.articles(topic)
    return build_timeline(topic, whole(found), k, assistant.store.story_of({a.id for a in found}), model)


def _days(entries: Sequence[Entry]) -> list[str]:
    return [e.start for e in entries if e.precision == "day"]


def busiest(gold: Gold) -> list[str]:
    """Return the days with the most articles, as many as the editor told; of equal ones the earlier."""
    counts = Counter(a.published[:10] for a in gold.articles if a.published)
    return sorted(counts, key=lambda day: (-counts[day], day))[: len(gold.days)]


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line a topic and a line a set, its means with 95% intervals over topics."""
    yield f"{'':34}{'gold':>5}{'own':>5}  " + "".join(f"{name:>24}" for name in COLUMNS) + f"{'ROUGE-1':>10}{'s':>6}"
    for row in rows:
        figures = "".join(f"{value:>24.3f}" for value in row.scores)
        rouge = f"{row.rouge:>10.3f}" if row.rouge is not None else f"{'':10}"
        yield f"{row.gold.id:34}{len(row.gold.days):>5}{row.own:>5}  {figures}{rouge}{row.seconds:>6.1f}"
    for name in dict.fromkeys(row.gold.set for row in rows):
        of_set = [row for row in rows if row.gold.set == name]
        means = [mean_of([row.scores[n] for row in of_set], [False] * len(of_set)) for n in range(len(COLUMNS))]
        yield f"{name + f' ({len(of_set)} topics)':34}{'':12}" + "".join(f"{interval(asdict(mean)):>24}" for mean in means if mean)


if __name__ == "__main__":
    raise SystemExit(main())
