"""Tell readers' comments from an article by their build: names and times in short lines between the texts, a field to answer in."""

import re
from typing import Any

from ingest.article.clean import is_prose
from ingest.read.markup import block_lines

MOST_NAME = 8  # words of a line over a comment: who wrote it, when
SIGNED = 0.5  # of the texts that have such a line over them, from which they are comments
_NOTE = re.compile(  # under or over a comment
    r"\W*(?:(?:(?:reply|replies|respond|report|like|likes|upvote|downvote|flag|antworten|melden|répondre|signaler|responder|rispondi)\b.{0,20})"
    r"|.{0,40}\b\d+ (?:second|minute|min|hour|hr|day|week|month|year)s? ago\b.{0,20}|.{2,40} (?:says|said|wrote|schreibt|dit)\s?:"
    r"|\d+ (?:repl(?:y|ies)|likes?|points?|votes?))\W*",
    re.IGNORECASE,
)


def is_thread(node: Any, *, named: bool = False) -> bool:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Whether an element holds readers' comments or the form for one.

    :param named: whether something else says so too, so that names over the texts are enough.
    """
    lines = block_lines(node)
    texts = [n for n, line in enumerate(lines) if is_prose(line)]
    told = (named and bool(texts)) or next(node.iter("textarea"), None) is not None or any(map(_NOTE.fullmatch, lines))
    signed = sum(n > 0 and not is_prose(lines[n - 1]) and len(lines[n - 1].split()) <= MOST_NAME for n in texts)
    return told and signed >= SIGNED * len(texts)
