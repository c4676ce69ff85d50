"""The newest day of an archive and of its outlets, and which silence is a gap: by the outlet's own usual one."""

import sqlite3
from datetime import date, timedelta

import numpy as np
import pytest

from rag.index import freshness
from rag.index.columns import PassageTable
from rag.index.freshness import Calendar, limit
from rag.index.schema import COLUMNS, create
from rag.records import Freshness, OutletFreshness

START = date(2024, 1, 1)


def table(**outlets: list[int]) -> PassageTable:
    """Return a table of an article each outlet and day, days counted from START; negative for undated."""
    rows = [(name, n) for name, days in outlets.items() for n in days]
    stamps = ["" if n < 0 else (START + timedelta(n)).isoformat() for _, n in rows]
    return columns_of([(name, day) for (name, _), day in zip(rows, stamps, strict=True)])


def columns_of(articles: list[tuple[str, str]]) -> PassageTable:
    """Return a table of articles of these outlets and days, without passages."""
    db = sqlite3.connect(":memory:")
    create(db)
    empty = dict.fromkeys((*COLUMNS, "fingerprint"), "") | {"incomplete": 0, "changed": 1, "crc": 0}
    for n, (outlet, day) in enumerate(articles):
        values = empty | {"id": f"a{n}", "source": outlet, "published": day}
        db.execute(f"INSERT INTO articles ({','.join(values)}) VALUES ({','.join('?' * len(values))})", list(values.values()))
    table = PassageTable.empty().follow(db)
    db.close()
    return table


def gap(days: list[int], until: int) -> bool:
    """Return whether the silence from the last of ``days`` to day ``until``, of another outlet, is a gap."""
    (own,) = Calendar.read(table(Own=days, Other=[until])).freshness(["Own"]).outlets
    assert own.silent_days == until - max(days)
    return own.gap


@pytest.mark.parametrize(
    ("days", "first_gap"),
    [
        (list(range(60)), 4),  # daily: three days are none
        (list(range(0, 400, 7)), 22),  # weekly: three weeks are none
        ([n for n in range(100) if n % 7 < 5], 10),  # weekdays: silent for three days each weekend
        (list(range(0, 300, 30)), 91),
    ],
)
def test_a_gap_is_longer_than_three_times_the_usual_silence(days: list[int], first_gap: int) -> None:
    assert not gap(days, max(days) + first_gap - 1)
    assert gap(days, max(days) + first_gap)


def test_of_few_days_no_silence_is_a_gap() -> None:
    assert not gap([0, 1, 2, 3, 4], 300)
    assert gap([0, 1, 2, 3, 4, 5], 300)
    assert limit(np.zeros(0, np.int64)) == np.inf


def test_one_long_silence_is_not_the_usual_one() -> None:
    days = [*range(60), *range(120, 160)]
    assert gap(days, 170)


def test_how_new_archive_and_outlets_are() -> None:
    calendar = Calendar.read(table(Post=[0, 1, 2, 3, 4, 5, 6], Radio=[2, 30], Blog=[-1]))
    found = calendar.freshness(["Post", "Radio", "Blog", "None"], asked="2024-02-10")
    assert (found.newest, found.behind_days, found.gap) == ("2024-01-31", 10, False)
    assert found.outlets == (
        OutletFreshness("Post", "2024-01-07", 24, True),
        OutletFreshness("Radio", "2024-01-31", 0, False),
        OutletFreshness("Blog", "", 0, False),
        OutletFreshness("None", "", 0, False),
    )
    assert calendar.freshness(asked="2024-01-10").behind_days == 0
    assert calendar.freshness(asked="2025-01-10").gap


def test_what_came_later_does_not_count() -> None:
    calendar = Calendar.read(table(Post=[0, 1, 2, 3, 4, 5, 6], Radio=[2, 30]))
    assert calendar.freshness(["Radio"], last="2024-01-07") == Freshness(
        "2024-01-07", 0, False, (OutletFreshness("Radio", "2024-01-03", 4),)
    )
    assert calendar.freshness(["Radio"], last="2023-12-31") == Freshness()
    assert Calendar.read(table()).freshness(["Radio"]) == Freshness()


def test_a_day_to_come_is_no_newest_one() -> None:
    ahead = (freshness.last_day() - START).days
    found = Calendar.read(table(Post=[0, 5, ahead + 1], Radio=[4, ahead + 400])).freshness(["Post"], last="2090-01-01")
    assert found == Freshness("2024-01-06", 0, False, (OutletFreshness("Post", "2024-01-06", 0),))
    assert Calendar.read(table(Post=[0, ahead])).freshness().newest == freshness.last_day().isoformat()


def test_days_that_are_none_are_left_out() -> None:
    odd = columns_of([("Post", "2024-02-31"), ("Post", "2024-01-01")])
    assert Calendar.read(odd).freshness().newest == "2024-01-01"


def test_it_is_worked_out_once_a_table() -> None:
    one = table(Post=[0])
    assert Calendar.read(one) is Calendar.read(one)
    assert Calendar.read(one) is not Calendar.read(table(Post=[0]))


def test_limits_are_those_chosen() -> None:
    assert (freshness.TIMES, freshness.LEAST, freshness.USUAL, freshness.ENOUGH) == (3, 3, 0.95, 5)
