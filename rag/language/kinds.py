"""Tell what a line of an article is: a statement, a question, a heading or label, or an aside that is no part of the story (pure)."""

from typing import Literal

from rag.language.pattern import Pattern
from rag.language.text import OPENER

_CLOSING = "\"'”’»)] \n"  # what may stand behind the mark that ends a sentence
_FEW, _MANY = 8, 20  # words: fewer are a heading where no mark ends the line, more are a statement
_BE_OR_DO = r"(?:did|does|is|are|was|were|has|had|can|could|would|should)"
# A question that lacks its mark. "Will" and "may" are names and months as well; "do not" and "have your say" are requests.
_ASKS = Pattern(
    rf"\W*(?:(?:{_BE_OR_DO}|do(?!\s+not\b)|have(?!\s+(?:your|an?|to)\b))\s+\w|(?:will|may)\s+(?:the|an?|he|she|it|they|we|you|there)\b|who\b"
    rf"|(?:(?:what|when|where|why|how)|(?:which|whose)\s+\w+|how\s+(?:many|much)(?:\s+\w+)?)\s+(?:{_BE_OR_DO}|do|have|will)\b)"
)
_OPEN_QUESTION = Pattern(r"\W*(?:what|when|where|why|how|which|whose)\b")  # "Why the plan failed": what a text is about
_LABEL = Pattern(
    r"\W*(?:read (?:more|also)|see also|related|watch|more|photos?|photograph|image|picture|video|gallery|credit|source)"
    r"(?:\s*:|\s+(?:by|courtesy)\b)"
)
_BYLINE = Pattern(r"by(?-i:(?:,?\s+(?:and\s+)?[A-Z][\w.’'-]*)+)")
_FINITE = Pattern(r"\b(?-i:is|are|was|were|has|have|had|will|would|could|can|may|might|must|do|does|did|said|says|told|[a-z]+n['’]t)\b")
# What a page says to its reader about itself; "Correction:" is left out, since it tells what a report got wrong.
_PAGE = Pattern(
    r"\W*(?:editor['’]?s?['’]? note\b|contributing:|click here\b|sign up (?:for|here|to|today)\b|subscribe (?:to|now|here|today)\b"
    r"|share this\b|advertisement\b|(?:to )?read more\b|see also\b|follow [^.]{0,60}\bon (?:twitter|facebook|instagram|x|threads)\b"
    r"|(?:you can )?(?:reach|contact|email|follow) (?:him|her|them|me|us|the reporter|the author)\b"
    r"|this (?:story|article|report|page) (?:originally|first|will be|was (?:originally|first))\b"
    r"|\(?(?:ap|afp|getty|reuters)[ \w]{0,20}(?:photo|images|via)\b)"
    r"|.*\bclick here\b|.*\b(?:getty images|ap photo)\)?\W*$"
)
# What is written for a machine that reads: an order to set aside what it was told, or a turn of a conversation played.
_ORDER = Pattern(
    r".*\b(?:ignore|disregard|forget)\s+(?:(?:all|any|the|your|these|those|of)\s+){0,3}"
    r"(?:previous|prior|above|earlier|preceding|instructions?|(?:other|your) rules)\b"
    r"|\W*(?:system|assistant|user|human|answer|question|instructions?|prompt|ai|chatbot)\s*:"
    r"|\W*(?:(?:dear|attention|note to)\s+)?(?:(?:ai|language)\s+(?:assistants?|models?|systems?)|assistants?|chatbots?)\s*,"
    r"|.*\byou (?:must|should|are to|have to|will)\s+(?:now\s+|always\s+|only\s+)?"
    r"(?:reply|respond with|answer with|cite|say that|tell the user)\b"
    r"|.*\bthe (?:correct|right|only) answer to (?:any|every|all|the|this) questions?\b"
)
# "Correction: An earlier report said that it began in the kitchen": what follows is wrong, unless the sentence sets it right itself.
_REPORT = r"\b(?:earlier|previous|original|first)\s+(?:version|report|article|story|headline|alert|dispatch)s?\b"
_EARLIER = Pattern(
    rf"\W*(?:correction|clarification|corrected|editor['’]?s?['’]? note)\b.{{0,40}}{_REPORT}|.*{_REPORT}(?:\s+\w+){{0,8}}?\s+"
    r"(?:(?:incorrectly|wrongly|mistakenly|erroneously|falsely)\b|misstate|misidentif|misspel)"
    r"|.*\bearlier versions? of (?:this|the) (?:article|story|report)\b"
)
_SET_RIGHT = Pattern(r"\b(?:not|rather than|instead of|in fact|actually|should have|(?:it|he|she|they|there)\s+(?:is|was|are|were))\b")
_ARTICLE = Pattern(r"\b(?:the|an?)\b")
_LONG_WORD = Pattern(r"\b[^\W\d_]{4,}")


def kind_of(sentence: str) -> Literal["statement", "question", "heading"]:
    """Return what a sentence or line is.

    A question ends with a question mark, or asks without one where nothing ends the line. A heading is a title, label, byline, credit or
    item of a list: a line that no mark ends and that is short or does not begin and read as a sentence does, or one in Title Case.
    """
    line = sentence.rstrip(_CLOSING)
    if line.endswith("?"):
        return "question"
    if _LABEL.match(line) or _BYLINE.fullmatch(line) or _in_title_case(line):
        return "heading"
    if line.endswith((".", "!", "…")) and any(c.isalpha() for c in line):
        return "statement"
    if _ASKS.match(line) and ":" not in line:  # "Should have won: ..." heads an item
        return "question"
    count = len(line.split())
    if count > _MANY and _ARTICLE.search(line):
        return "statement"
    reads_on = OPENER.match(line.lstrip(_CLOSING + "“‘«([")) and not _OPEN_QUESTION.match(line)
    return "statement" if reads_on and count >= _FEW and _FINITE.search(line) else "heading"


def is_aside(sentence: str) -> bool:
    """Whether a sentence is no part of the story: a note of the page about itself, a link, a credit, or an order to a machine that reads.

    None of them is ever the answer to a question, whatever it says.
    """
    return _PAGE.match(sentence) is not None or _ORDER.match(sentence) is not None


def is_withdrawn(sentence: str) -> bool:
    """Whether a sentence repeats what an earlier report said, as a correction does, and does not say itself what is right."""
    said = _EARLIER.match(sentence)
    return said is not None and not _SET_RIGHT.search(sentence)


def _in_title_case(line: str) -> bool:
    """Whether three or more long words stand in a line, every one with a capital, and no verb in small letters."""
    long_words = _LONG_WORD.findall(line)
    return len(long_words) >= 3 and all(w[0].isupper() for w in long_words) and not _FINITE.search(line)
