"""Run a suite: ask or search each case once, cache the outcomes and score them.

from eval.run import run
result = run("seeds", llm=False)
result.means["right"].value
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.cache import AnswerCache, key_of
from eval.options import DEPTH, Answerer, Options, Progress
from eval.scores import score
from eval.scores.outcome import Outcome, from_answer, ranked_keys
from eval.scores.stats import Mean, PairedTest
from eval.suites.cases import Case, Suite
from eval.suites.read import read_suite
from rag.errors import CaseError
from rag.records import Filters

log = logging.getLogger(__name__)

Scores = Mapping[str, Mapping[str, float | None]]  # by question id


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its scores; ``complete`` is False when it was stopped."""

    suite: Suite
    options: Options
    system: str  # digest of what was measured
    cases: tuple[Case, ...]
    outcomes: tuple[Outcome, ...]
    scores: tuple[dict[str, float | None], ...]
    means: Mapping[str, Mean]
    complete: bool = True
    left_out: int = 0

    @property
    def failed(self) -> int:
        """How many cases ended in an error; they count as wrong."""
        return sum(bool(o.error) for o in self.outcomes)

    @property
    def by_kind(self) -> dict[str, dict[str, Mean]]:
        """Means for each kind, in the order of first appearance."""
        kinds = dict.fromkeys(case.kind for case in self.cases)
        return {kind: score.means(*self._of_kind(kind)) for kind in kinds}

    def _of_kind(self, kind: str) -> tuple[list[dict[str, float | None]], list[bool]]:
        rows = [(s, bool(o.error)) for c, o, s in zip(self.cases, self.outcomes, self.scores, strict=True) if c.kind == kind]
        return [s for s, _ in rows], [f for _, f in rows]


def run(
    suite: str | Path,
    *,
    llm: bool = True,
    retrieval_only: bool = False,
    as_of: bool = True,
    limit: int = 0,
    kinds: Sequence[str] = (),
    progress: Progress | None = None,
) -> Run:
    """Run a suite of questions or wordings on Dateline and return its scores; ``python -m eval`` also writes files.

    :raises CaseError: if the suite cannot be used as it stands.
    """
    from eval.systems.dateline import open_system

    loaded = read_suite(suite)
    if loaded.kind == "pairs":
        raise CaseError(f"{loaded.name} holds claims for the checker, not questions. Run it: python -m eval {suite}")
    options = Options(llm=llm, retrieval_only=retrieval_only, as_of=as_of, limit=limit, kinds=tuple(kinds))
    with open_system(loaded, options) as system:
        return run_cases(loaded, system, options, digest=system.digest, progress=progress)


def run_cases(
    suite: Suite,
    answerer: Answerer,
    options: Options,
    *,
    digest: str,
    cache: AnswerCache | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Run the chosen cases of ``suite`` one after another; after Ctrl-C the run holds the cases done so far.

    :param digest: changes with whatever may change an answer; answers are cached under it.
    :param fresh: ask again what the cache holds.
    """
    cache = cache or AnswerCache()
    cases = choose_cases(suite, options)
    outcomes: list[Outcome] = []
    complete = True
    try:
        for n, case in enumerate(cases):
            if progress:
                progress(n, len(cases), case.id)
            outcomes.append(_run_case(suite, case, answerer, options, digest, cache, fresh))
        if progress:
            progress(len(cases), len(cases), "")
    except KeyboardInterrupt:
        complete = False
    return scored(suite, options, digest, cases[: len(outcomes)], outcomes, complete=complete)


def scored(
    suite: Suite, options: Options, digest: str, cases: Sequence[Case], outcomes: Sequence[Outcome], *, complete: bool = True
) -> Run:
    """Score ``outcomes``, aligned with ``cases``."""
    parts = options.outcome_parts(suite)
    scores = tuple(score.score_case(case, outcome, parts) for case, outcome in zip(cases, outcomes, strict=True))
    means = score.means(scores, [bool(o.error) for o in outcomes]) | score.refusal_means(cases, outcomes)
    left_out = sum(not case.scored for case in suite.cases) if not options.kinds else 0
    return Run(suite, options, digest, tuple(cases), tuple(outcomes), scores, means, complete, left_out)


def choose_cases(suite: Suite, options: Options) -> tuple[Case, ...]:
    """Return the cases that ``options`` asks for, in the suite's order; a limit takes those whose ids hash lowest.

    :raises CaseError: if no case is of a kind that was asked for.
    """
    have = {case.kind for case in suite.cases}
    if unknown := [kind for kind in options.kinds if kind not in have]:
        raise CaseError(f"{suite.name} has no cases of kind {', '.join(unknown)}. It has: {', '.join(sorted(have))}")
    cases = [case for case in suite.cases if (case.kind in options.kinds if options.kinds else case.scored)]
    chosen = spread([case.id for case in cases], options.limit)
    return tuple(case for case in cases if case.id in chosen)


def spread(ids: Sequence[str], limit: int) -> set[str]:
    """Return ``limit`` of the ids, those that hash lowest; all for 0."""
    return set(sorted(ids, key=lambda i: sha256(i.encode()).digest())[: limit or None])


def scores_of(result: Run) -> dict[str, dict[str, float | None]]:
    """Return the scores by question id."""
    return {case.id: row for case, row in zip(result.cases, result.scores, strict=True)}


def compare_runs(now: Scores, before: Scores) -> dict[str, PairedTest]:
    """Paired tests on the questions of both runs, for each metric that both have."""
    from eval.scores.stats import paired_test

    differences: dict[str, PairedTest] = {}
    for name in dict.fromkeys(name for row in now.values() for name in row):
        if pairs := _paired(name, now, before):
            differences[name] = paired_test([a for _, a, _ in pairs], [b for _, _, b in pairs])
    return differences


def changed(now: Scores, before: Scores) -> dict[str, list[str]]:
    """Ids of the questions that one run got right and the other did not, by the first measure of right that both have."""
    for name in ("right", "hit@1", "wording_recall", "checker_accuracy"):
        if pairs := _paired(name, now, before):
            return {"by": [name], "gained": [i for i, a, b in pairs if a > b], "lost": [i for i, a, b in pairs if a < b]}
    return {"by": [], "gained": [], "lost": []}


def _paired(name: str, now: Scores, before: Scores) -> list[tuple[str, float, float]]:
    both = [(i, row.get(name), before.get(i, {}).get(name)) for i, row in now.items()]
    return [(i, a, b) for i, a, b in both if a is not None and b is not None]


def _run_case(suite: Suite, case: Case, answerer: Answerer, options: Options, digest: str, cache: AnswerCache, fresh: bool) -> Outcome:
    asked = {"question": case.question, "history": case.history, "replies": case.replies, "filters": asdict(_filters(case, options))}
    parts = sorted(options.outcome_parts(suite))
    key = key_of({"asked": asked, "system": digest, "made": parts, "llm": options.llm, "by_stem": suite.by_stem})
    cached = None if fresh else cache.get(key)
    if cached:
        return replace(cached, id=case.id)
    try:
        outcome = _ask_case(suite, case, answerer, options)
    except Exception as err:  # the run must go on; the case counts as wrong, is shown, and is asked again next time
        log.error("case %s failed: %s", case.id, type(err).__name__)
        log.debug("the case that failed", exc_info=err)
        return Outcome(case.id, error=f"{type(err).__name__}: {err}")
    if not outcome.degraded:
        cache.put(key, outcome)
    return outcome


def _filters(case: Case, options: Options) -> Filters:
    return case.filters if options.as_of else replace(case.filters, as_of="")


def _ask_case(suite: Suite, case: Case, answerer: Answerer, options: Options) -> Outcome:
    filters = _filters(case, options)
    wording = answerer.standalone(case.question, case.turns) if case.history else case.question
    if suite.kind == "wordings":
        return Outcome(case.id, wording=wording)
    began = time.perf_counter()
    if options.retrieval_only:
        evidence = answerer.search(wording, filters, k=DEPTH)
        top = round(evidence[0].score, 6) if evidence else 0.0
        spent = {"search": 1000 * (time.perf_counter() - began)}
        return Outcome(case.id, wording=wording, ranked=ranked_keys(evidence, suite.by_stem), confidence=top, timings_ms=spent)
    answer = answerer.ask(case.question, filters, history=case.turns)
    spent = {"answer": 1000 * (time.perf_counter() - began)}
    found = answerer.search(wording, filters, k=DEPTH)  # not timed: only for the metrics of the ranking
    ranked = ranked_keys(found, suite.by_stem)
    outcome = from_answer(case.id, answer, suite.by_stem, ranked=ranked, wording=wording)
    return replace(outcome, timings_ms={**outcome.timings_ms, **spent})


def to_rows(result: Run) -> list[dict[str, Any]]:
    """One JSON-ready row a case, without timings: what results.jsonl holds and the report shows."""
    rows = []
    for case, outcome, scores in zip(result.cases, result.outcomes, result.scores, strict=True):
        given = outcome.to_row()
        del given["timings_ms"], given["id"]
        given["ranked"] = list(outcome.ranked[:10]) if outcome.ranked is not None else None
        asked = {k: v for k, v in asdict(case).items() if v not in ((), "", -1) and k not in {"id", "scored"}}
        rows.append({"id": case.id, "case": asked, "outcome": given, "scores": scores})
    return rows
