"""What is asked: about what, of which time, on which conditions."""
