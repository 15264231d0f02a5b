"""What every room needs and no room owns: the clock, numbers, working days, spoken dates, folding.

Plain Python: no Django, no models, no network, no sentence that needs translating by gettext.
"""
