"""The file of companies (“cards”), with their people, telephone numbers and lists; searching it,
and finding and merging duplicates.

Verbs: `add_company`, `edit_company`, `complete_company`, `add_number`, `add_person`, `put_on_list`,
`tag`, `oppose_all`, `remove`, `merge`, `merge_all`, `never_the_same`, `leave_alone`, `lift_values`.
Questions: `search`, `companies`, `look_alikes`. It does not know calls: it publishes
`CompaniesChanged`, and the package of calls decides then which companies may be called.
"""
