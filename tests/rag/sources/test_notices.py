"""Corrections, retractions and kill notices on a set of our own: what is one, and of which article it speaks."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from rag.language.data import word_list
from rag.records import Article
from rag.sources.notices import outright, own, read, read_notices, ties
from rag.sources.notices.righting import bears_on, overtaken, righting, takes_back
from rag.sources.notices.ties import tie

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("notices.jsonl").read_text(encoding="utf-8").splitlines()
]

LABELS = (
    "Correction",
    "Correction notice",
    "Clarification",
    "Errata",
    "Editor’s note",
    "For the record",
    "Apology",
    "Corrections & amplifications",
)
KILLS = ("KILL", "KILL KILL", "Kill notice", "URGENT - KILL", "Retraction", "Withdrawn", "Takedown", "Withdrawal", "ADVISORY - KILL")


def article(row: dict[str, Any]) -> Article:
    return Article(row["id"], row["title"], row["text"], row["source"], published=row["published"], url=row.get("url", ""))


@cache
def archive() -> tuple[Article, ...]:
    return tuple(map(article, ROWS))


def named(name: str) -> Article:
    return next(a for a in archive() if a.id == name)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_what_is_a_notice_and_of_which_article(row: dict[str, Any]) -> None:
    """Of 216 articles 128 are no notice; many are traps: they only speak of corrections, recalls and kills, or are sent on other days."""
    found = read_notices(article(row))
    kinds = {("own " if n.own and not n.other else "") + n.kind for n in found}
    tied = {a.id for n in found for a in tie(n, archive())}
    assert " ".join(kinds) == row.get("kind", "")
    assert tied == set(row.get("tied", "").split())


def test_words_of_a_notice_are_verbatim() -> None:
    for notice in (n for a in archive() for n in read_notices(a)):
        assert notice.article.text[notice.start : notice.end] == notice.text
        place = righting(notice)
        for start, end in (place.said, place.right, place.answer):
            assert notice.start <= start <= end <= notice.end or (start, end) == (0, 0)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("c1", "11", "14"),
        ("c2", "48 million", "46 million"),
        ("c3", "2011", "2013"),
        ("c5", "800", "1,100"),
        ("c6", "kitchen", "laundry"),
        ("c7", "21", "12"),
        ("c9", "4%", "3%"),
        ("bankc", "3.5%", "3.25%"),
    ],
)
def test_what_was_wrong_and_what_is_right(name: str, wrong: str, right: str) -> None:
    notice = read_notices(named(name))[0]
    place = righting(notice)
    assert notice.article.text[slice(*place.answer)] == right
    assert takes_back(notice, wrong)
    assert not takes_back(notice, right)
    assert not takes_back(notice, "Brandvik")
    assert not takes_back(notice, "")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "An article on Friday misstated the forecast. Growth will slow from 3 percent in 2023 to 1 percent in 2024.",
            "",
            set(),
        ),  # a range
        ("(Corrects to show that growth slows to 1 percent from 3 percent)", "", set()),
        ("(Corrects growth from 3 percent to 1 percent)", "1", {"3"}),
        ("(Corrects growth to 1 percent from 3 percent)", "1", {"3"}),
    ],
)
def test_a_range_is_no_error(text: str, right: str, wrong: set[str]) -> None:
    notice = read.Notice("correction", Article("n", "Correction", text, published="2024-06-10"), 0, len(text), other=True)
    place = righting(notice)
    assert (text[slice(*place.answer)], place.wrong) == (right, wrong)


def test_a_figure_gives_way_where_only_the_right_one_is_said() -> None:
    text = "An article on Friday on the economy misstated the forecast. Growth will slow from 3 percent in 2023 to 1 percent in 2024."
    notice = read.Notice("correction", Article("n", "Correction", text, published="2024-06-10"), 0, len(text), other=True)
    assert overtaken(notice, "It will slow to 2 percent in 2024.", "2 percent")
    assert not overtaken(notice, "It grew 3 percent in 2023.", "3 percent")
    assert not overtaken(notice, "Inflation will slow to 2 percent in 2024.", "2 percent")  # another matter
    assert not overtaken(notice, "It will slow to 2 points in 2024.", "2 points")
    assert not overtaken(read_notices(named("c1"))[0], "The explosion hurt 12.", "12")  # it says what was wrong


def test_quotations_that_never_close_are_read_once() -> None:
    text = "An earlier story misstated the name. " + "“" * 50_000 + "‘" * 50_000
    start = time.perf_counter()
    assert len(read_notices(Article("n", "Corrections", text))) == 1
    assert time.perf_counter() - start < 1
    quoted = outright.QUOTES.sub("", "He said: “It began.\n\n“It ended.” So he said.\n“Two\nlines” end.")
    assert quoted == "He said: \n\n So he said.\n end."


def test_a_notice_bears_on_what_shares_its_values_or_its_matter() -> None:
    notice = read_notices(named("c1"))[0]
    assert bears_on(notice, "It hurt 11.")
    assert bears_on(notice, "It hurt 14.")
    assert bears_on(notice, "The explosion at the Tarrow paper mill shook houses.")
    assert not bears_on(notice, "The boiler was old, Brandvik said.")


def sure(name: str, *others: Article) -> list[str]:
    (notice,) = read_notices(named(name))
    return [a.id for a in tie(notice, others)]


def test_what_is_unsure_stays_untied() -> None:
    mill = named("mill")
    assert sure("c1", mill) == ["mill"]
    assert sure("c1", mill, replace(mill, id="twin")) == ["mill", "twin"]  # one text
    assert sure("c1", mill, replace(mill, id="other", text=f"{mill.text} It is shut.")) == []
    assert sure("c1", replace(mill, source="Orsa Gazette")) == []
    assert sure("c1", replace(mill, published="2024-03-07")) == []  # came out later
    assert sure("c1", replace(mill, published="")) == []
    assert sure("c7", replace(named("crane"), published="2024-08-05T16:00")) == []


def test_an_agency_takes_back_what_others_carry_of_it() -> None:
    carried = replace(
        named("crane"), id="carried", source="Kett Times", text="NYHAVN (Reuters) - A crane toppled at the docks. It hurt 21."
    )
    notice = replace(read_notices(named("k2"))[0], article=replace(named("k2"), source="Reuters"))
    assert [a.id for a in tie(notice, [carried])] == ["carried"]
    uncredited = replace(carried, text="A crane toppled.")
    assert tie(notice, [uncredited]) == ()
    assert tie(notice, [replace(uncredited, agency="AFP, Reuters")]) != ()


@pytest.mark.parametrize("name", ["c2", "c9", "c10", "c8"])
def test_the_order_of_the_articles_is_nothing(name: str) -> None:
    (notice,) = read_notices(named(name))
    found = [a for a in archive() if tie(notice, [a])]
    assert len({frozenset(a.id for a in tie(notice, order)) for order in permutations(found)}) == 1


def limits() -> Iterator[tuple[str, bool]]:
    title, text, source = named("c6").title, named("c6").text, named("c6").source
    for days, fits in ((ties.RECENT, True), (ties.RECENT + 1, False)):
        came = Article("n", title, text, source, published=f"2024-12-{days - 10:02}")
        yield f"{days} days", (bool(tie(read_notices(came)[0], [named("fire")])) == fits)
    for extra, fits in ((0, True), (read.LONGEST, False)):
        long = Article("n", "Correction", named("c1").text + " It is shut." * (extra // 10), "Tarrow Courier", published="2024-03-06")
        yield f"{extra} longer", (bool(read_notices(long)) == fits)


def test_limits_are_those_measured() -> None:
    assert (read.LONGEST, own.NOTE, outright.QUOTED) == (1500, 500, 3)
    assert (ties.COVER, ties.RECENT, ties.REPLACED, ties.COPY) == (0.6, 14, 3, 0.7)
    assert [name for name, holds in limits() if not holds] == []


@pytest.mark.parametrize("label", LABELS)
def test_every_label_heads_a_correction(label: str) -> None:
    assert [n.kind for n in read_notices(replace(named("c1"), title=label))] == ["correction"]
    assert [n.kind for n in read_notices(replace(named("c1"), title=f"{label}: mill blast"))] == ["correction"]
    assert read_notices(replace(named("c1"), title=f"{label} on the mill blast")) == ()
    assert read_notices(replace(named("c1"), title=label, text="The mill is shut.")) == ()


@pytest.mark.parametrize("label", KILLS)
def test_every_label_heads_a_retraction(label: str) -> None:
    assert [n.kind for n in read_notices(replace(named("k2"), title=label))] == ["retraction"]


@pytest.mark.parametrize("word", word_list("standing.json", "in error"))
def test_every_word_of_error_makes_a_correction(word: str) -> None:
    text = f"An article on Monday {word} of the mill."
    assert len(read_notices(Article("n", "Correction: mill blast", text))) == 1


@pytest.mark.parametrize("word", word_list("standing.json", "told"))
def test_what_a_report_only_told_is_no_error(word: str) -> None:
    text = f"An article on Monday {word} 11 of the mill."
    assert read_notices(Article("n", "Editor's note", text)) == read_notices(Article("n", "Correction: mill blast", text)) == ()
    assert len(read_notices(Article("n", "Correction", text))) == 1
    assert len(read_notices(Article("n", "Editor's note", f"{text} In fact 14 are."))) == 1
    assert len(read_notices(Article("n", "Correction: mill blast", text.replace("An article", "Our article")))) == 1


@pytest.mark.parametrize("word", word_list("standing.json", "retraction heads in capitals"))
def test_words_of_armies_and_the_dead_are_labels_in_capitals_or_alone(word: str) -> None:
    label = word.partition("(")[0].replace("[- ]?", " ").capitalize()
    line = "The story “Crane topples at Nyhavn, 21 hurt” of 5 August has been withdrawn."
    heads = (label, f"{label.upper()}: crane", f"{label}: crane")
    assert [len(read_notices(Article("n", head, line))) for head in heads] == [1, 1, 0]


def test_another_who_says_it_makes_it_no_notice() -> None:
    for words in ("An article on Monday misstated the toll", "Our article on Monday was wrong"):
        assert len(read_notices(Article("n", "Correction", f"{words}."))) == 1
        assert read_notices(Article("n", "Correction", f"{words}, the fire service said.")) == ()
        assert read_notices(Article("n", "Correction", f"{words}, said Jana Holt, its chief.")) == ()
    long = f"An article on Monday misstated {'the very old ' * 75}toll."
    assert len(long) > outright.LONG == 1000
    assert read_notices(Article("n", "Correction", long)) == ()
    assert len(read_notices(Article("n", "Correction", long.replace("very old", "old")))) == 1


def test_a_note_is_read_to_its_end_where_the_window_cuts_it() -> None:
    note = "This article was amended on 6 March 2024 because an earlier version gave the toll as 11, not 14."
    for size in (0, 430, own.NOTE - 10):
        for text in ("x" * size + f".\n\n{note}", f"{'x' * size}.\n\n{note}\n\n" + "The mill is shut. " * 60):
            assert [n.text for n in read_notices(Article("n", "Toll", text))] == [note]


def test_a_day_of_the_week_in_a_notice_is_one_before_it() -> None:
    text = "A story in Tuesday's Bugle about the slide at Vik should have said that Ole Brekke, the mayor, will come."
    (notice,) = read_notices(Article("n", "Correction", text, "Lund Bugle", published="2024-03-09"))
    slide = replace(named("r8"), published="2024-03-05")
    assert tie(notice, [slide]) == (slide,)
    assert tie(notice, [replace(slide, published="2024-03-12"), named("r8")]) == ()


def test_an_apology_for_our_report_needs_no_label() -> None:
    text = "In our report on Monday we said that the mill is shut. It is open. We apologise."
    assert [n.kind for n in read_notices(Article("n", "We got it wrong", text))] == ["correction"]
    for instead in ("It sells flour", "That was wrong", "The miller regrets it"):
        assert read_notices(Article("n", "We got it wrong", text.replace("We apologise", instead))) == ()
    assert read_notices(Article("n", "The Post got it wrong", text.replace("our report on Monday we", "its report the Post"))) == ()
    assert read_notices(Article("n", "We got it wrong", text + " It is open." * 50)) == ()
    assert read.SHORT == 600


def test_a_note_of_the_editor_over_a_report_is_on_that_report() -> None:
    report = "The climb took six days. A guide described the fall, the report said.\n\nShe was wrong about the rope."
    assert read_notices(Article("n", "Climb", f"Editor's note: This story was first published in 2019.\n\n{report}")) == ()
    (note,) = read_notices(Article("n", "Climb", f"Editor's note: This story was updated to correct a name.\n\n{report}"))
    assert (note.kind, note.own, note.other) == ("correction", True, False)
    listed = "\n\n".join([named("c1").text] * 20)
    assert len(read_notices(Article("n", "Corrections & Clarifications 2020", listed, "Tarrow Courier"))) == 20
    assert read_notices(Article("n", "Correction", listed, "Tarrow Courier")) == ()


def test_a_report_says_nothing_wrong_of_itself() -> None:
    assert read_notices(Article("a", "", "")) == ()
    assert righting(read_notices(named("k1"))[0]).wrong == frozenset()
