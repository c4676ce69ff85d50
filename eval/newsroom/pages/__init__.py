"""Sixty web pages in twenty styles of site."""
