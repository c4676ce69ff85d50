"""Open Chroma, embedded or a server, and say in a line what is wrong with it."""

import os
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from rag.errors import DatelineError, SettingsError
from rag.settings import Settings

WAIT_S = 10.0  # for another program to let go of Chroma's file
FOLDER = "chroma"  # in that of the index
START_S = 10.0  # for each call of a server by which a client opens
ANSWER_S = 120.0  # for one call of a server: 5,000 vectors take it some seconds
ASK_S = 3.0  # for one that a question waits for, whose passages are else found without it: a fraction of the least deadline
API = "1."  # what the version of a server's interface that we speak begins with
HNSW = {"space": "cosine", "ef_search": 200, "num_threads": 1}  # one thread, so that runs repeat; what else was measured: docs/deploy.md


@cache
def _quiet() -> Any:  # noqa: ANN401
    """Return Chroma's settings without telemetry; to make them takes longer than to open a small index."""
    import chromadb

    return chromadb.Settings(anonymized_telemetry=False)


@cache
def _bounded() -> Any:  # noqa: ANN401
    """Return the class of a client of a server whose first calls have an end too: its library makes them before it returns a client."""
    from chromadb.api.client import Client

    class Bounded(Client):
        def __init__(self, seconds: float, settings: Any) -> None:  # noqa: ANN401
            self.seconds = seconds
            super().__init__(settings=settings)

        def get_user_identity(self) -> Any:  # noqa: ANN401 - the first call
            allow(self, self.seconds)
            return super().get_user_identity()

        def _validate_tenant_database(self, tenant: str, database: str) -> None:
            allow(self._admin_client, self.seconds)  # which has a connection of its own
            super()._validate_tenant_database(tenant, database)

    return Bounded


def allow(client: Any, seconds: float) -> None:  # noqa: ANN401
    """Let each call of a server end after so many seconds; its library waits for ever otherwise. The embedded one is left as it is."""
    with suppress(AttributeError):
        client._server._session.timeout = seconds


def open_client(settings: Settings, seconds: float = ANSWER_S) -> Any:  # noqa: ANN401
    """Return a client of Chroma, without telemetry; whoever opens it closes it.

    :param seconds: that a server has for each call from now on; no more than ``START_S`` for those by which the client opens.
    :raises DatelineError: when a server does not answer, does not let us in, or is none of Chroma's.
    """
    quiet = _quiet().model_copy()  # chromadb writes into it
    if not settings.chroma_url:
        return _embedded(str(settings.index_dir / FOLDER), quiet)
    url = server_address(settings)
    if settings.chroma_ca:
        quiet.chroma_server_ssl_verify = ssl.create_default_context(cafile=_ca(settings))
    quiet.chroma_http_max_keepalive_connections = 0  # one that waits is not closed with the client, and fails after the server restarts
    # The server itself knows no tokens since its version 1: what stands before it does, by the first of these headers as a rule.
    token = settings.chroma_token
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
    with told_of_server(settings):
        client = _opened(url, headers, quiet, min(seconds, START_S))
        try:
            version = str(client.get_version())
        except BaseException:
            client.close()
            raise
    if not version.startswith(API):
        client.close()
        raise DatelineError(
            f"The Chroma server at {settings.chroma_url} is of version {version}, this program needs 1: pip install 'chromadb>=1.5,<2'"
        )
    allow(client, seconds)
    return client


def _opened(url: SplitResult, headers: dict[str, str], quiet: Any, seconds: float) -> Any:  # noqa: ANN401
    """Return what ``chromadb.HttpClient`` would, or raise what it does, in time."""
    quiet.chroma_api_impl = "chromadb.api.fastapi.FastAPI"
    quiet.chroma_server_host, quiet.chroma_server_http_port = url.hostname or "", _port(url)
    quiet.chroma_server_ssl_enabled, quiet.chroma_server_headers = url.scheme == "https", headers
    return _bounded()(seconds, quiet)


def _embedded(folder: str, quiet: Any) -> Any:  # noqa: ANN401
    import chromadb

    _wait_for(Path(folder) / "chroma.sqlite3")
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


def open_collection(client: Any, name: str = "passages") -> Any:  # noqa: ANN401
    """Return the collection of the passages' vectors: no embedding of its own, cosine distance."""
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})


def server_address(settings: Settings) -> SplitResult:
    """Return where the server is.

    :raises SettingsError: for what is no address of one, or a token that would go over a network unencrypted.
    """
    how = "Set DATELINE_CHROMA_URL to the likes of http://localhost:8000 or https://chroma.example"
    if "@" in settings.chroma_url:
        raise SettingsError(f"chroma_url holds a name or password. Put a token into chroma_token instead. {how}")
    try:
        url = urlsplit(settings.chroma_url)
        good = url.scheme in {"http", "https"} and url.hostname and not url.path.strip("/") and _port(url)
    except ValueError:
        good = False
    if not good:
        raise SettingsError(f"chroma_url={settings.chroma_url!r} is no address of a server. {how}")
    if settings.chroma_token and url.scheme == "http" and not _is_here(url.hostname or ""):
        raise SettingsError(f"chroma_token would go to {url.netloc} unencrypted. Name it by https://, with TLS before it.")
    if settings.chroma_ca and not _ca(settings).is_file():
        raise SettingsError(f"chroma_ca={settings.chroma_ca} is no file. Set DATELINE_CHROMA_CA to the certificate of the CA, in PEM.")
    return url


@contextmanager
def told_of_server(settings: Settings) -> Iterator[None]:
    """Turn what Chroma's client raises of a server into one line that says what is wrong and what to do.

    :raises DatelineError: in its place. What the embedded Chroma raises is left as it is.
    """
    try:
        yield
    except (DatelineError, sqlite3.Error, MemoryError):
        raise
    except Exception as err:  # the client raises ValueError, Exception, httpx's and its own
        if not settings.chroma_url:
            raise
        raise DatelineError(_line(err, settings.chroma_url)) from err


def _line(err: BaseException, where: str) -> str:
    chain = [err]
    while (before := chain[-1].__cause__ or chain[-1].__context__) and before not in chain:
        chain.append(before)
    codes = [code for one in chain if (code := getattr(getattr(one, "response", None), "status_code", 0))]
    names, said = {type(one).__name__ for one in chain}, " ".join(" ".join(map(str, chain)).split())
    if "CERTIFICATE_VERIFY_FAILED" in said or "WRONG_VERSION_NUMBER" in said or "SSLError" in names:
        return f"The certificate of the Chroma server at {where} is not trusted. Name its CA's file: DATELINE_CHROMA_CA=FILE"
    if {401, 403} & set(codes) or names & {"ChromaAuthError", "AuthorizationError"}:
        return f"The Chroma server at {where} does not let us in. Set DATELINE_CHROMA_TOKEN to its token."
    if any(name.endswith(("Timeout", "TimeoutException")) for name in names):
        return f"The Chroma server at {where} takes too long to answer. {_LATER}"
    if names & {"ConnectError", "ReadError", "WriteError", "RemoteProtocolError", "ConnectionRefusedError"}:
        return (
            f"No Chroma server answers at {where}. Start it: chroma run --path FOLDER --port PORT; or unset DATELINE_CHROMA_URL. {_LATER}"
        )
    if (codes and codes[0] >= 500) or names & {"InternalError"}:
        return f"The Chroma server at {where} failed: {said[:120]}. See its own log. {_LATER}"
    if codes or names & {"JSONDecodeError", "KeyError", "TypeError"}:
        return f"What answers at {where} is no Chroma server of version 1. {_START}"
    return f"The Chroma server at {where} cannot be used: {type(err).__name__}: {said[:120]}"


_START = "Start one: chroma run --path FOLDER --port PORT"
_LATER = "Articles that were read are stored; the next ingest gives it the vectors that it lacks."


def _ca(settings: Settings) -> Path:
    return Path(settings.chroma_ca).expanduser()


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 8000)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
