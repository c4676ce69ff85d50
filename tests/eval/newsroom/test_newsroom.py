"""The second test set for reading says what stands in its files, and its scores notice what is wrong."""

import json
import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from eval.newsroom.__main__ import figures, main, row, spare
from eval.newsroom.exports.all import exports
from eval.newsroom.pages.all import ENCODINGS, pages
from eval.newsroom.pages.all import STYLES as PAGES
from eval.newsroom.pdfs.draw import Type, broken, width
from eval.newsroom.read import write
from eval.newsroom.records import Expected, File, halves, several
from eval.newsroom.score import COLUMNS, Found, invented, same_time, score_file, squeezed

WANT = Expected(
    title=("Bridge shut",), outlet=("Kessby Mail",), byline=("Ann Oak, Bo Elm",), published=("2024-03-05T09:12+01:00",), updated=("",),
    whole=("The bridge was shut.", "Nobody was hurt."), litter=("Share this",),
)  # fmt: skip
READ = Found("Bridge shut", "Kessby  Mail", "Ann Oak and Bo Elm", "2024-03-05T08:12+00:00", "", "The bridge\nwas shut.\n\nNobody was hurt.")


@cache
def web() -> tuple[File, ...]:
    return tuple(pages())


def shown(file: File) -> str:
    """Return all text of a page, of its scripts too."""
    page = file.data.decode(ENCODINGS.get(file.style, "utf-8"))
    nodes = "".join(json.loads(f'"{value}"') for value in re.findall(r'"value": "((?:[^"\\]|\\.)*)"', page))
    return squeezed(f"{unescape(re.sub('<[^>]*>', '', page))} {unescape(page)} {nodes}")


def scored(got: Found, want: Expected = WANT) -> dict[str, bool | None]:
    return score_file(File("a.html", "pages", "a", b"", (want,)), [got])[0].right


@pytest.mark.parametrize("file", web(), ids=lambda file: file.name)
def test_what_is_expected_of_a_page_stands_in_it(file: File) -> None:
    (want,), text = file.articles, shown(file)
    assert [words for words in (*want.whole, *want.litter, want.title[0], want.outlet[0]) if squeezed(words) not in text] == []
    assert [words for words in want.litter if any(words in p for p in (*want.whole, *want.title))] == []
    assert all(name in text for name in want.byline[0].split(", "))


def test_the_set_has_its_size_and_no_story_twice() -> None:
    made = [*web(), *exports()]
    assert (len(web()), len({f.style for f in web()}), len(made)) == (60, 20, 80)
    titles = [a.title[0] for f in made for a in f.articles]
    assert len(set(titles)) == len(titles) == 140


def test_exports_hold_their_titles_and_every_other_article_is_litter() -> None:
    for file in exports():
        text = unescape(file.data.decode("utf-8"))
        assert [a.title[0] for a in file.articles if a.title[0] not in text] == []
        first, second, *_ = file.articles
        assert second.whole[0] in first.litter
        assert first.whole[0] not in first.litter


def test_the_halves_stay_as_they_were_drawn() -> None:
    dev = {style for style, half in halves(PAGES).items() if half == "dev"}
    assert dev == {"heads", "joomla", "abroad", "wall", "wire", "ghost", "release", "hentry", "scant", "next-blocks"}


def test_files_are_written_under_their_names(tmp_path: Path) -> None:
    write(web()[:2], tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {f.name: f.data for f in web()[:2]}


def test_all_is_right_when_it_is() -> None:
    assert scored(READ) == dict.fromkeys(COLUMNS, True)


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("title", {"title": "Bridge"}),
        ("outlet", {"outlet": "kessby mail"}),
        ("byline", {"byline": "Bo Elm, Ann Oak"}),
        ("published", {"published": "2024-03-05T09:12+00:00"}),
        ("updated", {"updated": "2024-03-05"}),
        ("text", {"text": "The bridge was shut. Nobody was hurt"}),
        ("litter", {"text": READ.text + " Share this"}),
    ],
)
def test_a_wrong_field_is_noticed(column: str, change: dict[str, str]) -> None:
    assert [name for name, right in scored(replace(READ, **change)).items() if not right] == [column]


def test_what_is_pinned_is_what_was_reached(capsys: pytest.CaptureFixture[str]) -> None:
    file = File("a.html", "pages", "a", b"", (WANT,))
    wrong = replace(READ, title="Bridge", published="2024-03-06", updates=False)
    pinned = figures({"pages": [score_file(file, [got])[0] for got in (READ, wrong, wrong)]})
    whole = {column: [1.0, 1.0, 1.0] for column in ("outlet", "byline", "updated", "text", "litter")}
    assert pinned["rows"] == {"pages": {"n": 3, "title": [0.333] * 3, "published": [0.333] * 3, **whole, "invented": 2}}
    assert pinned["command"] == "python -m eval.newsroom --pin"
    with pytest.raises(SystemExit):  # nobody reads the errors of the half that measures
        main(["--pin", "--errors"])
    assert "errors nobody reads" in capsys.readouterr().err


def test_articles_that_did_not_come_apart_are_wrong() -> None:
    other = replace(WANT, title=("Ferry late",), whole=("The ferry was late.",))
    file = File("a.txt", "exports", "a", b"", several((WANT, other)))
    first, second = score_file(file, [replace(READ, text=f"{READ.text} The ferry was late.")])
    assert (first.right["text"], first.right["litter"]) == (True, False)
    assert second.missing
    assert not any(second.right.values())
    assert spare([file], {"a.txt": [READ] * 3}, "exports") == 1
    assert "0.50" in row("exports", [first, second], 0)


@pytest.mark.parametrize(
    ("got", "accepted", "is_invented"),
    [
        ("", ("2024-03-05",), False),
        ("2024-03-05", ("",), True),
        ("2024-03-06", ("2024-03-05T09:12",), True),
        ("2024-03-05T00:00", ("2024-03-05",), False),  # wrong, but of the day
        ("2024-03-04T23:30-05:00", ("2024-03-05T04:30+00:00",), False),
    ],
)
def test_a_date_is_invented_where_the_file_states_none_or_another(got: str, accepted: tuple[str, ...], is_invented: bool) -> None:
    assert invented(got, accepted) is is_invented


def test_days_are_enough_only_where_days_are_asked() -> None:
    assert not same_time("2024-03-05", ("2024-03-05T09:12",))
    assert same_time("2024-03-05", ("2024-03-05T09:12",), days=True)


def test_lines_are_parted_between_syllables_and_never_too_wide() -> None:
    kind = Type(hyphens=True)
    words = "Nobody remembered the municipality’s extraordinary administration of north-western waterways, Dreyfuss-Hale said."
    lines = list(broken(words, 90, kind))
    assert all(width(line, kind) <= 90 for line in lines)
    assert any(line.endswith("-") for line in lines)
    assert "".join(line[:-1] if line.endswith("-") else f"{line} " for line in lines).strip() == words
