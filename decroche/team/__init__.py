"""Who owns the data (Workspace) and who may work in it (Member).

Verbs: open_workspace, introduce (name and trade), save_preferences (one section).
Refuses to know: companies, calls, anything about the trade itself.
"""
