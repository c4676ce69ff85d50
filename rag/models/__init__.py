"""Model files, and the small models that read text: encoders, reader, trees."""
