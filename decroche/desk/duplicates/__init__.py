"""Two cards that may be one: joined field by field, or told apart for good."""
