"""Days on a page that are of something else: none of them is the article's, which then has none."""

import pytest

from ingest.read.pages import read_page
from ingest.read.pages.said.days import day_in_address

FIRST, SECOND = "The town sold its old tram depot to a cooperative of bakers.", "The price was half of what the depot was once valued at."
OTHER = '"datePublished": "2024-05-04"'


def dated(under: str = "", inside: str = "", after: str = "", head: str = "", top: str = "") -> tuple[str, str]:
    page = (
        f"<html><head><title>Town sells tram depot</title>{head}</head><body>{top}<div><h1>Town sells tram depot</h1>{under}"
        f"<p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{SECOND[:-1]} again.</p></div>{after}</body></html>"
    )
    fields = read_page(page.encode()).fields
    return fields.get("published", ""), fields.get("updated", "")


@pytest.mark.parametrize(
    "other",
    [
        {"inside": '<div><h3>Open day</h3><time datetime="2024-05-04">4 May 2024</time></div>'}, {"after": "<p>4 May 2024</p>"},
        {"under": '<div class="agenda"><time datetime="2024-05-04">4 May 2024</time></div>'},
        {"under": '<div>Next meeting: <time datetime="2024-05-04">4 May 2024</time></div>'},
        {"under": '<p>Bids until <time datetime="2024-05-04">4 May 2024</time></p>'}, {"under": "<div>Born <span>4 May 2024</span></div>"},
        {"under": "<ul><li>4 May 2024</li><li>6 May 2024</li></ul>"}, {"under": "<table><tr><td>4 May 2024</td></tr></table>"},
        {"top": "<div>4 May 2024</div>"}, {"after": "<div>Privacy policy <i>(updated 4 May 2024)</i></div>"},
        {"after": '<div class="calendar"><span class="post-date">4 May 2024</span></div>'},
        {"after": '<li><a>Harbour wall rebuilt in Kelby</a> <span class="post-date">4 May 2024</span></li>'},
        {"head": f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Harbour wall rebuilt", {OTHER}}}</script>'},
        {"after": '<div itemscope itemtype="https://schema.org/VideoObject"><meta itemprop="datePublished" content="2024-05-04"></div>'},
    ],
)  # fmt: skip
def test_days_of_other_things(other: dict[str, str]) -> None:
    assert dated(**other) == ("", "")


@pytest.mark.parametrize(
    ("under", "updated"),
    [
        ("<time>3 May 2024 · Updated 4 May 2024</time>", "2024-05-04"),
        ("<p class=sub>It took a year of talks in the town hall.</p><i>3 May 2024</i>", ""),
        ('<i>3 May 2024</i><span class="updated">4 May 2024</span>', "2024-05-04"),
        ("<p>3 May 2024</p><p>Laatst bijgewerkt op 4 mei 2024</p>", "2024-05-04"),
        ('<p>3 May 2024</p><p>Aggiornato: <time datetime="2024-05-04">4 maggio</time></p>', "2024-05-04"),
        ("<dl><dt>Date</dt><dd>3 May 2024</dd></dl>", ""), ("<div>Harbour <span>3 May 2024</span></div>", ""),
    ],
)  # fmt: skip
def test_days_of_the_article(under: str, updated: str) -> None:
    assert dated(under) == ("2024-05-03", updated)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://p.example/1993/05/03/storm", ""),
        ("https://p.example/1994/05/03/storm", "1994-05-03"),
        ("https://p.example/2024/05/03/", ""),
        ("https://p.example/events/2024/05/03/fair", ""),
    ],
)
def test_addresses_that_name_another_day(url: str, day: str) -> None:
    assert day_in_address(url) == day
