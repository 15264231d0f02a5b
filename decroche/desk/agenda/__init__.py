"""Her calendar and address book on a server of hers."""
