"""The guide inside the program: one text a language, beside this page, searched by words."""
