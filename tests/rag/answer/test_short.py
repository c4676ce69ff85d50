"""The answer in a line: whole values, the day that words mean, the sentence that decides."""

import pytest

from rag.answer.short import LONGEST, as_fields, line, short_answer
from rag.records import Answer, Article, Quote, Short

DAY = "2025-11-13"


def quote(text: str, words: str = "", dated: str = DAY, n: int = 3) -> Quote:
    """Return a quote in which the reader took ``words`` for the answer."""
    article = Article("a", "Olm reopens", f"It rained. {text}", "Evening Post", published=dated)
    start = 11 + text.index(words) if words else 0
    return Quote(n, text, 11, 11 + len(text), article, answer=(start, start + len(words)))


@pytest.mark.parametrize(
    ("question", "text", "words", "short"),
    [
        ("Who won?", "The Tern beat the Gull 4-1 on Sunday.", "Tern", "Tern"),
        ("How many people died?", "At least 24 people died in Olm.", "24", "At least 24"),  # a number keeps its bound
        ("How much was paid?", "The town paid $1.2 million for it.", "1.2", "$1.2 million"),  # and its unit
        ("Who leads Olm?", "Mayor Ilse Brandt leads the town.", "Ilse", "Ilse Brandt"),  # no name is cut
        ("Why did it close?", "It closed because the roof leaked.", "the roof leaked", "the roof leaked"),
        ("Who is Ana Ruiz?", "Ruiz beat Ilse Brandt in Olm.", "Ilse Brandt", "Ruiz beat Ilse Brandt in Olm."),  # not another's name
        ("Did Olm pay?", "Olm paid on Friday.", "Friday", "Olm paid on Friday."),  # the sentence that decides
    ],
)
def test_the_words_that_answer(question: str, text: str, words: str, short: str) -> None:
    found = short_answer(question, quote(text, words))
    assert found is not None
    assert (found.text, found.n, found.reported, found.outlet) == (short, 3, DAY, "Evening Post")
    assert found.text in text


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The shutdown ended on Wednesday.", "Wednesday", "2025-11-12"),
        ("It ended on 12 November 2025.", "12 November 2025", "2025-11-12"),
        ("It ended in May 2025.", "May 2025", "2025-05"),
        ("It ended in 2019.", "2019", "2019"),
        ("It ended at the turn of the tide.", "the turn of the tide", ""),
    ],
)
def test_a_time_comes_with_the_day_it_means(text: str, words: str, day: str) -> None:
    found = short_answer("When did the shutdown end?", quote(text, words))
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(("words", "given"), [("76", False), ("1976", True), ("the 9th century", True), ("9 May", True)])
def test_a_small_number_is_no_time(words: str, given: bool) -> None:
    text = f"Ilse Brandt died {words}, the town said."
    assert (short_answer("When did Ilse Brandt die?", quote(text, words)) is not None) is given
    assert short_answer("How old was Ilse Brandt?", quote(text, words)) is not None


def test_only_a_question_of_time_gets_a_day() -> None:
    found = short_answer("Who left?", quote("Ilse Brandt left on Wednesday.", "Ilse Brandt left on Wednesday"))
    assert found is not None
    assert found.day == ""


def test_a_headline_answers_in_its_own_words() -> None:
    article = Article("a", "Olm reopens after flood", "It rained.", "Post", published=DAY)
    found = short_answer("What reopened?", Quote(1, article.title, 0, 23, article, headline=True, answer=(0, 3)))
    assert found is not None
    assert found.text == "Olm"


def test_nothing_found_is_no_line() -> None:
    assert short_answer("Who won?", quote("The Tern won.")) is None


@pytest.mark.parametrize(("count", "given"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_long_passage_is_no_line(count: int, given: bool) -> None:
    text = " ".join(["word"] * count)
    assert (short_answer("Was it so?", quote(text)) is not None) is given


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
