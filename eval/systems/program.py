"""The program's own import graph, and digests of the files that decide its answers or the indexes it builds."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from eval.suites.cases import ROOT

ROOMS = ("rag", "ingest", "ui", "eval")
INDEXING = ("ingest.sync", "rag.index.keywords")  # what an index holds is decided by these and all that they import


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Return dotted name -> file of every module of ours."""
    files = (file for room in ROOMS for file in sorted((root / room).rglob("*.py")))
    return {".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imports(file: Path) -> set[str]:
    """Return the dotted names that ``file`` imports anywhere in it, under TYPE_CHECKING too: each module, and each name in it."""
    return set(named(ast.walk(ast.parse(file.read_text(encoding="utf-8")))))


def named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the dotted names that the nodes import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@lru_cache
def graph(root: Path = ROOT) -> dict[str, frozenset[str]]:
    """Return module -> modules of ours that it imports, at its top or later. A package stands for its ``__init__``."""
    known = modules(root)
    return {name: frozenset(imports(file) & set(known) - {name}) for name, file in known.items()}


def reached(starts: Iterable[str], edges: Mapping[str, Collection[str]]) -> set[str]:
    """Return all that following ``edges`` from ``starts`` leads to, the starts included."""
    seen, todo = set[str](), list(starts)
    while todo:
        if (name := todo.pop()) not in seen:
            seen.add(name)
            todo += edges.get(name, ())
    return seen


@lru_cache
def code_digest(*, indexing: bool = False, without: frozenset[str] = frozenset(), root: Path = ROOT) -> str:
    """Digest of the program: Python without its comments and layout, weights and prompts byte by byte.

    :param indexing: only what decides how an index is built.
    :param without: names of files that do not count.
    """
    total = sha256()
    for file in sorted(indexing_files(root) if indexing else _all_files(root)):
        if file.name in without:
            continue
        total.update(f"{file.relative_to(root).as_posix()}\0".encode() + _essence(file))
    return total.hexdigest()


def indexing_files(root: Path = ROOT) -> list[Path]:
    """Return the files that decide how an index is built: modules by the import graph, and the data files that one of them names."""
    known = modules(root)
    code = [known[name] for name in sorted(reached(INDEXING, graph(root)))]
    named = {text for file in code for text in _texts(file)}
    return [*code, *(file for file in _all_files(root) if file.suffix != ".py" and file.name in named)]


def _all_files(root: Path) -> Iterable[Path]:
    return (p for room in ("rag", "ingest") for p in (root / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _texts(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _essence(file: Path) -> bytes:
    data = file.read_bytes()
    if file.suffix == ".py":
        data = ast.unparse(ast.parse(data)).encode()
    return sha256(data).digest()
