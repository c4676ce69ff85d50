"""Progress where nothing is drawn: a line at times, with the time left as the last minutes went."""

import pytest

from ui.terminal import EVERY_S, MB, WINDOW_S, progress_lines, show_seconds


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def told(steps: list[tuple[float, int]], total: int = 1000) -> list[str]:
    """Return the lines of steps of (seconds, MB done)."""
    clock, lines = Clock(), list[str]()
    report = progress_lines(lines.append, clock)
    for clock.now, done in steps:
        report(done * MB, total * MB, "news.jsonl")
    return lines


def test_a_line_comes_at_first_and_then_at_times() -> None:
    lines = told([(0, 0), (1, 10), (29.9, 290), (30, 300), (59, 590), (60, 600)])
    assert lines == ["news.jsonl (1,000 MB in all)", "30% of 1,000 MB, 70 s left: news.jsonl", "60% of 1,000 MB, 40 s left: news.jsonl"]
    assert EVERY_S == 30


def test_what_an_earlier_run_did_does_not_shorten_the_time_left() -> None:
    steps = [(0.0, 0), (30.0, 800), *((30.0 + 30 * n, 800 + 3 * n) for n in range(1, 7))]
    assert told(steps)[-1] == "81% of 1,000 MB, 30 min left: news.jsonl"
    assert WINDOW_S == 120


def test_a_little_is_done_without_a_word() -> None:
    assert told([(0, 0), (40, 1)], total=1) == []


def test_nothing_done_tells_no_time() -> None:
    assert told([(0, 5), (30, 5)])[-1] == "0% of 1,000 MB: news.jsonl"


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (5900, "98 min"), (11100, "3 h 05 min")])
def test_lengths_of_time(seconds: float, shown: str) -> None:
    assert show_seconds(seconds) == shown
