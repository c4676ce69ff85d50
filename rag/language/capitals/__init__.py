"""Names by their capitals: which kind of word each word is (``kinds``), and where names begin and end (``find``)."""

from rag.language.capitals.find import Name, names
from rag.language.capitals.kinds import ACRONYM, ordinary

__all__ = ["ACRONYM", "Name", "names", "ordinary"]
