"""How the rooms are put together: settings, addresses, servers. No rule of the trade lives here."""
