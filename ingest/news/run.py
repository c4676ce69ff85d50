"""Add what addresses lead to, and watch folders and feeds round by round; what is fetched is kept first, then ingested."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from ingest.lock import write_lock
from ingest.news.gather import LIMIT, Gathered, Gatherer, reason_of
from ingest.news.keep import Archive, Read
from ingest.news.manners import Manners
from ingest.news.memory import Memory
from ingest.read.address import Refused
from ingest.read.child import articles_of
from ingest.read.failures import Failure, ReadError
from ingest.read.limits import Limits, explain
from ingest.read.walk import walk
from ingest.report import Report
from ingest.sync import update
from rag.errors import DatelineError, IndexBusy, InputError
from rag.index.upkeep.broken import waits
from rag.settings import Settings

SCHEMES: Final = ("http://", "https://")
Update = Callable[..., Report]  # as ingest.sync.update


@dataclass(frozen=True, slots=True)
class Added:
    """What came of some addresses; ``failed`` lists those that gave nothing, their items and files, with reasons."""

    places: tuple[Gathered, ...]
    report: Report
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A feed that could not be read, or was not asked since it could not be read before."""

    url: str
    reason: str  # empty: not asked this time
    next_try: float  # seconds since 1970


@dataclass(frozen=True, slots=True)
class Round:
    """One look at all that is watched; ``said``: why nothing could be ingested."""

    at: float
    report: Report = field(default_factory=Report)
    troubles: tuple[Trouble, ...] = ()
    failed: tuple[Failure, ...] = ()  # pages that could not be fetched
    said: str = ""

    @property
    def is_good(self) -> bool:
        """Whether all that was watched could be read."""
        return not (self.troubles or self.failed or self.said or self.report.failed)


@dataclass(slots=True)
class News:
    """Fetches for one index, into ``folder``; ``now``, ``clock`` and ``sleep`` in seconds, ``own`` are servers that may be private."""

    settings: Settings
    folder: Path
    manners: Manners
    now: Callable[[], float] = time.time
    update: Update = update
    read: Read = articles_of
    tell: Callable[[str], None] = lambda line: None
    _looked: dict[str, tuple[int, int]] = field(default_factory=dict)  # path -> size and time, of the folders when last ingested
    _had_index: bool = False  # when last ingested

    @classmethod
    def of(cls, settings: Settings, folder: Path | None = None, tell: Callable[[str], None] = lambda line: None) -> Self:
        """Return it by settings; what is fetched is kept beside the index where no folder is named."""
        manners = Manners(allow=frozenset(settings.own_servers.split()))
        return cls(settings, Path(os.path.abspath(folder.expanduser() if folder else beside(settings.index_dir))), manners, tell=tell)

    def add(self, urls: Sequence[str], limit: int = LIMIT) -> Added:
        """Fetch addresses and ingest what came.

        :raises InputError: when nothing may be fetched, or another one is fetching.
        :raises IndexBusy: when another process writes to the index; what was fetched is kept, and goes in with the next run.
        """
        check_online(self.settings)
        places, failed = [], []
        with self._gatherer() as gatherer:
            for url in dict.fromkeys(urls):
                try:
                    places.append(gatherer.take(url, limit))
                    failed += places[-1].failed
                except Exception as err:  # whatever it is, it costs this address alone
                    failed.append(Failure(url, self._reason(err, url)))
            report = self._ingest(gatherer.memory)
        return Added(tuple(places), report, (*failed, *report.failed))

    def watch(self, sources: Sequence[str], every_s: float, *, limit: int = LIMIT, prune: bool = False) -> Round:
        """Look once at folders and feeds, fetch what is new and ingest it. Raises nothing: what went wrong is in the round.

        :param every_s: the time to the next round, by which a failing feed's next try is reckoned.
        """
        at = self.now()
        feeds, folders = [s for s in sources if is_address(s)], [Path(s) for s in sources if not is_address(s)]
        troubles: list[Trouble] = []
        failed: list[Failure] = []
        report, said, memory = Report(), "", None
        try:
            with ExitStack() as held:
                try:
                    gatherer = held.enter_context(self._gatherer()) if feeds else None
                except InputError as err:  # the folders are read all the same
                    gatherer, troubles = None, [Trouble(url, str(err), at + every_s) for url in feeds]
                if gatherer:
                    memory = gatherer.memory
                    for url in feeds:
                        troubles += self._follow(gatherer, url, every_s, limit, failed)
                report = self._ingest(memory, folders, prune=prune)
        except DatelineError as err:
            said = str(err)
        except Exception as err:  # the next round may go better
            said = f"the round failed: {explain(err, Limits.of(self.settings))}"
        return Round(at, report, tuple(troubles), tuple(failed), said)

    def _follow(self, gatherer: Gatherer, url: str, every_s: float, limit: int, failed: list[Failure]) -> list[Trouble]:
        remembered = gatherer.memory.feed(url)
        if remembered.next_try > self.now():
            return [Trouble(url, "", remembered.next_try)]
        try:
            failed += gatherer.follow(url, limit).failed
        except Exception as err:
            remembered.fail(self.now(), every_s, err.wait_s if isinstance(err, Refused) else 0.0)
            gatherer.memory.save()
            return [Trouble(url, self._reason(err, url), remembered.next_try)]
        if remembered.failures:  # it has not changed since
            remembered.failures, remembered.next_try = 0, 0.0
            gatherer.memory.save()
        return []

    def _reason(self, err: Exception, url: str) -> str:
        return reason_of(err, url) if isinstance(err, DatelineError | ReadError) else explain(err, Limits.of(self.settings))

    @contextmanager
    def _gatherer(self) -> Iterator[Gatherer]:
        """Hold the archive: two that fetch into it would fetch the same."""
        archive = Archive(self.folder, Limits.of(self.settings), self.read)
        with ExitStack() as held:
            try:
                held.enter_context(write_lock(archive.hidden))
                memory = Memory.load(archive.hidden)
            except IndexBusy as err:
                said = f"Another add or watch is fetching into {self.folder}. Wait for it to end, then run the command again."
                raise InputError(said) from err
            except OSError as err:
                raise InputError(f"Nothing can be kept in {self.folder} ({err.strerror}). Name another folder: --to DIR") from err
            yield Gatherer(archive, memory, self.manners, self.now, self.tell)

    def _ingest(self, memory: Memory | None, folders: Sequence[Path] = (), *, prune: bool = False) -> Report:
        """Ingest folders that have changed and files that wait; where one is gone since another took its place, its articles go, too.

        Folders are read again, too, after a round in which not all could be, and when the index is gone or waits for a file of its own.
        """
        pending = [Path(name) for name in memory.pending] if memory else []
        gone = sorted({path.parent for path in pending if not path.is_file()})
        looked, index = _look(folders), self.settings.index_dir / "articles.db"
        changed = looked != self._looked or bool(folders and (waits(self.settings.index_dir) or (self._had_index and not index.is_file())))
        paths = [*(folders if changed else ()), *(path for path in pending if path.is_file())]
        if not paths and not gone:
            return Report()
        report = self.update(self.settings, paths, prune=prune) if paths else Report()
        if gone:
            self.update(self.settings, [path for path in gone if path.is_dir()], prune=True)
        self._looked, self._had_index = {} if report.failed else looked, index.is_file()
        if memory and memory.pending:
            memory.pending.clear()
            memory.save()
        return report


def check_sources(settings: Settings, sources: Sequence[str]) -> None:
    """Refuse what cannot be watched before the first round: a folder that there is not, a feed where nothing is fetched.

    :raises InputError: naming it.
    """
    for source in sources:
        if is_address(source):
            check_online(settings)
        elif not os.path.isdir(Path(source).expanduser()):
            raise InputError(f"{source}: no such folder. Name a folder, or the address of a feed or sitemap: https://...")


def is_address(source: str) -> bool:
    """Whether something to be watched is an address rather than a folder."""
    return source.lower().startswith(SCHEMES)


def beside(index_dir: Path) -> Path:
    """Return the folder beside an index where what is fetched for it is kept: ``news`` has ``news-added``."""
    index = Path(os.path.abspath(index_dir.expanduser()))
    return index.with_name(f"{index.name or 'index'}-added")


def check_online(settings: Settings) -> None:
    """Refuse to fetch where the settings say that nothing is fetched.

    :raises InputError: naming the setting.
    """
    if settings.offline:
        raise InputError("Nothing is fetched, as the setting offline is on. Turn it off, or save the pages and run: dateline ingest FOLDER")


def _look(folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Return size and time of every file under folders, by which a round that has nothing to read is told."""
    found: dict[str, tuple[int, int]] = {str(folder): (0, 0) for folder in folders}
    for name in walk(folders).files if folders else ():
        try:
            status = os.stat(name)
            found[name] = (status.st_size, status.st_mtime_ns)
        except OSError:  # gone in between
            found[name] = (-1, 0)
    return found
