"""What the tests of reading share: a file of a name and a content."""

from pathlib import Path

import pytest

from tests.kits.ingest import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a file beside the others of the test."""

    def to_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to_file
