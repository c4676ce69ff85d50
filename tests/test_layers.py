"""Who may import whom: the rooms and the wings in them, the libraries that one place each may use, no circles, small folders."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest

from eval.systems.program import graph, modules, named, reached

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {"rag": {"rag"}, "ingest": {"rag", "ingest"}, "ui": {"rag", "ingest", "ui", "eval"}, "eval": {"rag", "ingest", "eval"}}
# Each room from the ground up: a place may import the places before it. A folder is one place; inside it only circles are forbidden.
FLOORS = {
    "rag": (
        "errors", "records", "settings", "language", "dates", "models", "sources", "index", "question", "search", "compare", "llm",
        "answer", "reading", "llamaindex", "assistant", "",
    ),
    "ingest": (
        "", "lock", "passages", "article", "read", "pipeline", "copies", "ledger", "versions", "alike", "identity", "left_out", "report",
        "storing", "ahead", "sync", "rebuild", "news", "deletion", "upkeep",
    ),
    "eval": (
        "", "suites", "scores", "options", "cache", "systems", "run", "fit", "checker", "pool", "gate", "reports", "bench", "newsroom",
        "commands", "__main__",
    ),
    "ui": (
        "", "phrases", "blocks", "show", "export", "gaps", "terminal", "listing", "options", "articles", "page", "page.safety", "page.desk",
        "page.html", "page.theme", "page.tabs", "page.api", "page.guard", "page.frame", "serve", "serving", "news", "actions", "upkeep",
        "cli",
    ),
}  # fmt: skip
OWNERS = {
    "chromadb": ["rag/index/chroma.py"],
    "feedparser": ["ingest/read/containers/feeds.py"],
    "httpx": ["eval/bench/soak/", "ingest/read/address.py", "rag/llm/", "rag/models/download.py"],
    "gradio": ["ui/serve.py", "ui/page/frame.py", "ui/page/theme.py", "ui/page/api.py", "ui/page/tabs/", "ui/page/safety/start.py"],
    "htmldate": ["ingest/read/pages/said/guess.py", "eval/newsroom/read.py"],
    "lightgbm": ["eval/fit/"],
    "llama_index": ["rag/llamaindex.py", "rag/assistant/", "rag/llm/", "rag/answer/write.py", "ingest/pipeline.py", "eval/systems/"],
    "lxml": ["ingest/read/", "ingest/news/sitemap.py"],
    "onnxruntime": ["rag/models/"],
    "plotly": ["ui/page/html/figure.py", "eval/reports/plots.py"],
    "prometheus_client": ["ui/serving/metrics.py"],
    "protego": ["ingest/news/manners.py"],
    "pypdfium2": ["ingest/read/documents/"],
    "ray": ["ingest/ahead/cluster.py"],
    "reportlab": ["eval/newsroom/pdfs/"],
    "sentence_transformers": ["rag/models/", "eval/fit/"],
    "sklearn": ["eval/fit/"],
    "sqlite3": ["rag/index/"],
    "tantivy": ["rag/index/keywords.py", "rag/index/keywords_files.py", "rag/index/keywords_writing.py"],
    "tiktoken": ["rag/search/select.py"],
    "torch": ["rag/models/", "eval/fit/"],
    "trafilatura": ["ingest/read/", "eval/newsroom/read.py"],
    "uvicorn": ["ui/page/safety/"],
    "warcio": ["ingest/read/containers/warc.py"],
    "webencodings": ["ingest/read/decode.py"],
    "xllamacpp": ["rag/llm/server.py"],
}
NOT_IMPORTED = {  # declared, used by others for us
    "llama-index",  # the whole of which we import the core
    "lxml-html-clean",  # trafilatura's cleaning of pages
    "onnx",  # torch's exporter
    "onnxscript",  # torch's exporter
}
STANDARD_ONLY = ["rag/records.py", "rag/errors.py", "rag/settings.py"]
MOST_FILES = 15  # in a folder
MOST_PLACES = 18  # files and folders directly inside rag/


def files() -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in modules().values())


class Read(NamedTuple):
    """What is asked of a file: the dotted names it imports, whether by dots, and its first line."""

    imports: set[str]
    dotted: bool
    first: str


@cache
def read(path: Path) -> Read:
    """Parsing takes most of the time of these tests: each file once."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    return Read(set(named(nodes)), any(isinstance(node, ast.ImportFrom) and node.level for node in nodes), first)


def test_imports_are_absolute() -> None:
    assert [str(path) for path in files() if read(path).dotted] == []


def test_a_room_imports_only_the_rooms_it_may_enter() -> None:
    entered = {str(path): {name.partition(".")[0] for name in read(path).imports} & set(ROOMS) for path in files()}
    assert {path: rooms for path, rooms in entered.items() if not rooms <= ROOMS[path.partition("/")[0]]} == {}


def test_the_table_is_checked_on_real_imports() -> None:
    seen = {(path.parts[0], name.partition(".")[0]) for path in files() for name in read(path).imports}
    assert {("ingest", "rag"), ("ui", "rag"), ("eval", "rag"), ("eval", "ingest")} <= seen


def place(module: str) -> tuple[str, str]:
    """Return the room of a module and its place there, the longest of FLOORS that it begins with."""
    room, _, rest = module.partition(".")
    found = [p for p in FLOORS[room] if rest == p or (p and rest.startswith(f"{p}."))]
    assert found, f"{module} has no floor: add its folder to FLOORS"
    return room, max(found, key=len)


def test_every_module_has_a_floor_and_every_floor_a_module() -> None:
    assert {place(module) for module in modules()} == {(room, p) for room, places in FLOORS.items() for p in places}


def above(module: str) -> list[str]:
    """Return the places above its own that a module imports."""
    room, own = place(module)
    floor = FLOORS[room].index
    inside = {place(other) for other in graph()[module] if not (other in ROOMS and module != other)}
    return [p for r, p in inside if r == room and floor(p) > floor(own)]


def test_no_import_runs_up() -> None:
    """Late imports and those under TYPE_CHECKING count like any other."""
    assert {module: found for module in modules() if (found := above(module))} == {}


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_library_stays_in_its_place(library: str) -> None:
    users = [str(path) for path in files() if any(name.partition(".")[0] == library for name in read(path).imports)]
    assert users, "nobody uses it any more: take it out of OWNERS"
    assert [user for user in users if not user.startswith(tuple(OWNERS[library]))] == []


@pytest.mark.parametrize("path", STANDARD_ONLY)
def test_records_stand_on_the_standard_library(path: str) -> None:
    tops = {name.partition(".")[0] for name in read(Path(path)).imports}
    assert tops <= sys.stdlib_module_names | {"rag"}


def test_only_who_is_asked_to_fetches() -> None:
    """News comes from the network by one door, which opens for ``add``, ``watch`` and the page's field for an address."""
    users = {module for module, found in graph().items() if "ingest.read.address" in found}
    assert {module for module in users if not module.startswith("ingest.news.")} == {"ui.page.desk.changes"}
    assert {m for m, found in graph().items() if any(f.startswith("ingest.news") for f in found) and not m.startswith("ingest.news")} == {
        "ui.news", "ui.page.desk.changes",
    }  # fmt: skip


def test_eval_is_never_imported_bare() -> None:
    """``import eval`` would take the builtin's name."""
    texts = {path: path.read_text(encoding="utf-8") for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py")}
    bare = [
        str(path)
        for path, text in texts.items()
        if re.search(r"\bimport\b.*\beval\b", text)  # before the slow look
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import) and any(name.name.partition(".")[0] == "eval" for name in node.names)
    ]
    assert bare == []


def circles(edges: dict[str, frozenset[str]]) -> list[str]:
    """Return the nodes from which following the edges comes back to themselves."""
    return [name for name in edges if name in reached(edges[name], edges)]


def test_no_import_circles() -> None:
    """Late imports count. That a package is loaded with its modules is no import of it."""
    assert circles({name: found - set(ROOMS) for name, found in graph().items()}) == []


def test_a_circle_would_be_seen() -> None:
    edges = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"b"})}
    assert circles(edges) == ["b", "c"]


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path in files() if len(read(path).first) <= 10] == [], "a one-line docstring is missing"


def folders() -> list[Path]:
    return [
        folder
        for room in ROOMS
        for folder in (ROOT / room, *(ROOT / room).rglob("*"))
        if folder.is_dir() and "__pycache__" not in folder.parts
    ]


def test_folders_are_small() -> None:
    sizes = {str(folder.relative_to(ROOT)): sum(p.is_file() for p in folder.iterdir()) for folder in folders()}
    assert {name: n for name, n in sizes.items() if n > MOST_FILES} == {}
    assert len([p for p in (ROOT / "rag").iterdir() if p.name != "__pycache__"]) <= MOST_PLACES


def test_every_folder_with_code_is_a_package() -> None:
    """Setuptools finds packages by their ``__init__.py``: a folder without one would not be installed."""
    assert [str(folder) for folder in folders() if list(folder.glob("*.py")) and not (folder / "__init__.py").is_file()] == []


def test_every_kind_of_data_file_is_installed() -> None:
    """Packages are found by folder and their data by suffix; a file of another suffix would be missing after an install."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert about["packages"]["find"]["namespaces"] is True  # folders of data alone are packages too
    patterns = about["package-data"]["*"]
    data = [p.relative_to(ROOT) for room in ROOMS for p in (ROOT / room).rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}]
    assert [str(p) for p in data if not any(p.match(pattern) for pattern in patterns)] == []


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = {"core": project["dependencies"], **{part: project["optional-dependencies"][part] for part in ("fit", "dev", "ray")}}
    apart = {"eval/fit": "fit", "eval/newsroom": "dev", "ingest/ahead/cluster": "ray"}
    declared = {part: {re.split(r"[^A-Za-z0-9-]", row)[0] for row in listed} for part, listed in rows.items()}
    used: dict[str, set[str]] = {part: set() for part in rows}
    for path in files():
        used[next((part for begin, part in apart.items() if str(path).startswith(begin)), "core")] |= {
            name.partition(".")[0] for name in read(path).imports
        }
    ours = sys.stdlib_module_names | set(ROOMS)
    owners = packages_distributions()

    def given(tops: set[str]) -> dict[str, set[str]]:
        return {top: {name.lower().replace("_", "-") for name in owners.get(top, [top])} for top in tops - ours}

    core, fit, dev, ray = (given(used[part]) for part in rows)
    assert {top for top, names in core.items() if not names & declared["core"]} == set()
    assert {top for top, names in fit.items() if not names & (declared["core"] | declared["fit"])} == set()
    assert {top for top, names in dev.items() if not names & (declared["core"] | declared["dev"])} == set()
    assert {top for top, names in ray.items() if not names & (declared["core"] | declared["ray"])} == set()
    assert declared["core"] - set().union(*core.values(), *fit.values()) == NOT_IMPORTED
