"""A text of several articles that nothing takes apart is told from one article."""

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.exports.several import LEAST_WORDS, several
from ingest.read.containers.table import split_text
from ingest.read.failures import ReadError

BODY = "The gate of Orm was shut on Monday, the town said."
LONG = " ".join(["The gate of Orm was shut again, and nobody in the town knew why it had been."] * 3)


@pytest.mark.parametrize(
    "mark",
    ["3 of 12 DOCUMENTS", "Article 2 of 3", "LENGTH: 230 words", "230 words", "Load-Date: June 5, 2019", "Accession Number: 7W",
     "Record: 2", "End of Document", "Publication date: 3 May 2018", "Word count: 93"],
)  # fmt: skip
def test_a_mark_that_comes_again(mark: str) -> None:
    assert several(f"A\n{mark}\n{BODY}") == ""
    assert several(f"A\n{mark}\n{BODY}\nB\n{mark}\n{BODY}")


def test_title_and_day_that_come_again_as_under_pictures() -> None:
    each = [f"Title: {title}\nArtist: Ann Lee\nDate: 3 May 1918\n{BODY}\n" for title in ("Gate of Orm", "Orm by night")]
    assert several(each[0]) == ""
    assert several("\n".join(each))
    assert several("\n".join([LONG, *each])) == ""  # an article that lists them


@pytest.mark.parametrize(("length", "is_mark"), [(300, True), (301, False)])
def test_running_text_is_no_mark(length: int, is_mark: bool) -> None:
    mark = "Source: The Oxhey Star".ljust(length, "x")
    assert bool(several(f"A\n{mark}\n{BODY}\nB\n{mark}\n{BODY}")) is is_mark


@pytest.mark.parametrize("line", ["Orm Post, 9 June 2019", "9 June 2019 | Orm Post", "9 June 2019", "Ann Lee - June 9, 2019"])
def test_a_second_headline_with_its_day(line: str) -> None:
    text = f"Gate of Orm shut\n\n3 May 2018\n\n{LONG}\n\n{{}}\n\n{line}\n\n{LONG}"
    assert not several(text.format("Gate open"))
    assert several(text.format("Gate open\nOrm Post"))
    text = text.format("Gate of Orm is open")
    assert several(text)
    with pytest.raises(ReadError, match="several articles"):
        list(split_text(Raw(text)))


@pytest.mark.parametrize(
    "text",
    [
        f"Gate of Orm shut\n\n3 May 2018\n\n{LONG}\n\n9 June 2019\n\n{LONG}",  # a chronicle: days head its parts
        f"Gate of Orm shut\n\n3 May 2018\n\n{LONG}\n\nGate of Orm is open\n\n9 June 2019\n\n{BODY}",  # a teaser
        f"Gate of Orm shut\n\n3 May 2018\n\n{LONG}\n\nWhat the town wants now\n\n{LONG}",  # a subheading
        f"Gate of Orm shut\n\n{BODY}\n\nGate of Orm is open\n\n9 June 2019\n\n{LONG}",  # a standfirst
    ],
    ids=["chronicle", "teaser", "subheading", "standfirst"],
)
def test_one_article(text: str) -> None:
    assert several(text) == ""
    assert [raw for raw in split_text(Raw(text)) if isinstance(raw, Raw)] == [Raw(text)]


def test_the_words_that_make_two_articles() -> None:
    def text(words: int) -> str:
        below = " ".join(["word"] * (words - 1)) + " end."
        return f"Gate of Orm shut\n\n3 May 2018\n\n{LONG}\n\nGate of Orm is open\n\n9 June 2019\n\n{below}"

    assert several(text(LEAST_WORDS))
    assert several(text(LEAST_WORDS - 1)) == ""


def test_a_record_is_one_article_whatever_is_in_it() -> None:
    raw = Raw(f"A\n230 words\n{BODY}\nB\n120 words\n{BODY}", {"title": "A"}, single=True)
    assert list(split_text(raw)) == [raw]
