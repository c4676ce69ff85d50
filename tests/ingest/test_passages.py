"""Passages are exact slices on sentence borders, of about 120 words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import LONGEST, WORDS, split
from rag.language.text import sentences
from rag.records import Article

texts = st.lists(
    st.one_of(
        st.text(max_size=300), st.sampled_from(["One two three four. ", "Nobody came! ", "\n\n", "U.S. troops left. ", "word " * 90])
    ),
    max_size=40,
).map("".join)


def of(text: str) -> Article:
    return Article("a1", "", text)


@given(texts)
def test_every_passage_is_its_slice(text: str) -> None:
    for p in split(of(text)):
        assert text[p.start : p.end] == p.text
        assert p.text.strip() == p.text != ""


@given(texts)
def test_nothing_but_space_is_left_out_and_nothing_comes_twice(text: str) -> None:
    at, left = 0, []
    for p in split(of(text)):
        assert p.start >= at
        left.append(text[at : p.start])
        at = p.end
    assert "".join([*left, text[at:]]).strip() == ""


@given(texts)
def test_ids_are_unique_and_in_order(text: str) -> None:
    ids = [p.id for p in split(of(text))]
    assert ids == [f"a1#{n}" for n in range(len(ids))]


def test_length_is_even_and_borders_are_sentences() -> None:
    text = " ".join(f"Sentence number {n} says that the river rose by {n} feet overnight." for n in range(100))
    found = split(of(text))
    counts = [len(p.text.split()) for p in found]
    assert len(found) == round(1200 / WORDS)
    assert max(counts) - min(counts) <= 12  # one sentence
    borders = {a for a, _ in sentences(text)}
    assert all(p.start in borders for p in found)


def test_a_short_text_is_one_passage_and_none_gives_none() -> None:
    assert [p.text for p in split(of("  Nine people were found alive. "))] == ["Nine people were found alive."]
    assert split(of(" \n ")) == []


def test_a_text_without_stops_is_cut() -> None:
    found = split(of("word " * 1000))
    assert all(len(p.text.split()) <= LONGEST for p in found)
    assert sum(len(p.text.split()) for p in found) == 1000


def test_news_articles_give_passages_near_the_aim(shared: Path) -> None:
    rows = (shared / "bench" / "realtimeqa-dev" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[:150]
    counts = [len(p.text.split()) for row in rows for p in split(of(json.loads(row)["text"]))]
    assert 105 <= sum(counts) / len(counts) <= 130
    assert sorted(counts)[int(len(counts) * 0.95)] <= 160


def sentence(words: int, end: str = ".") -> str:
    return " ".join(["Word", *["word"] * (words - 1)]) + end


def lengths(*sizes: int) -> list[int]:
    return [len(p.text.split()) for p in split(of(" ".join(map(sentence, sizes))))]


@pytest.mark.parametrize(
    ("sizes", "passages"),
    [
        ([10] * 12, [120]), ([10] * 17, [170]), ([10] * 18, [90, 90]), ([10] * 19, [100, 90]), ([10] * 120, [120] * 10),
        ([80, 80, 80], [160, 80]),  # the middle of the second is the border: it stays with the first
        ([78, 82, 80], [160, 80]), ([80, 82, 78], [80, 160]), ([200, 10], [200, 10]), ([10, 200], [10, 200]), ([3, 4], [7]),
    ],
)  # fmt: skip
def test_a_passage_aims_at_120_words(sizes: list[int], passages: list[int]) -> None:
    """Longer ones are read only in part by the encoder, and shorter ones lose what a sentence stands in."""
    assert lengths(*sizes) == passages


@pytest.mark.parametrize(("words", "pieces"), [(200, [200]), (201, [120, 81]), (240, [120, 120]), (361, [120, 120, 120, 1])])
def test_a_sentence_of_more_than_200_words_is_cut(words: int, pieces: list[int]) -> None:
    text = " ".join(["w"] * words)
    found = split(of(text), words=1)
    assert [len(p.text.split()) for p in found] == pieces
    assert split(of(f"{text}. He left."), words=1)[-1].text == "He left."


def test_a_text_without_spaces_is_cut() -> None:
    for pieces in (1, 2, 100):
        assert [len(p.text) for p in split(Article("a", "", "x" * 4000 * pieces))] == [4000] * pieces
