"""Reader processes, real ones with a stand-in inside: each question gets its own answer, and a fault costs one question at most."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rag.errors import DatelineError, InputError, LLMError, ModelMissing
from rag.llm.server import Embedded
from rag.records import Answer, Event
from tests.kits.serving import Parrot, Shelf, make, make_broken, make_none, stopped
from ui.serving.exchange import GONE, LATE, TRIES, Lost, Patience
from ui.serving.nursery import FORKS, Make, Nursery
from ui.serving.pool import Pool

SOON_S = 10.0  # what takes milliseconds; more on a busy machine


def lend() -> Embedded:
    return Embedded("http://127.0.0.1:1", "key", None)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery(make)
    yield made
    made.close()


@pytest.fixture
def pool(nursery: Nursery) -> Iterator[Pool]:
    """Two readers, which are asked for an answer within seconds."""
    yield from opened(nursery, Patience(SOON_S, 0.2))


def opened(nursery: Nursery, patience: Patience, lend: Callable[[], Any] | None = lend) -> Iterator[Pool]:
    pool = Pool(Shelf(), nursery.hatch, 2, patience, lend)
    pool.start()
    assert pool.wait(SOON_S), pool.fault
    yield pool
    pool.close()


def answer_of(events: Iterator[Event]) -> Answer:
    answer = [e.answer for e in events][-1]
    assert answer is not None
    return answer


def until(seen: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON_S
    while not seen() and time.monotonic() < end:
        time.sleep(0.005)
    return seen()


def test_a_reader_process_says_what_the_assistant_says(pool: Pool) -> None:
    given: dict[str, Any] = {"history": (), "use_window": False, "as_of": "2024-01-01"}
    here = list(Parrot(lend).stream("Who won?", **given))
    there = list(pool.stream("Who won?", use_window=False, as_of="2024-01-01"))
    assert there[:-1] == here[:-1]
    assert [e.kind for e in there] == ["quotes", "draft", "token", "answer"]
    assert there[-1].answer is not None
    assert there[-1].answer.notes[1] == "[('as_of', '2024-01-01'), ('history', ()), ('use_window', False)]"
    assert int(there[-1].answer.notes[0]) in pool.pids
    assert [e.passage.text for e in pool.search("ferries", k=3)] == ["ferries"]
    assert pool.timeline("ferries", k=2, after="2024-01-01") == ("ferries", 2, {"after": "2024-01-01"})


def test_nobody_gets_the_answer_of_another(pool: Pool) -> None:
    got: dict[str, tuple[str, str]] = {}

    def ask(question: str) -> None:
        events = list(pool.stream(question))
        assert events[-1].answer is not None
        got[question] = (events[0].quotes[0].text, events[-1].answer.question)

    threads = [threading.Thread(target=ask, args=(f"Question {n} of many?",)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON_S)
    assert got == {q: (q, q) for q in (f"Question {n} of many?" for n in range(40))}
    assert (pool.busy, pool.restarted) == (0, 0)


def test_a_killed_reader_costs_its_one_question(pool: Pool) -> None:
    other = pool.stream("Who won?")
    assert next(other).kind == "quotes"  # its reader is taken
    with pytest.raises(Lost, match="ended before it was answered"):
        list(pool.stream("die"))
    assert answer_of(other).question == "Who won?"
    assert until(lambda: pool.alive == 2)
    assert pool.restarted == 1
    assert {answer_of(pool.stream(f"Again {n}?")).question for n in range(3)} == {f"Again {n}?" for n in range(3)}


def test_a_reader_that_dies_before_anything_is_shown_costs_nothing(pool: Pool, tmp_path: Path) -> None:
    assert answer_of(pool.stream(f"once {tmp_path / 'stream'}")).status == "answered"
    assert pool.search(f"once {tmp_path / 'search'}")
    assert pool.restarted == 2
    for deadly in (lambda: list(pool.stream("deadly")), lambda: pool.search("die")):  # it may be the question that they die of
        before = pool.restarted
        with pytest.raises(Lost):
            deadly()
        assert pool.restarted - before == TRIES


def test_a_reader_killed_while_it_is_free_costs_nothing(pool: Pool) -> None:
    before = pool.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert answer_of(pool.stream("Who won?")).question == "Who won?"
    assert until(lambda: len(pool.pids) == 2 and not set(before) & set(pool.pids))


def test_one_that_died_is_replaced_before_anybody_asks(pool: Pool) -> None:
    os.kill(pool.pids[0], signal.SIGKILL)
    assert until(lambda: pool.restarted == 1 and pool.alive == 2)


def test_a_stop_ends_the_work_and_keeps_the_reader(pool: Pool) -> None:
    before = pool.pids
    stream = pool.stream("Who won?")
    next(stream)
    assert pool.busy == 1
    stream.close()
    assert (pool.busy, pool.pids) == (0, before)
    assert list(stream) == []


def test_a_reader_that_does_not_stop_is_ended(pool: Pool) -> None:
    before = pool.pids
    stream = pool.stream("sleep 60")
    next(stream)
    stream.stop = stopped()
    began = time.monotonic()
    assert list(stream) == []
    assert time.monotonic() - began < SOON_S
    assert until(lambda: pool.alive == 2)
    assert len(set(before) & set(pool.pids)) == 1
    assert answer_of(pool.stream("Who won?")).question == "Who won?"


def test_a_question_has_a_deadline(nursery: Nursery) -> None:
    for pool in opened(nursery, Patience(0.3, 0.1)):
        with pytest.raises(Lost) as late:
            list(pool.stream("sleep 60"))
        assert str(late.value) == LATE
        assert until(lambda p=pool: p.alive == 2)  # type: ignore[misc]
        waits = pool.stream("Who won?", llm=False)
        next(waits)
        time.sleep(0.4)  # between two events nobody works on it
        assert answer_of(waits).question == "Who won?"


def test_nobody_waits_for_a_reader_for_ever(nursery: Nursery) -> None:
    for pool in opened(nursery, Patience(0.2, 0.1)):
        taken = [pool.stream("Who won?") for _ in range(2)]
        assert [next(stream).kind for stream in taken] == ["quotes", "quotes"]
        with pytest.raises(DatelineError, match="No reader was free"):
            next(pool.stream("And who lost?"))


def test_who_is_stopped_waits_for_a_reader_no_more(pool: Pool) -> None:
    taken = [pool.stream("Who won?") for _ in range(2)]
    assert [next(stream).kind for stream in taken] == ["quotes", "quotes"]
    waits = pool.stream("And who lost?")
    stop = waits.stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()
    assert list(waits) == []
    assert time.monotonic() - began < SOON_S / 2
    assert answer_of(taken[0]).question == "Who won?"
    taken[1].close()
    assert (pool.busy, pool.alive) == (0, 2)


def test_errors_arrive_as_they_are_and_keep_the_reader(pool: Pool) -> None:
    before = pool.pids
    with pytest.raises(InputError, match=r"^“soon” is no day\.$"):
        list(pool.stream("wrong"))
    with pytest.raises(DatelineError) as missing:
        list(pool.stream("missing"))
    assert str(missing.value) == str(ModelMissing("minilm", "it is not there"))
    for fails in (lambda: list(pool.stream("fault")), lambda: pool.search("fault")):
        with pytest.raises(RuntimeError, match="ZeroDivisionError: a fault of ours"):
            fails()
    assert (pool.pids, pool.busy, pool.restarted) == (before, 0, 0)


def test_the_page_lends_its_language_model(pool: Pool) -> None:
    assert [e.token for e in pool.stream("Who won?") if e.token] == [str(lend())]


@pytest.mark.parametrize(
    ("why", "said"), [(LLMError("it is loading"), str(LLMError("it is loading"))), (ModelMissing("qwen", "gone"), "Model file qwen")]
)
def test_why_there_is_no_language_model_is_told(nursery: Nursery, why: DatelineError, said: str) -> None:
    def refuse() -> Embedded:
        raise why

    for pool in opened(nursery, Patience(SOON_S), refuse):
        with pytest.raises(DatelineError, match=f"^{said}"):
            list(pool.stream("Who won?"))


def test_a_stream_that_is_forgotten_gives_its_reader_back(pool: Pool) -> None:
    stream = pool.stream("Who won?")
    next(stream)
    assert pool.busy == 1
    del stream
    assert pool.busy == 0


@pytest.mark.parametrize(
    ("maker", "why"), [(make_none, "Model file minilm is missing"), (make_broken, "ZeroDivisionError: a fault of ours")]
)
def test_why_no_reader_can_be_started_is_said(maker: Make, why: str) -> None:
    poor = Nursery(maker)
    pool = Pool(Shelf(), poor.hatch, 1, Patience(0.1))
    pool.start()
    assert until(lambda: bool(pool.fault))
    with pytest.raises(DatelineError, match=f"^{why}"):
        pool.search("ferries")
    pool.close()
    poor.close()


def test_a_new_nursery_takes_the_place_of_one_that_died() -> None:
    nursery = Nursery(make)
    for pool in opened(nursery, Patience(SOON_S, 0.1)):
        os.kill(nursery.pids[0], signal.SIGKILL)
        assert answer_of(pool.stream("Who won?")).question == "Who won?"  # its readers go on
        with pytest.raises(Lost):
            list(pool.stream("die"))
        assert until(lambda p=pool: p.alive == 2), pool.fault  # type: ignore[misc]
        assert answer_of(pool.stream("Who won?")).question == "Who won?"
        stuck = pool.stream("sleep 60")
        next(stuck)
        left = pool.pids
    nursery.close()
    assert until(lambda: not any(alive(pid) for pid in left))


def test_closing_does_not_wait_for_what_is_being_opened() -> None:
    nursery = Nursery(partial(time.sleep, 60))  # type: ignore[arg-type]
    failed: list[str] = []

    def hatch() -> None:
        try:
            nursery.hatch()
        except DatelineError as err:
            failed.append(str(err))

    waits = threading.Thread(target=hatch)
    waits.start()
    assert until(lambda: bool(nursery.pids))
    nursery.close()
    waits.join(SOON_S)
    assert len(failed) == 1
    with pytest.raises(DatelineError, match="is being stopped"):
        nursery.hatch()


def test_a_service_that_is_told_to_end_leaves_its_readers_to_the_page(nursery: Nursery, pool: Pool) -> None:
    for pid in (*nursery.pids, *pool.pids):
        os.kill(pid, signal.SIGTERM)
    assert answer_of(pool.stream("Who won?")).question == "Who won?"
    assert pool.restarted == 0


def test_without_forks_a_reader_is_a_program_of_its_own() -> None:
    nursery = Nursery(make, forks=False)
    ours = nursery.hatch()
    assert ours.link.recv().pid == ours.pid
    assert nursery.pids == []
    nursery.close()
    assert not alive(ours.pid)
    ours.link.close()


def test_closing_ends_every_process(nursery: Nursery) -> None:
    for pool in opened(nursery, Patience(SOON_S)):
        pids = pool.pids
        waits = pool.stream("sleep 60")
        next(waits)
        thread = threading.Thread(target=suppressed, args=(waits,))
        thread.start()
    thread.join(SOON_S)
    assert not thread.is_alive()
    assert until(lambda: not any(alive(pid) for pid in pids))
    with pytest.raises(DatelineError, match="is being stopped"):
        pool.search("ferries")


def suppressed(stream: Iterator[Event]) -> None:
    with suppress(DatelineError):
        list(stream)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_linux_forks() -> None:
    import sys

    assert (sys.platform == "linux") == FORKS
    assert GONE.endswith("Ask it again.")
