"""Importing the program is quick: heavy libraries wait for the function that needs them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

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
EXTRA = {"lightgbm", "sklearn"}  # not installed with the program


STEPS = (  # each in the same Python, in which what came before is loaded
    "import rag",
    "import ui.cli",
    "import ui.show",
    "import ingest",
    "from rag import Assistant",
    "import ingest.sync",
    "import eval.commands",
    "try:\n    ui.cli.main(['--help'])\nexcept SystemExit:\n    pass",
)


def loaded(steps: Sequence[str]) -> dict[str, set[str]]:
    """Return step -> the top-level modules that a fresh Python holds after it and did not before."""
    program = (
        "import json, sys\nheld, found = set(), {}\n"
        f"for step in {list(steps)!r}:\n"
        "    exec(step)\n"
        "    now = {name.partition('.')[0] for name in sys.modules}\n"
        "    found[step], held = sorted(now - held), now\n"
        "print(json.dumps(found))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return {step: set(own) for step, own in names.items()}


def test_imports_and_help_are_light() -> None:
    found = loaded(STEPS)
    assert {"rag", "ui", "ingest", "eval"} <= set().union(*found.values())
    assert {step: own & HEAVY for step, own in found.items() if own & HEAVY} == {}


def test_the_names_are_those_of_real_modules() -> None:
    assert [name for name in HEAVY - EXTRA if find_spec(name) is None] == []


def test_what_a_step_loads_is_seen() -> None:
    assert "fractions" in loaded(["import json", "import fractions"])["import fractions"]
