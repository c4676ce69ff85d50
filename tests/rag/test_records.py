"""The records: what is worked out from their fields, and that they cannot be changed."""

import dataclasses
import json

import pytest

from rag.records import Answer, Article, Citation, Quote, Sentence, Short, Window, stands_in

OLD = Article("a", "Old news", "Twelve came. Nobody left.", source="The Post", published="2023-10-30", path="a.txt")
NEW = Article("b", "New news", "Ninety came.", source="The Times", published="2023-12-11T09:30+02:00", updated="2024-01-02")
UNDATED = Article("c", "When", "Some came.")


def citation(n: int, article: Article) -> Citation:
    quote = article.text.partition(". ")[0].removesuffix(".") + "."
    return Citation(n, quote, 0, len(quote), article)


def answer() -> Answer:
    return Answer(
        "How many came?",
        "answered",
        sentences=(Sentence("Ninety came.", "supported", (2, 1)), Sentence("So it is said.", "partial")),
        citations=(citation(2, NEW), citation(1, OLD), citation(3, NEW), citation(4, UNDATED)),
        quotes=(Quote(1, "Twelve came.", 0, 12, OLD, 0.9),),
    )


@pytest.mark.parametrize(
    ("published", "updated", "dated"),
    [
        ("", "", ""),
        ("2023-10-30", "", "2023-10-30"),
        ("", "2024-01-02", "2024-01-02"),
        ("2023-10-30", "2024-01-02", "2024-01-02"),
        ("2024-01-02T08:00+02:00", "2023-10-30", "2024-01-02T08:00+02:00"),
        ("2024-01-02T08:00+02:00", "2024-01-02", "2024-01-02T08:00+02:00"),  # the same day: the more precise one, stated first
    ],
)
def test_dated_is_the_later_of_published_and_updated(published: str, updated: str, dated: str) -> None:
    assert Article("a", "", "", published=published, updated=updated).dated == dated


def test_text_has_markers_in_the_order_of_the_sentence() -> None:
    assert answer().text == "Ninety came. [2] [1] So it is said."


def test_newest_is_of_cited_articles_only() -> None:
    assert answer().newest == "2024-01-02"
    assert dataclasses.replace(answer(), citations=(citation(1, OLD),)).newest == "2023-10-30"
    assert dataclasses.replace(answer(), citations=()).newest == ""


def test_article_ids_in_order_of_first_use_each_once() -> None:
    assert answer().article_ids == ("b", "a", "c")


@pytest.mark.parametrize(("headline", "text"), [(True, OLD.title), (False, OLD.text)])
def test_offsets_point_into_the_headline_or_the_text(headline: bool, text: str) -> None:
    assert stands_in(Quote(1, text[:3], 0, 3, OLD, headline=headline)) == text
    assert stands_in(Citation(1, text[:3], 0, 3, OLD, headline=headline)) == text


def test_the_answer_in_a_line_is_the_first_field() -> None:
    row = dataclasses.replace(answer(), short=Short("Ninety", 2, reported="2023-12-11", outlet="The Times")).to_dict()
    assert next(iter(row.items())) == ("short", {"text": "Ninety", "n": 2, "day": "", "reported": "2023-12-11", "outlet": "The Times"})
    assert answer().to_dict()["short"] is None


def test_to_dict_is_json_with_every_field_and_no_full_text() -> None:
    row = json.loads(json.dumps(answer().to_dict()))
    assert set(row) == {field.name for field in dataclasses.fields(Answer)} | {"text", "newest"}
    articles = [part["article"] for part in (*row["citations"], *row["quotes"])]
    assert len(articles) == 5
    assert all("text" not in article for article in articles)
    assert row["citations"][0]["article"]["source"] == "The Times"


def test_to_dict_leaves_the_answer_as_it_was() -> None:
    whole = answer()
    whole.to_dict()
    assert whole.quotes[0].article.text == OLD.text


@pytest.mark.parametrize(
    ("window", "narrows"), [(Window(), False), (Window(phrase="ever", latest=True), False), (Window(after="2023-01-01"), True)]
)
def test_a_window_is_true_when_it_narrows(window: Window, narrows: bool) -> None:
    assert bool(window) is narrows


@pytest.mark.parametrize(
    "record", [OLD, Window(), Sentence("It is.", "supported"), Answer("Why?", "declined")], ids=lambda r: type(r).__name__
)
def test_records_are_frozen(record: object) -> None:
    name = dataclasses.fields(record)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, "other")
