"""Answers as text, Markdown and JSON: right, and safe with hostile article text."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.records import Answer, Article, Citation, Correction, Difference, Quote, Sentence, Short, Value
from ui import show
from ui.blocks import comparison_blocks
from ui.page.html.article import article_view
from ui.page.html.differences import change
from ui.page.html.elements import marks, source_line

TEXT = "Forces were attacked 23 times. Nobody was hurt."
ARTICLE = Article("a", "Attacks rise", TEXT, source="The Post", published="2023-10-30", url="https://post.example/1?a=1&b=2")
HOSTILE = "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) [go](javascript:1) \x1b[2J\x07 `x` **b** [^1] \u202egnp"


def quote(n: int, article: Article = ARTICLE, end: int = 30) -> Quote:
    return Quote(n, article.text[:end], 0, end, article, 0.9)


def answer(text: str = "Forces were attacked 23 times.", article: Article = ARTICLE) -> Answer:
    q = quote(1, article)
    return Answer(
        "How many attacks?",
        "answered",
        sentences=(Sentence(text, "supported", (1,)), Sentence("It was calm after.", "partial")),
        citations=(Citation(1, q.text, q.start, q.end, article),),
        quotes=(q, quote(2, article, 47)),
        confidence=0.8,
        notes=("one article is undated",),
        timings_ms={"total": 1234.0},
    )


def declined() -> Answer:
    return Answer("Who won?", "declined", quotes=(quote(1), quote(2, end=47)))


def test_text_shows_question_answer_quote_source_and_notes() -> None:
    assert show.as_text(answer()) == (
        "How many attacks?\n\n"
        "Forces were attacked 23 times. [1] It was calm after. (partly supported)\n\n"
        "[1] “Forces were attacked 23 times.”\n"
        "    The Post, 30 Oct 2023, Attacks rise\n\n"
        "newest article cited: 30 Oct 2023, from the quotes alone, 1.2 s\n"
        "Note: one article is undated\n"
    )


def brief(text: str = "23 *times*", outlet: str = "The Post") -> Answer:
    return replace(answer(), short=Short(text, 1, reported="2023-10-30T08:00", outlet=outlet))


def test_the_answer_in_a_line_stands_first_in_every_form() -> None:
    assert show.as_text(brief()).startswith("How many attacks?\n\n23 *times* (30 October 2023, The Post)\n\nForces were")
    assert show.as_markdown(brief()).startswith("**How many attacks?**\n\n**23 \\*times\\* (30 October 2023, The Post)**\n\nForces were")
    row = json.loads(show.as_json(brief()))
    assert list(row)[:3] == ["line", "short", "text"]
    assert (row["line"], row["short"]["n"], row["short"]["reported"]) == ("23 *times* (30 October 2023, The Post)", 1, "2023-10-30T08:00")


def test_nothing_stands_there_without_one() -> None:
    assert show.short_line(answer()) == ""
    assert list(json.loads(show.as_json(answer())))[:2] == ["short", "text"]
    assert "\n\n\n" not in show.as_text(answer()) + show.as_markdown(answer())


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("Opinion: Attacks rise", TEXT, "The Post (opinion), 30 Oct 2023"),
        ("Attacks rise", f"{TEXT}\n\nThis article was amended on 31 October.", "The Post (corrected), 30 Oct 2023"),
        ("Attacks rise", f"{TEXT}\n\nThis article has been retracted.", "The Post (retracted by its outlet), 30 Oct 2023"),
        ("Attacks rise - live", TEXT, "The Post, 30 Oct 2023"),
    ],
)
def test_an_opinion_piece_and_what_was_taken_back_are_marked_where_they_are_cited(title: str, text: str, told: str) -> None:
    article = replace(ARTICLE, title=title, text=text)
    assert told in show.as_text(answer(article=article))
    assert source_line(quote(1, article)) == told
    assert marks(quote(1, article)).count("dl-mark") == ("(" in told)


def test_what_is_cut_short_found_or_told_by_an_agency_says_so_where_it_is_cited() -> None:
    article = replace(ARTICLE, agency="Reuters", incomplete=True, found="published source")
    told = "The Post (found, not stated, credits Reuters, only the beginning of the article), 30 Oct 2023 (date found, not stated)"
    assert told in " ".join(show.as_text(answer(article=article)).split())
    assert source_line(quote(1, article)) == told
    assert "only the beginning" in marks(quote(1, article))
    html = article_view(article)
    assert "Published 30 Oct 2023 (date found, not stated)" in html
    assert "only the beginning of the article" in html
    for plain in (replace(article, updated="2023-11-02"), replace(article, found="updated"), replace(article, published="")):
        assert "date found" not in source_line(quote(1, plain))
    assert source_line(quote(1, replace(ARTICLE, agency="The Post"))) == "The Post, 30 Oct 2023"


def headlined() -> Answer:
    q = Quote(1, "Attacks rise", 0, 12, ARTICLE, headline=True)
    return replace(answer(), quotes=(q, quote(2)), citations=(Citation(1, q.text, 0, 12, ARTICLE, headline=True),))


def test_a_quote_of_a_headline_is_marked_as_one() -> None:
    told = "headline, The Post, 30 Oct 2023, Attacks rise"
    for text in (show.as_text(headlined()), show.as_markdown(headlined()), "\n".join(show.quote_lines(headlined().quotes))):
        assert text.count(told) == 1
        assert text.count("headline") == 1
    assert json.loads(show.as_json(headlined()))["citations"][0]["headline"] is True


def carried() -> Answer:
    first, other = replace(answer().citations[0], also=("Wire [1]", "Echo")), Article("b", "", TEXT, "Echo")
    return replace(answer(), citations=(first, Citation(2, TEXT, 0, len(TEXT), other)), independent=2)


def test_who_else_carries_a_report_and_how_many_are_independent_is_said() -> None:
    for text in (show.as_text(carried()), show.as_markdown(carried()).replace("\\", "")):
        assert "Attacks rise, also carried by Wire [1], Echo" in text
        assert "2 independent reports" in text
    assert show.copy_lines(carried()) == ["[1] The Post, also carried by Wire [1], Echo"]
    row = json.loads(show.as_json(carried()))
    assert (row["independent"], row["citations"][0]["also"], row["citations"][1]["also"]) == (2, ["Wire [1]", "Echo"], [])


def test_one_article_is_not_counted_and_nobody_else_not_named() -> None:
    alone = replace(answer(), independent=1)
    assert "independent" not in show.as_text(alone)
    assert "carried" not in show.as_text(alone)
    assert show.copy_lines(alone) == []
    assert "independent" not in show.as_text(replace(carried(), independent=0))  # copies were not looked for


def test_a_decline_shows_the_nearest_quotes() -> None:
    text = show.as_text(declined())
    assert "The articles do not say." in text
    assert text.index("Nearest quotes:") < text.index("[1] “") < text.index("[2] “")
    assert "newest article" not in text


def test_disputed_is_said_first() -> None:
    assert show.answer_words(replace(answer(), status="disputed")).startswith("Sources differ. ")


def test_made_up_markers_are_counted() -> None:
    assert "Note: left out: 2 citation(s) that the model made up" in show.as_text(replace(answer(), invented_markers=(7, 9)))


def test_missing_outlet_and_date_are_said() -> None:
    assert show.source(Article("a", "", "x")) == "outlet not stated, undated"


@pytest.mark.parametrize("width", [20, 40, 200])
def test_lines_fit_the_width(width: int) -> None:
    assert max(map(len, show.quote_lines([quote(1), quote(12, end=47)], width))) <= width


def test_markdown_footnotes_resolve() -> None:
    text = show.as_markdown(answer())
    used, made = set(re.findall(r"\[\^(\d+)\](?!:)", text)), set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert used == made == {"1"}
    assert "<https://post.example/1?a=1&b=2>" in text


def test_markdown_of_a_decline_lists_the_nearest_quotes() -> None:
    text = show.as_markdown(declined())
    assert "[^" not in text
    assert "- [2] “" in text


@pytest.mark.parametrize("form", [show.as_text, show.as_markdown], ids=lambda f: f.__name__)
def test_no_terminal_obeys_article_text(form: object) -> None:
    bad = Article("a", HOSTILE, HOSTILE + TEXT, source=HOSTILE)
    told = replace(answer(HOSTILE, bad), question=HOSTILE, short=Short(HOSTILE, 1, outlet=HOSTILE))
    text = form(told)  # type: ignore[operator]
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "x1b" in text


@given(st.text())
def test_clean_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    cleaned = show.one_line(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in cleaned)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
def test_clean_keeps_the_words(text: str) -> None:
    assert show.one_line(text).split() == text.split()


PIECES = st.lists(
    st.sampled_from([*"[]()!<>*_`#-+=~|&$\\:./1^ ", "http", "www.", "://", "a", "&amp;", "<b>", "![x](y)", "1. "]), max_size=12
)


@given(PIECES.map("".join))
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        f"[^1]: “{show.as_literal_markdown(text)}” x\n\n{show.as_literal_markdown(text)}x"
    )
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.type not in {"paragraph_open", "inline", "paragraph_close"}] == []
    assert "".join(child.content for child in inline[1].children or []) == show.one_line(text) + "x"
    assert {child.type for part in inline for child in part.children or []} <= {"text", "text_special"}


FEW = Value("23", "attacks", 1, "The Post", start="2023-10-17", end="2023-10-30")
MANY = Value("92 <b>", "attacks", 2, attribution="an official", phrase="by Monday")
LATER = Value("140", "attacks", 2, end="2024-01-24")


def divided() -> Answer:
    return replace(
        answer(),
        series=(FEW, LATER, Value("150", "attacks", 2)),
        differences=(Difference("attacks", "number", ((FEW,), (MANY,)), (2, 1)),),
        corrections=(Correction(LATER, "92", "an earlier count was wrong"),),
    )


def test_change_difference_and_correction_are_told_with_their_quotes() -> None:
    assert show.block_lines(divided()) == [
        "How it changed: attacks",
        "  17 Oct 2023 to 30 Oct 2023: 23 [1]",
        "  24 Jan 2024: 140 (the newest) [2]",
        "Without a known time: attacks",
        "  not placed in time: 150 [2]",
        "Where sources differ: attacks",
        "  The Post, 30 Oct 2023: 23 (2 independent reports) [1]",
        "  outlet not stated, 30 Oct 2023: 92 <b>, on the word of an official [2]",
        "Corrected",
        "  140 instead of 92: “an earlier count was wrong” [2]",
    ]


def test_a_figure_is_told_by_its_days_and_an_undated_one_says_so() -> None:
    told = Value("23", "attacks", 1, start="2023-10-17", end="2023-10-30", precision="range", phrase="October 17 and 30")
    undated = Value("92", "attacks", 2, phrase="since October 17")
    assert show.block_lines(replace(answer(), series=(told, LATER, undated)))[1:] == [
        "  17 Oct 2023 to 30 Oct 2023: 23 [1]",
        "  24 Jan 2024: 140 (the newest) [2]",
        "Without a known time: attacks",
        "  undated, since October 17: 92 [2]",
    ]


def test_a_series_says_what_it_counts_where_and_on_whose_word() -> None:
    first = Value("8", "killed", 1, attribution="medics", start="2024-05-07", end="2024-05-07", precision="published", place="Marl")
    last = Value("14", "killed", 2, start="2024-05-09", end="2024-05-09", precision="published", place="Marl")
    bound = Value("10", "killed", 2, place="Marl", after="2024-05-04")
    assert show.block_lines(replace(answer(), series=(first, last, bound))) == [
        "How it changed: killed, Marl",
        "  7 May 2024: 8, on the word of medics [1]",
        "  9 May 2024: 14 (the newest) [2]",
        "Without a known time: killed, Marl",
        "  undated, after 4 May 2024: 10 [2]",
    ]


UNDATED = Value("92", "attacks", 2, phrase="since October 17")
STARTS = Value("7", "attacks", 2, start="2023-10-07")


@pytest.mark.parametrize(
    ("series", "headings"),
    [
        ((FEW, FEW), {}),  # one value is no change
        ((UNDATED, UNDATED), {}),
        ((FEW, LATER), {"How it changed": ["23", "140"]}),
        ((STARTS, LATER), {"How it changed": ["7", "140"]}),
        ((FEW, LATER, UNDATED), {"How it changed": ["23", "140"], "Without a known time": ["92"]}),
        ((UNDATED, FEW, LATER), {"How it changed": ["23", "140"], "Without a known time": ["92"]}),
        ((FEW, UNDATED), {"With a known time": ["23"], "Without a known time": ["92"]}),  # one time shows no change
        ((FEW, FEW, UNDATED), {"With a known time": ["23", "23"], "Without a known time": ["92"]}),
        ((Value("23", "x", 1), UNDATED, Value("140", "x", 2)), {"Without a known time": ["23", "92", "140"]}),
    ],
)
def test_only_values_placed_in_time_show_a_change(series: tuple[Value, ...], headings: dict[str, list[str]]) -> None:
    told = replace(answer(), series=series)
    assert [(b.heading.split(": ")[0], [r.split(": ")[1].split()[0] for r in b.rows]) for b in comparison_blocks(told)] == list(
        headings.items()
    )
    parts = re.findall(r"<h3>(.*?)</h3><(ul|ol) (.*?)</(?:ul|ol)>", change(told, 0))
    assert [(heading.split(": ")[0], re.findall(r"<strong>(.*?)</strong>", values)) for heading, _, values in parts] == list(
        headings.items()
    )
    assert all(
        (name, "dl-steps" in values) == (("ul", False) if heading.startswith("Without") else ("ol", True))
        for heading, name, values in parts
    )


def test_blocks_are_in_every_form() -> None:
    assert "  24 Jan 2024: 140 (the newest) [2]" in show.as_text(divided()).splitlines()
    assert "- 24 Jan 2024: 140 (the newest) \\[2\\]" in show.as_markdown(divided()).splitlines()
    assert json.loads(show.as_json(divided()))["series"][1]["text"] == "140"


def test_json_holds_every_field() -> None:
    row = json.loads(show.as_json(answer()))
    assert row["text"] == "Forces were attacked 23 times. [1] It was calm after."
    assert row["citations"][0]["quote"] == ARTICLE.text[:30]
    assert row["timings_ms"] == {"total": 1234.0}


def test_a_citation_of_an_earlier_version_says_so_in_every_form() -> None:
    old = replace(ARTICLE, version_of="a", superseded="2024-03-05T10:00")
    told = answer()
    told = replace(told, citations=tuple(replace(c, article=old) for c in told.citations))
    said = "later updated on 5 Mar 2024"
    for form in (show.as_text, show.as_markdown):
        assert said in form(told)
        assert said not in form(answer())
    assert json.loads(show.as_json(told))["citations"][0]["article"]["superseded"] == "2024-03-05T10:00"


@pytest.mark.parametrize(
    ("url", "web"),
    [
        ("https://a.example/x?y=1", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ('https://a.example/"><script>', False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, web: bool) -> None:
    assert show.is_web(url) is web


def asked_back() -> Answer:
    asks = (Sentence("Do you mean Ann Lee or Bo Dahl?", "supported"),)
    return Answer("Where was she born?", "declined", asks, choices=("Where was Ann *Lee* born?", "Where was Bo\x1b Dahl born?"))


def test_what_a_question_may_mean_is_listed_in_every_form() -> None:
    assert show.as_text(asked_back()) == (
        "Where was she born?\n\nDo you mean Ann Lee or Bo Dahl?\n\n  Where was Ann *Lee* born?\n  Where was Bo\\x1b Dahl born?\n\n\n"
    ).replace("\n\n\n", "\n")
    assert "\n- Where was Ann \\*Lee\\* born?\n- Where was Bo\\\\x1b Dahl born?\n" in show.as_markdown(asked_back())
    assert json.loads(show.as_json(asked_back()))["choices"] == list(asked_back().choices)
    assert show.choice_lines(answer()) == []
    assert max(map(len, show.choice_lines(asked_back(), 20))) <= 20


@pytest.mark.parametrize(
    ("writer", "words"), [("quotes", "from the quotes alone"), ("index", "from the index"), ("tiny\x1b-1", "written by tiny\\x1b-1")]
)
def test_who_wrote_it_is_said(writer: str, words: str) -> None:
    assert show.closing_lines(replace(answer(), writer=writer))[0] == f"newest article cited: 30 Oct 2023, {words}, 1.2 s"


def test_each_note_is_told_once_and_the_wording_searched_only_where_it_is_not_the_heading() -> None:
    told = replace(answer(), notes=("Asked as: How many attacks?", "Read as: attacks.", "Read as: attacks."))
    assert show.closing_lines(told)[1:] == ["Note: Asked as: How many attacks?", "Note: Read as: attacks."]
    for text in (show.as_text(told), show.as_markdown(told)):
        assert "Asked as" not in text
        assert text.count("Read as") == 1
