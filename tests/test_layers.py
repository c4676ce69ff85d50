"""Who may import whom: the rooms, the libraries that one file each may use, no cycles."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {"rag": {"rag"}, "ingest": {"rag", "ingest"}, "ui": {"rag", "ingest", "ui", "eval"}, "eval": {"rag", "ingest", "eval"}}
OWNERS = {
    "chromadb": ["rag/index/store.py"],
    "gradio": ["ui/serve.py", "ui/page/"],
    "xllamacpp": ["rag/"],
    "trafilatura": ["ingest/"],
    "pypdf": ["ingest/"],
}
NOT_IMPORTED = {  # declared, used by others for us
    "llama-index",  # the whole of which we import the core
    "lxml-html-clean",  # trafilatura's cleaning of pages
    "onnx",  # torch's exporter
    "onnxscript",  # torch's exporter
}
STANDARD_ONLY = ["rag/records.py", "rag/errors.py", "rag/settings.py"]


def files() -> list[Path]:
    return sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the dotted names that import statements among ``nodes`` ask for."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def everywhere(path: Path) -> set[str]:
    """Return all names that the file imports, inside functions too."""
    return set(imported(ast.walk(tree(path))))


@pytest.mark.parametrize("path", files(), ids=str)
def test_a_room_imports_only_the_rooms_it_may_enter(path: Path) -> None:
    rooms = {name.partition(".")[0] for name in everywhere(path)} & set(ROOMS)
    assert rooms <= ROOMS[path.parts[0]]


def test_the_table_is_checked_on_real_imports() -> None:
    seen = {(path.parts[0], name.partition(".")[0]) for path in files() for name in everywhere(path)}
    assert {("ingest", "rag"), ("ui", "rag"), ("eval", "rag"), ("eval", "ingest")} <= seen


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_stays_in_its_place(library: str) -> None:
    users = [str(path) for path in files() if any(name.partition(".")[0] == library for name in everywhere(path))]
    assert [user for user in users if not user.startswith(tuple(OWNERS[library]))] == []


@pytest.mark.parametrize("path", STANDARD_ONLY)
def test_records_stand_on_the_standard_library(path: str) -> None:
    tops = {name.partition(".")[0] for name in everywhere(Path(path))}
    assert tops <= sys.stdlib_module_names | {"rag"}


def test_eval_is_never_imported_bare() -> None:
    """``import eval`` would take the builtin's name."""
    bare = [
        str(path)
        for path in (*files(), *(path.relative_to(ROOT) for path in (ROOT / "tests").glob("*.py")))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and any(name.name.partition(".")[0] == "eval" for name in node.names)
    ]
    assert bare == []


def at_import(path: Path) -> set[str]:
    """Return the modules of ours that importing the file imports."""
    names = {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files()}
    body = (node for node in tree(path).body if isinstance(node, ast.Import | ast.ImportFrom))
    return set(imported(body)) & names


def test_no_import_cycles() -> None:
    """Following imports at module level from any file never comes back to it."""
    graph = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): at_import(path) for path in files()}

    def reach(name: str) -> set[str]:
        seen: set[str] = set()
        todo = [*graph[name]]
        while todo:
            if (step := todo.pop()) not in seen:
                seen.add(step)
                todo += graph[step]
        return seen

    circles = [name for name in graph if name in reach(name) - {"rag", "eval", "ingest", "ui"}]
    assert circles == []


@pytest.mark.parametrize("path", files(), ids=str)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "a one-line docstring is missing"


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    declared = {
        re.split(r"[^A-Za-z0-9-]", row)[0]
        for row in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    }
    tops = {name.partition(".")[0] for path in files() for name in everywhere(path)} - sys.stdlib_module_names - set(ROOMS)
    owners = packages_distributions()
    given = {top: {name.lower().replace("_", "-") for name in owners.get(top, [])} for top in tops}
    assert {top for top, names in given.items() if not names & declared} == set()
    assert declared - set().union(*given.values()) == NOT_IMPORTED
