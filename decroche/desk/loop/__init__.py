"""The call screen: the card, what she says, the keys of the outcomes, the sitting."""
