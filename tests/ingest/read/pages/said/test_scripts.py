"""Articles that a page holds only in the data of its scripts, in the shapes that frameworks give them."""

import json
from typing import Any

import pytest

from ingest.read.pages import read_page
from ingest.read.pages.said.appdata import app_article
from ingest.read.pages.said.own import Own
from ingest.read.pages.tree import page_tree
from tests.kits.ingest import BODY

SECOND = "The owner of the two boats said that both would be raised in the spring, when the harbour is free of ice again."
HEADLINE = "Storm sinks two boats"
TEXTS = [BODY, SECOND]
FIELDS = {"published": "2024-05-03T10:00+00:00", "byline": "Ann Lee", "source": "Harbour Post", "title": HEADLINE}
ARTICLE = {"headline": HEADLINE, "publishedAt": "2024-05-03T10:00:00Z", "author": {"name": "Ann Lee"}, "site": "Harbour Post"}
ROWS = [
    {"data": 1},
    {"title": 2, "body": 3, "publishedAt": 4, "author": 5, "site": 7},
    HEADLINE,
    f"<p>{BODY}</p><p>{SECOND}</p>",
    "2024-05-03T10:00:00Z",
    {"name": 6},
    "Ann Lee",
    "Harbour Post",
]
FLIGHT = "1:I[2]\n5:" + json.dumps(["$", "main", {"article": {**ARTICLE, "body": [{"children": [{"text": t}]} for t in TEXTS]}}]) + "\n"


def block(content: Any, start: str = '<script type="application/json">') -> str:
    return f"{start}{json.dumps(content)}</script>"


def pieces(text: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": part} for part in (text[:20], text[20:])]


def page(inside: str, title: str = HEADLINE) -> bytes:
    return f"<html><head><title>{title}</title></head><body><div id='root'>Loading…</div>{inside}</body></html>".encode()


@pytest.mark.parametrize(
    "script",
    [
        block({"props": {"article": {**ARTICLE, "body": [{"type": "p", "text": t} for t in TEXTS]}}}),
        block({"a": [{"story": {**ARTICLE, "bodyHtml": f"<p>{BODY}</p><p>{SECOND}</p>"}}]}, "<script>window.__STATE__ = "),
        f"<script>var s=JSON.parse({json.dumps(json.dumps({**ARTICLE, 'body': TEXTS}))});</script>",
        f"<script>F.content={json.dumps({**ARTICLE, 'content_elements': [{'type': 'text', 'content': t} for t in TEXTS]})};f()</script>",
        f'<script>a={json.dumps({**ARTICLE, "blocks": TEXTS})[:-1]},"x":undefined}};</script>',
        block({**ARTICLE, "body": {"content": [{"type": "paragraph", "content": pieces(t)} for t in TEXTS]}}),
        block({**ARTICLE, "body": [{"type": "image", "text": "A boat at sea"}, *TEXTS]}),
        block(ROWS, '<script type="application/json" id="__NUXT_DATA__">'),
        f"<script>self.__next_f.push([1,{json.dumps(FLIGHT)}])</script>",
    ],
)
def test_the_article_is_read_from_the_scripts(script: str) -> None:
    raw = read_page(page(script))
    assert raw.text.split("\n\n") == TEXTS
    assert dict(raw.fields) == FIELDS


def test_of_several_the_one_that_the_page_is_called_by() -> None:
    other = {**ARTICLE, "headline": "King sends help to fishermen", "body": ["Another text. " * 30]}
    own = {**ARTICLE, "body": TEXTS}
    assert read_page(page(block([other, own]))).text.split("\n\n") == TEXTS
    tree = page_tree(page(block([other, own])))[1]
    assert app_article(tree, Own(("Nothing of the kind",), headed=False)) is None
    assert app_article(page_tree(page(block(own)))[1], Own(("Nothing of the kind",))) is None


def test_an_article_on_the_page_takes_no_fields_of_another() -> None:
    other = {**ARTICLE, "headline": "King sends help to fishermen", "body": ["The king sent help to the fishermen. " * 9]}
    raw = read_page(f"<html><body><h1>{HEADLINE}</h1><p>{BODY}</p><p>{SECOND}</p>{block(other)}</body></html>".encode())
    assert dict(raw.fields) == {"title": HEADLINE}


@pytest.mark.parametrize("name", ["articleBody", "body"])
@pytest.mark.parametrize(("own", "top"), [(0, f"<h1>{HEADLINE}</h1>"), (1, "<h1>Two boats lost off harbour</h1>"), (0, "")])
def test_the_text_of_another_story_does_not_stand_for_the_page_s(name: str, own: int, top: str) -> None:
    texts = [BODY, "Later it was over, by noon. " * 20] if own else ["King sends help to all fishermen of the sound. " * 20]
    story = {**ARTICLE, "@type": "NewsArticle", "headline": "King sends help to fishermen", name: "\n\n".join(texts)}
    script = block(story, '<script type="application/ld+json">' if name == "articleBody" else '<script type="application/json">')
    raw = read_page(f"<html><head><title>{HEADLINE}</title></head><body>{top}<p>{BODY}</p>{script}</body></html>".encode())
    assert raw.text.startswith(BODY)
    assert ("by noon" in raw.text) is bool(own)
    assert own or "King" not in raw.text


def test_a_longer_text_in_linked_data_is_taken_and_a_row_that_holds_itself_ends() -> None:
    linked = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join([*TEXTS, "It was over by noon. " * 9])}
    script = block(linked, '<script type="application/ld+json">')
    assert len(read_page(f"<body><h1>{HEADLINE}</h1><p>{BODY}</p>{script}</body>".encode()).text.split("\n\n")) == 3
    assert (
        app_article(page_tree(page(block([{"title": 0, "body": [0, 0]}], '<script type="application/json" id="nuxt">')))[1], Own(()))
        is None
    )
