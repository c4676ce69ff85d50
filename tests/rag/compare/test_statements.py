"""When two sentences are of one event, one time and one scope; what of a sentence is a name and what is its topic."""

import pytest

from rag.compare.statements import Said, days_agree, names_asked, said_in, same_event, same_scope, same_time, share_names
from tests.kits.compare import quote

DAY = "2024-05-07"  # a Tuesday


def said(*rows: str | tuple[str, str] | tuple[str, str, str], question: str = "") -> list[Said]:
    """Return the sentences of quotes: (text, day of publication, title)."""
    full = [(*row, "", "")[:3] if isinstance(row, tuple) else (row, "", "") for row in rows]
    return said_in([quote(n, text, published=day, title=title) for n, (text, day, title) in enumerate(full, 1)], question)


# --- names and topic of a sentence


@pytest.mark.parametrize(
    ("rows", "question", "names"),
    [
        (["The mayor of Marl spoke to Lena Voss."], "", {"marl", "lena", "voss"}),
        (["The Embassy was shut."], "", set()),  # a capital that may be an everyday word's, seen once
        (["The Embassy was shut.", "The Embassy was empty."], "", {"embassy"}),  # twice, and no everyday word
        (["The Actions came.", "The Actions went."], "", set()),  # an everyday word stays one
        (["The Embassy was shut and the Embassy was empty."], "", set()),  # one quote is one telling
        (["The Embassy was shut.", "A fire reached the Swiss Embassy."], "", {"embassy"}),
        (["The Embassy was shut."], "What happened in the Swiss Embassy?", {"embassy"}),
        ([("The Embassy was shut.", "", "A fire in the Swiss Embassy")], "", {"embassy"}),
        (["The band played Plan B in Marl."], "", {"plan", "marl"}),  # a letter is no name
        (["The mayor saw Li Wen."], "", {"li", "wen"}),
    ],
)
def test_names(rows: list[str | tuple[str, str, str]], question: str, names: set[str]) -> None:
    assert said(*rows, question=question)[0].names == names


def test_a_sentence_without_a_name_has_those_of_its_quote_and_no_sentence_those_of_its_speaker() -> None:
    first, second, third = said("Rain fell in Marl. The number of injured is 23. A flood hit Tovik.")
    assert (first.names, second.names, third.names) == ({"marl"}, {"marl", "tovik"}, {"tovik"})
    (told,) = said("A flood hit Tovik, the mayor Lena Voss said.")
    assert told.attribution == "the mayor Lena Voss"
    assert told.names == {"tovik"}
    assert told.topic == {"flood", "hit"}
    (whole,) = said("The flood was deep, Lena Voss said.")
    assert whole.names == set()


TIMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november "
    "december today yesterday night morning evening day week month year time early late hour"
)
TELLING = "say said tell told report number total accord official least people person kill dead died deaths toll wounded injured hurt after"


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        (f"bridge {TIMES}", {"bridg"}),
        (f"bridge {TELLING}", {"bridg"}),
        ("bridge hours weeks reports kills", {"bridg"}),
        ("noon decade crowd sick", {"noon", "decad", "crowd", "sick"}),
        ("bridge of 19 ox", {"bridg"}),  # figures, and words of two letters
        ("bridge axe", {"bridg", "axe"}),
        ("the bridge of Marl", {"bridg"}),  # names are compared by themselves
        ("the Embassy bridge", {"embassy", "bridg"}),  # unless it is not sure that it is one
    ],
)
def test_topic(title: str, topic: set[str]) -> None:
    assert said(("It rained.", "", title))[0].title_topic == topic
    if title.islower() and "said" not in title:
        assert said(title)[0].topic == topic


def test_a_title_has_names_and_topic_and_the_day_is_that_of_the_article() -> None:
    (got,) = said(("The river rose.", "2024-05-07T10:30", "Floods in Marl and Tovik"))
    assert (got.title_names, got.title_topic, got.published) == ({"marl", "tovik"}, {"flood"}, DAY)
    assert (got.text, got.attribution, said("It rained.")[0].published) == ("The river rose.", "", "")


def test_names_asked() -> None:
    assert names_asked("How many people died in Marl near Lena Voss?") == {"marl", "lena", "voss"}
    assert names_asked("Floods in the north?") == names_asked("Why was the Embassy shut?") == set()
    assert share_names(frozenset({"marl"}), frozenset({"marl", "tovik"}))
    assert share_names(frozenset({"mohammed"}), frozenset({"muhammad"}))  # in some spelling
    assert not share_names(frozenset({"marl"}), frozenset({"tovik"}))
    assert not share_names(frozenset(), frozenset({"tovik"}))


# --- one time


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("It rained.", "2024-05-02"), ("It rained.", "2024-05-05"), True),  # three days apart
        (("It rained.", "2024-05-02"), ("It rained.", "2024-05-06"), False),
        (("It rained.",), ("It rained.",), True),
        (("It rained.", "2024-05-02"), ("It rained.",), False),
        (("It rained on 3 May 2024.", "2024-05-04"), ("It rained on 3 May 2024.",), True),
        (("It rained on 3 May 2024.", "2024-05-04"), ("It rained on 4 May 2024.",), False),
        (("It rained on 3 May 2024.", "2024-05-04"), ("It rained on 3 May 2024.", "2024-06-04"), False),
    ],
)
def test_same_time(one: tuple[str, str], two: tuple[str, str], same: bool) -> None:
    a, b = said(one, two)
    assert same_time(a, b) is same_time(b, a) is same


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        (("It rained on 3 May.", DAY), ("It rained on 3 May.", DAY), True),
        (("It rained on 3 May.", DAY), ("It rained on 4 May.", DAY), False),
        (("It rained on Tuesday.", DAY), ("It rained on 7 May.", "2024-05-09"), True),
        (("It rained on Tuesday.", DAY), ("It rained on Tuesday.", "2024-05-14"), False),
        (("It rained yesterday.", DAY), ("It rained on Monday.", DAY), True),
        (("It rained on 3 May and on 5 May.", DAY), ("It rained on 5 May.", DAY), True),  # one of its days
        (("It rained.", DAY), ("It rained on 3 May.", DAY), None),
        (("It rained in May 2024.", DAY), ("It rained on 3 May.", DAY), None),  # a month is no day
        (("It rained on 3 May.",), ("It rained on 3 May.",), True),  # the year is not known
        (("It rained on 3 May.",), ("It rained on 4 May.",), False),
        (("It rained on 3 May.",), ("It rained on 3 May 2024.",), True),
        (("It rained on 3 May 2023.",), ("It rained on 3 May 2024.",), False),
        (("It rained on Tuesday.",), ("It rained on Tuesday.",), None),  # of which week is not known
        (("It rained on Tuesday.",), ("It rained on 3 May.",), None),
        (("It rained on 6 May.", "2024-05-06"), ("It rained on 4 May.",), False),  # not the day of an article, but the day it tells of
        (("It rained between 2 and 5 May.", DAY), ("It rained on 9 May.", DAY), False),
        (("It rained between 2 and 5 May.", DAY), ("It rained on 5 May.", DAY), True),
    ],
)
def test_days_agree(one: tuple[str, str], two: tuple[str, str], agree: bool | None) -> None:
    a, b = said(one, two)
    assert days_agree(a, b) is days_agree(b, a) is agree


# --- one event


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        # a name in both: a word of the topic, two with the titles, or the day
        (("The floods hit Marl.",), ("Then Marl saw floods.",), True),
        (("The floods hit Marl.",), ("Then Marl chose a mayor.",), False),
        (("The floods hit Marl.", "", "Big storm brings ruin"), ("Then Marl chose a mayor.", "", "The storm and its ruin"), True),
        (("The floods hit Marl.", "", "Big storm"), ("Then Marl chose a mayor.", "", "The storm"), False),
        (("The floods hit Marl on 3 May.", DAY), ("Then Marl chose a mayor on 3 May.", DAY), True),
        (("The floods hit Marl on 3 May.", DAY), ("Then Marl saw floods on 4 May.", DAY), False),
        # only one states its day
        (("The floods hit Marl on 3 May.", DAY), ("Then Marl saw floods.", DAY), True),
        (("The floods hit Marl on 3 May.", DAY, "Big storm brings ruin"), ("Then Marl rose.", DAY, "The storm and its ruin"), False),
        (("The floods hit Marl on 3 May.", DAY), ("Then Marl saw floods.",), False),  # and one is undated
        (("The floods hit Marl on 3 May.",), ("Then Marl saw floods.", DAY), False),
        (("The floods hit Marl on 3 May.", DAY), ("Then floods hit Marl.",), True),
        (("The floods hit Marl on Monday.", DAY), ("Then Marl saw floods.",), False),
        (("The floods hit Marl on 3 May with ruin.", DAY), ("Then floods hit Tovik with ruin.", DAY), False),
        # other names, and one in the titles
        (("Floods hit the quay of Tovik.", "", "Marl waits"), ("Floods hit the quay of Marl.", "", "Marl storm"), True),
        (("Floods hit the quay of Tovik.", "", "Marl waits"), ("Floods hit the town of Marl.", "", "Marl storm"), False),
        (("Floods hit the quay of Tovik.", "", "Marl waits"), ("Floods hit the quay of Marl.",), True),
        (("Floods on 3 May in Tovik.", DAY, "Storm in Marl"), ("Floods on 3 May in Marl.", DAY, "Storm in Marl"), True),
        (("Floods on 3 May in Tovik.", DAY, "Calm in Marl"), ("Floods on 3 May in Marl.", DAY, "Storm in Marl"), False),
        (("Floods in Tovik.", DAY, "Storm in Marl"), ("Floods in Marl.", DAY, "Storm in Marl"), False),
        (("Floods on 3 May in Tovik.", DAY, "Storm in Marl"), ("Floods on 3 May in Marl.", DAY, "Storm"), False),
        (("Floods hit the quay of Tovik.",), ("Floods hit the quay of Marl.",), False),
        # one without names
        (("Now floods hit the quay.", "", "Marl waits"), ("Floods came to the quay of Marl.",), True),
        (("Now floods hit the quay.", "", "Marl waits"), ("Floods came to the town of Marl.",), False),
        (("Now floods hit on 3 May.", DAY, "Marl waits"), ("Floods came to Marl on 3 May.", DAY), True),
        (("Now floods hit on 3 May.", DAY, "Marl waits"), ("Snow came to Marl on 3 May.", DAY), False),
        (("Now floods hit the quay.",), ("Floods hit the quay of Marl.",), True),
        (("Now floods hit the quay.",), ("Floods hit the town of Marl.",), False),
        (("Now floods hit the quay.",), ("Then floods hit a quay.",), True),
        (("Now floods hit on 3 May.", DAY), ("Floods hit on 3 May in Marl.", DAY), True),
        (("Now floods hit on 3 May.", DAY), ("Floods came on 3 May to Marl.", DAY), False),
    ],
)  # fmt: skip
def test_same_event(one: tuple[str, str], two: tuple[str, str], same: bool) -> None:
    a, b = said(one, two)
    assert same_event(a, b) is same_event(b, a) is same


def test_a_sentence_is_of_its_own_event_and_of_no_other_of_its_quote() -> None:
    first, second = said("It rained. Snow fell.")
    assert same_event(first, first)
    assert not same_event(first, second)


# --- one scope


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Marl had 12 cases.", "Marl had 30 cases.", True),
        ("Marl had 12 confirmed cases.", "Marl had 30 cases.", False),
        ("Marl had 12 confirmed cases.", "Marl had 30 confirmed cases.", True),
        ("Marl had 12 Confirmed cases.", "Marl had 30 confirmed cases.", True),
        ("Marl had 12 cases per day.", "Marl had 30 cases per week.", False),
        ("Marl and Tovik had 12 cases.", "Marl had 30 cases.", False),
        ("Marl & Tovik had 12 cases.", "Marl had 30 cases.", False),
        ("Marl-led and Tovik had 12 cases.", "Marl had 30 cases.", False),
        ("Marl and Tovik had 12 cases.", "Marl and Tovik had 30 cases.", True),
        ("Marl and Tovik had 12 cases.", "The land of Tovik had 30 cases.", True),  # nothing narrower
        ("Marl and Tovik had 12 cases.", "It had 30 cases.", True),
        ("US and coalition troops had 12 hits.", "The US troops had 30 hits.", False),
        ("US and allied troops had 12 hits.", "The US troops had 30 hits.", False),
        ("US and allies had 12 hits.", "The US had 30 hits.", False),
        ("US and foreign troops had 12 hits.", "The US troops had 30 hits.", False),
        ("US and international troops had 12 hits.", "The US troops had 30 hits.", False),
        ("US and partner troops had 12 hits.", "The US troops had 30 hits.", False),
        ("US and tired troops had 12 hits.", "The US troops had 30 hits.", True),
        ("US and coalition troops had 12 hits.", "The American troops had 30 hits.", False),  # the same in another word
        ("US and coalition troops had 12 hits.", "The US troops of the coalition had 30 hits.", True),
    ],
)
def test_same_scope(one: str, two: str, same: bool) -> None:
    a, b = said(one, two)
    assert same_scope(a, b) is same_scope(b, a) is same
