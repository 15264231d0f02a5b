"""The base page, its style, icons and small scripts; what a template says in one word. It knows no
model.
"""
