"""What an outlet took back answers nothing, what it corrected is shown set right, and an earlier day knows neither."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag.assistant import Assistant
from rag.language.data import word_list
from rag.language.text import stems
from rag.records import EVERYTHING, Answer, Article, Filters, Quote
from rag.search import decide
from rag.search.notices import COMMON, FEW, LEAD, MOST, NEAR, ON, RAREST, SHOWN, Known, Notices
from rag.search.reports import Report
from rag.search.retrieve import Retriever
from rag.settings import Settings
from rag.sources.notices import read_notices
from tests.kits.news import Marking, add, index, static
from tests.rag.sources.test_notices import KILLS, LABELS, archive, named

KEPT = (
    *("mill", "mill2", "mill3", "budget", "budget2", "mayor", "bank", "bankc", "arrest", "crane", "flood", "flood2", "study", "strike"),
    *("strike2", "gold", "c1", "c2", "c3", "c4", "c7", "c8", "c9", "k1", "k2", "k3", "k5", "k7", "k8", "o1", "o5"),
)
HURT = "How many people were hurt in the explosion at the Tarrow paper mill?"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("notices") / "index") as store:
        add(store, [a for a in archive() if a.id in KEPT])
        yield Retriever(store, static(), None)


@pytest.fixture(autouse=True)
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer whatever the confidence: it was fitted with MiniLM, which is not here."""
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)


def ask(retriever: Retriever, question: str, as_of: str | None = None, **found: float) -> Answer:
    reading = Retriever(retriever.store, retriever.static, None, Marking(**found))  # type: ignore[arg-type]
    return Assistant(retriever.store, reading, Settings(index_dir=retriever.store.folder)).ask(question, as_of=as_of)


def on(retriever: Retriever, name: str, filters: Filters = EVERYTHING) -> set[str]:
    return {n.article.id for n in Notices(retriever, filters).of(named(name))}


def test_each_article_has_the_notices_on_it(retriever: Retriever) -> None:
    names = ("mill", "budget", "arrest", "crane", "bank", "strike", "flood", "study", "mayor")
    tied = {name: on(retriever, name) for name in names}
    assert tied == {
        "mill": {"c1"}, "budget": {"c2"}, "arrest": {"k1"}, "crane": {"c7", "k2"}, "bank": {"bankc", "c8"}, "strike": {"c9"},
        "flood": {"c4", "k8"}, "study": {"k3"}, "mayor": {"c3", "k5"},
    }  # fmt: skip
    assert not any(on(retriever, name) for name in ("mill2", "mill3", "budget2", "strike2", "flood2", "gold"))


def test_a_day_before_the_notice_does_not_know_it(retriever: Retriever) -> None:
    assert on(retriever, "mayor", Filters(as_of="2024-05-02")) == set()
    assert on(retriever, "mayor", Filters(as_of="2024-05-03")) == {"k5"}
    asked_for = Filters(after="2024-06-01", outlets=("Halden Wire",))
    assert on(retriever, "mayor", asked_for) == {"c3", "k5"}  # what may be known is more


def test_a_corrected_figure_gives_way_to_the_right_one(retriever: Retriever) -> None:
    answer = ask(retriever, HURT, **{"11 people": 3.0})
    assert answer.citations[0].article.id == "c1"
    assert answer.short is not None
    assert answer.short.text == "14"
    assert any(note.startswith("Earlier reported: 11 people (4 March 2024, Tarrow Courier)") for note in answer.notes)
    before = ask(retriever, HURT, as_of="2024-03-05", **{"11 people": 3.0})
    assert before.short is not None
    assert before.short.text == "11 people"
    assert "14" not in "".join(before.notes)


def test_what_was_taken_back_is_left_out_and_named(retriever: Retriever) -> None:
    asked = "Which actor was arrested in Orsa on suspicion of fraud?"
    answer = ask(retriever, asked, **{"Pell Rance": 3.0})
    assert "arrest" not in {q.article.id for q in answer.quotes}
    named_so = "“Actor Pell Rance arrested in Orsa” (Halden Wire, 1 July 2024)"
    assert f"Left out: {named_so}, which its outlet took back on 1 July 2024." in answer.notes
    far = Report(named("gold"), ((0, 9),))
    notices = Notices(retriever, EVERYTHING)
    notices.standing([far] * NEAR + [Report(named("arrest"), ((0, 9),))])
    assert notices.known.left_out == ()
    left = Known(left_out=((named("arrest"), read_notices(named("k1"))[0]),))
    assert len(left.notes(asked, [])) == 1
    assert left.notes("Which actor won the chess title of Meron?", []) == []


def test_what_was_sent_again_corrected_gives_way_to_it(retriever: Retriever) -> None:
    answer = ask(retriever, "To what did the Bank of Meron cut its key rate?", **{"3.5%": 3.0, "3.25%": 2.0})
    assert {q.article.id for q in answer.quotes} & {"bank", "bankc", "c8"} == {"c8"}
    told = "(Halden Wire, 12 June 2024), which its outlet sent again, corrected, on 12 June 2024."
    assert f"Left out: “Bank of Meron cuts rate to 3.5%” {told}" in answer.notes


def test_a_report_of_its_own_note_is_shown_with_it(retriever: Retriever) -> None:
    answer = ask(retriever, "How many people did the crane at the Vell yard hurt?", **{"five people": 3.0})
    assert answer.citations[0].article.id == "o1"
    assert any("carries a correction: “Correction, 4 December: An earlier version" in note for note in answer.notes)
    assert not any("nine people" in s.text for s in answer.sentences)


def test_a_sentence_that_repeats_the_error_is_never_quoted(retriever: Retriever) -> None:
    for question in ("What did the Harbour fee story say on fees?", "Since when has Mayor Liss Aune led the town of Orsa?"):
        for quote in ask(retriever, question, **{"fees double": 3.0, "since 2011": 3.0}).quotes:
            assert "fees double" not in quote.text or "They do not." in quote.text  # with the sentence that sets it right
            assert "incorrectly said" not in quote.text or "since 2013" in quote.text


def test_the_headline_of_a_killed_report_answers_nothing(retriever: Retriever) -> None:
    answer = ask(retriever, "How many people did the crane at Nyhavn hurt?", **{"21 hurt": 3.0, "12 people": 2.0})
    assert answer.citations[0].article.id == "c7"
    told = ask(retriever, "Which crane story did Halden Wire kill?", **{"kill the story": 3.0})
    assert told.citations[0].article.id == "k2"


def test_a_correction_is_told_once_where_it_bears_on_the_quote() -> None:
    mill, c1 = named("mill"), read_notices(named("c1"))[0]
    quotes = [Quote(1, s, 0, len(s), mill) for s in ("The blast hurt 11 people.", "It began in the boiler room.")]
    known = Known(corrected=(("mill", c1),))
    assert known.notes(HURT, quotes) == known.notes(HURT, quotes[:1])
    (line,) = known.notes(HURT, quotes[:1])
    assert line.startswith("“Eleven hurt in Tarrow mill blast” (Tarrow Courier, 4 March 2024) was corrected on 6 March 2024: “An article")
    assert known.notes(HURT, quotes[1:]) == []
    long = replace(c1, article=replace(c1.article, text=f"{c1.article.text} {'It is shut. ' * 40}"), end=500)
    assert len(Known(corrected=(("mill", long),)).notes(HURT, quotes)[0]) < 2 * SHOWN


def test_passages_lose_the_sentences_that_were_taken_back(retriever: Retriever) -> None:
    mill = named("mill")
    end = mill.text.index(". ") + 1
    found = Report(mill, ((0, end), (end + 1, len(mill.text))))
    kept = Notices(retriever, EVERYTHING).readable([found])
    assert [f.spans for f in kept] == [((end + 1, len(mill.text)),)]
    assert Notices(retriever, Filters(as_of="2024-03-05")).readable([found]) == [found]
    assert Notices(retriever, EVERYTHING).readable([Report(named("arrest"), ((0, 9),))]) == []


def test_what_is_built_uses_only_what_stands(retriever: Retriever) -> None:
    built: list[list[str]] = []

    def build(articles: list[Article]) -> list[Article]:
        built.append([a.id for a in articles])
        return articles[:1]

    notices = Notices(retriever, EVERYTHING)
    made = notices.settled(build, [named("o5"), named("arrest"), named("gold")], lambda found: found)
    assert [a.id for a in made] == ["gold"]
    assert [(a.id, n.article.id) for a, n in notices.known.left_out] == [("arrest", "k1")]
    assert built == [["arrest", "gold"], ["gold"]]


def test_every_label_has_a_word_by_which_it_is_found() -> None:
    marks = {*stems(" ".join(word_list("standing.json", "labels")))}
    labels = (*LABELS, *KILLS, "Refiled", "Corrected", "Erratum", "Setting the record straight", "Take down")
    assert [label for label in labels if not marks & {*stems(label)}] == []


def test_limits_are_those_measured() -> None:
    assert (COMMON, FEW, LEAD, MOST, NEAR, ON, RAREST, SHOWN) == (0.05, 50, 600, 40, 3, 0.5, 40, 300)
