"""The commands that keep an index sound."""
