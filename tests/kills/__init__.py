"""The program killed at random moments, again and again: `bin/test --kills [N]`."""
