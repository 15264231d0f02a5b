"""Décroche, the prospecting desk for people who win their clients by phone."""

__version__ = "0.2.0.dev0"
