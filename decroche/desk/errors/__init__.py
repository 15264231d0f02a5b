"""Pages for what went wrong, each with what to do."""
