"""Writing an answer from its quotes, checking every sentence of it, and citing."""
