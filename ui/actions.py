"""The functions behind the commands of ``dateline``; slow modules are imported only when one is called."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import IndexMissing, InputError, ModelMissing
from rag.settings import Settings
from ui import news, terminal

if TYPE_CHECKING:
    from ingest.ahead.hands import Hands
    from ingest.deletion import Gone
    from ingest.report import Report
    from ingest.upkeep.repair import Repaired
    from rag.assistant import Assistant
    from rag.index.store import Deleted, Store
    from rag.index.upkeep.look import Finding

ENCODER = "minilm"
EXPORTED_FROM = ("minilm", "mpnet")  # the models whose files become the sentence encoders
Progress = Callable[[int, int, str], None]


@contextmanager
def opened(settings: Settings, llm: bool) -> Iterator[tuple["Assistant", list[str]]]:
    """Give the Assistant with its model files fetched, and a line for each model that could not be fetched.

    :raises IndexMissing: before anything is fetched.
    """
    if not settings.index_dir.is_dir():
        raise IndexMissing(settings.index_dir)
    with terminal.progress() as progress:
        notes = ready(settings, llm, progress)
    from rag.assistant import Assistant

    assistant = Assistant.open(settings=settings, llm=llm and not notes)
    try:
        yield assistant, notes
    finally:
        assistant.close()


def ready(settings: Settings, llm: bool, progress: Progress) -> list[str]:
    """Fetch the model files that an answer needs; a language model that cannot be fetched becomes a line, not an error."""
    from rag.llm.client import EMBEDDED
    from rag.models.local import ensure, sentence_encoders

    sentence_encoders(settings, progress)
    name = EMBEDDED.get(settings.llm, "")
    if llm and name and not settings.llm_url:
        try:
            ensure(name, settings, progress)
        except ModelMissing as err:
            return [f"Answering from the quotes alone. {err}"]
    return []


def fetch_models(settings: Settings, asked: Sequence[str], progress: Progress) -> dict[str, Path]:
    """Fetch the sentence encoder and the language models ``asked`` for, else the one in use; return where each lies."""
    from rag.models.local import ensure, sentence_encoders

    return {ENCODER: sentence_encoders(settings, progress)} | {
        name: ensure(name, settings, progress) for name in _language_models(settings, asked)
    }


def copy_models(settings: Settings, asked: Sequence[str], source: Path, progress: Progress) -> tuple[dict[str, Path], list[str]]:
    """Take the same model files from the folder ``source``, and fetch nothing; a line for each that is missing still."""
    from rag.models.copying import Folder, take
    from rag.models.local import ensure, exported_to, sentence_encoders
    from rag.models.pinned import MODELS

    folder, names = Folder(source), _language_models(settings, asked)
    exported_from = () if exported_to(settings).is_dir() else EXPORTED_FROM
    lacking = {name: take(MODELS[name], folder, settings, progress) for name in (*exported_from, *names)}
    here = replace(settings, offline=True)
    encoder = {} if any(lacking[name] for name in exported_from) else {ENCODER: sentence_encoders(here, progress)}
    paths = encoder | {name: ensure(name, here, progress) for name in names if not lacking[name]}
    return paths, [line for lines in lacking.values() for line in lines]


def _language_models(settings: Settings, asked: Sequence[str]) -> list[str]:
    from rag.llm.client import EMBEDDED

    return [EMBEDDED[name] for name in asked or ([settings.llm] if settings.llm in EMBEDDED and not settings.llm_url else [])]


def status(settings: Settings) -> dict[str, Any]:
    """Return the counts of the index, its size in bytes and which model files are there."""
    from rag.index.keywords import Keywords
    from rag.index.listing import lacking
    from rag.index.upkeep.faults import faults
    from rag.llm.client import EMBEDDED
    from rag.models.local import present
    from rag.models.pinned import MODELS

    with reading(settings) as store:
        counts = store.counts() | {"several": several(store), "lacking": lacking(store)}
        counts["faults"] = list(faults(store, Keywords.open_or_empty(settings.index_dir / "keywords")))
    size = sum(path.stat().st_size for path in settings.index_dir.rglob("*") if path.is_file())
    have = {name: present(model, settings) is not None for name, model in MODELS.items()}
    in_use = settings.llm_url or EMBEDDED.get(settings.llm, settings.llm)
    return {"index": str(settings.index_dir), **counts, "bytes": size, "models": have, "llm": in_use}


def several(store: "Store") -> int:
    """Return how many files hold several articles, lists of records apart."""
    from ingest.read.records.told import is_list

    return sum(len(ids) > 1 and not is_list(path) for path, (_, ids) in store.files().items())


@contextmanager
def reading(settings: Settings) -> Iterator["Store"]:
    """Give the index open for reading."""
    from rag.index.database import told
    from rag.index.store import Store
    from rag.models.encoders import StaticEmbedder

    with told(settings.index_dir):
        store = Store.open(settings, models=StaticEmbedder().name)
        try:
            yield store
        finally:
            store.close()


def delete(settings: Settings, ids: Sequence[str]) -> "Gone":
    """Delete articles for good; say how many there were."""
    from ingest.deletion import delete as delete_articles

    return delete_articles(settings, ids)


def restore(settings: Settings, ids: Sequence[str]) -> "dict[str, Deleted]":
    """Let deleted articles in again; return those that were, by id."""
    from ingest.deletion import restore as restore_articles

    return restore_articles(settings, ids)


def update(settings: Settings, paths: Sequence[Path], *, prune: bool, progress: Progress, workers: int = 0, ray: str = "") -> "Report":
    """Bring the index up to date with ``paths``, read in so many processes, or on the Ray cluster at an address."""
    from ingest import sync

    with _hands(workers, ray) as hands:
        return sync.update(settings, paths, prune=prune, progress=progress, hands=hands)


def rebuild(settings: Settings, paths: Sequence[Path], *, prune: bool, progress: Progress, workers: int = 0, ray: str = "") -> "Report":
    """Replace the index by a new one of ``paths``; there is nothing to prune in it."""
    from ingest.rebuild import rebuild as rebuild_index

    with _hands(workers, ray) as hands:
        return rebuild_index(settings, paths, progress=progress, hands=hands)


@contextmanager
def _hands(workers: int, ray: str) -> "Iterator[Hands | None]":
    """Give those who read ahead, if any: so many processes, or a Ray cluster; they end with the block."""
    if ray and workers:
        raise InputError("--workers reads on this machine, --ray on a cluster: name one of them.")
    hands: Hands | None = None
    if ray:
        from ingest.ahead.cluster import Cluster

        hands = Cluster(ray)
    elif workers:
        from ingest.ahead.crew import Crew

        hands = Crew(workers)
    try:
        yield hands
    finally:
        if hands:
            hands.close()


def serve(
    index: Path, port: int, auth: str | None, share_read_only: bool, settings: Settings, *, tls: tuple[Path, Path] | None = None
) -> None:
    """Serve the chat page until interrupted, its model files fetched."""
    from ui.serve import serve as serve_page

    with terminal.progress() as progress:
        notes = ready(settings, llm=True, progress=progress)
    for line in notes:
        terminal.print_stderr(line)

    announce = _announcing(share_read_only, tls is not None)
    serve_page(index, port, auth, share_read_only, replace(settings, index_dir=index), tls=tls, tell=announce)


def serve_many(
    settings: Settings, readers: int, queue: int, port: int, auth: str | None, share_read_only: bool, tls: tuple[Path, Path] | None = None
) -> None:
    """Serve the page in front of reader processes until it is told to end, its model files fetched.

    :raises IndexMissing: before anything is fetched.
    """
    from ui.serving.run import Size
    from ui.serving.run import serve_many as serve_to_many

    if not settings.index_dir.is_dir():
        raise IndexMissing(settings.index_dir)
    with terminal.progress() as progress:
        notes = ready(settings, llm=True, progress=progress)
    for line in notes:
        terminal.print_stderr(line)

    size, announce = Size(readers, queue), _announcing(share_read_only, tls is not None)
    serve_to_many(settings, size, port=port, auth=auth, share_read_only=share_read_only, tls=tls, tell=announce)


def _announcing(share_read_only: bool, secret: bool) -> Callable[[str], None]:
    def announce(address: str) -> None:
        others = ", and at this machine's address for others" if share_read_only else ""
        terminal.print_stderr(f"Dateline on {address}{others} - stop with Ctrl-C")
        if share_read_only and not secret:
            terminal.print_stderr("Plain HTTP: who listens in this network reads the password and the articles (--tls CERT KEY ends that).")

    return announce


def examine(settings: Settings) -> "Iterator[Finding]":
    """Look at every part of the index."""
    from ingest.upkeep.doctor import examine as look

    return look(settings)


def repair(settings: Settings, found: "list[Finding]") -> "Repaired":
    """Repair what was found wrong."""
    from ingest.upkeep.repair import repair as mend

    return mend(settings, found)


def backup(settings: Settings, target: Path) -> int:
    """Copy the index into one file; return its size."""
    from ingest.upkeep.backup import backup as copy

    return copy(settings, target)


def bring_back(settings: Settings, source: Path) -> None:
    """Make the index from such a copy."""
    from ingest.upkeep.backup import bring_back as bring

    bring(settings, source)


def evaluate(argv: Sequence[str]) -> int:
    """Run the eval command line; return its exit code."""
    from eval.__main__ import main

    return main(argv)


@dataclass(frozen=True, slots=True)
class Actions:
    """The functions behind the commands; tests pass stand-ins."""

    open: Callable[[Settings, bool], AbstractContextManager[tuple["Assistant", list[str]]]] = opened
    update: Callable[..., "Report"] = update
    rebuild: Callable[..., "Report"] = rebuild
    status: Callable[[Settings], dict[str, Any]] = status
    serve: Callable[..., None] = serve
    evaluate: Callable[[Sequence[str]], int] = evaluate
    reading: Callable[[Settings], AbstractContextManager["Store"]] = reading
    delete: Callable[[Settings, Sequence[str]], "Gone"] = delete
    restore: Callable[[Settings, Sequence[str]], "dict[str, Deleted]"] = restore
    add: Callable[..., bool] = news.add
    watch: Callable[..., bool] = news.watch
    serve_many: Callable[..., None] = serve_many
    examine: "Callable[[Settings], Iterator[Finding]]" = examine
    repair: "Callable[[Settings, list[Finding]], Repaired]" = repair
    backup: Callable[[Settings, Path], int] = backup
    bring_back: Callable[[Settings, Path], None] = bring_back
