"""The base page, its components, tokens, icons and small controllers. Knows no model."""
