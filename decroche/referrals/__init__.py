"""Who sent her to whom, and with what sentence. Verb: `refer`."""
