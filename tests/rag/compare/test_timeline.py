"""The timeline: dated entries, one cited sentence each, merged across articles; nothing undated is placed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.compare.timeline import build_timeline, main_event_date
from rag.language.text import sentences
from rag.records import Article, Quote
from rag.sources.statement import read_sentence
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
    ],
)
def test_happened(sentence: str, start: str, precision: str) -> None:
    when = main_event_date(read_sentence(sentence, "2024-05-16"))
    assert (when.first, when.precision) == (start, precision) if when else start == ""


def test_other_events_of_a_day_stay_apart_and_other_topics_are_left_out() -> None:
    told = [
        quote(1, "A bomb hit a bakery in Marl on 3 May 2024.", published="2024-05-04"),
        quote(2, "On 3 May 2024 the bakery in Marl was hit by a bomb.", published="2024-05-05"),
        quote(3, "Gunmen stormed a bank office in Marl on 3 May 2024 and fled with gold after shelling.", published="2024-05-05"),
        quote(4, "The price of bread rose in Tovik on 3 May 2024.", published="2024-05-05"),
    ]
    entries = build_timeline("attacks in Marl", told)
    assert [(e.quote.article.id, [q.article.id for q in e.also]) for e in entries] == [("a1", ["a2"]), ("a3", [])]
    assert entries[0].independent == 2
    assert [e.quote.n for e in entries] == [1, 2]


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
