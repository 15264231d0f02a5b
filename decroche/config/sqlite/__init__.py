"""SQLite as several writers at once need it."""
