"""The text of a page is whole and stands once: dates in sentences, words struck out, quotations, layouts, text for two widths of screen."""

import pytest

from ingest.read.pages import read_page
from tests.kits.ingest import BODY

SECOND = "The owner of the two boats said that both would be raised in the spring, when the harbour is free of ice again."
HEADLINE = "Storm sinks two boats"


def text(inside: str) -> str:
    return read_page(f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{inside}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (
            'The two boats had left the harbour at <time datetime="2024-05-03T19:00">seven in the evening</time> on the way to sea.',
            "The two boats had left the harbour at seven in the evening on the way to sea.",
        ),
        ("At <time>5 March 2019</time> it fell.", "At 5 March 2019 it fell."),
        ("There were <del>21</del> <ins>12</ins> people on board when it sank.", "There were 12 people on board when it sank."),
        (
            "The harbour master said <q>no boat <b>may</b> leave</q> to the crews.",
            "The harbour master said “no boat may leave” to the crews.",
        ),
        ("They left on the 4<sup>th</sup> of <a href='/m'>May</a>, as <i>planned</i>.", "They left on the 4th of May, as planned."),
    ],
)
def test_sentences_are_as_a_reader_sees_them(inner: str, line: str) -> None:
    assert line in text(f"<article><p>{BODY}</p><p>{inner}</p><p>{SECOND}</p></article>").split("\n\n")


def test_a_text_over_several_elements_is_whole() -> None:
    found = text("".join(f"<div class='text'><p>{n} {BODY}</p></div>" for n in range(9)))
    assert [line.split()[0] for line in found.split("\n\n")] == [*"012345678"]


@pytest.mark.parametrize(
    "inside",
    [
        f'<form id="aspnetForm"><p>{BODY}</p><p>{SECOND}</p></form>',
        f"<table><tr><td><p>{BODY}</p><p>{SECOND}</p></td></tr></table>",
        f"<div><p>{BODY}</p><p>{SECOND}</p></div><div class='narrow'><h1>{HEADLINE}</h1><p>Boats</p><p>{BODY}</p><p>{SECOND}</p></div>",
        f"<p>{BODY}</p><p>By Ann Lee</p><p>{SECOND}</p>",
        f"<div><span>By Ann Lee</span><span>3 May 2024</span></div><p>{BODY}</p><p>{SECOND}</p>",
    ],
)
def test_paragraphs_once_each(inside: str) -> None:
    found = text(inside)
    assert found.count(BODY) == found.count(SECOND) == 1
    assert "3 May" not in found


def test_a_label_that_rightly_comes_again_stays() -> None:
    third = "North of the harbour there is a second wall, which held."
    lines = text(f"<article><p>{BODY}</p><h4>Where to go</h4><p>{SECOND}</p><h4>Where to go</h4><p>{third}</p></article>")
    assert lines.count("Where to go") == 2


def test_a_heading_in_a_part_of_its_own_stays() -> None:
    part = "<div><h4>Where to go</h4><p>North of it there is a second wall.</p></div>"
    assert "\n\nWhere to go\n\nNorth of it" in text(f"<article><p>{BODY}</p>{part}<p>{SECOND}</p></article>")


def test_what_stands_above_the_headline_is_no_line_of_the_article() -> None:
    raw = read_page(f"<body><p>26 November 2026</p><nav>x</nav><h1>{HEADLINE}</h1><p>{BODY}</p><p>{SECOND}</p></body>".encode())
    assert "2026" not in raw.text
    assert "published" not in raw.fields
