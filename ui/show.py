"""Render an Answer as plain text, Markdown with footnotes or JSON; text of articles is escaped in each (pure)."""

import json
import re
import textwrap
from collections.abc import Sequence

from rag.answer.short import as_fields, line
from rag.language.control import written_out
from rag.records import Answer, Article, Citation, Quote, Sentence
from ui.blocks import comparison_blocks
from ui.phrases import HEADLINE, also, dated, day, marked, reports, shown_notes, written_by

DECLINED = "The articles do not say."
SUPPORT = {"supported": "", "partial": " (partly supported)", "unsupported": " (not supported by the quotes)"}
STATUS = {"answered": "", "disputed": "Sources differ. ", "declined": ""}

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~&$])")
_MARKDOWN_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


def one_line(text: str) -> str:
    """Return ``text`` on one line, its control and invisible characters written out, so that no terminal obeys them."""
    return written_out(" ".join(text.split()))


def source(article: Article) -> str:
    """Return one line with an article's outlet, date and title, and the day of a newer version if there is one."""
    later = f"later updated on {day(article.superseded)}" if article.superseded else ""
    return ", ".join(
        one_line(part) for part in (marked(article.source or "outlet not stated", article), dated(article), article.title, later) if part
    )


def quote_source(part: Citation | Quote) -> str:
    """Return the source of a quote in one line, that it is a headline, and which other outlets carry its article."""
    return ", ".join(bit for bit in (HEADLINE * part.headline, source(part.article), one_line(also(_also(part)))) if bit)


def short_line(answer: Answer) -> str:
    """Return the answer in a line; empty where no single value answers."""
    return one_line(line(answer.short)) if answer.short else ""


def answer_words(answer: Answer) -> str:
    """Return the words of the answer, with what is not fully supported marked."""
    return STATUS[answer.status] + (" ".join(_marked(s) for s in answer.sentences) or DECLINED)


def choice_lines(answer: Answer, width: int = 100) -> list[str]:
    """Return the wordings to choose from where a question may mean either, one a line."""
    return [line for choice in answer.choices for line in fold(one_line(choice), width, "  ", "    ")]


def shown_sources(answer: Answer) -> list[Citation | Quote]:
    """Return the citations of the answer in the order of their numbers; the nearest quotes when it cites none."""
    cited: dict[int, Citation | Quote] = {c.n: c for c in answer.citations}
    return [cited[n] for n in sorted(cited)] if cited else list(answer.quotes)


def quoted_words(part: Citation | Quote) -> str:
    """Return the verbatim words of a quote or citation, as one clean line."""
    return one_line(part.quote if isinstance(part, Citation) else part.text)


def quote_lines(parts: Sequence[Citation | Quote], width: int = 100) -> list[str]:
    """Return numbered quotes with their sources under them, folded at ``width`` columns."""
    lines = []
    for part in parts:
        marker = f"[{part.n}] "
        lines += fold(f"“{quoted_words(part)}”", width, marker, " " * len(marker))
        lines += fold(quote_source(part), width, " " * len(marker), " " * len(marker))
    return lines


def copy_lines(answer: Answer, width: int = 100) -> list[str]:
    """Return a line for each cited article that other outlets carry too, for where the quotes stand apart from the answer."""
    carried: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        if citation.also:
            carried.setdefault(citation.article.id, []).append(citation)
    lines = []
    for cited in carried.values():
        outlet = one_line(cited[0].article.source) or "outlet not stated"
        lines += fold(f"{' '.join(f'[{c.n}]' for c in cited)} {outlet}, {one_line(also(cited[0].also))}", width, "", "    ")
    return lines


def block_lines(answer: Answer, width: int = 100) -> list[str]:
    """Return the blocks on change and difference as lines, folded at ``width`` columns."""
    lines = []
    for block in comparison_blocks(answer):
        lines.append(one_line(block.heading))
        for row in block.rows:
            lines += fold(one_line(row), width, "  ", "    ")
    return lines


def closing_lines(answer: Answer, *, wording: bool = False) -> list[str]:
    """Return the lines under an answer: newest article, independent reports, ``as of`` day, writer, seconds, notes.

    :param wording: whether the question as it was searched stands above, so that no note need say it.
    """
    facts = [
        f"newest article cited: {day(answer.newest)}" if answer.citations else "",
        reports(answer),
        f"as of {day(answer.as_of)}" if answer.as_of else "",
        one_line(written_by(answer, "from the quotes alone", "written by {}")),
        f"{answer.timings_ms['total'] / 1000:.1f} s" if "total" in answer.timings_ms else "",
    ]
    invented = f"left out: {len(answer.invented_markers)} citation(s) that the model made up" if answer.invented_markers else ""
    said = ", ".join(fact for fact in facts if fact)
    return [*([said] if said else []), *(f"Note: {one_line(note)}" for note in (*shown_notes(answer, wording=wording), invented) if note)]


def as_text(answer: Answer, width: int = 100) -> str:
    """Return question, the answer in a line, answer with ``[n]`` markers, quotes and closing lines as plain text."""
    quotes = quote_lines(shown_sources(answer), width)
    heading = ["Nearest quotes:"] if answer.status == "declined" and quotes else []
    parts = [
        fold(one_line(answer.question), width),
        fold(short_line(answer), width),
        fold(answer_words(answer), width),
        choice_lines(answer, width),
        block_lines(answer, width),
        [*heading, *quotes],
        closing_lines(answer, wording=True),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def as_markdown(answer: Answer) -> str:
    """Return the answer as Markdown with a footnote for each quote it cites."""
    sentences = (as_literal_markdown(s.text) + SUPPORT[s.support] + "".join(f"[^{n}]" for n in s.citations) for s in answer.sentences)
    body = STATUS[answer.status] + (" ".join(sentences) or DECLINED)
    notes = [f"[^{part.n}]: “{as_literal_markdown(quoted_words(part))}” {_markdown_source(part)}" for part in shown_sources(answer)]
    if answer.status == "declined":  # no sentence points at them, and a footnote that nothing points at is not shown
        notes = [note.replace("[^", "- [", 1).replace("]:", "]", 1) for note in notes]
    closings = [as_literal_markdown(fact) + "  " for fact in closing_lines(answer, wording=True)]
    extra = [
        row
        for block in comparison_blocks(answer)
        for row in (f"**{as_literal_markdown(block.heading)}**", "", *map(_markdown_row, block.rows), "")
    ]
    short = [f"**{as_literal_markdown(line(answer.short))}**", ""] if answer.short else []
    choices = [*map(_markdown_row, answer.choices), ""] if answer.choices else []
    head = [f"**{as_literal_markdown(answer.question)}**", "", *short, body, "", *choices]
    return "\n".join((*head, *extra, *closings, "", *notes)).rstrip() + "\n"


def as_json(answer: Answer) -> str:
    """Return the answer in a line and every field of the answer as JSON."""
    return json_text(as_fields(answer))


def json_text(value: object) -> str:
    """Return a value as JSON in lines, with the characters that a terminal obeys, or that are not seen, escaped."""
    return written_out(json.dumps(value, ensure_ascii=False, indent=2), lambda char: json.dumps(char)[1:-1]) + "\n"


def as_literal_markdown(text: str) -> str:
    """Return Markdown that shows ``text`` as it is: no link, image, heading, HTML or footnote of its own."""
    escaped = _MARKDOWN.sub(r"\\\1", one_line(text))
    escaped = re.sub(r"(?i)(?<=[a-z])://|(?<=www)\.", lambda found: f"\\{found[0]}", escaped)  # no automatic link
    return _MARKDOWN_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def fold(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return ``text`` as lines of at most ``width`` columns."""
    return textwrap.wrap(text, max(width, 20), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _marked(sentence: Sentence) -> str:
    return one_line(sentence.text) + SUPPORT[sentence.support] + "".join(f" [{n}]" for n in sentence.citations)


def _markdown_source(part: Citation | Quote) -> str:
    link = f" <{part.article.url}>" if is_web(part.article.url) else ""
    return as_literal_markdown(quote_source(part)) + link


def _also(part: Citation | Quote) -> Sequence[str]:
    return part.also if isinstance(part, Citation) else ()


def _markdown_row(row: str) -> str:
    return f"- {as_literal_markdown(row)}"


def is_web(url: str) -> bool:
    """Whether ``url`` is an address that is safe to put into a link: http or https, nothing that could end it early."""
    return re.fullmatch(r"https?://[^\s<>\"'\\^`{|}]+", url) is not None and url.isprintable()
