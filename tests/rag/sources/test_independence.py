"""Which articles are one report told twice, and the one count of independent reports behind everything that is shown."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.compare.compare import compare
from rag.compare.timeline import build_timeline
from rag.compare.values import choices
from rag.records import Article, Quote
from rag.sources.independence import ALIKE, APART, count_independent, relays, report_same_event, share_source

TOLD = "The ferry Kestrel sank off Varnholm on Monday. Captain Ilse Brandt and Minister Lars Dahl went aboard a tug at Alvik."
POST = Article("post", "Kestrel sinks", TOLD, "Harbour Post", published="2024-03-06")


def other(text: str = TOLD, source: str = "Daily Ledger", published: str = "2024-03-06", name: str = "other", byline: str = "") -> Article:
    return Article(name, "", text, source, byline, published)


def adding(said: str) -> str:
    return f"{TOLD} {said}"


AGENCY = replace(POST, text=adding("Brandt was saved, a guard told Reuters."))
AT_SEA = "Bakers of Torvik met Marta Nygaard in Haugen. "  # another event, of other names


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (POST, other(), False),
        # one outlet, however it is written, whatever the event
        (POST, other(source="Harbour Post"), True),
        (POST, other(source="HARBOUR POST"), True),
        (POST, other(AT_SEA, "Harbour Post", "2023-01-01"), True),
        (POST, other(source="Harbour Post Weekly"), False),
        (replace(POST, source=""), other(source=""), False),  # two outlets that are not stated are not one
        # the same agency on one event
        (AGENCY, other(adding("The tug was small, Reuters reported.")), True),
        (AGENCY, other(adding("The tug was small, according to Thomson Reuters.")), True),
        (AGENCY, other(byline="Reuters"), True),
        (AGENCY, other(source="Reuters"), True),
        (other(source="AFP"), replace(POST, text=adding("A guard told Agence France-Presse so.")), True),
        (AGENCY, other(adding("The tug was small, AFP reported.")), False),
        (AGENCY, other(adding("Reuters cut 50 jobs.")), False),  # a mention is no credit
        (AGENCY, other(adding("The tug was small, Reuters reported."), published="2024-03-10"), False),
        (AGENCY, other(AT_SEA + "Flour is dearer, Reuters reported."), False),
        # one credits the other
        (POST, other(adding("The captain was saved, the Harbour Post reported.")), True),
        (replace(POST, source="The Post"), other(adding("She told the Post that she was well.")), True),
        (POST, other(adding("Harbour Post shares fell.")), False),
        (POST, other(AT_SEA + "Flour is dearer, the Harbour Post reported."), False),
        (replace(POST, source=""), other(adding("The captain was saved, the Harbour Post reported.")), False),
    ],
)
def test_which_articles_share_a_source(one: Article, two: Article, same: bool) -> None:
    assert share_source(one, two) is same
    assert share_source(two, one) is same
    assert count_independent([one, two]) == (1 if same else 2)


NAMED = "Adler Blume Cramer Dorn Ehlers Falk Gerber Hahn Imhof Jung".split()


def naming(*found: str, published: str = "2024-03-06") -> Article:
    return Article("x", "", " met ".join(["nobody", *found]) + " there.", published=published)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (naming(*NAMED), naming(*NAMED[:3], *"Kern Lang Meis Noll Otto Pohl Rau".split()), True),
        (naming(*NAMED), naming(*NAMED[:2], *"Kern Lang Meis Noll Otto Pohl Rau Saal".split()), False),
        (naming(*NAMED), naming(NAMED[0], "Kern", "Lang"), True),  # the shorter one decides
        (naming(*NAMED), naming(NAMED[0], "Kern", "Lang", "Meis"), False),
        (naming(), naming(*NAMED), True),  # without names nothing speaks against one event
        (naming("Reuters"), naming("AFP"), True),  # an agency is none of the event's names
        (naming("Reuters", "Kern"), naming("Reuters", *NAMED[:2]), False),
        (replace(naming("Kern"), title="Mayor met Falk"), replace(naming("Lang"), title="Clerk saw Falk"), True),
        (replace(naming("Kern"), text="Welders met Kern."), replace(naming("Lang"), text="Welders met Lang."), False),  # perhaps no name
        (naming(*NAMED), naming(*NAMED, published="2024-03-09"), True),
        (naming(*NAMED), naming(*NAMED, published="2024-03-10"), False),
        (naming(*NAMED), naming(*NAMED, published="2024-03-02"), False),
        (naming(*NAMED), naming(*NAMED, published=""), True),
        (naming(*NAMED), replace(naming(*NAMED, published=""), updated="2024-03-10"), False),
    ],
)
def test_one_event_by_days_and_names(one: Article, two: Article, same: bool) -> None:
    assert report_same_event(one, two) is report_same_event(two, one) is same
    assert (APART, ALIKE) == (3, 0.3)


def test_copies_are_one_report() -> None:
    found = [POST, other(), other(source="Inland Times", name="third")]
    assert count_independent(found) == 3
    assert count_independent(found, {"post": "post", "other": "post"}) == 2
    assert count_independent([*found, POST]) == 3  # an article counts once
    assert count_independent([]) == 0


def test_a_chain_is_one_report_and_the_most_that_are_independent_are_counted() -> None:
    chain = [other(source=f"Paper {n}", name=str(n), text=adding(f"So Paper {n + 1} reported.")) for n in range(5)]
    ring = [*chain[:4], replace(chain[4], text=adding("So Paper 0 reported."))]
    assert [count_independent(chain[: n + 1]) for n in range(5)] == [1, 1, 1, 1, 1]
    assert count_independent(ring) == 1
    assert count_independent([chain[0], chain[2]]) == 2  # what links them is not there
    assert count_independent([chain[0], chain[1], replace(chain[2], text=AT_SEA + "So Paper 9 reported.")]) == 2  # another event
    grid = [other(source=f"Paper {n % 6}", name=str(n), text=adding(f"So {a} reported.")) for n, a in enumerate(["AP", "AFP", "EFE"] * 8)]
    crossed = [replace(a, source=f"Paper {n % 5}") for n, a in enumerate(grid)]  # every outlet with every agency
    assert (count_independent(grid), count_independent(crossed)) == (3, 3)


ARTICLES = st.builds(
    lambda n, said, outlet, day: other(adding(said), outlet, day, n),
    st.sampled_from("abcdefghijkl"),
    st.sampled_from(["", "So AP reported.", "So AFP reported.", "So Ledger reported.", "So Herald reported."]),
    st.sampled_from(["", "Ledger", "Herald", "Courier", "Echo"]),
    st.sampled_from(["", "2024-03-06", "2024-03-08", "2024-03-10"]),
)
STORIES = st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from("abc"))


@given(st.lists(ARTICLES, max_size=9, unique_by=lambda a: a.id), STORIES, st.randoms(use_true_random=False))
def test_another_article_raises_the_count_by_one_at_most(found: list[Article], story_of: Mapping[str, str], random: object) -> None:
    counts = [count_independent(found[:n], story_of) for n in range(len(found) + 1)]
    assert all(after - before <= 1 for before, after in pairwise(counts))
    getattr(random, "shuffle")(found)  # noqa: B009 - of random.Random
    assert count_independent(found, story_of) == counts[-1] >= (1 if found else 0)


HERALD = other(adding("The hull was cracked."), "Coast Herald", name="herald")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("the Coast Herald reported", "according to the Coast Herald", True),  # both retell a third
        ("the Daily Star said", "the crew told the Daily Star", True),
        ("a guard told the BBC", "citing the BBC", True),
        ("a guard told the BBC", "a guard told CNN", False),
        ("the Coast Herald reported", "the Inland Herald reported", False),
        ("the Coast Herald reported", "the Coast Herald Group rose", False),
        ("the Coast Herald reported", "the Coast Herald fell on the market", False),
    ],
)
def test_two_that_retell_a_third_are_one_report(one: str, two: str, same: bool) -> None:
    found = [replace(POST, text=adding(f"She was small, {one}.")), other(adding(f"Her hull was cracked, {two}."))]
    assert count_independent(found) == (1 if same else 2)
    if "the Coast Herald reported" in (one, two) and same:
        assert count_independent([*found, HERALD]) == 1


def test_a_retelling_is_told_from_its_original() -> None:
    retold = replace(POST, text=adding("The hull was cracked, the Coast Herald reported."))
    assert relays(retold, HERALD)
    assert not relays(HERALD, retold)
    assert not relays(retold, other())
    assert not relays(retold, replace(HERALD, text=AT_SEA))
    assert not relays(retold, replace(HERALD, text=adding("So the Harbour Post reported.")))  # each credits the other
    assert relays(AGENCY, other(source="Thomson Reuters"))


def quoted(n: int, article: Article, said: str) -> Quote:
    start = article.text.index(said)
    return Quote(n, said, start, start + len(said), article, 0.9)


def reports() -> list[Quote]:
    """Return quotes on one event: two copies with 12 dead, two reports of one agency with 15."""
    told = (("a", "Post", 12, ""), ("b", "Ledger", 12, ""), ("c", "Courier", 15, "So AP reported."), ("d", "Echo", 15, "A guard told AP."))
    said = "{} people were killed when the ferry Kestrel sank off Varnholm on 6 March 2024."
    found = [Article(i, "Kestrel sinks", f"{said.format(n)} {more}", outlet, published="2024-03-07") for i, outlet, n, more in told]
    return [quoted(n, a, said.format(row[2])) for n, (a, row) in enumerate(zip(found, told, strict=True), start=1)]


def test_everything_shown_counts_alike() -> None:
    quotes, story_of = reports(), {"a": "a", "b": "a"}
    asked = "How many people were killed when the ferry Kestrel sank off Varnholm?"
    for known, independent in ((story_of, (1, 1)), ({}, (2, 1))):
        (difference,) = compare(asked, quotes, known).differences
        assert difference.independent == tuple(c.independent for c in choices(asked, quotes, known)) == independent
        (entry,) = build_timeline("Kestrel", quotes, story_of=known)
        assert entry.independent == count_independent([q.article for q in quotes], known) == sum(independent)
