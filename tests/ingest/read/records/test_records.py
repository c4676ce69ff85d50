"""Records: which fields are taken, which records are refused, and on which line."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.article.assemble import Raw
from ingest.read.failures import Failure, Fields
from ingest.read.files import read_file
from ingest.read.records.record import record
from ingest.read.records.words import plain_value
from tests.kits.ingest import BODY


def read(folder: Path, name: str, content: str | bytes) -> list[str]:
    """Return the title of each record, and the place and reason of each failure."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [
        f"{f.place} {f.fields['title']}" if isinstance(f, Raw) else f"{Path(f.where).name.removeprefix(name)} {f.reason}".strip()
        for f in read_file(path)
        if not isinstance(f, Fields)
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Ann Lee", "Ann Lee"), *((none, "") for none in ("", " ", "null", "None", " NaN ", "n/a")), (7, "7"), (0, "0"), (True, ""),
        (False, ""),
        (1.5, ""), (None, ""), (["Ann", "", {"name": "Bo"}, None], "Ann, Bo"), ({"name": "Ann"}, "Ann"), ({"title": "Ann"}, "Ann"),
        ({"name": "", "title": "Ann"}, "Ann"), ({"name": "Ann", "title": "Ms"}, "Ann"), ({"id": 1}, ""),
    ],
)  # fmt: skip
def test_a_field_as_words(value: Any, words: str) -> None:
    assert plain_value(value) == words


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"text": BODY}, {"title": ""}), ({"text": BODY, "headline": "Storm"}, {"title": "Storm"}),
        ({"text": BODY, "title": "", "headline": "Storm"}, {"title": "Storm"}),
        ({"text": BODY, "title": "Storm", "headline": "No"}, {"title": "Storm"}),
        ({"text": BODY, "weather": "fair"}, {"title": ""}), ({"text": BODY, "author": None}, {"title": ""}),
    ],
)  # fmt: skip
def test_the_fields_of_a_record(row: dict[str, Any], fields: dict[str, str]) -> None:
    found = record(row, "x", ":3")
    assert found == Raw(BODY, fields, single=True, place=":3", kept=True)


@pytest.mark.parametrize("row", [{"title": "Storm"}, {"text": ""}, {"text": " \n"}, {"text": None}, ["text"], "text", None])
def test_a_record_without_a_text_is_refused(row: object) -> None:
    assert isinstance(record(row, "x:3", ":3"), Failure)


ROW = {"text": BODY, "title": "Storm"}
ONE = json.dumps(ROW)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"{ONE}\n{ONE}", [":1 Storm", ":2 Storm"]), (f"\n\n{ONE}\n", [":3 Storm"]), (f"\ufeff\n{ONE}", [":2 Storm"]),
        ("{}", [":1 no text in the record (a field named text, body or content)"]), ("[" * 100_000, [":1 nested too deeply"]),
        (f"\0\0\0\n{ONE}", ["binary data, not text"]), ("7", [":1 not a record but a int"]), ("\n \n", ["no record in it"]),
    ],
)  # fmt: skip
def test_json_lines(tmp_path: Path, content: str, found: list[str]) -> None:
    assert read(tmp_path, "a.jsonl", content) == found


def test_a_line_may_have_sixteen_mebibytes(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.jsonl", b"x" * 16_777_215 + b"\n")
    assert found.startswith(":1 broken JSON")
    (found,) = read(tmp_path, "a.jsonl", b"x" * 16_777_216 + b"\n")
    assert found == "line 1 is longer than 17 MB: not JSON lines"


@pytest.mark.parametrize(("broken", "is_given_up"), [(999, False), (1000, True)])
def test_after_a_thousand_broken_lines_without_a_record_a_file_is_given_up(tmp_path: Path, broken: int, is_given_up: bool) -> None:
    assert ("none of the first 1,000 lines" in read(tmp_path, "a.jsonl", "x\n" * broken + ONE)[-1]) is is_given_up
    assert read(tmp_path, "a.jsonl", ONE + "\nx" * 1500)[-1].startswith(":1501 broken JSON")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (ONE, [":1 Storm"]), (f"[{ONE}, {ONE}]", [":1 Storm", ":2 Storm"]), (f'{{"a": 1, "rows": [{ONE}]}}', [":1 Storm"]),
        (f'{{"rows": [{ONE}], "none": [], "tags": ["x"]}}', [":1 Storm"]),
        (f'{{"text": "{BODY}", "title": "T", "related": [{ONE}]}}', [":1 T"]),
        (f'{{"text": [1], "rows": [{ONE}]}}', [":1 Storm"]),
        (f'{{"a": [{ONE}], "b": [{ONE}]}}', [":1 Storm", ":2 Storm"]),
        ("[]", ["no record in it"]), ("7", ["no record in it"]), (f"{ONE}\n{ONE}", [":1 Storm", ":2 Storm"]),
        (f"\ufeff{ONE}", [":1 Storm"]),
    ],
)  # fmt: skip
def test_json(tmp_path: Path, content: str, found: list[str]) -> None:
    assert read(tmp_path, "a.json", content) == found


@pytest.mark.parametrize("text", ["7 8", f"[{ONE}] [{ONE}]"])
def test_what_is_no_json_is_named(tmp_path: Path, text: str) -> None:
    (found,) = read(tmp_path, "a.json", text)
    assert found.startswith("broken JSON: Extra data")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        *((f"title{mark}text\nStorm{mark}Two boats", [":2 Storm"]) for mark in ",;\t|"),
        ("\ufefftitle;words\nStorm;Two boats\n", ["no column named text, body or content; its first line is 'title;words'"]),
        ('title,text\nStorm,"Two\nboats"\nGale,"x"\nA,B,C\n', [":2 Storm", ":4 Gale", ":5 more cells than the 2 columns"]),
        ('title,text\nStorm,"x"\nGale,"y', [":2 Storm", ":3 broken CSV: unexpected end of data"]), ("title,text\nStorm\n", [
            ":2 no text in the record (a field named text, body or content); it has title: say --field text=NAME"]),
    ],
)  # fmt: skip
def test_csv(tmp_path: Path, content: str, found: list[str]) -> None:
    assert read(tmp_path, "a.csv", content) == found


def test_a_csv_without_a_text_column_shows_its_first_line_cut(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.csv", "a," * 60)
    assert found.endswith(f"its first line is {('a,' * 40)!r}")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_records_in_any_encoding_of_unicode_or_windows(tmp_path: Path, encoding: str, name: str) -> None:
    rows = [json.dumps({"title": title, "text": BODY + " “Nine men – all saved…”"}, ensure_ascii=False) for title in ("One", "Two")]
    content = {
        "a.jsonl": "\n".join(rows) + "\n",
        "a.json": f"[{', '.join(rows)}]",
        "a.csv": f"title;text\nOne;“{BODY}”\nTwo;“{BODY}”\n",
    }[name]
    assert [found.split(" ")[-1] for found in read(tmp_path, name, content.encode(encoding))] == ["One", "Two"]
