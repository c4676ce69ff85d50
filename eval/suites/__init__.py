"""Questions with their expected answers, read from files."""
