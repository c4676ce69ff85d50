"""Serve the page for many: start the readers, open the page in front of them, and end both in order when told to."""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from rag.settings import Settings
from ui.page.desk.changes import fetch_as_file, ingest_files, unread_uploads
from ui.page.desk.desk import Desk
from ui.page.desk.queue import Queue
from ui.page.desk.uploads import Uploader
from ui.page.guard import App
from ui.page.safety.tls import check_tls
from ui.serve import EVERYWHERE, LOOPBACK, check_bind, launch, parse_auth, quota_of
from ui.serving.door import Door
from ui.serving.exchange import Patience
from ui.serving.health import Health
from ui.serving.metrics import Metrics
from ui.serving.nursery import Nursery
from ui.serving.pool import Pool
from ui.serving.sessions import Sessions

log = logging.getLogger(__name__)

GREET_S = 600.0  # an archive may grow every minute
SPARE_S = 5.0  # for an answer to come back after the time for one question
FINISH_S = 10.0  # for the questions that run when the end is asked for
STOPPING = "Dateline is being stopped. Ask again in a moment."


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done at once."""

    readers: int = 0  # processes; 0: as many as this machine has cores
    queue: int = 32  # questions that may wait beside those that are read

    @property
    def at_once(self) -> int:
        """Readers that search at the same time."""
        return self.readers or os.cpu_count() or 1

    @property
    def threads(self) -> int:
        """For the page, and one for each question of a program that is read, written, or waits for either."""
        return 64 + self.at_once + 1 + 2 * self.queue


def serve_many(
    settings: Settings,
    size: Size,
    *,
    port: int = 7860,
    auth: str | None = None,
    share_read_only: bool = False,
    tls: tuple[Path, Path] | None = None,
    tell: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serve the page in front of reader processes until SIGTERM or Ctrl-C; what runs then is finished within FINISH_S seconds.

    :param tls: certificate and key, as PEM files; plain HTTP when not given.
    :param tell: called with the page's address once it answers there.
    :raises SettingsError: for a port that is taken, a certificate or key that cannot be used, or an address beyond loopback
        without ``auth``.
    :raises IndexMissing, IndexMismatch: from the index.
    """
    host, user = EVERYWHERE if share_read_only else LOOPBACK, parse_auth(auth)
    check_bind(host, user)
    if tls:
        check_tls(*tls)
    with _until_told() as told:
        desk, pool, nursery = open_many(settings, size, read_only=share_read_only)
        page = None
        try:
            from ui.page.desk.opening import warm_desk
            from ui.page.frame import make_page

            desk.begin("warm", lambda: warm_desk(desk))
            page = make_page(desk)
            door, sessions = door_of(desk, pool, nursery), Sessions(lambda: page.state_holder)
            address = launch(
                page, host, port, user, tls=tls, uploads=quota_of(desk), inside=lambda app: sessions.before(door(app)), threads=size.threads
            )  # fmt: skip
            sessions.start()
            tell(address.replace(EVERYWHERE, LOOPBACK))
            while not told:
                time.sleep(0.1)
            finish(desk, pool)
        finally:
            desk.searching.shut(STOPPING)
            if page is not None:
                page.close(verbose=False)
            pool.close()  # first: whoever still waits for a reader need not
            desk.close()
            nursery.close()


def open_many(settings: Settings, size: Size, *, read_only: bool = False) -> tuple[Desk, Pool, Nursery]:
    """Open the index and start its readers in the background.

    :raises IndexMissing, IndexMismatch: each message names the command that mends it.
    """
    from rag.index.store import Store
    from rag.models.encoders import StaticEmbedder
    from rag.question.followup import read_followup
    from ui.serving.opening import Opening

    store = Store.open(settings, models=StaticEmbedder().name)
    nursery = Nursery(Opening(settings))
    # one more than search at once: while it writes, the language model has a reader that waits for it
    pool = Pool(store, nursery.hatch, size.at_once + (settings.llm != "none"), Patience(settings.deadline_s + SPARE_S), _lend(settings))
    desk = Desk(
        pool, settings, rewrite=read_followup, read_only=read_only, searching=Queue(size.at_once, size.queue),
        writing=Queue(1, size.queue), lends=True, greet_again_s=GREET_S, fetch=lambda url: fetch_as_file(url, settings),
    )  # fmt: skip
    if not read_only:
        desk.uploader = Uploader(lambda paths: ingest_files(settings, paths), desk.uploads)
        desk.uploader.resume(unread_uploads(settings, desk.uploads))
    pool.start()
    return desk, pool, nursery


def door_of(desk: Desk, pool: Pool, nursery: Nursery) -> Callable[[App], App]:
    """What puts before the page the answers on health, and a no to what is too much; the desk's questions are counted from here on."""
    health = Health(desk, pool, lambda: _model(desk.settings))
    metrics = Metrics(health.figures, lambda: {"page": [os.getpid()], "nursery": nursery.pids, "readers": pool.pids})
    desk.tally = metrics.tally
    return lambda app: Door(app, queue=desk.searching, health=health, metrics=metrics)


def finish(desk: Desk, pool: Pool, most_s: float = FINISH_S) -> None:
    """Let in no further question, and wait for those that run."""
    desk.searching.shut(STOPPING)
    desk.closing.set()
    log.info("stopping; %d questions run", len(desk.searching) + len(desk.writing))
    until = time.monotonic() + most_s
    while (len(desk.searching) or len(desk.writing) or pool.busy) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)  # for the last words to reach the browser


@contextmanager
def _until_told() -> Iterator[list[int]]:
    """Give a list that has the signal's number once the process was told to end; told again by Ctrl-C, it ends at once."""
    told: list[int] = []

    def heard(number: int, _frame: FrameType | None) -> None:
        if told and number == signal.SIGINT:
            raise KeyboardInterrupt
        told.append(number)

    before = {number: signal.signal(number, heard) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _lend(settings: Settings) -> Callable[[], Any]:
    def lend() -> Any:  # noqa: ANN401 - a record of a module that is imported late
        from rag.llm.client import embedded

        return embedded(settings)

    return lend


def _model(settings: Settings) -> None:
    """Raise unless the language model's file is there, or none is wanted."""
    from rag.llm.client import model_file

    if settings.llm != "none" and not settings.llm_url:
        model_file(settings)
