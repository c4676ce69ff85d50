"""Question and passage read together: which sentence answers, and whether any does."""

from typing import Any

import numpy as np
import pytest

from rag.language.text import words
from rag.models.reader import Read, Reader, _read, agreement, beliefs, holds_answer
from tests.kits.news import Marking

PLACES = np.array([(-9, -5), (0, 3), (4, 9), (10, 14), (15, 20)])  # [CLS], then two word pieces of each of two sentences
SENTENCES = [(0, 9), (10, 20)]
OWN = np.array([False, True, True, True, True])


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_a_margin_is_the_best_span_of_a_sentence_less_not_here() -> None:
    read = _read(scores(1, 5, 0, 2, 0), scores(1, 0, 4, 0, 3), PLACES, OWN, SENTENCES)
    assert read == Read((7.0, 3.0), (0, 9))  # 5 + 4 - 2 and 2 + 3 - 2


def test_an_answer_does_not_run_backwards() -> None:
    read = _read(scores(0, 0, 9, 0, 0), scores(0, 9, 0, 0, 0), PLACES, OWN, SENTENCES)
    assert read.margins[0] == 9.0  # not 18: the end would stand before the start
    assert read.answer in {(0, 3), (4, 9)}


def test_a_sentence_that_was_cut_off_counts_as_the_least_of_the_others() -> None:
    read = _read(scores(0, 5, 0, 2, 0), scores(0, 0, 4, 0, 3), PLACES, OWN, [*SENTENCES, (21, 40)])
    assert read.margins == (9.0, 5.0, 5.0)


def test_words_of_the_headline_are_no_answer() -> None:
    own = np.array([False, False, True, True, True])
    read = _read(scores(0, 50, 1, 2, 0), scores(0, 50, 1, 0, 3), PLACES, own, SENTENCES)
    assert read.margins == (2.0, 5.0)


def test_what_other_articles_answer_counts_once_an_article() -> None:
    sure, unsure = Read((8.0,), (4, 8)), Read((0.0,), (4, 8))
    reads = beliefs([("a", sure, "the Orla sank"), ("a", unsure, "the Orla sank"), ("b", unsure, "the Orla sank"), ("c", None, "")])
    assert agreement(frozenset(words("Fog hid the Orla.")), "x", reads) == pytest.approx(1 / (1 + np.exp(-8)) + 0.5)
    assert agreement(frozenset(words("Fog hid the Orla.")), "a", reads) == 0.5  # an article does not confirm itself
    assert agreement(frozenset(words("Fog hid the Kestrel.")), "x", reads) == 0.0


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the real reader; skip where its files are not on this machine."""
    from rag.errors import ModelMissing
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    try:
        return Reader(sentence_encoders(load_settings()), threads=1)
    except ModelMissing as err:
        pytest.skip(str(err))


TEXT = "Fog lay over the sound that night. The ferry Orla sank off Varnholm. Captain Ilse Brandt brought 31 people ashore."
SPANS = [(0, 34), (35, 68), (69, 114)]


@pytest.mark.models
@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How many people were brought ashore?", 2, "31"),
        ("Who was the captain?", 2, "Ilse Brandt"),
        ("Which ferry sank?", 1, "Orla"),
        ("Where did the ferry sink?", 1, "Varnholm"),
    ],
)
def test_the_sentence_that_answers_is_first_and_its_words_are_marked(reader: Reader, question: str, sentence: int, words: str) -> None:
    (read,) = reader.read(question, [("Ferry lost", TEXT)], [SPANS])
    assert int(np.argmax(read.margins)) == sentence
    assert words in TEXT[slice(*read.answer)]


@pytest.mark.models
def test_what_is_not_said_has_a_lower_margin(reader: Reader) -> None:
    said, unsaid = (
        max(reader.read(question, [("", TEXT)], [SPANS])[0].margins)
        for question in ("How many people were brought ashore?", "How much did the new bridge cost?")
    )
    assert said > unsaid + 2


@pytest.mark.models
def test_passages_are_read_alike_alone_and_together(reader: Reader) -> None:
    other = "The plum harvest failed."
    both = reader.read("Which ferry sank?", [("", other), ("", TEXT)], [[(0, len(other))], SPANS])
    (alone,) = reader.read("Which ferry sank?", [("", TEXT)], [SPANS])
    assert both[1].answer == alone.answer
    assert both[1].margins == pytest.approx(alone.margins, abs=1e-3)


@pytest.mark.parametrize(
    ("said", "same"), [("It was the Orla.", True), ("The orla’s crew.", True), ("It was the Kestrel.", False), ("", False)]
)
def test_two_readers_agree_when_the_words_hold_the_best_answer(said: str, same: bool) -> None:
    quotes = ["The Kestrel was built in 1987.", "The ferry Orla sank."]
    marking: Any = Marking(Orla=4.0, Kestrel=1.0)
    assert holds_answer(marking, "Which ferry sank?", quotes, said) is same


def test_where_no_answer_is_found_nothing_disagrees() -> None:
    marking: Any = Marking()
    assert holds_answer(marking, "Which ferry sank?", ["Fog lay over the sound."], "The Orla.")


@pytest.mark.models
def test_a_question_longer_than_what_is_read_at_once_is_read_too(reader: Reader) -> None:
    (read,) = reader.read("How many people were brought ashore from the ferry that night? " * 40, [("Ferry lost", TEXT)], [SPANS])
    assert len(read.margins) == 3
