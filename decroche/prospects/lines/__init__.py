"""The parts of reading a line of paper, one file for each kind of thing that stands on it
(`prospects/paper_line.py` puts them together).
"""
