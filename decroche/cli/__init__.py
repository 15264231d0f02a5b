"""The command line: the verbs of the packages below, answered as text or as one JSON document.

`main` reads the words, `running` calls the command, `grammar` says which commands there are.
"""
