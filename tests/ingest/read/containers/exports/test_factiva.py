"""Factiva by place and by codes."""

import pytest

from ingest.read.containers.exports import factiva
from ingest.read.failures import Failure
from tests.kits.exports import BODY, one


@pytest.mark.parametrize(
    ("above", "title", "names"),
    [
        (["Gate is shut", "By Ann Lee"], "Gate is shut", "Ann Lee"),
        (["Gate is shut", "Ann Lee and Bob Roe"], "Gate is shut", "Ann Lee and Bob Roe"),
        (["World News", "Gate is shut"], "Gate is shut", ""),
        (["Gate is shut"], "Gate is shut", ""),
    ],
)
def test_headline_and_byline_above_the_length(above: list[str], title: str, names: str) -> None:
    end = ["9 words", "8 March 2024", "Orm Post", "ORMP", "English", "(c) 2024 Orm Post", BODY, "Document ORMP000020240308ek38000b5"]
    fields = one(factiva.split([*above, *end]))
    assert (fields["title"], fields["byline"], fields["published"], fields["text"]) == (title, names, "2024-03-08", BODY)


@pytest.mark.parametrize("head", [["ORMP"], ["ORMP", "English"], ["ORMP", "Page 4", "Copyright 2024 Orm Post"], []])
def test_what_stands_between_outlet_and_text(head: list[str]) -> None:
    fields = one(factiva.split(["Gate is shut", "9 words", "8 March 2024", "Orm Post", *head, BODY, "Document ORMP000020240308ek38000b5"]))
    assert (fields["source"], fields["text"]) == ("Orm Post", BODY)


def test_codes_on_lines_of_text() -> None:
    lines = [
        "HD Gate shut",
        "WC 9 words",
        "PD 8 March 2024",
        "SN Orm Post",
        "LP",
        BODY,
        "TD",
        "More.",
        "AN Document ORMP000020240308ek38000b5",
    ]
    assert factiva.recognise("\n".join(lines))
    fields = one(factiva.split(lines))
    assert (fields["title"], fields["source"], fields["text"]) == ("Gate shut", "Orm Post", f"{BODY}\n\nMore.")


def test_a_text_that_speaks_of_documents_is_no_export() -> None:
    assert not factiva.recognise(f"Gate shut\n\n{BODY}\n\nDocument A1\n\n120 words\n")


def test_two_heads_in_one_part_are_named() -> None:
    part = ["Gate is shut", "9 words", "8 March 2024", "Orm Post", "English", "(c) 2024 Orm Post", BODY]
    (failure,) = factiva.split([*part, *part, "Document ORMP000020240308ek38000b5"])
    assert isinstance(failure, Failure)
