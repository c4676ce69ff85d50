"""Open index and models once, for all readers that are forked from here; what a fork cannot carry is opened in each of them."""

import gc
import logging
from dataclasses import dataclass

from rag.settings import Settings
from ui.page.desk.desk import Answers
from ui.serving.reader import Born, Lender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opening:
    """The index and the models of ``settings``; called in the nursery."""

    settings: Settings

    def __call__(self) -> Born:
        """Return what makes the assistant of a reader.

        :raises IndexMissing, IndexMismatch, ModelMissing: each message names the command that mends it.
        """
        from rag.assistant import Assistant
        from rag.index.store import Store
        from rag.llm.client import get_llm, import_client
        from rag.models.encoders import SentenceEmbedder, StaticEmbedder
        from rag.models.local import sentence_encoders
        from rag.models.reader import Reader
        from rag.search.retrieve import Retriever

        settings, static = self.settings, StaticEmbedder()
        writes = settings.llm != "none"
        store = Store.open(settings, models=static.name)
        encoders = sentence_encoders(settings)
        # nothing is computed with them here: their threads would not be there after a fork
        retriever = Retriever(store, static, SentenceEmbedder(encoders), Reader(encoders))
        table, _ = retriever.state()  # both are in memory from here on
        log.info("opened %d passages for all readers", table.size)
        if writes:
            import_client()
        store.close()  # SQLite's connections must not be carried over a fork
        gc.collect()
        gc.freeze()  # so that looking for garbage does not copy shared pages

        def born(lender: Lender) -> Answers:
            def borrowed() -> object:
                return get_llm(settings) if settings.llm_url else get_llm(settings, lender())

            return Assistant(store, retriever, settings, borrowed if writes else None)

        return born
