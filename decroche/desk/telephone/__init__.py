"""Her telephone beside the desk: pairing it, what it shows, what it says, and the code that any
telephone reads.
"""
