"""Importing the program is quick: heavy libraries wait for the function that needs them."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "torch",
    "chromadb",
    "gradio",
    "llama_index",
    "sentence_transformers",
    "transformers",
    "lightgbm",
    "sklearn",
    "onnxruntime",
    "pandas",
}


def loaded(code: str) -> set[str]:
    """Return the top-level modules in a fresh Python after ``code``."""
    program = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(names)


@pytest.mark.parametrize(
    "code", ["import rag", "import ui.cli", "import ui.show", "import ingest", "from rag import Assistant", "import ingest.sync"]
)
def test_import_is_light(code: str) -> None:
    assert loaded(code) & HEAVY == set()


def test_the_names_are_those_of_real_modules() -> None:
    assert "chromadb" in loaded("import chromadb") & HEAVY


def test_help_is_light() -> None:
    code = "import ui.cli\ntry:\n    ui.cli.main(['--help'])\nexcept SystemExit:\n    pass"
    assert loaded(code) & HEAVY == set()
