"""Open the Chroma collection that holds the passage vectors."""

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rag.errors import DatelineError
from rag.settings import Settings

WAIT_S = 10.0
FOLDER = "chroma"  # in that of the index


@cache
def _quiet() -> Any:  # noqa: ANN401
    """Return Chroma's settings without telemetry; to make them takes longer than to open a small index."""
    import chromadb

    return chromadb.Settings(anonymized_telemetry=False)


def open_client(settings: Settings) -> Any:  # noqa: ANN401
    """Return a client of Chroma, without telemetry; whoever opens it closes it."""
    import chromadb

    quiet = _quiet().model_copy()  # chromadb writes into it
    if settings.chroma_url:
        from urllib.parse import urlsplit

        url = urlsplit(settings.chroma_url)
        try:
            return chromadb.HttpClient(host=url.hostname or "localhost", port=url.port or 8000, ssl=url.scheme == "https", settings=quiet)
        except ValueError as err:
            raise DatelineError(f"No Chroma server answers at {settings.chroma_url}. Start it, or unset DATELINE_CHROMA_URL.") from err
    _wait_for(settings.index_dir / FOLDER / "chroma.sqlite3")
    folder = str(settings.index_dir / FOLDER)
    try:
        return chromadb.PersistentClient(path=folder, settings=quiet)
    except BaseException:  # it would go on holding what could not be opened
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient._identifier_to_system.pop(folder, None)
        SharedSystemClient._identifier_to_refcount.pop(folder, None)
        raise


def _wait_for(path: Path) -> None:
    """Wait until nobody holds Chroma's file alone: Chroma itself would wait for ever.

    :raises DatelineError: when that takes too long.
    """
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(os.path.abspath(path))}?mode=ro", uri=True, timeout=WAIT_S)) as db:
            db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error as err:  # all else Chroma says itself
        if "locked" in str(err):
            raise DatelineError(f"Another program holds {path}. Nothing is lost; end it, and run the command again.") from err


def open_collection(client: Any) -> Any:  # noqa: ANN401
    """Return the collection of the passages' vectors: no embedding of its own, cosine distance, one thread so that runs repeat."""
    return client.get_or_create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200, "num_threads": 1}}
    )
