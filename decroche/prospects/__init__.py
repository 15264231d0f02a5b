"""The file: companies, the people in them, their numbers, the lists.

Verbs: add_company, edit_company, edit in bulk, quick_add, oppose_company, mark_wrong.
Questions: search, card, the filtered list. Refuses to know calls: it only keeps where a company
stands in the queue (when it may be called again, how often it was tried), which calls tell it.
"""
