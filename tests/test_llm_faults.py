"""While the language model misbehaves the quotes' answer stands, in time, with one line that says why; the next question is well again."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.answer import judge
from rag.assistant import Assistant
from rag.errors import LLMError, ModelMissing
from rag.llm import server
from rag.llm.client import get_llm, model_file, open_llm, stream
from rag.llm.endpoint import MOST_BYTES
from rag.llm.server import LOADING_S, WELL_S
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests import llm_faults
from tests.kits import faults
from tests.kits.news import index, static
from tests.llm_faults import DEADLINE_S, LIVE, SURE, check, live, of_http, of_objects, reading

# Some of those that end by themselves; all of them are for make faults.
QUICK = [
    "closed after the request",
    "404",
    "on to another machine",
    "deep JSON",
    "timings of nonsense",
    "cut in the middle",
    "said in controls",
]
OBJECTS = ["is None", "metadata raises", "an odd name", "gives texts", "pieces of numbers", "halves", "interrupts", "no words", "odd raw"]
TURNS = (("user", "Who won?"),)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("faults")
    with index(folder / "index") as store:
        yield Assistant(store, Retriever(store, static(), None), Settings(index_dir=store.folder, models_dir=folder / "models"))


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)
    monkeypatch.setattr(judge, "weights", lambda: {"intercept": 9.0, "threshold": 0.5, "terms": {}, "doubt": SURE})
    monkeypatch.setattr(llm_faults, "DEADLINE_S", 30.0)  # seconds are measured by make faults: a busy machine is no fault


def test_an_endpoint_with_faults(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.llm import client

    monkeypatch.setattr(client, "sleep", lambda _: None)
    assert [(name, wrong) for name, wrong, _, _ in of_http(assistant, QUICK) if wrong] == []


def test_models_with_faults(assistant: Assistant) -> None:
    assert [(name, wrong) for name, wrong, _, _ in of_objects(assistant, OBJECTS) if wrong] == []


def test_what_is_wrong_is_seen(assistant: Assistant) -> None:
    def broken() -> faults.Model:
        raise LLMError("it is out")

    well, _, _ = check(assistant, broken, lambda: faults.Model(faults._steps(faults.SAID)))
    ill, _, _ = check(assistant, broken, broken)
    assert (well, "not answered by the model" in ill) == ("", True)
    assert (DEADLINE_S, llm_faults.OVER_S) == (3.0, 1.0)


@pytest.mark.parametrize("fault", ["dripping headers", "an endless line", "500 without end", "silent after the headers"])
def test_a_reply_that_never_ends_holds_no_thread(fault: str) -> None:
    with faults.serving() as endpoint:
        endpoint.fault = faults.HTTP[fault]
        llm: Any = get_llm(Settings(llm_url=endpoint.url, deadline_s=60))  # the client's own patience is longer
        with pytest.raises(LLMError, match=r"took longer|never ends"):
            list(stream(llm, TURNS, deadline_s=0.5, max_tokens=5))
        until = time.monotonic() + 20
        while reading() and time.monotonic() < until:
            time.sleep(0.02)
        assert reading() == 0
        assert llm._http_client._transport._pool.connections == []


@pytest.mark.parametrize(("name", "said"), [("on to another port", "sends on to another server"), ("500 in much", "never ends")])
def test_a_prompt_stays_where_it_was_sent_and_a_reply_has_an_end(name: str, said: str) -> None:
    with faults.serving() as endpoint:
        endpoint.fault = faults.HTTP[name]
        with pytest.raises(LLMError, match=said):
            list(stream(get_llm(Settings(llm_url=endpoint.url)), TURNS, deadline_s=30, max_tokens=5))
    assert MOST_BYTES == 16 << 20


def test_a_model_that_is_not_there_in_time() -> None:
    with pytest.raises(LLMError, match="still being loaded"):
        open_llm(lambda: time.sleep(1.0), 0.01)  # type: ignore[arg-type, func-returns-value]
    with pytest.raises(LLMError, match=r"could not be opened \(RuntimeError: no key"):
        open_llm(faults.OBJECTS["cannot be had"], 5.0)
    assert open_llm(faults.OBJECTS["an odd name"], 5.0)[1:] == ("[31mo wn", 3900)
    assert open_llm(faults.OBJECTS["a window in words"], 5.0)[2] == 4096


def test_a_server_is_well_that_runs_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WELL_S", 0.5)
    sleeping = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    with sleeping, faults.serving() as endpoint:
        embedded = server.Embedded(endpoint.url.removesuffix("/v1"), "key", None, sleeping)
        endpoint.fault = faults.status(200)
        assert embedded.well
        for ill in ("silent", "503", "reset at once"):
            endpoint.fault = faults.HTTP[ill]
            assert not embedded.well
        endpoint.fault = faults.status(200)
        embedded.end()
        assert not embedded.well


@pytest.mark.models
@pytest.mark.parametrize("name", list(LIVE))
def test_the_embedded_server_with_faults(assistant: Assistant, name: str, tmp_path: Path) -> None:
    from rag.settings import load_settings

    try:
        model_file(Settings(llm="tiny", models_dir=load_settings().models_dir))
    except ModelMissing as err:
        pytest.skip(str(err))
    assert (WELL_S, LOADING_S) == (5.0, 900.0)
    assert live(assistant, name)[0] == ""
