"""The file: the list, its filters, bulk verbs, quick entry, the search from anywhere."""
