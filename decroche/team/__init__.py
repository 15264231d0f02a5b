"""Who owns the data (`Workspace`) and who may work in it (`Member`).

Verbs: `open_workspace`, `introduce` (name and trade), `speak` (language and colours),
`save_preferences`. It knows no companies, no calls, nothing of the trade itself.
"""
