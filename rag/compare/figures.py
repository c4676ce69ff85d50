"""Which figures may count the victims of an event, and what the weights of ``rag.compare.event`` weigh of each (pure)."""

import re
from collections.abc import Sequence

from rag.compare.quantities import UNITS, Quantity, quantities
from rag.compare.signals import Event, Signals, features, laid, rarity
from rag.compare.statements import Said
from rag.language.lexicon import CUE, PERSONAL

_NOT_PEOPLE = re.compile(
    r"[\s-]+(?:years?(?:-old)?|year-old|months?|weeks?|days?|hours?|minutes?|kilomet\w+|km|miles?|times|percent|other\s+(?:groups|reports))\b",
    re.I,
)
_BESIDE = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:were\s+|was\s+)?(?P<word>killed|dead|wounded|injured|missing|displaced|arrested|detained|hurt)\b", re.I
)
_OF_THOSE = re.compile(r"\s+of\s+(?:those|them|whom|the\s+(?:dead|victims|deaths|killed|wounded|injured))\b", re.I)  # a part of the count
# Words behind which a number names a thing and counts nothing: "category 4", "flight 17".
_LABEL = re.compile(r"\b(?:category|magnitude|phase|level|route|flight|highway|article|round|stage|district|unit|page)\s+$", re.I)
_DATED = re.compile(r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
Row = tuple[Quantity, int, Signals]  # a figure, the place of its sentence in its article, its signals


def rows(event: Event, found: Sequence[Said]) -> list[Row]:
    """Return the figures that may count the event's victims, the place of their sentence, and what the weights weigh of each."""
    counts = [(said, counted) for said in found if (counted := [q for q in quantities(said) if _may_count(event, q)])]
    weight = rarity(event, [said.statement for said, _ in counts])
    result: list[Row] = []
    for said, counted in counts:
        lines = laid(said.quote.article)
        at = said.quote.start + said.start
        place = 0 if said.quote.headline else next((n for n, (s, e, _) in enumerate(lines) if s <= at < e), 0)
        result += [(q, place, features(event, q, counted, lines, place, weight)) for q in counted]
    tellers: dict[float, set[str]] = {}
    for q, *_ in result:
        tellers.setdefault(q.number.value, set()).add(q.said.quote.article.id)
    parts = {(q.number.value, q.said.quote.article.id) for q, _, row in result if row.get("part") or row.get("group part")}
    for q, _, row in result:
        row["part elsewhere"] = float((q.number.value, q.said.quote.article.id) in parts and not row.get("part"))
        row["told by another"] = float(len(tellers[q.number.value]) > 1)
        row["told by others"] = float(len(tellers[q.number.value]) > 2)
    return result


def _may_count(event: Event, q: Quantity) -> bool:
    """Whether a figure can count people of the class asked for: no date, money, share or vague number."""
    number, text = q.number, q.said.text
    if q.what in UNITS or number.bound == "vague" or number.unit or any(m.start() <= number.start < m.end() for m in _DATED.finditer(text)):
        return False
    beside = _BESIDE.match(text, number.end)
    other = beside and not CUE[event.what].fullmatch(beside["word"]) and any(CUE[name].fullmatch(beside["word"]) for name in PERSONAL)
    if other or _NOT_PEOPLE.match(text, number.end) or _OF_THOSE.match(text, number.end) or _LABEL.search(text[: number.start]):
        return False
    if q.what != event.what and (q.what in CUE or not CUE[event.what].search(text)):
        return False
    return number.value == round(number.value) and number.value >= 1
