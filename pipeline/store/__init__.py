"""Reads finished JSONL: checks it and searches it."""
