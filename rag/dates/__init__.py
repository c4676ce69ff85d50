"""Finding dates in text and the days they mean."""
