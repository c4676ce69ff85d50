"""Writing an answer from its quotes, checking every sentence against them, and citing them."""
