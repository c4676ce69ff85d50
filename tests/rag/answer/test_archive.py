"""Questions about the archive are answered from the index, exactly, every article named with a quote of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answer import mentions
from rag.answer.archive import LISTED, answer_archive
from rag.answer.mentions import LEAD, RECURS
from rag.assistant import Assistant
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.question.arguments import read_filters
from rag.question.request import read_request
from rag.records import Answer, Article
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.news import BRIDGE, CHOIR, FERRY, add, index, static

OTTERS = Article(
    "otters",
    "Otters return to the Ebble",
    "Otters were seen on the Ebble. Two cubs were filmed at dusk near Fallow Mill. It was cleaned up after a tannery was sued.",
    "Vale Gazette",
    published="2024-06-12",
)
CUBS = Article(
    "cubs",
    "Cubs filmed near mill",
    "Two otter cubs were filmed near Fallow Mill. The WHO did not say who. Anglers fear for the trout.",
    "National Wire",
    published="2024-06-14T10:00+00:00",
    updated="2024-06-15",
)
FINED = Article(
    "fined", "Tannery fined over river", "A tannery must pay. The judge called it careless.", "Court Report", published="2021-03-02"
)
NAMED = Article("named", "", "The tannery of Ebble has a new name. Nothing else is new.", "", published="2024-01-01")
UNDATED = Article("undated", "On otters", "Otters eat fish.", "Vale Gazette")
ARTICLES = (FERRY, BRIDGE, CHOIR, OTTERS, CUBS, FINED, NAMED, UNDATED)
Ask = Callable[..., Answer | None]


def asking(folder: Path, articles: tuple[Article, ...]) -> Iterator[Ask]:
    with index(folder, articles) as store:
        keywords = Keywords.open(store.folder / "keywords")

        def ask(question: str, **given: str) -> Answer | None:
            request = read_request(question, read_filters(**given), store, keywords=keywords)  # type: ignore[arg-type]
            answer = answer_archive(request.archive, request, store, keywords) if request.archive else None
            for n, cited in enumerate(answer.citations if answer else (), 1):
                whole = cited.article.title if cited.headline else cited.article.text
                assert (cited.n, whole[cited.start : cited.end]) == (n, cited.quote)
            return answer

        yield ask


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    yield from asking(tmp_path_factory.mktemp("archive") / "index", ARTICLES)


@pytest.mark.parametrize(
    ("question", "text", "quotes"),
    [
        (
            "How many articles mention otters?",
            "3 of 8 articles mention “otters”. “On otters” (Vale Gazette, no date stated). [1] “Cubs filmed near mill” (National Wire, "
            "14 June 2024). [2] “Otters return to the Ebble” (Vale Gazette, 12 June 2024). [3]",
            ["On otters", "Two otter cubs were filmed near Fallow Mill.", "Otters return to the Ebble"],
        ),
        (
            "Which articles mention Fallow Mill in June 2024?",
            "2 of 2 articles mention “Fallow Mill”. “Cubs filmed near mill” (National Wire, 14 June 2024). [1] “Otters return to the "
            "Ebble” (Vale Gazette, 12 June 2024). [2]",
            ["Two otter cubs were filmed near Fallow Mill.", "Two cubs were filmed at dusk near Fallow Mill."],
        ),
        ("How many articles mention the mill of Fallow?", None, ["Two otter cubs were filmed near Fallow Mill.", None]),
        ("How many articles mention Zorblax?", "0 of 8 articles mention “Zorblax”.", []),
        ("How many articles mention the WHO?", None, ["The WHO did not say who."]),
        ("How many articles mention the Kestrel?", None, ["Ferry Kestrel sinks off Varnholm"]),
        ("How many articles by the Vale Gazette mention otters?", None, ["On otters", "Otters return to the Ebble"]),
        ("How many articles by 'Vale Gazette' mention otters?", None, ["On otters", "Otters return to the Ebble"]),
        ('How many articles by the "Vale Gazette" mention otters?', None, ["On otters", "Otters return to the Ebble"]),
        (
            "Which outlets reported on the otters?",
            "2 outlets reported on “otters”: Vale Gazette (2), National Wire (1). “Otters return to the Ebble” (Vale Gazette, 12 June "
            "2024). [1] “Cubs filmed near mill” (National Wire, 14 June 2024). [2]",
            ["Otters return to the Ebble", "Two otter cubs were filmed near Fallow Mill."],
        ),
        ("Which outlets are in the archive?", "5 outlets: Court Report (1), no outlet stated (1), Harbour Post (2), Vale Gazette (2), "
         "National Wire (1), Varnholm Radio (1). “Tannery fined over river” (Court Report, 2 March 2021). [1] an article without a "
         "headline (1 January 2024). [2] “Ferry Kestrel sinks off Varnholm” (Harbour Post, 6 March 2024). [3] “Otters return to the "
         "Ebble” (Vale Gazette, 12 June 2024). [4] “Cubs filmed near mill” (National Wire, 14 June 2024). [5] “A choir without a hall” "
         "(Varnholm Radio, no date stated). [6]", [None] * 6),
        ("Which outlet reported that the Kestrel sank on Tuesday?", None,
         ["The ferry Kestrel sank off Varnholm on Tuesday night in heavy fog."]),
        ("Which outlets covered the tannery of Ebble?", None, ["The tannery of Ebble has a new name.", None]),
        (
            "What is the newest article on otters?",
            "The newest of 3 articles on “otters” is “Cubs filmed near mill” (National Wire, 14 June 2024). 1 article without a date left "
            "out. [1]",
            ["Two otter cubs were filmed near Fallow Mill."],
        ),
        (
            "Who first reported the otters?",
            "The earliest of 3 articles on “otters” is “Otters return to the Ebble” (Vale Gazette, 12 June 2024). 1 article without a date "
            "left out. [1]",
            ["Otters return to the Ebble"],
        ),
        ("What is the newest article on the choir?", "No article here on “choir” states a day.", []),
        ("What is the newest article on the Kestrel?", "The only article on “Kestrel” is “Ferry Kestrel sinks off Varnholm” (Harbour Post, "
         "6 March 2024). [1]", ["Ferry Kestrel sinks off Varnholm"]),
        ("What is the oldest article?", "The earliest of 8 articles is “Tannery fined over river” (Court Report, 2 March 2021). 2 articles "
         "without a date left out. [1]", ["Tannery fined over river"]),
        ("When was the article about the tannery fine published?", "“Tannery fined over river” (Court Report) was published on 2 March "
         "2021. [1]", ["Tannery fined over river"]),
        ("When was the article on cubs published?", "“Cubs filmed near mill” (National Wire) was published on 14 June 2024, updated on 15 "
         "June 2024. [1]", ["Cubs filmed near mill"]),
        ('When was the article titled "On otters" published?', "“On otters” (Vale Gazette) states no day on which it was published. [1]",
         ["On otters"]),
        ("When was the article on a new name published?", "an article without a headline (no outlet stated) was published on 1 "
         "January 2024. [1]",
         ["The tannery of Ebble has a new name."]),
        ('Which outlet wrote "cubs were filmed at dusk near Fallow mill"?', "It stands in “Otters return to the Ebble” (Vale Gazette, 12 "
         "June 2024). [1]", ["Two cubs were filmed at dusk near Fallow Mill."]),
        ('"Anglers fear for the trout"', "It stands in “Cubs filmed near mill” (National Wire, 14 June 2024). [1]",
         ["Anglers fear for the trout."]),
        ('Who published "A tannery must pay. The judge called it"?', None, ["A tannery must pay. The judge called it careless."]),
        ('Which outlet ran "Tannery fined over river"?', None, ["Tannery fined over river"]),
        ("How many articles are there?", "There are 8 articles of 5 outlets, published from 2 March 2021 to 14 June 2024; 2 without a "
         "date. [1] [2]", ["Tannery fined over river", "Cubs filmed near mill"]),
    ],
)  # fmt: skip
def test_answers(ask: Ask, question: str, text: str | None, quotes: list[str | None]) -> None:
    answer = ask(question)
    assert answer is not None
    assert text is None or answer.text.replace("][", "] [") == text
    assert [None if w is None else c.quote for c, w in zip(answer.citations, quotes, strict=True)] == quotes
    assert answer.writer == "index"
    assert answer.status == ("answered" if quotes or "How many" in question else "declined")
    assert answer.confidence == (answer.status == "answered")
    assert [q.score for q in answer.quotes] == [1.0] * len(quotes)
    assert [(q.n, q.text, q.headline) for q in answer.quotes] == [(c.n, c.quote, c.headline) for c in answer.citations]


def test_the_answer_in_a_line_is_the_one_article(ask: Ask) -> None:
    answer = ask("What is the newest article on otters?")
    assert answer is not None
    assert answer.short is not None
    assert (answer.short.text, answer.short.n, answer.short.reported, answer.short.outlet) == (
        "Two otter cubs were filmed near Fallow Mill.", 1, "2024-06-14T10:00+00:00", "National Wire",
    )  # fmt: skip
    for question in ("Which outlets reported on the otters?", "How many articles mention the Kestrel?"):
        several = ask(question)
        assert several is not None
        assert several.short is None


def test_it_says_how_the_words_were_found(ask: Ask) -> None:
    said = {
        "How many articles mention Fallow Mill?": "in this order",
        "How many articles mention the mill of Fallow?": "in one sentence",
        "How many articles mention anglers and cubs?": "anywhere",
        "Which outlets reported on the otters?": "in its headline, or from its opening on",
        "When was the article on cubs published?": "in its headline",
        "How many articles mention the WHO?": "as they are written",
    }
    for question, how in said.items():
        answer = ask(question)
        assert answer is not None
        assert answer.notes[0] == f"An article counts where it has the words {how}."
    for question in ('"Anglers fear for the trout"', "How many articles are there?", "How many articles mention Zorblax?"):
        bare = ask(question)
        assert bare is not None
        assert bare.notes == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the newest story on Zorblax?",
        '"Anglers love the trout"',
        "Who first reported the quake?",
        "When was the story on Rome written?",
    ],
)
def test_nothing_found_may_be_asked_of_the_articles(ask: Ask, question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(
    "question",
    ["What is the newest article on Zorblax?", 'Which outlet wrote "Anglers love the trout"?', "When was the article on Rome written?"],
)
def test_nothing_found_is_said(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.status, answer.confidence, answer.citations) == ("declined", 0.0, ())
    assert "No article here mentions" in answer.text


def test_only_what_may_be_read_counts(ask: Ask) -> None:
    for given, n, of in (({"as_of": "2024-06-13"}, 1, 5), ({"outlets": "National Wire"}, 1, 1), ({"after": "2024-06-14"}, 1, 1)):
        answer = ask("How many articles mention otters?", **given)  # type: ignore[arg-type]
        assert answer is not None
        assert answer.text.startswith(f"{n} of {of} article")
    late = ask("How many articles mention otters after 13 June 2024?")
    assert late is not None
    assert (late.after, len(late.citations)) == ("2024-06-14", 1)
    in_may = ask("How many articles mention otters in May 2024?", before="2024-05-20")
    assert in_may is not None
    assert (in_may.after, in_may.before, in_may.citations) == ("2024-05-01", "2024-05-20", ())
    early = ask("How many articles mention otters in May 2024?", after="2024-05-10")
    assert early is not None
    assert (early.after, early.before) == ("2024-05-10", "2024-05-31")


def test_an_excerpt_with_a_date_is_looked_for_in_all_articles(tmp_path: Path) -> None:
    said = replace(CUBS, text="The mill closed before 5 May 2019, he said.")
    for ask in asking(tmp_path / "index", (said,)):
        answer = ask('Which outlet wrote "The mill closed before 5 May 2019"?')
        assert answer is not None
        assert answer.status == "answered"


def test_an_article_of_a_day_to_come_is_not_the_newest(tmp_path: Path) -> None:
    for ask in asking(tmp_path / "index", (CUBS, replace(CUBS, id="ahead", published="2095-01-01"))):
        answer = ask("What is the newest article?")
        assert answer is not None
        assert (
            answer.text
            == "The newest of 2 articles is “Cubs filmed near mill” (National Wire, 14 June 2024). 1 article dated after "
            + ("today left out. [1]")
        )


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    many = tuple(
        Article(f"n{n:03}", f"Gazebo {n}", "A gazebo burnt.", f"Paper {n}", published=f"2024-0{1 + n // 28}-{1 + n % 28:02}")
        for n in range(LISTED + 1)
    )
    for ask in asking(tmp_path / "index", many):
        for question in (
            "How many articles mention a gazebo?",
            "Which outlets covered the gazebo?",
            "When was the article on the gazebo published?",
        ):
            answer = ask(question)
            assert answer is not None
            assert len(answer.citations) == LISTED
        counted = ask("How many articles mention a gazebo?")
        assert counted is not None
        assert f"{LISTED + 1} of {LISTED + 1} articles mention “gazebo”. The newest {LISTED} are:" in counted.text
        assert (counted.citations[0].article.id, counted.citations[-1].article.id) == (f"n{LISTED:03}", "n001")
        fewer = ask("How many articles mention a gazebo?", before="2024-02-12")
        assert fewer is not None
        assert (len(fewer.citations), "The newest" in fewer.text) == (LISTED, False)


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("How many articles mention a gazebo?", []),
        ("How many articles mention two gazebos?", [3, 3, 3, 1]),
        ("Which outlets covered the gazebo?", [3, 3, 3, 1]),
        ("How many articles mention the WHO?", [3, 3, 3, 1]),
        ("How many articles are there?", []),
        ("What is the newest article?", []),
        ('Which outlet wrote "the WHO did not say who"?', [3, 3, 3, 1]),
    ],
)
def test_few_articles_are_in_memory_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str, whole: list[int]) -> None:
    monkeypatch.setattr(mentions, "AT_ONCE", 3)
    read: list[int] = []
    articles = Store.articles

    def counted(self: Store, ids: Iterable[str] | None = None, *, light: bool = False, versions: bool = False) -> list[Article]:
        found = articles(self, ids, light=light, versions=versions)
        read.extend([len(found)] if found and not light else [])
        return found

    text = "Gazebos came, two of them. The WHO did not say who."
    said = tuple(Article(f"g{n}", f"Gazebo {n}" if n % 2 else "", text, "Post", published=f"2024-01-{n + 1:02}") for n in range(10))
    for ask in asking(tmp_path / "index", said):
        with monkeypatch.context() as patch:
            patch.setattr(Store, "articles", counted)
            answer = ask(question)
        assert answer is not None
        assert read == [*whole, len(answer.citations)]


def test_an_article_that_is_deleted_meanwhile_has_its_headline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Store, ids: Iterable[str] | None = None, *, light: bool = False, versions: bool = False) -> list[Article]:
        return [replace(OTTERS, text="")] if light else []

    with index(tmp_path / "index", (OTTERS,)) as store:
        keywords = Keywords.open(store.folder / "keywords")
        request = read_request("How many articles mention otters?", read_filters(), store, keywords=keywords)
        assert request.archive
        monkeypatch.setattr(Store, "articles", gone)
        answer = answer_archive(request.archive, request, store, keywords)
        assert answer is not None
        assert [c.quote for c in answer.citations] == [OTTERS.title]


def test_a_single_word_is_that_word_and_stands_in_what_counts_now(tmp_path: Path) -> None:
    lee = Article("lee", "Storm Lee", "Lee came ashore.", "Post", published="2024-01-01")
    le = Article("le", "Le Monde", "Le Monde was sold.", "Post", published="2024-01-02")
    with index(tmp_path / "index", (lee, le)) as store:
        keywords = Keywords.open(store.folder / "keywords")

        def count() -> str:
            request = read_request("How many articles mention Lee?", read_filters(), store, keywords=keywords)
            answer = answer_archive(request.archive, request, store, keywords) if request.archive else None
            return answer.text[:6] if answer else ""

        assert count() == "1 of 2"
        add(store, [replace(lee, text="It came ashore.", title="Storm")])  # of which the keywords do not know yet
        assert count() == "0 of 2"


def test_an_article_is_about_what_its_opening_names_and_it_comes_back_to(tmp_path: Path) -> None:
    def told(name: str, before: int, rest: int) -> Article:
        start = "x" * (before - len("Gazebo. ")) + ". "
        return Article(name, name, f"{start}Gazebo. " + "More. " * rest, "Wire", published="2024-01-01")

    articles = (told("early", LEAD - 2, RECURS - 2), told("late", LEAD + 20, 1), told("passing", 100, RECURS - 1))
    for ask in asking(tmp_path / "index", articles):
        answer = ask("Which outlets covered the gazebo?")
        assert answer is not None
        assert [c.article.id for c in answer.citations] == ["early"]
        assert "Wire (1)" in answer.text


def test_the_assistant_answers_at_once(tmp_path: Path) -> None:
    with index(tmp_path / "index", ARTICLES) as store:
        assistant = Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder))
        events = list(assistant.stream("How many articles mention otters?"))
        assert [e.kind for e in events] == ["quotes", "answer"]
        answer = events[1].answer
        assert answer is not None
        assert (answer.writer, len(answer.citations), events[0].quotes) == ("index", 3, answer.quotes)
        assert set(answer.timings_ms) == {"archive", "total"}
        assert assistant.ask("What is the newest story on Zorblax?").writer == "quotes"
