"""Messages: those that wait, those on their way, and what came back; writing one; the template of
each situation.
"""
