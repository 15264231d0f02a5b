"""The wall of great moments."""
