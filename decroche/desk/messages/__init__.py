"""Messages: what waits, leaves and came back; writing one; what she writes in each situation."""
