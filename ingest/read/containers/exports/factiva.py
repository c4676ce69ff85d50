"""Take a Factiva export apart: articles that end with "Document ABC...", with a head by place or by codes (HD, BY, PD, SN)."""

import re
from collections.abc import Sequence
from typing import Any

from ingest.article.assemble import Raw
from ingest.read.containers.exports.lines import byline, day
from ingest.read.failures import Failure
from ingest.read.markup import block_lines

_END = re.compile(r"(?:AN\s+)?Document (?=[A-Za-z]*\d{4})[A-Z][A-Za-z0-9]{11,39}")
_WORDS = re.compile(r"[\d.,]+ words")
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?(?:GMT|UTC|[A-Z]{3,4}))?")
_RIGHTS = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)
_CODE = re.compile(r"(SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|CX|LP|TD|RF|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:\s+(.*))?")
_LANGUAGES = frozenset("english german deutsch french français spanish español italian italiano portuguese dutch russian".split())
_NAMES = re.compile(r"(?:[A-Z][\w.'’-]+)(?: (?:[A-Z][\w.'’-]*|and|in|van|von|de|der|al))+(?:,? (?:and )?[A-Z][\w.'’-]+)*")
_MOST_NAMES = 8  # words of a byline without "By"


def recognise(text: str) -> bool:
    """Whether a text is an export of Factiva: its articles end with their number and state their length or codes."""
    ends = [line for line in text.split("\n") if _END.fullmatch(line.strip())]
    return bool(ends) and re.search(r"^[^\S\n]*(?:[\d.,]+ words[^\S\n]*$|HD\b)", text, re.MULTILINE) is not None


def hint(content: bytes) -> object:
    """Whether the bytes of a page may be an export of Factiva in HTML."""
    return b"articleParagraph" in content or b"enHeadline" in content


def split_page(tree: Any) -> list[Raw | Failure]:  # noqa: ANN401 - an lxml element
    """Return the articles of the HTML export, each in a ``div.article``; empty for other pages."""
    found: list[Raw | Failure] = []
    blocks = tree.xpath(
        "//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')][.//*[contains(@class, 'articleParagraph')]]"
    )
    for n, block in enumerate(blocks, start=1):
        titles = block.xpath(".//*[contains(@class, 'Headline')]")
        authors = block.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]")
        title, names = (" ".join(part[0].text_content().split()) if part else "" for part in (titles, authors))
        found.append(_article(block_lines(block), f":{n}", title, names))
    return found


def split(lines: list[str]) -> list[Raw | Failure]:
    """Return the articles of the text export, in order."""
    ends = [i for i, line in enumerate(lines) if _END.fullmatch(line)]
    return [_article(lines[a : b + 1], f":{n}") for n, (a, b) in enumerate(zip([0, *(e + 1 for e in ends)], ends, strict=False), start=1)]


def _article(part: Sequence[str], place: str, title: str = "", names: str = "") -> Raw | Failure:
    if sum(bool(_WORDS.fullmatch(line)) for line in part) > 1:
        return Failure(place, "several articles in this part of a Factiva export, with nothing between them")
    coded = _codes(part)
    fields, body = _by_code(coded) if {"HD", "PD"} <= coded.keys() else _by_place(part, title, names)
    if not body:
        return Failure(place, f"no text under {fields['title'][:60]!r} in this Factiva export")
    return Raw("\n\n".join(body), fields, single=True, stated=True, place=place)


def _codes(part: Sequence[str]) -> dict[str, list[str]]:
    """Return code -> its lines, for the layout in which two capitals stand before each field, on its line or on one of their own."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in part:
        match = _CODE.fullmatch(line)
        if match and match[1] not in found:
            current = found.setdefault(match[1], [])
            line = match[2] or ""
        if line:
            current.append(line)
    return found


def _by_code(coded: dict[str, list[str]]) -> tuple[dict[str, str], list[str]]:
    def value(code: str) -> str:
        return " ".join(coded.get(code, ()))

    fields = {
        "title": value("HD"),
        "byline": byline(value("BY")),
        "source": value("SN"),
        "published": day(f"{value('PD')} {value('ET')}".strip()) or day(value("PD")),
    }
    return fields, [*coded.get("LP", ()), *coded.get("TD", ())]


def _by_place(part: Sequence[str], title: str, names: str) -> tuple[dict[str, str], list[str]]:
    """Read the head that follows one order: headline, byline, "212 words", day, time, outlet, code, page, language, rights, text."""
    at = next((i for i, line in enumerate(part) if _WORDS.fullmatch(line)), -1)
    above = list(part[max(0, at - 2) : max(0, at)])
    if not title and above:
        last = above[-1]
        signed = len(above) > 1 and (last.lower().startswith("by ") or (_NAMES.fullmatch(last) and len(last.split()) <= _MOST_NAMES))
        title, names = (above[-2], last) if signed else (last, "")
    fields = {"title": title, "byline": byline(names), "source": "", "published": ""}
    rest = list(part[at + 1 : -1] if _END.fullmatch(part[-1]) else part[at + 1 :])
    if rest and day(rest[0]):
        stated = rest.pop(0)
        time = rest.pop(0) if rest and _TIME.fullmatch(rest[0]) else ""
        fields["published"] = day(f"{stated} {time}".strip()) or day(stated)
        fields["source"] = rest.pop(0) if rest else ""
    for last_of_head in (_RIGHTS.match, lambda line: line.lower() in _LANGUAGES):
        if (end := next((i for i, line in enumerate(rest[:8]) if last_of_head(line)), -1)) >= 0:
            return fields, rest[end + 1 :]
    return fields, rest[1:] if rest and rest[0].isupper() else rest
