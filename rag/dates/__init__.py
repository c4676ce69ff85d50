"""Which days an expression of time means."""
