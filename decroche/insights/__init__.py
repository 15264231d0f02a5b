"""What the calls gave: counts and rates over calls, follow-ups, messages and referrals, each with
its uncertainty.

Verb: `keep_goals`. Figures are counted when they are asked for and kept nowhere.
A rate over few calls is not shown, nor a difference that chance would make as well; every figure
opens on the calls that it counts.
"""
