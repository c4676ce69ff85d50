"""Downloading model files, and the small models that read text: encoders, reader, decision trees."""
