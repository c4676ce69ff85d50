"""Which articles and sentences a topic is told by; the sentences themselves are tested with the timeline."""

import pytest

from rag.compare.days.topic import Topic
from rag.records import Article
from rag.sources.statement import read_sentence


@pytest.mark.parametrize(
    ("topic", "text", "held"),
    [
        ("the trial of Otto Quist and the death of Ilse Brandt", "Brandt was found by Ilse's sister.", True),
        ("the trial of Otto Quist and the death of Ilse Brandt", "Otto met Brandt.", False),  # no part whole
        ("Otto Quist, Ilse Brandt", "Otto Quist spoke.", True),
        ("strikes and peace in Marl", "Marl waits.", True),  # a part without a name asks for none
        ("the price of bread", "Nothing of it.", True),  # no names: the sentences decide
        ("floods in Marl", "Marl's towns were flooded.", True),
        ("floods in Marl", "Marlene was flooded.", False),
    ],
)
def test_articles_of_a_topic(topic: str, text: str, held: bool) -> None:
    assert Topic(topic).holds(Article("a", "", text)) is held
    assert Topic(topic).holds(Article("a", text, "")) is held


@pytest.mark.parametrize(
    ("topic", "sentence", "tells"),
    [
        ("attacks on Marl", "A bomb fell.", True),
        ("attacks on Marl", "Marl waits.", False),
        ("the Marl bridge", "Marl waits.", True),
        ("the Marl bridge", "The bridges were shut.", True),
        ("the Marl bridge", "The road was shut.", False),
    ],
)
def test_sentences_of_a_topic(topic: str, sentence: str, tells: bool) -> None:
    assert Topic(topic).tells(read_sentence(sentence)) is tells
