"""Functions that render records as HTML for the page; every text in it is escaped."""
