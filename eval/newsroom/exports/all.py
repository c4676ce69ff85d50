"""All exports of the set."""

from collections.abc import Callable, Iterator, Sequence

from eval.newsroom.exports import apis, archives, tables
from eval.newsroom.exports.apis import Export
from eval.newsroom.records import File, several
from eval.newsroom.stories import Story, story

EACH = 4
FIRST = 64  # number of the first story, past those of the pages
STYLES: dict[str, Callable[[Sequence[Story]], Export]] = {**apis.STYLES, **tables.STYLES, **archives.STYLES}
ZONES = {"fundus.json": 1.0, "wordpress.json": -5.0, "rss.xml": 2.0, "letters.mbox": -4.0}
PEOPLE = {
    "guardian.json": 2,
    "nyt.json": 2,
    "newsplease.json": 2,
    "fundus.json": 2,
    "elasticsearch.json": 2,
    "spreadsheet.tsv": 2,
    **archives.PEOPLE,
}


def exports() -> Iterator[File]:
    """Write one export in every format, of four stories that stand nowhere else in the set; feeds are of one outlet."""
    for place, (style, write) in enumerate(sorted(STYLES.items())):
        numbers = [FIRST + place * EACH + k for k in range(EACH)]
        outlet = story(numbers[0]).outlet if style in tables.ONE_OUTLET else ""
        stories = [story(n, hours=ZONES.get(style, 0.0), people=PEOPLE.get(style, 1), outlet=outlet) for n in numbers]
        text, expected = write(stories)
        yield File(f"export-{place:02}-{style}", "exports", style, text.encode("utf-8"), several(expected))
