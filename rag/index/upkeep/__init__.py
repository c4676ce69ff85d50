"""What keeps an index sound: what it lacks, a deep look at it, what can be saved of a damaged one."""
