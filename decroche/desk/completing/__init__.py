"""Cards without a number, one at a time."""
