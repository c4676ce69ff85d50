"""Web pages: what of one is its article, and what it says of it."""

from ingest.read.pages.page import read_page
from ingest.read.pages.said.linked import linked_blocks
from ingest.read.pages.said.together import page_fields, stated_fields
from ingest.read.pages.tree import page_tree

__all__ = ["linked_blocks", "page_fields", "page_tree", "read_page", "stated_fields"]
