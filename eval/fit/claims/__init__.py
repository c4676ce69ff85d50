"""What the fit of the checker stands on: its claims, its vectors and scores."""
