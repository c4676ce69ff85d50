"""stub"""
from collections.abc import Sequence
from rag.records import Difference, Quote
def disagreements(question: str, quotes: Sequence[Quote]) -> tuple[Difference, ...]:
    return ()
