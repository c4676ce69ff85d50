"""ProQuest: what stands under the text states what it is, words in the text do not."""

import pytest

from ingest.read.containers.exports import proquest
from ingest.read.failures import Failure
from tests.kits.exports import BODY, one


def record(*body: str, publication: str = "Orm Post; Orm", day: str = "Mar 8, 2024") -> list[str]:
    head = ["Gate shut", "Author: Lee, Ann", "Full text: " + (body[0] if body else ""), *body[1:]]
    return [
        *head,
        "Title: Gate shut",
        f"Publication title: {publication}",
        f"Publication date: {day}",
        "ProQuest document ID: 1",
        "Database: X",
    ]


def test_labels_in_the_text_are_text() -> None:
    fields = one(proquest.split(record(BODY, "Title: nobody has one.", "He said so.")))
    assert fields["text"] == f"{BODY}\n\nTitle: nobody has one.\n\nHe said so."
    assert (fields["title"], fields["byline"], fields["published"]) == ("Gate shut", "Ann Lee", "2024-03-08")


def test_a_headline_without_a_label_stands_over_the_labels() -> None:
    def bare(headline: str) -> list[str]:
        return ["_" * 20, "Document 1 of 2", headline, *[line for line in record(BODY) if not line.startswith("Title:")][1:]]

    assert [part.fields["title"] for part in proquest.split([*bare("Gate open"), *bare("Gate shut")])] == ["Gate open", "Gate shut"]  # type: ignore[union-attr]
    assert one(proquest.split(bare("Author: Lee, Ann")))["title"] == ""


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("Orm Post; Orm", "Orm Post"),
        ("Orm Post (Online); Orm, N.Y.", "Orm Post (Online)"),
        ("Orm Post", "Orm Post"),
        ("Orm Post [Orm]", "Orm Post"),
    ],
)
def test_publication(stated: str, name: str) -> None:
    assert one(proquest.split(record(BODY, publication=stated)))["source"] == name


def test_a_record_without_its_text_is_named() -> None:
    found = proquest.split([*record("Not available."), *record(BODY)])
    assert [isinstance(f, Failure) for f in found] == [True, False]
