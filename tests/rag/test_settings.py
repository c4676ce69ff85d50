"""Settings: which place wins, what is refused and how that is said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import SettingsError
from rag.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    (folder / "dateline.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_without_file_or_variables(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()


def test_the_last_one_wins_file_variable_argument(tmp_path: Path) -> None:
    folder = write(tmp_path, "deadline_s = 10\nquote_tokens = 100\npassages = 5\n")
    found = load_settings(folder, {"DATELINE_DEADLINE_S": "20", "DATELINE_QUOTE_TOKENS": "200", "HOME": "/nowhere"}, deadline_s=30)
    assert (found.deadline_s, found.quote_tokens, found.passages) == (30.0, 200, 5)


def test_an_argument_of_none_is_not_given(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"DATELINE_LLM": "none"}, llm=None).llm == "none"


def test_kinds_are_cast(tmp_path: Path) -> None:
    found = load_settings(tmp_path, {"DATELINE_INDEX_DIR": "~/news", "DATELINE_KEEP_UNSUPPORTED": "yes", "DATELINE_OFFLINE": "0"})
    assert found.index_dir == Path.home() / "news"
    assert found.keep_unsupported is True
    assert found.offline is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 3", r"unknown setting: colour \(.*dateline\.toml\)\. Known: .*llm"),
        ("passages = [", r"dateline\.toml: "),
        ("passages = 'many'", r"dateline\.toml: passages='many' is not a int"),
        ("passages = 0", r"passages=0 is outside 1 to 100"),
        ("quote_tokens = 49", r"quote_tokens=49 is outside 50 to 100000"),
        ("quote_tokens = 100001", r"quote_tokens=100001 is outside 50 to 100000"),
        ("quote_tokens = -1", r"quote_tokens=-1 is outside"),
        ("answer_s = 0.9", r"answer_s=0\.9 is outside 1 to 600\. Set DATELINE_ANSWER_S"),
        ("answer_s = 601", r"answer_s=601\.0 is outside"),
        ("deadline_s = 3601", r"deadline_s=3601\.0 is outside"),
        ("llm_context = 1023", r"llm_context=1023 is outside 1024 to 10000000"),
        ("passages = 101", r"passages=101 is outside"),
        ("log = 'loud'", r"log='loud' is no level\. Set DATELINE_LOG to one of: debug, info, warning, error"),
    ],
)
def test_a_bad_file_is_named_with_its_value(tmp_path: Path, text: str, said: str) -> None:
    folder = write(tmp_path, text)
    with pytest.raises(SettingsError, match=said):
        load_settings(folder, {})


def test_the_ends_of_the_ranges_are_inside() -> None:
    assert Settings(quote_tokens=0).quote_tokens == 0  # measured
    low = Settings(quote_tokens=50, answer_s=1, deadline_s=1, passages=1, llm_context=1024)
    high = Settings(quote_tokens=100_000, answer_s=600, deadline_s=3600, passages=100, llm_context=10_000_000)
    assert (low.quote_tokens, high.quote_tokens) == (50, 100_000)


def test_the_time_for_an_answer_and_what_a_model_reads() -> None:
    assert (Settings().answer_s, Settings().deadline_s, Settings().quote_tokens, Settings().llm_context) == (8.0, 60.0, 0, 8192)


def test_no_key_is_shown() -> None:
    assert "s3cret" not in repr(Settings(llm_key="s3cret"))
    assert "s3cret" not in f"{Settings(llm_key='s3cret')}"


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATELINE_OFFLINE: offline='maybe' is neither true nor false"):
        load_settings(tmp_path, {"DATELINE_OFFLINE": "maybe"})


def test_all_unknown_names_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"colour \(DATELINE_COLOUR\), shape \(argument shape\)"):
        load_settings(tmp_path, {"DATELINE_COLOUR": "red"}, shape="round")


@given(seconds=st.floats(allow_nan=False, allow_infinity=False))
def test_a_deadline_is_taken_or_refused_by_its_range(seconds: float) -> None:
    if 1 <= seconds <= 3600:
        assert Settings(deadline_s=seconds).deadline_s == seconds
    else:
        with pytest.raises(SettingsError, match="deadline_s"):
            Settings(deadline_s=seconds)
