"""The file: companies, the people in them, their numbers, the lists.

Verbs: add_company, edit_company, edit in bulk, quick_add, oppose_company, mark_wrong,
complete_company, merge,
merge_all, never_the_same.
Questions: search, card, the filtered list, cards to complete, pairs that may be one company
(likeness, blocking). Refuses to know calls: it only keeps where a company
stands in the queue (when it may be called again, how often it was tried), which calls tell it.
"""
