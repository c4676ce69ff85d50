"""The page's pure parts: text stays text, offsets stay exact, links and lines keep their promises."""

import asyncio
import itertools
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.compare.compare import compare
from rag.errors import DatelineError, IndexDamaged, InputError
from rag.question.followup import Followup, read_followup
from rag.records import Answer, Article, Citation, Event, Filters, Quote, Sentence, Short
from rag.settings import Settings
from rag.sources.independence import count_independent
from tests.kits.page import ARTICLES, Reporter, Shelf, desk_for
from ui.page.api import article_of
from ui.page.desk.form import checked_question, is_edit, over_link, panel_name, read_form, without_filter
from ui.page.desk.links import from_query, link_of, query_of
from ui.page.desk.outlets import matches
from ui.page.desk.queue import Queue
from ui.page.desk.runner import run, turn_steps
from ui.page.desk.turn import Form, State, Turn, history_of
from ui.page.desk.uploads import Row, Uploader
from ui.page.html.article import article_view, segments
from ui.page.html.catalogue import article_table, find_articles, upload_progress
from ui.page.html.figure import figure, undated
from ui.page.html.runs import NONE, list_runs
from ui.page.html.runs import runs_html as render_reports
from ui.page.html.turn import turn_html
from ui.page.tabs.ask import Handlers, _choice
from ui.page.tabs.thumbs import Judge
from ui.phrases import moment, short
from ui.serve import check_bind, parse_auth, serve

COUNT = "How many ferry delays at Port Maren have been counted?"
HOSTILE = "<script>alert(1)</script><img src=x onerror=a> & \" ' ${x} {{y}} </div>"


class Seen(HTMLParser):
    """Tags and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside: dict[str, str] = {}
        self._open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Book a tag and its handlers."""
        self.tags += [tag, *(name for name, _ in attrs if name.startswith("on"))]

    def handle_data(self, data: str) -> None:
        """Book text."""
        self.text += data


def hostile_turn() -> Turn:
    """An answer in which every foreign text is hostile."""
    article = Article("h", HOSTILE, HOSTILE * 2, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)", HOSTILE)
    quote = Quote(1, HOSTILE, 0, len(HOSTILE), article, 0.9)
    answer = Answer(
        HOSTILE,
        "disputed",
        (Sentence(HOSTILE, "partial", (1,)),),
        (Citation(1, HOSTILE, 0, len(HOSTILE), article, (HOSTILE,)),),
        (quote,),
        writer=HOSTILE,
        notes=(HOSTILE,),
    )
    return Turn(
        HOSTILE, searched=HOSTILE + "?", form=Form(Filters(outlets=(HOSTILE,))), state="done", quotes=(quote,), answer=answer, error=HOSTILE
    )


def test_the_page_says_who_else_carries_a_report_and_how_many_are_independent() -> None:
    article, other = Article("a", "", "It rained.", "Post"), Article("b", "", "It rained.", "Echo")
    quotes = (Quote(1, "It rained.", 0, 10, article), Quote(2, "It rained.", 0, 10, other))
    cited = (Citation(1, "It rained.", 0, 10, article, ("Wire", "Bell")), Citation(2, "It rained.", 0, 10, other))
    answer = Answer("q", "answered", (Sentence("It rained.", "supported", (1, 2)),), cited, quotes, independent=2)
    html = turn_html(Turn("q", state="done", quotes=quotes, answer=answer), 0)
    text = Seen(html.partition("dl-copy")[0]).text
    assert text.count("also carried by Wire, Bell") == 1
    assert "2 independent reports" in text


def test_a_difference_and_the_citations_under_it_count_alike() -> None:
    said = "{} people were killed when the ferry Kestrel sank off Varnholm on 6 March 2024."
    rows = (("a", "Post", 12, ""), ("b", "Ledger", 12, ""), ("c", "Courier", 15, "So AP reported."), ("d", "Echo", 15, "A guard told AP."))
    found = [Article(i, "", f"{said.format(n)} {more}", outlet, published="2024-03-07") for i, outlet, n, more in rows]
    quotes = tuple(Quote(n, a.text[:78], 0, 78, a) for n, a in enumerate(found, start=1))
    cited = tuple(Citation(q.n, q.text, 0, 78, q.article) for q in quotes)
    known: tuple[dict[str, str], ...] = ({}, {"a": "a", "b": "a"})
    for story_of, side, under in zip(
        known, (["(2 independent reports)"], []), ("3 independent reports", "2 independent reports"), strict=True
    ):
        differences = compare("How many people were killed when the ferry Kestrel sank off Varnholm?", quotes, story_of).differences
        independent = count_independent(found, story_of)
        written = (Sentence("The reports differ.", "supported", (1, 2, 3, 4)),)
        answer = Answer("q", "disputed", written, cited, quotes, differences=differences, independent=independent)
        text = Seen(turn_html(Turn("q", state="done", quotes=quotes, answer=answer), 0).partition("dl-copy")[0]).text
        assert re.findall(r"\(\d independent reports?\)", text) == side
        assert under in text


def test_foreign_text_is_never_markup() -> None:
    turn = hostile_turn()
    assert turn.answer is not None
    for html in (
        turn_html(turn, 0, link=HOSTILE),
        turn_html(turn, 0, current=False),
        article_view(turn.quotes[0].article, turn.quotes, 1),
        turn_html(replace(turn, answer=replace(turn.answer, status="declined")), 0),
        turn_html(replace(turn, answer=None, draft=HOSTILE, state="writing"), 0),
        article_table([turn.quotes[0].article], 0, may_delete=True),
        upload_progress([Row(HOSTILE, "failed", HOSTILE)]),
    ):
        tags = set(Seen(html).tags)
        assert not tags & {"script", "img", "onerror", "iframe", "style", "link", "object"}
        assert "javascript:" not in re.sub(r">[^<]*<", "><", html).replace("data-", "")
    assert "<script>alert(1)" in Seen(turn_html(turn, 0)).text


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_of_an_article_are_the_article(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [(n, min(a, b), max(a, b)) for n, (a, b) in enumerate(ends, 1)]
    pieces = segments(text, spans)
    assert "".join(piece for piece, _ in pieces) == text
    for n, start, end in spans:
        assert "".join(piece for piece, over in pieces if n in over) == text[start:end]


def test_reader_marks_the_very_words() -> None:
    quotes = Reporter().ask(COUNT).quotes
    html = article_view(quotes[1].article, quotes, quotes[1].n)
    marked = re.search(r'<mark class="dl-hit dl-now"[^>]*>(.*?)</mark>', html, re.S)
    assert marked is not None
    assert marked[1] == quotes[1].text
    assert Seen(html).text.endswith(quotes[1].article.text)
    assert "By Ana Field" in html


@given(
    st.text(max_size=50),
    st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=4, unique_by=str.strip),
    st.sampled_from(["model", "extract", "quotes"]),
    st.booleans(),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_links_restore_what_was_asked(question: str, outlets: list[str], mode: str, use_window: bool) -> None:
    from urllib.parse import parse_qsl

    form = Form(Filters("2023-12-05", "", "2024-01-01", tuple(o.strip() for o in outlets)), mode, use_window)  # type: ignore[arg-type]
    pairs = parse_qsl(query_of(question, form), keep_blank_values=True, encoding="utf-8", errors="surrogatepass")
    assert from_query(pairs) == (question.strip(), form)


@pytest.mark.parametrize(
    ("turn", "link"),
    [
        (Turn("And there?"), ""),  # not yet known
        (Turn("And there?", state="waiting"), ""),
        (Turn("And there?", "Who won in Varnholm?"), "?q=Who+won+in+Varnholm%3F"),
        (Turn("And there?", "Who won in Varnholm?", state="done"), "?q=Who+won+in+Varnholm%3F"),
        (Turn("Who won?", form=Form(Filters("2023-11-01")), state="failed"), "?q=Who+won%3F&as_of=2023-11-01"),  # never searched
    ],
)
def test_the_link_of_a_turn_is_that_of_what_was_searched(turn: Turn, link: str) -> None:
    assert link_of(turn) == link


def test_what_was_searched_is_what_the_answer_says(tmp_path: Path) -> None:
    class Rewords(Reporter):
        def stream(self, question: str, **rest: Any) -> Iterator[Event]:
            return super().stream(question.replace("there", "in Port Maren harbour"), **rest)

    desk = desk_for(tmp_path)
    desk.assistant = Rewords()
    steps = list(turn_steps(desk, Turn("What lasted nine hours there?", form=Form(mode="extract")), (), threading.Event()))
    assert steps[0].searched == "What lasted nine hours there?"
    assert steps[-1].searched == "What lasted nine hours in Port Maren harbour?"


def test_links_from_strangers_do_no_harm() -> None:
    question, form = from_query([("q", "x" * 10_000), ("by", "root"), ("evil", "1"), *[("outlet", "o" * 999)] * 99])
    assert len(question) == 2000
    assert form.mode == "model"
    assert form.filters.outlets == ("o" * 200,)


def test_form_reads_dates_as_people_write_them() -> None:
    assert read_form("5 Dec 2023", "October 2023", "2024-01", [], "Only the quotes") == Form(
        Filters("2023-12-05", "2023-10-01", "2024-01-31"), "quotes"
    )
    with pytest.raises(InputError, match="later than"):
        read_form("", "2024-02-01", "2024-01-01", [], "")
    with pytest.raises(InputError, match="blue"):
        read_form("blue", "", "", [], "")
    for bad in ("", "  ", "x" * 2001):
        with pytest.raises(InputError):
            checked_question(bad)


@pytest.mark.parametrize(
    ("question", "edit"),
    [
        ("Who won the race in Varnholm?", True),
        ("who won the race in varnholm", True),
        ("Who lost the race in Varnholm?", True),
        ("Who won the race in Varnholm on Monday?", True),
        ("And who won?", True),
        ("And won?", False),  # half of it is not most
        ("And in Oulu?", False),
        ("Where was he born?", False),
        ("?", False),
    ],
)
def test_an_edited_wording_has_most_of_its_words_from_there(question: str, edit: bool) -> None:
    assert is_edit(question, "Who won the race in Varnholm?") == edit
    assert not is_edit(question, "")


def test_filters_come_off_one_by_one() -> None:
    filters = Filters("2023-12-05", "2023-01-01", "2024-01-01", ("A", "B"))
    turn = Turn("Q", form=Form(filters, "extract"))
    assert without_filter(turn, "as_of") == Form(replace(filters, as_of=""), "extract")
    assert without_filter(turn, "range") == Form(replace(filters, after="", before=""), "extract")
    assert without_filter(turn, "outlet", "A") == Form(replace(filters, outlets=("B",)), "extract")
    assert without_filter(turn, "window") == replace(turn.form, use_window=False)
    assert without_filter(turn, "all") == Form(mode="extract", use_window=False)
    assert panel_name(turn.form) == "Filters (5 on)"


def test_outlets_show_few_and_the_chosen_first() -> None:
    outlets = [(f"Paper {i}", i) for i in range(2000)] + [("Morning Post", 5), ("The Postman", 9)]
    began = time.perf_counter()
    found = matches(outlets, "post", ["Paper 7"])
    assert time.perf_counter() - began < 0.5
    assert [name for _, name in found] == ["Paper 7", "The Postman", "Morning Post"]
    assert len(matches(outlets, "", [])) == len(matches(outlets, None, [])) == 8


def test_line_is_fair_and_shows_places() -> None:
    line = Queue(2)
    tickets = [line.join() for _ in range(5)]
    assert [line.place(t) for t in tickets] == [0, 0, 1, 2, 3]
    line.leave(tickets[0])
    line.leave(tickets[0])
    assert [line.place(t) for t in tickets[1:]] == [0, 0, 1, 2]
    line.leave(tickets[3])
    assert line.place(tickets[4]) == 1
    with pytest.raises(KeyError):
        line.place(tickets[0])


def _turns(desk: object, session: str, stop_after: float = 0.0) -> list[Turn]:
    async def collect() -> list[Turn]:
        got: list[Turn] = []
        began = time.monotonic()
        async for turn in run(desk, session, COUNT, Form(), ()):  # type: ignore[arg-type]
            got.append(turn)
            if stop_after and time.monotonic() - began > stop_after:
                desk.stop(session)  # type: ignore[attr-defined]
        return got

    return asyncio.run(collect())


def test_a_turn_grows_from_quotes_to_answer(tmp_path: Path) -> None:
    turns = _turns(desk_for(tmp_path, token_s=0.01), "a")
    states = list(dict.fromkeys(t.state for t in turns))
    assert states == ["searching", "writing", "done"]
    drafts = [t.draft for t in turns]
    assert all(later.startswith(earlier) for earlier, later in pairwise(drafts))
    assert turns[-1].answer is not None
    assert next(t for t in turns if t.answer is not None).state == "writing"  # the quotes' own answer, before the model is done
    late = next(t for t in reversed(turns) if t.draft and t.running)
    shown = turn_html(late, 0)
    assert "dl-answer dl-draft" in shown
    assert "the model is wording it" in Seen(shown).text
    assert late.draft.strip() not in Seen(turn_html(replace(late, draft="Unchecked words."), 0)).text
    done = turn_html(turns[-1], 0)
    assert "dl-draft" not in done
    assert [("dl-meta" in html, "dl-copy" in html) for html in (shown, done)] == [(False, False), (True, True)]  # to come when it is final


def test_who_waits_in_line_reads_the_quotes_own_answer(tmp_path: Path) -> None:
    desk = desk_for(tmp_path, token_s=0.001)
    ticket = desk.writing.join()  # somebody else's answer is being written
    stop = threading.Event()
    steps = turn_steps(desk, Turn(COUNT), (), stop)
    waiting = next(turn for turn in steps if turn.state == "waiting")
    stop.set()
    assert list(steps) == []
    desk.writing.leave(ticket)
    assert waiting.answer is not None
    assert waiting.answer.sentences
    shown = Seen(turn_html(replace(waiting, state="stopped"), 0)).text
    assert "What the quotes say themselves stands." in shown


def test_stop_ends_the_turn_and_the_writer(tmp_path: Path) -> None:
    desk = desk_for(tmp_path, token_s=0.2)
    began = time.monotonic()
    turns = _turns(desk, "a", stop_after=0.5)
    assert turns[-1].state == "stopped"
    assert turns[-1].quotes
    assert time.monotonic() - began < 2
    deadline = time.monotonic() + 3
    while not desk.assistant.closed and time.monotonic() < deadline:
        time.sleep(0.05)
    assert desk.assistant.closed == 1
    assert len(desk.writing) == 0


def test_ten_at_once_see_quotes_soon_and_their_place(tmp_path: Path) -> None:
    desk = desk_for(tmp_path, token_s=0.005)
    got: dict[str, list[Turn]] = {}
    threads = [threading.Thread(target=lambda s=f"visitor {i}": got.update({s: _turns(desk, s)})) for i in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 10
    assert all(turns[-1].state == "done" for turns in got.values())
    assert max(turns[-1].quotes_s for turns in got.values()) < 1.5
    assert max(turn.place for turns in got.values() for turn in turns) >= 7
    assert all(turn.quotes for turns in got.values() for turn in turns if turn.state == "waiting")


def test_a_place_in_the_line_is_shown_beside_the_quotes() -> None:
    quotes = Reporter().ask(COUNT).quotes
    shown = Seen(turn_html(Turn(COUNT, state="waiting", place=3, quotes=quotes), 0)).text
    assert "Your answer is number 3 in the line." in shown
    assert quotes[0].text in shown


def test_an_error_ends_the_question_and_not_the_page(tmp_path: Path) -> None:
    class Broken(Reporter):
        def stream(self, question: str, **rest: object) -> object:  # type: ignore[override]
            raise InputError("The question is odd. Ask another.")

    desk = desk_for(tmp_path)
    desk.assistant = Broken()
    turn = _turns(desk, "a")[-1]
    assert (turn.state, turn.error) == ("failed", "The question is odd. Ask another.")
    assert len(desk.searching) == len(desk.writing) == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the traceback still goes to the terminal
def test_a_fault_of_ours_is_said_and_keeps_the_quotes(tmp_path: Path) -> None:
    desk = desk_for(tmp_path)
    desk.assistant.fault = KeyError("lost words")
    turn = _turns(desk, "a")[-1]
    assert turn.state == "failed"
    assert "KeyError: 'lost words'" in turn.error
    assert turn.quotes
    shown = Seen(turn_html(turn, 0)).text
    assert turn.error in shown
    assert turn.quotes[0].text in shown
    assert len(desk.searching) == len(desk.writing) == 0
    desk.assistant.fault = None
    assert _turns(desk, "a")[-1].answer is not None


@pytest.mark.parametrize("last", [0, 1])
def test_an_answer_that_never_comes_is_said(tmp_path: Path, last: int) -> None:
    class Silent(Reporter):
        def stream(self, question: str, **rest: Any) -> Iterator[Event]:
            yield from itertools.islice(super().stream(question, **rest), last)

    desk = desk_for(tmp_path)
    desk.assistant = Silent()
    turn = _turns(desk, "a")[-1]
    assert (turn.state, turn.error, bool(turn.quotes)) == ("failed", "The question could not be finished. Ask it again.", bool(last))


def test_timeline_places_only_what_is_dated() -> None:
    answer = Reporter().ask("What about ferry engines and ferry delays at Port Maren, ferries?")
    cited = frozenset(c.n for c in answer.citations)
    plot = figure(answer.quotes, cited)
    assert plot is not None
    days = {x for trace in plot.data for x in trace.x}
    assert days <= {a.dated[:10] for a in ARTICLES if a.dated}
    assert undated(answer.quotes) == 1
    assert sum(len(t.x) for t in plot.data if t.name == "cited") == len({c.article.id for c in answer.citations if c.article.dated})
    assert figure(answer.quotes[:1], cited) is None
    evil = replace(ARTICLES[4], title="<a href='http://evil.example'>x</a>")
    odd = figure((Quote(1, "x", 0, 1, evil), Quote(2, "x", 0, 1, ARTICLES[0])), frozenset({1}))
    assert odd is not None
    assert "<a" not in str([trace.hovertext for trace in odd.data])


def test_a_greeting_is_found_by_one_visitor_and_kept_a_while(tmp_path: Path) -> None:
    desk = desk_for(tmp_path, greet_again_s=600.0)
    first = desk.greeting()
    desk.store.items["new"] = replace(ARTICLES[1], id="new")
    assert (desk.greeting(), len(desk.assistant.calls)) == (first, 1)
    desk.greet_again_s = 0.0
    desk._greets.acquire()  # another visitor is at it
    assert (desk.greeting(), len(desk.assistant.calls)) == (first, 1)
    desk._greets.release()
    desk.greeting()
    assert len(desk.assistant.calls) > 1


def test_examples_are_stories_that_the_articles_answer(tmp_path: Path) -> None:
    desk = desk_for(tmp_path)
    assert desk.greeting() == ("What is the latest on Port Maren?",)
    assert desk.topics() == ("Port Maren",)
    assert len(desk.assistant.calls) == 1
    desk.greeting()
    assert len(desk.assistant.calls) == 1
    early = desk_for(tmp_path)
    early._greets.acquire()
    assert (early.greeting(), early.topics()) == (None, ())
    closing = desk_for(tmp_path)
    closing.closing.set()
    assert closing.greeting() == ()


@pytest.mark.parametrize(
    ("status", "cited", "offered"),
    [("answered", "a1", True), ("disputed", "a3", True), ("declined", "a1", False), ("answered", "a4", False)],
)
def test_an_example_is_answered_from_its_own_story(tmp_path: Path, status: Any, cited: str, offered: bool) -> None:
    class Knows(Reporter):
        def stream(self, question: str, **rest: Any) -> Iterator[Event]:
            article = self.store.article(cited)
            citations = (Citation(1, article.text[:9], 0, 9, article),)
            yield Event("answer", answer=Answer(question, status, (Sentence("So.", "supported", (1,)),), citations))

    desk = desk_for(tmp_path)
    desk.assistant = Knows()
    assert bool(desk.greeting()) == offered


def test_list_of_articles_narrows_and_turns_pages() -> None:
    many = [*ARTICLES, *(replace(ARTICLES[0], id=f"m{i}", title=f"Story {i}") for i in range(60))]
    assert [a.id for a in find_articles(many, "climb")] == ["a2"]
    assert [a.id for a in find_articles(many, outlet="strand")] == ["a3"]
    assert {a.id for a in find_articles(many, after="2024-01-01")} == {"a3", "a5", "a6"}
    assert find_articles(many)[-1].id == "a4"
    html = article_table(find_articles(many), 1, may_delete=False)
    assert html.count("<tr>") == 26
    assert "Page 2 of 3" in html
    assert "Delete" not in html


def test_eval_reports_are_listed_and_broken_ones_left_out(tmp_path: Path) -> None:
    assert render_reports(list_runs(tmp_path / "none")) == NONE
    for name, text in (
        ("a", '{"suite": "<b>", "n": 3, "failed": 1, "means": {"contains": {"value": 0.5, "low": 0.1, "high": 0.9, "n": 3}}}'),
        ("b", "{"),
        ("c", "[]"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "summary.json").write_text(text)
    found = list_runs(tmp_path)
    assert [run.name for run in found] == ["a"]
    html = render_reports(found)
    assert "0.500" in html
    assert "0.100 to 0.900" in html
    assert "&lt;b&gt;" in html


def test_words() -> None:
    assert moment("2023-10-31T12:22+02:00") == "31 Oct 2023, 12:22 +02:00"
    assert moment("2023-10-31T12:22:05Z") == "31 Oct 2023, 12:22 UTC"
    assert moment("") == "undated"
    assert short("one two three", 9) == "one two…"
    assert len(short("x" * 500, 40)) == 40


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "news.example", "10.0.0.1"])
def test_beyond_loopback_needs_a_password(host: str) -> None:
    with pytest.raises(DatelineError, match="--auth"):
        check_bind(host, None)
    check_bind(host, ("ana", "secret"))


def test_serving_to_others_without_auth_is_refused_before_anything_opens(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="every machine"):
        serve(tmp_path / "index", 0, None, share_read_only=True)
    assert not (tmp_path / "index").exists()
    for bad in ("", "ana", ":x", " :x", "ana:"):
        with pytest.raises(DatelineError, match="USER:PASS"):
            parse_auth(bad)
    assert (parse_auth(None), parse_auth(" ana : x")) == (None, ("ana", " x"))
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        check_bind(host, None)


def test_an_article_of_a_damaged_index_is_refused_in_a_line() -> None:
    def article(_id: str) -> Article:
        raise IndexDamaged(Path("index"), "a row")

    with pytest.raises(gr.Error, match="dateline doctor"):
        article_of(SimpleNamespace(store=SimpleNamespace(article=article), settings=Settings()))("a")  # type: ignore[arg-type]


def test_catalogue_is_read_again_only_when_the_index_changed(tmp_path: Path) -> None:
    class Counting(Shelf):
        reads = 0

        def articles(self, ids: object = None, *, light: bool = False) -> list[Article]:  # type: ignore[override]
            Counting.reads += 1
            return super().articles()

    desk = desk_for(tmp_path)
    desk.assistant.store = Counting()
    assert desk.catalogue() == desk.catalogue()
    assert Counting.reads == 1
    desk.assistant.store.items = {}
    assert desk.catalogue() == []


def headlined(short: Short | None = None) -> Turn:
    """An answer on a headline and on a sentence of the same article with the same offsets."""
    article = replace(ARTICLES[0], title="Port Maren counts 23", text="Officials met again.\nNobody was hurt.")
    quotes = (Quote(1, "Port Maren counts 23", 0, 20, article, headline=True), Quote(2, "Officials met again.", 0, 20, article))
    cited = tuple(Citation(q.n, q.text, q.start, q.end, q.article, headline=q.headline) for q in quotes)
    written = (Sentence("It counts 23.", "supported", (1,)), Sentence("They met.", "supported", (2,)))
    return Turn("How many?", state="done", quotes=quotes, answer=Answer("How many?", "answered", written, cited, quotes, short=short))


@pytest.mark.parametrize(("current", "marked"), [(1, "h2"), (2, "div")])
def test_a_headline_is_marked_in_the_title_and_a_sentence_in_the_text(current: int, marked: str) -> None:
    turn = headlined()
    html = article_view(turn.quotes[0].article, turn.quotes, current)
    title = re.search(r"<h2.*?>(.*)</h2>", html)
    body = re.search(r'<div class="dl-body".*?>(.*)</div></div>', html, re.S)
    assert title is not None
    assert body is not None
    for part, quote, tag in ((title[1], turn.quotes[0], "h2"), (body[1], turn.quotes[1], "div")):
        assert re.findall(r'<mark class="(.*?)" data-quotes="(\d)" id="(.*?)">(.*?)</mark>', part) == [
            ("dl-hit dl-now" if tag == marked else "dl-hit", str(quote.n), f"q-{quote.n}", quote.text)
        ]
    assert Seen(title[1]).text == turn.quotes[0].article.title
    assert Seen(body[1]).text == turn.quotes[0].article.text
    assert "Untitled" in article_view(replace(turn.quotes[0].article, title=""), turn.quotes[1:], 2)


def test_a_headline_is_called_one_wherever_it_is_cited() -> None:
    turn = headlined()
    html = turn_html(turn, 0).partition("dl-copy")[0]
    chips, quotes = re.findall(r'aria-label="(Quote \d: .*?)"', html), re.findall(r'<p class="dl-source">(.*?)</p>', html)
    assert ["headline" in text for text in (*chips, *quotes)] == [True, False, True, False]
    plot = figure((turn.quotes[0], Quote(3, "Ferry", 0, 5, ARTICLES[1])), frozenset({1}))
    assert plot is not None
    assert ["headline" in text for trace in plot.data for text in trace.hovertext] == [True, False]


def test_the_answer_in_a_line_comes_first_with_its_quote() -> None:
    html = turn_html(headlined(Short("23 <b>", 1, reported="2023-10-31", outlet="Maren Courier")), 0).partition("dl-copy")[0]
    told = Seen(html).text
    assert told.index("23 <b> (31 October 2023, Maren Courier)") < told.index("It counts 23.")
    assert re.search(r'<p class="dl-short".*?data-n="1".*?</p>', html)
    assert "dl-short" not in turn_html(headlined(), 0)
    assert "dl-short" in turn_html(headlined(Short("23", 9)), 0)  # its quote is not there: no chip


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        (0, 0, ""),
        (0, 1, "1 file is still being read; ask again when it is done."),
        (3, 3, "3 files are still being read; ask again when they are done."),
        (3, 2, "2 files are still being read; ask again when they are done."),
        (3, 0, "3 files came in meanwhile; ask again."),
        (1, 0, "1 file came in meanwhile; ask again."),
    ],
)
def test_a_decline_says_that_files_are_still_being_read(tmp_path: Path, before: int, now: int, note: str) -> None:
    def stages(n: int) -> list[Row]:
        return [Row("x", "added"), Row("y", "failed"), *(Row(str(i), "reading" if i else "waiting") for i in range(n))]

    desk = desk_for(tmp_path)
    for question, noted in (("Quantum zwitter flumox?", note), (COUNT, "")):
        desk.uploader = Uploader(lambda _: None, tmp_path, rows=stages(before))  # type: ignore[arg-type,return-value]
        steps = turn_steps(desk, Turn(question, form=Form(mode="extract")), (), threading.Event())
        turn = next(steps)
        desk.uploader.rows = stages(now)
        turn = list(steps)[-1]
        assert turn.answer is not None
        assert turn.answer.notes == ((noted,) if noted else ())
        assert noted in Seen(turn_html(turn, 0)).text
    desk.uploader = None
    assert list(turn_steps(desk, Turn("Quantum zwitter?", form=Form()), (), threading.Event()))[-1].answer is not None


@pytest.mark.parametrize(
    ("typed", "linked", "read"),
    [
        (Form(), Form(), Form()),
        (Form(), Form(Filters("2023-11-01", "2023-01-01", "2023-12-31", ("A",)), "extract"), None),
        (Form(Filters("2024", "2022", "2023", ("B",)), "quotes"), Form(Filters("2", "3", "4", ("A",)), "extract"), "typed"),
        (Form(Filters("2024-01-01")), Form(Filters(before="2023-12-31")), Form(Filters("2024-01-01", before="2023-12-31"))),
        (Form(mode="extract"), Form(Filters(outlets=("A",)), "quotes"), Form(Filters(outlets=("A",)), "extract")),
    ],
)  # fmt: skip
def test_what_was_typed_goes_over_the_link_field_by_field(typed: Form, linked: Form, read: Any) -> None:
    assert over_link(typed, linked) == (linked if read is None else typed if read == "typed" else read)


@pytest.mark.parametrize(("status", "tried", "offered"), [("answered", 4, 4), ("declined", 10, 0)])
def test_four_answered_examples_are_offered_and_ten_tried(tmp_path: Path, status: Any, tried: int, offered: int) -> None:
    people = "Ana Field,Bo Karrin,Cleo Dastel,Dov Eskil,Eda Forslund,Fay Grondal,Gus Holmqvist,Hal Ingvar,Ivo Jonsdal,Kim Lindvik"
    told = ("A prize for {}", "The house of {}", "Years with {}")
    articles = [Article(f"{p}{n}", t.format(p), "", published="2026-04-01") for p in people.split(",") for n, t in enumerate(told)]

    class Knows(Reporter):
        def stream(self, question: str, **rest: Any) -> Iterator[Event]:
            self.calls.append({"question": question})
            name = question.removeprefix("What is the latest on ").removesuffix("?")
            cited = (Citation(1, "", 0, 0, self.store.article(f"{name}0")),)
            yield Event("answer", answer=Answer(question, status, citations=cited))

    desk = desk_for(tmp_path)
    desk.assistant = Knows(Shelf({a.id: a for a in articles}))
    assert (len(desk.greeting()), len(desk.assistant.calls), len(desk.topics())) == (offered, tried, 3)


WHO = ("Where was Ann Lee born?", "Where was Bo <b> Dahl born?")
ASKED_BACK = Answer("Where was she born?", "declined", (Sentence("Do you mean Ann Lee or Bo <b> Dahl?", "supported"),), choices=WHO)
SAID = Answer("Who won in Oulu?", "answered", (Sentence("Ann Lee won.", "supported"),))


@pytest.mark.parametrize(
    ("turns", "handed_on"),
    [
        ((), ()),
        ((Turn("And there?", "Who won in Oulu?", answer=SAID),), (SAID,)),
        ((Turn("And there?", "Who won in Oulu?", state="stopped"),), ("Who won in Oulu?",)),
        ((Turn("Who won?", state="stopped"), Turn("Who won in Oulu?", answer=SAID)), ("Who won?", SAID)),
        ((Turn("Who won?", error="It failed."), Turn("Who lost?")), ("Who lost?",)),
        ((Turn("Who won?", error="It failed.", answer=SAID),), ()),
    ],
)
def test_a_follow_up_knows_the_answers_else_what_was_searched_else_what_was_typed(turns: tuple[Turn, ...], handed_on: Any) -> None:
    assert history_of(turns) == handed_on


class AsksBack(Reporter):
    """Asks back as the assistant does: the first and only event is an answer."""

    def stream(self, question: str, **rest: Any) -> Iterator[Event]:
        self.calls.append({"question": question, "history": rest.pop("history")})
        yield Event("answer", answer=replace(ASKED_BACK, question=question))


@pytest.mark.parametrize("mode", ["model", "extract", "quotes"])
def test_an_unclear_follow_up_is_asked_back_with_what_it_may_mean(tmp_path: Path, mode: Any) -> None:
    desk = desk_for(tmp_path, rewrite=lambda question, history: Followup(question, WHO, ("Ann Lee", "Bo Dahl")))
    desk.assistant = AsksBack()
    past = (Turn("Who won in Oulu?", "Who won in Oulu?", answer=SAID),)
    last = list(turn_steps(desk, Turn("Where was she born?", form=Form(mode=mode)), past, threading.Event()))[-1]
    assert desk.assistant.calls == [{"question": "Where was she born?", "history": (SAID,)}]
    assert last.state == "done"
    assert last.searched == "Where was she born?"
    assert last.answer is not None
    assert last.answer.choices == WHO
    assert len(desk.searching) == len(desk.writing) == 0


@pytest.mark.parametrize(("as_is", "searched"), [(False, "How old is Ann Lee?"), (True, "How old is she?")])
def test_a_clear_follow_up_is_searched_in_its_own_words_without_the_conversation(tmp_path: Path, as_is: bool, searched: str) -> None:
    desk = desk_for(tmp_path, rewrite=read_followup)
    desk.assistant = AsksBack()
    past = (Turn("Who won in Oulu?", "Who won in Oulu?", answer=SAID),)
    last = list(turn_steps(desk, Turn("How old is she?"), past, threading.Event(), as_is=as_is))[-1]
    assert desk.assistant.calls == [{"question": searched, "history": ()}]
    assert last.searched == searched


@pytest.mark.parametrize("mode", ["model", "extract"])
def test_what_may_be_meant_is_shown_as_a_button_each(mode: Any) -> None:
    turn = Turn("Where was she born?", "Where was she born?", Form(mode=mode), "done", answer=ASKED_BACK)
    html = turn_html(turn, 3).partition("dl-copy")[0]
    buttons = re.findall(r'<button type="button" class="dl-action" data-act="choose" data-turn="3" data-n="(\d)">(.*?)</button>', html)
    assert buttons == [("0", WHO[0]), ("1", "Where was Bo &lt;b&gt; Dahl born?")]
    told = Seen(html).text
    assert told.count("Do you mean Ann Lee or Bo <b> Dahl?") == 1
    for other in ("The articles do not say.", "What to try", "No article comes near", "Searched as"):
        assert other not in told
    bare = Seen(turn_html(replace(turn, answer=replace(ASKED_BACK, sentences=())), 3)).text
    assert "Do you mean" in bare


@pytest.mark.parametrize(("n", "asked"), [("0", WHO[0]), ("1", WHO[1]), ("2", ""), ("-1", ""), ("x", ""), (None, "")])
def test_only_a_wording_that_is_offered_can_be_chosen(n: Any, asked: str) -> None:
    assert _choice(Turn("Where was she born?", answer=ASKED_BACK), {"n": n}) == asked
    assert _choice(Turn("Where was she born?", answer=SAID), {"n": n}) == ""
    assert _choice(Turn("Where was she born?"), {"n": n}) == ""


@pytest.mark.parametrize(("n", "ran"), [("1", [WHO[1]]), ("7", [])])
def test_a_choice_is_asked_as_it_is_with_the_filters_of_its_question(tmp_path: Path, n: str, ran: list[str]) -> None:
    form, asked = Form(Filters(after="2024-01-01"), "extract"), list[tuple[Any, ...]]()
    turns = (Turn("Where was she born?", form=form, answer=ASKED_BACK),)

    class Kept(Handlers):
        async def _run(self, question: str, form: Form, turns: Any, request: Any, *, as_is: bool = False) -> Any:
            asked.append((question, form, as_is))
            yield {}

        def _form_of(self, form: Form) -> Any:
            return {}

    async def click() -> None:
        event: Any = SimpleNamespace(_data={"act": "choose", "turn": "0", "n": n})
        none: Any = None
        async for _ in Kept(desk_for(tmp_path), none, none).on_again("", "", "", "", [], "", turns, "", "yes", event, none):
            pass

    asyncio.run(click())
    assert asked == [(question, form, True) for question in ran]


@pytest.mark.parametrize(
    ("answer", "state", "read_only", "judged"),
    [
        (SAID, "done", False, True),
        (SAID, "stopped", False, True),
        (SAID, "done", True, False),
        (SAID, "writing", False, False),
        (ASKED_BACK, "done", False, False),
        (None, "done", False, False),
    ],
)
def test_a_question_back_and_a_draft_are_not_judged(answer: Answer | None, state: State, read_only: bool, judged: bool) -> None:
    names = "row up down thanks why reasons right comment send".split()
    judge: Any = Judge(**{name: name for name in names})  # type: ignore[arg-type]
    assert judge.show(Turn("Who won?", answer=answer, state=state), read_only)["row"]["visible"] == judged


NOTES = ("Asked as: Who won in Oulu?", "Read as: Oulu.", "Read as: Oulu.", "The articles do not say: who lost")


@pytest.mark.parametrize("status", ["answered", "declined"])
def test_each_note_is_shown_once_and_the_wording_only_above(status: Any) -> None:
    turn = Turn("And in Olu?", "Who won in Oulu?", state="done", answer=replace(SAID, status=status, notes=NOTES))
    told = Seen(turn_html(turn, 0).partition("dl-copy")[0]).text
    assert [told.count(text) for text in ("Who won in Oulu?", "Asked as", "Read as: Oulu.", "do not say: who lost")] == [1, 0, 1, 1]
    other = Seen(turn_html(replace(turn, searched="Who?", question="Who?"), 0).partition("dl-copy")[0]).text
    assert other.count("Asked as: Who won in Oulu?") == 1  # the wording stands nowhere else


@pytest.mark.parametrize(
    ("writer", "words"),
    [
        ("quotes", "the articles' own words"),
        ("index", "from the index"),
        ("tiny-1", "written by tiny-1, checked"),
        ("{0}", "written by {0}"),
    ],
)
def test_who_wrote_an_answer_is_said(writer: str, words: str) -> None:
    told = headlined()
    assert told.answer is not None
    html = turn_html(replace(told, answer=replace(told.answer, writer=writer)), 0).partition("dl-copy")[0]
    assert words in Seen(html).text
    assert "Stands on 2 quotes from 1 article" in Seen(html).text


@pytest.mark.parametrize(("status", "writer", "near"), [("answered", "index", 0), ("declined", "index", 0), ("declined", "quotes", 1)])
def test_the_index_says_in_its_own_words_that_there_is_none(status: Any, writer: str, near: int) -> None:
    answer = Answer("q", status, (Sentence("No article here mentions “otters”.", "supported"),), writer=writer)
    told = Seen(turn_html(Turn("q", state="done", answer=answer), 0).partition("dl-copy")[0]).text
    assert told.count("No article here mentions “otters”.") == 1
    assert told.count("No article comes near") == near
    assert "Stands on" not in told
    assert "undated" not in told
    assert "no dated source" not in told


def test_an_article_of_a_damaged_index_is_one_line_for_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    import gradio as gr

    from ui.page.api import article_of

    desk = desk_for(tmp_path)

    def torn(_self: object, _id: str) -> Article:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(type(desk.store), "article", torn)
    with pytest.raises(gr.Error, match="damaged"):
        article_of(desk)("a1")
