"""Django's backend for SQLite, changed for several writers at a time, and fixed statistics for its
query planner.
"""
