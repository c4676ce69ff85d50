"""English text taken apart: sentences, words, names, numbers, negation."""
