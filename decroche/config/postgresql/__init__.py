"""Django's backend for PostgreSQL, with statements that the server keeps prepared."""
