"""The command line: the verbs of the packages below, as text or as one JSON document."""
