"""Names in a sentence, and which spellings are one name."""

import pytest

from rag.language.names import name_missing, names, same_name, same_word
from rag.sources.statement import read_sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The U.S. military said Ain al-Asad was hit.", ["U.S.", "Ain al-Asad"]),
        (
            "Officials said President Joe Biden's visit to the United Arab Emirates is off.",
            ["Joe Biden", "United Arab Emirates"],
        ),
        ("Researchers in Baltimore and New York agree.", ["Baltimore", "New York"]),
        ("On Monday, the University of Michigan closed.", ["University of Michigan"]),
        ("there is nothing here", []),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    assert [n.text for n in read_sentence(text).names] == found


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mohammed", "muhammad", True),
        ("asad", "assad", True),
        ("zelensky", "zelenskyy", True),
        ("iraq", "iraqi", True),
        ("lebanon", "lebanese", True),
        ("canada", "canadian", True),
        ("iran", "iraq", False),
        ("austria", "australia", False),
        ("niger", "nigeria", False),
        ("johnson", "johnston", False),
        ("hansen", "hanson", False),
        ("maria", "mario", False),
    ],
)
def test_same_word(a: str, b: str, same: bool) -> None:
    assert same_word(a, b) is same
    assert same_word(b, a) is same


def test_names_are_one_by_part_initials_and_custom() -> None:
    assert same_name(names("met Joe Biden")[0], names("met Biden")[0])
    assert same_name(names("the IRGC")[0], names("the Islamic Revolutionary Guard Corps")[0])
    assert same_name(names("the United States")[0], names("the U.S.")[0])
    assert not same_name(names("met Joe Biden")[0], names("met Hunter Biden")[0])


def test_missing_words_of_a_name_are_told() -> None:
    name = names("met Joe Biden")[0]
    assert name_missing(name, frozenset({"biden"}), []) == ("joe",)
    assert name_missing(name, frozenset({"biden", "joe"}), []) == ()
