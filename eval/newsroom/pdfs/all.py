"""All PDFs of the set."""

from collections.abc import Callable, Iterator, Sequence

from eval.newsroom.pdfs import office, printed
from eval.newsroom.pdfs.printed import Drawn
from eval.newsroom.records import File
from eval.newsroom.stories import Story, story

EACH = 2
FIRST = 150  # number of the first story, past those of the exports
STYLES: dict[str, Callable[[Sequence[Story], int], Drawn]] = {**printed.STYLES, **office.STYLES}
LENGTHS: dict[str, int] = {**printed.LENGTHS, **office.LENGTHS}


def pdfs() -> Iterator[File]:
    """Draw two PDFs in every layout; a page of two articles takes two stories of one outlet."""
    for place, (style, draw) in enumerate(sorted(STYLES.items())):
        for n in range(EACH):
            number = FIRST + 2 * (place * EACH + n)
            first = story(number, length=LENGTHS[style])
            second = story(number + 1, length=LENGTHS[style], outlet=first.outlet)
            data, expected = draw([first, second], n)
            yield File(f"print-{place * EACH + n:02}-{style}.pdf", "pdfs", style, data, tuple(expected))
