"""The Assistant as LlamaIndex sees it: a retriever and a query engine.

Apart from the Assistant because importing LlamaIndex takes longer than a whole answer from the quotes.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.answer.short import as_fields
from rag.records import Answer, Article, Evidence, Quote


class SearchesAndAnswers(Protocol):
    """What of the Assistant is used here."""

    @property
    def search(self) -> Callable[..., Sequence[Evidence]]:
        """From a query and filters to passages."""
        ...

    @property
    def ask(self) -> Callable[..., Answer]:
        """From a question and filters to its answer."""
        ...


class NewsRetriever(BaseRetriever):
    """Passages of different articles, best first; scores are the fused ones, higher is better.

    ``given`` are the filters of ``Assistant.search``: as_of, after, before, outlets.
    """

    def __init__(self, assistant: SearchesAndAnswers, k: int = 8, **given: Any) -> None:  # noqa: ANN401 - the arguments of search
        super().__init__()
        self._assistant, self._k, self._given = assistant, k, given

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)  # LlamaIndex's own would hold up the event loop

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._assistant.search(query_bundle.query_str, k=self._k, **self._given)
        return [
            NodeWithScore(node=_node(e.passage.id, e.passage.text, e.passage.start, e.passage.end, e.article), score=e.score) for e in found
        ]


class NewsQueryEngine(BaseQueryEngine):
    """Questions in, checked answers out; ``response.metadata["answer"]`` holds the whole Answer, its ``line`` first where there is one.

    ``given`` are the arguments of ``Assistant.stream``: as_of, after, before, outlets ...
    """

    def __init__(self, assistant: SearchesAndAnswers, **given: Any) -> None:  # noqa: ANN401 - the arguments of stream
        super().__init__(callback_manager=CallbackManager())
        self._assistant, self._given = assistant, given

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        answer = self._assistant.ask(query_bundle.query_str, **self._given)
        nodes = [NodeWithScore(node=_quote_node(q), score=q.score) for q in answer.quotes]
        return Response(response=answer.text, source_nodes=nodes, metadata={"answer": as_fields(answer)})

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _quote_node(quote: Quote) -> TextNode:
    place = f"headline:{quote.start}" if quote.headline else str(quote.start)
    return _node(f"{quote.article.id}:{place}", quote.text, quote.start, quote.end, quote.article, headline=quote.headline)


def _node(node_id: str, text: str, start: int, end: int, article: Article, **more: bool) -> TextNode:
    shown = {"article": article.id, "title": article.title, "outlet": article.source, "published": article.published, "url": article.url}
    return TextNode(id_=node_id, text=text, start_char_idx=start, end_char_idx=end, metadata={**shown, **more})
