"""The days of a topic: which sentences tell of it, which day each tells of, and which days matter."""
