"""Merge the runs of several suites into one run, whose means and intervals are over all their questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from eval.cache import key_of
from eval.run import Run, scored
from eval.suites.cases import Suite, check_unique
from rag.errors import CaseError


def check_suites(suites: Sequence[Suite]) -> None:
    """Refuse suites that share no metric, and a suite given twice.

    :raises CaseError: naming them.
    """
    check_unique([(suite.name, str(suite.path)) for suite in suites])
    if len({suite.kind for suite in suites}) > 1 or suites[0].kind == "pairs":
        raise CaseError(f"{', '.join(s.name for s in suites)} cannot be pooled: only suites of questions, or only of wordings, can")


def pooled(runs: Sequence[Run]) -> Run:
    """Score the cases of ``runs`` together, so that a mean and its interval are over all of them.

    A question that two suites ask stays two cases, since each is asked of other articles; its id then starts with the suite's name.
    """
    suites = [run.suite for run in runs]
    times = Counter(case.id for suite in suites for case in suite.cases)

    def name(suite: Suite, case_id: str) -> str:
        return case_id if times[case_id] == 1 else f"{suite.name}/{case_id}"

    whole = Suite(
        "+".join(suite.name for suite in suites),
        suites[0].path.parent,
        suites[0].kind,
        key_of({"pooled": [suite.digest for suite in suites]}),
        tuple(replace(case, id=name(suite, case.id)) for suite in suites for case in suite.cases),
    )
    cases = [replace(case, id=name(run.suite, case.id)) for run in runs for case in run.cases]
    outcomes = [replace(outcome, id=name(run.suite, outcome.id)) for run in runs for outcome in run.outcomes]
    system = key_of({"pooled": [run.system for run in runs]})[:16]
    result = scored(whole, runs[0].options, system, cases, outcomes, complete=all(run.complete for run in runs))
    return replace(result, left_out=sum(run.left_out for run in runs))
