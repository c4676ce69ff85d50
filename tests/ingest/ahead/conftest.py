"""What the tests of reading ahead share."""

import pytest

from ingest.read import ranges


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of some hundred bytes be long ones."""
    monkeypatch.setattr(ranges, "LONG", 1000)
    monkeypatch.setattr(ranges, "RANGE", 600)
    monkeypatch.setattr("ingest.ahead.reader.TOGETHER", 2)
    monkeypatch.setattr("ingest.ahead.work.AT_ONCE", 3)
