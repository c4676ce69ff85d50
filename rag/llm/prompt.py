"""Load the prompt files prompts/<name>.md, each read once, and fill their fields."""

from functools import lru_cache
from importlib.resources import files
from string import Template

Turn = tuple[str, str]  # role (system, user, assistant) and text


@lru_cache
def fixed_turns() -> tuple[Turn, ...]:
    """Return the part of the prompt that is the same for every question; it comes first, so that a server reads it once."""
    examples = prompt_text("examples").split("\n=====\n")
    roles = ("user", "assistant") * (len(examples) // 2)
    return (("system", prompt_text("system")), *zip(roles, (example.strip() for example in examples), strict=True))


def fill(name: str, **values: str) -> str:
    """Return prompts/<name>.md with its $fields filled; KeyError names one left empty."""
    return Template(prompt_text(name)).substitute(values)


@lru_cache
def prompt_text(name: str) -> str:
    """Return the text of prompts/<name>.md."""
    return files("rag.llm").joinpath(f"prompts/{name}.md").read_text(encoding="utf-8").strip()
