"""The command line. Each command calls an action or a query of the packages below and prints the
result as text or as one JSON document.

`main` parses the arguments by `grammar` and sets Django up; `running` calls the command, which is a
function named after it with an underscore (`log_` for `decroche log`).
"""
