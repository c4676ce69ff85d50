"""Change, differences and corrections among quotes: on the seeds, on the fixed set, and for any text."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bench.disputes import dispute_figures, judge_case, load_disputes
from rag.compare.compare import Comparison, compare
from rag.compare.values import choices
from rag.language.text import sentences
from rag.records import Answer, Article, Difference, Quote
from tests.kits.compare import nearest, quote, seeds

HARM = "Were there casualties in the drone attack on Ain al-Asad on 31 October 2023?"
COUNT = "How many attacks have there been on US forces in Iraq and Syria?"
DEAD = "How many people were killed on 7 October?"


@pytest.fixture(params=["seeds", "originals"])
def corpus(request: pytest.FixtureRequest, root: Path) -> list[Article]:
    folder = root / "seeds" if request.param == "seeds" else request.getfixturevalue("shared") / "seeds"
    return seeds(folder)


def sides(difference: Difference) -> list[str]:
    return [" | ".join(v.text for v in side) for side in difference.sides]


# --- the cases of the seeds


def test_seeds_count_of_attacks_is_a_series_with_what_is_undated_unplaced(corpus: list[Article]) -> None:
    got = compare(COUNT, nearest(COUNT, corpus))
    assert [(v.number, v.start, v.end) for v in got.series] == [
        (23.0, "2023-10-17", "2023-10-30"),
        (140.0, "2024-01-24", "2024-01-24"),
        (92.0, "", ""),
    ]
    assert got.series[2].phrase.lower() == "since october 17"
    assert got.current is not None
    assert got.current.text.lower() == "more than 140"
    assert "a senior US defense official" in got.series[0].attribution
    assert not got.differences  # a count that grew is no dispute


def test_seeds_31_october_no_casualties_against_the_groups_own_claim(corpus: list[Article]) -> None:
    got = compare(HARM, nearest(HARM, corpus))
    assert len(got.differences) == 1
    (difference,) = got.differences
    assert difference.kind == "claim"
    hit, none = sorted(difference.sides, key=lambda side: "casualties" in side[0].text)
    assert "targets" in hit[0].text
    assert "Islamic Resistance in Iraq" in hit[0].attribution
    assert all("casualties" in v.text for v in none)
    assert {v.start for side in difference.sides for v in side} == {"2023-10-31"}


def test_two_tellings_of_one_agency_story_are_one_report(corpus: list[Article]) -> None:
    got = compare(HARM, nearest(HARM, corpus))
    none = next(i for i, side in enumerate(got.differences[0].sides) if "casualties" in side[0].text)
    assert len({v.article_id for v in got.differences[0].sides[none]}) == 2
    assert got.differences[0].independent[none] == 1


def test_seeds_7_october_two_counts_with_who_says_so(corpus: list[Article]) -> None:
    (difference,) = compare(DEAD, nearest(DEAD, corpus)).differences
    assert sorted(sides(difference)) == ["1,200", "more than 1,538"]
    said = {v.text: v.attribution for side in difference.sides for v in side}
    assert "ebrew" in said["more than 1,538"]


def test_seeds_attacks_of_other_days_are_not_set_against_each_other(corpus: list[Article]) -> None:
    everything = [
        Quote(n, a.text[s:e], s, e, a) for n, (a, s, e) in enumerate(((a, s, e) for a in corpus for s, e in sentences(a.text)), 1)
    ]
    got = compare("Was there damage at Ain al-Asad?", everything)
    told = {v.outlet or v.article_id for d in got.differences for side in d.sides for v in side}
    january = {a.id for a in corpus if a.dated.startswith("2024-01-24")}
    assert not told & january


# --- the fixed set


def test_the_fixed_set_reaches_its_figures_and_agreement_is_never_a_dispute() -> None:
    got = dispute_figures(judge_case(load_disputes()))
    assert got["cases"] >= 60
    assert got["precision"] >= 0.90
    assert got["recall"] >= 0.80
    assert got["disputes_on_agreement"] == 0
    assert got["series_right"] >= 0.90
    assert got["corrections_right"] >= 0.80


def test_figures_count_a_dispute_told_with_wrong_sides_as_wrong() -> None:
    case = next(c for c in load_disputes() if c["disputed"])
    assert dispute_figures(judge_case([case]))["precision"] == 1.0
    assert dispute_figures(judge_case([{**case, "sides": [["7,777"], ["8,888"]]}]))["precision"] == 0.0


# --- single rules


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("Police said 12 people were killed in the Marl blast.", "Rescuers said 30 people were killed in the Marl blast.", True),
        ("Police said 12 people were killed in the Marl blast.", "Rescuers said a dozen people were killed in the Marl blast.", False),
        ("At least 12 people were killed in the Marl blast.", "The Marl blast killed 13 people.", False),
        ("Prices in Marl fell 16 percent, the office said.", "Prices in Marl fell 16.3 percent, the bank said.", False),
        ("Prices in Marl fell 16 percent, the office said.", "Prices in Marl fell 19 percent, the bank said.", True),
        ("Prices in Marl fell 16 percent, the office said.", "Rents in Marl sank 19 percent, the bank said.", False),
        ("Police said 12 people were killed in the Marl blast.", "Police said four children were killed in the Marl blast.", False),
        ("Police said 12 people were killed in the Marl blast.", "Police said 30 people were wounded in the Marl blast.", False),
        ("Police said 12 people were killed in the Marl blast.", "Police said 30 people were killed in the Tovik blast.", False),
        ("US forces in Marl were attacked 12 times.", "US and coalition forces in Marl were attacked 30 times.", False),
    ],
)
def test_what_is_a_difference(one: str, two: str, differ: bool) -> None:
    pair = [quote(1, one, published="2024-05-02", source="A"), quote(2, two, published="2024-05-02", source="B")]
    assert compare("What happened in Marl?", pair).disputed is differ
    assert compare("What happened in Marl?", pair[::-1]).disputed is differ


@pytest.mark.parametrize(
    ("one", "two", "source", "differ"),
    [
        ("2024-05-07T10:00", "2024-05-07T12:00", "A", False),  # an outlet that updates its count within the day
        ("2024-05-07T10:00", "2024-05-07T10:30", "A", True),
        ("2024-05-07", "2024-05-07T12:00", "A", True),  # not told when
        ("2024-05-07", "2024-05-07", "A", True),
        ("2024-05-07T10:00", "2024-05-07T12:00", "B", True),
    ],
)
def test_a_count_that_grew_within_a_day_is_no_difference(one: str, two: str, source: str, differ: bool) -> None:
    pair = [
        quote(1, "Police said 12 people were killed in the Marl blast.", published=one, source="A"),
        quote(2, "Rescuers said 30 people were killed in the Marl blast.", published=two, source=source),
    ]
    for quotes in (pair, pair[::-1]):
        assert compare("How many people were killed in the Marl blast?", quotes).disputed is differ


def test_a_later_count_replaces_an_earlier_one() -> None:
    first = quote(1, "Monday's blast in Marl killed 12 people, police said.", published="2024-05-07", source="A")
    later = quote(2, "Monday's blast in Marl killed 19 people, police said.", published="2024-05-10", source="A")
    got = compare("How many people were killed in the Marl blast?", [later, first])
    assert [v.text for v in got.series] == ["12", "19"]
    assert not got.differences
    assert got.current is not None
    assert got.current.quote == 2
    same_day = compare(
        "How many people were killed in the Marl blast?", [first, replace(later, article=replace(later.article, published="2024-05-07"))]
    )
    assert not same_day.disputed  # one speaker does not differ with himself
    assert [v.text for v in same_day.series] == ["12", "19"]


def test_a_question_of_who_or_where_gets_no_figures() -> None:
    first = quote(1, "A truck in Marl killed 12 people, police said.", published="2024-05-07")
    later = quote(2, "A truck in Marl killed 19 people, police said.", published="2024-05-10")
    assert compare("How many people did the truck in Marl kill?", [first, later]).series
    assert compare("In which city did a truck kill people?", [first, later]) == Comparison()
    told = quote(3, "A truck in Marl killed 30 people, rescuers said.", published="2024-05-07", source="B")
    assert compare("How many people did the truck in Marl kill?", [first, told]).disputed
    assert compare("In which city did a truck kill people?", [first, told]) == Comparison()


@pytest.mark.parametrize(
    ("early", "late", "differ"),
    [
        ("Police said 30 people were killed in the Marl blast.", "Rescuers said 12 people were killed in the Marl blast.", True),
        ("Police said 12 people were killed in the Marl blast.", "Rescuers said 30 people were killed in the Marl blast.", False),  # grew
        ("Police said 12 homes burned in the Marl blast.", "Rescuers said 30 homes burned in the Marl blast.", True),  # no running count
        ("Police said 30 people were killed in the Marl blast.", "Police said 12 people were killed in the Marl blast.", False),
        ("30 people were killed in the Marl blast.", "Rescuers said 12 people were killed in the Marl blast.", False),
    ],
)
def test_a_figure_of_the_next_day_differs_where_it_is_no_update(early: str, late: str, differ: bool) -> None:
    pair = [quote(1, early, published="2024-05-07", source="A"), quote(2, late, published="2024-05-08", source="B")]
    for quotes in (pair, pair[::-1]):
        assert compare("What happened in Marl?", quotes).disputed is differ


def test_a_count_of_somebody_is_no_count_of_something_else() -> None:
    told = [
        quote(1, "There are roughly 2,500 American troops in Marl.", published="2024-05-07"),
        quote(2, "There have been 23 attacks on American troops in Marl between May 1 and 6.", published="2024-05-07"),
        quote(3, "There have been more than 140 attacks on American troops in Marl since May 1.", published="2024-06-10"),
    ]
    assert not compare("How many US troops are in Marl?", told).series
    assert not compare("How many American troops are there in Marl?", told).series
    assert compare("How many attacks on American troops in Marl have there been?", told).series
    assert compare("How many times were American troops in Marl attacked?", told).series


def test_an_age_counts_nobody() -> None:
    told = [
        quote(1, "Tanya Burwick, 62, was killed in the Marl flood.", published="2024-05-06"),
        quote(2, "The Marl flood killed 81 people.", published="2024-05-08"),
    ]
    assert compare("How many people were killed in the Marl flood?", told) == Comparison()


def test_one_count_that_is_disputed_is_not_told_as_a_change_too() -> None:
    told = [
        quote(1, "At least twelve people were killed in Monday's blast in Marl, Reuters reported.", published="2024-05-06", source="A"),
        quote(2, "Rescuers said 19 people were killed in the blast in Marl on Monday.", published="2024-05-06", source="B"),
        quote(3, "A blast in Marl on Monday killed 12 people, police said.", published="2024-05-07", source="C"),
    ]
    got = compare("How many people were killed in the Marl blast?", told)
    assert got.disputed
    assert not got.series


def test_spans_of_time_about_different_things_are_no_history() -> None:
    told = [
        quote(1, "The court wants the list from the Justice Ministry in four days.", published="2024-05-07"),
        quote(2, "Officials of the Justice Ministry met the widow over two days about the list.", published="2024-05-01"),
    ]
    assert not compare("How many days was the Justice Ministry given to hand over the list?", told).series


def test_two_claims_about_harm_matter_only_where_harm_is_asked() -> None:
    told = [
        quote(1, "The army said Monday's drone attack on Marl caused no casualties.", published="2024-05-07", source="A"),
        quote(2, "The rebels said Monday's drone attack on Marl hit its targets.", published="2024-05-07", source="B"),
    ]
    for asked in ("Did the attack on Marl cause casualties?", "What happened in Marl?", "What damage was done in Marl?"):
        assert compare(asked, told).disputed, asked
    for asked in (
        "How many Katyusha rockets were fired at Marl?",
        "What was Marl attacked with?",
        "On which two sources does it rest?",
    ):
        assert not compare(asked, told).disputed, asked


def test_a_correction_tells_what_it_replaces() -> None:
    old = quote(1, "The Marl blast killed 60 people, the ministry said.", published="2024-05-02")
    new = quote(2, "The ministry revised the death toll of the Marl blast to 44 from 60.", published="2024-05-04")
    (correction,) = compare("How many people were killed in the Marl blast?", [old, new]).corrections
    assert (correction.now.text, correction.was, correction.words) == ("44", "60", "revised")


def test_a_correction_finds_the_figure_it_replaces_in_another_sentence_of_its_article() -> None:
    text = "Correction: an earlier version of this report said that 12 people drowned off Tovik. The coast guard revised the toll to 9."
    article = Article("a", "Ferry off Tovik", text, "Post", published="2024-05-09")
    (s, e), (t, f) = sentences(text)
    told = [Quote(1, text[s:e], s, e, article), Quote(2, text[t:f], t, f, article)]
    (correction,) = compare("How many people drowned off Tovik?", told).corrections
    assert (correction.now.text, correction.was, correction.now.quote) == ("9", "12", 2)


def test_a_corrected_figure_is_no_side_of_a_difference() -> None:
    old = quote(1, "The Marl blast killed 60 people, the ministry said.", published="2024-05-02", source="A")
    other = quote(2, "Rescuers said 44 people were killed in the Marl blast.", published="2024-05-02", source="B")
    new = quote(3, "The ministry revised the death toll of the Marl blast to 44 from 60.", published="2024-05-04", source="A")
    assert compare("How many people were killed in the Marl blast?", [old, other]).disputed
    assert not compare("How many people were killed in the Marl blast?", [old, other, new]).disputed


def test_a_denial_is_named_by_what_it_denies() -> None:
    told = "Pavel Orlan has left Marl.", "Pavel Orlan has not left Marl."
    for texts in (told, told[::-1]):
        quotes = [quote(n, t, published="2024-05-06", source=s) for n, t, s in zip((1, 2), texts, "AB", strict=True)]
        (difference,) = compare("Has Pavel Orlan left Marl?", quotes).differences
        assert difference.what == "has left"
        assert sides(difference) == ["has left", "not left"]


def test_values_of_a_named_kind_stand_against_each_other_only_when_no_article_gives_both() -> None:
    one, two = quote(1, "Elena Voss won the 2021 Marland cup."), quote(2, "Tomas Berg won the 2021 Marland cup.")
    both = quote(3, "Elena Voss won the 2021 Marland cup; Tomas Berg was a joint winner.")
    asked = "Who won the 2021 Marland cup?"
    assert sorted(sides(compare(asked, [one, two]).differences[0])) == ["Elena Voss", "Tomas Berg"]
    assert not compare(asked, [one, two, both]).differences
    assert [c.independent for c in choices(asked, [one, two, replace(one, article=replace(one.article, id="b"))])] == [2, 1]


def test_no_harm_is_told_with_its_verb() -> None:
    told = [
        quote(1, "The army said the attack on Marl did not result in casualties or damage.", published="2024-05-07", source="A"),
        quote(2, "The rebels said the attack on Marl hit its targets.", published="2024-05-07", source="B"),
    ]
    (difference,) = compare("Did the attack on Marl cause casualties?", told).differences
    assert "did not result in casualties or damage" in sides(difference)


# --- for any text


WORDS = st.sampled_from(
    "12 30 killed wounded people police said Marl Tovik blast no casualties Monday since October 3 more than at least , . not hit "
    "its targets".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "2024-05-02", "2024-05-09"])), max_size=5), TEXTS)
def test_every_value_points_at_a_quote_that_says_it(rows: list[tuple[str, str]], question: str) -> None:
    given_quotes = [quote(n, text, published=day) for n, (text, day) in enumerate(rows, start=1)]
    got = compare(question, given_quotes)
    values = [*got.series, *(v for d in got.differences for side in d.sides for v in side), *(c.now for c in got.corrections)]
    by_number = {q.n: q for q in given_quotes}
    for value in values:
        held = by_number[value.quote]
        assert value.article_id == held.article.id
        assert value.text.split()[0] in held.text
        assert held.article.dated or not value.start or value.precision != "published"
    for difference in got.differences:
        assert len(difference.sides) >= 2
        assert all(difference.sides)
        assert len(difference.independent) == len(difference.sides)
        assert all(1 <= n <= len(side) for n, side in zip(difference.independent, difference.sides, strict=True))


def test_a_report_never_differs_from_its_copy() -> None:
    for case in load_disputes():
        for row in case["articles"]:
            one = quote(1, row["text"], published=row["published"], source="A", title=row["title"])
            two = quote(2, row["text"], published=row["published"], source="B", title=row["title"])
            alone = compare(case["question"], [one])
            assert alone.disputed or not compare(case["question"], [one, two]).disputed, row["text"]


def test_an_article_that_gives_both_figures_differs_from_none() -> None:
    text = "The Marl blast killed 12 people. The Marl blast killed 30 people."
    pair = [quote(1, text, published="2024-05-02", source="A"), quote(2, text, published="2024-05-02", source="B")]
    assert not compare("What happened in Marl?", pair).disputed


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_is_compared_without_error(question: str, text: str) -> None:
    assert isinstance(compare(question, [quote(1, text), quote(2, text[::-1])]), Comparison)


def test_an_answer_with_a_comparison_is_json_ready() -> None:
    pair = [
        quote(1, "Police said 12 people were killed in the Marl blast."),
        quote(2, "Rescuers said 30 people were killed in the Marl blast."),
    ]
    got = compare("How many were killed?", pair)
    answer = Answer("q", "disputed", quotes=tuple(pair), series=got.series, differences=got.differences, corrections=got.corrections)
    row = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert [side[0]["text"] for side in row["differences"][0]["sides"]] == ["12", "30"]
    assert row["series"] == []
    assert Answer("q", "answered").differences == ()


def test_a_report_taken_back_takes_no_side_and_a_live_blog_does_not_argue_with_itself() -> None:
    one, two = "Police said 12 people were killed in the Marl blast.", "Rescuers said 30 people were killed in the Marl blast."
    asked = "How many people were killed in the Marl blast?"

    def pair(title: str, text: str, *, together: bool) -> list[Quote]:
        blog = Article("a", title, text, "A", published="2024-05-02")
        other = blog if together else Article("b", "", two, "B", published="2024-05-02")
        return [Quote(n, said, a.text.index(said), a.text.index(said) + len(said), a) for n, said, a in ((1, one, blog), (2, two, other))]

    assert compare(asked, pair("Marl blast", f"{one} {two}", together=True)).disputed
    assert not compare(asked, pair("Marl blast: live updates", f"{one} {two}", together=True)).disputed
    assert compare(asked, pair("Marl blast: live updates", one, together=False)).disputed  # it differs with another report
    assert not compare(asked, pair("Marl blast", f"{one}\n\nThis article has been retracted.", together=False)).disputed


@pytest.mark.parametrize(
    ("score", "answer", "counts"), [(0.5, (8, 12), True), (0.49, (8, 12), False), (0.5, (20, 25), False), (0.0, (0, 0), True)]
)
def test_a_figure_takes_part_where_the_reader_takes_it_for_the_answer(score: float, answer: tuple[int, int], counts: bool) -> None:
    early = replace(quote(1, "Marl has 20 schools, the council said.", published="2024-05-02"), score=score, answer=answer)
    late = replace(quote(2, "Marl has 34 schools, the council said.", published="2024-05-09"), score=0.9, answer=(9, 11))
    assert bool(compare("How many schools does Marl have?", [early, late]).series) is counts


@pytest.mark.parametrize(
    ("denied", "told", "differ"),
    [
        ("no one was killed", "21 people were wounded", False),
        ("no one was killed", "3 people were killed", True),
        ("no one was hurt", "it was unclear whether Orr was hurt", False),
    ],
)
def test_who_denies_deaths_denies_no_wounds_and_what_is_unclear_is_no_claim(denied: str, told: str, differ: bool) -> None:
    texts = (f"Police said {denied} in the Marl crash on 2 May 2024.", f"Rescuers said {told} in the Marl crash on 2 May 2024.")
    quotes = [quote(n, text, published="2024-05-02") for n, text in enumerate(texts, 1)]
    assert compare("Was anyone hurt in the Marl crash on 2 May 2024?", quotes).disputed is differ


def test_a_toll_does_not_sink_and_a_part_of_it_is_none() -> None:
    told = [
        quote(1, "The Marl flood of 2 May 2024 has killed at least 81 people, officials said.", published="2024-05-03"),
        quote(2, "The Marl flood of 2 May 2024 has killed 120 people, officials said.", published="2024-05-05"),
        quote(5, "The Marl flood of 2 May 2024 killed 120 people, officials said.", published="2024-05-06"),
        quote(3, "The Marl flood of 2 May 2024 killed at least 100 people, officials said.", published="2024-05-07"),
        quote(4, "Ninety-six of those killed in the Marl flood of 2 May 2024 lived in Tovik, officials said.", published="2024-05-08"),
    ]
    compared = compare("How many people were killed in the Marl flood of 2 May 2024?", told)
    assert [v.number for v in compared.series] == [81, 120]
    assert not compared.disputed


def test_a_report_does_not_contradict_itself_by_other_words() -> None:
    text = "The Marl bridge did open to lorries in May. The Marl bridge did not open to lorries in May."
    article = replace(quote(1, text).article, published="2024-05-07")
    halves = [Quote(n, text[a:b], a, b, article) for n, (a, b) in enumerate(sentences(text), 1)]
    assert not compare("Did the Marl bridge open to lorries in May?", halves).disputed
    other = replace(halves[1], article=replace(article, id="other"))
    assert compare("Did the Marl bridge open to lorries in May?", [halves[0], other]).disputed


@pytest.mark.parametrize(
    ("further", "day", "joins"),
    [
        ("The air strike on Marl killed 40 people, rescuers said.", "2024-05-16", True),
        ("The air strike on Marl killed 40 people, rescuers said.", "2024-05-17", False),  # too late, and no day stated
        ("The air strike on Marl of 2 May 2024 killed 40 people, rescuers said.", "2024-05-17", True),
        ("The air strike on Marl of 9 May 2024 killed 40 people, rescuers said.", "2024-05-16", False),
        ("The fire in Marl killed 40 people, rescuers said.", "2024-05-16", False),
        ("The air strike killed 40 people, rescuers said.", "2024-05-16", False),
    ],
)
def test_what_can_be_of_the_event_asked_about(further: str, day: str, joins: bool) -> None:
    told = [
        quote(1, "An air strike on Marl on 2 May 2024 killed 31 people, rescuers said.", published="2024-05-03"),
        replace(quote(2, further, published=day), article=replace(quote(2, further, published=day).article, title="The week")),
    ]
    compared = compare("How many people were killed in the air strike on Marl on 2 May 2024?", told)
    assert bool(compared.series) is joins


@pytest.mark.parametrize(("one", "two", "outlets"), [("", "", "AB"), (", the mayor said", ", rescuers said", ("", ""))])
def test_two_outlets_of_one_day_differ_whatever_the_hour(one: str, two: str, outlets: Sequence[str]) -> None:
    told = [
        quote(n, f"An air strike on Marl killed {dead} people on 3 May 2024{who}.", published=f"2024-05-04T0{hour}:00", source=outlet)
        for n, dead, who, hour, outlet in zip((1, 2), (12, 30), (one, two), (8, 9), outlets, strict=True)
    ]
    assert compare("How many people were killed in the air strike on Marl on 3 May 2024?", told).disputed
