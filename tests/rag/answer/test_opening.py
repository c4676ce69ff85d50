"""Which quotes make the answer."""

from dataclasses import replace

import pytest

from rag.answer.opening import LIKELY, MOST_FIGURES, RIVAL, newest, opening, partial_figures, rivals
from rag.compare.compare import Comparison, compare
from rag.records import Article, Quote, Window


def quote(n: int, text: str, score: float = 0.5, dated: str = "2025-03-01") -> Quote:
    return Quote(n, text, 0, len(text), Article(f"a{n}", "", text, published=dated), score)


FIRE = [
    quote(1, "The fire in Olm was put out on Sunday.", 0.9, "2025-03-02"),
    quote(2, "A fire broke out in Olm.", 0.8, "2025-03-01"),
    quote(3, "Olm opens a fund after the fire.", 0.4, "2025-03-05"),
]


def test_one_quote_answers_one_question() -> None:
    assert opening("When was the fire put out?", Window(), (1,), FIRE, Comparison()) == (1,)


def test_each_part_has_its_quote() -> None:
    assert opening("When was the fire put out, and who opens a fund?", Window(), (3, 1), FIRE, Comparison()) == (3, 1)


def test_a_list_is_put_together() -> None:
    said = [quote(1, "Brevia signed."), quote(2, "Calden signed."), quote(3, "Olm rejoiced.", 0.0)]
    assert opening("Which countries signed?", Window(), (1,), said, Comparison()) == (1, 2)


def test_a_dispute_has_both_sides() -> None:
    said = [
        quote(1, "Police said 12 people were killed in the Marl blast."),
        quote(2, "Rescuers said 30 people were killed in the Marl blast."),
    ]
    asked = "How many people were killed in the Marl blast?"
    assert set(opening(asked, Window(), (1,), said, compare(asked, said))) == {1, 2}


@pytest.mark.parametrize(
    ("question", "window", "first"),
    [
        ("What is the latest on the fire?", Window(latest=True), 3),
        ("What is known of the fire?", Window(), 1),
        ("Who leads the inquiry now?", Window(latest=True), 1),  # a value is asked for: the best quote has it
        ("What number of people is missing now?", Window(latest=True), 1),
    ],
)
def test_the_latest_on_a_matter_is_its_newest_report(question: str, window: Window, first: int) -> None:
    assert opening(question, window, (1,), FIRE, Comparison()) == (first,)


@pytest.mark.parametrize(("score", "n"), [(LIKELY - 0.01, 1), (LIKELY, 2)])
def test_a_report_of_another_matter_is_not_the_latest(score: float, n: int) -> None:
    assert newest([quote(1, "Olm burns.", 1.0), quote(2, "Taxes rise.", score, "2025-03-09")]) == (n,)


def test_of_a_day_the_better_and_then_the_first() -> None:
    assert newest([quote(1, "Olm burns."), quote(2, "Olm burnt."), quote(3, "Olm.", 0.6)]) == (3,)
    assert newest([quote(1, "Olm burns."), quote(2, "Olm burnt.")]) == (1,)
    assert newest([]) == ()


def marked(n: int, text: str, answer: str, score: float) -> Quote:
    """Return a quote in which the reader took ``answer`` for the answer."""
    return replace(quote(n, text, score), answer=(text.index(answer), text.index(answer) + len(answer)))


WON = marked(1, "The Tern won on Sunday.", "Tern", 0.5)


@pytest.mark.parametrize(("score", "found"), [(RIVAL * 0.5 - 0.01, (1,)), (RIVAL * 0.5, (1, 2))])
def test_a_rival_as_likely_is_given_too(score: float, found: tuple[int, ...]) -> None:
    assert rivals(1, [WON, marked(2, "The Gull won.", "Gull", score)]) == found


def test_what_gives_the_same_answer_adds_nothing() -> None:
    same, rival, third = (
        marked(2, "A win for the Tern.", "Tern", 0.5),
        marked(3, "The Gull won.", "Gull", 0.4),
        marked(4, "The Auk won.", "Auk", 0.5),
    )
    assert rivals(1, [WON, same]) == (1,)
    assert rivals(1, [WON, same, rival]) == (1, 3)
    assert rivals(1, [WON, rival, third]) == (1, 4)  # the best of them, and one only
    assert rivals(1, [WON, quote(5, "It rained.", 0.5)]) == (1,)  # no answer in it
    assert rivals(9, [WON]) == (9,)  # a quote that the comparison added
    assert opening("Who won?", Window(), (1,), [WON, rival], Comparison()) == (1, 3)


def test_a_figure_that_was_replaced_is_no_rival() -> None:
    said = [
        marked(1, "Police corrected the number of people killed in the Lowick fire to 7 from 12.", "7", 0.5),
        replace(
            marked(2, "Police said 12 people were killed in the Lowick fire.", "12", 0.5),
            article=Article("b", "", "", published="2025-02-27"),
        ),
    ]
    asked = "How many people were killed in the Lowick fire?"
    compared = compare(asked, said)
    assert compared.corrections
    assert opening(asked, Window(), (1,), said, compared) == (1,)


STORM = [
    quote(1, "Six people died in Marl in the storm.", 0.5),
    quote(2, "The storm killed nine people in Olm, near Marl.", 0.9),
    quote(3, "Marl buried the six people whom the storm killed.", 0.4),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many people died in the storm in total?", (2, 1)),
        ("How many people died in all in the storm?", (2, 1)),
        ("How many people did the storm kill altogether?", (2, 1)),
        ("How many people died overall in the storm?", (2, 1)),
        ("How many people died in the storm in Marl and Olm combined?", ()),  # one of them names no Olm
        ("How many people died in the storm, all told?", (2, 1)),
        ("What is the total number of people killed in the storm?", (2, 1)),
        ("How many people died in the storm?", ()),
        ("How many people died in total in the winter storm?", ()),  # none speaks of a winter storm
        ("Who died in the storm in total?", ()),
        ("How many people were wounded in the storm in total?", ()),
    ],
)
def test_figures_without_a_total(question: str, found: tuple[int, ...]) -> None:
    assert partial_figures(question, STORM, Comparison()) == found


@pytest.mark.parametrize(
    "total",
    [
        "In total the storm killed 15 people.",
        "In all the storm killed 15 people.",
        "The storm killed 15 people altogether.",
        "Overall, the storm killed 15 people.",
        "The storm killed 15 people in both towns combined.",
        "All told the storm killed 15 people.",
        "The total of people killed in the storm is 15.",
        "The number of people killed in the storm totals 15.",
        "The toll of the storm is now 15 killed people.",
        "The storm killed a sum of 15 people.",
        "The dead of the storm, totalling 15, were buried.",
        "The storm killed a totalled 15 people.",
    ],
)
def test_a_total_that_a_report_states_is_the_answer(total: str) -> None:
    assert partial_figures("How many people died in the storm in total?", [*STORM, quote(4, total, 0.3)], Comparison()) == ()


def test_one_figure_is_the_answer() -> None:
    assert partial_figures("How many people died in the storm in total?", STORM[::2], Comparison()) == ()


def test_a_count_that_grew_is_no_sum_of_parts() -> None:
    asked = "How many people died in the Marl storm in total?"
    said = [
        quote(1, "Police said six people died in the Marl storm.", 0.9, "2025-03-01"),
        quote(2, "Police said nine people died in the Marl storm.", 0.5, "2025-03-02"),
    ]
    compared = compare(asked, said)
    assert compared.series
    assert partial_figures(asked, said, compared) == ()
    assert opening(asked, Window(), (1,), said, compared) == (2,)


def test_the_figures_open_the_answer() -> None:
    many = [*STORM, quote(4, "Four people died in Tovik in the storm.", 0.3), quote(5, "Two people died in Ost in the storm.", 0.2)]
    assert opening("How many people died in the storm in total?", Window(), (1,), many, Comparison()) == (2, 1, 4)
    assert MOST_FIGURES == 3
