"""The index of LlamaIndex's five-line starter with MiniLM, stored on disk because it embeds about one article a second."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from rag.models.encoders import SentenceEmbedder
from rag.models.local import sentence_encoders
from rag.records import Article
from rag.settings import Settings


class MiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2 for LlamaIndex: the vectors sentence-transformers gives, cut at 256 tokens as it cuts them."""

    _encoder: SentenceEmbedder = PrivateAttr()

    def __init__(self, encoder: SentenceEmbedder) -> None:
        super().__init__(model_name=encoder.name, embed_batch_size=32)
        self._encoder = encoder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._encoder.embed(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def open_index(articles: Sequence[Article], settings: Settings, folder: Path) -> Any:  # noqa: ANN401 - a LlamaIndex index
    """Load the index stored in ``folder``, or embed ``articles`` and store it in ``folder``."""
    embedding = MiniLM(SentenceEmbedder(sentence_encoders(settings)))
    if (folder / "index_store.json").is_file():
        return load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)), embed_model=embedding)
    documents = [
        Document(
            text=f"{article.title}\n{article.text}",
            metadata={"id": article.id},
            excluded_embed_metadata_keys=["id"],
            excluded_llm_metadata_keys=["id"],
        )
        for article in articles
    ]
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding, show_progress=sys.stderr.isatty())
    index.storage_context.persist(persist_dir=str(folder))
    return index
