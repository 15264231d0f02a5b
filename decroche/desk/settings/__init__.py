"""Settings: what she says, whom she asks for, what each outcome leads to, her hours."""
