"""Split articles into passages and embed them, in a LlamaIndex ``IngestionPipeline`` of our two transformations.

LlamaIndex takes seconds to import, so this module is imported only when there is something to index.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, Document, NodeRelationship, RelatedNodeInfo, TextNode, TransformComponent

from ingest.passages import split
from rag.models.encoders import Embedder, Vectors
from rag.records import Article, Passage

Row = tuple[Article, str, Sequence[Passage], Vectors]  # what ``StoreWriter.add`` takes: article, fingerprint, passages, (n_passages, dim)


class PassageSplitter(TransformComponent):
    """Documents in, one node a passage out; node ids are passage ids, character indices point into the document."""

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> list[BaseNode]:  # noqa: ANN401
        """Split each document on sentence borders."""
        found: list[BaseNode] = []
        for node in nodes:
            source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=node.node_id)}
            for p in split(Article(node.node_id, "", node.get_content())):
                found.append(TextNode(id_=p.id, text=p.text, start_char_idx=p.start, end_char_idx=p.end, relationships=source))
        return found


class StaticEmbedding(BaseEmbedding):
    """Our embedder behind LlamaIndex's interface, for the pipeline and for any other LlamaIndex index."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **fields: Any) -> None:  # noqa: ANN401 - pydantic's fields
        super().__init__(model_name=embedder.name, embed_batch_size=512, **fields)  # equivalent: any gives the same vectors
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Indexer:
    """The pipeline, ready to turn batches of articles into rows for the store."""

    def __init__(self, embedder: Embedder) -> None:
        self._dim = embedder.dim
        # No cache: a batch comes once, and hashing it would cost more than embedding it.
        self._pipeline = IngestionPipeline(transformations=[PassageSplitter(), StaticEmbedding(embedder)], disable_cache=True)

    def rows(self, batch: Sequence[tuple[Article, str]]) -> list[Row]:
        """Return the rows of (article, fingerprint) pairs, in their order."""
        documents = [Document(id_=article.id, text=article.text) for article, _ in batch]
        found: dict[str, list[BaseNode]] = {article.id: [] for article, _ in batch}
        for node in self._pipeline.run(documents=documents):
            found[node.ref_doc_id or ""].append(node)
        return [(article, mark, *_passages(article, found[article.id], self._dim)) for article, mark in batch]


def _passages(article: Article, nodes: Sequence[BaseNode], dim: int) -> tuple[list[Passage], Vectors]:
    passages = []
    for node in nodes:
        start, end = (getattr(node, f"{edge}_char_idx") for edge in ("start", "end"))
        passages.append(Passage(node.node_id, article.id, article.text[start:end], start, end))
    return passages, np.asarray([node.get_embedding() for node in nodes], np.float32).reshape(len(nodes), dim)
