"""The caller's screens. They compose the packages below and own no table."""
