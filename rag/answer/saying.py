"""Find who is said to say what in a sentence (an adapter until ``rag.sources.speaker`` gives attributions with their extents)."""

from collections.abc import Iterable, Iterator, Sequence

from rag.answer.meaning import LIGHT
from rag.language.text import content_words, stem

SAYING = frozenset(
    "said says say told announced announces confirmed confirms denied denies estimated estimates reported reports warned warns "
    "claimed claims "
    "insisted insists added stated declared argued argues admitted admits acknowledged accused accuses blamed blames found promised asked "
    "believes believe expect expects forecast forecasts predict predicts predicted fear fears".split()
)
_NOT_SAYING = frozenset("the a an was were been be as to ever".split())
_WITH_OBJECT = frozenset("told reported asked".split())
_WITH_THAT = frozenset("found believes believe promised asked".split())
_QUOTES = frozenset("\"”’'")
AUXILIARY = frozenset(
    "he she it they we i there who will would was were is are has had have been be could can may might did do does not no".split()
)
_WHERE = frozenset("outside inside in at on after during before by for from with late earlier yesterday today".split())
_LONG = 9  # tokens from which what follows a word of saying is a statement, and as far as a speaker's name is sought
_APPOSED = 5  # tokens of an apposition between a speaker and the word of saying


def speakers(
    text: str, tokens: Sequence[str], senses: Sequence[str], segments: Sequence[int], starts: Sequence[int]
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each word of saying with the words that name its speaker (an adapter until attributions are read elsewhere)."""

    def named(places: Iterable[int]) -> frozenset[str]:
        return frozenset(
            senses[i]
            for i in places
            if content_words(tokens[i]) and stem(tokens[i]) not in LIGHT and tokens[i] not in SAYING and not tokens[i][0].isdigit()
        )

    def segment(i: int, step: int, reach: int = _LONG) -> list[int]:
        """The tokens beside one, up to a border."""
        found: list[int] = []
        while 0 <= i + step < len(tokens) and len(found) < reach and segments[i + step] == segments[i] and tokens[i + step] != "that":
            i += step
            found.append(i)
        return found

    for i, token in enumerate(tokens):
        if token == "according" and tokens[i + 1 : i + 2] == ("to",):
            yield i, named(segment(i + 1, 1))
        elif token in SAYING and not (i and tokens[i - 1] in _NOT_SAYING):
            left, right = segment(i, -1), segment(i, 1)
            if (token in _WITH_OBJECT and not right and tokens[i + 1 : i + 2] != ("that",)) or (
                token in _WITH_THAT and right and tokens[i + 1 : i + 2] != ("that",)
            ):
                continue
            turned = not left and (text[: starts[i]].rstrip()[-1:] in _QUOTES or not _clausal(tokens, right))
            who = right if turned else left or [*segment(i - 1, -1), i - 1]
            if not left and not turned and len(who) <= _APPOSED and min(who) > 0:  # "Paul Dorn, the minister, said"
                who = [*who, *segment(min(who) - 1, -1), min(who) - 1]
            yield i, named(who)


def _clausal(tokens: Sequence[str], places: Sequence[int]) -> bool:
    """Whether the tokens behind a word of saying are a statement, not the speaker."""
    return (
        not places
        or len(places) >= _LONG
        or tokens[places[0]] in _WHERE
        or any(tokens[i] in AUXILIARY or tokens[i].endswith("ed") for i in places)
    )
