"""Runners: take articles through all stages and write the output folder."""
