"""Split a question that needs several articles into one self-contained question for each, by rules (pure)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.language.pattern import Pattern
from rag.language.text import content_words, words
from rag.sources.statement import read_sentence

MOST = 4  # parts
_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how)(?!\s+(?:it|he|she|they|we|you|this|that|these|those)\b)"  # not "why it matters"
_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|will|can)"
# "Who led it, and when did it end?": a second question begins.
_ANEW = Pattern(
    rf"\s*[,;]?\s*\band\s+(?:also\s+)?(?=(?:by\s+|in\s+|at\s+|on\s+|from\s+)?{_ASKS}\b)|\?\s+(?:and\s+)?(?=(?:{_ASKS}|{_AUX})\b)|;\s*(?=(?:{_ASKS}|{_AUX})\b)"
)
_WHILE = Pattern(r"\s*,?\s*\b(?:while|whereas)\s+(?!also\b|not\b|\w+ing\b)")
# Words before or after two neighbouring names that make them two subjects of the question.
_BEFORE = re.compile(r"\b(?:both(?:\s+of)?|either|each\s+of|differences?\s+between|compar(?:e|ed|ing))\s+(?:the\s+)?$", re.I)
_AFTER = re.compile(r"\s+(?:\w+\s+)?(?:both|each|differ\w*|agree\w*|disagree\w*|compare\w*|respectively)\b", re.I)
_FILLS = re.compile(r"\b(?:both(?:\s+of)?|either|each(?:\s+of)?)\s+(?=(?:the\s+)?$)", re.I)
_LINK = re.compile(
    r"\s*,?\s*(?:\band|\bor|\bversus|\bvs\.?|\bwith|\bto)\s+(?:(?:that|those)\s+)?(?:(?:in|on|of|by|at)\s+)?(?:the\s+)?$",
    re.I,
)
# "the report of the Herald on the vote published on 3 May": up to the next report, or the start of the question proper.
_REPORT = Pattern(
    rf"\bthe\s+(?:[\w.'’&|-]+\s+){{0,8}}?(?:reports?|articles?|story|coverage|piece|one)\b(?:(?!\b(?:and|or)\s+the\b|,\s*(?:{_ASKS}|{_AUX})\b|[?;]).)*"
)
_HEAD = re.compile(r"^(?P<head>.*?)\s+(?:in|on|at|of|from|by|for)\s+(?:the\s+)?(?=[A-Z])[^?]*$")


def subquestions(question: str) -> tuple[str, ...]:
    """Return the questions that a question consists of, in its order, two to ``MOST``; empty when it is a single one.

    Each stands alone and names its subject. They are used for searching only; the whole question is answered. Where no rule
    clearly applies nothing is split: an unsplit question loses little, a wrongly split one loses its meaning.
    """
    asked = " ".join(question.split())
    for rule in (_two_questions, _while_clauses, _compared_reports, _paired_names):
        found = tuple(dict.fromkeys(f"{p.strip(' ,;?.')}?" for p in rule(asked)))
        if 2 <= len(found) <= MOST:
            return found
    return ()


def _two_questions(asked: str) -> Sequence[str]:
    """Return two questions joined by "and"; what the second omits ("and how many in Syria?") is taken from the first."""
    pieces = _split(asked, _ANEW)
    if len(pieces) < 2 or not content_words(pieces[0]) or not re.match(rf"\W*(?:\w+\s+){{0,2}}?(?:{_ASKS}|{_AUX})\b", pieces[0], re.I):
        return ()
    first, named = pieces[0], [_sure_names(p) for p in pieces]
    whole = [first if named[0] else _add_names(first, next((n for n in named[1:] if n), []))]
    for piece, piece_names in zip(pieces[1:], named[1:], strict=True):
        head = _HEAD.match(first)
        short = re.fullmatch(rf"({_ASKS}\s+(?:many|much|often|long)|{_ASKS})\s+((?:in|on|at|of|from|by|for)\s+.+)", piece.rstrip("?"), re.I)
        if short and head:
            whole.append(f"{head['head']} {short[2]}")
        else:
            whole.append(piece if piece_names else _add_names(piece, named[0]))
    return [p[0].upper() + p[1:] for p in whole if p]


def _while_clauses(asked: str) -> Sequence[str]:
    """Return the two clauses joined by "while", where each of them has a name."""
    pieces = _split(asked, _WHILE)
    return pieces if len(pieces) > 1 and all(_sure_names(p) and len(words(p)) >= 4 for p in pieces) else ()


def _compared_reports(asked: str) -> Sequence[str]:
    """Return the descriptions of the reports that a question compares."""
    found = [m[0] for m in _REPORT.finditer(asked)]
    return found if len(found) > 1 and all(_sure_names(f) and len(content_words(f)) >= 3 for f in found) else ()


def _paired_names(asked: str) -> Sequence[str]:
    """Return one question for each of two neighbouring names ("both A and B", "A and B differ")."""
    sure = [n for n in read_sentence(asked).names if n.sure]
    for one, two in pairwise(sure):
        link = _LINK.fullmatch(asked, one.end, two.start)
        side_by_side = _BEFORE.search(asked[: one.start]) or _AFTER.match(asked[two.end :])
        if link and side_by_side and len(one.words) >= len(two.words):  # not "the Summer and Winter Games"
            before, rest = _FILLS.sub("", asked[: one.start]), asked[two.end :]
            return [f"{before}{chosen.text}{rest}" for chosen in (one, two)]
    return ()


def _split(asked: str, border: Pattern) -> list[str]:
    pieces, at = [], 0
    for m in border.finditer(asked):
        pieces.append(asked[at : m.start()])
        at = m.end()
    return [p for p in (*pieces, asked[at:]) if p.strip(" ?")]


def _sure_names(piece: str) -> list[str]:
    """Return the names in a piece that are certainly names."""
    return [n.text for n in read_sentence(piece).names if n.sure]


def _add_names(piece: str, named: Sequence[str]) -> str:
    """Return a piece with the names of another in brackets: "when did it end (Marl strike)"."""
    return f"{piece.rstrip(' ?')} ({', '.join(named)})" if named else piece
