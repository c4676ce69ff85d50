"""A copy of an index in use comes back whole; what is no such copy changes nothing and is said in a line."""

import json
import zipfile
from pathlib import Path

import pytest

from ingest.upkeep import backup as room
from ingest.upkeep.backup import MANIFEST, backup, bring_back
from rag.errors import DatelineError, IndexMissing, InputError
from rag.settings import Settings
from tests.kits.ingest import HashEmbedder, article_text, opened, run, snapshot


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(article_text("Boats sink off the harbour"))
    run(tmp_path / "index", tmp_path / "a.txt")
    (tmp_path / "index" / "feedback.jsonl").write_text('{"good": true}\n')
    (tmp_path / "index" / "uploads" / "x").mkdir(parents=True)
    (tmp_path / "index" / "uploads" / "x" / "b.txt").write_text("uploaded")
    (tmp_path / "index" / "uploads" / "link.txt").symlink_to(tmp_path / "a.txt")
    return tmp_path / "index"


@pytest.fixture
def copy(index: Path) -> Path:
    backup(Settings(index_dir=index), index.parent / "copy.zip")
    return index.parent / "copy.zip"


def back(copy: Path, name: str = "back") -> Path:
    folder = copy.parent / name
    bring_back(Settings(index_dir=folder), copy, HashEmbedder())
    return folder


def altered(copy: Path, manifest: dict[str, object] | None = None, **files: bytes) -> Path:
    """Return another archive with other contents, its manifest as it was or as given."""
    other = copy.with_name("other.zip")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(other, "w") as new:
        held = {name: old.read(name) for name in old.namelist()} | {name.replace("__", "/"): data for name, data in files.items()}
        if manifest is not None:
            held[MANIFEST] = json.dumps(json.loads(held[MANIFEST]) | manifest).encode()
        for name, data in held.items():
            new.writestr(name, data)
    return other


def test_a_copy_of_an_index_in_use_comes_back_whole(index: Path) -> None:
    before = snapshot(index)
    with opened(index) as reader:
        reader.table()
        size = backup(Settings(index_dir=index), index.parent / "copy.zip")
    assert size == (index.parent / "copy.zip").stat().st_size
    folder = back(index.parent / "copy.zip")
    assert snapshot(folder) == before
    assert (folder / "feedback.jsonl").read_text() == '{"good": true}\n'
    assert [p.relative_to(folder).as_posix() for p in (folder / "uploads").rglob("*.txt")] == ["uploads/x/b.txt"]
    assert sorted(p.name for p in index.parent.iterdir()) == ["a.txt", "back", "copy.zip", "index"]


def test_nothing_is_written_over(index: Path, copy: Path) -> None:
    with pytest.raises(InputError, match="is there already"):
        backup(Settings(index_dir=index), copy)
    with pytest.raises(InputError, match="is there already"):
        bring_back(Settings(index_dir=index), copy, HashEmbedder())


def test_without_an_index_or_a_folder_there_is_no_copy(index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        backup(Settings(index_dir=tmp_path / "none"), tmp_path / "copy.zip")
    with pytest.raises(InputError, match="no folder"):
        backup(Settings(index_dir=index), tmp_path / "none" / "copy.zip")
    with pytest.raises(InputError, match="no file"):
        back(tmp_path / "copy.zip")


def test_a_damaged_copy_is_said_in_a_line(copy: Path) -> None:
    held = copy.read_bytes()
    for n, data in enumerate((b"", held[: len(held) // 2], b"PK" + held[900:], held[:200] + bytes([held[200] ^ 1]) + held[201:])):
        copy.write_bytes(data)
        with pytest.raises(DatelineError, match="damaged, or no copy"):
            back(copy, f"back{n}")
    assert sorted(p.name for p in copy.parent.iterdir()) == ["a.txt", "copy.zip", "index"]


def test_changed_contents_are_noticed(copy: Path) -> None:
    with pytest.raises(DatelineError, match=r"feedback\.jsonl is not as it was written"):
        back(altered(copy, **{"feedback.jsonl": b'{"good": trua}\n'}))
    with pytest.raises(DatelineError, match="another version"):
        back(altered(copy, {"version": 2}))
    with pytest.raises(DatelineError, match="does not hold the files that it names"):
        back(altered(copy, uploads__more=b"x"))


@pytest.mark.parametrize("name", ["../out", "/out", "uploads/../../out", "C:out", "uploads\\..\\out", "chroma/x", "uploads", "uploads//x"])
def test_names_outside_are_refused(copy: Path, name: str) -> None:
    assert not room._is_plain(name)
    with zipfile.ZipFile(copy) as archive:
        files = json.loads(archive.read(MANIFEST))["files"]
    files[name] = {"sha256": "", "size": 1}
    with pytest.raises(DatelineError, match=r"no part of an index|does not hold"):
        back(altered(copy, {"files": files}, **{name: b"x"}))
    assert not (copy.parent / "out").exists()


def test_links_and_false_sizes_are_refused(copy: Path) -> None:
    with zipfile.ZipFile(copy) as archive:
        files = json.loads(archive.read(MANIFEST))["files"]
    files["feedback.jsonl"]["size"] = 3
    with pytest.raises(DatelineError, match="no part of an index"):
        back(altered(copy, {"files": files}))
    other = copy.with_name("linked.zip")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(other, "w") as new:
        for info in old.infolist():
            if info.filename == "feedback.jsonl":
                info.external_attr = 0o120777 << 16
            new.writestr(info, old.read(info.filename))
    with pytest.raises(DatelineError, match="no part of an index"):
        back(other)


def test_an_index_of_other_models_is_told(copy: Path) -> None:
    class Other(HashEmbedder):
        name = "other"

    with pytest.raises(DatelineError, match="was built with"):
        bring_back(Settings(index_dir=copy.parent / "back"), copy, Other())
    assert not (copy.parent / "back").exists()


def test_a_restore_that_is_ended_leaves_no_index(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "renew", ended)
    with pytest.raises(KeyboardInterrupt):
        back(copy)
    assert sorted(p.name for p in copy.parent.iterdir()) == ["a.txt", "copy.zip", "index"]
