"""Files become what the store holds."""
