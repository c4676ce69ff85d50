"""What the page and a reader process say to each other over their pipe; every reply carries the number of the request it is to."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rag.records import Event

if TYPE_CHECKING:
    from rag.llm.server import Embedded


@dataclass(frozen=True, slots=True)
class Ready:
    """A reader is there: the index is open, the models are loaded."""

    pid: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Begin a stream of ``Assistant.stream``; its events are sent one at a time, each when it is asked for by :class:`More`."""

    n: int
    question: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """Call another method and return what it gives."""

    n: int
    method: Literal["search", "timeline"]
    query: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class More:
    """Send the next event of the stream."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the stream here."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a stream."""

    n: int
    event: Event


@dataclass(frozen=True, slots=True)
class Ended:
    """A stream is over, by itself or because it was stopped."""

    n: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call gave."""

    n: int
    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """An error: ``input`` and ``said`` are lines for the user, ``fault`` is a fault of ours, told on the reader's stderr."""

    n: int
    kind: Literal["input", "said", "fault"]
    message: str


@dataclass(frozen=True, slots=True)
class WantsModel:
    """A stream is at the point where the language model writes, and needs the embedded one, which the page keeps."""

    n: int


@dataclass(frozen=True, slots=True)
class Lent:
    """The embedded language model, or why there is none."""

    server: "Embedded | None"
    why_not: str = ""
