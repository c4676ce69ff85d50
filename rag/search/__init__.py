"""Finding passages for a question and choosing the sentences that answer it."""
