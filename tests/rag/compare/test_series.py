"""Which figures are one history, the time each holds for, and which figure an article says it corrects."""

from dataclasses import replace

import pytest

from rag.compare.quantities import Quantity, quantities
from rag.compare.series import LIKELY, corrections, current, is_correction, series, value_of
from rag.compare.statements import said_in
from rag.records import Article, Difference, Quote, Value
from tests.kits.compare import quote

ASKED = "How many people were killed in the Marl blast?"
OLD, NEW = "2024-05-07", "2024-05-09"


def counted(*quotes: Quote) -> list[Quantity]:
    return [q for s in said_in(quotes) for q in quantities(s)]


def told(*rows: tuple[str, ...], question: str = ASKED) -> list[str]:
    """Return the figures of the history that (text, day, title) tell."""
    quotes = [quote(n, r[0], published=(*r, "", "")[1], title=(*r, "", "")[2]) for n, r in enumerate(rows, 1)]
    return [v.text for v in series(question, counted(*quotes), ())]


# --- when a figure holds


@pytest.mark.parametrize(
    ("text", "published", "when"),
    [
        ("12 people died.", OLD, (OLD, OLD, "published", "")),
        ("12 people died.", "", ("", "", "", "")),
        ("12 people died on 3 May.", OLD, (OLD, OLD, "published", "")),  # when they died, not when they were counted
        ("12 people died on 3 May 2024.", "", ("", "", "", "3 May 2024")),
        ("12 people had died by 3 May.", OLD, ("2024-05-03", "2024-05-03", "day", "3 May")),
        ("As of 3 May 12 people had died.", OLD, ("2024-05-03", "2024-05-03", "day", "3 May")),
        ("12 people had died until 3 May.", OLD, ("2024-05-03", "2024-05-03", "day", "3 May")),
        ("12 people had died up to 3 May.", OLD, ("2024-05-03", "2024-05-03", "day", "3 May")),
        ("12 people had died near 3 May.", OLD, (OLD, OLD, "published", "")),
        ("12 people had died by April.", OLD, (OLD, OLD, "published", "")),  # no day
        ("12 people died between 2 and 5 May.", OLD, ("2024-05-02", "2024-05-05", "range", "2 and 5 May")),
        ("12 people died between 2 and 7 May.", OLD, ("2024-05-02", "2024-05-07", "range", "2 and 7 May")),
        ("12 people died between 2 and 5 May 2024.", "", ("2024-05-02", "2024-05-05", "range", "2 and 5 May 2024")),
        ("12 people will sing between 6 and 8 May 2024.", OLD, (OLD, OLD, "published", "")),  # not over yet
        ("12 people have died since 2 May.", OLD, (OLD, OLD, "published", "")),
        ("12 people have died since the 2 May blast.", "", ("", "", "", "since the 2 May blast")),
        ("12 people have died since 2 May, it says.", "", ("", "", "", "since 2 May")),
        ("12 people died since on 3 May 2024.", "", ("", "", "", "since on 3 May 2024")),
        ("Since it 12 people died on 3 May 2024.", "", ("", "", "", "Since it 12 people died on 3 May 2024")),
    ],
)
def test_when(text: str, published: str, when: tuple[str, ...]) -> None:
    value = value_of(counted(quote(1, text, published=published))[0])
    assert (value.start, value.end, value.precision, value.phrase) == when


def test_a_value_says_who_gives_it_and_where() -> None:
    (q,) = counted(quote(4, "Police said more than $5 million was lost.", published=OLD, source="Post"))
    assert value_of(q) == Value("more than $5 million", "$", 4, "Post", "a4", "Police", 5e6, ">", "$", OLD, OLD, "published", "")


# --- one history


@pytest.mark.parametrize(
    ("first", "second", "figures"),
    [
        # deaths are counted for one event
        ("The Marl blast killed 12 people.", "The Marl blast killed 19 people.", ["12", "19"]),
        ("The Marl blast killed 12 people.", "The Marl blast killed 12 people.", []),
        ("The Marl blast killed 12 people.", "The Tovik blast killed 19 people.", []),
        ("The Marl blast killed 12 people.", "The Marl blast wounded 19 people.", []),
        ("The Marl blast killed 12 people.", "The Marl blast killed 19 children.", []),
        ("The Marl blast killed 12 people.", "The Marl blast has killed 19 people so far.", []),
        ("On 3 May the Marl blast killed 12 people.", "On 4 May the Marl blast killed 19 people.", []),
        ("The Marl blast killed 12 people.", "The Marl blast killed 19 people in the city alone.", []),
        # a running count of attacks names its time itself, and needs a name
        ("Marl saw 12 attacks since 2 April.", "Ships in Marl suffered 19 attacks since 2 April.", ["12", "19"]),
        ("Marl saw 12 attacks since 2 April.", "Marl saw 19 attacks per week since 2 April.", ["12", "19"]),
        ("Marl saw 12 attacks since 2 April.", "Tovik saw 19 attacks since 2 April.", []),
        ("Marl saw 12 attacks on ships.", "Marl saw 19 attacks on ships.", ["12", "19"]),
        ("Marl saw 12 deadly raids and attacks.", "The 19 attacks on ships hit Marl.", []),
        # the missing and other counts go on from day to day
        ("On 3 May 12 people were missing in the Marl flood.", "On 4 May 19 people were missing in the Marl flood.", ["12", "19"]),
        ("12 people were displaced on 3 May by the Marl flood.", "19 people were displaced on 4 May by the Marl flood.", ["12", "19"]),
        ("Marl has 12 schools on hills.", "Marl has 19 schools.", ["12", "19"]),
        ("There are 12 schools on hills.", "Marl has 19 schools.", ["12", "19"]),  # no name in one
        ("Tovik has 12 schools on hills.", "Marl has 19 schools on hills.", []),
        ("Marl has 12 schools confirmed.", "Marl has 19 schools.", []),
        # units and spans of time are stated of many things: two words in common
        ("Prices of bread in Marl rose 12 percent.", "Bread prices in Marl fell 19 percent.", ["12 percent", "19 percent"]),
        ("Prices of bread in Marl rose 12%.", "Bread in Marl fell 19%.", []),
        ("Prices of bread in Marl rose to $12.", "Bread prices in Marl fell to 19 euros.", []),
        ("The siege of the Marl port took 12 weeks.", "The siege of the port of Marl took 19 weeks.", ["12", "19"]),
        ("The trial in Marl took 12 weeks.", "The siege of the port of Marl took 19 weeks.", []),
    ],
)  # fmt: skip
def test_one_history(first: str, second: str, figures: list[str]) -> None:
    assert told((first, OLD), (second, NEW), question="How many?") == figures
    assert told((second, NEW), (first, OLD), question="How many?") == figures


@pytest.mark.parametrize(("span", "second"), [("minutes", "trial"), *((s, "siege") for s in ("hours", "days", "weeks", "months", "years"))])
def test_a_span_of_time_needs_two_words_in_common(span: str, second: str) -> None:
    assert told((f"The siege of Marl took 12 {span}.", OLD), (f"A {second} in Marl needed 19 {span}.", NEW)) == []
    assert told((f"The siege of Marl took 12 {span}.", OLD), (f"A siege of Marl took 19 {span}.", NEW)) == ["12", "19"]


def test_a_name_of_the_title_joins_running_counts() -> None:
    assert told(("The base saw 12 attacks since 2 April.", OLD, "Marl base"), ("Marl saw 19 attacks since 2 April.", NEW)) == ["12", "19"]
    assert told(("The base saw 12 attacks since 2 April.", OLD, "Tovik base"), ("Marl saw 19 attacks since 2 April.", NEW)) == []


def test_values_come_by_time_each_once_and_undated_ones_last() -> None:
    rows = [
        ("The Marl blast killed 30 people.", ""),
        ("The Marl blast killed 21 people.", NEW),
        ("The Marl blast killed 19 people.", NEW),
        ("Now the Marl blast killed 19 people.", NEW),
        ("The Marl blast killed 12 people.", OLD),
    ]
    assert told(*rows) == ["12", "19", "21", "30"]
    assert told(rows[0], rows[1]) == []  # one time known
    assert told(rows[1], rows[2]) == []
    assert told(rows[0], ("The Marl blast killed 40 people.", "")) == []


def test_of_two_histories_the_one_asked_about_is_told() -> None:
    rows = [
        ("The Marl storm felled 12 trees.", OLD), ("The Marl storm felled 19 trees.", NEW),
        ("The Marl blast broke 112 windows.", OLD), ("The Marl blast broke 119 windows.", NEW),
    ]  # fmt: skip
    assert told(*rows, question="How many windows broke in the Marl blast?") == ["112", "119"]
    assert told(*rows, question="How many trees did the Marl storm fell?") == ["12", "19"]
    more = [*rows, ("The Marl blast broke 130 windows.", "2024-05-10")]
    assert told(*more, question="How many?") == ["112", "119", "130"]  # else the longer one
    assert told(*more, question="How many trees?") == ["12", "19"]
    single = [("The Marl blast broke 112 windows.", OLD), *rows[:2]]
    assert told(*single, question="How many windows broke in the Marl blast?") == ["12", "19"]  # which alone changed


def test_two_sides_of_a_difference_are_no_change() -> None:
    quotes = quote(1, "The Marl blast killed 12 people.", published=OLD), quote(2, "The Marl blast killed 19 people.", published=NEW)
    found = counted(*quotes)
    a, b = map(value_of, found)
    assert not series(ASKED, found, [Difference("killed", "number", ((a,), (b,)), (1, 1))])
    assert series(ASKED, found, [Difference("killed", "number", ((a, b), ()), (1, 1))])
    assert series(ASKED, found, [Difference("killed", "number", ((a,), ()), (1, 1)), Difference("killed", "number", ((), (b,)), (1, 1))])
    other = counted(quote(3, "The Marl blast killed 12 people.", published=OLD))
    assert series(ASKED, found, [Difference("killed", "number", ((value_of(other[0]),), (b,)), (1, 1))])


# --- corrections


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministry revised the toll to 44.", "revised"),
        ("Correction: the blast killed 44 people.", "Correction"),
        ("The blast killed 44 people.", ""),
        ("The right toll is 44.", ""),
        ("The ministry released a revised toll: 44.", "revised"),
        ("The blast killed 44 people, not 60 as first stated.", "not 60 as"),
        ("The blast killed 44 people. An earlier version of this article gave the number as 60.", "An earlier version"),
        ("The police, which misstated the cause, said the blast killed 44 people.", ""),
        ("The blast killed 44 people, the correction officers' union said.", ""),
    ],
)
def test_words_of_correction(text: str, words: str) -> None:
    found = counted(quote(1, text, published=OLD))
    assert [c.words for c in corrections(found)] == ([words] if words else [])
    assert is_correction(found[0]) or not words


@pytest.mark.parametrize(("length", "corrected"), [(599, True), (600, False)])
def test_words_of_correction_hold_for_a_short_quote(length: int, corrected: bool) -> None:
    text = "The toll was revised. The blast killed 44 people. "
    text += "x" * (length - len(text) - 1) + "."
    assert len(text) == length
    assert is_correction(counted(quote(1, text))[0]) is corrected


@pytest.mark.parametrize(
    ("rows", "now", "was"),
    [
        ([("The toll was revised to 44 from 60.", OLD)], ["44"], ["60"]),
        ([("The toll was revised to 44.", OLD)], ["44"], [""]),
        ([("The toll was revised to 44 from 44.", OLD)], ["44"], [""]),
        ([("An earlier version of this report said that 12 people died. The toll is 9.", OLD)], ["9"], ["12"]),
        # a figure of an older report
        ([("The blast killed 60 people.", OLD), ("The toll was revised to 44.", NEW)], ["44"], ["60"]),
        ([("The blast killed 60 people.", OLD), ("The blast killed 50.", OLD), ("The toll was revised to 44.", NEW)], ["44"], ["50"]),
        ([("The blast killed 60 people.", NEW), ("The toll was revised to 44.", NEW)], ["44"], [""]),
        ([("The blast killed 60 people.", "2024-05-12"), ("The toll was revised to 44.", NEW)], ["44"], [""]),
        ([("The blast killed 60 people.", ""), ("The toll was revised to 44.", NEW)], ["44"], [""]),
        ([("The blast wounded 60 people.", OLD), ("The toll was revised to 44.", NEW)], ["44"], [""]),
        ([("The blast killed 44 people.", OLD), ("The toll was revised to 44.", NEW)], ["44"], [""]),
        # the one stated beside it goes before
        ([("The blast killed 70 people.", OLD), ("The toll was revised to 44 from 60.", NEW)], ["44"], ["60"]),
        ([("The toll is 44, not 60.", OLD), ("The toll was revised to 40.", OLD)], ["40"], [""]),  # of another quote
    ],
)  # fmt: skip
def test_what_a_correction_replaces(rows: list[tuple[str, str]], now: list[str], was: list[str]) -> None:
    found = corrections(counted(*(quote(n, text, published=day) for n, (text, day) in enumerate(rows, 1))))
    assert [c.now.text for c in found] == now
    assert [c.was for c in found] == was


@pytest.mark.parametrize(
    ("first", "same_article", "was"),
    [
        ("An earlier version of this report said that 12 people died.", True, "12"),
        ("The report previously said 12 people died.", True, "12"),
        ("An earlier version of this report said that 12 people died.", False, ""),
        ("An earlier version of this report said that 12 people were hurt.", True, ""),
        ("An earlier version of this report said that 9 people died.", True, ""),
        ("This report said that 12 people died.", True, ""),
    ],
)
def test_a_correction_replaces_the_figure_of_the_earlier_version(first: str, same_article: bool, was: str) -> None:
    one, two = quote(1, first), quote(2, "The coast guard revised the toll to 9.")
    told_in = replace(two, article=one.article) if same_article else two
    assert [(c.now.text, c.was) for c in corrections(counted(one, told_in))] == [("9", was)]


# --- the figure that stands now

STANDS = "How many people were killed in the Varnholm fire in 2025?"


def scored(text: str, answer: str, score: float, day: str = "2025-01-07", title: str = "Fire in Varnholm") -> Quote:
    """Return a quote with the words that the reader takes for the answer."""
    at = text.index(answer)
    return Quote(0, text, 0, len(text), Article(day + text, title, text, "Post", published=day), score, False, (at, at + len(answer)))


FIRST = scored("At least 24 people were killed in the Varnholm fire.", "24", 0.8)


@pytest.mark.parametrize(
    ("other", "place"),
    [
        (scored("The fire killed at least 28 people in Varnholm.", "28", 0.5, "2025-02-21"), 1),
        (scored("The fire killed at least 28 people in Varnholm.", "at least 28 people", 0.5, "2025-01-07"), 1),  # of the same day
        (scored("The fire killed at least 28 people in Varnholm.", "28", 0.5, "2025-01-06"), 0),  # an older report
        (scored("The fire killed 22 people in Varnholm.", "22", 0.5, "2025-02-21"), 0),  # a part of them
        (scored("The fire killed 28 people in Varnholm.", "28", LIKELY * 0.8 - 0.001, "2025-02-21"), 0),
        (scored("The fire killed 28 people in Varnholm.", "28", LIKELY * 0.8, "2025-02-21"), 1),
        (scored("The fire killed 28 people in Varnholm.", "Varnholm", 0.5, "2025-02-21"), 0),  # the reader takes another word
        (scored("Fire drove 2,800 people from Varnholm.", "2,800", 0.5, "2025-02-21"), 0),  # another count
        (scored("The fire killed 28 soldiers in Varnholm.", "28", 0.5, "2025-02-21"), 0),  # other people
        (scored("The fire killed dozens in Varnholm.", "dozens", 0.5, "2025-02-21"), 0),
        (scored("The toll was corrected from 28 killed people to fewer.", "28", 0.5, "2025-02-21"), 0),
        (scored("The fire killed 28 people in Varnholm.", "28", 0.5, "2026-03-21"), 0),  # of another year
        (scored("The fire of 2025 killed 28 people in Varnholm.", "28", 0.5, "2026-03-21"), 1),
        (scored("The fire killed 28 people in Varnholm.", "28", 0.5, "2026-03-21", "The fire of 2025"), 1),
        (scored("The fire killed 28 people in Varnholm.", "28", 0.5, ""), 0),
    ],
)
def test_a_later_higher_figure_stands(other: Quote, place: int) -> None:
    assert current(STANDS, [FIRST, other]) == place


def test_of_several_the_highest() -> None:
    later = [
        scored(f"The fire killed {n} people in Varnholm.", str(n), 0.6, f"2025-01-{day}") for n, day in ((25, "09"), (29, "12"), (27, "11"))
    ]
    assert current(STANDS, [FIRST, *later]) == 2
    same = [scored(f"The fire killed 29 people in Varnholm, {x}.", "29", 0.6, f"2025-01-{day}") for x, day in (("a", "09"), ("b", "12"))]
    assert current(STANDS, [FIRST, *same]) == 2  # the newest report of it


@pytest.mark.parametrize("asked", ["How much did the Varnholm fire cost?", "Who was killed in Varnholm?", "How many goals were scored?"])
def test_what_does_not_grow_stays(asked: str) -> None:
    assert current(asked, [FIRST, scored("The fire killed 28 people in Varnholm.", "28", 0.7, "2025-02-21")]) == 0


def test_without_a_figure_or_a_day_nothing_changes() -> None:
    later = scored("The fire killed 28 people in Varnholm.", "28", 0.7, "2025-02-21")
    assert current(STANDS, []) == 0
    assert current(STANDS, [scored("People were killed in the Varnholm fire.", "People", 0.8), later]) == 0
    assert current(STANDS, [scored(FIRST.text, "24", 0.8, ""), later]) == 0


def test_an_undated_report_is_no_older_than_the_newest_day_that_it_states_as_past() -> None:
    told = Article(
        "u", "Undated", "A strike on 4 December 2023 killed 92 people. It will meet on 9 January 2024. The deadline is 1 May 2030.", ""
    )
    said = said_in([Quote(1, told.text[:45], 0, 45, told)])[0]
    value = value_of(quantities(said)[0], "Marl")
    assert (value.end, value.after, value.place, value.outlet) == ("", "2023-12-04", "Marl", "Undated")
    dated = replace(told, published="2024-01-02", source="Post")
    value = value_of(quantities(said_in([Quote(1, told.text[:45], 0, 45, dated)])[0])[0])
    assert (value.end, value.after, value.outlet) == ("2024-01-02", "", "Post")
