"""A question's evidence: several parts share the quotes, and what only the comparison added is told apart."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from rag import reading as reading_room
from rag.answer.opening import opening
from rag.question.request import ANY_DAY, Request
from rag.reading import Clock, Reading, gather_evidence
from rag.records import EVERYTHING, Article, Filters, Quote, Window
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.search.select import count_tokens
from rag.settings import Settings
from tests.kits.news import BRIDGE, FERRY, INQUIRY, index, static

JUDGE, COST = "Which judge opened the inquiry into the loss of the Kestrel?", "How much will the new bridge at Varnholm cost?"
BOTH = f"{JUDGE[:-1]}, and how much will the new bridge at Varnholm cost?"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("reading") / "index") as store:
        yield Retriever(store, static(), None)


def reading(retriever: Retriever, whole: str, *parts: str, tokens: int = 250) -> Reading:
    request = Request(whole, Window(), EVERYTHING, ANY_DAY, subquestions=parts)
    return gather_evidence(request, retriever, Settings(quote_tokens=tokens), Clock())


def test_each_part_of_a_question_has_its_quotes(retriever: Retriever) -> None:
    alone = {q.article.id for q in reading(retriever, JUDGE, tokens=50).quotes}
    both = reading(retriever, BOTH, JUDGE, COST, tokens=100).quotes
    assert BRIDGE.id not in alone
    assert {INQUIRY.id, BRIDGE.id} <= {q.article.id for q in both}
    assert [q.n for q in both] == list(range(1, len(both) + 1))


def test_parts_share_the_tokens_and_no_sentence_comes_twice(retriever: Retriever) -> None:
    quotes = reading(retriever, BOTH, JUDGE, COST, JUDGE.replace("judge", "man"), tokens=120).quotes
    assert sum(count_tokens(q.text) for q in quotes) <= 120
    assert len({q.text for q in quotes}) == len(quotes)


def test_more_for_the_model_to_read_chooses_no_more_quotes(retriever: Retriever) -> None:
    assert reading_room.CHOSEN == 250
    measured, few, more = (reading(retriever, JUDGE, tokens=tokens).quotes for tokens in (0, 50, 4000))
    assert measured == more
    assert sum(count_tokens(q.text) for q in few) <= 50 < sum(count_tokens(q.text) for q in more) <= 250


def test_each_part_is_answered_or_not_for_itself(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    chances = {JUDGE: 0.9, COST: 0.1}
    monkeypatch.setattr(reading_room, "_decide", lambda part, *_: chances[part.question.statement.text])
    monkeypatch.setattr(decide, "threshold", lambda: 0.5)
    half = reading(retriever, BOTH, JUDGE, COST, tokens=1000)
    assert (half.answers, half.confidence, half.open) == (True, 0.9, (COST,))
    assert [q.article.id for q in half.quotes if q.n in half.best] == [INQUIRY.id]
    chances[COST] = 0.5
    whole = reading(retriever, BOTH, JUDGE, COST, tokens=1000)
    assert (len(whole.best), whole.open) == (2, ())
    chances[JUDGE] = chances[COST] = 0.4
    none = reading(retriever, BOTH, JUDGE, COST, tokens=1000)
    assert (none.answers, none.best, none.open) == (False, (), ())


def test_nothing_found_answers_nothing(retriever: Retriever) -> None:
    request = Request(JUDGE, Window(), Filters(before="2001-01-01"), ANY_DAY)
    nothing = gather_evidence(request, retriever, Settings(), Clock())
    assert nothing == Reading()
    assert not nothing.answers


def test_what_the_comparison_added_is_not_among_the_chosen() -> None:
    chosen, added = Quote(1, "The ferry", 0, 9, FERRY, 0.8), Quote(2, "Kestrel", 10, 17, FERRY, 0.0)
    held = Reading((chosen, added), 0.9, (1,))
    assert held.chosen == (chosen,)
    assert held.answers
    assert not Reading((chosen, added), 0.9).answers


def test_the_figure_that_stands_goes_before_the_one_that_it_replaces(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_room, "_decide", lambda *_: 0.9)
    plain = reading(retriever, JUDGE, tokens=1000)
    assert plain.replaced == ()
    monkeypatch.setattr(reading_room, "current", lambda _asked, quotes: 2 if len(quotes) > 2 else 0)
    found = reading(retriever, JUDGE, tokens=1000)
    assert found.quotes[0].text != plain.quotes[0].text
    assert [q.text for q in found.replaced] == [plain.quotes[0].text]
    assert found.best == (1,)
    assert found.quotes[0].score == plain.quotes[0].score
    monkeypatch.setattr(reading_room, "_decide", lambda *_: 0.0)
    assert reading(retriever, JUDGE, tokens=1000).replaced == ()


@pytest.mark.parametrize("n", [2, 0])
def test_a_sure_count_leads_before_what_the_decision_left(n: int) -> None:
    text = "An air strike on Marl on 2 May 2024 killed 31 people, rescuers said. Many fled Marl after it."
    article = Article("a", "Marl", text, published="2024-05-03")
    end = article.text.index(" Many")
    fled = Quote(1, article.text[end + 1 :], end + 1, len(article.text), article, 0.85)
    told = Quote(2, article.text[:end], 0, end, article, 0.1)
    asked = "How many people were killed in the air strike on Marl on 2 May 2024?"
    passage = SimpleNamespace(article=article, spans=((0, end),))
    found = reading_room._counted(asked, Reading((fled, told) if n else (fled,)), [passage])
    assert found.best == (2,)
    assert opening(asked, Window(), found.best, found.quotes, found.compared) == (2,)
    assert all(q.score > 0 for q in found.quotes)
    assert reading_room._counted("Who led Marl?", Reading((fled,)), [passage]) == Reading((fled,))
