"""Serving many readers: processes that answer, the pool the page asks them through, health, metrics and a graceful end."""
