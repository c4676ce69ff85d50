"""HTML of the page's header, and of the welcome before the first question (pure)."""

from collections.abc import Mapping, Sequence

from ui.page.html.elements import button, tag
from ui.phrases import count, day


def welcome(counts: Mapping[str, object], questions: Sequence[str]) -> str:
    """The welcome with example questions, or how to add articles when there are none."""
    if not counts.get("articles"):
        return (
            '<div class="dl-welcome"><h2>There are no articles yet.</h2>'
            "<p>Add files, a folder or an address in the Articles tab; questions can be asked as soon as the first is in.</p></div>"
        )
    items = "".join(f"<li>{button(q, 'example', '', q=q)}</li>" for q in questions)
    listed = f'<ul aria-label="Questions to begin with">{items}</ul>' if items else ""
    return (
        '<div class="dl-welcome"><h2>Ask the articles.</h2>'
        "<p>Every sentence of an answer stands on a quote that you can open at its place. "
        f"When the articles do not say, the answer says so.</p>{listed}</div>"
    )


def page_header(counts: Mapping[str, object]) -> str:
    """The page's name, and the counts and span of the index."""
    n, outlets = _number(counts, "articles"), _number(counts, "outlets")
    bits = [count(n, "article"), *([count(outlets, "outlet")] if outlets else [])]
    if counts.get("oldest"):
        bits.append(f"{day(str(counts['oldest']))} to {day(str(counts['newest']))}")
    if _number(counts, "undated"):
        bits.append(f"{_number(counts, 'undated'):,} undated")
    return f'<div class="dl-row"><h1>Dateline</h1>{tag("p", " · ".join(bits))}</div>'


def _number(counts: Mapping[str, object], name: str) -> int:
    value = counts.get(name)
    return value if isinstance(value, int) else 0
