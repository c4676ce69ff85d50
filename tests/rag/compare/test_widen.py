"""Further quotes: the comparison sees other passages' figures and denials, and only where a chosen quote has a part in them."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import split
from rag.compare.compare import Comparison, compare
from rag.compare.widen import ANSWERS, MOST, READ, WEIGHED, count_of, lead, widen
from rag.language.text import sentences
from rag.records import Article, Correction, Quote, Value
from tests.kits.compare import nearest, quote, seeds

COUNT = "How many attacks on US forces have been recorded?"
HARM = "Did the drone attack on Ain al-Asad on 31 October 2023 cause damage or casualties?"


@dataclass(frozen=True)
class Part:
    article: Article
    spans: tuple[tuple[int, int], ...]


def parts(articles: list[Article]) -> list[Part]:
    return [Part(a, tuple((p.start + s, p.start + e) for s, e in sentences(p.text))) for a in articles for p in split(a)]


def articles(*told: str, day: str = "2024-05-02") -> list[Article]:
    return [Article(f"a{n}", f"Report {n}", text, f"Outlet {n}", published=day) for n, text in enumerate(told, start=1)]


def first(found: list[Article]) -> list[Quote]:
    """The whole first article as the one chosen quote."""
    return [Quote(1, found[0].text, 0, len(found[0].text), found[0], 0.6)]


@pytest.fixture(params=["seeds", "originals"])
def corpus(request: pytest.FixtureRequest, root: Path) -> list[Article]:
    return seeds(root / "seeds" if request.param == "seeds" else request.getfixturevalue("shared") / "seeds")


def test_seeds_the_history_of_a_count_is_found_from_two_quotes(corpus: list[Article]) -> None:
    chosen = [q for q in nearest(COUNT, corpus) if "140" in q.text][:1]
    wide = widen(COUNT, chosen, parts(corpus))
    assert [(v.number, v.end) for v in wide.compared.series] == [(23.0, "2023-10-30"), (140.0, "2024-01-24"), (92.0, "")]
    assert wide.quotes[:1] == tuple(chosen)
    assert 2 <= len(wide.quotes) <= 1 + MOST
    assert len(lead(wide.quotes, wide.compared)) == 1


def test_seeds_a_quote_of_the_attack_alone_brings_both_claims_about_it(corpus: list[Article]) -> None:
    chosen = [q for q in nearest(HARM, corpus) if "two armed drones" in q.text.lower()][:1]
    assert not compare(HARM, chosen).disputed
    wide = widen(HARM, chosen, parts(corpus))
    (difference,) = wide.compared.differences
    said = {v.text: v.attribution for side in difference.sides for v in side}
    assert any("targets" in text and "Islamic Resistance" in who for text, who in said.items())
    assert any("casualties" in text for text in said)
    assert difference.independent == (1, 1)
    sides = {v.quote for side in difference.sides for v in side}
    assert set(lead(wide.quotes, wide.compared, harm=True)) <= sides
    assert lead(wide.quotes, wide.compared)[0] == wide.quotes[0].n


def test_what_passages_say_among_themselves_is_not_asked() -> None:
    found = articles(
        "Police said 12 people were killed in the Marl blast.",
        "Police said 12 people were killed in the Tovik fire.",
        "Rescuers said 30 people were killed in the Tovik fire.",
    )
    wide = widen("How many people were killed in the Marl blast?", first(found), parts(found))
    assert wide.quotes == tuple(first(found))
    assert not wide.compared.disputed


def test_another_count_of_the_same_blast_joins() -> None:
    found = articles(
        "Police said 12 people were killed in the Marl blast.", "It rained. Rescuers said 30 people were killed in the Marl blast."
    )
    wide = widen("How many people were killed in the Marl blast?", first(found), parts(found))
    assert wide.compared.disputed
    assert [q.text for q in wide.quotes[1:]] == ["Rescuers said 30 people were killed in the Marl blast."]
    assert [q.n for q in wide.quotes] == [1, 2]
    assert lead(wide.quotes, wide.compared) == (1, 2)


def test_harm_of_another_day_stays_out() -> None:
    found = articles(
        "Rockets were fired at the Marl base on 1 May 2024.",
        "The army said there were no casualties at the Marl base on 9 April 2024. "
        "The group said it hit its targets at the Marl base on 9 April 2024.",
    )
    wide = widen("Did the rockets fired at the Marl base on 1 May 2024 cause casualties?", first(found), parts(found))
    assert not wide.compared.disputed


@pytest.mark.parametrize("question", ["Who leads the Marl police?", "When was the Marl blast?", "What is Marl known for?"])
def test_other_questions_are_compared_as_they_are(question: str) -> None:
    found = articles("Police said 12 people were killed in the Marl blast.", "Rescuers said 30 people were killed in the Marl blast.")
    assert widen(question, first(found), parts(found)).quotes == tuple(first(found))


def test_the_newest_figure_leads_within_the_time_asked_for_and_only_where_the_best_quote_is_part_of_its_history() -> None:
    early = quote(1, "Monday's blast in Marl killed 12 people, police said.", published="2024-05-07")
    late = quote(2, "Monday's blast in Marl killed 19 people, police said.", published="2024-05-10")
    other = quote(3, "The Marl fire was put out by four men.", published="2024-05-10")
    compared = compare("How many people were killed in the Marl blast?", [early, late])

    def best(*quotes: Quote, until: str = "") -> int:
        scored = [replace(q, score=0.5 - 0.1 * i) for i, q in enumerate(quotes)]
        (n,) = lead(scored, compared, until)
        return n

    assert best(early, late) == 2
    assert best(early, late, until="2024-05-08") == 1
    assert best(other, early, late) == 3


def test_a_figure_of_an_undated_report_is_left_where_it_is() -> None:
    told = [
        quote(1, "Washington has recorded at least 92 attacks in Marl since October 17."),
        quote(2, "There were at least 23 attacks on Marl from October 17 to 30.", published="2023-10-31"),
        quote(3, "There have been more than 140 attacks on Marl since October 17.", published="2024-01-24"),
    ]
    compared = compare("How many attacks have there been on Marl?", told)
    assert [v.text for v in compared.series] == ["at least 23", "more than 140", "at least 92"]
    scored = [replace(q, score=1 - 0.1 * q.n) for q in told]
    assert lead(scored, compared) == (1,)


def test_a_corrected_figure_leads_before_the_one_it_replaces() -> None:
    old = quote(1, "The Marl blast killed 60 people, the ministry said.", published="2024-05-02")
    new = quote(2, "The ministry revised the death toll of the Marl blast to 44 from 60.", published="2024-05-04")
    scored = [replace(old, score=0.9), replace(new, score=0.2)]
    assert lead(scored, compare("How many people were killed in the Marl blast?", scored)) == (2,)


def test_a_correction_of_something_else_does_not_lead() -> None:
    old = quote(1, "The Marl blast killed 60 people, the ministry said.", published="2024-05-02")
    new = quote(2, "The ministry revised the death toll of the Marl blast to 44 from 60.", published="2024-05-04")
    other = replace(quote(3, "The Marl blast began in the kitchen.", published="2024-05-03"), score=0.9)
    told = [replace(old, score=0.5), replace(new, score=0.2), other]
    compared = compare("How many people were killed in the Marl blast?", told)
    assert compared.corrections
    assert lead(told, compared) == (3,)


def test_the_correction_of_the_best_figure_leads() -> None:
    old = replace(quote(1, "Twelve people died in the Marl blast.", published="2024-05-02"), score=0.9)
    said = "Police corrected the number of dead in the Marl blast to seven, after some were counted twice."
    told = [old, replace(quote(2, said, published="2024-05-03"), score=0.2)]
    now = Value("seven", "killed", 2)
    assert lead(told, Comparison(corrections=(Correction(now, "Twelve"),))) == (2,)
    assert lead(told, Comparison(corrections=(Correction(now, "Nine"),))) == (1,)
    assert lead(told, Comparison(corrections=(Correction(now, ""),))) == (1,)
    assert lead(told, Comparison(corrections=(Correction(now, "Twelve"),)), "2024-05-02") == (1,)
    elsewhere = replace(told[1], text=said.replace("Marl", "Orsa"))
    assert lead([old, elsewhere], Comparison(corrections=(Correction(now, "Twelve"),))) == (1,)


def test_a_figure_later_than_the_correction_leads() -> None:
    old = quote(1, "The Marl blast killed 60 people, the ministry said.", published="2024-05-02")
    new = quote(2, "The ministry revised the death toll of the Marl blast to 44 from 60.", published="2024-05-04")
    last = quote(3, "The Marl blast killed 45 people, the ministry said.", published="2024-05-09")
    told = [replace(old, score=0.9), replace(new, score=0.2), replace(last, score=0.1)]
    compared = compare("How many people were killed in the Marl blast?", told)
    assert compared.corrections
    assert lead(told, compared) == (3,)


def test_the_best_quote_leads_where_nothing_differs() -> None:
    told = [
        quote(1, "Police said 12 people were killed in the Marl blast."),
        replace(quote(2, "It rained in Marl."), score=0.4),
    ]
    assert lead(told, compare("How many died?", told)) == (2,)
    assert lead([], compare("How many died?", [])) == ()


def test_a_difference_of_others_does_not_lead() -> None:
    one, two = (quote(n, f"{who} said {k} people were killed in the Marl blast.") for n, who, k in ((2, "Police", 12), (3, "Rescuers", 30)))
    best = replace(quote(1, "The Marl fire was put out by four men."), score=0.9)
    compared = compare("How many people were killed in the Marl blast?", [one, two])
    assert compared.disputed
    assert lead([best, one, two], compared) == (1,)
    assert set(lead([best, one, replace(two, score=0.95)], compared)) == {2, 3}


WORDS = st.sampled_from("12 30 killed people police said Marl blast no casualties Monday since October 3 hit its targets . not".split())


TEXTS = st.lists(st.lists(WORDS, min_size=3, max_size=20).map(" ".join), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=20).map(" ".join), min_size=1, max_size=5),
    st.sampled_from([COUNT, HARM, "How many died?"]),
)
def test_chosen_quotes_stay_and_further_ones_are_verbatim_and_used(texts: list[str], question: str) -> None:
    found = articles(*texts)
    chosen = first(found)
    wide = widen(question, chosen, parts(found))
    assert wide.quotes[: len(chosen)] == tuple(chosen)
    assert [q.n for q in wide.quotes] == list(range(1, len(wide.quotes) + 1))
    for q in wide.quotes:
        assert q.article.text[q.start : q.end] == q.text
    values = [*wide.compared.series, *(v for d in wide.compared.differences for side in d.sides for v in side)]
    assert {q.n for q in wide.quotes[1:]} <= {v.quote for v in values} | {c.now.quote for c in wide.compared.corrections}


DEAD = "How many people were killed in the Marl blast?"
TOLD = "Police said 12 people were killed in the Marl blast."


@pytest.mark.parametrize(
    ("question", "further", "joins"),
    [
        (DEAD, "Rescuers said 30 people were killed in the Marl blast.", True),
        (DEAD, "Rescuers said dozens of people were killed in the Marl blast.", False),  # no number
        (DEAD, "Rescuers said 30 people were wounded in the Marl blast.", False),
        (DEAD, "Rescuers said 30 people were killed in Marl.", False),  # of the blast it says nothing
        ("What number of people was killed in Marl?", "Rescuers said 30 people were killed in the Marl blast.", True),
        # no day tells this blast from others: every name must
        ("How many people were killed in the Marl and Tovik blast?", "Rescuers said 30 people were killed in the Marl blast.", False),
        ("How many people were killed in the blast in Marl and Tovik on 1 May 2024?",
         "Rescuers said 30 people were killed in the Marl blast on 1 May 2024.", True),
    ],
)  # fmt: skip
def test_which_sentences_join(question: str, further: str, joins: bool) -> None:
    found = articles(TOLD, further)
    assert [q.text for q in widen(question, first(found), parts(found)).quotes[1:]] == ([further] if joins else [])


def test_six_further_quotes_at_most() -> None:
    found = articles(TOLD, *(f"Outlet {n} said {n} people were killed in the Marl blast." for n in range(30, 110, 10)))
    assert len(widen(DEAD, first(found), parts(found)).quotes) == 7


@pytest.mark.parametrize(("before", "joins"), [(39, True), (40, False)])
def test_forty_sentences_are_compared(before: int, joins: bool) -> None:
    other = "Police said 12 people were killed in the Marl blast on 9 April."
    found = articles(f"{TOLD[:-1]} on 1 May.", *[other] * before, "Rescuers said 30 people were killed in the Marl blast on 1 May.")
    assert widen(DEAD, first(found), parts(found)).compared.disputed is joins


def test_a_sentence_that_touches_a_chosen_quote_joins_and_one_that_overlaps_does_not() -> None:
    further = "Rescuers said 30 people were killed in the Marl blast."
    (article,) = articles(TOLD + further)
    spans = ((0, len(TOLD)), (len(TOLD), len(article.text)))
    for chosen, other in (spans, spans[::-1]):
        quotes = [Quote(1, article.text[slice(*chosen)], *chosen, article, 0.6)]
        assert [(q.start, q.end) for q in widen(DEAD, quotes, [Part(article, spans)]).quotes[1:]] == [other]
        wider = (chosen[0] - 1, chosen[1]) if chosen[0] else (0, chosen[1] + 1)
        quotes = [Quote(1, article.text[slice(*chosen)], *wider, article, 0.6)]
        assert len(widen(DEAD, quotes, [Part(article, spans)]).quotes) == 1


def test_a_headline_overlaps_no_sentence_of_its_text() -> None:
    further = "Rescuers said 30 people were killed in the Marl blast."
    article = Article("a", TOLD, further, "Outlet", published="2024-05-02")
    chosen = [Quote(1, TOLD, 0, len(TOLD), article, 0.6, headline=True)]
    assert [q.text for q in widen(DEAD, chosen, parts([article])).quotes[1:]] == [further]


def test_figures_of_a_chosen_article_do_not_join_a_question_of_harm() -> None:
    first_words = "Rockets were fired at the Marl base."
    found = articles(
        f"{first_words} Police said 12 people were wounded at the Marl base.", "Rescuers said 30 people were wounded at the Marl base."
    )
    chosen = [Quote(1, first_words, 0, len(first_words), found[0], 0.6)]
    assert len(widen("Did the rockets fired at the Marl base cause casualties?", chosen, parts(found)).quotes) == 1


def test_reports_from_before_the_event_are_not_weighed() -> None:
    asked = "How many people were killed in the Marl blast on 7 May 2024?"
    further = "Rescuers said 30 people were killed in the Marl blast."
    told = Article("a", "Report", "Police said 12 people were killed in the Marl blast.", "Outlet", published="2024-05-07")
    for day, joins in (("2024-05-06", False), ("2024-05-07", True)):
        other = Article("b", "Report", further, "Other", published=day)
        assert (len(widen(asked, first([told]), parts([told, other])).quotes) > 1) is joins
    assert (WEIGHED, READ) == (80, 40)


def test_the_sure_count_of_an_event_answers_with_its_figure() -> None:
    found = articles(
        "Officials in Marl met on Monday. The council said 7 May 2024 would be a day of mourning.",
        "An air strike on Marl on 2 May 2024 killed 31 people, rescuers said. Elsewhere 4 people died in a fire in Tovik.",
    )
    asked = "How many people were killed in the air strike on Marl on 2 May 2024?"
    sure = count_of(asked, first(found), parts(found))
    assert sure is not None
    assert (sure.n, sure.article.text[slice(*sure.answer)]) == (0, "31")
    assert ANSWERS <= sure.score <= 1
    assert sure.text == sure.article.text[sure.start : sure.end]
    assert count_of(asked, [replace(quote(1, found[1].text), article=found[1])], []).n == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people were killed in the air strike on Marl?", "An air strike on Marl on 2 May 2024 killed 31 people."),
        ("How many people were killed on 2 May 2024?", "An air strike on Marl on 2 May 2024 killed 31 people."),
        ("How many people were killed in the air strike on Marl on 2 May 2024?", "A fire in Tovik killed 31 people on 9 April 2024."),
        ("How many people were killed in the air strike on Marl on 2 May 2024?", "Marl has 31 schools and was hit on 2 May 2024."),
        ("Who was killed in the air strike on Marl on 2 May 2024?", "An air strike on Marl on 2 May 2024 killed 31 people."),
    ],
)
def test_no_other_count_answers(question: str, told: str) -> None:
    found = articles("It rained in Marl.", told)
    assert count_of(question, first(found), parts(found)) is None


@pytest.mark.parametrize(("score", "answer", "joins"), [(0.5, "34", True), (0.49, "34", False), (0.9, "9 May", False)])
def test_of_other_counts_only_what_the_reader_takes_for_the_answer_joins(score: float, answer: str, joins: bool) -> None:
    told = ("Marl has 20 schools, the council said.", "From 9 May on Marl has 34 schools, the council said.")
    one, late = (replace(a, published=day) for a, day in zip(articles(*told), ("2024-05-02", "2024-05-09"), strict=True))
    at, there = one.text.index("20"), late.text.index(answer)
    chosen = [Quote(1, one.text, 0, len(one.text), one, 0.9, answer=(at, at + 2))]
    ranked = [Quote(0, late.text, 0, len(late.text), late, score, answer=(there, there + len(answer)))]
    wide = widen("How many schools does Marl have?", chosen, parts([late]), ranked=ranked)
    assert [q.score for q in wide.quotes[1:]] == [0.0] * joins
    assert [v.number for v in wide.compared.series] == ([20.0, 34.0] if joins else [])


def test_a_report_that_was_taken_back_gives_no_count() -> None:
    told = "An air strike on Marl on 2 May 2024 killed 31 people, rescuers said."
    asked = "How many people were killed in the air strike on Marl on 2 May 2024?"
    kept, gone = articles("It rained in Marl.", told), articles("It rained in Marl.", f"This article has been retracted.\n\n{told}")
    assert count_of(asked, first(kept), parts(kept)) is not None
    assert count_of(asked, first(gone), parts(gone)) is None
