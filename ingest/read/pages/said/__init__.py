"""What a page says of its article: in its head, its marks, its scripts, and under its headline."""
