"""What every package needs and none owns: the clock, telephone numbers, working days, spoken dates,
words without accents and case.

Plain Python: no Django, no models, no network, no sentence that gettext translates.
"""
