"""What all tests share: no network but loopback, the project folder, the shared data, a home of their own."""

import gc
import ipaddress
import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # a file system in memory, on Linux
ROOM = 1 << 30  # bytes free there; the folders of all fast tests take some sixty million


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is room: on a disk, their indexes wait for it some ten thousand times."""
    if config.option.basetemp or not os.access(MEMORY, os.W_OK):
        return
    memory = os.statvfs(MEMORY)
    if memory.f_bavail * memory.f_frsize > ROOM and not memory.f_flag & os.ST_NOEXEC:  # some tests write programs
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while modules are loaded: next to nothing of them is, and the looks add up to seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


class NetworkUse(OSError):
    """A test wanted to reach another machine."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, as a name or an address."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in {"localhost", "ip6-localhost"}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that opens a connection to another machine or looks up its name, naming the address it wanted."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(address: object) -> None:
        if isinstance(address, tuple) and not is_loopback(str(address[0])):
            raise NetworkUse(f"network use in a test: {address}")

    def guarded_connect(self: socket.socket, address: object) -> None:
        checked(address)
        connect(self, address)  # type: ignore[arg-type]

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        checked(address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    def guarded_lookup(host: object, *rest: object, **named: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in {None, "", "0.0.0.0", "::"}:  # these are asked when a server binds
            checked((name,))
        return lookup(host, *rest, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        patch.setenv("HF_HUB_OFFLINE", "1")  # for the programs that tests start
        for name in [name for name in os.environ if name.startswith("DATELINE_")]:
            if name != "DATELINE_MODELS_DIR":  # where real models lie is the machine's matter, all else is a test's
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared data beside the project; skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is absent")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and programs it starts, an empty home and cache, and an empty working folder; return the working folder."""
    work = tmp_path / "work"
    for folder in (work, tmp_path / "home"):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / ".cache"))
    monkeypatch.chdir(work)
    return work
