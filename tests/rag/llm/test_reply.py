"""A reply is cut where it grows too long, and tells how fast it came."""

from collections.abc import Callable, Sequence

import pytest

from rag.llm.reply import LONG_S, OTHER_COUNT, TOKEN_CHARS, Reply
from rag.llm.speed import Speed

PROMPT = "word " * 100  # 101 tokens by tiktoken's count


def clock(*times: float) -> Callable[[], float]:
    left = list(times)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def kept(reply: Reply, pieces: Sequence[str]) -> list[str]:
    return [reply.take(piece) for piece in pieces]


def test_the_constants_are_what_was_chosen() -> None:
    assert (TOKEN_CHARS, OTHER_COUNT, LONG_S) == (8, 1.25, 5.0)


def test_a_reply_begins_with_its_first_word() -> None:
    reply = Reply(PROMPT, 10)
    assert kept(reply, [" \n", "\t Rain ", " ", "fell."]) == ["", "Rain ", " ", "fell."]
    assert (reply.text, reply.full) == ("Rain  fell.", False)


def test_a_long_piece_is_cut_to_the_characters() -> None:
    reply = Reply(PROMPT, 2)
    assert kept(reply, ["a" * 10, "b" * 1_000_000, "c"]) == ["a" * 10, "b" * 6, ""]
    assert reply.full


@pytest.mark.parametrize(("words", "full"), [(11, False), (12, False), (13, True), (14, True)])
def test_many_words_are_cut_by_their_tokens(words: int, full: bool) -> None:
    reply = Reply(PROMPT, 10)
    kept(reply, [" go"] * words)
    assert reply.full is full
    assert len(reply.text.split()) == min(words, 13)  # 12.5 tokens


def test_characters_alone_fill_it_too() -> None:
    reply = Reply(PROMPT, 1)
    assert kept(reply, ["12345678", "9"]) == ["12345678", ""]
    short = Reply(PROMPT, 1)
    kept(short, ["a"])
    assert not short.full


def test_speed_by_the_clock() -> None:
    reply = Reply(PROMPT, 50, clock(10.0, 12.0, 13.0, 16.0))
    kept(reply, ["Rain fell", " on the", " long road."])
    assert reply.speed() == Speed(101 / 2.0, 7 / 4.0)


def test_one_that_said_nothing_is_as_slow_as_the_wait() -> None:
    assert Reply(PROMPT, 50, clock(10.0, 30.0)).speed() == Speed(101 / 20.0, 0.0)
    assert Reply(PROMPT, 50, clock(10.0, 15.0)).speed() == Speed(101 / 5.0, 0.0)
    assert Reply(PROMPT, 50, clock(10.0, 14.9)).speed() == Speed()  # so short a wait tells nothing


def test_what_the_server_says_counts_before_the_clock() -> None:
    reply = Reply(PROMPT, 50, clock(10.0, 12.0))
    reply.timings = {"prompt_n": 400, "prompt_ms": 1000, "predicted_n": 20, "predicted_ms": 1000}
    assert reply.speed() == Speed(400.0, 20.0)


def test_twice_of_what_is_kept_is_looked_at() -> None:
    reply = Reply("", 10)
    assert reply.most == 160
    assert len(reply.take("won " * 99)) == 80


def test_a_reply_says_something_from_its_first_letter_or_figure() -> None:
    reply = Reply("", 10)
    for piece, says in (("((", False), (" …“", False), (" 3", True), ("!", True)):
        reply.take(piece)
        assert reply.says is says
