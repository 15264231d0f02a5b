"""Her mailbox: how mail is sent and where answers are read."""
