"""The first page of the day, and of the very first day."""
