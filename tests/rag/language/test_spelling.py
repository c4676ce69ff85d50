"""Words of names: equivalents, demonyms and transliterations."""

import pytest

from rag.language.spelling import edits, is_slip, name_words, same_word, sounds_like, telling_words, word_in


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("us usa america american americans", "unitedstates"),
        ("uk britain british briton britons", "unitedkingdom"),
        ("un", "unitednations"),
        ("eu", "europeanunion"),
        ("kiev", "kyiv"),
        ("dutch", "netherlands"),
        ("french", "france"),
        ("german germans", "germany"),
        ("spanish", "spain"),
        ("greek", "greece"),
        ("swiss", "switzerland"),
        ("danish", "denmark"),
        ("polish", "poland"),
        ("welsh", "wales"),
        ("irish", "ireland"),
        ("turkish turkiye", "turkey"),
        ("scottish", "scotland"),
        ("philippine filipino", "philippines"),
        ("chinese", "china"),
        ("russian", "russia"),
        ("swedish", "sweden"),
        ("finnish", "finland"),
        ("belgian", "belgium"),
        ("norwegian", "norway"),
        ("peruvian", "peru"),
        ("ukrainian", "ukraine"),
        ("burma", "myanmar"),
        ("isis isil", "islamicstate"),
        ("gop republicans", "republican"),
        ("democratic", "democrat"),
    ],
)
def test_what_every_desk_writes_both_ways(words: str, one: str) -> None:
    for word in words.split():
        assert name_words(word.title()) == [one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the United States of America", ["the", "unitedstates"]),
        ("United States", ["unitedstates"]),
        ("United Kingdom", ["unitedkingdom"]),
        ("Great Britain", ["unitedkingdom"]),
        ("United Nations", ["unitednations"]),
        ("European Union", ["europeanunion"]),
        ("Islamic State", ["islamicstate"]),
        ("Bankman-Fried", ["bankman", "fried"]),
    ],
)
def test_words_of_a_name(text: str, expected: list[str]) -> None:
    assert name_words(text) == expected


def test_telling_words() -> None:
    assert telling_words("the Bank of Norway for the 11 on and") == ("bank", "norway")
    for word in "King Queen Prince Princess Pope".split():
        assert telling_words(f"{word} Vane") == ("vane",)
        assert telling_words(f"Vane {word}") == ("vane", word.lower())
        assert telling_words(word) == (word.lower(),)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mohammed", "muhammad", True),
        ("asad", "assad", True),
        ("zelensky", "zelenskyy", True),
        ("iraq", "iraqi", True),
        ("lebanon", "lebanese", True),
        ("canada", "canadian", True),
        ("raiders", "raider", True),
        ("qaddafi", "gaddafi", True),
        ("qasim", "kasim", False),
        ("khaled", "caled", True),
        ("gaddafi", "kaddafi", False),
        ("iran", "iraq", False),
        ("austria", "australia", False),
        ("niger", "nigeria", False),
        ("johnson", "johnston", False),
        ("hansen", "hanson", False),
        ("maria", "mario", False),
        ("ali", "alii", False),
        ("oman", "omani", True),
        ("lee", "lees", False),
        ("vane", "bane", False),
        # but for q and g, and c and k, the first letter is the same, however much they sound alike
        ("qadhafi", "gadafi", True),
        ("karim", "carim", True),
        ("gasem", "kasem", False),
        ("emira", "amira", False),
        ("yemen", "jemen", False),
        ("philip", "filip", False),
        ("omara", "umara", False),
        # letters, and sounds
        ("amir", "amer", False),  # four letters each
        ("amira", "amera", True),
        ("amir", "ameer", True),
        ("laaa", "leiea", False),  # two sounds
        ("shakh", "shak", True),
        ("dhabi", "dabi", True),
        ("ashgabad", "ashqabad", True),
        ("schmit", "shmit", True),
        ("kabul", "kabool", True),
        ("kabul", "kaboul", True),
        ("ruwa", "ruua", False),
        ("bakwa", "bakua", True),
        ("layla", "laila", True),
        ("najla", "naila", True),
        ("nicola", "nikola", True),
        ("nick", "nikk", False),
        ("dominick", "dominik", True),
        ("cecil", "sesil", False),
        ("mocha", "moka", False),
        # peoples and plurals
        ("iraqis", "iraqi", True),
        ("yemenite", "yemen", False),
        ("sudanese", "sudan", True),
        ("finnish", "finn", True),
        ("koreans", "korea", True),
        ("italian", "italy", True),
        ("chilean", "chile", True),
        ("kenyan", "kenya", True),
        ("maltese", "malta", True),
        ("turks", "turk", True),
        ("omans", "oman", True),
        ("thais", "thai", True),
    ],
)
def test_same_word(a: str, b: str, same: bool) -> None:
    assert same_word(a, b) is same
    assert same_word(b, a) is same


def test_word_in() -> None:
    assert word_in("iraqi", ("iran", "iraq"))
    assert not word_in("iraqi", ("iran",))
    assert not word_in("iraqi", ())


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("turnout", "turnout", 0),
        ("turnot", "turnout", 1),
        ("turnoutt", "turnout", 1),
        ("turniut", "turnout", 1),
        ("turnuot", "turnout", 1),
        ("tunrotu", "turnout", 2),
        ("urnoot", "turnout", 2),
        ("nruotut", "turnout", 4),
        ("ca", "abc", 3),  # no letter is edited twice
        ("", "ab", 2),
        ("ab", "", 2),
        ("turn", "turnout", 3),
        ("tttttttt", "turnout", 6),
    ],
)
def test_edits(a: str, b: str, wanted: int) -> None:
    for most in range(5):
        assert edits(a, b, most) == edits(b, a, most) == min(wanted, most + 1)


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("vnace", "vance", True),
        ("vannce", "vance", True),
        ("lutterworth", "luterworth", True),
        ("vanse", "vance", False),
        ("vane", "vance", False),
        ("vanec", "vance", True),
        ("ecnav", "vance", False),
        ("lutterworrth", "luterworth", False),
        ("vance", "vance", False),
    ],
)
def test_slips_of_the_fingers(a: str, b: str, slip: bool) -> None:
    assert is_slip(a, b) is slip
    assert is_slip(b, a) is slip


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("mohammed", "muhammad", True),
        ("khadafi", "kadafi", True),
        ("emira", "amira", False),
        ("raf", "raph", True),
        ("ra", "raa", False),
        ("vance", "vanse", False),
    ],
)
def test_words_that_sound_alike(a: str, b: str, alike: bool) -> None:
    assert sounds_like(a, b) is alike
    assert sounds_like(b, a) is alike


def test_a_word_as_long_as_a_question_costs_little() -> None:
    """Some sixty words one letter away from it are compared."""
    import time

    began, word = time.process_time(), "İıŞş" * 500
    for letter in "abcdefgh":
        assert edits(letter + word, word + letter, 2) == 2
        assert edits(letter + word[1:], word, 1) == 1
    assert time.process_time() - began < 2.0
