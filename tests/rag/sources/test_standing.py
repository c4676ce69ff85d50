"""What an article is besides a report."""

import pytest

from rag.language.data import word_list
from rag.records import Article
from rag.sources.notices.own import NOTE
from rag.sources.standing import LEAD, POSTS, standing_of

TEXT = "The ferry sank off Varnholm on Monday.\n\nNobody was hurt."
POSTED = "\n\n".join(f"{time} More boats came." for time in ("4:15 p.m. |", "3:30 p.m. |", "2 p.m. |", "11:45 a.m. |"))


def of(title: str = "Ferry sinks", text: str = TEXT, url: str = "") -> str:
    return standing_of(Article("a", title, text, url=url))


@pytest.mark.parametrize(
    ("title", "text", "url", "standing"),
    [
        ("Ferry sinks", TEXT, "https://post.example/news/2024/ferry", ""),
        ("Opinion: The ferry was too old", TEXT, "", "opinion"),
        ("The ferry was too old | Opinion", TEXT, "", "opinion"),
        ("The ferry was too old (opinion)", TEXT, "", "opinion"),
        ("Public opinion turns on ferries", TEXT, "", ""),
        ("Palace sticks to no-comment", TEXT, "", ""),
        ("KILLED: ferry captain in harbour blast", TEXT, "", ""),
        ("Ferry study falls", "The Marl Journal said on Friday that the article was retracted after complaints.", "", ""),
        ("Ferry study falls", "The report was withdrawn on Friday, the minister said.", "", ""),
        ("Minister declines to comment", TEXT, "", ""),
        ("A fall in public opinion", TEXT, "", ""),
        ("The ferry was too old", TEXT, "https://post.example/opinion/2024/ferry", "opinion"),
        ("Court gives opinion", TEXT, "https://post.example/news/opinion", ""),
        ("The ferry was too old", "I asked this in my last column.", "", "opinion"),
        ("The ferry was too old", "“I said it in my last column,” Lee told us.", "", ""),
        ("The ferry was too old", "x " * (LEAD // 2) + "As this column said, it was.", "", ""),
        ("Ferry sinks: live updates", TEXT, "", "live blog"),
        ("Ferry sinks - live", TEXT, "", "live blog"),
        ("Ferry sinks", TEXT, "https://post.example/news/ferry-sinks-live-updates-monday", "live blog"),
        ("Ferry sank: as it happened", TEXT, "", "live blog"),
        ("They live by the ferry", TEXT, "", ""),
        ("Ferry sinks", POSTED, "", "live blog"),
        ("Ferry sinks", "\n\n".join(POSTED.split("\n\n")[1:]), "", ""),  # too few
        ("Ferry times", "\n\n".join(reversed(POSTED.split("\n\n"))), "", ""),  # a schedule
        ("RETRACTED: Ferry sinks", TEXT, "", "retracted"),
        ("Ferry sinks", f"RETRACTED: Ferry sinks\n\n{TEXT}", "", "retracted"),
        ("Bill passed", f"This article is withdrawn from the code by the bill.\n\n{TEXT}", "", ""),
        ("Ferry sinks", f"KILL\n\n{TEXT}", "", "retracted"),
        ("Ferry sinks", f"EDITORS: MANDATORY KILL\n\n{TEXT}", "", "retracted"),
        ("Ferry sinks", f"EDS: KILL\n\n{TEXT}", "", "retracted"),
        ("Ferry sinks", f"(Refiled to fix a typo)\n\n{TEXT}", "", "corrected"),
        ("Ferry sinks", f"{TEXT}\n\nThis article has been retracted.", "", "retracted"),
        ("Ferry sinks", f"{TEXT} The offer was withdrawn.", "", ""),
        ("Ferry sinks", f"{TEXT} “This story was killed,” Lee said.", "", ""),
        ("Kill the ferry plan", TEXT, "", ""),
        ("Killed on the ferry", "Killed: two men.", "", ""),
        ("Opinion: It sank", f"{TEXT}\n\nThis article has been withdrawn.", "", "retracted"),
        ("Ferry sinks", f"{TEXT}\n\nAn earlier version of this article gave another day.", "", "corrected"),
        ("Ferry sinks", f"{TEXT}\n\nAn earlier version of this article ran in May.", "", ""),
        ("Ferry sinks", f"{TEXT}\n\nThe article was amended to reflect another day.", "", "corrected"),
        ("Ferry sinks", f"Corrections & clarifications: A prior version misstated the day.\n\n{TEXT}", "", "corrected"),
        ("Ferry sinks", f"{TEXT}\n\n“An earlier version of this article was wrong,” Lee said.", "", ""),
        ("Opinion: It sank", f"{TEXT} This article was amended on 5 May.", "", "opinion"),
        ("Ferry sinks", TEXT, "http://[bad", ""),
    ],
)
def test_standing(title: str, text: str, url: str, standing: str) -> None:
    assert of(title, text, url) == standing


def test_a_note_stands_at_either_end() -> None:
    note = "This article has been withdrawn. "
    far = "The ferry was full. " * (NOTE // 20)
    assert of(text=f"{note}\n{far}{far}") == of(text=f"{far}{far}\n{note}") == "retracted"
    assert of(text=f"{far}{far}\n{note}\n{far}{far}") == of(text=far + note) == of(text=note + far) == ""


def test_lists_and_limits_are_those_measured() -> None:
    assert (LEAD, NOTE, POSTS) == (700, 500, 4)
    sizes = {"opinion titles": 9, "opinion sections": 14, "opinion leads": 2, "live titles": 6, "own corrections": 5}
    assert {name: len(word_list("standing.json", name)) for name in sizes} == sizes


@pytest.mark.parametrize("label", word_list("standing.json", "opinion titles"))
def test_every_label_marks_a_headline(label: str) -> None:
    assert of(f"{label.title()}: It sank") == of(f"It sank | {label}") == "opinion"


@pytest.mark.parametrize("section", word_list("standing.json", "opinion sections"))
def test_every_section_marks_an_address(section: str) -> None:
    assert of(url=f"https://post.example/{section}/ferry") == "opinion"
