"""Who says what stands at a place of an article, by the sentences around it too."""

import pytest

from rag.sources.whose import AROUND, BACK, LOOSE, NOBODY, Said, speaker_in


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("The mayor said 40 people had fled.", "40", Said("The mayor", "The mayor")),
        ("Ann Lee said it rained. She said 40 people had fled.", "40", Said("She", "Ann Lee")),
        ("Ann Lee told Omar Haddad so. It rained. He said 40 people had fled.", "40", Said("He", "Ann Lee")),
        ("Ann Lee said it rained. Omar Haddad said it did not. He said 40 people had fled.", "40", Said("He", "Omar Haddad")),
        ("It rained. She said 40 people had fled.", "40", Said("She")),
        ("Ann Lee said it rained. They said 40 people had fled.", "40", Said("They")),
        ("It rained. Forty people had fled.", "Forty", NOBODY),
        ("Ann Lee said it rained. The bridge has 40 lamps.", "40", NOBODY),
    ],
)
def test_who_says_it_in_its_sentence_or_the_one_before(text: str, place: str, said: Said) -> None:
    assert speaker_in(text, text.index(place)) == said


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ('"We lost the bridge," Ann Lee said. "There were 40 people on it."', "40", "Ann Lee"),
        ('"We lost the bridge," Ann Lee said. "It was old. There were 40 people on it."', "40", "Ann Lee"),
        ('"There were 40 people on it. We lost the bridge," Ann Lee said.', "40", "Ann Lee"),
        ('"We lost the bridge," Ann Lee said.\n\nThe "Red Band" has 40 members.', "40", ""),
        ('"We lost the bridge," Ann Lee said. It had 40 lamps.', "40", ""),
        ("“We lost the bridge,” Ann Lee said. “There were 40 people on it.”", "40", "Ann Lee"),
    ],
)
def test_a_quotation_that_goes_on_is_of_whom_it_began_with(text: str, place: str, name: str) -> None:
    assert speaker_in(text, text.index(place)).name == name


def test_a_share_of_those_asked_is_the_polls() -> None:
    text = "In a survey by the Marl Institute, 51 percent of residents said they would leave."
    assert speaker_in(text, text.index("51")).name == "a survey by the Marl Institute"
    alone = "Only 51 percent of residents said they would leave."
    assert speaker_in(alone, alone.index("51")) == NOBODY


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lind led Moss 47 percent to 39 percent in the latest Marl Post poll.", "the latest Marl Post poll"),
        ("Lind led Moss by 47 points in a survey of the port, which is small.", "a survey of the port"),
        ("But, according to the poll, 47 percent of voters were undecided.", "the poll"),
        ("Alvik has 47 boats in the latest Marl Post poll.", ""),
    ],
)
def test_a_share_is_the_polls_that_the_sentence_names(text: str, name: str) -> None:
    assert speaker_in(text, text.index("47")).name == name


def test_who_is_the_group_before_it() -> None:
    text = "Engineers, who warned that 40 dams were weak, met on Monday."
    assert speaker_in(text, text.index("40")).name == "Engineers"


def test_who_without_a_name_before_it_is_nobody_of_later_sentences() -> None:
    text = "Ten were hurt, said the mayor (who said 12 died). Then rain fell. Later Bob Smith left town."
    assert "Smith" not in speaker_in(text, text.index("12")).name


@pytest.mark.parametrize("at", [-1, 6, 99])
def test_outside_every_sentence_nobody_speaks(at: int) -> None:
    assert speaker_in("It is.", at) == NOBODY


def test_settings_are_those_measured() -> None:
    assert (BACK, AROUND, LOOSE) == (3, 4, -1.0)
