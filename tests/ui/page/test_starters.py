"""Stories of the last weeks, found by the names that headlines share, and the questions that ask for them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from rag.records import Article
from ui.page.desk.starters import Story, recent_stories, starter_question

LAST = date(2026, 4, 10)
FILLER = ("Rain is likely", "Prices went up again", "A road was closed", "What the new rules mean")
FERRY = ("The ferry Orla Kestrel sinks", "Divers reach the Orla Kestrel", "Why the Orla Kestrel went down")


def article(n: int, title: str, days_ago: int = 0, source: str = "Harbour Post", text: str = "") -> Article:
    return Article(f"{n:04}", title, text, source, published=(LAST - timedelta(days_ago)).isoformat())


def stories(titles: Sequence[str], older: Sequence[str] = (), days_ago: int = 1, source: str = "Harbour Post") -> list[tuple[str, int]]:
    """The names of the stories and their numbers of headlines; ``titles`` are recent, ``older`` a year old."""
    rows = [("Rain is likely", 0), *((t, days_ago) for t in titles), *((t, 365) for t in older)]
    return [(s.name, len(s.ids)) for s in recent_stories([article(n, t, days, source) for n, (t, days) in enumerate(rows)])]


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (FERRY, [("Orla Kestrel", 3)]),
        (FERRY[:2], []),
        ((*FERRY[:2], FERRY[0]), []),  # one report carried twice
        ((*FERRY[:2], f"{FERRY[0]} - Coast Wire"), []),  # also under a label
        ((*FERRY, *(f"{t} | Opinion" for t in FILLER)), [("Orla Kestrel", 3)]),
        (tuple(f"{t} - Coast Wire" for t in FILLER), []),  # an outlet at the end
        (tuple(f"World Desk | {t}" for t in FILLER), []),  # a section at the beginning
        (tuple(f"{t}, Reuters reports" for t in FILLER), []),  # an agency
        (tuple(f"{t}, says Harbour Post" for t in FILLER), []),  # its own outlet
        (tuple(f"{t} on Monday in January" for t in FILLER), []),
        (tuple(f"{t}: the Exclusive" for t in FILLER), []),
        (tuple(f"{t} in Varnholm" for t in FILLER), [("Varnholm", 4)]),
        ((*FERRY, *(f"{t} in Varnholm" for t in FILLER)), [("Orla Kestrel", 3), ("Varnholm", 4)]),  # a name of one word comes last
        ((*FERRY, *(f"{t} for Ana Field" for t in FILLER)), [("Ana Field", 4), ("Orla Kestrel", 3)]),  # most headlines first
        ((*FERRY, *(f"{t} for Jonna Ek" for t in FILLER[:3])), [("Orla Kestrel", 3), ("Jonna Ek", 3)]),  # then the longer name
        (tuple(f"{t} off Cape Sorrow" for t in FERRY), [("Orla Kestrel", 3)]),  # the ship and the place are one story
        ((*(f"{t} off Cape Sorrow" for t in FERRY[:1]), *FERRY[1:], "Cape Sorrow is calm", "Storm nears Cape Sorrow"),
         [("Orla Kestrel", 3), ("Cape Sorrow", 3)]),  # one of three headlines is not
        ((*FERRY[:2], *(f"{t} off Cape Sorrow" for t in FERRY[2:]), "The Orla Kestrel off Cape Sorrow", "Cape Sorrow is calm",
          "Storm nears Cape Sorrow"), [("Orla Kestrel", 4)]),  # two of four are
        ((*FERRY, *(f"{t}, says Jon Kestrel" for t in FILLER[:3])), [("Orla Kestrel", 3)]),  # relatives
    ],
)  # fmt: skip
def test_a_story_is_a_name_that_several_headlines_share(titles: Sequence[str], found: list[tuple[str, int]]) -> None:
    assert stories(titles) == found


@pytest.mark.parametrize(
    ("label", "found"),
    [(1, [("Coast Wire", 4)]), (2, [("Coast Wire", 4)]), (3, [])],
)
def test_a_name_that_is_mostly_a_label_is_no_story(label: int, found: list[tuple[str, int]]) -> None:
    assert stories([*(f"{t} - Coast Wire" for t in FILLER[:label]), *(f"{t} at Coast Wire" for t in FILLER[label:])]) == found


@pytest.mark.parametrize("source", ["usatoday.com", "www.usatoday.com", "USA Today", "The USA Today", "usatoday.co.uk"])
def test_an_outlet_is_known_by_its_address(source: str) -> None:
    titles = [f"{t}, USA Today finds" for t in FILLER]
    assert stories(titles, source=source) == []
    assert stories(titles, source="usatomorrow.com") == [("USA Today", 4)]


@pytest.mark.parametrize(("times", "found"), [(0, True), (1, True), (2, False)])
def test_a_name_that_was_as_frequent_before_is_no_story(times: int, found: bool) -> None:
    """Three of nine headlines now; none of nine before, one of nine is a third of that, two are more."""
    older = [*(["Cape Sorrow is calm"] * times), *(["Rain is likely"] * (9 - times))]
    told = stories(
        [*(f"{t} off Cape Sorrow" for t in FILLER[:3]), *(t.replace("Orla Kestrel", "Ana Field") for t in FERRY), "So", "No"], older
    )
    assert told == [("Cape Sorrow", 3), ("Ana Field", 3)][not found :]


@pytest.mark.parametrize(("days_ago", "found"), [(0, True), (26 * 7 - 1, True), (26 * 7, False)])
def test_a_story_is_of_the_last_weeks(days_ago: int, found: bool) -> None:
    now = [article(n + 50, f"{t} for Ana Field") for n, t in enumerate(FILLER)]
    then = [article(n, t, days_ago) for n, t in enumerate(FERRY)]
    assert [s.name for s in recent_stories([*now, *then])] == ["Ana Field", "Orla Kestrel"][: 1 + found]
    assert [s.name for s in recent_stories([*now[:2], *then])] == ["Orla Kestrel"]  # where there is no other, it may be old


@pytest.mark.parametrize(("years", "found"), [(90, ["Orla Kestrel"]), (100, [])])
def test_old_stories_are_told_where_there_is_no_new_one_names_of_one_word_too(years: int, found: list[str]) -> None:
    rain, days_ago = article(99, "Rain is likely"), years * 365
    assert [s.name for s in recent_stories([rain, *(article(n, t, days_ago) for n, t in enumerate(FERRY))])] == found
    single = [article(n, f"{t} in Varnholm", days_ago) for n, t in enumerate(FILLER)]
    assert [s.name for s in recent_stories([rain, *single])] == ["Varnholm"] * len(found)


@pytest.mark.parametrize("weeks", [4, 8])
def test_newer_stories_come_first_however_many_headlines_older_ones_have(weeks: int) -> None:
    for days_ago, first in ((weeks * 7 - 1, "Ana Field"), (weeks * 7, "Orla Kestrel")):
        newer = [article(n, t, (weeks - 4) * 7) for n, t in enumerate(FERRY)]
        older = [article(n + 9, f"{t} for Ana Field", days_ago) for n, t in enumerate(FILLER)]
        now = article(99, "Rain is likely")
        assert [s.name for s in recent_stories([now, *older, *newer])][:1] == [first]


def test_undated_articles_tell_no_story_and_ids_are_newest_first() -> None:
    dated = [article(n, t, 3 - n) for n, t in enumerate(FERRY)]
    assert [s.ids for s in recent_stories(dated)] == [("0002", "0001", "0000")]
    assert list(recent_stories([Article(str(n), t, "") for n, t in enumerate(FERRY)])) == []
    assert list(recent_stories([])) == []


@pytest.mark.parametrize(("newer", "found"), [(1997, True), (1998, False)])
def test_so_many_articles_are_looked_at(newer: int, found: bool) -> None:
    rows = [*(article(n, "Rain is likely") for n in range(newer)), *(article(newer + n, t, 1) for n, t in enumerate(FERRY))]
    assert bool(list(recent_stories(rows))) == found


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("Orla Kestrel", "Divers came to the Orla Kestrel. They left with Orla Kestrel.", "Orla Kestrel"),  # half is not most
        ("Orla Kestrel", "Divers came to the Orla Kestrel. They stayed at the Orla Kestrel and dived.", "the Orla Kestrel"),
        ("Orla Kestrel", "The captain of the Orla Kestrel crew spoke of Orla Kestrel.", "Orla Kestrel"),  # "the" is the crew's
        ("Super Bowl", "They play in the Super Bowl, and after the Super Bowl in town. In Super Bowl 60 they won.", "the Super Bowl"),
        ("Super Bowl", "They play in the 2026 Super Bowl, not in Super Bowl town.", "the Super Bowl"),
        ("Super Bowl", "They play in the Super Bowl stadium at Super Bowl.", "Super Bowl"),
        ("Super Bowl", "They are at the Super Bowl or at the Super Bowl was with Super Bowl.", "the Super Bowl"),  # small words
        ("Super Bowl", "They are at the Super Bowl arch.", "Super Bowl"),
        ("Super Bowl", "They are at the Super Bowl A list.", "Super Bowl"),
        *(("Super Bowl", f"They are at the Super Bowl{stop}", "the Super Bowl") for stop in ".,;:)?"),
        ("Ana Field", "Nobody asked her.", "Ana Field"),
        ("A+ (B", "All went on with the A+ (B.", "the A+ (B"),
    ],
)  # fmt: skip
def test_the_stands_before_a_name_where_the_articles_have_it(name: str, text: str, asked: str) -> None:
    story = Story(name, frozenset(name.lower().split()), ("0000",))
    assert starter_question(story, [article(0, "", text=text)]) == f"What is the latest on {asked}?"


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("South", "The South is cold. It is warm south of it.", False),
        ("South", "The South is cold. Southern towns are too.", True),
        ("Varnholm", "Varnholm is cold.", True),
        ("South Kestrel", "South Kestrel is warm, a south kestrel is not.", True),
    ],
)
def test_a_single_word_that_is_also_an_everyday_one_is_not_asked_about(name: str, text: str, asked: bool) -> None:
    story = Story(name, frozenset(name.lower().split()), ("0000",))
    assert bool(starter_question(story, [article(0, "", text=text)])) == asked
