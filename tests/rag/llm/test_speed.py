"""The speed of a model: learned from replies, kept in a file that may be damaged, and what it leaves for quotes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.speed import AROUND_S, FEWEST, GUESS, TYPICAL, Speed, by_clock, by_timings, evidence_tokens, recall, remember, speeds_file

TIMINGS = {"cache_n": 600, "prompt_n": 400, "prompt_ms": 2000.0, "predicted_n": 30, "predicted_ms": 3000.0}


def test_the_constants_are_what_was_chosen() -> None:
    assert (FEWEST, TYPICAL, AROUND_S, GUESS) == (250, 50, 1.0, Speed(100.0, 15.0))


@pytest.mark.parametrize(
    ("change", "speed"),
    [
        ({}, Speed(200.0, 10.0)),
        ({"prompt_n": 50}, Speed(25.0, 10.0)),
        ({"prompt_n": 49}, Speed(0.0, 10.0)),  # nearly all was in the cache
        ({"predicted_n": 5}, Speed(200.0, 5 / 3)),
        ({"predicted_n": 4}, Speed(200.0, 0.0)),
        ({"prompt_ms": 0.0}, Speed(0.0, 10.0)),
        ({"prompt_ms": -1}, Speed(0.0, 10.0)),
        ({"prompt_ms": "fast"}, Speed(0.0, 10.0)),
        ({"prompt_ms": None}, Speed(0.0, 10.0)),
        ({"prompt_ms": 0.4}, Speed(1_000_000.0, 10.0)),
        ({"prompt_ms": 0.39}, Speed(0.0, 10.0)),
        ({"prompt_n": float("nan")}, Speed(0.0, 10.0)),
    ],
)
def test_what_a_server_says_of_its_reply(change: dict[str, Any], speed: Speed) -> None:
    assert by_timings({**TIMINGS, **change}) == speed


def test_a_server_that_says_nothing_tells_nothing() -> None:
    assert by_timings({}) == Speed()


@pytest.mark.parametrize(
    ("given_", "speed"),
    [((1000, 0.5, 40, 2.0), Speed(2000.0, 20.0)), ((49, 0.5, 4, 2.0), Speed()), ((50, 0.5, 5, 0.0), Speed(100.0, 0.0))],
)
def test_a_reply_by_the_clock(given_: tuple[int, float, int, float], speed: Speed) -> None:
    assert by_clock(*given_) == speed


def test_a_model_nothing_is_known_of_has_the_guess(tmp_path: Path) -> None:
    file = speeds_file(tmp_path)
    assert recall(file, "new") == GUESS
    remember(file, "new", Speed(write=30.0))
    assert recall(file, "new") == Speed(GUESS.read, 30.0)
    assert recall(file, "other") == GUESS


def test_what_was_known_counts_half(tmp_path: Path) -> None:
    file = speeds_file(tmp_path)
    remember(file, "m", Speed(100.0, 10.0))
    remember(file, "other", Speed(7.0, 7.0))
    remember(file, "m", Speed(200.0, 0.0))  # too short a reply to tell how fast it writes
    assert recall(file, "m") == Speed(150.0, 10.0)
    remember(file, "m", Speed(250.0, 20.0))
    assert recall(file, "m") == Speed(200.0, 15.0)
    assert recall(file, "other") == Speed(7.0, 7.0)
    assert [p.name for p in file.parent.iterdir()] == ["speeds.json"]  # no draft is left


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"m": 7}', '{"m": {"read": "fast"}}', '{"m": {"read": -3}}', '{"m": {"read": true}}', '{"m": {"read": 1e999}}',
     '{"m": {"read": 1000001}}', '{"m": null}', "\x00", "[" * 100_000],
)  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    file = speeds_file(tmp_path)
    file.parent.mkdir()
    file.write_text(text)
    assert recall(file, "m") == GUESS
    remember(file, "m", Speed(50.0, 5.0))
    assert recall(file, "m") == Speed(50.0, 5.0)


def test_bytes_that_are_no_text_are_ignored(tmp_path: Path) -> None:
    file = speeds_file(tmp_path)
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\xfa")
    assert recall(file, "m") == GUESS


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "states").write_text("a file, no folder")
    remember(speeds_file(tmp_path), "m", Speed(50.0, 5.0))
    assert recall(speeds_file(tmp_path), "m") == GUESS


def test_nothing_seen_writes_nothing(tmp_path: Path) -> None:
    remember(speeds_file(tmp_path), "m", Speed())
    assert not speeds_file(tmp_path).exists()


@pytest.mark.parametrize(
    ("speed", "answer_s", "window", "tokens"),
    [
        (GUESS, 8.0, 8000, 250),  # 3.7 s are left for reading
        (Speed(100, 25), 8.0, 8000, 500),  # 5 s exactly
        (Speed(99, 25), 8.0, 8000, 250),
        (Speed(200, 25), 8.0, 8000, 1000),
        (Speed(3000, 50), 8.0, 8000, 8000),
        (Speed(3000, 50), 8.0, 7999, 4000),
        (Speed(3000, 50), 8.0, 100, 250),
        (Speed(3000, 50), 2.0, 8000, 250),  # all the time goes into search and writing
        (Speed(1, 1), 8.0, 8000, 250),
    ],
)
def test_quotes_as_many_as_can_be_read_in_the_time(speed: Speed, answer_s: float, window: int, tokens: int) -> None:
    assert evidence_tokens(speed, answer_s, window) == tokens


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(1, 600), st.integers(-100, 200_000))
def test_more_speed_time_or_window_never_gives_less(read: float, write: float, answer_s: float, window: int) -> None:
    tokens = evidence_tokens(Speed(read, write), answer_s, window)
    assert tokens >= FEWEST
    assert tokens == FEWEST or tokens <= window
    assert evidence_tokens(Speed(2 * read, 2 * write), answer_s + 1, window + 100) >= tokens
