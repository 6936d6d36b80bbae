"""Holds outputs against gold annotations."""
