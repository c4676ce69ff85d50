"""What a caller gives becomes filters, once, at the border; the question's own words narrow them further."""

from pathlib import Path

import pytest

from rag.errors import InputError
from rag.index.keywords import Keywords
from rag.question.archive import AboutArchive
from rag.question.request import ANY_DAY, Focus, Request, read_filters, read_request
from rag.records import EVERYTHING, Filters, Window
from tests.kits.news import index


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, EVERYTHING),
        ({"as_of": None, "after": "", "before": None, "outlets": ""}, EVERYTHING),
        ({"as_of": "Nov 2023"}, Filters(as_of="2023-11-30")),
        ({"after": "Nov 2023", "before": "Nov 2023"}, Filters(after="2023-11-01", before="2023-11-30")),
        ({"outlets": "AP"}, Filters(outlets=("AP",))),
        ({"outlets": ["AP", "dpa"]}, Filters(outlets=("AP", "dpa"))),
        ({"outlets": ["", "AP"]}, Filters(outlets=("", "AP"))),  # articles that state no outlet, and AP's
    ],
)
def test_what_is_given_in_words(given: dict[str, str], wanted: Filters) -> None:
    assert read_filters(**given) == wanted  # type: ignore[arg-type]
    assert read_filters(**wanted.given()) == wanted


@pytest.mark.parametrize("wrong", ["asof", "afther", "outlet", "use_window"])
def test_a_name_that_is_no_filter_is_refused(wrong: str) -> None:
    """A mistyped ``as_of`` that is dropped would read what was published later."""
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{wrong}'"):
        read_filters(**{wrong: "2024-01-01"})  # type: ignore[arg-type]


def test_a_day_that_is_none_is_named() -> None:
    with pytest.raises(InputError, match="blue"):
        read_filters(as_of="blue")


def test_the_last_day_is_the_earlier_one() -> None:
    assert Filters(as_of="2024-01-02", before="2024-01-01").last == Filters(as_of="2024-01-01").last == "2024-01-01"
    assert Filters(as_of="2024-01-01", before="2024-01-02").last == "2024-01-01"
    assert (Filters().last, Filters().dated, Filters(as_of="2024-01-01").dated) == ("", False, True)


def test_the_questions_own_time_narrows_what_was_given(tmp_path: object) -> None:
    with index(tmp_path / "index") as store:  # type: ignore[operator]
        asked = read_request("What was known of the Kestrel by 20 May 2024?", Filters(after="2024-03-01", outlets=("HARBOUR POST",)), store)
        assert asked.filters == Filters(after="2024-03-01", before="2024-05-20", outlets=("Harbour Post",))
        assert asked.focus == Focus("2024-05-20", "2024-05-20", 1.0)
        assert read_request("What was known of the Kestrel by 20 May 2024?", EVERYTHING, store, use_window=False).filters == EVERYTHING
        lost = read_request("What was known of the Kestrel by 20 May 1999?", EVERYTHING, store)
        assert (lost.filters, lost.window) == (EVERYTHING, Window(phrase=lost.window.phrase))
        assert "all of them were read" in lost.notes[0]


def test_a_request_without_parts_is_one_question() -> None:
    assert Request("Who won?", Window(), EVERYTHING, ANY_DAY).subquestions == ()


def test_it_says_how_the_words_were_read(tmp_path: Path) -> None:
    with index(tmp_path / "index") as store:
        keywords = Keywords.open(store.folder / "keywords")
        read = read_request("When did the Kestrell sink off Varnhlm?", EVERYTHING, store, keywords=keywords)
        assert read.question == "When did the Kestrel sink off Varnholm?"
        assert read.notes == ("Read as: Kestrel, Varnholm.",)
        as_typed = read_request("When did the Kestrell sink off Varnhlm?", EVERYTHING, store)
        assert (as_typed.question, as_typed.notes) == ("When did the Kestrell sink off Varnhlm?", ())
        german = read_request("Wann ist der Kestrell gesunken?", EVERYTHING, store, keywords=keywords)
        assert german.question == "Wann ist der Kestrell gesunken?"
        assert german.notes == ("Only English is read; the question seems to be in German.",)


def test_an_outlet_of_the_question_is_read_alone(tmp_path: Path) -> None:
    with index(tmp_path / "index") as store:
        asked = read_request("According to the Daily Ledger, who opened the inquiry?", EVERYTHING, store)
        assert asked.filters == Filters(outlets=("Daily Ledger",))
        assert asked.notes == ("Only articles of Daily Ledger were read, as the question asks.",)
        given = read_request("According to the Daily Ledger, who opened the inquiry?", Filters(outlets=("Harbour Post",)), store)
        assert (given.filters.outlets, given.notes) == (("Harbour Post",), ())


@pytest.mark.parametrize(
    ("question", "archive"),
    [
        ("How many articles mention the Kestrel?", AboutArchive("count", "the Kestrel", mentions=True)),
        ("How many articles did the Daily Ledger publish on the Kestrel?", AboutArchive("count", "the Kestrel")),
        ("What is the Daily Ledger's newest article on the Kestrel?", AboutArchive("newest", "the Kestrel")),
        ("What is the newest article in the Daily Ledger on the Kestrel?", AboutArchive("newest", "the Kestrel")),
        ("What is the newest article by Varnholm Radio?", AboutArchive("newest")),
        ("What is the latest from the Daily Ledger?", AboutArchive("newest", sure=False)),
        ("What is the latest news from the Daily Ledger?", AboutArchive("newest", sure=False)),
        ("What has the Daily Ledger reported most recently?", AboutArchive("newest", sure=False)),
        ("What is the latest from the Daily Ledger on the Kestrel?", None),
        ("What is the latest?", None),
        ("How many articles since May 2024 mention the bridge?", AboutArchive("count", "the bridge", mentions=True)),
        ("How many articles from May 2024 mention the bridge?", AboutArchive("count", "the bridge", mentions=True)),
        ("Who opened the inquiry into the loss of the Kestrel?", None),
        ("According to the Daily Ledger, who opened the inquiry?", None),
        ("Who opened the inquiry in May 2024?", None),
    ],
)
def test_a_question_about_the_archive(tmp_path: Path, question: str, archive: AboutArchive | None) -> None:
    with index(tmp_path / "index") as store:
        assert read_request(question, EVERYTHING, store).archive == archive


def test_the_time_in_an_excerpt_is_no_filter(tmp_path: Path) -> None:
    with index(tmp_path / "index") as store:
        asked = read_request('Which outlet wrote "No news of the Kestrel before 20 May 2024"?', EVERYTHING, store)
        assert (asked.filters, asked.window) == (EVERYTHING, Window())


def test_what_a_follow_up_was_asked_as_is_said(tmp_path: object) -> None:
    with index(tmp_path / "index") as store:  # type: ignore[operator]
        asked = read_request("Who owned it?", EVERYTHING, store, ["When was the Kestrel lost?"])
        assert asked.notes == ("Asked as: Who owned Kestrel?",)
        assert asked.question == "Who owned Kestrel?"
        assert read_request("Who owned the Kestrel?", EVERYTHING, store, ["When was the Kestrel lost?"]).notes == ()
        either = read_request("How old is he?", EVERYTHING, store, ["What did Ann Lee and Bo Chen say?"])
        assert either.choices == ("How old is Ann Lee?", "How old is Bo Chen?")
        assert (either.between, either.notes) == (("Ann Lee", "Bo Chen"), ())
