"""Separate measurements, each with its own command (speed, copies, disputes, sentences), and conversion of public sets."""
