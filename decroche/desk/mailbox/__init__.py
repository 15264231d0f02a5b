"""Her mailbox: how mail leaves and where answers are read."""
