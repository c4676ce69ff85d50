"""BM25 over passages that come and go: the right ones, the same as by hand, through every commit, kill and damage."""

import math
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from rag.errors import DatelineError, IndexBusy, KeywordsDamaged
from rag.index import keywords, keywords_files, keywords_writing
from rag.index.keywords import Keywords, step
from rag.index.keywords_files import READING, broken, engine
from rag.index.keywords_writing import KeywordWriter
from rag.language.spelling import edits
from rag.language.text import stem, stems
from tests.kits.news import ARTICLES

WORDS = [f"w{chr(97 + n)}" for n in range(12)]
Documents = Mapping[int, Sequence[str]]


def write(folder: Path, documents: Documents, generation: int = 1, gone: Sequence[int] = ()) -> None:
    with KeywordWriter(folder) as writer:
        writer.add(documents.items())
        writer.remove(gone)
        writer.commit(generation)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the news of the kit, one passage an article."""
    write(tmp_path / "keywords", {n: stems(f"{a.text} {a.title}") for n, a in enumerate(ARTICLES)})
    return tmp_path / "keywords"


@pytest.fixture
def news(folder: Path) -> Keywords:
    return Keywords.open(folder)


def bm25(asked: Sequence[str], documents: Documents) -> dict[int, float]:
    """Lucene's BM25 in plain Python, of the documents with one of the stems."""
    average = sum(map(len, documents.values())) / len(documents)
    scores = dict.fromkeys(documents, 0.0)
    for wanted in asked:
        held = sum(wanted in d for d in documents.values())
        for row, document in documents.items():
            often = document.count(wanted)
            weight = math.log1p((len(documents) - held + 0.5) / (held + 0.5))
            scores[row] += weight * often / (often + 1.2 * (0.25 + 0.75 * len(document) / average))
    return {row: score for row, score in scores.items() if score}


@pytest.mark.parametrize(
    ("question", "article"),
    [("plum harvest", "orchard"), ("What will the new bridge cost?", "bridge"), ("inquiry judge", "inquiry"), ("a choir without", "choir")],
)
def test_the_passage_with_the_words_is_best(news: Keywords, question: str, article: str) -> None:
    assert ARTICLES[news.best(stems(question), 1)[0][0]].id == article


def test_words_that_occur_nowhere_score_nothing(news: Keywords) -> None:
    for nothing in (stems("zeppelin quagmire"), []):
        assert news.best(nothing, 5) == []
        assert not news.scores(nothing, range(len(ARTICLES))).any()
        assert news.spread(nothing) == (0, 0)
        assert not news.rows(any_of=nothing).size
        assert not news.rows(*nothing).size
        assert news.heaviest(dict.fromkeys(nothing, 1.0), 5) == []


def test_the_rarer_a_stem_the_more_it_weighs(news: Keywords) -> None:
    town, ferry, nowhere = (news.rarity(stem(w)) for w in ("varnholm", "ferry", "zeppelin"))
    assert 0 < town < ferry == nowhere == pytest.approx(1)
    assert "kestrel" in news
    assert "zeppelin" not in news


@pytest.mark.parametrize("seed", range(3))
def test_it_ranks_as_plain_bm25_does_while_passages_come_and_go(tmp_path: Path, seed: int) -> None:
    """Deleted passages stay in tantivy's own counts until their segments are merged, and in nothing that is returned here."""
    chance = random.Random(seed)
    documents: dict[int, list[str]] = {}
    for generation in range(1, 5):
        first = max(documents, default=-1) + 1
        new = {first + n: chance.choices(WORDS, k=30) for n in range(60)}
        documents |= new
        gone = chance.sample(sorted(documents), 15)
        write(tmp_path / "k", new, generation, gone)
        documents = {row: d for row, d in documents.items() if row not in gone}
        index = Keywords.open(tmp_path / "k")
        asked = [*chance.sample(WORDS, 3), "nowhere"]
        expected, got = bm25(asked, documents), index.best(asked, 1000)
        assert (index.generation, index.size) == (generation, len(documents))
        assert {row for row, _ in got} == expected.keys()
        assert max(abs(score / expected[row] - 1) for row, score in got) < 0.02  # lengths in 8 bits, and the average of deleted ones
        assert got == sorted(got, key=lambda hit: (-hit[1], hit[0]))
        assert index.best(asked, 7) == got[:7]
        assert index.scores(asked, [row for row, _ in got] + [9999]).tolist() == pytest.approx([score for _, score in got] + [0])
        every = [expected.get(row, 0.0) for row in documents]
        assert index.spread(asked) == pytest.approx((np.mean(every), np.std(every)), rel=0.05)
        assert [index.count(w) for w in WORDS] == [sum(w in d for d in documents.values()) for w in WORDS]
        assert index.rows(*asked[:2]).tolist() == [row for row, d in documents.items() if set(asked[:2]) <= set(d)]
        assert index.rows(any_of=asked, most=9).tolist() == [row for row, d in documents.items() if set(asked) & set(d)][:9]
        either = [row for row, d in documents.items() if asked[0] in d and set(asked[1:]) & set(d)]
        assert index.rows(asked[0], any_of=asked[1:]).tolist() == either
        weights = dict(zip(asked, (1.0, 0.5, 0.25, 3.0), strict=True))
        sums = {row: sum(w for s, w in weights.items() if s in d) for row, d in documents.items() if asked[0] in d}
        assert index.heaviest(weights, 5, all_of=asked[:1]) == sorted(sums.items(), key=lambda hit: (-hit[1], hit[0]))[:5]


@pytest.mark.parametrize(
    ("few", "narrow", "partly", "sample"),
    [(2000, 0.05, 40_000, 16_000), (1, 0.0, 0, 40), (7, 0.0, 40_000, 40), (7, 1.0, 0, 40), (10**6, 1.0, 0, 40)],
)
@pytest.mark.parametrize("share", [0.9, 0.3, 0.02, 0.0])
def test_a_mask_leaves_out_what_it_says_however_narrow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, narrow: float, partly: int, sample: int, share: float
) -> None:
    monkeypatch.setattr(keywords, "FEW", few)
    monkeypatch.setattr(keywords, "NARROW", narrow)
    monkeypatch.setattr(keywords, "PARTLY", partly)
    monkeypatch.setattr(keywords, "SAMPLE", sample)
    monkeypatch.setattr(keywords, "SPARE", 1)
    chance = random.Random(7)
    documents = {n: chance.choices(WORDS, k=8) for n in range(300)}
    write(tmp_path / "k", documents)
    index, keep = Keywords.open(tmp_path / "k"), np.array([chance.random() < share for _ in range(280)])
    asked = WORDS[:4]
    expected = [(row, score) for row, score in index.best(asked, 1000) if row < len(keep) and keep[row]]
    assert index.best(asked, 12, keep) == expected[:12]
    mean, deviation = index.spread(asked, keep)
    scores = [dict(expected).get(int(row), 0.0) for row in np.flatnonzero(keep)] or [0.0]
    if sample > 300:
        assert (mean, deviation) == pytest.approx((np.mean(scores), np.std(scores)))
    elif keep.sum() > 50:
        assert (mean, deviation) == pytest.approx((np.mean(scores), np.std(scores)), rel=0.5)
    assert index.heaviest({"wa": 1.0}, 300, keep, any_of=["wa", "wb"]) == sorted(
        ((row, float("wa" in documents[row])) for row in np.flatnonzero(keep).tolist() if {"wa", "wb"} & set(documents[row])),
        key=lambda hit: (-hit[1], hit[0]),
    )


def test_equal_scores_are_ordered_by_row_also_at_the_edge_and_over_segments(tmp_path: Path) -> None:
    same = ["flood", "town"]
    for generation, rows in enumerate((range(200, 300), range(100), range(100, 200))):
        write(tmp_path / "k", dict.fromkeys(rows, same), generation)
    index = Keywords.open(tmp_path / "k")
    assert [row for row, _ in index.best(same, 5)] == [0, 1, 2, 3, 4]
    assert [row for row, _ in index.heaviest({"flood": 1.0}, 5)] == [0, 1, 2, 3, 4]
    assert index.rows("flood", most=3).tolist() == [0, 1, 2]
    assert len(index.best(same, 5, ties=True)) == len(index.heaviest({"flood": 1.0}, 5, ties=True)) == 300
    assert [step(w) for w in (0.00048, 0.5, 1 / 3)] == [0.0, 0.5, 341 / 1024]


def test_a_sample_says_what_the_spread_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    write(tmp_path / "k", {n: chance.choices(WORDS, k=8) for n in range(2000)})
    index = Keywords.open(tmp_path / "k")
    exact = index.spread(WORDS[:4])
    monkeypatch.setattr(keywords, "SAMPLE", 500)
    assert index.spread(WORDS[:4]) != exact
    assert index.spread(WORDS[:4]) == pytest.approx(exact, rel=0.1)
    assert keywords_files.PARTS == 64  # the samples of saved indexes


def test_words_are_kept_as_they_are(tmp_path: Path) -> None:
    odd = ["12.5%", "1200", "łódź", "киев", "salla allah", "naïve", "x" * 300, "n\x00o", "AbC"]
    write(tmp_path / "k", {n: [w] for n, w in enumerate(odd)})
    index = Keywords.open(tmp_path / "k")
    assert [index.rows(w).tolist() for w in odd] == [[n] for n in range(len(odd))]
    assert [index.best([w], 3)[0][0] for w in odd] == list(range(len(odd)))
    assert not index.rows("salla").size


def test_stems_near_a_misspelt_one_are_those_of_the_whole_vocabulary(tmp_path: Path) -> None:
    chance = random.Random(5)
    held = {"".join(chance.choices("abcde", k=chance.randint(3, 6))) for _ in range(1500)} | {
        "ukrain",
        "krain",
        "kurain",
        "икраин",
        "укрин",
    }
    write(tmp_path / "k", dict(enumerate([sorted(held), ["ukrainx"]])), gone=[1])
    index = Keywords.open(tmp_path / "k")
    for typed in ("ukrain", "abcd", "ecbad", "bukrain", "украин"):
        for most in (1, 2):

            def distance(other: str, typed: str = typed, most: int = most) -> int:
                found = edits(typed, other, most)
                return found if typed[0] == other[0] or found == 1 else most + 1

            assert index.near(typed, distance, most) == {w: d for w in sorted(held) if (d := distance(w)) <= most}
    assert index.near("", lambda _: 0, 2) == {}


def test_a_reader_is_one_commit_and_finds_the_next(folder: Path, news: Keywords) -> None:
    assert news.refresh() is news
    with KeywordWriter(folder) as writer:
        assert (writer.generation, writer.last) == (1, len(ARTICLES) - 1)
        writer.add([(50, ["zeppelin"]), (0, ["zeppelin"])])  # one is new, one written over
        assert news.refresh() is news
        writer.commit(9)
    assert "zeppelin" not in news
    later = news.refresh()
    assert (later.generation, later.size, later.rows("zeppelin").tolist()) == (9, len(ARTICLES) + 1, [0, 50])
    assert news.generation == 1


def test_what_was_not_committed_is_gone_and_so_it_is_after_a_kill(folder: Path) -> None:
    with KeywordWriter(folder) as writer:
        writer.add([(99, ["zeppelin"])])
    killed = (
        "import os, sys; from pathlib import Path; from rag.index.keywords_writing import KeywordWriter;"
        "w = KeywordWriter(Path(sys.argv[1])); w.add((n, ['zeppelin']) for n in range(100, 5000)); w.remove([0]); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(folder)], check=False)
    index = Keywords.open(folder)
    assert (index.generation, index.size, "zeppelin" in index) == (1, len(ARTICLES), False)
    write(folder, {99: ["zeppelin"]}, 2)  # and its lock is nobody's
    assert "zeppelin" in index.refresh()
    assert broken(folder)[0] == []


def test_there_is_one_writer(folder: Path) -> None:
    with KeywordWriter(folder), pytest.raises(IndexBusy):
        KeywordWriter(folder)
    with pytest.raises(ValueError, match="closed"):
        closed_writer(folder).commit(3)


def closed_writer(folder: Path) -> KeywordWriter:
    with KeywordWriter(folder) as writer:
        return writer


def test_an_index_made_anew_takes_the_old_ones_place_at_its_commit(folder: Path, news: Keywords) -> None:
    with KeywordWriter(folder, anew=True) as writer:
        assert (writer.generation, writer.last) == (-1, -1)
        writer.add([(3, ["zeppelin"])])
        assert news.refresh() is news
    assert Keywords.open(folder).size == len(ARTICLES)
    with KeywordWriter(folder, anew=True) as writer:
        writer.add([(3, ["zeppelin"])])
        writer.commit(2)
    assert (Keywords.open(folder).size, Keywords.open(folder).rows("zeppelin").tolist()) == (1, [3])


def test_an_empty_index_is_no_error(tmp_path: Path) -> None:
    write(tmp_path / "k", {}, 4)
    index = Keywords.open(tmp_path / "k")
    assert (index.size, index.generation, index.best(["ferry"], 3), index.spread(["ferry"])) == (0, 4, [], (0, 0))
    assert (index.rarity("ferry"), index.scores(["ferry"], [0]).tolist(), index.best(["ferry"], 3, np.zeros(0, bool))) == (1, [0], [])
    with KeywordWriter(tmp_path / "k") as writer:
        assert writer.last == -1


def damages(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.suffix != ".lock":
            yield from ((kind, path) for kind in ("missing", "empty", "cut", "flipped"))


def refused(folder: Path) -> str:
    try:
        Keywords.open(folder)
    except KeywordsDamaged as err:
        return str(err)
    return ""


def test_every_damage_is_one_line_and_can_be_mended(tmp_path: Path) -> None:
    documents = {n: ["flood", "town", f"w{n}"] for n in range(300)}
    write(tmp_path / "index" / "keywords", documents, gone=[1])
    folder = tmp_path / "index" / "keywords"
    whole = {p.name: p.read_bytes() for p in folder.iterdir()}
    unnoticed = []
    for kind, path in damages(folder):
        content = whole[path.name]
        path.unlink()  # a view that is open still reads the old file
        if kind != "missing":
            half = len(content) // 2
            flipped = content[:half] + bytes([content[half] ^ 4]) + content[half + 1 :]
            path.write_bytes({"empty": b"", "cut": content[:half], "flipped": flipped}[kind])
        said = refused(folder)
        if not said:
            unnoticed.append((kind, path.name))
        else:
            assert re.fullmatch(
                r"The keyword index of .*/index is damaged \(.+\); mend it: dateline ingest PATH... or dateline doctor --repair", said
            )
        for name, right in whole.items():
            (folder / name).unlink(missing_ok=True)
            (folder / name).write_bytes(right)
    assert {name for _, name in unnoticed} <= {".managed.json", "meta.json"}  # a list of files to clear away, and names in the other
    (folder / "meta.json").write_text("{")
    with pytest.raises(KeywordsDamaged):
        KeywordWriter(folder)
    with KeywordWriter(folder, anew=True) as writer:
        writer.add(documents.items())
        writer.commit(2)
    assert Keywords.open(folder).size == 300


def test_what_the_engine_raises_is_one_line_with_the_next_step(tmp_path: Path) -> None:
    panic = type("PanicException", (BaseException,), {})
    for raised, kind, said in (
        (panic("index out\nof range"), KeywordsDamaged, "damaged (index out of range); mend it"),
        (ValueError("Failed to open"), KeywordsDamaged, "damaged (Failed to open)"),
        (ValueError("LockBusy"), IndexBusy, "Another ingest"),
        (OSError(28, "No space left on device"), DatelineError, "is full. Nothing is lost"),
    ):
        with pytest.raises(kind, match=re.escape(said)), engine(tmp_path / "k"):
            raise raised
    with pytest.raises(KeyboardInterrupt), engine(tmp_path / "k"):
        raise KeyboardInterrupt


@pytest.mark.parametrize(("free", "said"), [(1 << 19, "is full"), (1 << 21, "damaged")])
def test_a_thread_that_dies_on_a_full_disk_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(DatelineError, match=said), engine(tmp_path):
        raise ValueError("An index writer was killed.. A worker thread encountered an error")


def test_what_a_killed_writer_left_is_cleared_away(folder: Path) -> None:
    files = {p.name for p in folder.iterdir()}
    killed = (
        "import os, sys; from pathlib import Path; from rag.index import keywords_writing as k; k.HEAP = 15 << 20;"
        "w = k.KeywordWriter(Path(sys.argv[1]));"
        "w.add((n, [f'z{n * m}' for m in range(60)]) for n in range(100, 9000)); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(folder)], check=False)
    left = {p.name for p in folder.iterdir()} - files
    assert left
    with KeywordWriter(folder):
        assert not left & {p.name for p in folder.iterdir()}
    assert Keywords.open(folder).size == len(ARTICLES)


def test_an_index_of_another_reading_or_none_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeywordsDamaged, match="it is missing"):
        Keywords.open(folder.parent / "nowhere")
    for module in (keywords, keywords_writing):
        monkeypatch.setattr(module, "READING", READING + 1)
    for opened in (Keywords.open, KeywordWriter):
        with pytest.raises(KeywordsDamaged, match="another version"):
            opened(folder)
    with KeywordWriter(folder, anew=True) as writer:
        writer.commit(2)
    assert Keywords.open(folder).size == 0


def test_what_the_maker_of_the_passages_raises_is_not_taken_for_damage(folder: Path) -> None:
    def broken_maker() -> Iterator[tuple[int, list[str]]]:
        yield 7, ["flood"]
        raise OSError("the file of articles is gone")

    with pytest.raises(OSError, match="articles is gone"), KeywordWriter(folder) as writer:
        writer.add(broken_maker())
    assert Keywords.open(folder).generation == 1


def test_an_index_on_a_read_only_medium_is_read_and_left_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for lock in folder.glob(".*.lock"):
        lock.unlink()
    before, access = sorted(p.name for p in folder.iterdir()), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != folder and access(path, mode))
    index = Keywords.open(folder)
    assert index.best(stems("plum harvest"), 1)
    assert index.refresh() is index
    assert sorted(p.name for p in folder.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted by /proc")
def test_a_forked_child_reads_and_no_thread_stays_behind(folder: Path) -> None:
    asks = """
import os, sys, time
from pathlib import Path
from rag.index.keywords import Keywords, step
before = len(os.listdir("/proc/self/task"))
index = Keywords.open(Path(sys.argv[1]))
child = os.fork()
if not child:
    os._exit(0 if index.best(["ferry"], 1) and Keywords.open(Path(sys.argv[1])).best(["ferry"], 1) else 1)
failed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
del index
until = time.monotonic() + 10
while len(os.listdir("/proc/self/task")) > before and time.monotonic() < until:
    time.sleep(0.05)
sockets = [fd for fd in os.listdir("/proc/self/fd") if "socket" in os.path.realpath(f"/proc/self/fd/{fd}")]
print(failed, len(os.listdir("/proc/self/task")) - before, sockets)
"""
    done = subprocess.run([sys.executable, "-c", asks, str(folder)], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "0 0 []\n"
