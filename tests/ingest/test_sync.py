"""Store and files are made equal, whatever was there before and whenever the last run was killed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.alike import Whose
from ingest.deletion import delete
from ingest.lock import write_lock
from ingest.read import files
from ingest.report import Report
from ingest.sync import ingest, update
from rag.errors import IndexBusy
from rag.index.writing import StoreWriter
from rag.models.encoders import Vectors
from rag.records import Article
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, article_text, opened, run, snapshot


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a folder of three articles."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("bread", "king", "storm"):
        put(folder, name)
    return folder


def put(folder: Path, name: str, more: str = "") -> Path:
    path = folder / f"{name}.txt"
    path.write_text(article_text(f"A headline about {name}", f"The {name} was seen on Monday by many people. {BODY}{more}"))
    return path


def rows(path: Path, *records: dict[str, str]) -> None:
    path.write_text("\n".join(json.dumps(record) for record in records))


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed, len(report.failed)


def live(path: Path, *posts: str) -> None:
    """Write a live page with a post a day, the first on 1 March 2024."""
    told = [(f"2024-03-0{n}T09:00Z", f"It was the day of the {post}. {BODY}") for n, post in enumerate(posts, start=1)][::-1]
    page = {"@type": "LiveBlogPosting", "headline": "Ferry search - live", "datePublished": told[-1][0], "dateModified": told[0][0]}
    page["liveBlogUpdate"] = [{"@type": "BlogPosting", "datePublished": at, "articleBody": text} for at, text in told]
    shown = "".join(f"<div class='post'><time datetime='{at}'>{at}</time><p>{text}</p></div>" for at, text in told)
    script = f"<script type='application/ld+json'>{json.dumps(page)}</script>"
    path.write_text(f"<html><head>{script}</head><body><article>{shown}</article></body></html>")


def ids(index: Path) -> dict[str, str]:
    """Return file name -> id of its article, each file holding one."""
    with opened(index) as store:
        found = {Path(a.path).name: a.id for a in store.articles()}
        assert len(found) == store.counts()["articles"]
    return found


def titles(index: Path) -> dict[str, str]:
    """Return title -> file name of all articles."""
    with opened(index) as store:
        return {a.title.rpartition(" ")[2]: Path(a.path).name for a in store.articles()}


def test_again_changes_nothing(index: Path, work: Path) -> None:
    assert counts(run(index, work)) == (3, 0, 0, 0, 0)
    before = snapshot(index)
    with opened(index) as store:
        generation = store.generation
    assert counts(run(index, work)) == (0, 0, 3, 0, 0)
    assert snapshot(index) == before
    with opened(index) as store:
        assert store.generation == generation


def test_passages_are_slices_and_found(index: Path, work: Path) -> None:
    run(index, work)
    with opened(index) as store:
        table, articles = store.table(), {a.id: a for a in store.articles()}
        for row in range(table.size):
            text = articles[table.article_of(row)].text[slice(*table.span_of(row))]
            assert text.strip() == text != ""
            assert row in store.nearest(HashEmbedder().embed([text])[0], 1)


def test_a_changed_file_is_replaced(index: Path, work: Path) -> None:
    run(index, work)
    put(work, "king", " The palace had no word.")
    assert counts(run(index, work)) == (0, 1, 2, 0, 0)
    with opened(index) as store:
        assert [a.text.endswith("The palace had no word.") for a in store.articles() if "king" in a.title] == [True]


def test_a_file_that_is_gone_goes_only_when_asked(index: Path, work: Path) -> None:
    run(index, work)
    (work / "king.txt").unlink()
    assert counts(run(index, work)) == (0, 0, 2, 0, 0)
    assert "king" in titles(index)
    assert counts(run(index, work, prune=True)) == (0, 0, 2, 1, 0)
    assert titles(index) == {"bread": "bread.txt", "storm": "storm.txt"}


def test_prune_leaves_other_folders_and_missing_ones_alone(index: Path, work: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(work, other)
    put(other, "rain")
    run(index, work, other)
    (other / "rain.txt").unlink()
    assert counts(run(index, work, prune=True)) == (0, 0, 3, 0, 0)
    shutil.rmtree(other)
    assert counts(run(index, other, prune=True)) == (0, 0, 0, 0, 1)
    assert "rain" in titles(index)


def test_a_moved_file_keeps_its_article(index: Path, work: Path) -> None:
    run(index, work)
    (work / "king.txt").rename(work / "palace.txt")
    assert counts(run(index, work)) == (0, 0, 3, 0, 0)
    assert titles(index)["king"] == "palace.txt"
    with opened(index) as store:
        assert {Path(path).name for path in store.files()} == {"bread.txt", "palace.txt", "storm.txt"}


def test_two_files_of_one_content_are_two_articles_and_one_story(index: Path, work: Path) -> None:
    shutil.copy(work / "king.txt", work / "aking.txt")
    assert counts(run(index, work)) == (4, 0, 0, 0, 0)
    before = ids(index)
    assert before["king.txt"].startswith(before["aking.txt"] + "-")
    with opened(index) as store:
        assert len(set(store.story_of([before["king.txt"], before["aking.txt"]]).values())) == 1
    for _ in range(2):
        assert counts(run(index, work)) == (0, 0, 4, 0, 0)
    (work / "king.txt").rename(work / "zking.txt")  # of two that are alike one moves: it keeps the id of its first name
    assert counts(run(index, work)) == (0, 0, 4, 0, 0)
    assert ids(index) == {n.replace("king.txt", "zking.txt") if n == "king.txt" else n: i for n, i in before.items()}
    shutil.copy(work / "zking.txt", work / "king.txt")  # and another takes its name
    assert counts(run(index, work)) == (1, 0, 4, 0, 0)
    assert len({i for n, i in ids(index).items() if "king" in n}) == 3
    (work / "aking.txt").unlink()  # the first goes, the others stay as they are
    assert counts(run(index, work, prune=True)) == (0, 0, 4, 1, 0)
    assert {n: i for n, i in ids(index).items() if n in before} == {n: before[n] for n in ("bread.txt", "storm.txt")} | {
        "king.txt": ids(index)["king.txt"]
    }


def test_a_link_is_no_other_file(index: Path, work: Path, tmp_path: Path) -> None:
    link, outside = tmp_path / "aking.txt", work / "aking.txt"
    link.symlink_to(work / "king.txt")
    outside.symlink_to(link)
    assert counts(run(index, link)) == (1, 0, 0, 0, 0)  # nothing else is known of it yet
    assert counts(run(index, work)) == (2, 0, 1, 0, 0)
    assert counts(run(index, work, link)) == (0, 0, 3, 0, 0)
    assert titles(index)["king"] == "aking.txt"
    link.unlink()
    assert counts(run(index, work, prune=True)) == (0, 0, 3, 0, 1)  # a link to nothing
    assert titles(index)["king"] == "king.txt"


def test_files_that_pass_their_contents_on_keep_the_ids(index: Path, work: Path) -> None:
    """As a page that is saved anew each day, and the old one moved aside."""
    run(index, work)
    before = ids(index)
    for old, new in (("storm", "king"), ("king", "aking")):
        shutil.copy(work / f"{old}.txt", work / f"{new}x")
    for name in ("king", "aking"):
        (work / f"{name}x").rename(work / f"{name}.txt")
    put(work, "storm", " More is known now.")
    assert counts(run(index, work)) == (1, 0, 3, 0, 0)
    after = ids(index)
    assert (after["aking.txt"], after["king.txt"]) == (before["king.txt"], before["storm.txt"])


def test_files_that_shared_an_article_get_one_each(index: Path, work: Path) -> None:
    """As an index of an earlier version of this program holds them."""
    run(index, work)
    shared = ids(index)["king.txt"]
    for name in ("aking.txt", "zking.txt"):
        shutil.copy(work / "king.txt", work / name)
    store = StoreWriter.open(Settings(index_dir=index), models=HashEmbedder.name)
    mark = store.files()[str(work / "king.txt")][0]
    for name in ("aking.txt", "zking.txt"):
        store.set_file(str(work / name), mark, [shared])
    store.close()
    assert counts(run(index, work)) == (2, 0, 3, 0, 0)
    assert counts(run(index, work)) == (0, 0, 5, 0, 0)
    assert ids(index)["aking.txt"] == shared
    assert len(set(ids(index).values())) == 5


def test_versions_that_two_files_hold_of_one_article_are_kept_apart(index: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        live(tmp_path / name, "one", "two", "three")
    for _ in range(2):
        run(index, tmp_path)
        with opened(index) as store:
            found = store.articles(versions=True)
        held = {Path(a.path).name: sum(v.version_of == a.id for v in found) for a in found if not a.version_of}
        assert held == {"a.html": 2, "b.html": 2}


def test_an_article_that_moves_between_files_is_not_lost(index: Path, work: Path) -> None:
    run(index, work)
    king = (work / "king.txt").read_text()
    put(work, "king", " But this is another.")
    (work / "aaa.txt").write_text(king)
    run(index, work)
    assert titles(index)["king"] in {"aaa.txt", "king.txt"}
    with opened(index) as store:
        assert sum("king" in a.title for a in store.articles()) == 2


def test_every_shown_field_counts(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    record = {"id": "r1", "title": "Storm", "date": "2024-05-03", "source": "post.example", "url": "https://post.example/1", "text": BODY}
    rows(file, record)
    assert counts(run(index, file)) == (1, 0, 0, 0, 0)
    for field, value in (
        ("title", "Gale"),
        ("date", "2024-05-04"),
        ("source", "x.example"),
        ("url", "https://x.example"),
        ("author", "Ann Lee"),
    ):
        record[field] = value
        rows(file, record)
        assert counts(run(index, file)) == (0, 1, 0, 0, 0), field
    with opened(index) as store:
        (article,) = store.articles()
        assert (article.id, article.title, article.published, article.source, article.byline) == (
            "r1",
            "Gale",
            "2024-05-04",
            "x.example",
            "Ann Lee",
        )


def test_an_id_belongs_to_one_text(index: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    rows(first, {"id": "r1", "text": BODY}, {"id": "r2", "text": BODY + " Twice."})
    rows(second, {"id": "r1", "text": "Another text altogether. " + BODY}, {"id": "r2", "text": BODY + " Twice."})
    for _ in range(2):
        report = run(index, first, second)
        assert [(Path(f.where).name, f.reason.endswith("a.jsonl:1") or f.reason.endswith("a.jsonl")) for f in report.failed] == [
            ("b.jsonl:1", True)
        ]
    with opened(index) as store:
        assert store.article("r1").text == BODY
        assert len(store.articles()) == 2


def test_bad_files_are_named_each_time_and_the_rest_goes_in(index: Path, work: Path) -> None:
    (work / "bad.txt").write_bytes(b"\0\1\2" * 50)
    (work / "logos.txt").write_text("Logo\nFollow\nShare\n")
    rows(work / "some.jsonl", {"id": "r1", "text": BODY}, {"id": "r2"})
    for added in (4, 0):
        report = run(index, work)
        assert counts(report) == (added, 0, 4 - added, 0, 3)
        assert [Path(f.where).name for f in report.failed] == ["bad.txt", "logos.txt", "some.jsonl:2"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "no permission to read it"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("gone"), "gone"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(index: Path, work: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    def refuse(*_: object) -> str:
        raise error

    monkeypatch.setattr("ingest.ahead.unread.file_digest", refuse)
    assert [f.reason for f in run(index, work).failed] == [reason] * 3


def test_a_file_that_breaks_keeps_its_articles(index: Path, work: Path) -> None:
    rows(work / "some.jsonl", {"id": "r1", "text": BODY}, {"id": "r2", "text": BODY + " Twice."})
    run(index, work)
    before = snapshot(index)
    (work / "king.txt").write_bytes(b"\0" * 100)
    (work / "some.jsonl").write_text(json.dumps({"id": "r1", "text": BODY}) + '\n{"id": "r2", "te')
    report = run(index, work, prune=True)
    assert (report.removed, len(report.failed)) == (0, 2)
    assert snapshot(index)["articles"] == before["articles"]
    rows(work / "some.jsonl", {"id": "r1", "text": BODY})
    assert run(index, work).removed == 1


def test_a_mistyped_name_leaves_no_index_behind(index: Path, tmp_path: Path) -> None:
    assert counts(run(index, tmp_path / "nowhere")) == (0, 0, 0, 0, 1)
    assert not index.exists()


def test_one_writer(index: Path, work: Path) -> None:
    run(index, work)
    before = snapshot(index)
    put(work, "rain")
    with write_lock(index), pytest.raises(IndexBusy, match="Another ingest"):
        run(index, work)
    assert snapshot(index) == before
    assert run(index, work).added == 1


def test_a_writer_in_another_process(index: Path, work: Path) -> None:
    hold = f"with write_lock(Path({str(index)!r})):\n    print('held', flush=True)\n    input()"
    code = f"from pathlib import Path\nfrom ingest.lock import write_lock\n{hold}"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy):
            run(index, work)
        other.kill()
    assert run(index, work).added == 3  # the lock went with its holder


def test_an_open_store_can_be_filled(index: Path, work: Path) -> None:
    store = StoreWriter.open(Settings(index_dir=index), models=HashEmbedder.name)
    try:
        assert counts(ingest([work], store, HashEmbedder())) == (3, 0, 0, 0, 0)
    finally:
        store.close()


def test_progress_ends_at_the_whole(index: Path, work: Path) -> None:
    (work / "empty.txt").touch()
    rows(work / "rows.jsonl", *({"id": f"r{i}", "text": f"Number {i}. {BODY}"} for i in range(150)))
    seen: list[tuple[int, int, str]] = []
    report = update(Settings(index_dir=index), [work], embedder=HashEmbedder(), progress=lambda *step: seen.append(step))
    done = [step[0] for step in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1] == sum(path.stat().st_size for path in work.iterdir())
    assert len([step for step in seen if step[2].endswith("rows.jsonl")]) > 100
    assert report.articles_per_second > 0


def test_an_odd_file_name(index: Path, tmp_path: Path) -> None:
    put(tmp_path, "naïve “name” \n 100% #1")
    assert run(index, tmp_path).added == 1


actions = st.sampled_from(["write", "delete", "move", "copy", "ingest"])
edits = st.lists(st.tuples(actions, st.sampled_from("abx"), st.sampled_from("axy"), st.booleans()), max_size=10)


@settings(max_examples=8, deadline=None)
@given(edits)
def test_any_history_ends_like_a_clean_run(tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, str, str, bool]]) -> None:
    """But for the ids: of files with one content the first gets that of the article, and one that got it keeps it."""
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as name:
        folder, index, clean = Path(name) / "work", Path(name) / "index", Path(name) / "clean"
        folder.mkdir()
        put(folder, "always")
        for action, file, other, flag in history:
            path, second = folder / f"{file}.txt", folder / f"{other}.txt"
            if action == "write":
                put(folder, "written", f" It was {other}." if flag else "").rename(path)
            elif action == "ingest":
                run(index, folder, prune=flag)
            elif action == "delete":
                path.unlink(missing_ok=True)
            elif path.exists():
                second.write_text(path.read_text())
                if action == "move" and file != other:
                    path.unlink()
        run(index, folder, prune=True)
        run(clean, folder)
        files = sorted(map(str, folder.iterdir()))
        assert by_path(index) == by_path(clean)
        assert [path for path, *_ in by_path(index)["articles"]] == files, "each file is one article"
        before = snapshot(index)
        assert counts(run(index, folder, prune=True)) == (0, 0, len(files), 0, 0)
        assert snapshot(index) == before


def by_path(index: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a store of one article a file holds, without the ids."""
    held = snapshot(index)
    path_of = {a.id: a.path for a in held["articles"]}
    return {
        "articles": sorted((a.path, a.title, a.text, a.dated) for a in held["articles"]),
        "passages": sorted((path_of[article], start, end) for _, article, start, end in held["passages"]),
        "files": [(path, mark, [path_of[i] for i in ids]) for path, (mark, ids) in held["files"].items()],
        "known": sorted((path_of[i],) for i in held["known"]),
    }


def killed(folder: Path, first: int, last: int) -> dict[str, list[object]]:
    """Let the second ingest of a folder be killed at each of its writing steps in turn, as ``tests.kits.killed`` says."""
    before, after = folder / "before", folder / "after"
    for place in (before, after):
        place.mkdir()
    for place, more in ((before, ""), (after, " More is known now.")):
        put(place, "storm", more)
    put(before, "king")
    put(before, "bread").rename(before / "a.txt")
    put(after, "bread").rename(after / "z.txt")
    put(after, "rain")
    for place, day in ((before, "1 March"), (after, "5 March")):
        (place / "boats.txt").write_text(article_text("Two boats sink", f"It was known by {day}. {BODY}", f"Updated {day} 2024"))
        rows(place / "dated.jsonl", {"id": "u", "title": "Aid", "text": f"By {day}. {BODY} Aid came later.", "updated": f"{day} 2024"})
    records = [{"id": f"r{i}", "title": f"T{i}", "text": f"Number {i} was drawn on Monday. {BODY}"} for i in range(6)]
    rows(before / "rows.jsonl", *records)
    rows(after / "rows.jsonl", *records[1:4], {**records[4], "title": "T4 again"}, {**records[0], "id": "r9"})
    command = [sys.executable, "-m", "tests.kits.killed", str(folder), str(first), str(last)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["articles"] == 12  # of which two are earlier versions
    found: dict[str, list[object]] = report["results"]
    return found


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork on this system")
def test_killed_while_writing(tmp_path: Path) -> None:
    assert killed(tmp_path, 9, 10) == {"9": [9, 0, []], "10": [9, 0, []]}  # killed by signal 9, then a run that ends as a clean one


@pytest.mark.models
def test_killed_at_any_step(tmp_path: Path) -> None:
    results = killed(tmp_path, 1, 36)
    ended = [found[0] for found in results.values()]
    assert ended == sorted(ended, reverse=True), "kills, then steps that no longer come"
    assert sum(signal == 9 for signal in ended) >= 24
    assert [found[1:] for found in results.values()] == [[0, []]] * 36


# --- what the ledger knows of files


def test_pruning_keeps_a_file_that_is_there_though_the_walk_passes_it_over(index: Path, work: Path) -> None:
    """Notes and hidden files are read when they are named; a run over their folder must not take them for gone."""
    readme, hidden = work / "README.md", work / ".draft.txt"
    for path in (readme, hidden):
        path.write_text(article_text(f"A headline about {path.stem}", f"{path.stem} was written on Monday. {BODY}"))
    run(index, work, readme, hidden)
    assert counts(run(index, work, prune=True)) == (0, 0, 3, 0, 0)
    assert len(titles(index)) == 5


def test_the_same_bytes_are_read_anew_under_another_type(index: Path, tmp_path: Path) -> None:
    text = article_text("Storm sinks two boats", f"*Nine* men were saved. {BODY}")
    path = tmp_path / "a.html"
    path.write_text(text)
    for name, added in (("a.txt", 1), ("b.TXT", 0), ("c.md", 1)):
        path = path.rename(tmp_path / name)
        assert run(index, path).added == added
    with opened(index) as store:
        assert sorted("*" in a.text for a in store.articles()) == [False, True]


def test_an_id_is_free_again_when_its_file_is_gone(index: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    rows(first, {"id": "r1", "text": BODY})
    run(index, first)
    rows(second, {"id": "r1", "text": f"Another text altogether. {BODY}"})
    assert counts(run(index, second)) == (0, 0, 0, 0, 1)
    first.unlink()
    assert counts(run(index, second)) == (0, 1, 0, 0, 0)


def export(path: Path, outlet: str, *texts: str, field: str = "url") -> None:
    """Write an export that numbers its records from 1."""
    whose = {"url": f"https://www.{outlet}.example/{{}}", "source": outlet.title()}[field]
    told = [{"id": str(n), "title": f"{outlet} {n}", field: whose.format(n), "text": f"{BODY} {text}"} for n, text in enumerate(texts, 1)]
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(("field", "behind"), [("url", "marl.example"), ("source", "marl")])
def test_two_exports_that_number_alike_are_both_taken(index: Path, tmp_path: Path, field: str, behind: str) -> None:
    work = tmp_path / "work"
    work.mkdir()
    oxhey, marl, later = work / "a.json", work / "b.json", work / "c.json"
    export(oxhey, "oxhey", "One.", "Two.", field=field)
    export(marl, "marl", "Three.", "Four.", field=field)

    def texts() -> dict[str, str]:
        with opened(index) as store:
            return {a.id: a.text.split()[-1] for a in store.articles(versions=True)}

    first, second = f"1~{behind}", f"2~{behind}"
    assert counts(run(index, work)) == (4, 0, 0, 0, 0)
    assert texts() == {"1": "One.", "2": "Two.", first: "Three.", second: "Four."}
    assert counts(run(index, work)) == (0, 0, 4, 0, 0)
    export(marl, "marl", "Three.", "Five.", field=field)  # an edit replaces
    export(oxhey, "oxhey", "Six.", "Two.", field=field)
    assert counts(run(index, work)) == (0, 2, 2, 0, 0)
    assert texts() == {"1": "Six.", "2": "Two.", first: "Three.", second: "Five."}
    export(later, "marl", "Three.", "Five.", field=field)  # the same ones in another file
    assert counts(run(index, later)) == (0, 0, 2, 0, 0)
    delete(Settings(index_dir=index), [first, "2"], models=HashEmbedder.name)
    for path, outlet in ((oxhey, "oxhey"), (marl, "marl"), (later, "marl")):
        export(path, outlet, *("Six. Two." if outlet == "oxhey" else "Three. Seven.").split(), field=field)
    report = run(index, work)
    assert (report.added, report.deleted, texts()) == (0, 2, {"1": "Six.", second: "Seven."})
    oxhey.unlink()
    later.unlink()
    run(index, work, prune=True)
    export(marl, "marl", "Three.", "Eight.", field=field)  # it keeps its id when the other is gone
    assert counts(run(index, work)) == (0, 1, 0, 0, 0)
    assert texts() == {second: "Eight."}


def test_an_article_keeps_its_id_when_its_file_is_changed_as_another_export_comes(index: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    export(work / "oxhey.json", "oxhey", "One.", "Two.")
    run(index, work)
    export(work / "marl.json", "marl", "Three.", "Four.", "Five.")  # which is read first
    export(work / "oxhey.json", "oxhey", "One.", "Six.")
    assert counts(run(index, work)) == (3, 1, 1, 0, 0)
    kept = {"1": "One.", "2": "Six.", "1~marl.example": "Three.", "2~marl.example": "Four.", "3": "Five."}
    with opened(index) as store:
        assert {a.id: a.text.split()[-1] for a in store.articles()} == kept
    export(work / "a.json", "lea", "Seven.", "Eight.")
    export(work / "oxhey.json", "oxhey", "One.")  # the id is free once its file was read without it
    run(index, work)
    export(work / "a.json", "lea", "Seven.")
    export(work / "z.json", "rye", "Nine.", "Ten.")
    run(index, work)
    with opened(index) as store:
        assert {a.id: a.text.split()[-1] for a in store.articles()} == {
            "1": "One.", "1~marl.example": "Three.", "2~marl.example": "Four.", "3": "Five.", "1~lea.example": "Seven.",
            "1~rye.example": "Nine.", "2": "Ten.",
        }  # fmt: skip


def test_what_tells_articles_of_one_id_apart() -> None:
    one = Whose.of(Article("1", "Frost", BODY, "Oxhey Star", "", "2024-03-05", "", "https://www.star.example/frost/"))
    for other, apart in (
        (Article("1", "Gale", "", "", "", "2024-04-05", "", "http://star.example/frost#top"), False),
        (Article("1", "Frost", "", "Oxhey Star", "", "2024-03-05", "", "https://star.example/gale"), True),
        (Article("1", "Frost", "", "Marl Post", "", "2024-03-05"), True),
        (Article("1", "Gale", "", "OXHEY STAR", "", "2024-03-05"), False),  # a headline is edited
        (Article("1", "Gale", "", "", "", "2024-04-05"), True),
        (Article("1", "", BODY), False),
    ):
        assert (one.is_apart(Whose.of(other)), Whose.of(other).is_apart(one)) == (apart, apart), other


def test_an_article_in_two_files_goes_with_the_last_of_them(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    both = {"id": "r1", "text": BODY}
    rows(folder / "a.jsonl", both, {"id": "r2", "text": f"Two. {BODY}"})
    rows(folder / "b.jsonl", both, {"id": "r3", "text": f"Three. {BODY}"})
    assert counts(run(index, folder)) == (3, 0, 1, 0, 0)
    rows(folder / "a.jsonl", {"id": "r2", "text": f"Two. {BODY}"})
    assert counts(run(index, folder)) == (0, 0, 3, 0, 0)
    with opened(index) as store:
        assert Path(store.article("r1").path).name == "b.jsonl"
    (folder / "b.jsonl").unlink()
    assert counts(run(index, folder, prune=True)) == (0, 0, 1, 2, 0)
    with opened(index) as store:
        assert [a.id for a in store.articles()] == ["r2"]


def test_one_record_twice_in_a_file_counts_once_and_another_text_under_its_id_fails(index: Path, tmp_path: Path) -> None:
    records = [{"text": f"Without an id. {BODY}"}] * 2 + [{"id": "r1", "text": BODY}] * 2
    rows(tmp_path / "a.jsonl", *records, {"id": "r1", "text": f"Other. {BODY}"})
    for added, unchanged in ((2, 0), (0, 2)):
        report = run(index, tmp_path / "a.jsonl")
        assert counts(report) == (added, 0, unchanged, 0, 1)
        assert [(Path(f.where).name, f.reason[-9:]) for f in report.failed] == [
            ("a.jsonl:5", "a.jsonl:3" if added else report.failed[0].reason[-9:])
        ]


def test_replaced_articles_without_ids_count_as_changed_up_to_the_number_that_is_new(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows(file, *({"text": f"Number {n}. {BODY}"} for n in range(5)))
    assert counts(run(index, file)) == (5, 0, 0, 0, 0)
    rows(file, *({"text": f"Number {n}. {BODY}"} for n in (0, 1, 7)))
    assert counts(run(index, file)) == (0, 1, 2, 2, 0)
    rows(file, *({"text": f"Number {n}. {BODY}"} for n in (0, 1, 8, 9, 10)))
    assert counts(run(index, file)) == (2, 1, 2, 0, 0)


def test_the_speed_is_of_what_was_written() -> None:
    assert Report(added=3, changed=1, unchanged=9, seconds=2.0).articles_per_second == 2.0
    assert Report(added=3).articles_per_second == 0


def test_a_file_of_more_than_a_batch(index: Path, tmp_path: Path) -> None:
    rows(tmp_path / "a.jsonl", *({"id": f"r{n}", "text": f"Number {n} was drawn on Monday."} for n in range(150)))
    seen: list[int] = []
    report = update(
        Settings(index_dir=index), [tmp_path / "a.jsonl"], embedder=HashEmbedder(), progress=lambda done, total, _: seen.append(done)
    )
    assert (report.added, seen[-1], seen == sorted(seen)) == (150, (tmp_path / "a.jsonl").stat().st_size, True)


def test_nothing_is_dropped_unless_it_is_asked(index: Path, work: Path) -> None:
    nested = Settings(index_dir=index / "of" / "news")  # folders are made
    update(nested, [work], embedder=HashEmbedder())
    (work / "king.txt").unlink()
    assert update(nested, [work], embedder=HashEmbedder()).removed == 0
    store = StoreWriter.open(nested, models=HashEmbedder.name)
    try:
        assert ingest([work], store, HashEmbedder()).removed == 0
        assert ingest([work], store, HashEmbedder(), prune=True).removed == 1
    finally:
        store.close()


# --- no file stops a run


class FaultyEmbedder(HashEmbedder):
    """Cannot embed a text that speaks of a king."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any("king" in text for text in texts):
            raise ValueError("no vector")
        return super().embed(texts)


def test_an_article_that_cannot_be_worked_on_is_named_and_tried_again(index: Path, work: Path) -> None:
    for _ in range(2):
        report = update(Settings(index_dir=index), [work], embedder=FaultyEmbedder())
        assert [(Path(f.where).name, f.reason) for f in report.failed] == [("king.txt", "cannot be read: ValueError: no vector")]
        assert titles(index) == {"bread": "bread.txt", "storm": "storm.txt"}
    assert counts(report) == (0, 0, 2, 0, 1)
    assert counts(run(index, work)) == (1, 0, 2, 0, 0)
    assert sorted(titles(index)) == ["bread", "king", "storm"]


def test_an_earlier_version_that_cannot_be_worked_on_costs_its_article(index: Path, tmp_path: Path) -> None:
    live(tmp_path / "live.html", "king", "storm")
    boats = tmp_path / "boats.jsonl"
    first = {"id": "b", "text": f"The king saw it. {BODY}", "published": "2024-03-01"}
    rows(boats, first)
    run(index, boats)
    rows(boats, {**first, "text": BODY, "updated": "2024-03-05"}, {"id": "c", "text": BODY})
    for _ in range(2):
        report = update(Settings(index_dir=index), [tmp_path], embedder=FaultyEmbedder())
        assert [Path(f.where).name for f in report.failed] == ["boats.jsonl:1", "live.html"]
        with opened(index) as store:
            assert {a.id: a.text for a in store.articles(versions=True)} == {"b": first["text"], "c": BODY}
    assert counts(run(index, tmp_path)) == (1, 1, 1, 0, 0)
    with opened(index) as store:
        assert sorted(a.dated[:10] for a in store.articles(versions=True) if a.version_of) == ["2024-03-01", "2024-03-01"]


def test_a_file_that_breaks_its_reader_costs_that_file(index: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = files.decode

    def broken(content: bytes) -> str:
        if b"king" in content:
            raise RecursionError
        return plain(content)

    monkeypatch.setattr(files, "decode", broken)
    assert [(Path(f.where).name, f.reason) for f in run(index, work).failed] == [("king.txt", "nested too deeply")]
    monkeypatch.undo()
    assert counts(run(index, work)) == (1, 0, 2, 0, 0)


def test_names_that_are_no_text_are_ingested_moved_and_pruned(index: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/sch\xf6n"
    os.mkdir(folder)
    file = folder + b"/latin\xe9.txt"
    for name in (file, folder + b"/\xff.dat"):
        Path(os.fsdecode(name)).write_text(article_text("A headline about storm"), encoding="utf-8")
    os.symlink(b"nowhere", folder + b"/dead\xe9.txt")
    report = run(index, tmp_path)
    assert [f"{tmp_path}/sch\\xf6n/dead\\xe9.txt"] == [f.where for f in report.failed]
    assert report.skipped == (f"{tmp_path}/sch\\xf6n/\\xff.dat",)
    assert titles(index) == {"storm": "latin\\xe9.txt"}
    assert counts(run(index, tmp_path, prune=True)) == (0, 0, 1, 0, 1)
    os.rename(file, folder + b"/\xe9\xe9.txt")
    assert counts(run(index, Path(os.fsdecode(folder)), prune=True)) == (0, 0, 1, 0, 1)
    assert titles(index) == {"storm": "\\xe9\\xe9.txt"}
    os.remove(folder + b"/\xe9\xe9.txt")
    assert counts(run(index, Path(os.fsdecode(folder)), prune=True)) == (0, 0, 0, 1, 1)


def test_half_characters_are_marked_in_every_field(index: Path, tmp_path: Path) -> None:
    half = "A\ud800b"
    record = {"id": half, "title": half, "source": half, "author": half, "url": f"https://x.example/{half}", "text": f"{BODY} {half}"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert counts(run(index, tmp_path / "a.jsonl")) == (1, 0, 0, 0, 0)
    with opened(index) as store:
        (article,) = store.articles()
    assert {article.id, article.title, article.source, article.byline, article.url[-3:]} == {"A\ufffdb"}
    assert article.text == f"{BODY} A\ufffdb"


def test_whole_numbers_of_any_length_are_read(index: Path, tmp_path: Path) -> None:
    number = "9" * 5000
    (tmp_path / "a.json").write_text(f'[{{"text": {json.dumps(BODY)}, "id": {number}, "views": -{number}}}]')
    (tmp_path / "b.txt").write_text(article_text("A headline about storm", f"{BODY} It cost ${number} in all."))
    assert counts(run(index, tmp_path)) == (2, 0, 0, 0, 0)


def test_limits_are_those_of_the_settings(index: Path, work: Path) -> None:
    put(work, "book", "word " * 250_000)
    report = update(Settings(index_dir=index, article_mb=1), [work], embedder=HashEmbedder())
    assert [(Path(f.where).name, "(setting article_mb)" in f.reason) for f in report.failed] == [("book.txt", True)]
    assert report.added == 3


def test_an_index_that_begins_anew_says_so_once(index: Path, work: Path) -> None:
    assert run(index, work).notes == ()
    (index / "articles.db").unlink()
    report = run(index, work)
    assert [(Path(note.where).name, "dateline restore" in note.reason) for note in report.notes] == [("articles.db", True)]
    assert run(index, work).notes == ()
