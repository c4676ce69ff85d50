"""Reading a question: what it asks for, which time it is about and which articles it may use."""
