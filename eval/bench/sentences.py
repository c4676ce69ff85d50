"""Measure how high the sentence with the answer is ranked within its paragraph: ``python -m eval.bench.sentences``.

Each question is asked of its paragraph alone (word weights are those of all paragraphs), once ranked by Dateline and once by
MiniLM's similarity alone. A sentence holds the answer when it says an accepted form. The ranker was fitted on some questions
of XQuAD, so those it has not seen get lines of their own in the table; they are asked of paragraphs that it has seen.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.cache import FOLDER, write_whole
from eval.reports.table import interval
from eval.run import spread
from eval.scores.match import says
from eval.scores.stats import mean_of, paired_test
from eval.suites.cases import ROOT, Case, Suite, read_rows
from eval.suites.read import read_suite
from rag.errors import CaseError, DatelineError

RANKERS = ("Dateline", "MiniLM alone")
Orders = Callable[[Case], tuple[Sequence[str], Sequence[str]]]  # the sentences of its paragraph, best first, by each of RANKERS


@dataclass(frozen=True, slots=True)
class Placed:
    """The rank, from 1, of the first sentence that holds the answer of a question, by each of RANKERS; 0: none does."""

    id: str
    ranks: tuple[int, int]


def main(argv: Sequence[str] | None = None) -> int:
    """Rank, print the table; 2 for an error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.sentences", description=__doc__)
    parser.add_argument("suite", nargs="?", default="xquad", help="a folder of the bench form whose articles are paragraphs (xquad)")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="N questions, spread over the suite")
    args = parser.parse_args(argv)
    try:
        suite = read_suite(args.suite)
        placed = list(rank_answers(chosen_questions(suite, args.limit), open_rankers(suite)))
        print(*table_lines(placed, fitted_ids(suite)), sep="\n")
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    return 0


def chosen_questions(suite: Suite, limit: int) -> list[Case]:
    """Return the questions with an answer in one labelled article; a limit takes first those that the ranker was not fitted on.

    :raises CaseError: if there are none.
    """
    cases = [case for case in suite.cases if case.answers and len(case.relevant) == 1]
    if not cases:
        raise CaseError(f"{suite.name} has no questions with an answer in one labelled article")
    ids = [case.id for case in cases]
    first = spread(ids, len(ids) - limit) if 0 < limit < len(ids) else set[str]()  # it was fitted on those that hash lowest
    return [case for case in cases if case.id not in first]


def rank_answers(cases: Sequence[Case], orders: Orders) -> Iterator[Placed]:
    """Yield the rank of the sentence with the answer of each case."""
    for case in cases:
        first, second = (_rank(texts, case.answers) for texts in orders(case))
        yield Placed(case.id, (first, second))


def fitted_ids(suite: Suite) -> set[str]:
    """Return the ids of the questions that the ranker was fitted on."""
    from eval.fit.ranking import SETS

    limits = [limit for name, _, limit, weight in SETS if name == suite.name and weight]
    ids = [case.id for case in suite.cases if case.scored]
    return {case_id for limit in limits for case_id in spread(ids, limit or 0)}


def table_lines(placed: Sequence[Placed], seen: set[str]) -> list[str]:
    """Return the lines of the table: first and first two, of all questions and of those the ranker has not seen."""
    parts = {"all": list(placed), "not fitted on": [p for p in placed if p.id not in seen]}
    lines = [f"{'questions':15}{'sentence with the answer':26}{RANKERS[0]:21}{RANKERS[1]:21}{'difference [95%]':23}{'p':7}n"]
    for name, part in parts.items():
        for k, where in ((1, "ranked first"), (2, "among the first two")):
            hits = [[float(0 < p.ranks[r] <= k) for p in part] for r in (0, 1)]
            means = [mean_of(values, [False] * len(values)) for values in hits]
            if means[0] is None or means[1] is None:
                continue
            d = paired_test(*hits)
            intervals = [interval({"value": m.value, "low": m.low, "high": m.high}) for m in means if m]
            gap = f"{d.value:+.3f} [{d.low:+.2f}, {d.high:+.2f}]"
            lines.append(f"{name:15}{where:26}{intervals[0]:21}{intervals[1]:21}{gap:23}{d.p:<7.3f}{d.n}")
    return lines


def open_rankers(suite: Suite) -> Orders:
    """Return the function that ranks the sentences of a case's paragraph, by each of RANKERS."""
    from eval.systems.dateline import ensure_index
    from rag.assistant import Assistant
    from rag.records import Filters
    from rag.search.select import rank
    from rag.search.signals import read_question
    from rag.settings import load_settings

    settings = load_settings(ROOT)
    index = ensure_index(one_outlet_per_article(suite), settings)
    retriever = Assistant.open(settings=replace(settings, index_dir=index), llm=False).retriever

    def orders(case: Case) -> tuple[Sequence[str], Sequence[str]]:
        found = retriever.search(case.question, Filters(outlets=case.relevant))
        mini, tokens = retriever.read([case.question])
        question = read_question(case.question, retriever.weight, retriever.static.embed([case.question])[0], mini[0], tokens[0])
        near = [(float(row @ mini[0]), text) for f in found if f.mini is not None for row, text in zip(f.mini, f.texts, strict=True)]
        return [r.text for r in rank(question, found)], [text for _, text in sorted(near, key=lambda pair: -pair[0])]

    return orders


def one_outlet_per_article(suite: Suite, folder: Path = FOLDER / "apart") -> Suite:
    """Return ``suite`` with a different outlet for each article, so that a question can be asked of one alone; its files stay as they are.

    :raises CaseError: if the suite has no corpus of records.
    """
    if suite.corpus is None or suite.by_stem:
        raise CaseError(f"{suite.name} has no corpus.jsonl, whose articles can be told apart")
    corpus = folder / suite.name / "corpus.jsonl"
    corpus.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**row, "source": row["id"]} for _, row in read_rows(suite.corpus)]
    write_whole(corpus, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return replace(suite, name=f"{suite.name}-apart", corpus=corpus)


def _rank(texts: Sequence[str], answers: Sequence[str]) -> int:
    return next((n for n, text in enumerate(texts, start=1) if says(text, answers)), 0)


if __name__ == "__main__":
    sys.exit(main())
