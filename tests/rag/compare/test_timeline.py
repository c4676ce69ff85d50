"""The timeline: dated entries, one cited sentence each, merged across articles; nothing undated is placed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.compare.days.ranked import Fitted
from rag.compare.timeline import build_timeline
from rag.language.text import sentences
from rag.records import Article, Quote, stands_in
from tests.kits.compare import nearest, quote, seeds

TOPIC = "Timeline of attacks on Ain al-Asad"


@pytest.fixture(params=["seeds", "originals"])
def corpus(request: pytest.FixtureRequest, root: Path) -> list[Article]:
    folder = root / "seeds" if request.param == "seeds" else request.getfixturevalue("shared") / "seeds"
    return seeds(folder)


def test_seeds_timeline_has_the_attacks_each_once_in_order(corpus: list[Article]) -> None:
    entries = build_timeline(TOPIC, nearest(TOPIC, corpus, 60))
    days = [e.start for e in entries if e.precision == "day"]
    assert {"2023-10-30", "2023-10-31", "2024-01-20", "2024-01-23"} <= set(days)
    assert days.count("2023-10-30") == days.count("2023-10-31") == 1
    assert [e.start for e in entries] == sorted(e.start for e in entries)
    assert ("2023-10-17", "2023-10-30", "range") in {(e.start, e.end, e.precision) for e in entries}


def test_seeds_timeline_merges_two_articles_and_counts_one_agency_once(corpus: list[Article]) -> None:
    (entry,) = [e for e in build_timeline(TOPIC, nearest(TOPIC, corpus, 60)) if e.start == "2023-10-31"]
    assert len({entry.quote.article.id, *(q.article.id for q in entry.also)}) == 2
    assert entry.independent == 1


def test_seeds_timeline_places_no_undated_article(corpus: list[Article]) -> None:
    entries = build_timeline(TOPIC, nearest(TOPIC, corpus, 60))
    assert {a.id for a in corpus if not a.dated}
    for entry in entries:
        for told in (entry.quote, *entry.also):
            assert told.article.dated or str(entry.start[:4]) in told.text


def test_another_topic_has_its_own_timeline(corpus: list[Article]) -> None:
    entries = build_timeline("Daesh arrests in Syria", nearest("Daesh arrests in Syria", corpus, 60))
    assert "2025-12-24" in {e.start for e in entries}
    assert all(e.start.startswith("2025-12") for e in entries)


def test_a_day_is_one_entry_led_by_what_most_reports_tell_and_other_topics_are_left_out() -> None:
    told = [
        quote(1, "A bomb hit a bakery in Marl on 3 May 2024.", published="2024-05-04"),
        quote(2, "On 3 May 2024 the bakery in Marl was hit by a bomb.", published="2024-05-05"),
        quote(3, "Gunmen stormed a bank office in Marl on 3 May 2024 and fled with gold after shelling.", published="2024-05-05"),
        quote(4, "The price of bread rose in Tovik on 3 May 2024.", published="2024-05-05"),
    ]
    entries = build_timeline("attacks in Marl", told)
    assert [(e.quote.article.id, [q.article.id for q in e.also]) for e in entries] == [("a1", ["a2"])]
    assert (entries[0].independent, entries[0].quote.n) == (2, 1)


def test_limit_keeps_the_best_ranked() -> None:
    told = [quote(n, f"A bomb hit street {n}0 in Marl on {n} May 2024.", published="2024-06-01") for n in (5, 3, 9, 1)]
    entries = build_timeline("attacks in Marl", told, limit=2)
    assert [e.start for e in entries] == ["2024-05-03", "2024-05-05"]
    assert build_timeline("attacks in Marl", told, limit=0) == ()


def test_entries_are_json_ready_without_full_texts() -> None:
    entries = build_timeline("attacks in Marl", [quote(1, "A bomb hit a bakery in Marl on 3 May 2024.", published="2024-05-04")])
    row = json.loads(json.dumps(entries[0].to_dict()))
    assert row["start"] == "2024-05-03"
    assert "text" not in row["quote"]["article"]


def test_an_entry_from_a_headline_stands_in_the_headline() -> None:
    title = "What we know: Rockets hit Marl on 3 May 2024"
    article = Article("a", title, "Nothing is known.", published="2024-05-04")
    other = Article("b", title, "Nothing is known.", published="2024-05-04")
    (entry,) = build_timeline("attacks on Marl", [Quote(n, title, 0, len(title), a, 0.5, True) for n, a in enumerate((article, other), 4)])
    for told in (entry.quote, *entry.also):
        assert (told.headline, told.score) == (True, 0.5)
        assert stands_in(told)[told.start : told.end] == told.text
    assert len(entry.also) == entry.quote.n == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(max_size=80) | st.sampled_from(["Rockets hit Marl on 3 May 2024.", "On Tuesday a drone hit Marl. It burned."]), max_size=5
    )
)
def test_every_entry_is_verbatim_and_dated(texts: list[str]) -> None:
    quotes = [Quote(n, t, 0, len(t), Article(f"a{n}", "Marl", t, published="2024-05-08")) for n, t in enumerate(texts, 1) if sentences(t)]
    for entry in build_timeline("attacks on Marl", quotes):
        assert entry.start <= entry.end
        for told in (entry.quote, *entry.also):
            assert told.article.text[told.start : told.end] == told.text
        assert entry.phrase in entry.quote.text


def led(topic: str, *rows: tuple[str, str] | str) -> list[list[str]]:
    """Return the articles of each entry, the leading one first; a row is a text, or a text and the title of its article."""
    full = [row if isinstance(row, tuple) else (row, "") for row in rows]
    told = [quote(n, text, published="2024-05-05", title=title) for n, (text, title) in enumerate(full, 1)]
    return [[e.quote.article.id, *(q.article.id for q in e.also)] for e in build_timeline(topic, told)]


@pytest.mark.parametrize(
    "word", ["timeline", "timelines", "chronology", "history", "sequence", "event", "events", "list", "course", "what happened"]
)
def test_the_word_for_a_timeline_is_no_part_of_its_topic(word: str) -> None:
    assert led(f"{word.capitalize()} of the floods", f"The {word} was told on 3 May 2024.") == []
    assert led(f"{word.capitalize()} of the floods", "Floods came on 3 May 2024.") == [["a1"]]


@pytest.mark.parametrize(
    ("topic", "row", "kept"),
    [
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024.", True),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024 (AP Photo/Lee).", False),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024 (One Two Three Four/Lee).", False),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024 (One Two Three Four Five/Lee).", True),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024, Getty.", False),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024, handout.", False),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024, Photo by Lee.", False),
        ("attacks in Marl", "A bomb hit Marl on 3 May 2024, as a photo shows.", True),
        # the names of the topic stand in the article, the attack in the sentence
        ("attacks in Marl", "Bread was sold in Marl on 3 May 2024.", False),
        ("attacks in Marl", "A bomb fell on 3 May 2024.", False),
        ("attacks in Marl", ("A bomb fell on 3 May 2024.", "Bombs in Marl"), True),
        ("attacks in Marl and Tovik", "A bomb hit Marl on 3 May 2024.", True),  # of either
        ("attacks in Marl and Tovik", "A bomb hit Aldmoor on 3 May 2024.", False),
        ("attacks on Tovik in Marl", "A bomb hit Marl on 3 May 2024.", False),  # of both
        ("attacks on Tovik in Marl", ("A bomb hit Marl on 3 May 2024.", "Tovik waits"), True),
        ("attacks on Lee", "A bomb hit Marl on 3 May 2024.", False),
        ("attacks on Li", "A bomb hit Marl on 3 May 2024.", True),  # too short to be looked for
        # another topic: its name or another of its words stands in the sentence
        ("the Marl bridge works", ("Marl cheered on 3 May 2024.", ""), True),
        ("the Marl bridge works", ("It was shut on 3 May 2024.", "A bridge in Marl"), False),
        ("the Marl bridge works", ("The bridge was shut on 3 May 2024.", "Rain in Marl"), True),
        ("the bridge works", "The bridge was shut on 3 May 2024.", True),
        ("the bridge works", "The road was shut on 3 May 2024.", False),
        ("an ox of the plains", "The ox was sold on 3 May 2024.", False),
        ("an owl of the plains", "The owl was sold on 3 May 2024.", True),
    ],
)
def test_what_is_of_the_topic(topic: str, row: tuple[str, str] | str, kept: bool) -> None:
    assert led(topic, row) == ([["a1"]] if kept else [])


@pytest.mark.parametrize(
    ("one", "two", "merged"),
    [
        ("A bomb hit the bakery in Marl on 3 May 2024.", "On 3 May 2024 a bomb hit a bakery in Marl.", True),
        ("A bomb hit the bakery in Marl on 3 May 2024.", "In Marl gunmen attacked two tourists near hotels on 3 May 2024.", False),
        # one refers back to the topic
        ("A bomb hit the bakery in Marl on 3 May 2024.", "The attack of 3 May 2024 left the mayor of Marl with grief.", True),
        ("A bomb hit the bakery in Marl on 3 May 2024.", "This same attack on 3 May 2024 left the mayor of Marl with grief.", True),
        ("A bomb hit the bakery in Marl on 3 May 2024.", "An attack on 3 May 2024 left the mayor of Marl with grief.", False),
        ("A bomb hit the bakery in Marl in May 2024.", "The attack of May 2024 left the mayor of Marl with grief.", False),
    ],
)
def test_which_sentences_are_of_one_event(one: str, two: str, merged: bool) -> None:
    for rows in ((one, two), (two, one)):
        assert (len(led("attacks in Marl", *rows)[0]) == 2) is merged


def test_reports_that_state_other_days_stay_apart() -> None:
    rows = ("A bomb hit the bakery in Marl on 3 May 2024.", "A bomb hit the bakery in Marl on 4 May 2024.")
    assert led("attacks in Marl", *rows) == [["a1"], ["a2"]]


@pytest.mark.parametrize(("length", "leads"), [(320, "a1"), (321, "a3")])
def test_a_long_sentence_leads_only_where_none_is_shorter(length: int, leads: str) -> None:
    short, told_twice = "Gunmen attacked Marl on 3 May 2024.", "A bomb hit the bakery in Marl on 3 May 2024 and burned four shops"
    long = f"{told_twice}, {'x' * (length - len(told_twice) - 3)}."
    assert len(long) == length
    assert led("attacks in Marl", long, long, short)[0][0] == leads
    assert led("attacks in Marl", long) == [["a1"]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Tuesday, Tomas Reuel vowed that forces will attack Marl.", "2024-04-30"),  # the day of the vow: 5 May 2024 is a Sunday
        ("Forces will attack Marl on Tuesday.", ""),
        ("Forces attacked Marl on Tuesday.", "2024-04-30"),
        ("Forces plan to attack Marl in June.", ""),
    ],
)
def test_no_day_after_its_report_is_told(text: str, day: str) -> None:
    assert [e.start for e in build_timeline("attacks on Marl", [quote(1, text, published="2024-05-05")])] == ([day] if day else [])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Marl was attacked on 3 May.", "However, Marl was attacked on 3 May."),
        ("Marl was attacked on 3 May.", "Meanwhile, Marl was attacked on 3 May."),
        ("Marl was attacked on 3 May.", "Despite that, Marl was attacked on 3 May."),
        ("Marl was attacked on 3 May.", "It was attacked on 3 May, Marl."),
        ("Marl was attacked on 3 May.", "We saw that Marl was attacked on 3 May."),
        ("Marl was attacked on 3 May.", "Attack on Marl, 3 May"),
        ("Marl was attacked on 3 May.", "3 May 2024 Marl was attacked by them."),  # the stamp of its page
        ("Marl was attacked on 3 May.", "Forces were to attack Marl and will attack on 3 May."),
    ],
)
def test_what_stands_for_a_day_is_a_statement_that_stands_alone(better: str, worse: str) -> None:
    for rows in ((better, worse), (worse, better)):
        told = [quote(n, text, published="2024-05-03") for n, text in enumerate(rows, 1)]
        (entry,) = build_timeline("attacks on Marl", told)
        assert entry.quote.text == better


@pytest.mark.parametrize(("other", "entries"), [("on Friday", 1), ("on 3 May", 1), ("on 1 May", 2), ("on Wednesday", 2)])
def test_one_event_that_reports_date_a_little_apart_is_one_entry(other: str, entries: int) -> None:
    told = [
        quote(1, "Rockets struck the harbour of Marl on Saturday and burned nine boats.", published="2024-05-05"),
        quote(2, f"Rockets struck the harbour of Marl {other} and burned nine boats.", published="2024-05-05"),
    ]
    assert len(build_timeline("attacks on Marl", told)) == entries
    more = [told[0], quote(2, told[1].text.replace("nine", "four"), published="2024-05-05")]
    assert len(build_timeline("attacks on Marl", more)) == 2  # other figures: another event


def test_a_span_is_told_where_no_day_in_it_is() -> None:
    month = quote(1, "Marl was attacked in April 2024.", published="2024-05-05")
    day = quote(2, "A bomb hit Marl on 3 April 2024.", published="2024-05-05")
    numbered = quote(3, "Marl was attacked nine times between 2 and 9 April 2024.", published="2024-05-05")
    assert [e.precision for e in build_timeline("attacks on Marl", [month])] == ["month"]
    assert [e.precision for e in build_timeline("attacks on Marl", [month, day])] == ["day"]
    assert [e.precision for e in build_timeline("attacks on Marl", [numbered, day])] == ["range", "day"]
    assert [e.precision for e in build_timeline("attacks on Marl", [numbered, day], limit=1)] == ["day"]  # days come first


def test_without_a_limit_the_model_says_how_many() -> None:
    told = [quote(n, f"A bomb hit Marl on {n} May 2024.", published="2024-06-01") for n in range(1, 6)]
    told += [quote(9, "On 2 May 2024 a bomb hit the bakery in Marl.", published="2024-06-01")]
    assert len(build_timeline("attacks on Marl", told, model=Fitted((1, 0, 0), 0.0, 1))) == 5
    assert [e.start for e in build_timeline("attacks on Marl", told, model=Fitted((1, 0, 0), 1.0, 1))] == ["2024-05-02"]
    assert len(build_timeline("attacks on Marl", told, model=Fitted((1, 0, 0), 1.0, 3))) == 3
