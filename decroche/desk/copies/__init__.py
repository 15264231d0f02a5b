"""The copies of the data, the whole file as a download, and the way to another computer."""
