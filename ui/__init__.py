"""Terminal and page."""
