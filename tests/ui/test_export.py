"""A timeline as CSV and Markdown: every field in its place, nothing of an article obeyed."""

import csv
import io

import pytest

from rag.compare.timeline import Entry
from rag.records import Article, Quote
from ui.export import COLUMNS, NOTHING, timeline_csv, timeline_markdown

ARTICLE = Article(
    "a", "Water rises", "Floods came on 3 May.", "The Post", published="2024-05-04", url="https://post.example/1", path="a.txt"
)


def entry(text: str = "Floods came on 3 May.", article: Article = ARTICLE, *, end: str = "2024-05-03", independent: int = 2) -> Entry:
    return Entry("2024-05-03", end, "day", "3 May", Quote(1, text, 0, len(text), article), (), independent)


def rows(*entries: Entry) -> list[list[str]]:
    return list(csv.reader(io.StringIO(timeline_csv(entries))))


def test_csv_has_a_line_of_names_and_a_line_an_entry() -> None:
    assert rows(entry(), entry('He said "go", then\nwent.', Article("b", "", "", path="b.txt"), independent=1)) == [
        list(COLUMNS),
        [
            "2024-05-03",
            "2024-05-03",
            "day",
            "Floods came on 3 May.",
            "The Post",
            "2024-05-04",
            "Water rises",
            "2",
            "https://post.example/1",
        ],
        ["2024-05-03", "2024-05-03", "day", 'He said "go", then went.', "", "", "", "1", "b.txt"],
    ]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", " =", "\r="])
def test_no_cell_is_a_formula(first: str) -> None:
    harmful = f"{first}HYPERLINK(1)"
    article = Article("a", harmful, "", harmful, url=harmful)
    (cells,) = rows(entry(harmful, article))[1:]
    assert [cell[0] for cell in cells if "HYPERLINK" in cell] == ["'"] * 4


def test_a_control_sign_is_written_out() -> None:
    assert "\x1b" not in timeline_csv([entry("\x1b[2JGone.")])
    assert "\x1b" not in timeline_markdown("\x1b[2J", [entry("\x1b[2JGone.")])


def test_markdown_is_a_list_with_outlet_and_day() -> None:
    assert timeline_markdown("floods *now*", [entry(), entry(end="2024-05-05", independent=1)]) == (
        "# floods \\*now\\*\n\n"
        "- **3 May 2024**: “Floods came on 3 May.” (The Post, 4 May 2024, Water rises; 2 independent reports <https://post.example/1>)\n"
        "- **3 May 2024 to 5 May 2024**: “Floods came on 3 May.” (The Post, 4 May 2024, Water rises <https://post.example/1>)\n"
    )


def test_markdown_obeys_no_article() -> None:
    shown = timeline_markdown("x", [entry("[a](http://b) <img>", Article("a", "", "", url="javascript:x"))])
    assert "\\[a\\](http\\://b) \\<img\\>" in shown
    assert "javascript" not in shown


def test_a_topic_without_a_day_says_what_to_try() -> None:
    assert timeline_markdown("opera", []) == f"# opera\n\n{NOTHING}\n"
    assert "Try other words" in NOTHING
