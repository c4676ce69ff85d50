"""What an index depends on is found from the imports, so that no list of files can be out of date."""

from pathlib import Path

import pytest

from eval.suites.cases import ROOT
from eval.systems.program import code_digest, graph, imports, indexing_files, reached

FILES = {
    "rag/__init__.py": "",
    "rag/index/keywords.py": "import re",
    "rag/text.py": "TABLE = 'words.txt'",
    "rag/words.txt": "a b c",
    "rag/other.txt": "d e f",
    "rag/answer.py": "from rag import text",
    "ingest/__init__.py": "",
    "ingest/sync.py": "def go():\n    from ingest import walk\n",
    "ingest/walk.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from rag.text import TABLE\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small program: an index depends on sync, walk, keywords, text and words.txt, not on answer and other.txt."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def digests(root: Path) -> tuple[str, str]:
    """Return the digest of the program and that of what decides an index, read anew."""
    graph.cache_clear()
    code_digest.cache_clear()
    return code_digest(root=root), code_digest(indexing=True, root=root)


def test_late_imports_count(root: Path) -> None:
    assert imports(root / "ingest" / "sync.py") == {"ingest", "ingest.walk"}
    assert reached(["ingest.sync"], graph(root)) == {"ingest.sync", "ingest", "ingest.walk", "rag.text"}


@pytest.mark.parametrize(
    ("name", "text", "indexing"),
    [
        ("rag/text.py", "TABLE = 'words.txt'; MORE = 1", True),
        ("rag/words.txt", "a b c d", True),
        ("rag/index/keywords.py", "import re, json", True),
        ("rag/answer.py", "from rag import text  # and more\nX = 1", False),
        ("rag/other.txt", "", False),
    ],
)
def test_a_change_is_seen_where_it_counts(root: Path, name: str, text: str, indexing: bool) -> None:
    before = digests(root)
    (root / name).write_text(text)
    after = digests(root)
    assert (before[0] != after[0], before[1] != after[1]) == (True, indexing)


def test_files_can_be_left_out(root: Path) -> None:
    digests(root)
    before = code_digest(without=frozenset({"other.txt"}), root=root)
    (root / "rag" / "other.txt").write_text("changed")
    digests(root)
    assert code_digest(without=frozenset({"other.txt"}), root=root) == before != code_digest(root=root)


def test_comments_and_layout_do_not_count(root: Path) -> None:
    before = digests(root)
    (root / "rag" / "text.py").write_text("# words\nTABLE   =   'words.txt'\n")
    assert digests(root) == before


def test_of_the_program_itself() -> None:
    graph.cache_clear()
    found = {file.relative_to(ROOT).as_posix() for file in indexing_files()}
    wanted = {
        "rag/sources/stories.py",
        "rag/language/names.py",
        "rag/language/numbers.py",
        "rag/dates/calendar.py",
        "rag/index/keywords.py",
    }
    assert wanted | {"ingest/read/pages/page.py", "rag/models/weights/static.npz", "rag/models/weights/wordpiece.json"} <= found
    assert not [name for name in found if name.startswith(("rag/answer/", "rag/search/", "rag/llm/", "ui/", "eval/"))]
    assert "rag/models/weights/reader.npz" not in found


def test_word_lists_that_ingest_reads_decide_an_index() -> None:
    """A list that is named by less than its file's name would change without an index being built anew."""
    assert {"dates.json", "quantities.json", "agencies.txt", "starters.txt"} <= {file.name for file in indexing_files()}
