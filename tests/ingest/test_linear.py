"""Reading takes time in proportion to the length of a text, whatever it is made of: what is long and odd is not what takes long."""

import gc
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.article.headline import names_site, without_outlet
from ingest.article.outlets import outlet_named
from ingest.copies.duplicates import READ, Look
from ingest.copies.register import copied
from ingest.passages import split
from ingest.read.containers import live
from ingest.read.containers.exports.several import several
from ingest.read.containers.forwarded import inner_message
from ingest.read.containers.table import TEXTS
from ingest.read.files import plain_markdown
from ingest.read.markup import begins_page
from ingest.read.pages import linked_blocks, page_tree, read_page
from ingest.read.pages.said.appdata import app_article
from ingest.read.pages.said.guess import guessed_day
from ingest.read.pages.said.items import item_fields
from ingest.read.pages.said.own import Own
from rag.records import Article
from tests.kits.ingest import BODY

SMALL, FACTOR = 10_000, 4
SHORT_S = 0.5  # what takes no longer than this is quick enough, and too short to be compared
PIECES = (
    "word ", "word", "A.", "A", "A. ", ".", '."', "! ", "[", "![", "<!--", "*a ", "# ", "a-\n", "A b c\n\n", "Title: a\n", "1 May 2024\n",
    f"{BODY}\n\nStorm hits the town\n\n", "The boats lie at the harbour wall in the morning (Reuters)\n\n", "By Ann Lee and ", "PARIS (",
    "The council met again on the harbour wall and heard the same complaints as it\n", "\x85", " \t", "Home\n", "Most read\n", "漢",
    "a\u0301", "\n", "12 of 30 DOCUMENTS\n", "ZCZC\n", "“", "<!-- a -->", "> To: a\n",
)  # fmt: skip


def _copied(text: str) -> set[str]:
    copy = Article("b", "", text)
    return copied(copy, split(copy), Article("a", "", text))


def _page(inside: str) -> object:
    told = f"<p>{BODY}</p><p>{BODY[:-1]} again.</p><div><p>Sign up for our newsletter</p>"
    return read_page(f"<html><title>Storm</title><body><h1>Storm</h1>{told}<div>{inside}</div></div></body></html>".encode())


STAGES: dict[str, Callable[[str], object]] = {
    "file": lambda text: list(assemble_articles(Raw(text), "a.txt")),
    "record": lambda text: list(assemble_articles(Raw(f"{BODY}\n\n{text}\n\n{BODY}", {"title": "Storm"}, single=True), "a.json")),
    "markdown": plain_markdown,
    "beginning": lambda text: begins_page(text.encode()),
    "message": lambda text: inner_message(text.split("\n"), "Fwd: a"),
    "apart": lambda text: [*(kind.recognise(text) for kind in TEXTS), several(text)],
    "passages": lambda text: split(Article("a", "", text)),
    "shingles": lambda text: Look(Article("a", "", text)).hashes,
    "copied": _copied,
    "page": _page,
    "name": lambda text: (outlet_named(text), names_site(text, "cnn.com"), without_outlet(f"Storm - {text}", "cnn.com")),
}


def work(stage: Callable[[str], object], piece: str, size: int) -> float:
    """Return the seconds of the processor that a stage takes, without the sweeps over all that other tests have left in memory."""
    text = (piece * (size // len(piece) + 1))[:size]
    gc.disable()
    try:
        started = time.process_time()
        stage(text)
        return time.process_time() - started
    finally:
        gc.enable()


NESTED = (  # elements that lie in one another, and what fills the innermost
    ('<div class="cookie">', "word "), ("<dialog><p>", "we said. "), ("<div>Topics: <a>x</a>", "x "), ("<div><time>1</time>", "x "),
)  # fmt: skip
SHALLOW, DEEP = 15, 120


@pytest.mark.parametrize(("around", "filling"), NESTED)
def test_boxes_in_boxes_are_not_read_again_for_each(around: str, filling: str) -> None:
    def within(depth: int) -> Callable[[str], object]:
        return lambda text: _page(around * depth + text)

    _page("")  # imports
    long = work(within(DEEP), filling, 8 * SMALL)
    assert long <= SHORT_S / 2 or long <= DEEP / SHALLOW / 2 * work(within(SHALLOW), filling, 8 * SMALL)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
@pytest.mark.parametrize("stage", STAGES)
def test_four_times_the_text_takes_four_times_as_long(stage: str, piece: str) -> None:
    long = work(STAGES[stage], piece, FACTOR * SMALL)
    assert long <= SHORT_S or long <= 2 * FACTOR * work(STAGES[stage], piece, SMALL)


def _page(text: str) -> Any:
    return page_tree(f"<html><body><h1>Storm</h1><p>{BODY}</p>{text}</body></html>".encode())[1]


PAGES: dict[str, tuple[Callable[[str], object], str]] = {  # by the data and the elements that a page may hold thousands of
    "linked data": (lambda text: linked_blocks(_page(f'<script type="application/ld+json">1{text}1</script>')), " "),
    "script data": (lambda text: app_article(_page(f'<script type="application/json">{_told(text)}</script>'), Own(("Storm",))), "<"),
    "guessed days": (lambda text: guessed_day(_page(text), ""), '<b class="published">1 May 2024</b> '),
    "properties": (lambda text: item_fields(_page(text), None, Own(("Storm",))), '<li><i itemprop="author">Ann Lee</i>'),
    "posts": (lambda text: live.split(_page(text)), '<div class="a b"><time datetime="2024-05-01T10:00">x</time></div>'),
}


def _told(text: str) -> str:
    return json.dumps({"title": "Storm", "body": [{"type": "text", "text": text}, {"type": "text", "text": BODY}]})


@pytest.mark.parametrize("stage", PAGES)
def test_four_times_the_page_takes_four_times_as_long(stage: str) -> None:
    read, piece = PAGES[stage]
    long = work(read, piece, 4 * FACTOR * SMALL)
    assert long <= SHORT_S or long <= 2 * FACTOR * work(read, piece, 4 * SMALL)


def test_facts_are_compared_up_to_a_length() -> None:
    """Reading the numbers of a text takes ten times as long as all else."""
    for names_at, found in ((READ - 100, True), (READ + 100, False)):
        look = Look(Article("a", "", "x " * (names_at // 2) + "Anna Lindqvist counted 4711 boats."))
        assert (4711.0 in look.numbers, ("anna", "lindqvist") in look.names) == (found, found)
    assert READ == 100_000
