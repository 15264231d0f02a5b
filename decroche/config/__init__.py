"""How the packages are put together: settings, addresses, servers. It has no rule of the trade."""
