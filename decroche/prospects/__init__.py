"""The file: companies, the people in them, their telephone numbers, the lists.

Verbs: `add_company`, `edit_company`, `complete_company`, `add_number`, `add_person`, `put_on_list`,
`tag`, `oppose_all`, `remove`, `merge`, `merge_all`, `never_the_same`, `leave_alone`, `lift_values`.
Questions: `search`, `companies`, `likeness`. It does not know calls: it publishes
`CompaniesChanged`, and calls work out what may be called.
"""
