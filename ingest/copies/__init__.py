"""Detection of articles that are copies of one report (syndicated or near-duplicate)."""
