"""The language model that writes: which one, how it is run, what it is told."""
