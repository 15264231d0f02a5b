"""How the program asks its database: queries compiled once (`PreparedQuery`, `SqlQuery`), many sent
as one statement (`FetchOnce`), and rows counted up to a limit (`at_most`).

It has no tables and no rules: what is asked for is written by the packages whose rows they are.
"""
