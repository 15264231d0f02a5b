"""One company: everything known, editable in place, and the legal verbs of its card."""
