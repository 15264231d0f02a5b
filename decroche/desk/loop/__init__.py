"""The call screen: the card, what she says, the keys of what the call gave, the sitting."""
