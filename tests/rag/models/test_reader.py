"""Question and passage read together: which sentence answers, and whether any does."""

from collections.abc import Sequence

import numpy as np
import pytest

from rag.language.text import words
from rag.models.reader import Page, Read, Reader, _read, _Scores, agreement, beliefs, heading

HEAD, TITLE = "Evening Post. Lost ferry. ", "Lost ferry"
# [CLS], the outlet, the two words of the title, then two word pieces of each of two sentences of the text
PLACES = np.array([(0, 0), (0, 7), (14, 18), (19, 24), *((a + len(HEAD), b + len(HEAD)) for a, b in ((0, 3), (4, 9), (10, 14), (15, 20)))])
OWN = np.array([False, True, True, True, True, True, True, True])
SENTENCES = [(0, 9), (10, 20)]


def read_scores(start: Sequence[float], end: Sequence[float], sentences: Sequence[tuple[int, int]] = SENTENCES, title: str = TITLE) -> Read:
    """Return the result for scores of [CLS], the outlet, the title's two words and the text's four."""
    return _read(_Scores(np.array(start, np.float32), np.array(end, np.float32), PLACES, OWN), HEAD, title, sentences)


def test_a_margin_is_the_best_span_of_a_sentence_less_not_here() -> None:
    read = read_scores((1, 0, 0, 0, 5, 0, 2, 0), (1, 0, 0, 0, 0, 4, 0, 3))
    assert read.margins == (7.0, 3.0)  # 5 + 4 - 2 and 2 + 3 - 2
    assert read.answers == ((0, 9), (10, 20))
    assert read.answer == (0, 9)


def test_an_answer_does_not_run_backwards() -> None:
    read = read_scores((0, 0, 0, 0, 0, 9, 0, 0), (0, 0, 0, 0, 9, 0, 0, 0))
    assert read.margins[0] == 9.0  # not 18: the end would stand before the start
    assert read.answer in {(0, 3), (4, 9)}


def test_a_sentence_that_was_cut_off_counts_as_the_least_of_the_others() -> None:
    read = read_scores((0, 0, 0, 0, 5, 0, 2, 0), (0, 0, 0, 0, 0, 4, 0, 3), [*SENTENCES, (21, 40)])
    assert read.margins == (9.0, 5.0, 5.0)
    assert read.answers[2] == (0, 0)


def test_the_headline_has_a_margin_of_its_own_and_gives_the_text_none() -> None:
    read = read_scores((0, 50, 0, 7, 1, 0, 2, 0), (0, 50, 0, 8, 0, 1, 0, 3))
    assert read.margins == (2.0, 5.0)  # neither the outlet's 50 nor the headline's 15
    assert read.headline == 15.0
    assert TITLE[slice(*read.in_headline)] == "ferry"


def test_an_article_without_a_headline_has_no_answer_in_it() -> None:
    read = read_scores((0, 9, 9, 9, 1, 0, 2, 0), (0, 9, 9, 9, 0, 1, 0, 3), title="")
    assert (read.headline, read.in_headline) == (2.0, (0, 0))  # no better than the least sentence


@pytest.mark.parametrize(
    ("outlet", "dated", "title", "head"),
    [
        ("Evening Post", "2021-03-03T10:00", "Ferry lost.", "Evening Post, 3 March 2021. Ferry lost. "),
        ("", "2021-03-03", "", "3 March 2021. "),
        ("Evening Post", "", "Lost", "Evening Post. Lost. "),
        ("", "", "", ""),
    ],
)
def test_a_passage_is_read_under_outlet_day_and_headline(outlet: str, dated: str, title: str, head: str) -> None:
    assert heading(outlet, dated, title) == head


def test_what_other_articles_answer_counts_once_an_article() -> None:
    sure, unsure = Read((8.0,), ((4, 8),)), Read((0.0,), ((4, 8),))
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
        ("Who was the captain?", 2, "Brandt"),
        ("Which ferry sank?", 1, "Orla"),
        ("Where did the ferry sink?", 1, "Varnholm"),
    ],
)
def test_the_sentence_that_answers_is_first_and_its_words_are_marked(reader: Reader, question: str, sentence: int, words: str) -> None:
    (read,) = reader.read(question, [Page(TEXT, "Ferry lost")], [SPANS])
    assert int(np.argmax(read.margins)) == sentence
    assert words in TEXT[slice(*read.answer)]


@pytest.mark.models
def test_what_is_not_said_has_a_lower_margin(reader: Reader) -> None:
    said, unsaid = (
        max(reader.read(question, [Page(TEXT)], [SPANS])[0].margins)
        for question in ("How many people were brought ashore?", "How much did the new bridge cost?")
    )
    assert said > unsaid + 2


@pytest.mark.models
def test_passages_are_read_alike_alone_and_together(reader: Reader) -> None:
    other = "The plum harvest failed."
    both = reader.read("Which ferry sank?", [Page(other), Page(TEXT)], [[(0, len(other))], SPANS])
    (alone,) = reader.read("Which ferry sank?", [Page(TEXT)], [SPANS])
    assert both[1].answer == alone.answer
    assert both[1].margins == pytest.approx(alone.margins, abs=1e-3)


@pytest.mark.models
def test_a_question_longer_than_what_is_read_at_once_is_read_too(reader: Reader) -> None:
    (read,) = reader.read("How many people were brought ashore from the ferry that night? " * 40, [Page(TEXT, "Ferry lost")], [SPANS])
    assert len(read.margins) == 3
