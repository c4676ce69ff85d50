"""Ask an assistant odd things through every door and count what must not be: ``python -m tests.odd_questions 3000``.

Each question ends in an answer or in one line of ours that says what is wrong: no other exception, nothing over SECONDS of work, no
character in what is returned or printed that commands a terminal. Every failure is printed with its number, which asks it again:
``--first 1234 1``. The index holds articles of the odd texts themselves, as an older version would have stored them.
"""

import argparse
import contextlib
import io
import json
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from rag.assistant import Assistant
from rag.errors import DatelineError
from rag.models.encoders import SentenceEmbedder
from rag.models.reader import Reader
from rag.records import Answer, stands_in
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits import oddities
from tests.kits.news import ARTICLES, index, static

SECONDS = 5.0  # of work for one question
HANGS_S = 20.0  # of work, after which one is ended
SHOWN = 300  # characters of an input in a failure


class Doors(NamedTuple):
    """What is asked: the assistant, and the page's desk around it."""

    assistant: Assistant
    desk: Any
    folder: Path


class Wrong(Exception):
    """An outcome that must not be."""


@contextlib.contextmanager
def opened(work: Path, *, encoders: bool = False) -> Iterator[Doors]:
    """Open an assistant on the invented articles and the odd ones, with MiniLM and the reader or without."""
    from ui.page.desk.desk import Desk

    with index(work / "index", [*ARTICLES, *oddities.odd_articles()]) as store:
        settings = Settings(index_dir=store.folder)
        assistant = Assistant(store, Retriever(store, static(), *(_encoders() if encoders else (None,))), settings)
        from rag.question.followup import read_followup

        yield Doors(assistant, Desk(assistant, settings, rewrite=read_followup), store.folder)


def _encoders() -> tuple[SentenceEmbedder, Reader]:
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    folder = sentence_encoders(load_settings())
    return SentenceEmbedder(folder), Reader(folder)


# --- the doors: each draws its input, tells it, and returns the call


Call = tuple[dict[str, Any], Callable[[], Any]]


def ask(d: Doors, rng: random.Random) -> Call:
    told = {"question": oddities.question(rng), "history": oddities.history(rng), **oddities.given(rng)}
    told |= {name: oddities.flag(rng) for name in ("use_window", "llm") if rng.random() < 0.2}
    return told, lambda: d.assistant.ask(**told)


def stream(d: Doors, rng: random.Random) -> Call:
    told, _ = ask(d, rng)
    return told, lambda: [e.answer for e in d.assistant.stream(**told)][-1]


def search(d: Doors, rng: random.Random) -> Call:
    told = {"query": oddities.question(rng), "k": oddities.number(rng), **oddities.given(rng)}
    return told, lambda: d.assistant.search(**told)


def timeline(d: Doors, rng: random.Random) -> Call:
    told = {"topic": oddities.question(rng), "k": oddities.number(rng), **oddities.given(rng)}
    return told, lambda: d.assistant.timeline(**told)


def retriever(d: Doors, rng: random.Random) -> Call:
    told = {"query": oddities.question(rng), "k": oddities.number(rng), **oddities.given(rng)}
    given = {name: value for name, value in told.items() if name != "query"}
    return told, lambda: d.assistant.as_retriever(**given)._retrieve(_bundle(told["query"]))


def engine(d: Doors, rng: random.Random) -> Call:
    told = {"query": oddities.question(rng), **oddities.given(rng)}
    given = {name: value for name, value in told.items() if name != "query"}
    return told, lambda: d.assistant.as_query_engine(**given)._query(_bundle(told["query"])).metadata


def _bundle(query: Any) -> Any:
    from llama_index.core.schema import QueryBundle

    return QueryBundle(query)


def page(d: Doors, rng: random.Random) -> Call:
    """A question on the page: its form read, its turns run, its HTML made."""
    names = ("as_of", "after", "before", "outlets")
    told = {name: value for name, value in oddities.given(rng).items() if name in names}
    told |= {"question": oddities.question(rng), "mode": rng.choice(("", "x", "Only the quotes", "The articles' own sentences"))}

    def run() -> Any:
        import threading

        from ui.page.desk.form import checked_question, read_form
        from ui.page.desk.runner import turn_steps
        from ui.page.desk.turn import Turn
        from ui.page.html.turn import turn_html

        form = read_form(told.get("as_of"), told.get("after"), told.get("before"), told.get("outlets", ()), told["mode"])
        turn = Turn(checked_question(told["question"]), form=form)
        for step in turn_steps(d.desk, turn, (), threading.Event()):
            clean(turn_html(step, 0))
        return step.answer

    return told, run


def api(d: Doors, rng: random.Random) -> Call:
    """A call of another program: what it gives was JSON."""
    from ui.page import api as endpoints

    names = ("as_of", "after", "before", "outlets")
    told = {name: _json(value) for name, value in oddities.given(rng).items() if name in names}
    told["outlets"] = rng.choice(("", "Harbour Post; X", rng.choice(list(oddities.TEXTS.values())), told.get("outlets", "")))
    which = rng.choice(("ask", "search", "article"))
    asked = _json(oddities.question(rng))
    if which == "article":
        return {"article_id": asked}, lambda: endpoints.article_of(d.desk)(asked)
    if which == "search":
        told |= {"query": asked, "k": _json(oddities.number(rng))}
        return told, lambda: endpoints.search_of(d.desk)(**told)
    told |= {"question": asked, "llm": False}
    return told, lambda: endpoints.ask_of(d.desk)(**told)


def _json(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | None) and _as_json(value) else "x"


def _as_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


OPTIONS = {
    "ask": ("--no-llm", "--json"),
    "search": ("--json",),
    "timeline": ("--json", "--format=csv"),
    "articles": ("--json", "--format=csv"),
}


def _argv(rng: random.Random) -> list[str]:
    """Return an odd command line."""
    texts, name = list(oddities.TEXTS.values()), rng.choice(list(OPTIONS))
    listed = name == "articles"
    argv = [name, *(option for option in OPTIONS[name] if rng.random() < 0.4)]
    for option in ("--after", "--before", "--outlet", *(("--find", "--file") if listed else ("--as-of",))):
        if rng.random() < 0.2:
            argv += [option, rng.choice((*oddities.DAYS, *texts))]
    if listed:
        return [*argv, *(["show", rng.choice(texts)] if rng.random() < 0.3 else [])]
    if name != "ask" and rng.random() < 0.4:
        argv += ["-k", str(rng.choice((*oddities.NUMBERS[:5], *texts[:20])))]
    asked = str(oddities.question(rng))
    return [*argv, *rng.choice((["--", asked], [asked]))]


def command(d: Doors, rng: random.Random) -> Call:
    """A command line; what it prints is judged, and its exit code."""
    from ui.actions import Actions
    from ui.cli import main

    argv = _argv(rng)

    @contextlib.contextmanager
    def opened_(*_: Any) -> Iterator[Any]:
        yield d.assistant, []

    @contextlib.contextmanager
    def reading(*_: Any) -> Iterator[Any]:
        yield d.assistant.store

    def run() -> Any:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(argv, Actions(open=opened_, reading=reading))  # type: ignore[arg-type]
        printed = [f.buffer.getvalue().decode("utf-8") for f in (out, err)]  # type: ignore[attr-defined]
        for text in printed:
            clean(text)
        if code not in (0, 2, 3):
            raise Wrong(f"exit code {code}: {printed[1][-SHOWN:]}")
        if code == 2 and not any(line.lower().startswith("error:") for line in printed[1].splitlines()):
            raise Wrong(f"an error without a line: {printed[1][-SHOWN:]!r}")
        if code == 0 and "--json" in argv:
            json.loads(printed[0])
        return None

    return {"argv": argv}, run


DOORS = (ask, ask, stream, search, timeline, retriever, engine, page, api, command, command)


# --- what is judged


def commands(text: str) -> list[str]:
    """Return the characters of ``text`` that command, hide or break instead of being read."""
    import unicodedata

    bad = set("\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
    return sorted({c for c in text if c in bad or (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t")})


def clean(text: str, where: str = "printed") -> None:
    """Fail on a character that commands."""
    if found := commands(text):
        raise Wrong(f"{where}: {found!r} in {text[:SHOWN]!r}")


def judge_answer(answer: Answer) -> None:
    """Fail on an answer that is not whole, or whose forms are not."""
    from ui import show

    for part, text in ((q, q.text) for q in answer.quotes):
        if stands_in(part)[part.start : part.end] != text:
            raise Wrong("a quote that does not stand in its article")
    if not {n for s in answer.sentences for n in s.citations} <= {c.n for c in answer.citations}:
        raise Wrong("a citation of nothing")
    clean(answer.question, "question")
    for note in answer.notes:
        clean(note, "note")
        if "\n" in note:
            raise Wrong(f"a note of several lines: {note[:SHOWN]!r}")
    for form in (show.as_text, show.as_markdown, show.as_json):
        clean(form(answer), form.__name__)
    json.dumps(answer.to_dict())


def run(doors: Doors, number: int) -> tuple[str, str, dict[str, Any], float]:
    """Ask question ``number``; return the door, what was wrong (nothing where all is well), the input and the seconds of work."""
    rng = random.Random(number)
    door = DOORS[number % len(DOORS)]
    told, call = door(doors, rng)
    began, wrong = time.process_time(), ""
    before = signal.signal(signal.SIGPROF, _hang)
    signal.setitimer(signal.ITIMER_PROF, HANGS_S)
    try:
        result = call()
        if isinstance(result, Answer):
            judge_answer(result)
    except Wrong as err:
        wrong = str(err)
    except KeyboardInterrupt:
        raise
    except BaseException as err:  # whatever it is must be counted
        wrong = _judge_error(err)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    spent = time.process_time() - began
    return door.__name__, wrong or (f"{spent:.1f} s of work" if spent > SECONDS else ""), told, spent


def _judge_error(err: BaseException) -> str:
    """Return what is wrong with an error: nothing, where it is one line of ours or of the page's."""
    of_page = type(err).__module__ == "gradio.exceptions"
    if not of_page and not isinstance(err, DatelineError):
        last = traceback.extract_tb(err.__traceback__)[-1]
        return f"{type(err).__name__} in {Path(last.filename).name}:{last.lineno} {last.name}: {str(err)[:SHOWN]!r}"
    said = str(getattr(err, "message", err))
    if "\n" in said or commands(said):
        return f"an error of several lines: {said[:SHOWN]!r}"
    return f"an error of {len(said)} characters" if len(said) > 1000 else ""


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"it hung for {HANGS_S} s")


def main() -> int:
    """Ask and print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=int, nargs="?", default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--encoders", action="store_true", help="search with MiniLM and the reader, whose files must be there")
    given = parser.parse_args()
    decide.threshold = lambda: 0.0  # answer whatever the confidence: more is walked through than by declines
    kinds, asked, slowest = Counter[str](), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as work, opened(Path(work), encoders=given.encoders) as doors:
        for number in range(given.first, given.first + given.questions):
            door, wrong, told, spent = run(doors, number)
            asked[door] += 1
            slowest = max(slowest, spent)
            if wrong:
                kinds[f"{door}: {wrong[:70]}"] += 1
                shown = {name: repr(value)[:SHOWN] for name, value in told.items()}
                print(f"{number} {door}: {wrong}\n    {shown}", flush=True)
    print(*(f"{n:6,} {what!r}" for what, n in kinds.most_common(40)), sep="\n")
    print(json.dumps({"questions": given.questions, "wrong": sum(kinds.values()), "slowest_s": round(slowest, 2), **asked}))
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main())
