"""What an answer cites: each quote with the outlets that print the same report, and how many reports are independent."""

from dataclasses import replace
from pathlib import Path

import pytest

from rag.answer.cite import cite, cite_plainly
from rag.assistant import Assistant
from rag.index.writing import StoreWriter
from rag.records import Article, Filters, Quote
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.news import BRIDGE, CHOIR, FERRY, add, index, static

COPY = replace(FERRY, id="copy", source="Daily Ledger", published="2024-03-08")
LATE = replace(FERRY, id="late", source="Varnholm Radio", published="2024-06-01")
OWN = replace(FERRY, id="own", published="2024-03-09")  # the same outlet prints it twice
UNDATED = replace(FERRY, id="undated", source="Anzeiger", published="")
STORY = (FERRY, COPY, LATE, OWN, UNDATED)


def quotes(*articles: Article) -> tuple[Quote, ...]:
    return tuple(Quote(n, a.text[:30], 0, 30, a) for n, a in enumerate(articles, start=1))


def settle(store: StoreWriter, *articles: Article) -> None:
    """Say that ``articles`` are one story."""
    store.set_stories({a.id: (articles[0].id, b"") for a in articles})


@pytest.mark.parametrize(
    ("filters", "also"),
    [
        (Filters(), ("Daily Ledger", "Varnholm Radio", "Anzeiger")),
        (Filters(before="2024-05-31"), ("Daily Ledger",)),  # no copy that was not out yet, none that may not have been
        (Filters(before="2024-03-07"), ()),
        (Filters(outlets=("Harbour Post", "Varnholm Radio")), ("Varnholm Radio",)),
    ],
)
def test_other_outlets_that_print_the_report_are_named_once_earliest_first(tmp_path: Path, filters: Filters, also: tuple[str, ...]) -> None:
    with index(tmp_path / "index", [*STORY, CHOIR]) as store:
        settle(store, *STORY)
        first, other = cite(quotes(FERRY, CHOIR), store, filters)[0]
        assert (first.also, other.also) == (also, ())


def test_a_headline_is_cited_as_one_and_carried_by_who_prints_it(tmp_path: Path) -> None:
    retitled = replace(LATE, title="A night at sea")
    with index(tmp_path / "index", [FERRY, COPY, retitled, CHOIR]) as store:
        settle(store, FERRY, COPY, retitled)
        title = FERRY.title
        chosen = (Quote(1, title, 0, len(title), FERRY, headline=True), *(replace(q, n=2) for q in quotes(FERRY)))
        (first, second), _ = cite(chosen, store, Filters())
        assert (first.quote, first.headline, first.also) == (title, True, ("Daily Ledger",))
        assert (second.headline, second.also) == (False, ("Daily Ledger", "Varnholm Radio"))
    plain, independent = cite_plainly(chosen)
    assert [(c.n, c.quote, c.start, c.end, c.article, c.also, c.headline) for c in plain] == [
        (q.n, q.text, q.start, q.end, q.article, (), q.headline) for q in chosen
    ]
    assert independent == 0


def test_a_copy_is_not_an_independent_report(tmp_path: Path) -> None:
    with index(tmp_path / "index", [*STORY, CHOIR]) as store:
        assert cite(quotes(FERRY, COPY, CHOIR), store, Filters())[1] == 3  # nobody has looked for copies
        settle(store, *STORY)
        assert cite(quotes(FERRY, COPY, CHOIR), store, Filters())[1] == 2
        assert cite((), store, Filters()) == ((), 0)


def test_two_rewrites_of_one_agencys_report_are_one(tmp_path: Path) -> None:
    told = "The ferry Kestrel sank off Varnholm, the Harbour Authority said, Reuters reported. Captain Ilse Brandt was saved."
    one = Article("one", "Kestrel sinks", told, "Harbour Post", published="2024-03-06")
    two = replace(one, id="two", source="Daily Ledger", text=f"Ilse Brandt was saved when the Kestrel sank at Varnholm. {told}")
    with index(tmp_path / "index", [one, two]) as store:
        assert cite(quotes(one, two), store, Filters())[1] == 1


def test_an_answer_says_both_unless_copies_are_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)
    with index(tmp_path / "index", [FERRY, BRIDGE]) as store:
        add(store, [COPY])
        settle(store, FERRY, COPY)
        settings = Settings(index_dir=store.folder)
        asked = "How many people were rescued from the ferry Kestrel?"
        on = Assistant(store, Retriever(store, static(), None), settings).ask(asked)
        off = Assistant(store, Retriever(store, static(), None), replace(settings, copies=False)).ask(asked)
        cited = next(c for c in on.citations if c.article.id in {"ferry", "copy"})
        assert set(cited.also) == {"Daily Ledger", "Harbour Post"} - {cited.article.source}
        assert on.independent == len({"ferry" if i == "copy" else i for i in on.article_ids})
        assert on.to_dict()["independent"] == on.independent
        assert all(c.also == () for c in off.citations)
        assert off.independent == 0


def test_a_difference_and_the_citations_under_it_count_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)
    said = "{} people were killed when the ferry Kestrel sank off Varnholm on 6 March 2024."
    told = (("a", "Post", 12, ""), ("b", "Ledger", 12, ""), ("c", "Courier", 15, "So AP reported."), ("d", "Echo", 15, "A guard told AP."))
    found = [Article(i, "Kestrel sinks", f"{said.format(n)} {more}", outlet, published="2024-03-07") for i, outlet, n, more in told]
    with index(tmp_path / "index", found) as store:
        asked = "How many people were killed when the ferry Kestrel sank off Varnholm?"
        for together, independent in ((found[:1], (2, 1)), (found[:2], (1, 1))):
            settle(store, *together)
            answer = Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder)).ask(asked)
            sides = [{v.article_id for v in side} for side in answer.differences[0].sides]
            by_id = {q.article.id: q for q in answer.quotes}
            counts = [cite([by_id[i] for i in side], store, Filters())[1] for side in sides]
            assert answer.differences[0].independent == tuple(counts) == independent
            assert max(counts) <= cite(answer.quotes, store, Filters())[1] == sum(independent)
            (entry,) = Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder)).timeline("Kestrel")
            assert entry.independent == sum(independent)


def test_an_answer_holds_the_filters_it_was_given(tmp_path: Path) -> None:
    with index(tmp_path / "index") as store:
        answer = Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder)).ask(
            "What happened to the Kestrel?", as_of="2024-05-01", after="1 March 2024", before="2024-04-01", outlets=["Harbour Post"]
        )
        assert (answer.after, answer.before, answer.as_of) == ("2024-03-01", "2024-04-01", "2024-05-01")
        assert answer.outlets == ("Harbour Post",)
        assert answer.to_dict()["after"] == "2024-03-01"
