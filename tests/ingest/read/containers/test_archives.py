"""An archive is read member by member; what is broken, locked, too large or too deep in it is named and costs nothing else."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.kinds import MAX_DEPTH, Unpacked
from ingest.read.failures import Failure
from ingest.read.files import read_file
from ingest.read.limits import MB, Limits
from tests.kits.exports import NOTE, tarred, zipped
from tests.kits.ingest import Write, opened, run

LIMITS = Limits()


def places(path: Path, limits: Limits = LIMITS, size: int = 0) -> tuple[list[str], list[str]]:
    """Return the members that gave an article, and what is said of the others; ``size`` bytes came out before."""
    found = list(read_file(path, limits, unpacked=Unpacked(size=size)))
    failed = [f"{f.where.removeprefix(str(path))}: {f.reason}" for f in found if isinstance(f, Failure)]
    return [raw.place for raw in found if isinstance(raw, Raw)], failed


def test_names_lead_nowhere(write: Write) -> None:
    path = write("a.zip", zipped({"../../up.txt": NOTE, "/root.txt": NOTE, "a\\b.txt": NOTE, "\x1b[31m.txt": NOTE}))
    assert places(path) == (["/up.txt", "/root.txt", "/a/b.txt", "/\ufffd[31m.txt"], [])


def test_a_bad_member_costs_itself_alone(write: Write) -> None:
    good, failed = places(write("a.zip", zipped({"bad.docx": "no", "bad.pdf": "no", "c.txt": NOTE, "d.zip": b"PK\x03\x04 no"})))
    assert good == ["/c.txt"]
    assert [line.partition(":")[0] for line in failed] == ["/bad.docx", "/bad.pdf", "/d.zip"]


def test_a_locked_archive_is_named(write: Write) -> None:
    content = bytearray(zipped({"a.txt": NOTE}))
    content[6] |= 1  # in the member's own head, and in the table at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert places(write("a.zip", bytes(content))) == ([], [": the archive is locked by a password"])


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar"])
def test_what_is_cut_off_is_named(write: Write, name: str) -> None:
    members: dict[str, bytes | str] = {"a.txt": NOTE * 50, "b.txt": NOTE}
    content = zipped(members) if name == "a.zip" else tarred(members, "w:gz" if name.endswith("gz") else "w")
    _, failed = places(write(name, content[: len(content) // 2]))
    assert len(failed) == 1
    assert "broken archive" in failed[0]


def test_what_holds_nothing_to_read_is_named(write: Write) -> None:
    assert places(write("a.zip", zipped({"a.jpg": b"\xff\xd8\xff", "README.md": "x", "sub/.b.txt": NOTE}))) == (
        [],
        [": nothing in this archive is of a type that can be read"],
    )
    assert places(write("b.zip", b"hello"))[1] == [": it does not begin like a .zip file"]


def test_a_member_that_unpacks_to_too_much_is_named(write: Write) -> None:
    path = write("a.zip", zipped({"big.txt": b" " * (MB + 1), "c.txt": NOTE, "even.txt": b"x" * MB}))
    good, failed = places(path, Limits(file_mb=1))
    assert good == ["/c.txt", "/even.txt"]
    assert failed == ["/big.txt: it unpacks to over 1 MB, more than the 1 MB that a document may have (setting file_mb)"]


def test_the_limits_are_those_of_the_outermost_archive(write: Write) -> None:
    path = write("a.zip", zipped({"a.txt": NOTE, "in.zip": zipped({"b.txt": NOTE})}))
    assert places(path, Limits(archive_files=3)) == (["/a.txt", "/in.zip/b.txt"], [])
    good, failed = places(path, Limits(archive_files=2))
    assert (good, failed) == (["/a.txt"], ["/in.zip: 3 files, more than the 2 that an archive may hold (setting archive_files)"])
    good, failed = places(path, Limits(archive_mb=1), size=MB - len(NOTE))
    assert good == ["/a.txt"]
    assert failed == [": it unpacks to over 1 MB, more than the 1 MB that an archive may unpack to (setting archive_mb)"]


def test_a_tar_counts_what_it_says_that_it_holds(write: Write) -> None:
    entry = tarfile.TarInfo("huge.txt")
    entry.size = 2 * MB
    path = write("a.tar", entry.tobuf() + b"x" * 1024)
    assert places(path, Limits(archive_mb=1))[1] == [
        ": it unpacks to over 1 MB, more than the 1 MB that an archive may unpack to (setting archive_mb)"
    ]


def test_many_pages_of_one_archive_are_not_counted_as_one(write: Write) -> None:
    page = "<p>word" * 300
    path = write("a.zip", zipped({f"{n}.html": page for n in range(4)}))
    assert len(places(path, Limits(file_nodes=1000))[0]) == 4


def test_archives_in_archives_end(write: Write) -> None:
    content = zipped({"a.txt": NOTE})
    for _ in range(MAX_DEPTH - 1):
        content = zipped({"in.zip": content})
    assert places(write("a.zip", content))[0] == ["/in.zip/in.zip/a.txt"]
    good, failed = places(write("b.zip", zipped({"in.zip": content})))
    assert good == []
    assert failed == ["/in.zip/in.zip/in.zip: archives more than 3 deep inside each other"]


@pytest.mark.parametrize(("name", "pack"), [("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress)])
def test_one_packed_file(write: Write, name: str, pack: Callable[[bytes], bytes]) -> None:
    assert places(write(name, pack(NOTE.encode()))) == (["/a.txt"], [])


def test_links_and_devices_in_a_tar_are_passed_over(write: Write) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        entry = tarfile.TarInfo("./a.txt")
        entry.size = len(NOTE)
        archive.addfile(entry, io.BytesIO(NOTE.encode()))
    assert places(write("a.tar", out.getvalue())) == (["/a.txt"], [])


def test_an_article_also_in_a_folder_stays_when_it_leaves_the_archive(tmp_path: Path, write: Write) -> None:
    index = tmp_path / "i"
    path, other = write("a.zip", zipped({"n.txt": NOTE})), write("z.txt", NOTE.encode())
    run(index, path, other)
    with opened(index) as store:
        assert sorted(a.path for a in store.articles()) == [f"{path}/n.txt", str(other)]
    path.write_bytes(zipped({"m.txt": NOTE.replace("Eck", "Uck")}))
    run(index, path, other)
    with opened(index) as store:
        assert sorted(a.path for a in store.articles()) == [f"{path}/m.txt", str(other)]
