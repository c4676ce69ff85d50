"""Readers of files and web pages: each yields the raw text of articles with the fields that came with it."""
