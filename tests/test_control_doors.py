"""No character that commands or hides gets through a door: into the index, to a model, on the terminal, into a page or the log."""

import contextlib
import io
import logging
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.failures import Failure, Note
from ingest.report import Report
from rag.answer.write import stream_words
from rag.compare.timeline import Entry
from rag.errors import IndexMissing
from rag.language.control import CONTROL
from rag.records import Answer, Article, Citation, Event, Evidence, Passage, Quote, Sentence, Short
from rag.settings import start_log
from tests.kits.ingest import BODY
from ui import listing, terminal
from ui.page.desk.turn import Turn
from ui.page.html.turn import turn_html

NASTY = "\x00\x07\x08\r\x1b\x7f\x85\x9b\u061c\u200b\u200f\u2028\u202e\u2066\ufeff\uffff\ud83c\udf88\U000e0041"
TEXT = st.lists(st.sampled_from([*NASTY, "a", "Ruiz ", "[1]", "\n", "\t", "<b>", "31 "]), min_size=1, max_size=12).map("".join)
FIELDS = ("title", "source", "byline", "url", "published", "id", "agency")


def none_in(*texts: str) -> None:
    for text in texts:
        assert not CONTROL.search(text), ascii(text)
        text.encode("utf-8")


def record(text: str) -> tuple[Article, Answer]:
    """Return an article and an answer that hold ``text`` wherever there is room for it."""
    article = Article(
        f"a{text}", f"T{text}", f"The {text} sank. {text}", text, text, f"2024-03-06{text}", url=f"https://a.example/{text}", path=text
    )
    quote = Quote(1, article.text, 0, len(article.text), article, 0.9)
    cited = Citation(1, article.text, 0, len(article.text), article, also=(text,))
    return article, Answer(
        f"Who {text}?", "answered", (Sentence(f"S {text}", "partial", (1,)),), (cited,), (quote,), as_of=text, writer=f"m{text}",
        notes=(f"n {text}",), short=Short(f"v {text}", 1, reported="2024-03-06", outlet=text), choices=(f"c {text}",), outlets=(text,),
    )  # fmt: skip


@given(TEXT)
@examples(max_examples=40, deadline=None)
def test_into_the_index(text: str) -> None:
    told = f"{text}Storm {text}sinks two boats\n\n{BODY}{text}\n\nAll {text}is well that ends well."
    raw = Raw(told, dict.fromkeys(FIELDS, f"x{text}"), single=True)
    for found in (raw, Raw(raw.text), Raw(raw.text, raw.fields, single=True, stated=True, kept=True)):
        for article in assemble_articles(found, "a.txt"):
            none_in(*(value for field in fields(Article) if isinstance(value := getattr(article, field.name), str)))


@given(TEXT, TEXT)
@examples(max_examples=10, deadline=None)
def test_to_a_model_and_back(text: str, said: str) -> None:
    from tests.kits.llm import Scripted

    _, answer = record(text)
    llm = Scripted(pieces=(f"31 {said}", said))
    none_in("".join(stream_words(answer.question, answer.quotes, llm, deadline_s=10)))
    none_in(*(message.content for messages, _ in llm.seen for message in messages))


@given(TEXT)
@examples(max_examples=40, deadline=None)
def test_on_the_terminal(text: str) -> None:
    article, answer = record(text)
    entry = Entry("2024-03-06", "2024-03-06", "day", text, answer.quotes[0], (), 1)
    report = Report(
        failed=(Failure(text, text),),
        notes=(Note(text, text),),
        skipped=(f"b.{text}",),
        seen={text: 1},
        used={},
        deleted=1,
        lacking={"short": 1},
    )
    with printed() as out:
        for as_json in (False, True):
            events = [
                Event("quotes", quotes=answer.quotes),
                Event("draft", draft=answer),
                Event("token", token=text),
                Event("answer", answer=answer),
            ]
            terminal.show_stream(events, (text,), as_json=as_json)
            terminal.show_evidence([Evidence(1.0, article, Passage(text, article.id, article.text, 0, 1))], as_json=as_json)
        for form in ("text", "json", "csv", "markdown"):
            terminal.show_timeline(text, [entry], form)
            listing.show_list([article], 1, form if form != "markdown" else "text")
        terminal.show_report(report, text)
        terminal.show_paths({"model": Path(text.replace("\0", ""))})
        terminal.complain(IndexMissing(Path(text)))
        terminal.print_stdout(text)
        listing.say(text)
        with terminal.progress() as progress:
            progress(1, 2 << 20, text)
    none_in(*out)


@contextlib.contextmanager
def printed() -> Iterator[list[str]]:
    """Collect what is printed, as bytes go to a terminal."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    found: list[str] = []
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        yield found
    found += [stream.buffer.getvalue().decode() for stream in streams]  # type: ignore[attr-defined]


@given(TEXT)
@examples(max_examples=40, deadline=None)
def test_into_a_page(text: str) -> None:
    _, answer = record(text)
    for turn in (
        Turn(text, draft=text, state="writing"),
        Turn(text, error=text, state="failed"),
        Turn(text, text, answer=answer, quotes=answer.quotes),
    ):
        none_in(turn_html(turn, 0))


def test_pages_escape_by_one_function() -> None:
    folder = Path(__file__).resolve().parents[1] / "ui" / "page"
    own = [p.name for p in sorted(folder.rglob("*.py")) if "from html import" in (text := p.read_text()) or "import html\n" in text]
    assert own == ["elements.py"]


@given(TEXT)
@examples(max_examples=20, deadline=None)
def test_into_the_log(text: str) -> None:
    with printed() as out:
        start_log("debug")
        logging.getLogger("rag").error("no %s", text, exc_info=ValueError(text))
        start_log("")
    none_in(*out)
    assert "ERROR rag: no" in out[1]


def test_arguments_of_the_eval(capsys: pytest.CaptureFixture[str]) -> None:
    from eval.__main__ import main

    for argv in (["--\x1b[2J"], ["\x1b[2J\u202e.jsonl"]):
        with contextlib.suppress(SystemExit):
            main(argv)
        said: Any = capsys.readouterr()
        none_in(said.out, said.err)
        assert "\\x1b[2J" in said.err
