"""Lists: the sentence with the most members first, others only for members it lacks."""

from dataclasses import replace

import pytest

from rag.answer.listing import LIKELY, MOST, SURE, list_quotes, members
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


@pytest.mark.parametrize(
    ("text", "answer", "found"),
    [
        ("Calden, Ostria and Havmark wrote that Brevia and Imria signed.", "", "calden ostria havmark"),
        ("Calden, Ostria and Havmark wrote that Brevia and Imria signed.", "Brevia and Imria", "brevia imria"),
        ("Calden, Ostria and Havmark wrote that Brevia and Imria signed.", "Imria", "brevia imria"),
        ("Calden and Ostria wrote that three states signed.", "three states", ""),
        ("Calden and Ostria wrote that three states signed.", "Calden", "calden ostria"),
        ("Brevia wrote that Calden, Ostria and Havmark signed.", "Brevia", "calden ostria havmark"),
        ("Brevia wrote that Calden and Ostria signed.", "Brevia", "brevia"),
    ],
)
def test_the_list_is_that_of_the_answer(text: str, answer: str, found: str) -> None:
    span = (text.index(answer), text.index(answer) + len(answer)) if answer else (0, 0)
    asked = read_sentence("Which countries signed the Velden accord?")
    assert members(read_sentence(text), asked, span) == set(found.split())


def test_a_name_that_answers_nothing_adds_no_quote() -> None:
    said = quotes("Brevia signed it.", "Calden watched.", "Imria signed it.")
    read = [
        replace(q, start=q.start + 9, answer=(9 + q.text.index(a), 9 + q.text.index(a) + len(a)))
        for q, a in zip(said, ("Brevia", "watched", "Imria"), strict=True)
    ]
    assert list_quotes("Which countries signed the Velden accord?", read) == (1, 3)


@pytest.mark.parametrize(
    ("second", "found"), [("Imria and Solvay joined.", (1, 2)), ("Imria and Brevia joined.", (1,)), ("Imria joined.", (1,))]
)
def test_a_full_list_is_lengthened_by_a_list(second: str, found: tuple[int, ...]) -> None:
    assert list_quotes("Which countries signed the Velden accord?", quotes("Brevia, Calden and Ostria signed.", second)) == found


@pytest.mark.parametrize(("score", "found"), [(SURE * 0.5 - 0.01, (1,)), (SURE * 0.5, (1, 2))])
def test_an_unlikely_list_lengthens_none(score: float, found: tuple[int, ...]) -> None:
    assert SURE == 0.7
    said = quotes("Brevia, Calden and Ostria signed.", "Imria and Solvay joined.", scores=(0.5, score))
    assert list_quotes("Which countries signed the Velden accord?", said) == found


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
