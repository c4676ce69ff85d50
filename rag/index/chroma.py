"""Open the Chroma collection that holds the passage vectors."""

from functools import cache
from typing import Any

from rag.errors import DatelineError
from rag.settings import Settings

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
    folder = str(settings.index_dir / FOLDER)
    try:
        return chromadb.PersistentClient(path=folder, settings=quiet)
    except BaseException:  # it would go on holding what could not be opened
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient._identifier_to_system.pop(folder, None)
        SharedSystemClient._identifier_to_refcount.pop(folder, None)
        raise


def open_collection(client: Any) -> Any:  # noqa: ANN401
    """Return the collection of the passages' vectors: no embedding of its own, cosine distance, one thread so that runs repeat."""
    return client.get_or_create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200, "num_threads": 1}}
    )
