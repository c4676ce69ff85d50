"""The command line: what it hands on, what it shows, its exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.read.failures import Failure
from ingest.report import Report
from rag.compare.timeline import Entry
from rag.errors import InputError, LLMError
from rag.models.local import exported_to
from rag.records import Answer, Article, Citation, Event, Evidence, Passage, Quote, Sentence, Short
from rag.settings import Settings, load_settings
from ui.actions import Actions
from ui.cli import main

TEXT = "Forces were attacked 23 times. Nobody was hurt.\x1b[2J"
ARTICLE = Article("a", "Attacks \x1b[31mrise", TEXT, source="The Post", published="2023-10-30")
QUOTE = Quote(1, TEXT[:30], 0, 30, ARTICLE, 0.9)
ANSWERED = Answer("How many?", "answered", (Sentence("23 times.", "supported", (1,)),), (Citation(1, TEXT[:30], 0, 30, ARTICLE),), (QUOTE,))
DECLINED = Answer("Who won?", "declined", quotes=(QUOTE,))


class TinyAssistant:
    """Answers every question alike and keeps what it was asked."""

    faults: tuple[str, ...] = ()

    def __init__(self, answer: Answer = ANSWERED) -> None:
        self.answer, self.asked = answer, list[tuple[str, dict[str, Any]]]()

    def stream(self, question: str, **given: Any) -> Iterator[Event]:
        self.asked.append((question, given))
        if not question:
            raise InputError("The question is empty.\nAsk something.")
        yield Event("quotes", quotes=self.answer.quotes)
        yield Event("draft", draft=self.answer)
        yield Event("token", token="23 ")
        yield Event("answer", answer=self.answer)

    def search(self, query: str, **given: Any) -> list[Evidence]:
        self.asked.append((query, given))
        return [Evidence(1.5, ARTICLE, Passage("a:0", "a", TEXT, 0, len(TEXT)))] if "attack" in query else []

    def timeline(self, topic: str, **given: Any) -> tuple[Entry, ...]:
        self.asked.append((topic, given))
        return (Entry("2023-10-17", "2023-10-30", "range", "from 17 to 30", QUOTE, (QUOTE,), 1),) if "attack" in topic else ()


def parts(assistant: TinyAssistant | None = None, notes: Sequence[str] = (), report: Report | None = None) -> tuple[Actions, list[Any]]:
    """Return parts around a tiny assistant, and the list of what they were called with."""
    calls: list[Any] = []

    @contextmanager
    def opened(settings: Settings, llm: bool) -> Iterator[tuple[Any, list[str]]]:
        calls.append((settings, llm))
        yield assistant or TinyAssistant(), list(notes)

    def update(settings: Settings, paths: Sequence[Path], *, prune: bool, progress: Callable[[int, int, str], None], **more: Any) -> Report:
        calls.append((settings.index_dir, paths, prune, *filter(None, more.values())))
        progress(1, 2, "file.txt")
        return report or Report(added=3, unchanged=1, seconds=2.0)

    def serve(*given: Any, tls: object = None) -> None:
        calls.append((*given, tls))
        raise KeyboardInterrupt

    def evaluate(argv: Sequence[str]) -> int:
        calls.append(list(argv))
        return 1

    return Actions(open=opened, update=update, rebuild=update, serve=serve, evaluate=evaluate), calls


def run(capsys: pytest.CaptureFixture[str], *argv: str, given: Actions) -> tuple[int, str, str]:
    code = main(argv, given)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def _own_home(home: Path) -> None:
    """Keep the machine's own settings out."""


def test_ask_shows_quotes_then_the_checked_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "How many?", given=parts()[0])
    assert (code, err) == (0, "")
    assert out.index("“Forces were attacked 23 times.”") < out.index("23 times. [1]") < out.index("newest article cited: 30 Oct 2023")
    assert "\x1b" not in out


def test_ask_shows_the_answer_in_a_line_before_the_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    answer = replace(ANSWERED, status="disputed", short=Short("23\x1b[2J", 1, reported="2023-10-30", outlet="The Post"))
    _, out, _ = run(capsys, "ask", "How many?", given=parts(TinyAssistant(answer))[0])
    assert "\n23\\x1b[2J (30 October 2023, The Post)\n\nSources differ. 23 times. [1]\n" in out
    assert "\x1b" not in out


def test_quotes_of_headlines_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = TinyAssistant(replace(ANSWERED, quotes=(replace(QUOTE, headline=True),)))
    assistant.timeline = lambda topic, **given: (Entry("2023-10-17", "2023-10-17", "day", "", replace(QUOTE, headline=True), (), 1),)  # type: ignore[method-assign]
    for argv in (("ask", "How many?"), ("timeline", "attacks")):
        assert "   headline, The Post, 30 Oct 2023" in run(capsys, *argv, given=parts(assistant)[0])[1]


def test_ask_names_who_else_carries_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    first, other = replace(ANSWERED.citations[0], also=("Wire \x1b[2J", "Echo")), Citation(2, "", 0, 0, Article("b", "", ""))
    answer = replace(ANSWERED, citations=(first, other), independent=2)
    _, out, _ = run(capsys, "ask", "How many?", given=parts(TinyAssistant(answer))[0])
    assert "[1] The Post, also carried by Wire \\x1b[2J, Echo" in out
    assert out.index("also carried by") < out.index("2 independent reports")
    assert "\x1b" not in out


def test_ask_hands_on_what_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = TinyAssistant()
    given, calls = parts(assistant)
    argv = (
        "--as-of",
        "1 Nov 2023",
        "--after",
        "2023",
        "--before",
        "yesterday",
        "--outlet",
        "A",
        "--outlet",
        "B",
        "--no-llm",
        "--index",
        "news",
    )
    run(capsys, "ask", "Why?", *argv, "--all-sentences", given=given)
    assert assistant.asked == [("Why?", {"as_of": "1 Nov 2023", "after": "2023", "before": "yesterday", "outlets": ("A", "B")})]
    settings, llm = calls[0]
    assert (settings.index_dir, settings.keep_unsupported, llm) == (Path("news"), True, False)


def test_without_options_settings_are_those_of_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    Path("dateline.toml").write_text('index_dir = "elsewhere"\nkeep_unsupported = true\n', encoding="utf-8")
    given, calls = parts()
    run(capsys, "ask", "Why?", given=given)
    assert calls[0] == (Settings(index_dir=Path("elsewhere"), keep_unsupported=True), True)


def test_ask_json_is_the_answer_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "How many?", "--json", given=parts(notes=["no model"])[0])
    row = json.loads(out)
    assert (code, row["status"], row["text"], row["notes"]) == (0, "answered", "23 times. [1]", ["no model"])


def test_declining_is_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "Who won?", given=parts(TinyAssistant(DECLINED))[0])
    assert code == 3
    assert "The articles do not say. The quotes above are the nearest ones." in out


def test_a_model_that_cannot_be_had_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    note = str(LLMError("no file"))
    code, out, _ = run(capsys, "ask", "How many?", given=parts(notes=[note])[0])
    assert code == 0
    assert [line for line in out.splitlines() if "no file" in line] == [f"Note: {note}"]


def test_an_error_is_one_line_on_stderr_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "", given=parts()[0])
    assert (code, out, err) == (2, "", "error: The question is empty. Ask something.\n")


def test_a_missing_index_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "ask", "Why?", "--index", "nowhere", given=Actions())
    assert code == 2
    assert err == "error: No index at nowhere. Build one: dateline ingest seeds/ --index nowhere\n"


def test_a_bug_is_a_traceback() -> None:
    @contextmanager
    def broken(_settings: Settings, _llm: bool) -> Iterator[Any]:
        raise RuntimeError("a bug")
        yield

    with pytest.raises(RuntimeError, match="a bug"):
        main(["ask", "Why?"], Actions(open=broken))


def test_a_file_that_cannot_be_used_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def refused(*_: Any, **__: Any) -> Report:
        raise PermissionError(13, "Permission denied", "/srv/quay")

    code, out, err = run(capsys, "ingest", "a", given=Actions(update=refused))
    assert (code, out) == (2, "")
    assert err == "error: /srv/quay cannot be used: Permission denied. Mend that, or its rights, and run the command again.\n"


@pytest.mark.parametrize("argv", [["ask"], ["ask", "Why?", "--colour"], ["fly"], ["search", "x", "-k", "0"]], ids=" ".join)
def test_wrong_usage_is_exit_code_2_and_points_at_help(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    code, out, err = run(capsys, *argv, given=parts()[0])
    assert (code, out) == (2, "")
    assert "--help" in err


def test_search_shows_source_and_passage(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = TinyAssistant()
    code, out, _ = run(capsys, "search", "attack", "-k", "2", given=parts(assistant)[0])
    assert code == 0
    assert out == "1. The Post, 30 Oct 2023, Attacks \\x1b[31mrise\n   Forces were attacked 23 times. Nobody was hurt.\\x1b[2J\n"
    assert assistant.asked[0][1]["k"] == 2


def test_search_json_has_score_passage_and_article(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "search", "attack", "--json", given=parts()[0])
    (row,) = json.loads(out)
    assert (row["score"], row["passage"]["end"], row["article"]["source"]) == (1.5, len(TEXT), "The Post")
    assert "text" not in row["article"]


def test_search_without_result_is_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "search", "cheese", given=parts()[0])
    assert code == 3
    assert "Nothing found" in out


def test_timeline_shows_when_what_and_who(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "timeline", "attacks", "--after", "2023", given=parts()[0])
    assert code == 0
    assert out == (
        "17 Oct 2023 to 30 Oct 2023\n   “Forces were attacked 23 times.”\n"
        "   The Post, 30 Oct 2023, Attacks \\x1b[31mrise; 1 more article on it\n"
    )
    code, out, _ = run(capsys, "timeline", "cheese", given=parts()[0])
    assert (code, out.startswith("Nothing dated found.")) == (3, True)


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        (["--format", "csv"], "day,end,precision,"),
        (["--format", "markdown"], "# attacks\n\n- **17 Oct 2023 to 30 Oct 2023**: “Forces"),
        (["--format", "json"], '[\n  {\n    "start": "2023-10-17"'),
        (["--json"], '[\n  {\n    "start": "2023-10-17"'),
        (["--format", "text"], "17 Oct 2023 to 30 Oct 2023\n"),
    ],
)
def test_timeline_in_other_forms(capsys: pytest.CaptureFixture[str], options: list[str], begins: str) -> None:
    code, out, _ = run(capsys, "timeline", "attacks", *options, given=parts()[0])
    assert (code, out[: len(begins)]) == (0, begins)


@pytest.mark.parametrize(("options", "k"), [([], None), (["-k", "3"], 3)])
def test_timeline_without_a_number_leaves_it_to_the_topic(capsys: pytest.CaptureFixture[str], options: list[str], k: int | None) -> None:
    assistant = TinyAssistant()
    run(capsys, "timeline", "attacks", *options, given=parts(assistant)[0])
    assert assistant.asked[0][1]["k"] == k


def test_status_says_how_many_earlier_versions_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"articles": 1200, "passages": 9, "outlets": 2, "undated": 0, "oldest": "2024-03-01", "newest": "2024-03-05"}
    found = {"index": "index", **counts, "bytes": 0, "models": {}, "llm": "none"}
    for versions, line in ((0, "articles   1,200"), (1, "articles   1,200, and 1 earlier version of them")):
        given = replace(parts()[0], status=lambda _, n=versions: {**found, "versions": n})
        code, out, _ = run(capsys, "status", given=given)
        assert (code, line in out.splitlines()) == (0, True)


def test_ingest_reports_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    given, calls = parts()
    code, out, _ = run(capsys, "ingest", "a", "b", "--prune", "--index", "news", given=given)
    assert code == 0
    assert calls == [(Path("news"), [Path("a"), Path("b")], True)]
    cells = [line.replace("│", " ").split() for line in out.splitlines()]
    assert ["3", "0", "1", "0", "0", "1.5"] in cells


def test_ingest_hands_on_who_reads_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    given, calls = parts()
    assert run(capsys, "ingest", "a", "--workers", "3", given=given)[0] == 0
    assert run(capsys, "ingest", "a", "--ray", "auto", "--rebuild", given=given)[0] == 0
    assert [call[3:] for call in calls] == [(3,), ("auto",)]


def test_workers_and_a_cluster_are_one_too_many(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "ingest", "a", "--workers", "3", "--ray", "auto", "--index", str(tmp_path / "index"), given=Actions())
    assert (code, "name one of them" in err, (tmp_path / "index").exists()) == (2, True, False)


@pytest.mark.parametrize(("more", "said"), [((), "the same command goes on from there"), (("--rebuild",), "The index is whole")])
def test_a_stopped_ingest_says_what_is_kept(capsys: pytest.CaptureFixture[str], more: tuple[str, ...], said: str) -> None:
    def stop(*_: Any, **__: Any) -> Report:
        raise KeyboardInterrupt

    code, out, err = run(capsys, "ingest", "a", *more, given=Actions(update=stop, rebuild=stop))
    assert (code, out, said in err, err.count("\n")) == (130, "", True, 1)


def test_ingest_names_what_failed_and_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(added=1, failed=(Failure("b\x1b[2J.pdf", "truncated [red]PDF[/red]"),), seconds=1.0)
    code, out, _ = run(capsys, "ingest", "a", given=parts(report=report)[0])
    assert code == 1
    assert "failed: b\\x1b[2J.pdf: truncated [red]PDF[/red]\n" in out


def test_chat_hands_on_and_stops_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    given, calls = parts()
    code, _, err = run(capsys, "chat", "--port", "8000", "--auth", "me:secret", given=given)
    assert code == 130
    assert (*calls[0][:4], calls[0][-1]) == (Path("index"), 8000, "me:secret", False, None)
    assert "secret" not in err
    assert run(capsys, "chat", "--tls", "cert.pem", "key.pem", given=given)[0] == 130
    assert calls[1][-1] == (Path("cert.pem"), Path("key.pem"))


def test_serve_hands_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "auth").write_text("me:secret\n", encoding="utf-8")
    calls: list[tuple[Any, ...]] = []
    given = replace(parts()[0], serve_many=lambda *args: calls.append(args))
    code, _, _ = run(capsys, "serve", "--readers", "3", "--queue", "9", "--auth", f"@{tmp_path / 'auth'}", "--index", "news", given=given)
    assert (code, calls[0][0].index_dir, calls[0][1:]) == (0, Path("news"), (3, 9, 7860, "me:secret", False, None))
    assert run(capsys, "serve", "--queue", "1001", given=given)[0] == 2


def test_eval_passes_everything_on(capsys: pytest.CaptureFixture[str]) -> None:
    given, calls = parts()
    code, _, _ = run(capsys, "eval", "seeds", "--limit", "3", "--help", given=given)
    assert (code, calls) == (1, [["seeds", "--limit", "3", "--help"]])


def test_models_from_a_folder_says_what_is_missing(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MODELS_DIR", str(home / "models"))
    (home / "stick").mkdir()
    code, out, err = run(capsys, "models", "--from", "stick", "--small", given=parts()[0])
    lines = [line for line in err.splitlines() if " still lacks " in line]
    assert (code, out, len(lines)) == (1, "", 14)
    assert {line.partition(" still lacks ")[0] for line in lines} == {"minilm", "mpnet", "qwen-0.5b"}
    assert lines[-1].startswith(
        "qwen-0.5b still lacks qwen2.5-coder-0.5b-instruct-q4_k_m.gguf (491,400,064 bytes): no file in stick has its size"
    )


def test_models_from_a_folder_asks_for_no_more_than_is_needed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MODELS_DIR", str(home / "m")), ("LLM", "none"), ("OFFLINE", "true")):
        monkeypatch.setenv(f"DATELINE_{name}", value)
    encoders = exported_to(load_settings())
    encoders.mkdir(parents=True)
    assert run(capsys, "models", "--from", str(home), given=parts()[0]) == (0, f"minilm     {encoders}\n", "")
    code, _, err = run(capsys, "models", "--from", "nowhere", given=parts()[0])
    assert (code, err.count("\n")) == (2, 1)
    assert "nowhere cannot be read as a folder" in err


def test_help_tells_exit_codes_and_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help", given=parts()[0])
    assert code == 0
    assert {"ingest", "ask", "search", "status", "models", "chat", "serve", "eval"} <= set(out.split())
    assert "3 the articles do not say" in " ".join(out.split())


PROGRAM = """
import sys, time
from contextlib import contextmanager
from rag.records import Event, Quote, Article, Answer
from ui.cli import main
from ui.actions import Actions
quote = Quote(1, "Some words.", 0, 11, Article("a", "T", "Some words."))
class Slow:
    faults = ()
    def stream(self, question, **given):
        yield Event("quotes", quotes=(quote,))
        {then}
        yield Event("answer", answer=Answer(question, "answered", quotes=(quote,) * 3000))
@contextmanager
def opened(settings, llm):
    yield Slow(), []
sys.exit(main(["ask", "Why?", *sys.argv[1:]], Actions(open=opened)))
"""


def start(then: str, *argv: str, **env: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", PROGRAM.format(then=then), *argv]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **env})


def test_quotes_come_before_the_answer_is_there_and_ctrl_c_is_quiet() -> None:
    process = start("time.sleep(60)")
    assert process.stdout
    assert "Some words." in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "")


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    process = start("pass", "--json")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=20) in {0, 141}
    process.stderr.close()


@pytest.mark.parametrize("command", [["ask", "who?", "--json"], ["search", "attack"], ["timeline", "attack"]])
def test_what_an_index_lacks_is_said_on_stderr(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assistant = TinyAssistant()
    assistant.faults = ("Nothing is found by its words.",)
    _, out, err = run(capsys, *command, given=parts(assistant)[0])
    assert err == "note: Nothing is found by its words.\n"
    assert "Nothing is found" not in out


@pytest.mark.parametrize("width", [24, 80, 200])
def test_a_real_terminal(width: int) -> None:
    """On a pty, lines fit its width and the answer has no colours that a light or dark ground could swallow."""
    code, shown = on_a_terminal(width)
    assert code == 0
    plain = shown.replace("\r", "")
    assert "Some words." in plain
    assert ("\x1b[3" in plain) is False
    lines = [line for line in plain.split("\n") if "\x1b" not in line]
    assert max(map(len, lines)) <= width


def on_a_terminal(width: int) -> tuple[int, str]:
    """Run the slow program on a pseudo-terminal of ``width`` columns; return its exit code and all it wrote."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    command = [sys.executable, "-c", PROGRAM.format(then='yield Event("token", token="words of the model " * 40)')]
    clean = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES"}}
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env={**clean, "TERM": "xterm"})
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:  # Linux says so when the other side is closed
        pass
    finally:
        os.close(leader)
    return process.wait(timeout=20), shown.decode()


def test_ask_lists_what_a_question_may_mean(capsys: pytest.CaptureFixture[str]) -> None:
    asks = (Sentence("Do you mean Ann Lee or Bo Dahl?", "supported"),)
    answer = Answer("Where?", "declined", asks, choices=("Where is Ann Lee?", "Where is Bo\x1b Dahl?"))
    code, out, _ = run(capsys, "ask", "Where?", given=parts(TinyAssistant(answer))[0])
    assert (code, out) == (3, "Do you mean Ann Lee or Bo Dahl?\n\n  Where is Ann Lee?\n  Where is Bo\\x1b Dahl?\n\n")
