"""Furniture goes, the article stays, and two articles in one file come apart."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article.assemble import Raw, assemble_articles
from ingest.article.clean import clean, is_dateline, is_headline, is_prose, key, split_articles
from ingest.article.furniture import is_caption, is_furniture, is_section
from ingest.article.lines import lines
from ingest.read.records.record import record
from rag.language.text import sentences, words
from rag.records import Article
from tests.kits.ingest import BODY, article_text


def only(text: str) -> Article:
    (article,) = assemble_articles(Raw(text), "x.txt")
    return article


@pytest.mark.parametrize(
    "line",
    [
        "Short Url", "Follow", "Logo", "Most Popular", "read more:", "Tags", "Share your opinion", "2 min read", "Advertisement",
        "MORE STORIES",
        "Updated 3 hours ago", "12 comments", "(Image credit: Ann Lee/AFP via Getty Images)", "Photo: Ann Lee", "Ann Lee/AP", "—", "...",
        "Follow Ann Lee on Twitter: @annlee", "RELATED: Storm closes the port for a third day",
        "© 2024 The Daily Post. All rights reserved", "FOR IMMEDIATE RELEASE", "# # #", "-30-", "(ends)", "NNNN",
        "Media contact: Ann Lee, +00 555 1234",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, the minister said.", "He said: read more.", "Live rounds were used.", "Video shows the bridge falling.",
        "Related to the king, he fled.", "Walmart", "Alabama", "The share price fell",
        "Photo by photo, the case was built over eleven long years in court",
        "Trending down: exports fell by 4% in May", "Comments by the minister angered farmers", "Home prices rose 3% in June",
        "Search for survivors goes on",
    ],
)  # fmt: skip
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_sections_captions_datelines_headlines() -> None:
    assert all(map(is_section, ["MENA", "ARAB AND WORLD", "Middle East", "World & Politics"]))
    assert not any(map(is_section, ["Alabama", "World ends.", "economy", "News of the day that shook the small world"]))
    assert is_caption("Boats in the harbour on May 2, 2024. (Ann Lee / AFP)")
    assert is_caption("Boats in the harbour [Getty]")
    assert not is_caption("The harbour (the old one) is closed")
    assert is_dateline("DAMASCUS: The harbour of the city was closed on Monday.")
    assert is_dateline("BAGHDAD, Iraq — The harbour of the city was closed on Monday.")
    assert is_dateline("NEW YORK (Reuters) - The harbour of the city was closed.")
    assert is_headline("Storm sinks two boats off the harbour")
    assert not any(
        map(is_headline, ["Storm sinks two boats.", "Follow", "2 min read", "3 May 2024", "Middle East", "storm sinks two boats"])
    )


def test_a_messy_page_leaves_the_article() -> None:
    article = only(
        "Storm sinks two boats\n\nLogo\nLogo\nShort Url\nUpdated 3 May 2024\nFollow\n\nStorm sinks two boats\n\n"
        f"  • Fishermen were saved before dark\n\nPORT LEE: {BODY}\nMENA\nLive Story\nThe search is over.\n\n"
        "Boats lie in the harbour (Ann Lee / AFP)\nBoats lie in the harbour (Ann Lee / AFP)\n\n"
        "Most Popular\nKing visits the island\nread more:\n"
    )
    assert article.title == "Storm sinks two boats"
    assert article.text.split("\n\n") == [
        "Fishermen were saved before dark", f"PORT LEE: {BODY}", "The search is over.", "Boats lie in the harbour (Ann Lee / AFP)",
    ]  # fmt: skip


def test_a_caption_whose_words_stand_in_the_text_goes_and_another_stays() -> None:
    said = "Since the spring there have been more than forty storms on this coast"
    other = "Houses stand under water in the old town on May 2, 2024. (Ann Lee / AFP)"
    text = f"Storm sinks two boats\n\n{said} [Getty]\n\n{other}\n\n{BODY}\n\n{said}, which is rare.\n"
    article = only(text)
    assert "[Getty]" not in article.text
    assert f"{said}, which is rare." in article.text
    assert other in article.text


def test_labels_that_come_again_stay() -> None:
    film = "The film number {} is a long story of a small boat on a wide sea.\n\nWhere to watch: the harbour cinema\n\n"
    text = "".join(film.format(n) for n in range(3))
    assert only(text).text.count("Where to watch: the harbour cinema") == 3


def test_hard_wrapped_text_is_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(text, 60) for text in ("Storm sinks two boats", BODY, "The king sent help. " * 12))
    article = only(wrapped)
    assert article.title == "Storm sinks two boats"
    assert article.text == f"{BODY}\n\n{'The king sent help. ' * 12}".strip()


def test_a_broken_first_line_is_no_headline() -> None:
    article = only(BODY.replace("in heavy ", "in heavy\n"))
    assert article.title == ""
    assert words(article.text) == words(BODY)


class TestSplit:
    second = "King opens a new school on the island"

    def two(self, gap: str, again: bool, date: str, place: str) -> list[Article]:
        repeat = f"{self.second}\n\n" if again else ""
        text = (
            article_text("Storm sinks two boats")
            + gap
            + f"{self.second}\n\n{date}{repeat}{place}The king opened a school on Tuesday, the palace said. {BODY}\n"
        )
        return list(assemble_articles(Raw(text), "x.txt"))

    @pytest.mark.parametrize(
        ("gap", "again", "date", "place", "count"),
        [
            ("\n\n", True, "Updated 5 May 2024\n\n", "ISLE: ", 2),
            ("\n\n", False, "5 May 2024\n\n", "ISLE: ", 2),
            ("\n\n", True, "", "ISLE: ", 2),
            ("\n", True, "5 May 2024\n\n", "ISLE: ", 2),
            ("\n", False, "5 May 2024\n\n", "ISLE: ", 1),  # one blank line asks for all three signs
            ("\n\n", False, "", "", 1),  # a subheading
            ("\n\n", False, "5 May 2024\n\n", "", 1),  # a chronicle
            ("\n----------\n", False, "5 May 2024\n\n", "", 2),
        ],
    )
    def test_signs(self, gap: str, again: bool, date: str, place: str, count: int) -> None:
        found = self.two(gap, again, date, place)
        assert len(found) == count
        if count == 2:
            assert [a.title for a in found] == ["Storm sinks two boats", self.second]
            assert "king" not in found[0].text
            assert "Updated" not in found[1].text

    def test_each_has_its_own_date(self) -> None:
        assert [a.updated for a in self.two("\n\n", True, "Updated 5 May 2024\n\n", "ISLE: ")] == ["2024-05-03", "2024-05-05"]

    def test_the_headline_again_at_the_end_starts_nothing(self) -> None:
        assert len(split_articles(lines(article_text("Storm sinks two boats") + "\n\n\nStorm sinks two boats\n"))) == 1


prose = st.lists(
    st.sampled_from("the king said that ships were seen near Port Lee on 3 May after 40 men left town".split()), min_size=8, max_size=30
).map(lambda found: " ".join(found).capitalize() + ".")


@given(st.lists(st.one_of(prose, st.sampled_from(["Follow", "MENA", "3 May 2024", "Short Url", "Most Popular", ""])), max_size=20))
def test_no_sentence_is_lost(found: list[str]) -> None:
    kept = "\n".join(article.text for article in assemble_articles(Raw("\n\n".join(found)), "x.txt")).lower()
    assert [line for line in found if line.endswith(".") and line.lower().rstrip(".") not in kept] == []


@given(st.text(max_size=400))
def test_cleaning_settles(text: str) -> None:
    once = clean(lines(text))
    assert clean(lines(once)) == clean(lines(clean(lines(once))))


def test_no_sentence_of_real_news_is_lost(shared: Path) -> None:
    """Every sentence of eight words or more is still there, or is page furniture."""
    rows = (shared / "bench" / "realtimeqa-dev" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[:250]
    total, lost = 0, []
    for row in rows:
        raw = record(json.loads(row), "x", "")
        assert isinstance(raw, Raw)
        (article,) = assemble_articles(raw, "x")
        kept = " ".join(words(article.text + " " + article.title))
        for line in lines(raw.text):
            for a, b in sentences(line.text):
                total += 1
                sentence = line.text[a:b]
                if len(words(sentence)) >= 8 and sentence.endswith(".") and " ".join(words(sentence)) not in kept:
                    lost.append(sentence)
    assert total > 5000
    assert [s for s in lost if not is_furniture(s)] == []


# --- at the edge of each rule


def run_of(n: int, end: str = "") -> str:
    return " ".join(["Word", *["word"] * (n - 1)]) + end


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        (run_of(30), True), (run_of(29), False), (run_of(8, "."), True), (run_of(7, "."), False), (run_of(8, '!"'), True),
        (run_of(8), False),
        (f"{run_of(7)}. {run_of(8)}", True), (f"{run_of(7)}. {run_of(7)}", False), (run_of(15), False),
    ],
)  # fmt: skip
def test_running_text(line: str, prose: bool) -> None:
    """What is taken for a label goes with the furniture around it; what is taken for text ends the search for a headline."""
    assert is_prose(line) is prose


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (f"DAMASCUS: {run_of(7)}", True), (f"DAMASCUS: {run_of(6)}", False), (f"NEW YORK — {run_of(7)}", True),
        (f"UPPER NEW YORK: {run_of(7)}", True), (f"A B C D: {run_of(7)}", False), (f"CAIRO/AMMAN: {run_of(7)}", True),
        (f"CAIRO, Egypt: {run_of(7)}", True), (f"CAIRO, May 5: {run_of(7)}", True), (f"CAIRO May 5 (AFP) – {run_of(7)}", True),
        (f"CAIRO - {run_of(7)}", True), (f"CAIRO-{run_of(8)}", False), (f"Cairo: {run_of(7)}", False),
        (f"CAIRO (x): {run_of(7)}", False), (f"CAIRO:{run_of(8)}", False),
    ],
)  # fmt: skip
def test_the_place_it_was_filed_from(line: str, is_one: bool) -> None:
    assert is_dateline(line) is is_one


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (run_of(3), True), (run_of(2), False), (run_of(30), True), (run_of(31), False), ("1 2 3", False), ("1 2 a", True),
        *((f"Storm sinks two{mark}", False) for mark in ".,;:"), ("Storm sinks two!", True), ("Storm sinks two?", True),
        ("A harbour in May (AFP)", False), (f"DAMASCUS: {run_of(7)}", False), ("Arts and Culture", False), ("Photo: Ann Lee", False),
    ],
)  # fmt: skip
def test_a_headline(line: str, is_one: bool) -> None:
    assert is_headline(line) is is_one


def shares(n: int) -> str:
    return "\n".join(["Short Url"] * n)


SECOND = "King opens a new school"
DATED = "5 May 2024"
FILED = f"ISLE: {BODY}"


@pytest.mark.parametrize(
    ("first", "gap", "under", "count"),
    [
        (f"{run_of(15)}.", 2, [DATED, FILED], 2), (f"{run_of(14)}.", 2, [DATED, FILED], 1),  # a line of fewer words is no article
        (f"{run_of(15)} (AFP)", 2, [DATED, FILED], 1),  # nor is a picture
        (BODY, 3, [DATED, FILED], 2), (BODY, 2, [DATED, FILED], 2), (BODY, 1, [DATED, FILED], 1), (BODY, 1, [SECOND, DATED, FILED], 2),
        (BODY, 2, [SECOND, BODY + " So."], 1), (BODY, 2, [SECOND, DATED, BODY + " So."], 2), (BODY, 2, [SECOND, FILED], 2),
        (BODY, 9, [DATED, BODY + " So."], 2), (BODY, 9, [SECOND, BODY + " So."], 2), (BODY, 9, [BODY + " So."], 1),
        (BODY, 8, [DATED, BODY], 1),
        (BODY, 9, [*["Short Url"] * 10, DATED, BODY + " So."], 2), (BODY, 9, [*["Short Url"] * 11, DATED, BODY + " So."], 1),
        (BODY, 9, [BODY + " So.", "Short Url", DATED], 2), (BODY, 9, [BODY + " So.", "Short Url", "Short Url", DATED], 1),
        (BODY, 9, [BODY + " So.", BODY + " No.", FILED], 2), (BODY, 9, [BODY + " So.", BODY + " No.", BODY + " Ah.", FILED], 1),
        (BODY, 9, [DATED, "Boats in the harbour and many people on a long quay that looks at them in the rain of a late day (AFP)"], 1),
    ],
)  # fmt: skip
def test_where_another_article_begins(first: str, gap: int, under: list[str], count: int) -> None:
    """Two articles read as one share a date that is wrong for one of them; one read as two loses its date and headline below the cut."""
    assert len(split_articles(lines(f"{first}\n" + "\n" * gap + f"{SECOND}\n\n" + "\n\n".join(under)))) == count


@pytest.mark.parametrize(("gap", "head", "count"), [
    (9, f"{SECOND}\nBy Ann Lee", 2), (8, f"{SECOND}\nBy Ann Lee", 1), (9, f"Oxhey Star, 5 May 2024, p. 3\n{SECOND}", 2),
    (8, f"Oxhey Star, 5 May 2024, p. 3\n{SECOND}", 1), (9, f"5 May 2024\nOxhey Star, 5 May 2024\n{SECOND}", 2),
    (9, f"5 May 2024\n5 May 2024\n5 May 2024\n{SECOND}", 1), (9, "Oxhey Star, 5 May 2024, p. 3", 1),
])  # fmt: skip
def test_behind_a_rule_a_byline_or_the_source_above_is_enough(gap: int, head: str, count: int) -> None:
    assert len(split_articles(lines(f"{BODY}\n" + "\n" * gap + f"{head}\n\n{BODY} So."))) == count


def test_a_third_article_needs_a_body_above_it() -> None:
    part = f"\n\n\n{SECOND}\n\n{DATED}\n\n{FILED}"
    text = f"Storm sinks two boats\n\n{BODY}" + part + part.replace("King", "Queen") + part
    assert len(split_articles(lines(text))) == 4
    assert len(split_articles(lines(f"Storm sinks two boats\n\n{BODY}" + part + part))) == 2  # its own headline again


def kept(*found: str, title: str = "") -> list[str]:
    return [line for line in clean(lines("\n\n".join(found)), title=title).split("\n\n") if line]


HELP = "The palace sent help on Tuesday, and the king thanked all the fishermen for it."
WALL = "A new wall of stone shall be built around the old harbour before the winter comes."
TOLL = "Nobody knows how many more are still at sea, the harbour master said at noon."


@pytest.mark.parametrize(
    ("found", "left"),
    [
        # a line right under itself
        (["one two three four five"] * 2, ["one two three four five"]),
        (["one two three four"] * 2, ["one two three four"] * 2),  # four words may be a name in a list
        (["one two three four five", "six", "one two three four five"], ["one two three four five", "six", "one two three four five"]),
        ([BODY, HELP, BODY], [BODY, HELP]),
        ([HELP, "A harbour (AFP)", WALL, "A harbour (AFP)"], [HELP, "A harbour (AFP)", WALL]),
        # a standfirst whose words the text says again
        (["One two three four five six seven eight.", f"He said one two three four five six seven eight. {BODY}"], 1),
        (["One two three four five six seven, ok.", f"He said one two three four five six seven. {BODY}"], 2),
        ([HELP, "One two three four five six seven eight.", f"He said one two three four five six seven eight, too. {BODY}"], 2),
        ([HELP, WALL, "One two three four five six seven eight.", f"He said one two three four five six seven eight, too. {BODY}"], 4),
        (["One two three four five six seven eight.", f"He said someone two three four five six seven eight. {BODY}"], 2),
        (["One two three four five six seven eight.", f"He said one two three four five six seven eighty. {BODY}"], 2),
        ([HELP, WALL, TOLL, "One two three four five six seven (AFP)", f"He said one two three four five six seven. {BODY}"], 5),
        ([HELP, WALL, "One two three four five six seven eight (AFP)", f"He said one two three four five six seven eight. {BODY}"], 3),
        # the headline again
        (["Storm sinks boats", BODY], ["Storm sinks boats", BODY]),
        # sections
        (["MENA", BODY, "World", HELP], [BODY, "World", HELP]),  # within the text it may be a subheading
        ([BODY, "WORLD", HELP], [BODY, HELP]), (["World", BODY], [BODY]), ([BODY, "World"], [BODY]),
        ([BODY, "World", "Short Url", HELP], [BODY, HELP]), ([BODY, "Short Url", "World", HELP], [BODY, HELP]),
        ([BODY, "World", "He left", HELP], [BODY, "World", "He left", HELP]),
        (["World", "Politics"], []),
        # what stands under a list of links
        ([BODY, "Most Popular", "King visits the island"], [BODY]), ([BODY, "Tags:", "boats", "Storms"], [BODY]),
        ([BODY, "The end", "Most Popular"], [BODY, "The end"]), ([BODY, "Most Popular", "He left. She stayed."],
        [BODY, "He left. She stayed."]),
        (["Most Popular", "King visits"], ["King visits"]), (["Tags", BODY, "He left"], [BODY, "He left"]),
    ],
)  # fmt: skip
def test_what_is_left_of_lines(found: list[str], left: list[str] | int) -> None:
    once = kept(*found)
    assert (once if isinstance(left, list) else len(once)) == left


def test_the_headline_is_taken_out_of_the_text() -> None:
    assert kept("Storm sinks boats!", BODY, title="Storm sinks boats") == [BODY]
    assert kept("Storm sinks ships", BODY, title="Storm sinks boats") == ["Storm sinks ships", BODY]
    assert kept("…", "Boats", BODY, title="—") == ["Boats", BODY]


def test_lines_are_compared_by_their_words() -> None:
    assert key("The King’s “boat” — it's SUNK!") == "the king's boat it's sunk"
