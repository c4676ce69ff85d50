"""A headline loses the name of its site behind it, by whatever the outlet is known, and nothing else."""

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.article.headline import LEAST_INITIALS, LEAST_LABEL, MOST_NAME, names_site, without_outlet
from tests.kits.ingest import BODY


@pytest.mark.parametrize(
    ("tail", "outlet"),
    [
        ("CNN", "cnn.com"), ("CNN.com", "cnn.com"), ("CNN", "edition.cnn.com"), ("CNN Politics", "cnn.com"),
        ("BBC News", "www.bbc.co.uk"),
        ("BBC Sport", "BBC"), ("Sky News", "news.sky.com"), ("The Oxhey Star", "oxheystar.example"), ("Oxhey Star", "oxhey-star.example"),
        ("Oxhey Star Online", "oxheystar.example"), ("The New York Times", "nytimes.com"), ("Los Angeles Times", "latimes.com"),
        ("The Week", "theweek.co.uk"), ("Financial Times", "ft.com"), ("The Wall Street Journal", "wsj.com"), ("AP", "apnews.com"),
        ("AP News", "apnews.com"), ("Voice of the Oxhey Star", "vosnews.example"), ("ABC News", "abcnews.go.com"),
        ("ABC News", "abc.net.au"),        ("BBC", "British Broadcasting Corporation"), ("Oxhey Star", "The Oxhey Star"),
        ("oxheystar.example", "Oxhey Star"),
        ("nytimes.com", "The New York Times"), ("Oxhey Star International", "Oxhey Star"), ("TIME", "time.com"),
        ("Time News", "time.com"), ("de Volkskrant", "volkskrant.example"), ("The Tri Valley and Oxhey Argus", "tvaoargus.example"),
    ],
)  # fmt: skip
def test_a_tail_that_names_the_site_goes(tail: str, outlet: str) -> None:
    assert without_outlet(f"Storm sinks two boats - {tail}", outlet) == "Storm sinks two boats"


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Winner - CNN Hero of the year", "cnn.com"), ("Trial of Dan Feher - Day 4", "d4.example"),
        ("What is on - BBC Three", "bbc.co.uk"),
        ("Trial of Dan Feher - Day 4", "cnn.com"), ("Storm in Oxhey – live", "live.example"), ("Star sinks - Part Two", "ptnews.example"),
        ("Old maps found - Final Tally", "ft.com"), ("New sanctions - US", "usnews.com"), ("New sanctions - US", "US News"),
        ("The art of going back - Time Travel", "time.com"), ("Phone makers agree - OS", "Oxhey Star"), ("Post-CNN", "cnn.com"),
        ("Storm sinks two boats - BBC", "cnn.com"), ("CNN Politics", "cnn.com"), ("Sinking - why it happens", "oxheystar.example"),
        ("Storm - fire - flood", "sff.example"), ("Storm sinks boats - En", "en.oxhey.example"), ("Storm | Oxhey", ""),
        ("- CNN", "cnn.com"),        ("CNN - the network that changed news", "cnn.com"),
        ("Two sunk - One Two Three Four Five Six Seven Times", "otttffsstimes.example"),
    ],
)  # fmt: skip
def test_what_only_looks_like_the_site_stays(title: str, outlet: str) -> None:
    assert without_outlet(title, outlet) == title


def test_the_names_of_sections_before_it_go_too_and_the_address_counts_where_no_outlet_is_known() -> None:
    assert without_outlet("Storm - News - Post", "The Post") == "Storm"
    assert without_outlet("Storm | World | CNN", "", "https://edition.cnn.com/1") == "Storm"
    assert without_outlet("Storm | CNN", "Oxhey Star", "https://edition.cnn.com/1") == "Storm | CNN"
    assert without_outlet("Oxhey Star: News | Storm", "") == "Oxhey Star: News | Storm"
    assert without_outlet("Oxhey Star | Storm", "The Oxhey Star") == "Storm"


def test_how_short_a_name_may_be() -> None:
    assert (LEAST_LABEL, LEAST_INITIALS, MOST_NAME) == (4, 3, 7)
    assert [names_site(label.title(), f"{label}.oxhey.example") for label in ("abcd", "abc")] == [True, False]
    assert [names_site(tail, outlet) for tail, outlet in (("OHS", "Oxhey Harbour Star"), ("OS", "Oxhey Star"))] == [True, False]


@pytest.mark.parametrize(
    "raw",
    [
        Raw(BODY, {"title": "Storm sinks two boats - CNN", "source": "cnn.com"}, single=True),
        Raw(f"Storm sinks two boats - CNN\n\n{BODY}", {"title": "Storm sinks two boats - CNN", "source": "cnn.com"}, single=True),
        Raw(
            f"Storm sinks two boats - CNN\n\n{BODY}",
            {"title": "Storm sinks two boats - CNN", "source": "cnn.com"},
            single=True,
            stated=True,
        ),
        Raw(f"Source: cnn.com\nDate: 5 March 2024\nStorm sinks two boats - CNN\n\n{BODY}"),
    ],
)
def test_records_and_texts_have_the_headline_alone_and_not_in_the_text(raw: Raw) -> None:
    (article,) = assemble_articles(raw, "x")
    assert (article.title, article.source, article.text) == ("Storm sinks two boats", "cnn.com", BODY)
