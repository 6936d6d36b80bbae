"""Reads articles on Vietnam's administrative reorganization and writes structured events."""

__version__ = "0.1.0"
