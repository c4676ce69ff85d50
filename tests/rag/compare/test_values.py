"""Which values articles give for a question of who, when, where and how many, which of an article counts, and which conflict."""

import pytest

from rag.compare.values import choices, disagreements, values_given
from rag.question.asked import read_asked
from tests.kits.compare import quote

TEN = "alpha bravo carol delta eagle fable giant hotel igloo jumbo"  # a question of ten words, to cover a known share of it
WHEN = f"When did {TEN}?"


def given(question: str, text: str, title: str = "") -> list[str]:
    return [g.text for g in values_given(question, quote(1, text, title=title), read_asked(question).value)]


def conflict(question: str, *rows: str | tuple[str, str]) -> list[list[str]]:
    """Return the sides of the difference among (text, day of publication)."""
    pairs = [(row, "") if isinstance(row, str) else row for row in rows]
    found = disagreements(question, [quote(n, text, published=day) for n, (text, day) in enumerate(pairs, 1)])
    return [[v.text for v in side] for d in found for side in d.sides]


# --- what is a value


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("When did the Marl ferry sink?", "The Marl ferry did sink in May 1931.", ["May 1931"]),
        ("When did the Marl ferry sink?", "The Marl ferry did sink on 3 May.", ["3 May"]),
        ("When did the Marl ferry sink?", "The Marl ferry did sink on Tuesday.", []),
        ("When in 1931 did the Marl ferry sink?", "The Marl ferry did sink in 1931.", []),  # asked, not answered
        ("When in 1931 did the Marl ferry sink?", "The Marl ferry did sink in 1932.", ["1932"]),
        ("When in 1931 did the Marl ferry sink?", "The Marl ferry did sink in May 1931.", ["May 1931"]),
        ("How many trees fell in Marl?", "12 trees fell in Marl.", ["12"]),
        ("How many trees fell in Marl?", "Two trees fell in Marl.", ["Two"]),
        ("How many trees fell in Marl?", "1 trees fell in Marl.", []),
        ("How many trees fell in Marl?", "Of the trees 12 percent fell in Marl.", []),
        ("Who won the Marl cup?", "Elena Voss won the Marl cup in Tovik.", ["Elena Voss", "Tovik"]),
        ("Who beat Elena Voss?", "Elena Voss lost and Tomas Berg beat Elena.", ["Tomas Berg"]),  # a name asked about is no answer
        ("Who beat Elena Voss?", "Elena Berg beat Voss.", ["Elena Berg"]),
        ("Who beat the Americans?", "Tomas Berg beat the American team.", ["Tomas Berg"]),
        ("Who won the Marl cup?", "The Actions won the Marl cup.", []),  # may be an everyday word
        ("Who won the Marl cup?", "The Embassy won the Marl cup.", ["Embassy"]),
    ],
)
def test_values(question: str, text: str, values: list[str]) -> None:
    assert given(question, text) == values


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("alpha bravo carol 1931", "", True),  # three of ten words
        ("alpha bravo 1931", "", False),
        ("alpha bravo 1931", "the carol", False),  # a word of the title counts 0.7
        ("alpha bravo 1931", "the carol and delta", True),
        ("alpha bravo 1931", "alpha and bravo", False),  # none twice
        (f"alpha bravo carol {'oh ' * 14}1931", "", True),  # 14 words away
        (f"alpha bravo carol {'oh ' * 15}1931", "", False),
        (f"1931 {'oh ' * 14}alpha bravo carol", "", True),
        (f"1931 {'oh ' * 15}alpha bravo carol", "", False),
        ("Alpha bravo carol came. It was 1931.", "", False),  # in a sentence of its own
    ],
)
def test_a_value_stands_near_words_of_the_question(text: str, title: str, found: bool) -> None:
    assert given(WHEN, text, title) == (["1931"] if found else [])


@pytest.mark.parametrize(
    ("question", "text", "title", "score", "gap", "slot"),
    [
        (WHEN, f"{TEN} 1931", "", 1.0, 0, ("jumbo", True)),
        (WHEN, f"{TEN} oh 1931", "", 0.97, 1, ("jumbo", True)),
        (WHEN, f"1931 oh oh {TEN}", "", 0.94, 2, ("alpha", False)),
        (WHEN, "alpha bravo carol 1931", "delta", 0.37, 0, ("carol", True)),
        (WHEN, "alpha bravo carol oh 1931 delta", "", 0.4, 0, ("delta", False)),
        # of two as near the one whose word comes first in the alphabet; a word for a relation counts as four nearer
        (WHEN, "alpha bravo carol 1931 bravo", "", 0.3, 0, ("bravo", False)),
        ("When was Marl founded?", "Marl was founded in the hills of old in 1931", "", 0.94, 6, ("creat", True)),
        ("When was Marl founded?", "Founded it was Marl 1931", "", 1.03, 3, ("creat", True)),
        ("When was Marl founded?", "Founded it was old Marl 1931", "", 1.0, 0, ("marl", True)),
        ("When was Marl founded?", "Founded in the far hills was old Marl oh 1931", "", 0.97, 1, ("marl", True)),
        ("When was Marl founded?", "Marl was established in 1931", "", 1.09, 1, ("creat", True)),
        # words that say what kind of answer is wanted need not be there
        ("When year date name people person number many much day alpha bravo?", "alpha bravo 1931", "", 1.0, 0, ("bravo", True)),
        ("When month time alpha bravo?", "alpha bravo 1931", "", 0.5, 0, ("bravo", True)),
    ],
)  # fmt: skip
def test_a_score_is_the_share_of_the_question_less_the_distance(
    question: str, text: str, title: str, score: float, gap: int, slot: tuple[str, bool]
) -> None:
    (got,) = values_given(question, quote(1, text, title=title), "date")
    assert (round(got.score, 3), got.gap, got.slot) == (score, gap, slot)


# --- the value of an article, and what is one value


@pytest.mark.parametrize(
    ("gap", "others", "value"),
    [
        (1, 0, "1931"),
        (2, 1, "1931"),  # 0.06 farther, 0.05 for another article
        (1, 1, "1932"),
        (4, 2, "1931"),
        (3, 2, "1932"),
        (4, 3, "1932"),
        (6, 4, "1931"),  # more than four articles count as four
    ],
)
def test_of_an_article_the_nearest_value_counts_unless_others_give_another(gap: int, others: int, value: str) -> None:
    rows = [f"alpha bravo carol 1931 {'oh ' * (gap - 1)}1932", *["alpha bravo carol 1932"] * others]
    found = choices(WHEN, [quote(n, text) for n, text in enumerate(rows, 1)])
    assert next(v.text for c in found for v in c.values if v.quote.n == 1) == value


@pytest.mark.parametrize(
    ("question", "rows", "found"),
    [
        ("When did the Marl ferry sink?", ["Marl ferry did sink in May 1931.", "Marl ferry did sink on 3 May 1931."], [("3 May 1931", 2)]),
        ("When did the Marl ferry sink?", ["Marl ferry did sink on 4 May.", "Marl ferry did sink on 3 May."], [("4 May", 1), ("3 May", 1)]),
        ("How many trees fell in Marl?", ["12 trees fell in Marl.", "About 13 trees fell in Marl."], [("12", 2)]),
        ("How many trees fell in Marl?", ["12 trees fell in Marl.", "13 trees fell in Marl."], [("12", 1), ("13", 1)]),
        (WHEN, [f"{TEN} September 1931", f"{TEN} oh on 1931-09-30"], [("1931-09-30", 2)]),
        (WHEN, [f"{TEN} oh on 1931-09-30", f"{TEN} September 1931"], [("1931-09-30", 2)]),
        ("When?", ["In May 1931."], []),
        ("Who won the Marl cup?", ["Voss easily won the Marl cup.", "Elena Voss won the Marl cup."], [("Elena Voss", 2)]),
        ("Who won the Marl cup?", ["Ida Voss won the Marl cup.", "Elena Voss won the Marl cup."], [("Elena Voss", 1), ("Ida Voss", 1)]),
        ("Who won the Marl cup?", ["Voss won it, a cup.", "Elena Kron won the Marl cup."], [("Elena Kron", 1), ("Voss", 1)]),
        ("Why did the Marl ferry sink?", ["Marl ferry did sink in May 1931."], []),
    ],
)  # fmt: skip
def test_choices(question: str, rows: list[str], found: list[tuple[str, int]]) -> None:
    got = choices(question, [quote(n, text) for n, text in enumerate(rows, 1)])
    assert [(c.text, c.independent) for c in got] == found


def test_a_word_of_the_question_in_a_value_is_not_beside_it() -> None:
    (got,) = values_given("Who won the Marl cup?", quote(1, "Marl United oh oh oh oh oh won the cup"), "name")
    assert (got.text, got.gap, got.slot) == ("Marl United", 5, ("beat", False))


def test_the_best_supported_choice_comes_first() -> None:
    rows = ["1933 oh alpha bravo carol", "alpha bravo carol delta oh 1932", "alpha bravo carol oh 1932", f"{TEN} 1931"]
    assert [(c.text, c.independent) for c in choices(WHEN, [quote(n, t) for n, t in enumerate(rows, 1)])] == [
        ("1932", 2), ("1931", 1), ("1933", 1)
    ]  # fmt: skip
    one_story = choices(WHEN, [quote(n, t) for n, t in enumerate(rows, 1)], {"a2": "s", "a3": "s"})
    assert [(c.text, c.independent) for c in one_story] == [("1931", 1), ("1932", 1), ("1933", 1)]


# --- conflict


def six(value: str, *, words: int = 6, between: str = "", behind: str) -> str:
    """A sentence with some words of the question, a value, and others that make it unlike its rival."""
    return f"{' '.join(TEN.split()[:words])} {between}{value} {behind}"


RED, SEA = "red green blue grey pink teal mauve", "sea lake pond river creek brook well"


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        (six("1931", behind=RED), six("1932", behind=SEA), True),  # six of ten words
        (six("1931", words=5, behind=RED), six("1932", words=5, behind=SEA), False),
        (six("1931", behind=RED), six("1932", words=5, behind=SEA), False),
        (six("1931", between="oh " * 5, behind=RED), six("1932", between="oh " * 5, behind=SEA), True),
        (six("1931", between="oh " * 6, behind=RED), six("1932", between="oh " * 6, behind=SEA), False),
        (six("1931", behind=RED), f"1932 fable alpha bravo carol delta eagle {SEA}", False),  # on the other side of the word
        (six("1931", behind=RED), f"fable alpha bravo carol delta eagle 1932 {SEA}", False),  # beside another word
        (six("1931", behind=RED), six("1931", behind=SEA), False),
        (six("3 May 1931", behind=RED), six("4 May 1931", behind=SEA), True),
        (six("3 May 1931", behind=RED), six("May 1931", behind=SEA), False),
        (six("May 1931", behind=RED), six("June 1931", behind=SEA), False),  # no days: perhaps of two stages
        (six("3 May 1931", behind=RED), six("June 1931", behind=SEA), False),
        (six("May 1931", behind=RED), six("June 1932", behind=SEA), True),
        (six("3 May 1931", behind=RED), six("1932", behind=SEA), True),
        (six("3 May", behind=RED), six("4 May", behind=SEA), True),
        (six("3 May", behind=RED), six("4 May 1931", behind=SEA), False),  # only one states its year
    ],
)
def test_dates_in_conflict(one: str, two: str, differ: bool) -> None:
    assert bool(conflict(WHEN, one, two)) is bool(conflict(WHEN, two, one)) is differ


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("2024-05-02", "2024-05-05", True),
        ("2024-05-02", "2024-05-06", False),
        ("2024-05-02", "", False),
        ("", "", True),
    ],
)
def test_only_articles_of_one_time_are_in_conflict(one: str, two: str, differ: bool) -> None:
    assert bool(conflict(WHEN, (f"{TEN} 1931", one), (f"{TEN} 1932", two))) is differ


@pytest.mark.parametrize(
    ("third", "differ"),
    [
        ("It was 1931, not 1932.", False),  # far from the words of the question
        ("It was 1931.", True),
        ("It was May 1931, not 1932.", False),
        ("It was 3 May 1931, not 1932.", True),  # says more than either
    ],
)
def test_no_conflict_where_a_quote_gives_both(third: str, differ: bool) -> None:
    assert bool(conflict(WHEN, f"{TEN} 1931", f"{TEN} 1932", third)) is differ


@pytest.mark.parametrize(
    ("question", "one", "two", "differ"),
    [
        # beside a word for a relation, two words away at most
        ("Who won the Marl cup?", "Elena Voss won the Marl cup.", "In Marl it was Tomas Berg who won a cup.", True),
        ("Who won the Marl cup?", "Elena Voss at long won the Marl cup.", "In Marl it was Tomas Berg who won a cup.", True),
        ("Who won the Marl cup?", "Elena Voss at long last won the Marl cup.", "In Marl it was Tomas Berg who won a cup.", False),
        ("Who fled the Marl cup?", "Elena Voss fled the Marl cup.", "In Marl it was Tomas Berg who fled a cup.", False),
        ("Who won the 2021 Marl cup?", "Elena Voss won the Marl cup.", "In Marl it was Tomas Berg who won a cup.", False),
        ("Who won the 2021 Marl cup?", "Elena Voss won the 2021 Marl cup.", "In Marl it was Tomas Berg who won a 2021 cup.", True),
        # in sentences alike but for the value: five words, three quarters
        ("Who fled Marl?", "Elena Voss fled the old town Marl.", "Tomas Berg fled the old town Marl.", True),
        ("Who fled Marl?", "Elena Voss fled the town Marl.", "Tomas Berg fled the town Marl.", False),
        ("Who fled Marl?", "Elena Voss fled the old walled town Marl.", "Tomas Berg fled the old walled town Marl by sea.", True),
        ("Who fled Marl?", "Elena Voss fled the old walled town Marl.", "Tomas Berg fled the old walled town Marl by sea today.", False),
        # counts are compared elsewhere
        ("How many trees fell in Marl?", "12 trees fell in the old town Marl.", "19 trees fell in the old town Marl.", False),
        ("Why fled Marl?", "Elena Voss fled the old town Marl.", "Tomas Berg fled the old town Marl.", False),
    ],
)  # fmt: skip
def test_names_in_conflict(question: str, one: str, two: str, differ: bool) -> None:
    assert bool(conflict(question, one, two)) is bool(conflict(question, two, one)) is differ


@pytest.mark.parametrize(("third", "differ"), [("Berg met Elena Voss.", True), ("Tomas Berg met Elena Voss.", False)])
def test_a_part_of_a_name_states_no_value(third: str, differ: bool) -> None:
    assert bool(conflict("Who won the Marl cup?", "Elena Voss won the Marl cup.", "Tomas Berg won the Marl cup.", third)) is differ


def test_the_sides_are_the_best_supported_and_four_at_most() -> None:
    rows = [f"{TEN} {year}" for year in (1931, 1932, 1933, 1934, 1935, 1935)]
    sides = conflict(WHEN, *rows)
    assert sides[0] == ["1935", "1935"]
    assert len(sides) == 4
    assert len(conflict(WHEN, *rows[:3])) == 3
    # one that conflicts with one of them only is left out
    assert conflict(WHEN, f"{TEN} 3 May 1931", f"{TEN} 1932", f"{TEN} June 1931") in (
        [["3 May 1931"], ["1932"]], [["1932"], ["3 May 1931"]], [["June 1931"], ["1932"]], [["1932"], ["June 1931"]]
    )  # fmt: skip


def test_a_difference_of_the_like_sentences_goes_before_one_of_other_sentences() -> None:
    rows = six("1931", behind=RED), six("1931", behind=SEA), six("1932", behind=RED), six("1933", behind="hut barn shed mill farm inn")
    assert conflict(WHEN, *rows)[:2] == [["1931", "1931"], ["1932"]]


def test_a_difference_tells_its_kind_and_its_values_their_source() -> None:
    quotes = [
        quote(1, f"{TEN} 1931, Police said", published="2024-05-02T10:00", source="Post"),
        quote(2, f"{TEN} 1932", published="2024-05-02", source="Wire"),
    ]
    (got,) = disagreements(WHEN, quotes)
    assert (got.what, got.kind, got.independent) == (TEN, "date", (1, 1))
    (value,) = next(side for side in got.sides if side[0].text == "1931")
    assert (value.what, value.quote, value.outlet, value.article_id, value.attribution) == (TEN, 1, "Post", "a1", "Police")
    assert (value.start, value.end, value.precision) == ("2024-05-02", "2024-05-02", "published")
    (undated, _) = disagreements(WHEN, [quote(1, f"{TEN} 1931"), quote(2, f"{TEN} 1932")])[0].sides
    assert (undated[0].start, undated[0].precision) == ("", "")
    assert (
        disagreements("Who won the Marl cup?", [quote(1, "Elena Voss won the Marl cup."), quote(2, "Ida Kron won the Marl cup.")])[0].kind
        == "name"
    )
