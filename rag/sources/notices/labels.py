"""Read the labels under which outlets print notices on their reports; a label alone makes no text a notice (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.language.data import word_list

Kind = Literal["correction", "retraction"]

_TO = r"(?=\()|\bto\s+(?=(?-i:[A-Z\"“‘])|(?:the|an?|our)\b)"  # "Correction to Mayor Aune story"
_DESK = r"(?:(?:urgent|attention(?: editors)?|advisory|editors|eds|note to editors)\s*[:|–—-]+\s*)?"
_ERRS = re.compile(r"correct|clarif|errat|amplif", re.I)
_NOTES = re.compile(r"editor|apolog", re.I)


@dataclass(frozen=True, slots=True)
class Label:
    """What a line is headed as, and the headline that stands beside the label; empty where the label stands alone."""

    kind: Kind
    headline: str
    errs: bool  # it says that something was wrong: "Correction", not "Editor's note"
    opinion: bool = False  # it stands behind the label of an opinion piece, whose "we" may be its writer: "Column: an apology"


@lru_cache(maxsize=512)
def label_of(line: str) -> Label | None:
    """Return the label at the beginning of a line, or behind a mark at its end; None for none.

    The words with which reports speak of armies, bills and the dead ("Withdrawn: ...") are labels in capitals or alone.
    """
    for kind, name, capitals in (
        ("retraction", "retraction heads", False),
        ("retraction", "retraction heads in capitals", True),
        ("correction", "correction heads", False),
    ):
        for found in (pattern.search(line) for pattern in _patterns(name)):
            headline = (line[found.end() :] or line[: found.start()]).strip() if found else ""
            if found and (not capitals or not headline or found["label"].isupper()):
                errs = _ERRS.match(found["label"]) or (not headline and not _NOTES.match(found["label"]))
                opinion = bool(found.start() and _opinion().match(headline))
                return Label("retraction" if kind == "retraction" else "correction", headline, bool(errs), opinion)
    return None


def headline_of(title: str) -> str:
    """Return a title without its label."""
    label = label_of(title)
    return label.headline if label else title


@lru_cache
def _opinion() -> re.Pattern[str]:
    """Return what a headline of an opinion piece begins with."""
    return re.compile(rf"\W*(?:my |our )?(?:{'|'.join(word_list('standing.json', 'opinion titles'))})\s*(?:[:|–—]|-\s|$)", re.I)


@lru_cache
def _patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    label = "(?P<label>" + "|".join(word_list("standing.json", name)).replace(" ", r"\s+") + ")"
    return (
        re.compile(rf"^\W*{_DESK}{label}(?:\s+\d{{4}})?\s*(?:[:|/–—-]\s*|$|(?-i:(?<=KILL)\s(?=\S*[a-z]))|{_TO})", re.I),
        re.compile(rf"(?:[:|–—]\s*|\s-\s+|(?<=\w)-(?-i:(?=[A-Z]{{4}})))(?:an? )?{label}\W*$", re.I),
    )
