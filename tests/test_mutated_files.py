"""The harness of spoilt files can tell a bad run from a good one, and the files that it spoils are sound before."""

import pytest

from ingest.read.failures import Failure, Fields
from ingest.read.files import read_file
from ingest.read.limits import Limits
from ingest.read.net import Found, read_articles
from tests.kits.mutations import sound, spoilt
from tests.mutated_files import MEMORY_MB, SECONDS, Run, judged

GOOD = Run(1, "failed: a.txt: empty file\n", SECONDS, MEMORY_MB)


@pytest.mark.parametrize("suffix", sorted(sound()))
def test_a_sound_file_is_read(suffix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("sound") / f"a{suffix}"
    path.write_bytes(sound()[suffix])
    assert [f for f in read_file(path) if isinstance(f, Failure)] == []
    assert "Storm sinks two boats" in {f.article.title for f in read_articles(str(path), Limits()) if isinstance(f, Found)}


@pytest.mark.parametrize(
    ("run", "wrong"),
    [
        (GOOD, set()),
        (GOOD._replace(code=0), set()),
        (GOOD._replace(code=2), {"ended the run"}),
        (GOOD._replace(code=-9), {"ended the run"}),
        (GOOD._replace(out="Traceback (most recent call last):\n"), {"tracebacks"}),
        (GOOD._replace(memory_mb=MEMORY_MB + 1), {"over the memory"}),
        (GOOD._replace(seconds=SECONDS + 1), {"slow folders"}),
    ],
)
def test_what_is_wrong_with_a_run_is_seen(run: Run, wrong: set[str]) -> None:
    assert {what for what, n in judged(run).items() if n} == wrong
    assert (SECONDS, MEMORY_MB) == (30, 1024)


def test_a_number_always_spoils_the_same_way() -> None:
    assert [spoilt(n) for n in range(5)] == [spoilt(n) for n in range(5)]
    assert len({spoilt(n) for n in range(20)}) == 20


@pytest.mark.parametrize("number", range(100, 160))
def test_a_spoilt_file_gives_articles_or_reasons(number: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    suffix, content = spoilt(number)
    if suffix in {".docx", ".pdf"} or len(content) > 1_000_000:
        return  # these are for the child process, and for make mutated
    path = tmp_path_factory.mktemp("spoilt") / f"a{suffix}"
    path.write_bytes(content)
    for found in read_articles(str(path), Limits()):
        assert found.article.text if isinstance(found, Found) else found.where if isinstance(found, Fields) else found.reason
