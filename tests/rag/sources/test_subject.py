"""What a sentence or question is about: the noun group before its first finite verb, or behind the auxiliary that asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.sources.subject import subject


def _subject(text: str) -> str:
    return text[slice(*subject(text, text.endswith("?")))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ann Lee resigned on Tuesday.", "Ann Lee"),
        ("The mayor of Marl and his wife were hurt.", "The mayor of Marl and his wife"),
        ("She said it was late.", "She"),
        ("Ann Lee, the mayor, resigned.", "Ann Lee"),
        ("Ann Lee; the mayor; resigned.", "Ann Lee"),
        ("Ann Lee (the mayor) resigned.", "Ann Lee"),
        ("The ferry – an old one – was lost.", "The ferry"),
        ("The ferry — an old one — was lost.", "The ferry"),
        ("Marl: the mayor resigned.", "Marl"),
        ("The ferry that sank in May was old.", "The ferry"),
        ("The wounded man was taken to Marl.", "The wounded man"),  # behind an article or preposition no verb
        ("A group of wounded men was taken to Marl.", "A group of wounded men"),
        ("The decision to cut jobs was late.", "The decision to cut jobs"),
        ("The long-promised United bridge was opened.", "The long-promised United bridge"),
        ("The red shed was sold.", "The red shed"),
        ("Red bears were seen.", "Red bears"),
        ("Will Smith resigned.", "Will Smith"),
        ("Five reed boats were seen.", "Five reed boats"),  # four letters are no ending -ed
        ("At least 20 people were hurt.", "At least 20 people"),
        # what comes before it
        ("On Tuesday, the army left Marl.", "the army"),
        ("When the ferry sank, Ann Lee was aboard.", "Ann Lee"),
        ("Since it began, and on Tuesday too, the strike has spread.", "the strike"),
        ("After he resigned Ann Lee left.", ""),
        # no verb that is known
        ("Chicago averages 15 days with snow.", ""),
        ("Snow in Marl", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_statements(text: str, wanted: str) -> None:
    assert _subject(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Who is Ann Lee?", "Ann Lee"),
        ("Where was she born?", "she"),
        ("What did Ann Lee demand?", "Ann Lee"),
        ("What did the army demand from Marl?", "the army"),  # the verb behind "did" is left out
        ("What does the army?", "the army"),
        ("In which year did the ferry sink?", "the ferry"),
        ("Did shots hit the embassy?", "shots"),
        ("Were shots fired at the embassy?", "shots"),
        ("Is the old ferry in Marl?", "the old ferry"),
        ("Will Ann Lee resign?", "Ann Lee"),
        ("What did Will Smith demand?", "Will Smith"),
        ("How many American troops are in Iraq?", "American troops"),
        ("How many people have been killed in Oulu?", "people"),
        ("How much grain has the ministry sold?", "the ministry"),
        ("How much grain has Marl sold?", "Marl"),
        ("How much grain has it sold?", "it"),
        ("How many people were there?", "people"),
        ("Are there any survivors?", "any survivors"),
        ("Have there been strikes?", "strikes"),
        ("Where has there been snow in Marl?", "snow"),
        ("Where did there trams stop?", "trams"),
        ("Which city did there?", ""),
        ("Who was killed in Oulu?", ""),
        ("Who was in Oulu?", ""),
        ("Ann Lee, who was killed?", ""),
        ("After the report of May, did Ann Lee resign?", "Ann Lee"),
        ("Snow?", ""),
    ],
)
def test_questions(text: str, wanted: str) -> None:
    assert _subject(text) == wanted


@pytest.mark.parametrize("word", "and but so then also yet still however meanwhile".split())
def test_words_that_lead_on(word: str) -> None:
    assert _subject(f"{word.title()} the army left.") == "the army"


@pytest.mark.parametrize("word", "many much who whom whose what which when where why how that".split())
def test_words_that_ask(word: str) -> None:
    assert _subject(f"{word.title()} soldiers were hurt?") == "soldiers"


@pytest.mark.parametrize("word", "who whom whose what which when where why how that".split())
def test_words_that_begin_a_relative_clause(word: str) -> None:
    assert _subject(f"The ferry {word} we saw was old.") == "The ferry"


@pytest.mark.parametrize(
    "word", "since before after during while as if because although with of by from in for on at to about into".split()
)
def test_words_that_a_comma_ends(word: str) -> None:
    assert _subject(f"{word.title()} the strike, trams stood still.") == "trams"


@pytest.mark.parametrize("word", "since before after during while as if because although".split())
def test_words_that_begin_no_subject(word: str) -> None:
    assert _subject(f"{word.title()} trams stood still.") == ""


@pytest.mark.parametrize("word", "with of by from in for on at to about into a an the his her its their our my any".split())
def test_words_that_stand_before_a_noun(word: str) -> None:
    assert _subject(f"Cuts {word} wounded men were seen.") == f"Cuts {word} wounded men"
    assert _subject(f"Was Marl {word}?") == "Marl"


@pytest.mark.parametrize("word", "a an the his her its their our my any".split())
def test_words_that_begin_a_noun_group(word: str) -> None:
    assert _subject(f"How much grain has {word} ministry sold?") == f"{word} ministry"


@pytest.mark.parametrize("word", "he she it they we you i".split())
def test_pronouns(word: str) -> None:
    assert _subject(f"How much grain has {word} in Marl?") == word
    assert _subject(f"Did {word} sink?") == word


@pytest.mark.parametrize("word", "do does did".split())
def test_auxiliaries_that_stand_before_the_subject(word: str) -> None:
    assert _subject(f"Which towns {word} police search?") == "police"


@given(st.text(max_size=200), st.booleans())
def test_any_text(text: str, asks: bool) -> None:
    start, end = subject(text, asks)
    assert 0 <= start <= end <= len(text)


def test_time_is_linear() -> None:
    assert subject("in the old town " * 4000, asks=False) == (0, 0)
    assert subject("the town " * 4000, asks=True) == (0, 0)
