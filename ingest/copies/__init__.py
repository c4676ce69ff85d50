"""Which articles are copies of one report."""
