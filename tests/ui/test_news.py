"""What ``add`` and ``watch`` print, and how a watch goes on and ends."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.news.gather import Gathered
from ingest.news.run import Added, News, Round, Trouble
from ingest.read.failures import Failure
from ingest.report import Report
from rag.errors import IndexBusy, InputError, SettingsError
from rag.settings import Settings
from ui import news
from ui.actions import Actions
from ui.cli import FAILED, STOPPED, main
from ui.page.desk.changes import fetch_as_file

NOON = 1_700_049_600.0  # twelve o'clock where clocks show UTC


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch, home: Path) -> Any:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def test_a_round_is_a_line() -> None:
    done = Round(NOON, Report(added=3, changed=1), (Trouble("https://a.example/f", "gave no answer within 20 s", NOON + 3600),))
    failed = "feed https://a.example/f failed: gave no answer within 20 s, next try 13:00"
    assert news.round_line(done) == f"12:00 3 new, 1 changed, 0 removed; {failed}"
    left = Round(NOON, troubles=(Trouble("https://a.example/f", "", NOON + 86_400),), said="Another\n\x1b[2J")
    assert news.round_line(left) == (
        "12:00 0 new, 0 changed, 0 removed; feed https://a.example/f left alone since it failed, next try 2023-11-16 12:00; "
        "nothing went in: Another \\x1b[2J"
    )


def test_what_failed_is_named_the_first_three() -> None:
    pages = tuple(Failure(f"https://a.example/{n}", "no") for n in range(5))
    said = news.round_line(Round(NOON, Report(failed=(Failure("/x.pdf", "damaged"),)), failed=pages))
    assert "; 5 pages not fetched (https://a.example/0: no, https://a.example/1: no, https://a.example/2: no, and 2 more); " in said
    assert said.endswith("; 1 file not read (/x.pdf: damaged)")


def test_nothing_was_added(capsys: pytest.CaptureFixture[str]) -> None:
    place = Gathered("https://a.example/f", "feed", 3, 3, 3, 0, broken=1, maps_left=2)
    news.show_added(Added((place,), Report(), ()), Path("news-added"))
    out = capsys.readouterr().out
    assert "1 entry without an address, 2 further sitemaps not looked at (add them by their addresses)\n" in out
    assert "feed https://a.example/f: 3 items; 0 fetched, 3 known, 1 entry without an address, " in out
    assert "kept in" not in out


def test_what_was_added(capsys: pytest.CaptureFixture[str]) -> None:
    places = (Gathered("https://a.example/1"), Gathered("https://a.example/f", "feed", 3, 3, 1, 1, [Failure("https://a.example/2", "404")]))
    news.show_added(Added(places, Report(added=2), (Failure("https://a.example/2", "404\x1b"),)), Path("news-added"))
    out = capsys.readouterr().out
    assert "feed https://a.example/f: 3 items; 1 fetched, 1 known, 1 not fetched\n" in out
    assert "failed: https://a.example/2: 404\\x1b\n" in out
    assert out.endswith("kept in news-added\n")
    assert "https://a.example/1" not in out


class Rounds(News):
    """Gives the rounds it was made of, and keeps how it was asked."""

    def __init__(self, *rounds: Round) -> None:
        self.left, self.asked = list(rounds), list[Any]()

    def watch(self, sources: Sequence[str], every_s: float, **more: Any) -> Round:
        self.asked.append((sources, every_s, more))
        return self.left.pop(0)


class Busy(News):
    """Finds the index busy."""

    def add(self, urls: Sequence[str], limit: int = 1) -> Added:
        raise IndexBusy(self.settings.index_dir)


def test_rounds_follow_each_other_until_ctrl_c(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds(Round(NOON), Round(NOON + 90, said="busy"))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise KeyboardInterrupt

    parts = Actions(watch=lambda *given, **more: news.watch(*given, news=rounds, sleep=sleep, **more))
    assert main(["watch", ".", ".", "--every", "90s", "--prune", "--limit", "7"], parts) == STOPPED
    out = capsys.readouterr().out
    assert [line[:5] for line in out.splitlines()[:2]] == ["12:00", "12:01"]
    assert "Traceback" not in out
    assert rounds.asked == [(["."], 90.0, {"limit": 7, "prune": True})] * 2
    assert all(89 < seconds <= 90 for seconds in slept)


@pytest.mark.parametrize(("done", "code"), [(Round(NOON), 0), (Round(NOON, said="busy"), FAILED)])
def test_once_for_cron(done: Round, code: int) -> None:
    parts = Actions(watch=lambda *given, **more: news.watch(*given, news=Rounds(done), **more))
    assert main(["watch", ".", "--once"], parts) == code


def test_what_cannot_be_watched_is_said_at_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DATELINE_OFFLINE", "1")
    for argv, said in (
        (["watch", "none"], "none: no such folder"), (["watch", ".", "--every", "soon"], "90s, 15m, 2h or 1d"),
        (["watch", "https://a.example/feed"], "offline"), (["add", "https://a.example/story"], "offline"),
    ):  # fmt: skip
        assert main(argv, Actions()) == 2
        assert said in capsys.readouterr().err


def test_the_page_fetches_nothing_offline_either() -> None:
    with pytest.raises(InputError, match="setting offline is on"):
        fetch_as_file("https://a.example/story", Settings(offline=True))


def test_a_busy_index_keeps_what_was_fetched(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    busy = Busy.of(Settings(), tmp_path / "kept")
    assert main(["add", "https://a.example/story"], Actions(add=lambda *given, index: news.add(*given, index=index, news=busy))) == 2
    said = capsys.readouterr().err
    assert f"What was fetched is kept in {tmp_path / 'kept'}" in said
    assert "Another ingest is writing" in said


def test_settings_of_own_servers() -> None:
    for wrong in ("cms.local", ":80", "cms.local:x", "a:80 b"):
        with pytest.raises(SettingsError, match="host:port"):
            Settings(own_servers=wrong)
