"""Patterns that are compiled when first used."""

import pytest

from rag.language.pattern import Pattern


def test_nothing_is_compiled_before_it_is_used() -> None:
    made: list[str] = []

    def text() -> str:
        made.append("x")
        return r"qu\w+"

    pattern = Pattern(text)
    assert made == []
    assert pattern.findall("The Quay, the quilt") == ["Quay", "quilt"]
    assert pattern.search("a QUAY") is not None
    assert made == ["x"]
    Pattern("(")  # a wrong one fails when it is used, not before


@pytest.mark.parametrize(
    ("method", "at", "to", "found"),
    [
        ("search", 0, 99, (4, 8)), ("search", 4, 99, (4, 8)), ("search", 5, 99, (14, 18)), ("search", 0, 7, None), ("search", 0, 8, (4, 8)),
        ("match", 0, 99, None), ("match", 4, 99, (4, 8)), ("match", 4, 7, None),
        ("fullmatch", 4, 99, None), ("fullmatch", 4, 8, (4, 8)), ("fullmatch", 4, 9, None),
    ],
)  # fmt: skip
def test_places_are_those_of_the_whole_text(method: str, at: int, to: int, found: tuple[int, int] | None) -> None:
    match = getattr(Pattern("quay"), method)("The Quay, the quay", at, to)
    assert (match and match.span()) == found


@pytest.mark.parametrize(("method", "found"), [("search", (4, 8)), ("match", None), ("fullmatch", None)])
def test_without_places_the_whole_text_is_searched(method: str, found: tuple[int, int] | None) -> None:
    match = getattr(Pattern("quay"), method)("The Quay, the quay")
    assert (match and match.span()) == found


def test_all_are_found_and_replaced() -> None:
    pattern = Pattern("(q)uay")
    assert [m[1] for m in pattern.finditer("Quay, quay")] == ["Q", "q"]
    assert pattern.findall("Quay, quay") == ["Quay", "quay"]  # whole, not the group
    assert pattern.sub(lambda m: m[0].upper(), "Quay, quay") == "QUAY, QUAY"
