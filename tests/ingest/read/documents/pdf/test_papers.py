"""Whose paper a page is, and where another article begins on it: one date for two articles is wrong for one of them."""

import pytest

from ingest.article.assemble import assemble_articles
from ingest.read.documents.pdf.heads import Heads
from ingest.read.documents.pdf.papers import raw_of
from ingest.read.documents.pdf.paragraphs import Paragraph

BODY = "The harbour of Oxhey was shut for nine days after a barge had sunk, the port office said on Monday at noon."
OTHER = "The council of Kelby will build two schools and a swimming bath by the lake, its mayor told the press on Friday."
HEAD, SECOND, HALL = "Barge sinks in Oxhey harbour", "Kelby to build two schools", "Harbour Office of Oxhey"


def parts(*lines: tuple[float, str] | str, page: int = 0) -> list[Paragraph]:
    return [Paragraph(*((10, line) if isinstance(line, str) else line)[::-1], page=page) for line in lines]  # type: ignore[arg-type]


def read(found: list[Paragraph], *named: str, **info: str) -> list[tuple[str, str, str, str]]:
    raw = raw_of(found, {}, Heads(named=set(named)), info)
    return [(a.title, a.source, a.byline, a.published) for a in assemble_articles(raw, "a.pdf")]


@pytest.mark.parametrize(("head", "named", "source"), [
    ([(16, "The Oxhey Tribune"), (20, HEAD)], "", "The Oxhey Tribune"), ([(16, "The Oxhey Tribune"), HEAD], "", "The Oxhey Tribune"),
    ([(24, "Oxhey Life"), "5 May 2024", (20, HEAD)], "", ""), ([(16, HALL), "PRESS RELEASE", (20, HEAD)], "", HALL),
    ([HALL, "Kelby", "Press release", (20, HEAD)], "", HALL), ([HALL, "Kelby", "Oxhey", "Press release", (20, HEAD)], "", ""),
    ([HALL, "Press release 12/2024", (20, HEAD)], "", HALL), ([HALL, "Press release falls flat", (20, HEAD)], "", ""),
    ([(16, HALL), (20, HEAD)], HALL, HALL), ([(16, HALL), (20, HEAD)], "", ""), ([(20, HEAD)], HALL, HALL),
    ([(26, "OPINION"), "5 May 2024", (20, HEAD)], "", ""),
    ([(28, "Oxhey Tribune"), "5 May 2024", (20, HEAD)], "", "Oxhey Tribune"), ([(24, "Oxhey Tribune"), (20, HEAD)], "", "Oxhey Tribune"),
    ([(24, "OXHEY STAR"), (20, HEAD)], "", "Oxhey Star"),
    ([(20, HEAD), "Press release"], "", ""), (["Press release", "Press release", (20, HEAD)], "", ""),
])  # fmt: skip
def test_the_name_above_the_headline(head: list[tuple[float, str] | str], named: str, source: str) -> None:
    ((title, outlet, _, _),) = read(parts(*head, BODY, f"{BODY} The {HALL} said so."), *[named] * bool(named))
    assert (title, outlet) == (HEAD, source)


@pytest.mark.parametrize(("head", "under"), [
    (HEAD, "5 May 2024"), (HEAD, "Press release"), ("Unions Back Harbour Plan", "Press release"),
    ("Oxhey Keeps Its Star", "Owner gives in"), ("Harbour Shuts Kelby Post", "5 May 2024"), ("Rook Buys Evening Mail", "5 May 2024"),
    ("Big Oxhey Tribune", "Owner gives in"),
])  # fmt: skip
def test_a_headline_over_a_standfirst_is_no_name(head: str, under: str) -> None:
    ((title, outlet, _, published),) = read(parts((24, head), under, (14, "Nine days without a ship"), BODY, BODY + " So."))
    assert (title, outlet, published) == (head, "", "2024-05-05" if "May" in under else "")


@pytest.mark.parametrize(("over", "day"), [("Report for the year ending", ""), ("Reports", "2024-05-05")])
def test_a_label_over_the_headline_goes_on_in_the_day_under_it(over: str, day: str) -> None:
    assert read(parts(over, (20, HEAD), "5 May 2024", BODY, OTHER)) == [(HEAD, "", "", day)]


def test_a_name_over_the_text_is_found_and_stays_that_of_each_article() -> None:
    raw = raw_of(parts((24, "The Oxhey Tribune"), (20, HEAD), "By Dan Feher", BODY, (18, SECOND), "By Lia Wong", OTHER), {})
    assert [(a.source, a.found) for a in assemble_articles(raw, "a.pdf")] == [("The Oxhey Tribune", "source")] * 2


def test_two_articles_of_a_page_have_its_day_and_their_own_headline_and_byline() -> None:
    found = parts((24, "The Oxhey Tribune"), "5 May 2024", (19, HEAD), "By Dan Feher", BODY, (15, SECOND), "By Lia Wong", OTHER)
    assert read(found) == [
        (HEAD, "The Oxhey Tribune", "Dan Feher", "2024-05-05"), (SECOND, "The Oxhey Tribune", "Lia Wong", "2024-05-05"),
    ]  # fmt: skip
    small = parts((24, "The Oxhey Tribune"), "5 May 2024", (19, HEAD), "By Dan Feher", BODY, (14, SECOND), OTHER)
    assert len(read(small)) == 1  # unsigned and of less than three quarters of the first


def test_each_clipping_of_a_bundle_has_the_day_and_paper_above_its_headline() -> None:
    clips = parts("Oxhey Star, 5 May 2024, p. 3", (20, HEAD), BODY)
    second = ("Kelby Post, 9 June 2024, p. 1", (13.0, SECOND), OTHER)
    assert read([*clips, *parts(*second, page=1)]) == [(HEAD, "Oxhey Star", "", "2024-05-05"), (SECOND, "Kelby Post", "", "2024-06-09")]


def test_what_the_file_says_of_itself_counts_where_no_line_does() -> None:
    said = {"Title": SECOND, "Author": "Lia Wong"}
    assert read(parts((20, HEAD), "By Dan Feher", BODY), **said) == [(HEAD, "", "Dan Feher", "")]
    (article,) = assemble_articles(raw_of(parts(BODY, OTHER), {}, None, {**said, "CreationDate": "D:20240505"}), "a.pdf")
    assert (article.title, article.byline, article.published, article.found) == (SECOND, "Lia Wong", "", "byline title")
    assert read(parts(BODY), Title="Microsoft Word - two schools", Author="Office User") == [("", "", "", "")]
    assert read(parts(BODY), Title="Two new schools.docx", Author="lwong") == [("", "", "", "")]


def test_names_alone_under_a_headline_are_a_byline_in_letters_unlike_the_text() -> None:
    assert read(parts((20, HEAD), (8, "Dan Feher"), BODY, OTHER)) == [(HEAD, "", "Dan Feher", "")]
    assert read(parts((20, HEAD), "Dan Feher", BODY, OTHER)) == [(HEAD, "", "", "")]
    assert read(parts((20, HEAD), (8, "Oxhey Star"), BODY, OTHER)) == [(HEAD, "Oxhey Star", "", "")]
    two = parts((24, HEAD), (8, "Dan Feher"), BODY, (14, SECOND), (8, "Lia Wong"), OTHER)
    assert read(two) == [(HEAD, "", "Dan Feher", ""), (SECOND, "", "Lia Wong", "")]


@pytest.mark.parametrize(("line", "source", "day"), [
    ("The Morning Brief | 23 November 2019", "", "2019-11-23"), ("Oxhey Star | Ports | 5 May 2024", "Oxhey Star", "2024-05-05"),
    ("Thursday, October 12, 2023 9", "", "2023-10-12"), ("Saved on 5 May 2024", "", ""),
    ("A list of all the things to do | 5 May 2024", "", ""),
])  # fmt: skip
def test_paper_and_day_in_a_line_around_the_headline(line: str, source: str, day: str) -> None:
    assert read(parts((8, line), (20, HEAD), BODY, OTHER)) == [(HEAD, source, "", day)]


def test_the_title_of_a_printed_page_names_the_outlet() -> None:
    def outlet(title: str) -> str:
        raw = raw_of(parts((20, HEAD), BODY, OTHER), {}, Heads(pages={title}))
        return next(assemble_articles(raw, "a.pdf")).source

    assert outlet(f"{HEAD} - Oxhey Life") == outlet(f"{HEAD} | Oxhey Life") == "Oxhey Life"
    assert outlet(HEAD) == outlet(f"{HEAD} - and the ferries did not sail again") == outlet("Ports - Oxhey Life") == ""


def test_the_head_of_a_message_and_lines_that_are_no_headline() -> None:
    message = parts("Brandt, Ida", "From: Oxhey Star <a@oxhey.example>", "Sent: Sunday, May 5, 2024 7:02 AM", f"Subject: {HEAD}", BODY)
    ((title, _, _, day),) = read([*message, *parts(OTHER)])
    assert (title, day) == (HEAD, "2024-05-05T07:02")
    assert read(parts("(Adds union, paragraph 3)", "SHOW: THE MORNING NEWS", HEAD, BODY, OTHER))[0][0] == HEAD
    assert read(parts((40, "STAR"), (24, HEAD), BODY, OTHER))[0][0] == HEAD
    assert read(parts((40, "Dredged"), (14, "A standfirst of some words"), BODY, OTHER))[0][0] == "Dredged"


def test_a_note_above_a_clipping_is_no_text_and_no_quote_begins_an_article() -> None:
    raw = raw_of(parts("I thought that you would want to see this.", (20, HEAD), BODY, (16, "“The harbour of Oxhey was shut”"), OTHER), {})
    (article,) = assemble_articles(raw, "a.pdf")
    assert article.text == f"{BODY}\n\n{OTHER}"


def test_each_page_of_a_review_has_outlet_and_day_in_lines_above_its_headline() -> None:
    pages = [("Oxhey Star", "5 May 2024", "Page 3", HEAD, BODY), ("Kelby Post", "9 June 2024", "Page 1", SECOND, OTHER)]
    found = [part for n, (*source, head, text) in enumerate(pages) for part in parts(*source, (20, head), text, page=n)]
    assert read(found) == [(HEAD, "Oxhey Star", "", "2024-05-05"), (SECOND, "Kelby Post", "", "2024-06-09")]


def test_what_stands_beside_one_headline_names_no_paper_of_another_article() -> None:
    found = [*parts("Oxhey Star | News | 5 May 2024", (20, HEAD), "By Dan Feher", BODY), *parts((20, SECOND), "By Lia Wong", OTHER, page=1)]
    assert [(title, source) for title, source, *_ in read(found)] == [(HEAD, "Oxhey Star"), (SECOND, "")]


def test_the_day_of_an_issue_gives_way_to_that_of_the_article() -> None:
    issue = parts((26, "The Quay Letter"), "Issue 88 | 14 March 2024", (14, HEAD), (9, "Dan Feher, 5 May 2023"), BODY, OTHER)
    assert [found[2:] for found in read(issue)] == [("Dan Feher", "2023-05-05")]
