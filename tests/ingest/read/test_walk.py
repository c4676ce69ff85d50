"""Names that are no text can be stored and shown, and the file be found again by what is stored."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.walk import on_disk, written


@given(st.binary(min_size=1).filter(lambda b: b"\0" not in b and b"/" not in b and b"\\" not in b))
def test_a_name_of_any_bytes_comes_back(name: bytes) -> None:
    stored = written(os.fsdecode(name))
    assert stored.encode().decode() == stored
    assert os.fsencode(on_disk(stored)) == name


@pytest.mark.parametrize(
    ("name", "stored"), [("a\udce9.txt", "a\\xe9.txt"), ("\udcff", "\\xff"), ("\udc80", "\\x80"), ("\ud800", "\ufffd"), ("é", "é")]
)
def test_a_byte_that_is_no_text_is_written_by_its_number(name: str, stored: str) -> None:
    assert written(name) == stored


def test_a_name_that_has_a_backslash_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a\\xe9.txt").touch()
    assert on_disk(f"{tmp_path}/a\\xe9.txt") == f"{tmp_path}/a\\xe9.txt"
    assert on_disk(f"{tmp_path}/b\\xe9\\x7f.txt") == f"{tmp_path}/b\udce9\\x7f.txt"
