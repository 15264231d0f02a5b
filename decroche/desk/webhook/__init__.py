"""Telling another program what was done."""
