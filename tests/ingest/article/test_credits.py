"""Agency, outlet, byline and day from the text of an article, and what must not be read as one."""

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.article.lines import lines
from ingest.article.metadata import find_metadata
from ingest.article.outlets import reads_as_name

TITLE = "Ferry line closes for repairs"
FIRST = (
    "The ferry line between Oxhey and Kelby will close for ten days in May while divers replace two of its cables, the harbour board said "
    "on Monday."
)
SECOND = "Passengers will be taken over the Marrat by bus. The board put the cost at 3 million crowns and will honour tickets."


def article(head: str = "", tail: str = "", p: str = FIRST, q: str = SECOND, title: str = TITLE) -> str:
    return "\n\n".join(part for part in (title, head, p, q, tail) if part)


CASES: list[tuple[str, str, dict[str, object]]] = [
    ("dateline agency", article(p="OXHEY, March 5 (Reuters) - " + FIRST), dict(agency="Reuters", source="", published="")),
    ("dateline dated", article(p="OXHEY, March 5, 2024 — " + FIRST), dict(published="2024-03-05", agency="", source="")),
    ("dateline ap", article(p="KELBY, Ill. (AP) — " + FIRST), dict(agency="AP", source="")),
    ("dateline two", article(p="Oxhey (dpa/AFP) - " + FIRST), dict(agency="dpa, AFP")),
    (
        "told reuters",
        article(q='"It was overdue," harbour master Nora Feld told Reuters. ' + SECOND),
        dict(agency="Reuters", weak=True, source=""),
    ),
    ("told two", article(q="Nora Feld told Reuters that it was overdue. Her deputy told AFP that it was not. " + SECOND), dict(agency="")),
    ("told bbc", article(q='"It was overdue," harbour master Nora Feld told the BBC. ' + SECOND), dict(agency="", source="")),
    (
        "told reuters' owner",
        article(q="The sale was overdue, an analyst told Reuters' owner in a letter last year. " + SECOND),
        dict(agency=""),
    ),
    (
        "owner story",
        article(
            p="Thomson Reuters (TRI.TO) said on Monday that it would cut 50 jobs at its offices in Oxhey, where its print works closed.",
            title="Reuters owner cuts jobs",
        ),
        dict(agency="", source=""),
    ),
    (
        "reuters said",
        article(p="Reuters said on Monday that it would open an office in Oxhey and hire six reporters for it this spring."),
        dict(agency="", source=""),
    ),
    (
        "reuters tail",
        article(tail="(Reporting by Dan Feher in Oxhey and Lia Wong; Editing by Mara Quill)"),
        dict(agency="Reuters", byline="Dan Feher and Lia Wong"),
    ),
    ("ap copyright", article(tail="Copyright 2024 The Associated Press. All rights reserved."), dict(agency="AP", source="", published="")),
    ("afp copyright", "\n\n".join([TITLE, FIRST, SECOND, "© 2024 AFP"]), dict(agency="AFP", source="")),
    ("star copyright", article(tail="© 2024 Oxhey Star. All rights reserved."), dict(source="Oxhey Star", agency="", published="")),
    ("company copyright", article(tail="© 2024 Oxhey Holdings Ltd"), dict(source="")),
    ("person copyright", article(tail="© 2024 Dan Feher"), dict(source="")),
    ("dated copyright", article(tail="© Oxhey Star, 5 March 2024"), dict(source="Oxhey Star", published="2024-03-05")),
    ("years copyright", article(tail="Copyright (c) 2019-2024 The Kelby Courier"), dict(source="The Kelby Courier", published="")),
    ("history", article(p="GENEVA - 12 May 1949 - " + FIRST), dict(published="")),
    ("of an agency's archive", article(p="GENEVA, 12 May 1949 (AP) - " + FIRST), dict(published="1949-05-12")),
    ("no origin", article(tail="This article was not published in The Oxhey Star."), dict(source="")),
    ("for one of the Stars", article(head="By Dan Feher, Special to the Star"), dict(source="", byline="Dan Feher")),
    ("origin", article(tail="This article first appeared in the Oxhey Star."), dict(source="Oxhey Star")),
    (
        "origin dated",
        article(tail="This story was originally published by The Kelby Courier on 5 March 2024."),
        dict(source="The Kelby Courier", published="2024-03-05"),
    ),
    ("origin bare", article(tail="First published in the Oxhey Star on 5 March 2024"), dict(source="Oxhey Star", published="2024-03-05")),
    ("origin of a version", article(tail="A longer version of this piece ran in the Oxhey Star."), dict(source="Oxhey Star")),
    ("origin of another", article(tail="It first appeared in the Oxhey Star on 5 March 1999."), dict(source="", published="")),
    ("origin of a report", article(tail="The report first appeared in the Oxhey Star on 5 March 1999."), dict(source="", published="")),
    ("origin in prose", article(q="The plan first appeared in the Oxhey Star in 1998. " + SECOND), dict(source="", published="")),
    ("print line", article(tail="Oxhey Star, 5 March 2024, page 3"), dict(source="Oxhey Star", published="2024-03-05")),
    (
        "masthead",
        "\n\n".join(["OXHEY STAR", TITLE, "5 March 2024", FIRST, SECOND]),
        dict(source="Oxhey Star", title=TITLE, published="2024-03-05"),
    ),
    ("masthead the", "\n\n".join(["The Kelby Courier", TITLE, FIRST, SECOND]), dict(source="The Kelby Courier", title=TITLE)),
    ("headline as masthead", "\n\n".join(["Council Sues Kelby Star", TITLE, FIRST, SECOND]), dict(source="")),
    ("no masthead", "\n\n".join(["Kelby Star", FIRST, SECOND]), dict(source="")),
    ("byline afp", article(head="By AFP"), dict(agency="AFP", byline="")),
    ("byline reuters", article(head="By Dan Feher, Reuters"), dict(agency="Reuters", byline="Dan Feher")),
    ("with afp", article(tail="With reporting by AFP"), dict(agency="AFP", source="")),
    ("ap contributed", article(tail="The Associated Press contributed to this report."), dict(agency="AP")),
    ("bbc contributed", article(tail="The BBC contributed to this report."), dict(agency="", source="")),
    ("photo agency", article(head="A ferry off Oxhey on Monday. (Reuters)"), dict(agency="")),
    ("photo lines", article(head="Photo: Reuters"), dict(agency="", source="")),
    ("end agency", article(q=SECOND + " (AFP)"), dict(agency="AFP")),
    ("chart source", article(tail="Source: Oxhey Council"), dict(source="", agency="")),
    ("source agency", article(tail="Source: AFP"), dict(agency="AFP", source="")),
    (
        "event date",
        article(q="The last closure was on 12 May 2019, and a report on it was published on 3 June 2020. " + SECOND),
        dict(published="", updated=""),
    ),
    ("event list", article(tail="5 March 2024"), dict(published="")),
    ("deadline", article(head="By March 5, 2024"), dict(published="", byline="")),
    ("published tail", article(tail="Published March 5, 2024"), dict(published="2024-03-05")),
    (
        "first last",
        article(head="First published 5 March 2024. Last updated 6 March 2024 10:00 GMT"),
        dict(published="2024-03-05", updated="2024-03-06T10:00+00:00"),
    ),
    ("ambiguous", article(head="05/03/2024"), dict(published="")),
    (
        "amb by dateline",
        article(head="05/03/2024", p="OXHEY, March 5 (Reuters) - " + FIRST),
        dict(published="2024-03-05", agency="Reuters"),
    ),
    ("amb by other", article(head="Published 05/03/2024\nUpdated 14/03/2024"), dict(published="2024-03-05", updated="2024-03-14")),
    ("amb by weekday", article(head="Tue, 03/05/2024"), dict(published="2024-03-05")),
    (
        "german",
        article(head="Von Dan Feher\nVeröffentlicht am 05.03.2024, 20:15 Uhr"),
        dict(published="2024-03-05T20:15", byline="Dan Feher"),
    ),
    ("spanish", article(head="Por Dan Feher | 5 de marzo de 2024"), dict(published="2024-03-05", byline="Dan Feher")),
    (
        "french",
        article(head="Publié le 5 mars 2024 à 20h15 - Mis à jour le 6 mars 2024 à 08h00"),
        dict(published="2024-03-05T20:15", updated="2024-03-06T08:00"),
    ),
    ("yearless", article(head="By Dan Feher | March 5"), dict(published="", byline="Dan Feher")),
    ("relative", article(head="Updated 2 hours ago"), dict(published="", updated="")),
    ("syndicated paper", article(p="KELBY (Kelby Courier) — " + FIRST), dict(source="Kelby Courier", agency="")),
    ("sapa area", article(q="The Special Protection Area (SPA) is home to 300 herons. " + SECOND), dict(agency="")),
    ("mena word", article(q="Trade in the Middle East and North Africa (MENA) rose. " + SECOND), dict(agency="")),
    ("pa verb", article(head="Ask your PA"), dict(agency="", byline="")),
    ("byline of headline", article(title="By Popular Demand, Ferry Returns"), dict(byline="")),
    ("name headline", "\n\n".join(["Nora Feld", "5 March 2024", FIRST, SECOND]), dict(byline="", published="2024-03-05")),
    ("stacked", article(head="Dan Feher\nStaff Writer\n5 March 2024"), dict(byline="Dan Feher", published="2024-03-05", title=TITLE)),
    (
        "teasers",
        article(tail="More news\n\nStorm cuts power in Kelby\nBy Lia Wong\n\nMint to close in June\nBy Mara Quill"),
        dict(byline=""),
    ),
    ("sentence outlet", article(q="The Oxhey Star reported on Sunday that the cables were worn. " + SECOND), dict(source="", agency="")),
    ("author outlet", article(head="By Dan Feher for the Oxhey Star"), dict(source="Oxhey Star", byline="Dan Feher")),
    ("bbc byline", article(head="By Dan Feher\nBBC News, Kelby"), dict(byline="Dan Feher", source="BBC News")),
    ("agencies and paper", article(head="By Dan Feher and agencies"), dict(byline="Dan Feher", agency="")),
]


@pytest.mark.parametrize(("text", "stated"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_the_text_states(text: str, stated: dict[str, object]) -> None:
    found = find_metadata(lines(text))
    told = {name: "agency" in found.found if name == "weak" else getattr(found, name) for name in stated}
    assert told == stated


@pytest.mark.parametrize(("source", "agency"), [("Reuters", ""), ("Oxhey Star", "Reuters")])
def test_an_agency_that_is_told_something_is_credited_by_others_alone(source: str, agency: str) -> None:
    text = article(q="The work was overdue, Nora Feld told Reuters. " + SECOND)
    found = find_metadata(lines(text), {"title": TITLE, "source": source})
    assert (found.agency, found.source, "source" in found.found) == (agency, source, False)
    assert ("agency" in found.found) is bool(agency)


def test_what_is_found_is_told_apart_from_what_is_stated() -> None:
    assert find_metadata(lines(article(p="OXHEY, March 5, 2024 (Reuters) - " + FIRST))).found == {"published"}
    assert find_metadata(lines(article(tail="© 2024 Oxhey Star"))).found == {"source"}
    assert find_metadata(lines(article(head="By Dan Feher, Reuters | 5 March 2024"))).found == frozenset()


def test_the_dateline_stays_in_the_text_and_the_lines_about_the_article_go() -> None:
    (found,) = assemble_articles(Raw(article(head="By Dan Feher | 5 March 2024", p="OXHEY, March 5 (Reuters) - " + FIRST)), "x")
    assert found.text == f"OXHEY, March 5 (Reuters) - {FIRST}\n\n{SECOND}"
    assert (found.agency, found.byline, found.published) == ("Reuters", "Dan Feher", "2024-03-05")


@pytest.mark.parametrize(
    ("text", "kept", "day"),
    [
        ("Oxhey signs treaty with Kelby - January 29, 2023", "Oxhey signs treaty with Kelby - January 29, 2023", "2023-01-29"),
        ("Oxhey signs treaty\n\n5 March 2024", "Oxhey signs treaty", "2024-03-05"),
    ],
)
def test_a_flash_of_one_line_is_an_article(text: str, kept: str, day: str) -> None:
    (found,) = assemble_articles(Raw(text), "x")
    assert (found.text, found.published) == (kept, day)


def test_a_line_about_an_article_is_none() -> None:
    assert list(assemble_articles(Raw("By Dan Feher | 5 March 2024"), "x")) == []


def test_an_agency_is_credited_whatever_else_a_record_states() -> None:
    (found,) = assemble_articles(Raw(f"OXHEY (AFP) - {FIRST}", {"title": TITLE}, single=True, stated=True), "x")
    assert (found.agency, found.source, found.found) == ("AFP", "", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Oxhey Star", True), ("The Sports Tribune", True), ("Las Vegas Sun", True), ("THE KELBY AND MARR GAZETTE", True),
        ("Le Courrier des Alpes", True), ("Harbour Office of Oxhey", True), ("Council backs line", False), ("Tram Line Agreed", False),
        ("Council Backs Oxhey Star", False), ("RIVALS SUED OXHEY STAR", False), ("Town Loses Its Star", False),
        ("Anger at Oxhey Star", False), ("United Kelby Associated Press", True),
    ],
)  # fmt: skip
def test_a_name_is_told_from_a_headline(text: str, name: bool) -> None:
    assert reads_as_name(text) is name
