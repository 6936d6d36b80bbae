"""Reads articles on Vietnam's administrative reorganization and writes structured events."""
