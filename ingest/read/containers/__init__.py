"""Files that hold several articles: one module a kind, each with a recogniser and what takes it apart; ``table.py`` lists them."""
