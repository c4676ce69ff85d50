"""``dateline articles`` lists, shows, deletes and restores; the closing lines of an ingest lead to it."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.deletion import Gone, delete, restore
from ingest.read.failures import Note
from ingest.report import Report
from rag.index.listing import SHORT
from rag.index.store import Deleted, Store
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, opened, run
from ui.actions import Actions, several
from ui.articles import LOST
from ui.cli import main
from ui.gaps import gap_lines, note_lines, run_lines

LACKING = {"undated": 12, "no_outlet": 0, "no_title": 1, "short": 0, "incomplete": 0, "found": 1000}


@contextmanager
def reading(settings: Settings) -> Iterator[Store]:
    with opened(settings.index_dir) as store:
        yield store


def delete_some(settings: Settings, ids: Sequence[str]) -> Gone:
    return delete(settings, ids, models=HashEmbedder.name)


def restore_some(settings: Settings, ids: Sequence[str]) -> dict[str, Deleted]:
    return restore(settings, ids, models=HashEmbedder.name)


GIVEN = Actions(reading=reading, delete=delete_some, restore=restore_some)


@pytest.fixture
def news(home: Path, tmp_path: Path) -> Path:
    """Return the folder of an index of three articles: two records, and a copy of one in a file of its own."""
    records = [
        {"id": "gale-2024", "title": "Gale \x1b[31mblows", "text": f"[bold]{BODY}", "source": "=Post", "published": "2024-03-05"},
        {"id": "gale-2023", "title": "", "text": "Short news of a gale on the coast.", "source": "Star"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, records)))
    (tmp_path / "copy.json").write_text(json.dumps(records[0] | {"id": "copy"}))
    run(tmp_path / "news", tmp_path / "rows.jsonl", tmp_path / "copy.json")
    return tmp_path / "news"


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["articles", *argv], GIVEN)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_list_is_filtered_and_cut(capsys: pytest.CaptureFixture[str], news: Path) -> None:
    code, out, _ = told(capsys, "--index", str(news))
    lines = out.splitlines()
    assert (code, [line.split()[-1] for line in lines[:3]]) == (0, ["copy", "gale-2024", "gale-2023"])
    assert "5 Mar 2024" in lines[0]
    assert "Gale [31mblows" in lines[0], "what commands a terminal never comes in"
    assert "undated" in lines[2]
    assert "(rows.jsonl)" in lines[2]
    assert lines[3] == "3 of 3 articles. Read one: dateline articles show ID"
    assert told(capsys, "-n", "1", "--index", str(news))[1].splitlines()[1].startswith("1 of 3 articles; -n 3 lists more.")
    for filters, ids in (
        (["--undated", "--no-title", "--short"], ["gale-2023"]),
        (["--outlet", "post", "--from", "5 March 2024", "--to", "March 2024"], ["copy", "gale-2024"]),
        (["--find", "short GALE"], ["gale-2023"]),
        (["--file", "copy.json"], ["copy"]),
        (["--file", str(news.parent / "rows.jsonl")], ["gale-2024", "gale-2023"]),
        (["--no-outlet"], []),
        (["--incomplete"], []),
        (["--found"], []),
    ):
        code, out, _ = told(capsys, *filters, "--index", str(news), "--json")
        assert [row["id"] for row in json.loads(out)] == ids, filters
    assert "text" not in json.loads(told(capsys, "--json", "--index", str(news))[1])[0]
    rows = list(csv.DictReader(io.StringIO(told(capsys, "--format", "csv", "--index", str(news))[1])))
    assert (rows[0]["id"], rows[0]["source"], rows[0]["incomplete"]) == ("copy", "'=Post", "False")
    assert told(capsys, "--no-outlet", "--index", str(news))[1] == "No article fits.\n"
    assert told(capsys, "--from", "soon", "--index", str(news))[0] == 2
    assert f"under {SHORT} characters of text" in " ".join(told(capsys, "--help")[1].split())


def test_one_is_shown_whole(capsys: pytest.CaptureFixture[str], news: Path) -> None:
    code, out, _ = told(capsys, "--index", str(news), "show", "gale-2024")
    assert code == 0
    assert out.startswith("Gale [31mblows\n=Post, 5 Mar 2024\n")
    assert " ".join(BODY.split()) in " ".join(out.split())
    assert "copies     =Post copy" in out
    assert json.loads(told(capsys, "show", "copy.json", "--json", "--index", str(news))[1])["text"] == f"[bold]{BODY}"
    assert told(capsys, "show", "gale", "--index", str(news))[1].count("gale-") == 2  # the beginning of two
    code, _, err = told(capsys, "show", "nothing", "--index", str(news))
    assert (code, "There is no article 'nothing'" in err) == (2, True)


def test_what_is_deleted_is_asked_for_and_can_be_restored(
    capsys: pytest.CaptureFixture[str], news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    for argv, code in ((["gale-2024"], 1), (["gale", "--yes"], 2), (["rows.jsonl", "gale-2024", "--yes"], 0)):
        before = told(capsys, "--json", "--index", str(news))[1]
        found, out, err = told(capsys, "delete", *argv, "--index", str(news))
        assert found == code, err
        assert (told(capsys, "--json", "--index", str(news))[1] == before) is bool(code)
    assert out.startswith("2 deleted. To let them in again: dateline articles restore ID... --index ")
    assert run(news, news.parent / "rows.jsonl").deleted == 0  # not even read
    assert {line.split()[0] for line in told(capsys, "restore", "--index", str(news))[1].splitlines()} == {"gale-2023", "gale-2024"}
    assert told(capsys, "restore", "gale-2024", "gale-1900", "--index", str(news))[0] == 2  # and neither is restored
    code, out, _ = told(capsys, "restore", "gale-2024", "--index", str(news))
    assert (code, out) == (0, f"1 may come in again. Run: dateline ingest {news.parent / 'rows.jsonl'} --index {news}\n")
    assert told(capsys, "restore", "gale-2024", "--index", str(news))[0] == 2
    report = run(news, news.parent / "rows.jsonl")
    assert (report.added, report.deleted) == (1, 1)


def test_what_cannot_be_restored_is_said_and_what_can_by_a_command_that_works(capsys: pytest.CaptureFixture[str], news: Path) -> None:
    odd = news.parent / "my files"
    odd.mkdir()
    for n in (1, 2):
        (odd / "v.json").write_text(json.dumps({"id": "v", "title": "V", "text": f"{BODY} {n}", "updated": f"2024-03-0{n}"}))
        run(news, odd)
    (news.parent / "copy.json").unlink()
    out = told(capsys, "delete", "v", "copy", "--yes", "--index", str(news))[1]
    assert out.startswith("2 deleted, and 1 earlier version that may not come back. To let 1 of them in again: dateline articles restore ")
    assert out.endswith(f"{LOST}\n")
    assert told(capsys, "restore", "v", "--index", str(news))[1].endswith(f"Run: dateline ingest '{odd / 'v.json'}' --index {news}\n")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--find", "\udcff"], 0),
        (["--outlet", "\udcff"], 0),
        (["--find", " ".join(["word"] * 1100)], 2),
        (["--find", "w" * 60_000], 2),
        (["--find", "w" * 1000], 0),
        (["--find", "w" * 1001], 2),
        (["-n", "99999999999999999999"], 0),
        (["show", "\udcff"], 2),
        (["show", "w" * 60_000], 2),
        (["delete", "\udcff", "-y"], 2),
    ],
)
def test_nothing_that_is_typed_breaks_it(capsys: pytest.CaptureFixture[str], news: Path, argv: list[str], code: int) -> None:
    found, out, err = told(capsys, *argv, "--index", str(news))
    assert (found, "Traceback" in out + err) == (code, False)


def test_a_file_whose_name_is_no_text_is_opened_and_deleted(capsys: pytest.CaptureFixture[str], news: Path) -> None:
    path = news.parent / "gale\udcff.json"
    path.write_text(json.dumps({"id": "odd", "title": "Gale \x9b\u202e", "text": BODY}))
    run(news, path)
    shown = told(capsys, "show", str(path), "--json", "--index", str(news))[1]
    assert (json.loads(shown)["id"], json.loads(shown)["title"]) == ("odd", "Gale")
    assert told(capsys, "delete", str(path), "-y", "--index", str(news))[0] == 0
    assert told(capsys, "restore", "odd", "--index", str(news))[1].endswith(f"dateline ingest {news.parent} --index {news}\n")


def test_what_a_run_saw_is_said_with_the_command_that_shows_it() -> None:
    assert gap_lines(LACKING, "--index news") == [
        "12 without a date                             dateline articles --undated --index news",
        "1 without a headline                          dateline articles --no-title --index news",
        "1,000 with a date that was found, not stated  dateline articles --found --index news",
    ]
    assert run_lines(Report()) == []
    report = Report(
        skipped=("/a/b.XLS", "/a/c.jpg", "/a/d.jpg", "/a/Makefile"),
        several=2,
        deleted=1,
        seen={"headline": 9, "desk": 3, "\x1b": 4},
        used={"headline": 9},
    )
    assert run_lines(report) == [
        "1 article that you deleted left out  dateline articles restore",
        "2 files held several articles",
        "fields of records used: headline",
        "fields not used, in so many records: \\x1b 4, desk 3",
        "files left out, by type: .jpg 2, .xls 1, Makefile 1",
    ]
    many = Report(seen={f"f{n:02}": 1 for n in range(14)})
    assert run_lines(many)[0].endswith(", f11 1 and 2 more")


@pytest.mark.parametrize("more", [0, 1, 2])
def test_of_many_notes_the_first_are_shown(more: int) -> None:
    lines = note_lines(Report(notes=tuple(Note(f"{n}.csv", "day or month\n?") for n in range(5 + more))))
    assert lines[:2] == ["note: 0.csv: day or month ?", "note: 1.csv: day or month ?"]
    assert lines[5:] == [[], ["note: 1 more note of the kind"], ["note: 2 more notes of the kind"]][more]


def test_an_ingest_sees_what_its_articles_lack(news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "a.csv").write_text(f'headline,body,desk\nA gale,"{BODY}",x\n,"{BODY} Twice.",y\n')
    (folder / "b.xls").write_text("x")
    report = run(news, folder)
    assert {name: n for name, n in report.lacking.items() if n} == {"undated": 2, "no_outlet": 2, "no_title": 1, "short": 2}
    assert (report.several, report.left_out) == (0, {".xls": 1})  # a list of records is meant to hold many
    assert (report.seen, {name for name, n in report.used.items() if n}) == ({"headline": 2, "body": 2, "desk": 2}, {"headline", "body"})
    assert run(news, folder).lacking == dict.fromkeys(report.lacking, 0)


def test_lists_of_records_are_not_counted_among_the_files_of_several(news: Path, tmp_path: Path) -> None:
    items = "".join(f"<item><title>Gale {n}</title><description>{BODY} {n}.</description></item>" for n in range(2))
    (tmp_path / "two.xml").write_text(f"<rss version='2.0'><channel><title>Oxhey Star</title>{items}</channel></rss>")
    rows = [{"title": f"Flood {n}", "text": f"{BODY} Flood {n}."} for n in range(2)]
    (tmp_path / "two.JSON").write_text(json.dumps(rows))
    (tmp_path / "two.jsonl").write_text("\n".join(json.dumps(row | {"url": "x"}) for row in rows))
    assert run(news, tmp_path).several == 1
    with opened(news) as store:
        assert several(store) == 1
