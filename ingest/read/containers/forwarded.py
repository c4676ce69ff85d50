"""A message that was forwarded or is quoted whole in another: who sent it, when and of what, by the lines above it, and its own lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SUBJECT: Final = re.compile(r"^\s*(?:(?:fwd?|fw|wg|tr|rv|enc|doorst|vs)\s*:\s*)", re.IGNORECASE)  # of a message that forwards another
_QUOTE: Final = re.compile(r"^\s*>\s?")
_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys("from von de da van från fra".split(), "from"),
    **dict.fromkeys("date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat dato".split(), "date"),
    **dict.fromkeys("subject betreff objet asunto oggetto assunto onderwerp ämne emne".split(), "subject"),
    **dict.fromkeys("to cc bcc reply-to an à para a aan till til kopie".split(), ""),
}
_LINE: Final = re.compile(rf"\*?({'|'.join(sorted(_NAMES, key=len, reverse=True))})\s?:\*?\s*(\S.*)$", re.IGNORECASE)
_WROTE: Final = re.compile(
    r"(?:on|am|le|el|il|op)\s(?P<date>.{6,60}?\d),?\s(?:(?P<who>[^\d,][^,]{0,100}?)\s(?:wrote|a écrit|escribió|ha scritto|schreef)"
    r"|schrieb\s(?P<other>.{1,100}?))\s?:$",
    re.IGNORECASE,
)
_MAILTO: Final = re.compile(r"\[(?:mailto:)?([^\[\]\s]+@[^\[\]\s]+)\]")
_LONGEST: Final = 200  # characters of a line above a message
_MOST_HEAD: Final = 16  # lines of a head
_NOTE: Final = 0.25  # words above a quoted message, of those in it, up to which they are a note and it is what the message is kept for


@dataclass(frozen=True, slots=True)
class Inner:
    """The head and the lines of a message inside another; ``head`` has "from" and "date" or "subject", as they are written."""

    head: Mapping[str, str]
    lines: Sequence[str]


def inner_message(lines: Sequence[str], subject: str) -> Inner | None:
    """Return the message that another one of that ``subject`` forwards, or quotes below a mere note; None for one of its own words."""
    for i, line in enumerate(lines):
        head, at = _head(lines, i) if 0 < len(line) <= _LONGEST else ({}, 0)
        if not head:
            continue
        below = lines[at:]
        quoted = [bool(_QUOTE.match(line)) for line in below if line.strip()]
        if sum(quoted) * 2 > len(quoted):
            below = [_QUOTE.sub("", line) for line in below if not line.strip() or _QUOTE.match(line)]
        own, of_it = (len(" ".join(part).split()) for part in (lines[:i], below))
        return Inner(head, below) if of_it and (SUBJECT.match(subject) or own <= of_it * _NOTE) else None
    return None


def _head(lines: Sequence[str], at: int) -> tuple[dict[str, str], int]:
    """Return the head that begins on a line and the line behind it; nothing where none does."""
    both = " ".join(_QUOTE.sub("", line).strip() for line in lines[at : at + 2])
    for text, n in ((_QUOTE.sub("", lines[at]).strip(), 1), (both, 2)):
        if len(text) <= _LONGEST and (wrote := _WROTE.match(text)):
            return {"from": wrote["who"] or wrote["other"], "date": wrote["date"]}, at + n
    head: dict[str, str] = {}
    end = at
    while end < min(len(lines), at + _MOST_HEAD) and (found := _LINE.match(_QUOTE.sub("", lines[end]).strip())):
        name = _NAMES[found[1].lower()]
        head.setdefault(name, _MAILTO.sub(r"<\1>", found[2]).strip(" *"))
        end += 1
        if end + 1 < len(lines) and not _QUOTE.sub("", lines[end]).strip() and _LINE.match(_QUOTE.sub("", lines[end + 1]).strip()):
            end += 1
    return (head, end) if "from" in head and head.keys() & {"date", "subject"} else ({}, 0)
