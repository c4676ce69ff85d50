"""A Chroma server in place of the embedded one: what is wrong with it is said in a line, and what it holds is this index's alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.deletion import delete
from ingest.rebuild import rebuild
from ingest.sync import update
from rag.errors import DatelineError, SettingsError
from rag.index import chroma
from rag.index import nearest as nearest_module
from rag.index.chroma import open_client, server_address, told_of_server
from rag.index.store import Store
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings
from tests.kits.chroma import chroma_server, free_port, front, own_certificate

EMBEDDER = StaticEmbedder()
STORIES = {
    "boats": "Two boats sank off the harbour on Monday in heavy wind, the coast guard said. All nine fishermen were brought ashore.",
    "bread": "The price of bread rose by a tenth in March, the statistics office reported. Bakers blamed the cost of flour and fuel.",
    "vote": "Parliament passed the budget by four votes on Friday night. The minister of finance thanked the members of both parties.",
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chroma_url": "localhost:8000"}, "no address of a server"),
        ({"chroma_url": "http://localhost:8000/shop"}, "no address of a server"),
        ({"chroma_url": "http://localhost:port"}, "no address of a server"),
        ({"chroma_url": "http://me:secret@localhost:8000"}, "holds a name or password"),
        ({"chroma_url": "http://chroma.example:8000", "chroma_token": "secret"}, "unencrypted"),
        ({"chroma_url": "https://chroma.example", "chroma_ca": "none.pem"}, "is no file"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_secret(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        server_address(Settings(**given))
    assert "secret" not in str(raised.value)
    assert "secret" not in repr(Settings(**given)) or "chroma_token" not in given


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://chroma.example"])
def test_a_token_may_go_to_this_machine_and_through_tls(url: str) -> None:
    assert server_address(Settings(chroma_url=url, chroma_token="secret")).hostname


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, b"<html>a page</html>"), "is no Chroma server"),
        ((404, b"not here"), "is no Chroma server"),
        ((401, b'{"detail": "who are you"}'), "Set DATELINE_CHROMA_TOKEN"),
        ((403, b"no"), "Set DATELINE_CHROMA_TOKEN"),
        ((503, b"resting"), "failed"),
    ],
)
def test_what_answers_instead_is_named(answer: tuple[int, bytes], said: str) -> None:
    with front(answer=answer) as port, pytest.raises(DatelineError, match=said) as raised:
        open_client(Settings(chroma_url=f"http://127.0.0.1:{port}", chroma_token="secret"))
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_nobody_there_is_named_with_the_command_that_starts_one() -> None:
    with pytest.raises(DatelineError, match="chroma run --path"):
        open_client(Settings(chroma_url=f"http://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize("call", ["/identity", "/default_tenant", "/default_database", "/version"])
def test_a_server_that_never_answers_is_named_soon(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma, "START_S", 0.1)
    with front(silent=call) as port, pytest.raises(DatelineError, match="takes too long to answer"):
        open_client(Settings(chroma_url=f"http://127.0.0.1:{port}"))


def test_a_client_that_is_open_allows_what_it_was_told() -> None:
    with front(silent="/none") as port:
        client = open_client(Settings(chroma_url=f"http://127.0.0.1:{port}"), 120.0)
        assert client._server._session.timeout.read == 120
        client.close()


def test_a_question_waits_for_a_silent_server_once_and_not_again_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_module, "ASK_S", 0.1)
    asked = list[str]()
    with front(silent="/collections", asked=asked) as port:
        near = nearest_module.Nearest(Settings(chroma_url=f"http://127.0.0.1:{port}"))
        given = (np.ones(4, np.float32), 1, np.ones(1, np.bool_), 1)
        assert near._from_chroma(*given) is None
        assert "takes too long" in near.fault
        before = len(asked)
        assert before
        assert near._from_chroma(*given) is None
        assert len(asked) == before
        near._away -= nearest_module.AWAY_S
        assert near._from_chroma(*given) is None
        assert len(asked) > before


def test_how_long_a_server_may_take() -> None:
    assert (chroma.START_S, chroma.ASK_S, chroma.ANSWER_S, nearest_module.AWAY_S) == (10, 3, 120, 60)


def test_what_the_embedded_one_raises_is_left_as_it_is() -> None:
    with pytest.raises(KeyError), told_of_server(Settings()):
        raise KeyError("a fault of ours")


# --- with a real server


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / f"{name}.txt").write_text(f"What happened about the {name}\n\n3 May 2024\n\n{text}\n")
    return folder


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    number = free_port()
    with chroma_server(tmp_path / "db", number):
        yield number


def held(settings: Settings) -> tuple[str, int]:
    """Return the collection of an index and how many vectors are in it."""
    store = Store.open(settings, models=EMBEDDER.name)
    try:
        return store._nearest.collection.name, store._nearest.collection.count()
    finally:
        store.close()


def nearest(settings: Settings, words: str) -> str:
    store = Store.open(settings, models=EMBEDDER.name)
    try:
        (row,) = store.nearest(EMBEDDER.embed([words])[0], 1)
        return store.table().id_of(row)[:16] and store.articles([store.table().article_of(row)])[0].title
    finally:
        store.close()


def collections(settings: Settings) -> list[str]:
    client = open_client(settings)
    try:
        return sorted(c.name for c in client.list_collections())
    finally:
        client.close()


@pytest.mark.models
def test_a_server_holds_the_vectors_from_ingest_to_rebuild(tmp_path: Path, paper: Path, port: int) -> None:
    settings = Settings(index_dir=tmp_path / "index", chroma_url=f"http://127.0.0.1:{port}")
    assert update(settings, [paper]).added == 3
    name, count = held(settings)
    assert count == 3
    assert nearest(settings, "fishing boats lost in a storm").endswith("boats")
    other = replace(settings, index_dir=tmp_path / "other")
    update(other, [paper / "vote.txt"])
    assert held(other)[1] == 1
    assert held(settings) == (name, 3)  # two indexes on a server do not share
    store = Store.open(settings, models=EMBEDDER.name)
    (gone,) = [a.id for a in store.articles() if a.title.endswith("bread")]
    store.close()
    delete(settings, [gone])
    assert held(settings) == (name, 2)
    assert rebuild(settings, [paper]).added == 2
    assert held(settings)[1] == 2
    assert collections(settings) == sorted([held(settings)[0], held(other)[0]])  # the old one went with its index
    assert held(settings)[0] != name


@pytest.mark.models
def test_a_server_that_was_away_gets_what_it_lacks(tmp_path: Path, paper: Path) -> None:
    port = free_port()
    settings = Settings(index_dir=tmp_path / "index", chroma_url=f"http://127.0.0.1:{port}")
    with pytest.raises(DatelineError, match="No Chroma server answers"):
        update(settings, [paper / "vote.txt"])
    with chroma_server(tmp_path / "db", port):
        update(settings, [paper / "vote.txt"])
        assert held(settings)[1] == 1
    with pytest.raises(DatelineError, match="the next ingest gives it the vectors that it lacks"):
        update(settings, [paper])
    with chroma_server(tmp_path / "db", port):
        assert update(settings, [paper]).unchanged == 3
        assert held(settings)[1] == 3
    with chroma_server(tmp_path / "other", port):  # a disk that was lost
        update(settings, [paper])
        assert held(settings)[1] == 3


@pytest.mark.models
def test_tls_and_a_token_stand_before_a_server(tmp_path: Path, paper: Path, port: int) -> None:
    made = own_certificate(tmp_path)
    if made is None:
        pytest.skip("openssl is not installed, so there is no certificate to test with")
    with front(made, behind=port, token="right", answer=(401, b"no")) as before:
        url = f"https://localhost:{before}"
        settings = Settings(index_dir=tmp_path / "index", chroma_url=url, chroma_token="right", chroma_ca=str(made))
        for given, said in (({"chroma_ca": ""}, "is not trusted"), ({"chroma_token": "wrong"}, "does not let us in")):
            with pytest.raises(DatelineError, match=said):
                open_client(replace(settings, **given))
        assert update(settings, [paper]).added == 3
        assert held(settings)[1] == 3
