"""All pages of the set."""

from collections.abc import Iterator

from eval.newsroom.pages import apps, blogs, offices, papers
from eval.newsroom.pages.parts import Style
from eval.newsroom.records import File
from eval.newsroom.stories import story

EACH = 3
STYLES: dict[str, Style] = {**apps.STYLES, **blogs.STYLES, **papers.STYLES, **offices.STYLES}
ZONES: dict[str, float] = {**apps.ZONES, **blogs.ZONES, **papers.ZONES, **offices.ZONES}
PEOPLE: dict[str, int] = {**apps.PEOPLE, **blogs.PEOPLE, **papers.PEOPLE, **offices.PEOPLE}
ENCODINGS = {"tables": "cp1252"}


def pages() -> Iterator[File]:
    """Write three pages in every style, each of a story of its own, with links to three others that stand in no file of the set."""
    for place, (style, write) in enumerate(sorted(STYLES.items())):
        for n in range(EACH):
            number = place * EACH + n
            own = story(number, hours=ZONES.get(style, 0.0), people=PEOPLE.get(style, 1))
            more = [story(300 + number * 3 + k, outlet=own.outlet) for k in range(3)]
            html, expected = write(own, n, more)
            yield File(f"page-{number:02}-{style}.html", "pages", style, html.encode(ENCODINGS.get(style, "utf-8")), (expected,))
