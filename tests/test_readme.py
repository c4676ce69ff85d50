"""What the README says is run or looked up: commands, code, figures, settings, exit codes, sample answer."""

import dataclasses
import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

import pytest

from ingest.report import Report
from rag.index.store import Store
from rag.models.pinned import MODELS
from rag.records import Answer, Event
from rag.settings import CACHE, Settings
from ui import cli
from ui.actions import Actions

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLAT = " ".join(README.split())


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def between(name: str) -> str:
    found = re.search(rf"<!-- {name}.*?-->\n(.*?)<!-- /{name} -->", README, re.S)
    assert found, f"no part {name} in the README"
    return found[1]


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under ``heading``, cells stripped."""
    part = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def shell_lines() -> list[list[str]]:
    return [shlex.split(line, comments=True) for block in blocks("bash") for line in block.splitlines() if line.strip()]


class Silent:
    """Answers anything with nothing."""

    faults: tuple[str, ...] = ()

    def stream(self, question: str, **_given: Any) -> Iterator[Event]:
        yield Event("answer", answer=Answer(question, "answered"))

    def search(self, _query: str, **_given: Any) -> list[Any]:
        return []

    timeline = search


class Shelf:
    """An index without an article."""

    def matching(self, *_: Any, **__: Any) -> list[Any]:
        return []

    def sums(self, *_: Any) -> list[int]:
        return [0]


@contextmanager
def opened(_settings: Settings, _llm: bool) -> Iterator[Any]:
    yield Silent(), []


def test_a_first_result_within_40_lines() -> None:
    lines = README.splitlines()
    assert lines.index('make ask Q="How many attacks on US forces in Iraq and Syria had there been by January 2024?"') < 40
    assert lines.index("<!-- /answer -->") < 40


def test_there_are_commands_to_check() -> None:
    assert {words[0] for words in shell_lines()} == {"make", "dateline"}


@pytest.mark.parametrize("words", [w for w in shell_lines() if w[0] == "make"], ids=" ".join)
def test_make_targets_exist(words: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert words[1] in targets


@pytest.mark.parametrize("words", [w for w in shell_lines() if w[0] == "dateline"], ids=" ".join)
def test_commands_are_understood(words: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"articles": 0, "passages": 0, "outlets": 0, "undated": 0, "oldest": "", "newest": ""}
    told = {"index": "index", **counts, "bytes": 0, "models": {}, "llm": ""}
    report: Any = lambda *_, **__: Report()  # noqa: E731
    parts = Actions(
        opened, report, report, lambda _: told, lambda *_, **__: None, lambda _: 0, lambda _: nullcontext(cast("Store", Shelf()))
    )
    parts = dataclasses.replace(parts, add=lambda *_, **__: True, watch=lambda *_, **__: True, serve_many=lambda *_: None)
    parts = dataclasses.replace(parts, examine=lambda _: iter(()), backup=lambda *_: 0, bring_back=lambda *_: None)
    assert cli.main(words[1:], parts) in {cli.ANSWERED, cli.DECLINED}, capsys.readouterr().err


def test_mentioned_targets_and_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", README)) <= targets
    commands = {command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback}
    commands |= {str(group.name) for group in cli.app.registered_groups}
    assert set(re.findall(r"`dateline ([a-z]+)", README)) <= commands


def test_links_lead_to_files() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_settings_are_all_there_with_their_defaults() -> None:
    rows = {row[0].strip("`"): row[1].strip("`") for row in table("Settings")}
    defaults = {field.name: str(field.default) for field in dataclasses.fields(Settings)}
    assert rows.pop("models_dir") == "the user's cache"
    assert Path(defaults.pop("models_dir")) == CACHE / "models"
    assert rows == defaults


def test_model_files_are_told_as_pinned() -> None:
    rows = []
    for model in MODELS.values():
        packages = list(dict.fromkeys((part.package, part.version) for file in model.files for part in file.parts))
        assert len({version for _, version in packages}) == 1
        ends = " to ".join(dict.fromkeys(f"`{name}`" for name, _ in (packages[0], packages[-1])))
        [hub] = {file.hub.split("/resolve/")[0] for file in model.files}
        rows.append(f"| `{model.name}` | {model.about} | {model.size / 1e6:,.0f} | {hub} | {ends} {packages[0][1]} |")
    assert between("models").strip().splitlines()[2:] == rows, "put these rows into the README:\n" + "\n".join(rows)


def test_an_install_without_network_takes_what_make_setup_takes() -> None:
    """The commands that fill a stick, and those of the Makefile."""
    from_index = [shlex.split(line) for block in blocks("sh") for line in block.splitlines() if " pip download " in line]
    wanted = [[word for word in words[4:] if not word.startswith("/")][:-1] for words in from_index]
    torch = re.findall(r'"(torch==[0-9.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wanted == ["--no-deps --only-binary=:all: --require-hashes -r requirements.lock".split(), torch]
    assert f'"{" ".join(wanted[0])}"' in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_exit_codes_are_those_of_the_program() -> None:
    codes = [int(row[0]) for row in table("Exit codes")]
    assert codes == [cli.ANSWERED, cli.FAILED, cli.ERROR, cli.DECLINED, cli.STOPPED]
    assert all(f"{code} " in cli.EPILOG for code in codes)


def test_suffixes_are_those_that_ingest_reads() -> None:
    from ingest.read.files import can_read

    named = set(
        re.findall(r"(?<![\w/])\.(?:[a-z]{2,5})\b", next(line for line in README.splitlines() if line.startswith("dateline ingest")))
    )
    assert len(named) == 10
    assert [suffix for suffix in named if not can_read(Path(f"a{suffix}"))] == []


def test_figures_are_the_pinned_ones() -> None:
    """Every row of the figures is a floor of the gate, as pinned."""
    baseline = ROOT / "eval" / "baseline.json"
    if not baseline.is_file():
        pytest.skip("no figures are pinned yet: dateline eval --pin")
    floors = json.loads(baseline.read_text(encoding="utf-8"))["floors"]
    shown = [line for line in between("figures").splitlines() if line.startswith("| `")]
    if not shown:
        pytest.skip("the README shows no figures yet")
    names = [line.split("`")[1] for line in shown]
    pinned = [f"| `{name}` | {floors[name]['value']:.3f} | {floors[name]['n']} |" for name in names]
    assert shown == pinned, "put these rows into the README:\n" + "\n".join(pinned)


def test_figures_of_reading_are_the_pinned_ones() -> None:
    """Every row is one of what ``python -m eval.newsroom --pin`` wrote, with all columns."""
    pinned = json.loads((ROOT / "eval" / "newsroom" / "reached.json").read_text(encoding="utf-8"))["rows"]
    columns = ("title", "outlet", "byline", "published", "updated", "text", "litter")
    cells = {name: [f"{part[c][0]:.2f}" if c in part else "" for c in columns] for name, part in pinned.items()}
    rows = [f"| {name} | {pinned[name]['n']} | {' | '.join(cell)} | {pinned[name]['invented']} |" for name, cell in cells.items()]
    head = f"| files | n | {' | '.join(columns)} | dates invented |"
    shown = between("reading").strip().splitlines()
    assert shown == [head, "|---" * (len(columns) + 3) + "|", *rows], "put these rows into the README:\n" + "\n".join(rows)


def test_figures_of_public_sets_are_those_of_the_docs() -> None:
    """What the README says of natural questions stands in docs/figures.md, whose every row names a command that there is."""
    told = FLAT.split("over 1,628 news articles")[1].split("docs/figures.md")[0]
    figures = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    right, wrong = re.findall(r"\b0\.\d{3}\b", told)
    assert re.search(rf"^\| right, of those to answer \(126\) \| {right} ", figures, re.M)
    assert re.search(rf"^\| a wrong answer shown, of all \(148\) \| {wrong} ", figures, re.M)
    commands = [command.split() for command in re.findall(r"`(python -m [^`]+)`", figures)]
    rows = [line for line in figures.split("| set | figure |")[1].splitlines()[2:] if line.startswith("|")]
    assert [row for row in rows if "`python -m " not in row] == []
    for _, _, module, *rest in commands:
        spec = importlib.util.find_spec("eval.__main__" if module == "eval" else module)
        assert spec is not None, module
        source = Path(str(spec.origin)).read_text(encoding="utf-8")
        assert [option for option in rest if option.startswith("--") and f'"{option}"' not in source] == []


def sample_quotes() -> dict[str, str]:
    """Return the numbered quotes of the sample answer, each on one line."""
    _, *parts = re.split(r"^\[(\d+)\] “", between("answer").partition("\n\n")[0], flags=re.M)
    return {n: " ".join(part.rpartition("”\n")[0].split()) for n, part in zip(parts[::2], parts[1::2], strict=True)}


def test_the_sample_answer_quotes_the_seeds() -> None:
    quotes = sample_quotes()
    seeds = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sorted((ROOT / "seeds").glob("*.txt")))
    assert quotes
    assert [quote for quote in quotes.values() if quote not in seeds] == []
    said = between("answer").partition("\n\n")[2]
    assert set(re.findall(r"\[(\d+)\]", said)) == set(quotes)


@pytest.fixture(scope="module")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an index of the seeds in it."""
    from ingest.sync import update

    folder = tmp_path_factory.mktemp("readme")
    update(Settings(index_dir=folder / "index"), [ROOT / "seeds"])
    return folder


@pytest.mark.models
@pytest.mark.parametrize("block", blocks("python"))
def test_python_blocks_run(block: str, seeds_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(seeds_index)
    exec(compile(block, "README.md", "exec"), {})
    status, *_ = capsys.readouterr().out.split()
    assert status == "answered"


@pytest.mark.models
def test_the_sample_question_is_answered(seeds_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """From the quotes alone, so that it needs no language model: the sample's numbered quotes, its line and its end are what comes."""
    monkeypatch.chdir(seeds_index)
    question = next(words[2].removeprefix("Q=") for words in shell_lines() if words[1] == "ask" and words[0] == "make")
    assert cli.main(["ask", "--no-llm", question]) == cli.ANSWERED
    said = " ".join(capsys.readouterr().out.split())
    assert [f"[{n}]" for n, quote in sample_quotes().items() if f"[{n}] “{quote}" not in said] == []
    line, _words, changed = between("answer").partition("\n\n")[2].strip(" `\n").split("\n\n")  # the words are a model's
    assert [part for part in (line, changed) if " ".join(part.split()) not in said] == []
