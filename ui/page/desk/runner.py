"""Run one question of one visitor: wait in the queue, stream the answer, stop at any moment."""

import asyncio
import logging
import math
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue

from rag.errors import DatelineError
from rag.records import Answer, Event
from ui.page.desk.desk import Answers, Desk, History, Stoppable, as_asked
from ui.page.desk.queue import Full, Queue
from ui.page.desk.turn import Form, Turn, history_of
from ui.phrases import count

log = logging.getLogger(__name__)

TICK_S = 0.02  # how often the page may be redrawn while text comes in
STALE_S = 2.0  # a wait in the queue that would eat into the time the model has
PATIENCE_S = 0.25  # how often a waiting question looks at its place
UNWRITTEN = "Too many answers wait for the language model; this one stands in the articles' own words. Ask again later to have it written."
TOO_LATE = "So many others ask that it was not this question's turn in the time for one. Ask it again in a moment."


async def run(desk: Desk, session: str, question: str, form: Form, past: tuple[Turn, ...], *, as_is: bool = False) -> AsyncIterator[Turn]:
    """Yield the turn as it grows, the last one final.

    The work is done in a thread of its own, so stopping shows at once even while the model is busy;
    the thread ends at the next token. One question a session: a new one stops the last.

    :param as_is: search the question as typed, without making it stand alone.
    """
    desk.stop(session)
    stop = desk.stops[session] = threading.Event()
    news: SimpleQueue[Turn] = SimpleQueue()
    turn = Turn(question, form=form)
    job = desk.begin("ask", lambda: _work(desk, turn, past, as_is, stop, news.put))
    try:
        yield turn
        while turn.running:
            await asyncio.sleep(TICK_S)
            if stop.is_set():
                yield replace(turn, state="stopped")
                return
            latest = _newest(news)
            if latest is None and not job.is_alive():
                latest = _newest(news) or replace(turn, state="failed", error="The question could not be finished. Ask it again.")
            if latest is not None:
                turn = latest
                yield turn
    finally:
        stop.set()
        if desk.stops.get(session) is stop:
            del desk.stops[session]


def _newest(news: SimpleQueue[Turn]) -> Turn | None:
    latest = None
    while not news.empty():
        latest = news.get()
    return latest


def _work(desk: Desk, turn: Turn, past: tuple[Turn, ...], as_is: bool, stop: threading.Event, publish: Callable[[Turn], None]) -> None:
    """Do all of one question; every outcome, errors included, ends in a turn that is published."""
    last = turn
    try:
        for last in turn_steps(desk, turn, past, stop, as_is=as_is):
            publish(last)
    except DatelineError as err:
        log.error("a question failed: %s", type(err).__name__)
        log.debug("the question that failed", exc_info=err)
        publish(replace(last, state="failed", error=str(err)))
    except Exception as err:  # a fault of ours must end this question, not the page
        log.error("a question failed inside Dateline: %s", type(err).__name__)
        why = f"{type(err).__name__}: {err}"
        publish(replace(last, state="failed", error=f"Something went wrong inside Dateline ({why}). Ask again; its terminal says more."))
        raise


def turn_steps(desk: Desk, turn: Turn, past: tuple[Turn, ...], stop: threading.Event, *, as_is: bool = False) -> Iterator[Turn]:
    """The turn after each step; ends early, without a word, when ``stop`` is set. The desk is told how it ended."""
    last, outcome, began = turn, "stopped", time.monotonic()
    try:
        for last in _steps(desk, turn, past, stop, as_is=as_is):
            yield last
        if last.state == "done":
            outcome = last.answer.status if last.answer is not None else "quotes"
    except Exception as err:
        outcome = "refused" if isinstance(err, Full) else "failed"
        raise
    finally:
        desk.tally(outcome, last.quotes_s, time.monotonic() - began)


def _steps(desk: Desk, turn: Turn, past: tuple[Turn, ...], stop: threading.Event, *, as_is: bool) -> Iterator[Turn]:
    began = time.monotonic()
    history = history_of(past)
    read = (as_asked if as_is else desk.rewrite)(turn.question, history)
    turn = replace(turn, searched=read.question)
    unclear = history if read.choices else ()  # the assistant then asks back; a wording that stands alone needs none
    unread = desk.unread
    model = turn.form.mode == "model"
    stream = _open(desk.assistant, turn, unclear, stop)
    try:
        with in_queue(desk.searching, stop, desk.settings.deadline_s):
            if stop.is_set():
                return
            first = next(stream, None)
        if first is None or stop.is_set():
            return
        if first.answer is not None:
            yield replace(turn, answer=first.answer, state="done", seconds=time.monotonic() - began)
            return
        turn = replace(turn, quotes=first.quotes, quotes_s=time.monotonic() - began, state="writing")
        if turn.form.mode == "quotes":
            yield replace(turn, state="done", seconds=time.monotonic() - began)
            return
        yield turn
        if model:  # what the quotes say themselves is there before the line for the model
            turn = next(_grow(turn, stream, stop), turn)
            yield (turn := replace(turn, seconds=time.monotonic() - began, answer=_noted(turn.answer, unread, desk.unread)))
        if stop.is_set() or turn.state == "done":
            return
        try:
            yield from _last(desk, turn, stream, unclear, stop, began, unread)
        except Full:
            if turn.answer is None:
                raise
            noted = replace(turn.answer, notes=(*turn.answer.notes, UNWRITTEN))
            yield replace(turn, state="done", answer=_noted(noted, unread, desk.unread), seconds=time.monotonic() - began)
    finally:
        _end(stream)


def _last(
    desk: Desk, turn: Turn, stream: Iterator[Event], unclear: History, stop: threading.Event, began: float, unread: int
) -> Iterator[Turn]:
    """The turns from the quotes to the answer, the wait for the language model among them.

    :raises Full: when nobody more is let in there, or its turn does not come in the time for a question.
    """
    model = turn.form.mode == "model"
    ticket, again = desk.writing.join() if model else 0, stream
    try:
        queued = time.monotonic()
        if lent := model and desk.lends and desk.writing.place(ticket) > 0:
            _end(stream)  # whoever must wait keeps nobody else waiting
        yield from _wait(desk.writing, ticket, turn, stop, began + desk.settings.deadline_s) if model else ()
        if lent or time.monotonic() - queued > STALE_S:  # the model's time is counted from the question: begin it again
            _end(stream)
            again = _open(desk.assistant, turn, unclear, stop)
        for grown in _grow(turn, again, stop):
            yield replace(grown, seconds=time.monotonic() - began, answer=_noted(grown.answer, unread, desk.unread))
    finally:
        desk.writing.leave(ticket)
        if again is not stream:
            _end(again)


def _open(assistant: Answers, turn: Turn, history: History, stop: threading.Event) -> Iterator[Event]:
    form = turn.form
    stream = assistant.stream(turn.searched, history=history, use_window=form.use_window, llm=form.mode == "model", **form.filters.given())
    if isinstance(stream, Stoppable):
        stream.stop = stop
    return stream


def _end(stream: Iterator[Event]) -> None:
    """Close a stream in the middle, which ends the model's work."""
    if isinstance(stream, Generator | Stoppable):
        stream.close()


def _grow(turn: Turn, stream: Iterator[Event], stop: threading.Event) -> Iterator[Turn]:
    for event in stream:
        if stop.is_set():
            return
        if event.kind == "token":
            turn = replace(turn, draft=turn.draft + event.token, state="writing")
        elif event.kind == "quotes":
            turn = replace(turn, quotes=event.quotes)
        elif event.draft is not None:
            turn = replace(turn, searched=event.draft.question, answer=event.draft)
        elif event.answer is not None:
            turn = replace(turn, searched=event.answer.question, answer=event.answer, state="done")
        yield turn


def _noted(answer: Answer | None, before: int, now: int) -> Answer | None:
    """A decline with the note that files still are being read, or were ``before`` the search: they may hold the answer."""
    if answer is None or answer.status != "declined" or not (before or now):
        return answer
    one = (now or before) == 1
    still = f"{'is' if one else 'are'} still being read; ask again when {'it is' if one else 'they are'} done."
    note = f"{count(now or before, 'file')} {still if now else 'came in meanwhile; ask again.'}"
    return replace(answer, notes=(note, *answer.notes))


def _wait(queue: Queue, ticket: int, turn: Turn, stop: threading.Event, until: float) -> Iterator[Turn]:
    place = queue.place(ticket)
    shown = 0
    while place and not stop.is_set():
        if place != shown:
            shown = place
            yield replace(turn, state="waiting", place=place)
        if time.monotonic() > until:
            raise Full(TOO_LATE)
        place = queue.wait(ticket, PATIENCE_S)


@contextmanager
def in_queue(queue: Queue, stop: threading.Event, most_s: float = math.inf) -> Iterator[None]:
    """Do something when it is one's turn, or at once when ``stop`` is set.

    :raises Full: when nobody more is let in, or it was not one's turn in ``most_s`` seconds.
    """
    ticket, until = queue.join(), time.monotonic() + most_s
    try:
        while queue.place(ticket) and not stop.is_set():
            queue.wait(ticket, PATIENCE_S)
            if time.monotonic() > until:
                raise Full(TOO_LATE)
        yield
    finally:
        queue.leave(ticket)
