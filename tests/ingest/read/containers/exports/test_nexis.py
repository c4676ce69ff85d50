"""Nexis in its layouts; a day that cannot be read is never another's."""

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.exports import nexis
from ingest.read.containers.exports.nexis import LEAST_WORDS
from ingest.read.failures import Failure
from tests.kits.exports import BODY, one


def classic(*lines: str) -> list[str]:
    return ["1 of 1 DOCUMENT", *lines]


def test_rights_above_the_outlet() -> None:
    fields = one(
        nexis.split(
            classic("Copyright 2005 The Orm Post", "The Orm Post", "January 1, 2005 Saturday", "Gate shut", "LENGTH: 9 words", BODY)
        )
    )
    assert (fields["source"], fields["title"], fields["published"], fields["text"]) == ("The Orm Post", "Gate shut", "2005-01-01", BODY)


def test_the_day_is_the_first_on_the_old_site_and_the_last_above_the_labels_on_the_new() -> None:
    old = classic("Orm Post", "June 4, 2019 Tuesday", "June 1, 2019", "BYLINE: Ann Lee", "LENGTH: 9 words", BODY)
    assert one(nexis.split(old))["published"] == "2019-06-04"
    new = ["June 1, 2019", "Gate shut", "Orm Post", "June 4, 2019 Tuesday", "Length: 9 words", "Body", BODY, "End of Document"]
    assert one(nexis.split(new))["published"] == "2019-06-04"


def test_a_body_label_and_a_correction() -> None:
    lines = ("Orm Post", "June 4, 2019 Tuesday", "LENGTH: 9 words", "HEADLINE: Gate shut", "BODY:", BODY, "CORRECTION-DATE: June 9, 2019")
    fields = one(nexis.split(classic(*lines)))
    assert (fields["title"], fields["published"], fields["updated"], fields["text"]) == ("Gate shut", "2019-06-04", "2019-06-09", BODY)


@pytest.mark.parametrize("stated", ["8. März 2024 Freitag", "Spring 2024", "Mars 2024"])
def test_a_day_that_cannot_be_read_is_no_other_days(stated: str) -> None:
    lines = ["Gate shut", "Orm Post", stated, "Length: 9 words", "Body", BODY, "3 May 2024", "Load-Date: June 5, 2024", "End of Document"]
    fields = one(nexis.split(lines))
    assert (fields["title"], fields["source"], fields["published"]) == ("Gate shut", "Orm Post", "")


def test_words_that_look_like_an_ending_stay_in_the_text() -> None:
    more = ["Subject: the gate. That was all the letter said.", "Copyright lasts long, he wrote, since 1911 at least."]
    lines = ["Gate shut", "Orm Post", "March 8, 2024", "Length: 9 words", "Body", BODY, *more, "Classification", "End of Document"]
    assert one(nexis.split(lines))["text"].split("\n\n") == [BODY, *more]


def test_a_part_without_a_head_or_text_is_named_by_its_number() -> None:
    good = ("Orm Post", "June 4, 2019 Tuesday", "Gate shut", "LENGTH: 9 words", BODY)
    found = nexis.split(
        ["1 of 3 DOCUMENTS", *good, "2 of 3 DOCUMENTS", "Sorry.", "3 of 3 DOCUMENTS", *good[:-1], "LOAD-DATE: June 5, 2019"]
    )
    assert [f.where if isinstance(f, Failure) else f.place for f in found] == [":1", ":2", ":3"]
    assert [isinstance(f, Failure) for f in found] == [False, True, True]


def test_an_end_that_was_taken_for_a_running_foot_parts_all_the_same() -> None:
    article = [
        "Gate shut",
        "Orm Post",
        "March 8, 2024",
        "Length: 9 words",
        "Body",
        f"{BODY} Graphic",
        "A gate.",
        "Load-Date: March 9, 2024",
    ]
    other = ["Gate open", "Orm Post", "May 1, 2024", *article[3:]]
    found = nexis.split([*article, *other, "End of Document"])
    assert [(raw.fields["published"], raw.text) for raw in found if isinstance(raw, Raw)] == [("2024-03-08", BODY), ("2024-05-01", BODY)]


def test_two_heads_in_one_part_are_named() -> None:
    part = ["Gate shut", "Orm Post", "March 8, 2024", "Length: 9 words", "Body", BODY]
    (failure,) = nexis.split([*part, *part, "End of Document"])
    assert isinstance(failure, Failure)
    assert "several articles" in failure.reason


@pytest.mark.parametrize(("words", "failures"), [(LEAST_WORDS - 1, 0), (LEAST_WORDS, 1)])
def test_what_stands_between_articles_is_named_when_it_is_long(words: int, failures: int) -> None:
    part = ["Gate shut", "Orm Post", "March 8, 2024", "Length: 9 words", "Body", BODY, "Load-Date: March 9, 2024"]
    found = nexis.split([*part, " ".join(["word"] * words), "End of Document", *part, "End of Document"])
    assert sum(isinstance(raw, Raw) for raw in found) == 2
    assert sum(isinstance(raw, Failure) for raw in found) == failures
