"""The language model that writes answers: which one, how it is run, and its prompts."""
