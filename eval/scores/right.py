"""Whether an answer is right, as a careful reader wants it: what a case asks to be said, and what counts as said (pure)."""

from eval.scores import metrics as m
from eval.scores.outcome import Outcome
from eval.suites.cases import Case


def wanted_forms(case: Case) -> tuple[tuple[str, ...], ...]:
    """Return what an answer must state: one form of each group."""
    return case.all_of or ((case.answers,) if case.answers else ())


def forms(case: Case) -> tuple[str, ...]:
    """Every accepted form of any part of the answer."""
    return case.answers or tuple(form for group in case.all_of for form in group)


def given_words(outcome: Outcome) -> str:
    """Return the words that count as given: a decline gives none."""
    return "" if outcome.status == "declined" else outcome.text


def right(case: Case, outcome: Outcome) -> float:
    """1.0 if the case is answered as a careful reader wants it: declined, both sides shown, or right and nothing wrong."""
    if case.unanswerable:
        return float(outcome.status == "declined")
    if case.sides:
        return both_sides(case, outcome)
    return m.strict_match(given_words(outcome), wanted_forms(case), case.wrong)


def both_sides(case: Case, outcome: Outcome) -> float:
    """1.0 if every value in conflict is stated, or the answer is marked disputed."""
    return max(float(outcome.status == "disputed"), m.contains_all(given_words(outcome), case.sides))


def to_answer(case: Case) -> bool:
    """Whether the case has an answer to give: forms of it, or sides of a conflict."""
    return not case.unanswerable and bool(wanted_forms(case) or case.sides)


def first_right(case: Case, outcome: Outcome) -> float:
    """1.0 if the first sentence of the answer alone states all that is wanted, every side of a conflict too, and nothing wrong."""
    first = "" if outcome.status == "declined" else outcome.first
    return m.strict_match(first, case.sides or wanted_forms(case), case.wrong)


def wrong_shown(case: Case, outcome: Outcome) -> float:
    """1.0 if something is shown as an answer that is not right; of a case to decline, that is any answer."""
    return float(outcome.status != "declined") * (1 - right(case, outcome))
