"""A language model that plays back what a test wrote."""

from collections.abc import Sequence
from typing import Any

from llama_index.core.bridge.pydantic import Field
from llama_index.core.llms import ChatMessage, ChatResponse, CustomLLM, LLMMetadata


class Scripted(CustomLLM):
    """Plays back a reply in pieces, or raises; keeps what it was asked."""

    pieces: Sequence[str] = ()
    fails: bool = False
    context: int = 3900  # tokens of its context window
    seen: list[Any] = Field(default_factory=list)  # prompts and options, in order

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted", is_chat_model=True, context_window=self.context)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise NotImplementedError

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> Any:
        self.seen.append((list(messages), kwargs))

        def replies() -> Any:
            for piece in self.pieces:
                yield ChatResponse(message=ChatMessage(role="assistant", content=piece), delta=piece)
            if self.fails:
                raise RuntimeError("the cable was pulled")

        return replies()
