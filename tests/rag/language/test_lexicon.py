"""What reports count, of whom, and by which words they speak of harm."""

import pytest

from rag.language.lexicon import (
    ANYONE,
    CLASS_NOUNS,
    CLASSES,
    CUE,
    EVENTS,
    GROUP_OF,
    HARM,
    HARM_ASKED,
    HARM_OPEN,
    PASSED_OVER,
    PERSONAL,
    UNCOUNTED,
)  # fmt: skip
from rag.language.pattern import Pattern
from rag.language.text import stem


@pytest.mark.parametrize(
    ("name", "words", "other"),
    [
        ("killed", "kill kills killed killing dead die dies died dying death fatalities toll lives bodies drowned", "deadly skill hurt"),
        ("wounded", "wound wounding injured injury injuries hurt", "hurts dead"),
        ("missing", "missing unaccounted", "miss"),
        ("displaced", "displaced homeless evacuated evacuation fled flee fleeing", "place"),
        ("arrested", "arrest arrests detained detaining", "rest"),
        ("attacks", "attack attacked assault assaults", "struck"),
    ],
)
def test_the_words_of_a_class(name: str, words: str, other: str) -> None:
    assert CUE[name].findall(f"{words} {other}") == words.split()


def test_only_attacks_are_no_people_and_have_events() -> None:
    assert set(CLASSES) - set(PERSONAL) == {"attacks"} == set(EVENTS)
    assert set(PERSONAL) < set(CLASSES) == set(CUE) == set(CLASS_NOUNS)
    assert EVENTS["attacks"].findall("Rockets struck a base after shelling; boats sank") == ["Rockets", "struck", "shelling"]


@pytest.mark.parametrize(("name", "nouns"), CLASS_NOUNS.items())
def test_a_noun_of_a_class_is_one_of_its_words(name: str, nouns: str) -> None:
    assert all(CUE[name].fullmatch(noun) for noun in nouns.split())


@pytest.mark.parametrize(
    ("word", "group"),
    [
        *(
            ("boys", "children"),
            ("babies", "children"),
            ("women", "women"),
            ("civilians", "civilian"),
            ("troops", "soldier"),
            ("marines", "soldier"),
        ),
        *(("rebels", "fighter"), ("officers", "police"), ("reporters", "journalist"), ("miners", "worker"), ("tourists", "foreigner")),
        *(("nurses", "medic"), ("men", ""), ("people", None), ("boats", None)),
    ],
)
def test_a_word_for_people_names_their_group(word: str, group: str | None) -> None:
    assert GROUP_OF.get(stem(word)) == group


def test_words_for_anyone_name_no_group() -> None:
    assert {stem(w) for w in "people victims passengers residents others".split()} <= ANYONE
    assert not ANYONE & (GROUP_OF.keys() - {""})
    assert not ANYONE & {stem(w) for w in "boats attacks".split()}


def test_what_stands_between_how_many_and_its_noun() -> None:
    assert {stem(w) for w in "are were money times".split()} <= UNCOUNTED
    assert {"of", "the", "more", "different"} <= PASSED_OVER  # as written: no stems
    assert not (UNCOUNTED | PASSED_OVER) & {"boat", "people", "attack"}


@pytest.mark.parametrize(
    ("word", "harm", "asked", "opened"),
    [
        ("casualties", True, True, True), ("damage", True, True, True), ("damaged", True, False, True), ("killed", True, False, False),
        ("toll", False, True, False), ("hurt", True, False, True), ("harmed", True, False, True), ("claims", True, False, False),
        ("boats", False, False, False), ("responsibility", True, False, False), ("charm", False, False, False),
    ],
)  # fmt: skip
def test_words_of_harm(word: str, harm: bool, asked: bool, opened: bool) -> None:
    assert bool(HARM.search(f"the {word} there")) is harm
    assert bool(Pattern(rf"\b(?:{HARM_ASKED})\b").search(f"the {word} there")) is asked
    assert bool(Pattern(rf"\b(?:{HARM_OPEN})\b").search(f"the {word} there")) is opened
