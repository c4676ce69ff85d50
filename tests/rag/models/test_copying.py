"""Model files from a folder: found under any name, checked, copied whole or not at all; what is missing is said."""

import hashlib
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import InputError, ModelMissing
from rag.models.copying import Folder, take
from rag.models.local import ensure_model, locked, present
from rag.models.pinned import Model, ModelFile, part_path
from rag.settings import Settings

WORDS, WEIGHTS = b"one two three", bytes(range(256)) * 9000  # the second takes three reads


def a_model(*contents: tuple[str, bytes]) -> Model:
    """Return a model of these files, by default two."""
    rows = contents or (("small/words.txt", WORDS), ("small/deep/weights.bin", WEIGHTS))
    return Model("small", "for tests", "small", tuple(ModelFile(p, hashlib.sha256(c).hexdigest(), len(c)) for p, c in rows))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a models folder of their own, and no network."""
    return Settings(models_dir=tmp_path / "models", offline=True)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder with both files, one under another name, and others beside them."""
    folder = tmp_path / "stick"
    (folder / "holiday").mkdir(parents=True)
    (folder / "holiday" / "IMG_0001.jpg").write_bytes(WEIGHTS)
    (folder / "words.txt").write_bytes(WORDS)
    (folder / "letter.txt").write_bytes(b"x" * len(WORDS))
    return folder


def taken(model: Model, stick: Path, settings: Settings) -> list[str]:
    return take(model, Folder(stick), settings, lambda *_: None)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


def test_found_under_any_name(stick: Path, settings: Settings) -> None:
    before, seen = files(stick), list[tuple[int, int, str]]()
    assert take(a_model(), Folder(stick), settings, lambda *told: seen.append(told)) == []
    assert files(settings.models_dir) == {"small/words.txt": WORDS, "small/deep/weights.bin": WEIGHTS}
    assert files(stick) == before
    assert ensure_model(a_model(), settings) == settings.models_dir / "small"
    assert seen[0] == (len(WORDS), len(WORDS) + len(WEIGHTS), "small")
    assert [done for done, *_ in seen] == sorted(done for done, *_ in seen)
    assert seen[-1][0] == seen[-1][1]


def test_the_second_time_nothing_is_copied(stick: Path, settings: Settings) -> None:
    def times() -> list[int]:
        return [(settings.models_dir / file.path).stat().st_mtime_ns for file in a_model().files]

    assert taken(a_model(), stick, settings) == []
    first = times()
    (stick / "words.txt").unlink()
    assert taken(a_model(), stick, settings) == []
    assert times() == first


def test_what_is_missing_is_said_and_the_rest_taken(stick: Path, settings: Settings) -> None:
    (stick / "holiday" / "IMG_0001.jpg").unlink()
    [line] = taken(a_model(), stick, settings)
    assert line == f"small still lacks small/deep/weights.bin (2,304,000 bytes): no file in {stick} has its size"
    assert files(settings.models_dir) == {"small/words.txt": WORDS}
    assert present(a_model(), settings) is None
    (stick / "found").write_bytes(WEIGHTS)
    assert taken(a_model(), stick, settings) == []


def test_damaged_content_is_refused(stick: Path, settings: Settings) -> None:
    spoilt = stick / "holiday" / "IMG_0001.jpg"
    spoilt.write_bytes(WEIGHTS[:-1] + b"!")
    [line] = taken(a_model(), stick, settings)
    assert line.endswith(f"{spoilt} has its size and other content")
    assert files(settings.models_dir) == {"small/words.txt": WORDS}
    (stick / "second").write_bytes(WEIGHTS)
    assert taken(a_model(), stick, settings) == []


def test_a_spoilt_file_here_is_replaced_and_one_that_cannot_be_stays(stick: Path, settings: Settings) -> None:
    here = settings.models_dir / "small" / "words.txt"
    here.parent.mkdir(parents=True)
    here.write_bytes(b"?" * len(WORDS))
    part_path(here).write_bytes(b"one")
    (settings.models_dir / "other.bin").write_bytes(b"kept")
    (stick / "words.txt").rename(stick.parent / "apart")
    assert len(taken(a_model(), stick, settings)) == 1
    assert here.read_bytes() == b"?" * len(WORDS)
    assert part_path(here).read_bytes() == b"one"  # a download goes on from it
    (stick.parent / "apart").rename(stick / "words.txt")
    assert taken(a_model(), stick, settings) == []
    assert files(settings.models_dir) == {"small/words.txt": WORDS, "small/deep/weights.bin": WEIGHTS, "other.bin": b"kept"}


def test_a_file_that_cannot_be_read_is_named(stick: Path, settings: Settings) -> None:
    broken = stick / "holiday" / "IMG_0001.jpg"
    source = Folder(stick)
    broken.unlink()  # as a stick that is pulled out
    [line] = take(a_model(), source, settings, lambda *_: None)
    assert line.endswith(f"{broken} cannot be read: No such file or directory")
    assert files(settings.models_dir) == {"small/words.txt": WORDS}


def test_pipes_and_broken_links_are_passed_over(stick: Path, settings: Settings) -> None:
    os.mkfifo(stick / "pipe")
    (stick / "gone").symlink_to(stick / "nowhere")
    (stick / "round").symlink_to(stick)
    assert taken(a_model(), stick, settings) == []


def test_no_folder(tmp_path: Path, stick: Path) -> None:
    for path in (tmp_path / "nowhere", stick / "words.txt"):
        with pytest.raises(InputError, match=f"^{path} cannot be read as a folder: .* dateline models --from FOLDER$"):
            Folder(path)


def test_a_models_folder_that_cannot_be_written(stick: Path, settings: Settings) -> None:
    settings.models_dir.write_text("a file")
    with pytest.raises(ModelMissing, match=f"small is missing: {settings.models_dir}: File exists"):
        taken(a_model(), stick, settings)


def test_no_room(stick: Path, settings: Settings) -> None:
    huge = a_model(("huge.bin", b""))
    huge = replace(huge, files=(replace(huge.files[0], size=1 << 60),))
    source = Folder(stick)
    source.by_size[1 << 60] = [stick / "words.txt"]
    with pytest.raises(ModelMissing, match=r"MB free and \d+ MB are needed"):
        take(huge, source, settings, lambda *_: None)


@pytest.mark.models  # half a second, as the lock is asked for twice a second
def test_it_waits_for_a_download(stick: Path, settings: Settings) -> None:
    model, heard, waiting = a_model(), list[list[str]](), threading.Event()
    thread = threading.Thread(target=lambda: heard.append(take(model, Folder(stick), settings, lambda *_: waiting.set())))
    settings.models_dir.mkdir()
    with locked(settings.models_dir / ".small.lock", model, lambda *_: None):
        thread.start()
        assert waiting.wait(5)
        assert not files(settings.models_dir)
    thread.join(5)
    assert heard == [[]]
