"""Which day a sentence tells of: that of its event, not of a remark, of these days, or of a plan."""

import pytest

from rag.compare.days.when import LONGEST, day_told, main_event_date
from rag.sources.statement import read_sentence


@pytest.mark.parametrize(
    ("sentence", "start", "precision"),
    [
        ("On Tuesday rockets hit the port, a source said on Thursday.", "2024-05-14", "day"),
        ("Rockets hit the port, a source said on Thursday.", "2024-05-16", "day"),
        ("Ninety rockets were fired between 2 and 9 May.", "2024-05-02", "range"),
        ("Ninety rockets have been fired since 2 May.", "", ""),
        ("The port was built in 1931.", "", ""),
        ("The port opened in March 1931.", "1931-03-01", "month"),
        ("One day earlier, on Monday, May 13, 2024, rockets hit the port.", "2024-05-13", "day"),
        *(
            (f"{said.capitalize()} on Thursday, it is as on Tuesday rockets fell.", "2024-05-14", "day")
            for said in "said|says|told|reported|announced|confirmed|stated|according to men|a statement issued|speaking".split("|")
        ),
        ("He wept on Thursday, as on Tuesday rockets fell.", "2024-05-16", "day"),
        (f"He said {'x' * 38} on Thursday, as on Tuesday rockets fell.", "2024-05-14", "day"),  # forty characters at most between
        (f"He said {'x' * 39} on Thursday, as on Tuesday rockets fell.", "2024-05-16", "day"),
        *((f"He said{mark} on Thursday, as on Tuesday rockets fell.", "2024-05-16", "day") for mark in ",;."),
        *(
            (f"{other}, on 13 May 2024, rockets hit the port.", "2024-05-13", "day")
            for other in (
                "Two days earlier",
                "Two days later",
                "Two days ago",
                "The day before",
                "The day after",
                "The previous day",
                "The following day",
                "The next day",
            )
        ),
        ("Yesterday, after 13 May 2024, rockets fell.", "2024-05-15", "day"),
        ("Between 2 and 9 May rockets fell, a source said on Thursday.", "2024-05-02", "range"),
        ("In March 1931 the port opened, a source said on Thursday.", "2024-05-16", "day"),
        ("In March 1931, between 2 and 9 May 2024, rockets fell.", "2024-05-02", "range"),
        ("On Tuesday rockets fell, as between 2 and 9 May.", "2024-05-14", "day"),
        ("Many fled since the raid on Monday.", "", ""),
        ("Since the raid, on Monday, many fled.", "2024-05-13", "day"),
        ("It recalls today's crisis.", "", ""),
        ("Rockets fell today.", "2024-05-16", "day"),
        ('"Rockets fell today," he said.', "", ""),
        ("“He would be here today,” he said, as rockets fell yesterday.", "2024-05-15", "day"),
        ('"Rockets fell on 14 May," he said.', "2024-05-14", "day"),  # a date holds whoever says it
    ],
)
def test_happened(sentence: str, start: str, precision: str) -> None:
    when = main_event_date(read_sentence(sentence, "2024-05-16"))
    assert (when.first, when.precision) == (start, precision) if when else start == ""


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("Rockets hit the port on 16 May 2024.", "2024-05-16"),
        ("The port will open on 17 May 2024.", ""),  # the day after the report
        ("The port will open in June 2024.", ""),
        ("It rained in the week from 12 to 18 May 2024.", "2024-05-12"),  # begun by then
        ("It rained from 15 April to 16 May 2024.", "2024-04-15"),  # 31 days later
        ("It rained from 14 April to 16 May 2024.", ""),
        ("Nothing is dated.", ""),
        ("Two days after 3 May 2024 rockets fell.", "2024-05-05"),
        ("Two days before 3 May 2024 rockets fell.", "2024-05-01"),
        ("Five days after unveiling the plan, they fell.", ""),
        ("More than nine weeks after the 30 January elections they met.", ""),
        ("A month before the 30 April elections they met.", ""),
        ("Two days ago rockets fell.", "2024-05-14"),
    ],
)
def test_what_is_told_has_come_and_is_not_too_long(sentence: str, start: str) -> None:
    assert LONGEST == 31
    when = day_told(read_sentence(sentence, "2024-05-16"))
    assert (when.first if when else "") == start


def test_an_undated_report_tells_only_full_dates() -> None:
    assert day_told(read_sentence("Rockets hit the port on Tuesday.")) is None
    assert day_told(read_sentence("The port will open on 3 May 2030.")) is None  # a plan, whenever it was written
    when = day_told(read_sentence("Rockets hit the port on 14 May 2024."))
    assert when is not None
    assert when.first == "2024-05-14"
