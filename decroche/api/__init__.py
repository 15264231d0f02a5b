"""The same verbs over HTTP at /api/v1, for other programs on this machine; a token is required."""
