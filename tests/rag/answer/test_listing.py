"""Lists: the sentence with the most members first, others only for members it lacks."""

import pytest

from rag.answer.listing import LIKELY, MOST, list_quotes, members
from rag.records import Article, Quote
from rag.sources.statement import read_sentence


def quotes(*said: str, scores: tuple[float, ...] = ()) -> list[Quote]:
    return [Quote(n, t, 0, len(t), Article("a", "", t), (scores or (0.5,) * 9)[n - 1]) for n, t in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Brevia, Calden and Imria signed.", "brevia calden imria"),
        ("It was signed by Brevia, Calden, and Imria in Velden.", "brevia calden imria"),
        ("Ann Mogen, 21, Lee Gonta, 20, and Xana Kern, 20, died.", "mogen gonta kern"),
        ("Sangha, Dr. Salvador Plasencia and Dr. Mark Chavez pleaded guilty.", "sangha plasencia chavez"),
        ("Brevia or Calden; Imria", "brevia calden imria"),
        ("Brevia signed on the day that Calden left.", "brevia"),  # no list
        ("Velden signed, Velden said.", ""),  # the question's own name
        ("It rained.", ""),
    ],
)
def test_the_members_of_a_sentence(text: str, found: str) -> None:
    assert members(read_sentence(text), read_sentence("Which countries signed the Velden accord?")) == set(found.split())


def test_the_fullest_list_leads() -> None:
    said = quotes("Brevia was among them.", "Brevia, Calden and Imria signed.", scores=(0.9, 0.5))
    assert list_quotes("Which countries signed the Velden accord?", said) == (2,)


def test_members_of_several_reports_are_put_together() -> None:
    said = quotes("Brevia signed it.", "Calden signed it.", "Brevia has signed too.", "Imria signed it.", "Solvay signed it.")
    assert list_quotes("Which countries signed the Velden accord?", said) == (1, 2, 4)
    assert len(list_quotes("Which countries signed the Velden accord?", said)) == MOST


@pytest.mark.parametrize(("score", "found"), [(LIKELY - 0.01, (1,)), (LIKELY, (2,))])
def test_an_unlikely_list_is_left_alone(score: float, found: tuple[int, ...]) -> None:
    said = quotes("Brevia was among them.", "Brevia, Calden and Imria won.", scores=(1.0, score))
    assert list_quotes("Which countries signed the Velden accord?", said) == found


@pytest.mark.parametrize("question", ["Who signed the Velden accord?", "When was it signed?", "Which country left?"])
def test_other_questions_want_no_list(question: str) -> None:
    assert list_quotes(question, quotes("Brevia, Calden and Imria signed.")) == ()


def test_no_quotes_no_list() -> None:
    assert list_quotes("Which countries signed?", []) == ()
