"""A print-out of a wire: the wire's own lines are no headline and no text, and each story has the time of its own frame."""

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.containers.exports.lines import paragraphs
from ingest.read.containers.exports.wire import recognise, split
from ingest.read.failures import Failure

HEAD, BODY = (
    "Barge sinks in Oxhey harbour",
    "OXHEY, Mar 5 (Hillwire) - The harbour was shut for nine days after a barge had sunk, its office said.",
)
OTHER = "KELBY (Reuters) - The council will build two schools and a bath by the lake, its mayor told the press on Friday."


def read(text: str) -> list[tuple[str, str, str, str]]:
    assert recognise(text)
    found = split(paragraphs(text))
    assert not [part for part in found if isinstance(part, Failure)]
    return [(a.title, a.source, a.published, a.text) for raw in found if isinstance(raw, Raw) for a in assemble_articles(raw, "a.txt")]


@pytest.mark.parametrize(("above", "below", "published"), [
    ("BC-BARGE (URGENT)\nZCZC HW0417 5 MAR 2024 09:42 GMT 231 WORDS", "NNNN", "2024-03-05T09:42+00:00"),
    ("ZCZC HW0417\nr i pol 0231\nBC-OXHEY-BARGE, 231", "REUTERS 050942 GMT MAR 24\nNNNN", "2024-03-05T09:42+00:00"),
    ("u f BC-Oxhey Barge 03-05 0231", "AP-NY-03-05-24 0942EST", "2024-03-05T09:42"),
    ("ZCZC\nHW 231 words 050942Z MAR 2024", "(END)\nNNNN", "2024-03-05T09:42+00:00"),
    ("ZCZC HW0417\nEMBARGOED UNTIL 5 MARCH 2024", "NNNN", ""), ("ZCZC HW0417\nADV 5 MAR 2024\n4 MAR 2024 18:00", "NNNN",
     "2024-03-04T18:00"),
    ("ZCZC HW0417 459942 GMT MAR 24", "NNNN", ""), 
    ("Printed for the desk\nZCZC HW0417", "050942 GMT MAR 69\nNNNN", "2069-03-05T09:42+00:00"),
    ("ZCZC HW0417", "050942 GMT MAR 70\nNNNN", "1970-03-05T09:42+00:00"),
])  # fmt: skip
def test_the_frame_of_a_story(above: str, below: str, published: str) -> None:
    assert read(f"{above}\n\n{HEAD}\nBy Dan Feher\n\n{BODY}\n\n{below}\n") == [(HEAD, "Hillwire", published, BODY)]


def test_a_headline_in_capitals_is_no_line_of_codes() -> None:
    ((title, *_),) = read(f"ZCZC HW0417\n4 DEAD AFTER G7 TALKS\n\n{BODY}\nNNNN")
    assert title == "4 DEAD AFTER G7 TALKS"


@pytest.mark.parametrize("between", ["NNNN\n\nZCZC HW0418 6 MAR 2024 10:00 GMT", "BC-KELBY-SCHOOLS\nZCZC HW0418 6 MAR 2024 10:00 GMT"])
def test_stories_come_apart_each_with_its_own_time_though_an_end_is_missing(between: str) -> None:
    found = read(f"ZCZC HW0417 5 MAR 2024 09:42 GMT\n\n{HEAD}\n\n{BODY}\n\n{between}\n\nKelby to build two schools\n\n{OTHER}\n\nNNNN\n")
    assert [(title, source, published[:10]) for title, source, published, _ in found] == [
        (HEAD, "Hillwire", "2024-03-05"), ("Kelby to build two schools", "Reuters", "2024-03-06"),
    ]  # fmt: skip
    assert [text for *_, text in found] == [BODY, OTHER]


def test_what_signs_a_story_names_the_agency() -> None:
    assert read(f"ZCZC HW0417\n{HEAD}\n\n{BODY[25:]}\n\nREUTERS ab/cd\nNNNN")[0][:2] == (HEAD, "Reuters")


@pytest.mark.parametrize(("opening", "source"), [
    ("Ann Feher (Greens) - once its mayor - said that", ""), ("OXHEY (Greens) - The party said that", ""),
    ("OXHEY, Mar 5 (Greens) - The party said that", "Greens"), ("OXHEY (Kelby Star) - The party said that", "Kelby Star"),
    ("OXHEY (AFP) - The party said that", "AFP"),
])  # fmt: skip
def test_who_sent_it_stands_in_brackets_behind_a_place_alone(opening: str, source: str) -> None:
    ((title, found, _, _),) = read(f"ZCZC HW0417\nHarbour shut\n\n{opening} it would shut the harbour for nine days.\n{BODY[25:]}\nNNNN")
    assert (title, found) == ("Harbour shut", source)


@pytest.mark.parametrize("stamp", ["050942 GMT MAR 24", "REUTERS 050942 GMT MAR 24", "AP-NY-03-05-24 0942GMT"])
def test_the_time_right_under_the_last_line_is_none_of_it(stamp: str) -> None:
    ((_, _, published, text),) = read(f"ZCZC HW0417\n{HEAD}\n\n{BODY}\n{stamp}\nNNNN")
    assert (published, text) == ("2024-03-05T09:42+00:00", BODY)


def test_a_story_without_text_is_named() -> None:
    (found,) = split(["ZCZC HW0417", HEAD, "NNNN"])
    assert isinstance(found, Failure)
    assert not recognise(f"{HEAD}\n\n{BODY}\n\nThe password was NNNN\n")
