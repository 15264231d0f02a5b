"""The figures of the Bilan: counts and rates over calls, follow-ups, messages and referrals, with
their confidence intervals.

Verb: `keep_goals`. Figures are computed when they are shown, and not stored. A rate over few calls
is not shown, nor a difference that may be due to chance; from every figure the calls that it counts
can be opened.
"""
