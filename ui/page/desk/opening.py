"""Open an index for the page; when there is none, make it from the sample articles in ``seeds/``."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.lock import bring_back
from rag.errors import DatelineError
from rag.settings import Settings, load_settings
from ui.page.desk.changes import fetch_as_file, ingest_files, unread_uploads
from ui.page.desk.desk import Desk
from ui.page.desk.uploads import Uploader

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def open_desk(index: str | Path, settings: Settings | None = None, *, read_only: bool = False) -> Desk:
    """Everything the page needs to answer from ``index``.

    :param settings: read from the environment when not given; ``index`` wins over what they say.
    :raises DatelineError: each message names the command that fixes it.
    """
    from rag.assistant import Assistant
    from rag.question.followup import read_followup

    settings = replace(settings or load_settings(), index_dir=Path(index))
    bring_back(settings.index_dir)
    if SEEDS.is_dir() and not _holds_anything(settings.index_dir):
        ingest_files(settings, [SEEDS])

    def fetch(url: str) -> tuple[str, bytes]:
        return fetch_as_file(url, settings)

    desk = Desk(Assistant.open(settings=settings), settings, rewrite=read_followup, read_only=read_only, fetch=fetch)
    if not read_only:
        desk.uploader = Uploader(lambda paths: ingest_files(settings, paths), desk.uploads)
        desk.uploader.resume(unread_uploads(settings, desk.uploads))
    return desk


def _holds_anything(folder: Path) -> bool:
    """Whether something is in a folder: what is left of an index that lost its articles is no place for others."""
    return folder.is_dir() and any(folder.iterdir())


def warm_desk(desk: Desk) -> None:
    """Read the vectors and start the sentence encoder and the language model, so that the first visitor does not wait for them."""
    from rag.llm.client import warm_llm

    with suppress(DatelineError):  # the first question will show the error
        desk.assistant.search("news")
        desk.greeting()
    if not desk.closing.is_set():
        warm_llm(desk.settings)
