"""The answer in a line, as people read it."""

import pytest

from rag.answer.short import as_fields, line
from rag.records import Answer, Short


@pytest.mark.parametrize(
    ("short", "told"),
    [
        (Short("Seahawks", 1, "", "2026-02-08T22:10-05:00", "USA TODAY"), "Seahawks (8 February 2026, USA TODAY)"),
        (Short("Seahawks", 1, "", "2026-02-08"), "Seahawks (8 February 2026)"),
        (Short("Seahawks", 1, "", "", "USA TODAY"), "Seahawks (USA TODAY)"),
        (Short("Seahawks", 1), "Seahawks"),
        (Short("Wednesday", 1, "2025-11-12", "2025-11-13"), "Wednesday = 12 November 2025 (13 November 2025)"),
        (Short("last month", 1, "2026-02", "2026-03-01"), "last month = February 2026 (1 March 2026)"),
        (Short("a year ago", 1, "2025"), "a year ago = 2025"),
        # a time that the words state in full is not said again, however they write it
        (Short("Nov. 12, 2025", 1, "2025-11-12"), "Nov. 12, 2025"),
        (Short("2025-11-02", 1, "2025-11-02"), "2025-11-02"),
        (Short("February 2026", 1, "2026-02"), "February 2026"),
        (Short("in 2025", 1, "2025"), "in 2025"),
        # half of it is not all
        (Short("Nov. 12", 1, "2025-11-12"), "Nov. 12 = 12 November 2025"),
        (Short("late in 2025", 1, "2025-11-12"), "late in 2025 = 12 November 2025"),
        (Short("20251112", 1, "2025-11-12"), "20251112 = 12 November 2025"),
    ],
)
def test_value_then_the_day_meant_then_day_and_outlet_of_the_report(short: Short, told: str) -> None:
    assert line(short) == told


def test_the_line_comes_before_all_fields_and_only_where_there_is_one() -> None:
    plain, brief = Answer("Who won?", "answered"), Answer("Who won?", "answered", short=Short("Seahawks", 1))
    assert as_fields(plain) == plain.to_dict()
    assert as_fields(brief) == {"line": "Seahawks", **brief.to_dict()}
    assert [next(iter(row)) for row in (as_fields(plain), as_fields(brief))] == ["short", "line"]
