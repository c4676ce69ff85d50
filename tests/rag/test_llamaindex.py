"""The Assistant as LlamaIndex sees it: nodes with verbatim text, answers with their whole record."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from rag.answer.short import as_fields
from rag.assistant import Assistant
from rag.records import Answer, Quote, Short
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.news import ARTICLES, index, static

pytestmark = pytest.mark.models  # LlamaIndex alone takes seconds to import
TEXTS = {a.id: a.text for a in ARTICLES}
TITLES = {a.id: a.title for a in ARTICLES}
QUESTION = "How many people were rescued from the ferry Kestrel?"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with index(tmp_path_factory.mktemp("llamaindex") / "index") as store:
        yield Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder))


def verbatim(node: object) -> bool:
    """Whether a node's text stands in its article at its place."""
    text = (TITLES if node.metadata.get("headline") else TEXTS)[node.metadata["article"]]  # type: ignore[attr-defined]
    return bool(text[node.start_char_idx : node.end_char_idx] == node.text)  # type: ignore[attr-defined]


def test_as_retriever_gives_passages_best_first(assistant: Assistant) -> None:
    nodes = assistant.as_retriever(k=3).retrieve(QUESTION)
    assert [n.node.node_id for n in nodes] == [e.passage.id for e in assistant.search(QUESTION, k=3)]
    assert all(verbatim(n.node) for n in nodes)
    scores = [n.score or 0 for n in nodes]
    assert scores == sorted(scores, reverse=True)
    assert all(n.node.metadata["outlet"] for n in nodes)


def test_as_query_engine_gives_the_checked_answer(assistant: Assistant) -> None:
    engine = assistant.as_query_engine()
    response = engine.query(QUESTION)
    answer = assistant.ask(QUESTION)
    assert str(response) == answer.text
    assert len(response.source_nodes) == len(answer.quotes) > 0
    assert all(verbatim(n.node) for n in response.source_nodes)
    told = {**response.metadata["answer"], "timings_ms": {}}
    assert told == {**as_fields(answer), "timings_ms": {}}
    assert str(asyncio.run(engine.aquery(QUESTION))) == answer.text


@pytest.mark.parametrize("door", ["aretrieve", "aquery"])
def test_the_event_loop_goes_on_meanwhile(door: str) -> None:
    """A task that ticks every hundredth of a second does so while a slow search or answer runs."""
    from types import SimpleNamespace

    from rag.llamaindex import NewsQueryEngine, NewsRetriever

    def slow(*_: object, **__: object) -> object:
        began.set()
        time.sleep(0.5)
        return [] if door == "aretrieve" else Answer("Which ship?", "declined")

    async def ticking() -> int:
        doors = SimpleNamespace(search=slow, ask=slow)
        found: asyncio.Future[object] = asyncio.ensure_future(
            NewsRetriever(doors).aretrieve("Which ship?") if door == "aretrieve" else NewsQueryEngine(doors).aquery("Which ship?")  # type: ignore[arg-type]
        )
        ticks = 0
        while not found.done():
            await asyncio.sleep(0.01)
            ticks += began.is_set()
        await found
        return ticks

    began = threading.Event()
    assert asyncio.run(ticking()) >= 5


def test_the_line_and_headlines_are_in_the_response() -> None:
    from types import SimpleNamespace

    from rag.llamaindex import NewsQueryEngine

    article = ARTICLES[0]
    quotes = (Quote(1, article.title[:6], 0, 6, article, headline=True), Quote(2, article.text[:6], 0, 6, article))
    told = Answer("Which ship?", "answered", quotes=quotes, short=Short("Kestrel", 1, reported="2024-03-06", outlet="Harbour Post"))
    response = NewsQueryEngine(SimpleNamespace(ask=lambda _: told, search=None)).query("Which ship?")
    assert response.metadata is not None
    assert next(iter(response.metadata["answer"].items())) == ("line", "Kestrel (6 March 2024, Harbour Post)")
    assert len({n.node.node_id for n in response.source_nodes}) == 2
    assert [n.node.metadata["headline"] for n in response.source_nodes] == [True, False]


def test_both_keep_to_a_day_and_an_outlet(assistant: Assistant) -> None:
    from rag.llamaindex import NewsQueryEngine, NewsRetriever

    nodes = NewsRetriever(assistant, 8, as_of="2024-04-30", outlets=("Daily Ledger",)).retrieve("Kestrel")
    assert {n.node.metadata["article"] for n in nodes} == {"inquiry"}
    told = NewsQueryEngine(assistant, as_of="2024-04-30").query(QUESTION).metadata["answer"]
    assert told["as_of"] == "2024-04-30"
    assert all(q["article"]["published"][:10] <= "2024-04-30" for q in told["quotes"])


def test_the_assistant_hands_the_filters_on(assistant: Assistant) -> None:
    nodes = assistant.as_retriever(8, after="2024-04-01", before="2024-04-30", outlets=("Daily Ledger",)).retrieve("Kestrel")
    assert {n.node.metadata["article"] for n in nodes} == {"inquiry"}
    told = assistant.as_query_engine(as_of="2024-04-30", outlets=("Harbour Post",)).query(QUESTION).metadata["answer"]
    assert (told["as_of"], told["outlets"]) == ("2024-04-30", ("Harbour Post",))
    assert {q["article"]["id"] for q in told["quotes"]} == {"ferry"}
