"""Stages of the way of an article: read, detect, annotate, link, write."""
