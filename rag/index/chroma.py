"""Open the Chroma collection that holds the passage vectors."""

import os
from functools import cache
from threading import Lock
from typing import Any

from rag.errors import DatelineError
from rag.settings import Settings


@cache
def _quiet() -> Any:  # noqa: ANN401
    """Return Chroma's settings without telemetry; to make them takes longer than to open a small index."""
    import chromadb

    return chromadb.Settings(anonymized_telemetry=False)


def open_collection(settings: Settings) -> Any:  # noqa: ANN401
    """Return the Chroma collection: no telemetry, no embedding of its own, cosine distance, one thread so that runs repeat."""
    import chromadb

    quiet = _quiet().model_copy()  # chromadb writes into it
    if settings.chroma_url:
        from urllib.parse import urlsplit

        url = urlsplit(settings.chroma_url)
        try:
            client = chromadb.HttpClient(host=url.hostname or "localhost", port=url.port or 8000, ssl=url.scheme == "https", settings=quiet)
        except ValueError as err:
            raise DatelineError(f"No Chroma server answers at {settings.chroma_url}. Start it, or unset DATELINE_CHROMA_URL.") from err
    else:
        client = chromadb.PersistentClient(path=str(settings.index_dir / "chroma"), settings=quiet)
    return client.get_or_create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200, "num_threads": 1}}
    )


class Late:
    """The collection, opened when it is first queried, anew in a forked process: Chroma's own threads are not there after a fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._opened: tuple[int, Any] = (0, None)  # process id, collection

    def query(self, **given: Any) -> Any:  # noqa: ANN401 - as Chroma's
        """Query it."""
        with self._lock:
            if self._opened[0] != os.getpid():
                self._opened = (os.getpid(), open_collection(self._settings))
        return self._opened[1].query(**given)
