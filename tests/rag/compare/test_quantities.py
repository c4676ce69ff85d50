"""What a sentence counts: of whom or what, as written, superseded or counted over a time; and what is no count."""

import pytest

from rag.compare.quantities import Quantity, quantities
from rag.compare.statements import said_in
from tests.kits.compare import quote


def counted(text: str) -> list[Quantity]:
    return [q for s in said_in([quote(1, text, published="2024-05-07")]) for q in quantities(s)]


def whats(text: str) -> list[tuple[str, str, str]]:
    return [(q.text, q.what, q.group) for q in counted(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # people, by the nearest word that says what became of them
        ("Rescuers found 12 people dead in Marl.", [("12", "killed", "")]),
        ("The blast killed 12.", [("12", "killed", "")]),
        ("The blast in Marl killed 12 Tovikans.", [("12", "killed", "")]),
        ("Twelve died, 30 hurt in Marl.", [("Twelve", "killed", ""), ("30", "wounded", "")]),
        ("Police arrested 40 people and 12 were killed.", [("40", "arrested", ""), ("12", "killed", "")]),
        ("Killed were 12, arrested were 9.", [("12", "killed", ""), ("9", "arrested", "")]),
        ("The crash hurt 18 of the 80 people on board.", [("18", "wounded", "")]),
        ("The wounded, ages 52 to 88, are in Marl; 12 were killed.", [("12", "killed", "")]),
        ("12 people fled.", [("12", "displaced", "")]),
        ("12 people are missing.", [("12", "missing", "")]),
        ("The storm left 12 dead, 9 injured, 8 missing and 7 homeless.",
         [("12", "killed", ""), ("9", "wounded", ""), ("8", "missing", ""), ("7", "displaced", "")]),
        ("In the village, 12 children were wounded.", [("12", "wounded", "children")]),
        ("Some 2,000 soldiers left.", [("Some 2,000", "soldi", "soldier")]),
        # of two words as near the one behind
        ("Hurt here were 12 people then killed.", [("12", "killed", "")]),
        ("Hurt here were 12 people then all killed.", [("12", "wounded", "")]),
        # what is lost, drawn and buried
        ("The war claimed 300 lives.", [("300", "killed", "")]),
        ("They pulled 18 bodies from the mud.", [("18", "killed", "")]),
        ("In the flood 18 perished.", [("18", "killed", "")]),
        ("Marl counted 18 cats.", [("18", "cat", "")]),
        # the count of what
        ("The number of dead is 19.", [("19", "killed", "")]),
        ("The total of injured is 19.", [("19", "wounded", "")]),
        ("The count of homes is 19.", [("19", "hom", "")]),
        ("Number of homes: 19.", [("19", "hom", "")]),
        ("Total of homes: 19.", [("19", "hom", "")]),
        ("Count of homes: 19.", [("19", "hom", "")]),
        ("The sort of homes is 19.", []),
        ("The answer is 19.", []),
        # behind an adjective, a name, or "of its"
        ("The army lost 18 enemy tanks.", [("18", "tank", "")]),
        ("The blast killed nobody and hit 12 Marl villages.", [("12", "villag", "")]),
        ("The blast killed 12 Tovik soldiers.", [("12", "killed", "soldier")]),
        ("The blast killed 12 people near homes.", [("12", "killed", "")]),
        ("Marl lost 12 of its soldiers.", [("12", "soldi", "soldier")]),
        ("Marl lost 12 of their ships.", [("12", "ship", "")]),
        ("Marl lost 12 of his ships.", [("12", "ship", "")]),
        ("Marl lost 12 of her ships.", [("12", "ship", "")]),
        ("Marl lost 12 of our ships.", [("12", "ship", "")]),
        ("Marl lost 12 of the ships.", [("12", "ship", "")]),
        ("Marl lost 12 of these ships.", [("12", "ship", "")]),
        ("Marl lost 12 of those ships.", [("12", "ship", "")]),
        ("Marl lost 12 of its own ships.", [("12", "ship", "")]),
        # attacks, also by their times
        ("There were 12 attacks in Marl.", [("12", "attacks", "")]),
        ("Marl was attacked three times.", [("three", "attacks", "")]),
        ("Marl was shelled three times.", [("three", "attacks", "")]),
        ("Marl won three times.", []),
        # units
        ("Prices rose 16 percent in Marl.", [("16 percent", "%", "")]),
        ("Prices rose 5 per cent.", [("5 per cent", "%", "")]),
        ("They lost 40% of their crop.", [("40%", "%", "")]),
        ("They lost 40 % of their crop.", [("40 %", "%", "")]),
        ("The firm paid $5 million.", [("$5 million", "$", "")]),
        ("The firm paid 5 million euros.", [("5 million", "€", "")]),
        ("The firm paid £5.", [("£5", "£", "")]),
        ("The firm paid 5 yen.", [("5", "¥", "")]),
        ("The firm paid ₹5.", [("₹5", "₹", "")]),
        # no counts
        ("The toll fell by 3 to 9.", [("9", "killed", "")]),
        *((f"The toll fell by {w} 3 to 9.", [("9", "killed", "")]) for w in ("just over", "a further", "another", "only")),
        ("A raid by gunmen killed 12 people.", [("12", "killed", "")]),
        ("A raid by 12 gunmen killed people.", []),
        ("One man was killed.", []),
        ("1 cat was killed.", [("1", "cat", "")]),
        ("Two cats were killed.", [("Two", "cat", "")]),
        ("The 3rd cat was killed.", []),
        ("At 10:30 cats were killed.", []),
        ("Twice as many people were killed.", []),
        ("Tanya Burwick, 62, was killed.", []),
        ("Tanya Burwick, aged 62, was killed.", []),
        ("Tanya Burwick, 62 people and a dog were killed.", [("62", "killed", "")]),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, found: list[tuple[str, str, str]]) -> None:
    assert whats(text) == found


@pytest.mark.parametrize(
    "word",
    "as with after before when while since near during but where whereas across outside inside over under through until because including "
    "into around between against so then this last yesterday today overnight".split(),
)
def test_a_number_before_a_word_that_is_no_noun_counts_people(word: str) -> None:
    (got,) = counted(f"The blast killed 12 {word} homes there burned.")
    assert (got.text, got.what) == ("12", "killed")


def test_said_behind_a_number_is_not_counted() -> None:
    assert whats("The dead were 12 said the mayor.") == [("12", "killed", "")]


# --- the nearest word


@pytest.mark.parametrize("border", [",", ";", ":", *" and; while; whereas; but; which; who; when; where; after".split(";")])
def test_a_border_of_clauses_keeps_a_word_away(border: str) -> None:
    said = "wounded " + "oh " * 4 + "12 people"
    assert [q.what for q in counted(f"{said} oh dead")] == ["killed"]
    assert [q.what for q in counted(f"{said}{border} oh dead")] == ["wounded"]


@pytest.mark.parametrize(("words", "what"), [(9, "wounded"), (10, "killed")])
def test_a_border_is_as_far_as_eight_words(words: int, what: str) -> None:
    assert [q.what for q in counted(f"wounded {'oh ' * words}12 people, oh dead")] == [what]


@pytest.mark.parametrize(("words", "what"), [(23, "killed"), (24, "peopl")])
def test_a_word_far_away_says_nothing(words: int, what: str) -> None:
    assert [q.what for q in counted(f"12 people {'oh ' * (words - 1)}dead")] == [what]


# --- as written


@pytest.mark.parametrize(
    "bound",
    [
        "at least", "no fewer than", "more than", "over", "above", "less than", "fewer than", "under", "below", "up to", "at most",
        "as many as", "nearly", "almost", "close to", "just under", "about", "around", "roughly", "approximately", "some",
        "an estimated", "estimated", "At least",
    ],
)  # fmt: skip
def test_a_bound_is_shown(bound: str) -> None:
    (got,) = counted(f"{bound} 50 homes burned")
    assert (got.text, got.what) == (f"{bound} 50", "hom")


@pytest.mark.parametrize("text", ["all 50 homes burned", "dozens of homes burned"])
def test_other_words_before_a_number_are_not_shown(text: str) -> None:
    assert counted(text)[0].text in {"50", "dozens"}


# --- superseded, and counted over a time


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("The toll is 44, not 60.", True),
        ("The toll is 44, from 60.", True),
        ("The toll is 44, down from 60.", True),
        ("The toll is 44, up from 30.", True),
        ("The toll is 44 instead of 60.", True),
        ("The toll is 44 rather than 60.", True),
        ("The toll is 44, earlier 60.", True),
        ("The toll is 44, previously 60.", True),
        ("The toll is 44 compared with 60.", True),
        ("The toll is 44 against 60.", True),
        ("The toll is 44 after 60.", True),
        ("The toll is 44, NOT 60.", True),
        ("The toll is 44, not at least 60.", True),
        ("The toll is 44, not about 60.", True),
        ("The toll is 44, not more than 60.", True),
        ("The toll is 44, then 60.", False),
        ("The toll is 44, not really 60.", False),
        ("The toll rose from 44 to 60.", False),
    ],
)
def test_a_superseded_figure(text: str, old: bool) -> None:
    assert counted(text)[-1].old is old


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("12 people died since October.", True),
        ("12 people died so far.", True),
        ("12 people died in three days.", True),
        ("12 people died in the past three weeks.", True),
        ("12 people died over the last 3 months.", True),
        ("12 people died during two years.", True),
        ("12 people died for five days.", True),
        ("SINCE October it was 12 people who died.", True),
        ("12 people died between 17 and 30 October.", True),
        ("12 people died from 17 to 30 October.", True),
        ("12 people died.", False),
        ("12 people died three days ago.", False),
        ("12 people died within three days.", False),
        ("12 people died in the next three days.", False),
        ("12 people died in three hours.", False),
        ("12 people died in sincere grief.", False),
        ("12 people died between houses.", False),
        (f"12 people died between{' x' * 19}y and dawn.", True),
        (f"12 people died between{' x' * 20}y and dawn.", False),
        ("12 people died from it to me.", True),
    ],
)
def test_a_count_over_a_time(text: str, over: bool) -> None:
    assert counted(text)[0].cumulative is over


def test_who_says_it() -> None:
    assert [q.attribution for q in counted("Police said 12 people died; rescuers said 30 people died.")] == ["Police", "rescuers"]
    assert counted("12 people died.")[0].attribution == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An eighth victim of the fire died in hospital.", [("killed", 8, "")]),
        ("The 12th person killed in the storm was found.", [("killed", 12, "")]),
        ("A third soldier was wounded near Marl.", [("wounded", 3, "soldier")]),
        ("The second soldier to be killed was found.", [("killed", 2, "soldier")]),
        ("The third person to die was a guard.", [("killed", 3, "")]),
        ("The third person to have died was a guard.", [("killed", 3, "")]),
        ("The first victim died on Sunday.", []),
        ("The second child to lead the choir was killed.", []),
        ("Her third child was injured.", []),
        ("He was the 45th president and was killed.", []),
        ("A second man was arrested in Marl.", []),
        ("The third floor fell and nobody was killed.", []),
    ],
)
def test_the_ordinal_of_a_victim_is_a_toll(text: str, found: list[tuple[str, float, str]]) -> None:
    assert [(q.what, q.number.value, q.group) for q in counted(text)] == found
