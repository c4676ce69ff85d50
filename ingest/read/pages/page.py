"""Read an HTML page: its one article, with the fields that its markup states, shows and lets find."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.clean import is_prose, key
from ingest.article.days import heads_sections
from ingest.article.lines import lines as split_lines
from ingest.read.failures import ReadError
from ingest.read.pages.body import body_text, without_read
from ingest.read.pages.boxes import take_boxes
from ingest.read.pages.instead import asks_password, why_no_article
from ingest.read.pages.judge import is_sites, judge
from ingest.read.pages.litter import Litter, prune
from ingest.read.pages.said.appdata import app_article
from ingest.read.pages.said.days import day_in_address, settle
from ingest.read.pages.said.guess import guessed_day
from ingest.read.pages.said.linked import is_closed, linked_blocks, linked_stories
from ingest.read.pages.said.metas import meta_fields
from ingest.read.pages.said.own import Own, Story
from ingest.read.pages.said.together import Stated, read_fields, read_stated
from ingest.read.pages.said.zone import Zone
from ingest.read.pages.tree import page_tree

SHORT = 60  # words, below which a text may be the shell of a page whose scripts hold the article
LONGER = 1.3  # how much longer a text that scripts hold must be than the one on the page
STUB = 200  # words, below which an article behind an offer to subscribe is the beginning of one
MOST_NOTICE = 3000  # characters of a page that is nothing but a notice
TOLD = 4  # part of a text in sentences that are of no notice, from which it is an article
FEWEST = 8  # words beside the headline, below which what is left around a notice is its buttons
_HEAD = 4000  # bytes at the top of a page, where a browser that saved it leaves its address
_ONLY = {
    "consent": "only a consent notice, no article: answer the notice in a browser, then save the page",
    "loading": "only a notice of loading, no article: save the page when a browser shows it whole",
    "offer": "only an offer to subscribe, no article",
}


def read_page(content: bytes, tree: Any = None) -> Raw:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the article of an HTML page with the fields its markup states.

    :param tree: the tree of ``content`` where it is at hand; it is changed.
    :raises ReadError: when there is no article text on it.
    """
    tree = page_tree(content)[1] if tree is None else tree
    blocks = linked_blocks(tree)  # before the litter goes, in which scripts may lie
    password = asks_password(tree)
    litter = prune(tree)
    stated = read_stated(tree, content[:_HEAD].decode("latin-1"), blocks)
    fields, found, lines = read_fields(tree, stated)
    take_boxes(tree, litter, stated.heading)
    text = without_read(body_text(tree, litter, fields["title"]), lines)
    if not stated.fields.get("published") and heads_sections(split_lines(text), fields.get("published", "")[:10]):
        fields.pop("published", "")  # the day of its first part
    own = replace(stated.own, text=text)
    read = _stories(stated.blocks, own)
    other = _of_others(tree, blocks, stated, own, whole=len(text.split()) >= SHORT and bool(fields.get("published")))
    longer = [story for story in (*read, *other) if _is_longer(story.text, text) and own.gives_way(story)]
    text = longer[0].text if longer else text
    fields = _with(fields, other, over=own.is_shell)
    if reason := why_no_article(text, own.titles, password=password):
        raise ReadError(reason)
    _refuse(text, fields["title"], litter, headed=stated.heading is not None)
    if listed := {name: value for name, value in meta_fields(tree, listed=True).items() if not fields.get(name)}:
        fields |= listed
        found |= listed.keys()
    if day := _found_day(tree, fields):
        fields["published"], found = day, found | {"published"}
    size = len(text.split())
    closed = litter.closed or is_closed(stated.blocks)
    return Raw(text, fields, single=True, incomplete=closed and (size < STUB or text.endswith(("…", "..."))), found=found)


def _of_others(tree: Any, blocks: list[dict[str, Any]], stated: Stated, own: Own, *, whole: bool) -> list[Story]:  # noqa: ANN401
    """Return what else is the page's by the text of it: of the JSON-LD that was taken for another's, then of the data of its scripts.

    :param whole: whether the markup shows the article and dates it, so that the scripts need not be read.
    """
    known = set(map(id, stated.blocks))
    app = None if whole else app_article(tree, own)
    return _stories([block for block in blocks if id(block) not in known], own) + ([app] if app else [])


def _stories(blocks: list[dict[str, Any]], own: Own) -> list[Story]:
    """Return the texts of JSON-LD that are the page's, the longest first; on a shell those that are not of another page."""
    found = [s for s in linked_stories(blocks) if own.tells(s) or (own.is_shell and own.is_at(s.urls) is not False)]
    return sorted(found, key=lambda story: -story.size)


def _with(fields: dict[str, str], stories: Iterable[Story], *, over: bool) -> dict[str, str]:
    """Return fields with what stories state beside them; on a shell, whose window may be called by the site, theirs are taken ``over``."""
    for story in stories:
        known = {name: value for name, value in fields.items() if value or name == "title"}
        fields = {**known, **story.fields} if over else {**story.fields, **known}
        fields["title"] = fields["title"] or story.title
        fields["published"], fields["updated"] = settle(fields, Zone())
    return {name: value for name, value in fields.items() if value or name == "title"}


def _is_longer(other: str, text: str) -> bool:
    """Whether a text is clearly longer than the one on the page, or has paragraphs where that has none."""
    return len(other) > LONGER * len(text) or ("\n" not in text and "\n" in other and len(other) >= len(text))


def _refuse(text: str, title: str, litter: Litter, *, headed: bool) -> None:
    """Raise a ReadError where nothing but notices stands on the page.

    :param headed: under a headline, where a guide to such notices may stand, which is none: it does not speak for the site.
    """
    left = [line for line in text.split("\n") if line and key(line) != key(title)]
    kind = judge(text) if len(text) <= MOST_NOTICE else ""
    told = [line for line in left if is_prose(line) and not ((of := judge(line, named=True)) and (not headed or is_sites(line, of)))]
    most = sum(map(len, told)) * TOLD > len(text)  # an article on cookies says more than its notices
    own = kind == "loading" or not headed or (litter.answered and is_sites(text, kind))
    if (kind and own and not most) or (sum(len(line.split()) for line in left) < FEWEST and litter.kinds - {""}):
        kinds = litter.kinds | {kind}
        raise ReadError(next(reason for name, reason in _ONLY.items() if name in kinds))
    if not text.strip():
        raise ReadError("no article text on the page")


def _found_day(tree: Any, fields: dict[str, str]) -> str:  # noqa: ANN401
    """Return the day of a page that states none, from its address or by htmldate; empty if there is no good ground for one."""
    if fields.get("published"):
        return ""
    if day := day_in_address(fields.get("url", "")):
        return day if not fields.get("updated") or day <= fields["updated"][:10] else ""
    return "" if fields.get("updated") else guessed_day(tree, fields.get("url", ""))  # the one day shown is that of the change
