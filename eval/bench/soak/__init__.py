"""Many users on one page for a long time: errors, answers of others, times, memory."""
