"""Twenty exports in as many formats of the trade, four articles each."""
