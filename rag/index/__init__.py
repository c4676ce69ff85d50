"""The stored index of articles and how it is read and written; the only folder that knows Chroma."""
