"""The commands doctor, backup and restore: what they print, and their exit codes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.upkeep.repair import Repaired
from rag.errors import InputError
from rag.index.upkeep.look import Finding
from rag.settings import Settings
from ui import cli
from ui.actions import Actions

SOUND, WRONG = Finding("articles.db", "3 articles"), Finding("keywords", "", "it is missing", "it is made anew")


def run(capsys: pytest.CaptureFixture[str], *argv: str, found: tuple[Finding, ...] = (SOUND,)) -> tuple[int, str, str]:
    def examine(_: Settings) -> Iterator[Finding]:
        yield from found

    def repair(_: Settings, given: list[Finding]) -> Repaired:
        assert given == list(found)
        return Repaired(("keywords: made anew",), (("Boats sink", "a.txt"),))

    def bring_back(settings: Settings, source: Path) -> None:
        raise InputError(f"{settings.index_dir} is there already")

    given = replace(Actions(), examine=examine, repair=repair, backup=lambda _, target: 3 << 20, bring_back=bring_back)
    code = cli.main(list(argv), given)
    return (code, *capsys.readouterr())


def test_a_sound_index(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "doctor") == (0, "articles.db: sound (3 articles)\n", "")
    assert run(capsys, "doctor", "--repair")[0] == 0


def test_what_is_wrong_is_exit_code_1_with_the_command_that_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "doctor", "--index", "my news", found=(SOUND, WRONG))
    assert code == 1
    assert out.endswith("keywords: WRONG: it is missing. Repair: it is made anew\n")
    assert err == "Mend it: dateline doctor --repair --index 'my news'\n"


def test_a_repair_says_what_was_done_and_what_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor", "--repair", found=(SOUND, WRONG))
    assert code == 0
    assert out.endswith("keywords: made anew\nlost: Boats sink (of a.txt: the next ingest reads it again)\n")


def test_a_copy_and_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "backup", "news.zip") == (0, "news.zip: 3.0 MB\n", "")
    assert run(capsys, "restore", "news.zip", "--index", "news") == (2, "", "error: news is there already\n")
