"""Ask while the language model misbehaves in every way, and count what must not be: ``python -m tests.llm_faults``.

For each fault of ``tests.kits.faults``: the question ends in an answer within the deadline and a second, in the model's words where they
were usable and passed, else in the quotes' own with one line that says why; and the next question, to a model that is well, is answered
in its words. With ``--models`` the same with the embedded server of the tiny model: killed, halted, its files cut and spoilt.
Names after that ask these alone.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.answer import judge
from rag.assistant import FOUND_NONE, Assistant
from rag.llm.client import get_llm, model_file
from rag.records import Answer, Event
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings, load_settings
from tests.kits import faults
from tests.kits.news import index, static
from tests.odd_questions import Wrong, clean, judge_answer

DEADLINE_S = 3.0
OVER_S = 1.0  # that an answer may come after the deadline
QUESTION = "How many people were rescued, according to coast guard captain Ilse Brandt?"
SURE = {"intercept": 9.0, "threshold": 0.5, "terms": {}}
LOADED_S = 60.0  # deadline of questions to the embedded server, which has to load first


def trust() -> None:
    """Answer whatever the confidence, and let the model's words through where they are supported: the weights need MiniLM."""
    decide.threshold = lambda: 0.0
    judge.weights = lambda: {"intercept": 9.0, "threshold": 0.5, "terms": {}, "doubt": SURE}  # type: ignore[assignment]


def ask(
    assistant: Assistant, get: Callable[[], Any] | None, deadline_s: float, halfway: Callable[[], None] | None = None
) -> tuple[Answer, float]:
    """Return the answer and the seconds it took; fail on one that is not whole or comes too late.

    :param halfway: done when the first word of the model is there.
    """
    asked = Assistant(assistant.store, assistant.retriever, replace(assistant.settings, deadline_s=deadline_s), get)
    began = time.monotonic()
    events: list[Event] = []
    for event in asked.stream(QUESTION):
        if halfway and event.kind == "token" and not any(e.kind == "token" for e in events):
            halfway()
        events.append(event)
        clean(event.token, "token")
    took = time.monotonic() - began
    answer = events[-1].answer
    if answer is None:
        raise Wrong("no answer")
    judge_answer(answer)
    if (answer.status != "answered" and answer.notes[:1] != (FOUND_NONE,)) or not answer.quotes:  # which a model may say
        raise Wrong(f"{answer.status}: {answer.text}")
    if answer.writer == "quotes" and get is not None and not answer.notes:
        raise Wrong("the quotes' answer without a line that says why")
    if any(len(note) > 400 for note in answer.notes):
        raise Wrong(f"a note of {max(map(len, answer.notes))} characters")
    if took > deadline_s + OVER_S:
        raise Wrong(f"{took:.1f} s, of {deadline_s:.0f} s")
    return answer, took


def check(
    assistant: Assistant, get: Callable[[], Any], well: Callable[[], Any], then: Callable[[], None] = lambda: None
) -> tuple[str, str, float]:
    """Ask a model with a fault, then one that is well; return what was wrong, who wrote the first answer and its seconds."""
    try:
        answer, took = ask(assistant, get, DEADLINE_S)
        then()
        again, _ = ask(assistant, well, 10 * DEADLINE_S)
        if again.writer == "quotes":
            raise Wrong(f"the next question is not answered by the model: {again.notes[:1]}")
    except Wrong as err:
        return str(err), "", 0.0
    except Exception as err:
        return f"{type(err).__name__}: {str(err)[:200]!r}", "", 0.0
    return "", f"{answer.writer}: {answer.notes[0] if answer.notes else answer.text}", took


def of_http(assistant: Assistant, names: list[str]) -> Iterator[tuple[str, str, str, float]]:
    """Yield name, what was wrong, who wrote it and seconds, of the faults of an endpoint."""
    with faults.serving() as endpoint:
        settings = Settings(llm_url=endpoint.url, llm_model="m", deadline_s=DEADLINE_S)

        def mend() -> None:
            endpoint.fault = None

        for name in names:
            endpoint.fault = faults.HTTP[name]
            yield name, *check(assistant, lambda: get_llm(settings), lambda: get_llm(settings), mend)


def of_objects(assistant: Assistant, names: list[str]) -> Iterator[tuple[str, str, str, float]]:
    """Yield the same of models as objects."""
    for name in names:
        yield name, *check(assistant, faults.OBJECTS[name], lambda: faults.Model(faults._steps(faults.SAID)))


# --- the embedded server


@contextmanager
def embedded(work: Path) -> Iterator[Settings]:
    """Give settings with a copy of the tiny model in ``work``, which may be spoilt; its servers are ended behind it."""
    from rag.llm import server

    known = replace(load_settings(environ={k: v for k, v in os.environ.items() if k == "DATELINE_MODELS_DIR"}), llm="tiny")
    path, _ = model_file(known)
    mine = work / "mine.gguf"
    shutil.copyfile(path, mine)
    try:
        yield Settings(models_dir=work, llm=str(mine), deadline_s=LOADED_S)
    finally:
        for running in list(server._running.values()):
            running.end()


def _process(settings: Settings) -> Any:
    from rag.llm import server

    return server._running[os.getpid(), Path(settings.llm)].process


def _kill(settings: Settings) -> None:
    _process(settings).kill()


def _halt(settings: Settings) -> None:
    faults.stop(_process(settings).pid)


def _spoil(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    if how == "cut":
        del content[len(content) // 2 :]
    elif how == "empty":
        content.clear()
    else:
        content[100:-100:997] = bytes(len(range(100, len(content) - 100, 997)))
    path.write_bytes(content)


def _state(settings: Settings) -> Path:
    return next((settings.models_dir / "states").glob("*.state"))


def _spoil_file(how: str) -> Callable[[Settings], None]:
    return lambda settings: _spoil(Path(settings.llm), how)


def _spoil_state(how: str) -> Callable[[Settings], None]:
    return lambda settings: _spoil(_state(settings), how)


LIVE: dict[str, tuple[str, Callable[[Settings], None]]] = {  # when, and what is done
    "killed in the middle": ("halfway", _kill),
    "halted in the middle": ("halfway", _halt),
    "killed before": ("before", _kill),
    "halted before": ("before", _halt),
    "file cut": ("fresh", _spoil_file("cut")),
    "file empty": ("fresh", _spoil_file("empty")),
    "file spoilt": ("fresh", _spoil_file("spoilt")),
    "file gone": ("fresh", lambda settings: Path(settings.llm).unlink()),
    "state cut": ("fresh", _spoil_state("cut")),
    "state empty": ("fresh", _spoil_state("empty")),
    "state spoilt": ("fresh", _spoil_state("spoilt")),
    "cannot be started": ("fresh", lambda _: setattr(sys, "executable", "/nowhere/python")),
}


def live(assistant: Assistant, name: str) -> tuple[str, str, float]:
    """Return the same of one fault of the embedded server, which writes before it and after it."""
    when, do = LIVE[name]
    with tempfile.TemporaryDirectory() as work, embedded(Path(work)) as settings:
        sound, python = Path(settings.llm).read_bytes(), sys.executable

        def get() -> Any:
            return get_llm(settings)

        try:
            ask(assistant, get, LOADED_S)
            if when == "fresh":
                _kill(settings)
                _process(settings).wait()
            if when != "halfway":
                do(settings)
            answer, took = ask(
                assistant, get, LOADED_S if when == "fresh" else 5 * DEADLINE_S, (lambda: do(settings)) if when == "halfway" else None
            )
            sys.executable = python
            if name.startswith("file"):
                Path(settings.llm).write_bytes(sound)
            server = _written_by(assistant, get)
        except Wrong as err:
            return str(err), "", 0.0
        except Exception as err:
            return f"{type(err).__name__}: {str(err)[:200]!r}", "", 0.0
        finally:
            sys.executable = python
    return "" if server else "the server does not come back", f"{answer.writer}: {(answer.notes or (answer.text,))[0]}", took


def _written_by(assistant: Assistant, get: Callable[[], Any]) -> bool:
    """Whether the model's words come again; of a model so small they need not pass the check."""
    asked = Assistant(assistant.store, assistant.retriever, replace(assistant.settings, deadline_s=LOADED_S), get)
    return any(event.kind == "token" for event in asked.stream(QUESTION))


def reading() -> int:
    """Return how many threads still read a reply."""
    return sum(t.name == "read-llm" for t in threading.enumerate())


def main() -> int:
    """Ask and print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--models", action="store_true", help="the faults of the embedded server, which needs the tiny model's file")
    given = parser.parse_args()
    trust()
    wrongs, writers = dict[str, str](), Counter[str]()

    def wanted(all_: Any) -> list[str]:
        return [name for name in all_ if not given.names or name in given.names]

    with tempfile.TemporaryDirectory() as work, index(Path(work) / "index") as store:
        assistant = Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder, models_dir=Path(work) / "models"))
        ask(assistant, lambda: get_llm(Settings(llm_url="http://127.0.0.1:9/v1")), LOADED_S)  # LlamaIndex is imported once
        runs: list[Iterator[tuple[str, str, str, float]]] = [
            of_http(assistant, wanted(faults.HTTP)),
            of_objects(assistant, wanted(faults.OBJECTS)),
        ]
        if given.models:
            runs = [((name, *live(assistant, name)) for name in wanted(LIVE))]
        for run in runs:
            for name, wrong, writer, took in run:
                wrongs |= {name: wrong} if wrong else {}
                writers[writer.partition(":")[0]] += 1
                print(f"{'WRONG ' if wrong else ''}{name}: {wrong or f'{took:.1f} s, {writer[:150]}'}", flush=True)
            until = time.monotonic() + 3
            while reading() and time.monotonic() < until:
                time.sleep(0.1)
            print(f"{reading()} threads still read", flush=True)
    print(json.dumps({"faults": sum(writers.values()), "wrong": len(wrongs), **writers}))
    return int(bool(wrongs))


if __name__ == "__main__":
    sys.exit(main())
