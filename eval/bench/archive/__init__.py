"""A whole archive: a million passages made of the bench corpora, and what ingesting and asking them costs."""
