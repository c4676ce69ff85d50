"""Title, outlet, byline and times as stated; nothing guessed."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article.assemble import Raw, assemble_articles, fingerprint
from ingest.article.lines import lines
from ingest.article.metadata import Metadata, field_name, find_metadata
from ingest.article.stamps import date_line, read_stamp
from tests.kits.ingest import BODY

DATED = [
    ("31 October 2023", "2023-10-31"),
    ("24 January, 2024", "2024-01-24"),
    ("Tue 31 Oct 2023 12:22 pm - Jerusalem Time", "2023-10-31T12:22+02:00"),  # winter time since 29 October
    ("Sat 28 Oct 2023 12:22 pm - Jerusalem Time", "2023-10-28T12:22+03:00"),
    ("April 12, 2008, 2:24 a.m. ET", "2008-04-12T02:24-04:00"),
    ("Nov. 8, 2031, 1:43 a.m. ET", "2031-11-08T01:43-05:00"),
    ("10:05 AM EDT, Tue October 31, 2023", "2023-10-31T10:05-04:00"),
    ("1430 GMT, 3 May 2024", "2024-05-03T14:30+00:00"),
    ("Sun 3 Mar 2024 09.30 GMT", "2024-03-03T09:30+00:00"),
    ("Mar 3, 2024, 9:30 PM (GMT+3)", "2024-03-03T21:30+03:00"),
    ("October 31st, 2023 at 5 p.m. Beirut time", "2023-10-31T17:00+02:00"),
    ("2023-10-31 12:22 IST", "2023-10-31T12:22"),  # India, Israel or Ireland
    ("31/10/2023", "2023-10-31"),
    ("2023-10-31", "2023-10-31"),
    ("Sun, 05 Nov 2023 17:00:10 +0000", "2023-11-05T17:00+00:00"),
    ("12 a.m., 1 May 2024", "2024-05-01T00:00"),
]
UNDATED = [
    "", "Wednesday", "31 October", "October 2023", "03/04/2024", "30 February 2024", "5/1961-6/1962", "25 o'clock, 3 May 2024",
    "Updated yesterday", "Funeral in the old town on December 4, 2023", "On 3 May 2024 the harbour closed.", "3 May 2024 was a Friday",
    "2024",
]  # fmt: skip


@pytest.mark.parametrize(("line", "iso"), DATED)
def test_a_line_of_one_time(line: str, iso: str) -> None:
    assert [(s.iso, s.kind) for s in date_line(line)] == [(iso, "")]
    assert [(s.iso, s.kind) for s in date_line(f"Updated {line}")] == [(iso, "updated")]
    assert [(s.iso, s.kind) for s in date_line(f"Published: {line}")] == [(iso, "published")]


@pytest.mark.parametrize("line", UNDATED)
def test_a_line_that_is_no_date_line(line: str) -> None:
    assert date_line(line) == ()


def test_two_times_on_a_line() -> None:
    assert [(s.iso, s.kind) for s in date_line("Nov. 7, 2031 Updated Nov. 8, 2031, 1:43 a.m. ET")] == [
        ("2031-11-07", ""), ("2031-11-08T01:43-05:00", "updated"),
    ]  # fmt: skip
    assert [(s.iso, s.kind) for s in date_line("Published: 3 March 2024 | Last updated: 4 March 2024 10:00 GMT")] == [
        ("2024-03-03", "published"), ("2024-03-04T10:00+00:00", "updated"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-10-31T12:22:05Z", "2023-10-31T12:22+00:00"), ("2023-10-31T00:00:00Z", "2023-10-31"),
        ("2023-10-31 12:22:00.123+0300", "2023-10-31T12:22+03:00"),
        ("2023-10-31", "2023-10-31"), ("Tue, 31 Oct 2023 12:22:00 GMT", "2023-10-31T12:22+00:00"), ("2023-13-31", ""),
        ("soon", ""), ("", ""), ("2023-10-31T25:00:00", ""), ("1698750000", ""),
    ],
)  # fmt: skip
def test_fields_of_records(value: str, iso: str) -> None:
    assert read_stamp(value) == iso


@given(st.dates(date(1800, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_every_form(day: date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%A, %b. %d, %Y", "%Y-%m-%d", "%d %b, %Y"):
        assert [s.iso for s in date_line(day.strftime(form))] == [day.isoformat()]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["ET", "GMT", "Baghdad time", "UTC+3", "", "XYZT"]))
def test_a_minute_is_read_with_its_zone(when: datetime, zone: str) -> None:
    (stamp,) = date_line(f"{when.strftime('%d %B %Y %I:%M %p')} {zone}".strip())
    assert stamp.iso[:16] == when.isoformat(timespec="minutes")
    assert bool(re.search(r"[+-]\d\d:\d\d$", stamp.iso)) == (zone not in {"", "XYZT"})


@given(st.text(max_size=200))
def test_any_text_gives_stamps_or_nothing(text: str) -> None:
    for stamp in date_line(text):
        datetime.fromisoformat(stamp.iso)


def about(text: str, **given: str) -> Metadata:
    return find_metadata(lines(text), given or None)


def test_head_of_an_article() -> None:
    found = about(f"Storm sinks two boats\n\nBy Ann Lee and Omar al-Din\n3 May 2024 | 2 min read\n\n{BODY}")
    assert (found.title, found.byline, found.published, found.updated) == (
        "Storm sinks two boats",
        "Ann Lee and Omar al-Din",
        "2024-05-03",
        "",
    )
    assert found.used == {1, 2}


@pytest.mark.parametrize(
    "text",
    [
        f"Storm sinks two boats\n\n{BODY}",
        f"Storm sinks two boats\n\nWednesday\n\n{BODY}",
        f"Storm sinks two boats\n\nHouses under water on May 2, 2024. (Ann Lee / AFP)\n\n{BODY}",
        f"{BODY} It was the worst since 3 May 1996.\n\nThe king came on 4 May 2024.",
        f"{BODY}\n\nSept. 1, 1961\n\n{BODY} It was a long year.\n\nSept. 9, 1962\n\n{BODY} The next was longer.",  # a chronicle
        f"Storm sinks two boats\n\n3 May 2024\n4 May 2024\n\n{BODY}",  # it does not say which
    ],
)
def test_undated(text: str) -> None:
    found = about(text)
    assert (found.published, found.updated) == ("", "")


def test_a_date_below_a_standfirst_counts_beside_page_furniture() -> None:
    standfirst = "Since the spring there have been more than forty storms on this coast."
    assert about(f"Storm sinks two boats\n\n{standfirst}\n2 min read\n24 January, 2024\n\n{BODY}").published == "2024-01-24"
    assert about(f"Storm sinks two boats\n\n{standfirst}\n\n24 January, 2024\n\n{BODY}").published == ""


def test_a_labelled_date_at_the_end_counts_and_a_bare_one_does_not() -> None:
    assert about(f"Storm sinks two boats\n\n{BODY}\n\n{BODY} So.\n\nPublished: 3 May 2024").published == "2024-05-03"
    assert about(f"Storm sinks two boats\n\n{BODY}\n\n{BODY} So.\n\n3 May 2024").published == ""


def test_no_headline_is_made_up() -> None:
    assert about(BODY).title == ""
    assert about(f"PORT LEE: {BODY}").title == ""


def test_an_agency_in_the_text_is_no_outlet() -> None:
    assert about(f"Storm sinks two boats\n\nReuters\n\nLONDON (Reuters) - {BODY}").source == ""


def test_a_header_of_fields() -> None:
    found = about(f"Title: Storm sinks two boats\nSource: The Daily Post\nDate: 3 May 2024\nURL: https://post.example/storm\n\n{BODY}")
    assert (found.title, found.source, found.published, found.url) == (
        "Storm sinks two boats", "The Daily Post", "2024-05-03", "https://post.example/storm",
    )  # fmt: skip
    assert about(f"Storm: two boats sink\n\n{BODY}").source == ""


def test_fields_of_a_record_win_and_lines_make_them_finer() -> None:
    given = {"title": "Storm sinks two boats", "published": "2024-05-03", "source": "post.example"}
    found = about(f"May 3, 2024 Updated May 4, 2024, 1:33 a.m. ET\n\n{BODY}", **given)
    assert (found.published, found.updated, found.source) == ("2024-05-03", "2024-05-04T01:33-04:00", "post.example")
    assert about(f"May 3, 2024, 9:30 p.m. ET\n\n{BODY}", **given).published == "2024-05-03T21:30-04:00"
    other = about(f"MAY 19, 2023\n\n{BODY}", **given)
    assert (other.published, other.used) == ("2024-05-03", frozenset())
    assert about(f"A headline of the text\n\n{BODY}", title="", published="2024-05-03").title == ""


# --- the five originals

FOUND = {
    "000": [("Drones target Iraq", "", "2023-10-31"), ("Syria says detained", "", "2025-12-25")],
    "001": [("Drone attack targets", "2024-01-24", "")],
    "002": [("Drone, rockets fired", "", "")],
    "003": [("A new attack on", "2023-10-31T12:22+02:00", "")],
    "004": [("", "", "")],
}


@pytest.mark.parametrize("number", sorted(FOUND))
def test_originals(shared: Path, number: str) -> None:
    (file,) = (shared / "seeds").glob(f"{number}_*.txt")
    found = list(assemble_articles(Raw(file.read_text(encoding="utf-8")), file.name))
    assert [(a.title[: len(title)], a.published, a.updated) for a, (title, _, _) in zip(found, FOUND[number], strict=True)] == FOUND[number]
    assert all(bool(a.title) == bool(title) for a, (title, _, _) in zip(found, FOUND[number], strict=True))
    for article in found:
        assert (article.source, article.byline) == ("", "")
        assert not re.search(
            r"(?m)^(?:Logo|Follow|Short Url|Tags|Share your opinion|MENA|Live Story|Most Popular|2 min read|read more:)$", article.text
        )
        paragraphs = article.text.split("\n\n")
        assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize("number", sorted(FOUND))
def test_seeds_read_as_their_originals_do(root: Path, shared: Path, number: str) -> None:
    def stated(folder: Path) -> list[tuple[object, ...]]:
        (file,) = folder.glob(f"{number}_*.txt")
        raw = Raw(file.read_text(encoding="utf-8"))
        return [(bool(a.title), a.published, a.updated, a.source, a.byline) for a in assemble_articles(raw, file.name)]

    assert stated(root / "seeds") == stated(shared / "seeds")


def test_an_article_without_an_id_is_known_by_all_it_shows_but_the_path() -> None:
    def ids(**given: str) -> str:
        (article,) = assemble_articles(Raw(BODY, {"title": "Storm", **given}, single=True), given.pop("path", "x"))
        return article.id

    plain = ids()
    assert ids(path="elsewhere") == plain
    changes: list[dict[str, str]] = [{"title": "Gale"}, {"source": "post.example"}, {"byline": "Ann Lee"}, {"published": "2024-05-03"}]
    changes += [{"updated": "2024-05-03"}, {"url": "https://post.example"}]
    assert len({plain, *(ids(**change) for change in changes)}) == len(changes) + 1


def test_what_is_found_gives_way_to_what_is_stated_and_says_so() -> None:
    fields = {"title": "Storm", "published": "2024-05-03", "source": "Daily Post"}
    found = frozenset({"published", "source"})
    (stated,) = assemble_articles(Raw(BODY, fields, single=True), "x")
    (article,) = assemble_articles(Raw(BODY, fields, single=True, found=found, incomplete=True), "x")
    assert article == replace(stated, found="published source", incomplete=True)  # and with the same id
    assert len({fingerprint(a) for a in (stated, article, replace(stated, agency="Reuters"))}) == 3
    (dated,) = assemble_articles(Raw(f"2 May 2024\n\n{BODY}", fields, single=True, found=found), "x")
    assert (dated.published, dated.found) == ("2024-05-02", "source")
    (record,) = assemble_articles(Raw(BODY, fields, single=True, stated=True, found=frozenset({"published", "url"})), "x")
    assert (record.published, record.found) == ("2024-05-03", "published")
    two = f"Storm sinks two boats\n\n2 May 2024\n\n{BODY}\n\n-----\n\nKing sends help to fishermen\n\n3 May 2024\n\n{BODY}"
    assert [(a.published, a.found) for a in assemble_articles(Raw(two, fields, found=found), "x")] == [
        ("2024-05-02", "source"),
        ("2024-05-03", "source"),
    ]  # one day for the file is not that of each, the paper over them is


# --- at the edge of each rule


TWO = f"{BODY}\n\nThe king sent help on Tuesday, and the palace thanked the fishermen for it."


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        ("3 May 2024\n3 May 2024, 9:30 GMT", "2024-05-03T09:30+00:00", ""),  # one day, said twice: the finer counts
        ("3 May 2024, 9:30 GMT\n3 May 2024, 11:30 GMT", "2024-05-03T09:30+00:00", ""),
        ("Published 3 May 2024\n4 May 2024", "2024-05-03", ""),  # a label beats a bare date
        ("Published 3 May 2024\nUpdated 3 May 2024", "2024-05-03", "2024-05-03"),
        ("Published 3 May 2024\nUpdated 2 May 2024", "2024-05-03", ""),  # no update comes before the article
        ("Published 3 May 2024, 9:30 GMT\nUpdated 3 May 2024", "2024-05-03T09:30+00:00", "2024-05-03"),
        ("Updated 4 May 2024\nUpdated 5 May 2024", "", "2024-05-05"),
        ("Updated 4 May 2024, 10:00 GMT\nUpdated 5 May 2024", "", "2024-05-05"),
        ("Updated 5 May 2024, 10:00 GMT\nUpdated 5 May 2024", "", "2024-05-05T10:00+00:00"),
        ("Updated 5 May 2024, 10:00 GMT\nUpdated 5 May 2024, 12:00 GMT", "", "2024-05-05T12:00+00:00"),
        ("Updated 5 May 2024, 11:00\nUpdated 5 May 2024, 09:00 GMT", "", "2024-05-05T09:00+00:00"),  # the one that can be placed
        ("By Ann Lee | 3 May 2024 | 2 min read", "2024-05-03", ""),
        ("By Ann Lee - 3 May 2024", "2024-05-03", ""),
        ("5 October 2024 | Town Hall", "", ""),  # it says more than when
        ("EMBARGOED UNTIL 00:01 Friday 6 December 2024", "", ""),
        ("Stand: 31.12.2023", "", ""),
        ("Stand: 31.12.2023, 20:15 Uhr", "2023-12-31T20:15", ""),
        ("12 March 1943", "", ""),
        ("By Ann Lee, 12 March 1989", "1989-03-12", ""),
        ("1 January 1990", "1990-01-01", ""),
    ],
)
def test_which_of_the_stated_times_count(head: str, published: str, updated: str) -> None:
    found = about(f"Storm sinks two boats\n\n{head}\n\n{TWO}")
    assert (found.published, found.updated) == (published, updated)


@pytest.mark.parametrize(("lines_below", "is_read"), [(5, True), (6, False)])
def test_a_labelled_date_is_read_in_the_last_six_lines(lines_below: int, is_read: bool) -> None:
    """Further up it dates a story that the article tells."""
    found = about(f"Storm sinks two boats\n\n{TWO}\n\n{TWO}\n\nPublished 3 May 2024\n" + "\nShort Url" * lines_below)
    assert bool(found.published) is is_read


@pytest.mark.parametrize(
    ("above", "below", "is_read"),
    [
        ("", "2 min read", True), ("2 min read", "", True), ("By Ann Lee", "", True), ("", "Storm sinks two boats", True),
        ("", "Updated 4 May 2024", True), ("The search is over", "", False), ("", "Another chapter of the year", False),
    ],
)  # fmt: skip
def test_a_bare_date_under_the_first_paragraph_counts_beside_page_furniture(above: str, below: str, is_read: bool) -> None:
    text = f"Storm sinks two boats\n\n{BODY}\n{above}\n3 May 2024\n{below}\n\n{BODY} It was the worst in years."
    assert bool(about(text).published) is is_read


def test_a_day_over_the_first_entry_of_a_chronicle_dates_nothing() -> None:
    assert about(f"Timeline of the bridge\n\n5 May 2024\n\n{BODY}\n\n7 May 2024\n\n{BODY}").published == ""
    assert about(f"Timeline of the bridge\n\n5 May 2024\n\n{TWO}\n\nMore news\n\n7 May 2024\n\nBoats at sea").published == "2024-05-05"


def test_a_list_of_people_and_papers_names_nobody() -> None:
    found = about(f"Press prizes go to two\n\nDan Feher, The Guardian\nLia Wong, New York Times\n\n{BODY}")
    assert (found.byline, found.source, found.used) == ("", "", frozenset())


def test_a_bare_date_at_the_very_end_is_none_of_the_article() -> None:
    assert about(f"Storm sinks two boats\n\n{BODY}\n\nThe search is over\n3 May 2024").published == ""
    assert about(f"Storm sinks two boats\n\n{BODY}\n\nShort Url\n3 May 2024").published == "2024-05-03"


def test_a_bare_date_under_the_second_paragraph_is_none_of_the_article() -> None:
    assert about(f"Storm sinks two boats\n\n{TWO}\n\nShort Url\n3 May 2024\nShort Url").published == ""


def test_a_bare_date_under_a_picture_counts() -> None:
    picture = f"{BODY} (Ann Lee/AFP)"
    assert about(f"Storm sinks two boats\n\n{picture}\n\n3 May 2024\n\n{BODY}").published == "2024-05-03"
    assert about(f"Storm sinks two boats\n\n{picture}\n\nIt was late\n\n3 May 2024\n\n{BODY}").published == ""


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ann Lee", "Ann Lee"), ("BY Ann Lee", "Ann Lee"), ("Written by Ann Lee", "Ann Lee"), ("Reported by: Ann Lee", "Ann Lee"),
        ("Author: Ann Lee", "Ann Lee"), ("Authors Ann Lee, Bo Ek", "Ann Lee, Bo Ek"), ("By Ann Lee & Bo Ek", "Ann Lee & Bo Ek"),
        ("By Ann Lee, and Bo Ek", "Ann Lee, and Bo Ek"), ("By Ann Lee and Bo Ek", "Ann Lee and Bo Ek"),
        *((f"By Ann {part} Lee", f"Ann {part} Lee") for part in ("al", "el", "bin", "bint", "van", "von", "de", "der", "la")),
        ("By Reuters", ""), ("By Monday", ""), ("by Ann Lee", "Ann Lee"), ("By the old harbour", ""), ("By Ann mac Lee", ""),
        ("By " + ", ".join(["Ann Lee"] * 6), ", ".join(["Ann Lee"] * 6)),
    ],
)  # fmt: skip
def test_bylines(line: str, byline: str) -> None:
    assert about(f"Storm sinks two boats\n\n{line}\n\n{BODY}").byline == byline


@pytest.mark.parametrize(("between", "is_read"), [(1, True), (2, False)])
def test_a_byline_stands_at_most_two_lines_under_the_first_paragraph(between: int, is_read: bool) -> None:
    text = f"Storm sinks two boats\n\n{BODY}\n\n" + "Boats at sea\n\n" * between + "By Ann Lee\n\nMore is not known."
    assert bool(about(text).byline) is is_read


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"By Ann Lee\n\nStorm sinks two boats\n\n{BODY}", "Storm sinks two boats"),
        (f"By Ann van Lee and Bo\n\nStorm sinks two boats\n\n{BODY}", "Storm sinks two boats"),
        (f"MENA\n\n3 May 2024\nStorm sinks two boats\n\n{BODY}", "Storm sinks two boats"),
        (f"Storm sinks two boats\nin heavy wind off the\n\n{BODY}", ""),
        (f"Storm sinks two boats\nIn heavy wind off the\n\n{BODY}", "Storm sinks two boats"),
        (f"Storm sinks two boats\n\nin heavy wind off the\n\n{BODY}", "Storm sinks two boats"),
        ("Storm sinks two boats\n\nNo more is known", ""),
    ],
)
def test_the_title_is_the_first_headline_above_the_text(text: str, title: str) -> None:
    assert about(text).title == title


@pytest.mark.parametrize(
    ("head", "title", "source"),
    [
        ("Title: Storm\nSource: Post", "Storm", "Post"), ("HEADLINE: Storm\nPublisher: Post", "Storm", "Post"),
        ("\n\nTitle: Storm\nSite name: Post", "Storm", "Post"), ("Source: Post", "", ""), ("Title: Storm\n\nSource: Post", "", ""),
        ("Title: Storm\nSource: Post\nSource: Times", "Storm", "Post"), ("Title: Storm\nText: Post\nSource: Post", "", ""),
        ("Title: Storm\nId: 7\nSource: Post", "", ""), ("Title: Storm\nWeather: fair\nSource: Post", "", ""),
        ("From: ann@post.example\nDate: 5 May 2024\nSubject: Storm", "Storm", ""), ("Subject: Storm\nTo: all", "", ""),
        ("Title: [Storm, Gale]\nSource: Post", "Storm, Gale", "Post"), ("Title: [Storm] Gale\nSource: Post", "[Storm] Gale", "Post"),
        ("Title:Storm\nSource: Post", "", ""), ("Title: Storm\nAuthor: Ann Lee\nSource: Post", "Storm", "Post"),
    ],
)  # fmt: skip
def test_a_header_is_two_known_fields_or_more_at_the_very_top(head: str, title: str, source: str) -> None:
    found = about(f"{head}\n\n{BODY}")
    assert (found.title.removeprefix(head), found.source) == (title, source)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((name, "title") for name in ("title", "Headline", "head-line")),
        *((name, "published") for name in (
            "published", "date", "published_at", "publishedAt", "pub date", "pubDate", "publication_date", "date-published",
            "datePublished",
            "publish_date", "Published on", "published_date",
        )),
        *((name, "updated") for name in (
            "updated", "updated_at", "updatedAt", "date updated", "modified", "date_modified", "dateModified", "Last-Updated",
            "last modified",
        )),
        *((name, "source") for name in (
            "source", "outlet", "publisher", "publication", "site", "site_name", "siteName", "newspaper", "source_name",
        )),
        *((name, "url") for name in ("URL", "link", "permalink", "canonical_url")),
        *((name, "byline") for name in ("byline", "author", "authors", "by")),
        *((name, "text") for name in ("text", "body", "content", "article", "maintext", "article_text", "full_text")),
        *((name, "id") for name in ("id", "_id", "doc_id", "article_id", "guid")),
        ("\ufeffTitle ", "title"), ("summary", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_records_call_our_fields(name: str, field: str) -> None:
    """A name that is not known loses the date, the outlet or the article."""
    assert field_name(name) == field


def test_a_headline_broken_in_two_is_one_and_none_of_the_text() -> None:
    (found,) = assemble_articles(Raw(f"Storm sinks two boats\noff the old harbour\n\n3 May 2024\n\n{BODY}"), "x")
    assert (found.title, found.text) == ("Storm sinks two boats off the old harbour", BODY)


@pytest.mark.parametrize(
    ("head", "byline", "source"),
    [
        ("Dan Feher\nOxhey Star\n3 May 2024", "Dan Feher", "Oxhey Star"), ("Dan Feher\n3 May 2024", "Dan Feher", ""),
        ("By Dan Feher\nBBC News, Kelby", "Dan Feher", "BBC News"), ("Dan Feher\nOxhey Council", "", ""), ("USA TODAY\n3 May 2024", "", ""),
        ("Dan Feher\nLia Wong", "", ""),
    ],
)  # fmt: skip
def test_a_name_alone_counts_over_an_office_or_a_date(head: str, byline: str, source: str) -> None:
    found = about(f"Storm sinks two boats\n\n{head}\n\n{BODY}")
    assert (found.byline, found.source, found.title) == (byline, source, "Storm sinks two boats")


def test_a_label_of_a_list_at_the_end_dates_no_article() -> None:
    assert about(f"Storm sinks two boats\n\n{TWO}\n\nDate: 3 May 2024\n\nPlace: Oxhey harbour\n\n{TWO} So.").published == ""
    assert about(f"Storm sinks two boats\n\n{TWO}\n\nDate: 3 May 2024").published == "2024-05-03"
