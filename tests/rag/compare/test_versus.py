"""Two sides are compared only where both have a value of one kind."""

import pytest

from rag.compare.versus import settle
from rag.question.versus import Versus, read_versus
from rag.records import Article, Quote


def asked(question: str) -> Versus:
    found = read_versus(question)
    assert found is not None
    return found


def quote(n: int, text: str, answer: str = "", *, title: str = "", dated: str = "2025-03-05") -> Quote:
    at = text.index(answer) if answer else 0
    return Quote(n, text, 0, len(text), Article(f"a{n}", title, text, f"Post {n}", published=dated), 0.5, answer=(at, at + len(answer)))


RAISED = "Who raised more money, Brevia or Calden?"
MOONS = "Does Saturn or Jupiter have more moons?"
FIRES = "Which fire killed more people, the one in Marl or the one in Olm?"
AGES = "Is Ann Lee older than Bo Ekman?"
TERMS = "Who got the longer term, Ann Lee or Bo Ekman?"
FIRST = "Which opened first, the Marl bridge or the Olm tunnel?"


@pytest.mark.parametrize(
    ("question", "one", "two", "line", "n"),
    [
        (
            RAISED,
            ("Brevia raised $9 million.", "$9 million"),
            ("Calden raised at least $4 million.", "$4 million"),
            "Brevia: $9 million; Calden: at least $4 million",
            1,
        ),
        (
            "Who raised less money, Brevia or Calden?",
            ("Brevia raised $9 million.", "$9 million"),
            ("Calden raised $4 million.", "$4 million"),
            "Calden: $4 million; Brevia: $9 million",
            2,
        ),
        (
            "Did Brevia raise more money than Calden?",
            ("Brevia raised $9 million.", "$9 million"),
            ("Calden raised $4 million.", "$4"),
            "Yes. Brevia: $9 million; Calden: $4 million",
            1,
        ),
        (
            "Did Brevia raise less money than Calden?",
            ("Brevia raised $9 million.", "$9 million"),
            ("Calden raised $4 million.", "$4"),
            "No. Calden: $4 million; Brevia: $9 million",
            2,
        ),
        (
            "Did Brevia raise more money than Calden?",
            ("Brevia raised $4 million.", "$4 million"),
            ("Calden raised $4 million.", "$4"),
            "Equal. Brevia: $4 million; Calden: $4 million",
            1,
        ),
        (
            TERMS,
            ("Ann Lee was sent to prison for 30 months.", "30 months"),
            ("Bo Ekman was sent to prison for 15 years.", "15 years"),
            "Bo Ekman: 15 years; Ann Lee: 30 months",
            2,
        ),
        (
            FIRES,
            ("The fire in Marl killed six people.", ""),
            ("The fire in Olm killed 12.", ""),
            "The one in Olm: 12; The one in Marl: six people",
            2,
        ),
        (
            FIRES,
            ("One person died in the Marl fire.", "One"),
            ("Four died in the Olm fire.", "Four"),
            "The one in Olm: Four; The one in Marl: One person",
            2,
        ),
        (
            MOONS,
            ("Saturn has 274 moons, against 95 of Jupiter.", ""),
            ("Jupiter has 95 moons.", ""),
            "Saturn: 274 moons; Jupiter: 95 moons",
            1,
        ),
        (
            FIRST,
            ("The Marl bridge opened on 3 May 2024.", "3 May 2024"),
            ("The Olm tunnel opened in June 2023.", "June 2023"),
            "The Olm tunnel: June 2023; The Marl bridge: 3 May 2024",
            2,
        ),
        (
            FIRST.replace("first", "later"),
            ("The Marl bridge opened on 3 May 2024.", ""),
            ("The Olm tunnel opened in June 2023.", ""),
            "The Marl bridge: 3 May 2024; The Olm tunnel: June 2023",
            1,
        ),
    ],
)
def test_the_winner_comes_first(question: str, one: tuple[str, str], two: tuple[str, str], line: str, n: int) -> None:
    settled = settle(asked(question), [quote(1, *one), quote(2, *two)])
    assert settled.short is not None, settled.note
    assert (settled.short.text, settled.short.n, settled.note) == (line, n, "")
    assert (settled.short.outlet, settled.short.reported) == ("", "")  # of two reports


@pytest.mark.parametrize(
    ("question", "one", "two", "why"),
    [
        (
            RAISED,
            ("Brevia raised $9 million.", "$9 million"),
            ("Calden raised €4 million.", "€4 million"),
            "no common unit ($9 million; €4 million)",
        ),
        (RAISED, ("Brevia raised $9 million.", "$9 million"), ("Calden raised a good deal.", ""), "no figure for Calden"),
        (RAISED, ("Brevia raised $4 million.", ""), ("Calden raised $9 million.", "$9 million"), "no figure for Brevia"),  # not sure
        (RAISED, ("Brevia did well.", ""), ("Calden raised $4 million.", "$4 million"), "no figure for Brevia"),
        (RAISED, ("Brevia raised $9 million.", "$9 million"), ("Dorland raised $4 million.", "$4 million"), "no figure for Calden"),
        (
            RAISED,
            ("Brevia raised $9 million in 2019.", "$9 million"),
            ("Calden raised $4 million in 2024.", "$4 million"),
            "the figures are of different times (2019; 2024)",
        ),
        (MOONS, ("Saturn has 274 moons.", "274"), ("Jupiter has 16 rings.", "16"), "no figure for Jupiter"),
        (MOONS, ("Saturn has about 100 moons.", "100"), ("Jupiter has 95 moons.", "95"), "about 100 moons and 95 moons overlap"),
        (MOONS, ("Saturn's moons rose by 128.", ""), ("Jupiter has 95 moons.", "95"), "no figure for Saturn"),
        (
            FIRST,
            ("The Marl bridge opened in May 2024.", ""),
            ("The Olm tunnel opened on 3 May 2024.", ""),
            "May 2024 and 3 May 2024 overlap",
        ),
        (FIRST, ("The Marl bridge opened in May 2024.", ""), ("The Olm tunnel opened to cheers.", ""), "no day for the Olm tunnel"),
        (TERMS, ("Ann Lee was sent away for good.", ""), ("Bo Ekman got 15 years.", "15 years"), "no figure for Ann Lee"),
    ],
)
def test_what_cannot_be_compared(question: str, one: tuple[str, str], two: tuple[str, str], why: str) -> None:
    settled = settle(asked(question), [quote(1, *one), quote(2, *two)])
    assert settled.short is None
    assert settled.note == f"They cannot be compared: {why}."


def test_tolls_are_of_their_own_times() -> None:
    one, two = quote(1, "In 2019 the fire in Marl killed six people."), quote(2, "In 2024 the fire in Olm killed 12 people.")
    settled = settle(asked(FIRES), [one, two])
    assert settled.short is not None


@pytest.mark.parametrize(("dated", "sure"), [("2025-11-05", True), ("2024-03-05", False), ("", True)])
def test_ages_are_compared_in_one_year(dated: str, sure: bool) -> None:
    one = quote(1, "Ann Lee is 61 years old.", "61")
    two = quote(2, "Bo Ekman, aged 52, resigned.", "52", dated=dated)
    assert (settle(asked("Is Ann Lee older than Bo Ekman?"), [one, two]).short is not None) == sure


def test_the_headline_may_name_the_side() -> None:
    one = quote(1, "The fire killed six people.", title="Marl fire")
    two = quote(2, "The fire killed 12 people.", title="Olm fire")
    assert settle(asked(FIRES), [one, two]).short is not None
    assert settle(asked(FIRES), [one, quote(2, two.text, title="Fire")]).short is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Saturn now has 274 moons; Jupiter has 95.", "Saturn: 274 moons; Jupiter: 95"),
        ("Jupiter, with 95 moons, is behind Saturn, which has 274 moons.", "Saturn: 274 moons; Jupiter: 95 moons"),
        ("Saturn, unlike Jupiter with its 95 moons, has 274 moons.", None),  # no figure before the other's name
        ("With 274 moons, Saturn beats Jupiter.", None),  # the figure stands before its name
    ],
)
def test_both_sides_in_one_sentence(text: str, line: str | None) -> None:
    one = quote(1, text)
    settled = settle(asked(MOONS), [one, one])
    assert (settled.short.text if settled.short else None) == line
    if settled.short:
        assert (settled.short.outlet, settled.short.reported) == ("Post 1", "2025-03-05")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The forest fire of 2024 killed six people.", True),
        ("The forest fire killed six people.", True),  # its article is of that year
        ("The forest fire of 2019 killed six people.", True),
        ("The storm killed six people.", False),
    ],
)
def test_a_side_without_a_name_is_known_by_its_words(text: str, held: bool) -> None:
    question = "Which was deadlier, the forest fire of 2024 or the flood at the coast?"
    two = quote(2, "The flood at the coast killed 12 people.", "12")
    settled = settle(asked(question), [quote(1, text, "six", dated="2024-05-05"), two])
    assert (settled.short is not None) == held
    other_year = settle(asked(question), [quote(1, "The forest fire killed six people.", "six", dated="2023-05-05"), two])
    assert other_year.short is None


@pytest.mark.parametrize(
    ("longer", "shorter", "line"),
    [
        ("61 minutes", "1 hour", "Ann Lee: 61 minutes; Bo Ekman: 1 hour"),
        ("25 hours", "1 day", "Ann Lee: 25 hours; Bo Ekman: 1 day"),
        ("2 days", "47 hours", "Ann Lee: 2 days; Bo Ekman: 47 hours"),
        ("8 days", "1 week", "Ann Lee: 8 days; Bo Ekman: 1 week"),
        ("2 weeks", "13 days", "Ann Lee: 2 weeks; Bo Ekman: 13 days"),
        ("31 days", "1 month", "Ann Lee: 31 days; Bo Ekman: 1 month"),
        ("5 weeks", "1 month", "Ann Lee: 5 weeks; Bo Ekman: 1 month"),
        ("2 months", "60 days", "Ann Lee: 2 months; Bo Ekman: 60 days"),
        ("366 days", "1 year", "Ann Lee: 366 days; Bo Ekman: 1 year"),
        ("2 years", "730 days", "Ann Lee: 2 years; Bo Ekman: 730 days"),
        ("2 hours", "119 minutes", "Ann Lee: 2 hours; Bo Ekman: 119 minutes"),
    ],
)
def test_units_of_time_are_of_one_kind(longer: str, shorter: str, line: str) -> None:
    one, two = quote(1, f"Ann Lee was held for {longer}.", longer), quote(2, f"Bo Ekman was held for {shorter}.", shorter)
    settled = settle(asked(TERMS), [one, two])
    assert settled.short is not None
    assert settled.short.text == line


@pytest.mark.parametrize("text", ["Jupiter came 16th.", "Jupiter rose at 4:30.", "Jupiter is twice as far."])
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    answer = text.removesuffix(".").split(" ", 2)[2].removeprefix("at ").split(" ")[0]
    question = asked("Who raised more money, Saturn or Jupiter?")
    assert settle(question, [quote(1, "Saturn raised $9 million.", "$9 million"), quote(2, text, answer)]).short is None


def test_a_figure_may_open_the_sentence_or_stand_behind_a_name() -> None:
    one = quote(1, "Ann Lee Foundation 12 moons were counted at Saturn.", "12")
    settled = settle(asked(MOONS), [one, quote(2, "95 moons circle Jupiter.", "95")])
    assert settled.short is not None
    assert settled.short.text == "Jupiter: 95 moons; Saturn: 12 moons"


@pytest.mark.parametrize(("text", "found"), [("The long strike began on 3 May 2024.", True), ("The walkout began on 3 May 2024.", False)])
def test_half_of_the_words_of_a_side_are_enough(text: str, found: bool) -> None:
    question = asked("Which came first, the strike of dockers or the flood at the coast?")
    two = quote(2, "On 9 May 2024 the flood hit the coast.")
    assert (settle(question, [quote(1, text), two]).short is not None) == found


def test_no_figure_asked_for_is_taken_without_an_answer() -> None:
    one, two = quote(1, "Brevia raised $9 million."), quote(2, "Calden raised $4 million.", "$4 million")
    assert settle(asked(RAISED), [one, two]).short is None
