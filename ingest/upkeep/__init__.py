"""Keep an index sound: look at it deeply, repair it, copy it while it is in use, bring a copy back."""
