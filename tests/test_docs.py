"""What the documents say of the project holds: paths are there, commands can be run, the imports drawn are real ones."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.systems.program import graph, reached

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/deploy.md", "docs/serve.md", "eval/README.md")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WINGS = [p.name for p in (ROOT / "rag").iterdir() if (p / "__init__.py").is_file()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:rag|ingest|ui|eval|tests|docs|seeds)/[\w./-]*)`", text)
    assert paths or name == "README.md"
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_modules_of_commands_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"python -m ((?:rag|ingest|ui|eval)[\w.]*\w)", text))
    assert [module for module in named if find_spec(module) is None] == []


@pytest.mark.parametrize("wing", WINGS)
def test_every_folder_of_rag_is_drawn(wing: str) -> None:
    assert re.search(rf'^ +{wing}\["{wing}: |> {wing}\["{wing}: ', ARCHITECTURE, re.M)


def test_the_arrows_drawn_are_imports() -> None:
    picture = ARCHITECTURE.split("```mermaid")[1].split("```")[0]
    arrows = re.findall(r"^ +(\w+)(?:\[[^\]]*\])? --> (\w+)", picture, re.M)
    real = {(a.split(".")[1], b.split(".")[1]) for a, found in graph().items() for b in found if a.count(".") and b.count(".")}
    real |= {(a.partition(".")[0], b.partition(".")[0]) for a, found in graph().items() for b in found}
    assert len(arrows) > 15
    assert [arrow for arrow in arrows if arrow not in real] == []
    drawn = {a: [y for x, y in arrows if x == a] for a, _ in arrows}
    wings = {(a, b) for a, b in real if a in WINGS and b in WINGS and a != b}
    assert [edge for edge in wings if edge[1] not in reached([edge[0]], drawn)] == []
