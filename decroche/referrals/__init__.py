"""Referrals: which company recommended her to which other, in which words. Verb: `refer`."""
